"""Retrieval over a small folder in BEIR's layout, with the product's own index and nets."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest

from checker.errors import BadUsage
from checker.evaluate.figures import figures_json
from checker.evaluate.retrieval import read_retrieval, retrieval_figures, search_all
from tests.checker.test_evaluate_fakes import WordEncoder, write_lines

DOCUMENTS = {
    "d1": ("Ferries", "The ferry leaves the harbour at dawn."),
    "d2": ("Bridges", "The drawbridge opens twice a day."),
    "d3": (None, "Lighthouses are painted every spring."),
    "d4": (None, "Lighthouses are painted every spring."),
}


class Silent:
    """Watches nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""

    def step(self, done: int) -> None:
        """Units are done."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four documents, two of one text; three queries, two of them with a relevant document."""
    write_lines(tmp_path / "corpus.jsonl", [{"_id": k, "title": t, "text": x} for k, (t, x) in DOCUMENTS.items()])
    write_lines(
        tmp_path / "queries_dev.jsonl",
        [{"_id": 1, "text": "When does the ferry leave?"}, {"_id": 2, "text": "lighthouses painted"},
         {"_id": 3, "text": "nobody judged this"}],
    )  # fmt: skip
    (tmp_path / "qrels_dev.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\td1\t1\n2\td4\t2\n2\td2\t1\n3\td1\t0\n", encoding="utf-8"
    )
    return tmp_path


def test_words_find_their_documents_and_the_figures_are_those_by_hand(folder: Path) -> None:
    """BM25: query 1 has its document first; query 2 finds d3 and d4, and never d2."""
    given = read_retrieval(folder, "dev")
    assert list(given.queries) == ["1", "2"]
    ranked = search_all(given, WordEncoder(), Silent())["bm25"]
    assert ranked["1"][0] == "d1"
    assert ranked["2"] == ["d3", "d4"]
    found = retrieval_figures(given, WordEncoder(), Silent())
    second = (2 / math.log2(3)) / (2 + 1 / math.log2(3))
    assert found.n_queries == 2
    assert found.nets["bm25"].ndcg_at_10 == pytest.approx((1 + second) / 2)
    assert found.nets["bm25"].recall_at_100 == pytest.approx((1 + 0.5) / 2)
    assert found.nets["dense"].recall_at_100 == 1


def test_the_json_has_the_names_of_the_interface(folder: Path) -> None:
    """`ndcg@10` and `recall@100` for dense, bm25 and fused, the same to the byte in every run."""
    given = read_retrieval(folder, None)
    text = figures_json(retrieval_figures(given, WordEncoder(), Silent()))
    tree = json.loads(text)
    assert list(tree) == ["format", "task", "n_queries", "nets"]
    assert list(tree["nets"]) == ["dense", "bm25", "fused"]
    assert all(list(found) == ["ndcg@10", "recall@100"] for found in tree["nets"].values())
    assert text == figures_json(retrieval_figures(given, WordEncoder(), Silent()))


def test_beirs_own_layout_is_read_packed_or_not(folder: Path, tmp_path: Path) -> None:
    """queries.jsonl and qrels/<split>.tsv, as .gz too; test comes before dev where no split is named."""
    (folder / "queries.jsonl.gz").write_bytes(gzip.compress((folder / "queries_dev.jsonl").read_bytes()))
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text("1\td1\t1\n", encoding="utf-8")
    given = read_retrieval(folder, None)
    assert (given.split, list(given.queries)) == ("test", ["1"])


def test_bad_judgements_and_lost_queries_are_named(folder: Path) -> None:
    """Every bad line of the qrels at once; a judged query without its text would shrink the figure unseen."""
    (folder / "qrels_dev.tsv").write_text("1\td1\t1\n1 d1 1\n2\td4\tgood\n", encoding="utf-8")
    with pytest.raises(BadUsage, match=r"2 bad lines\n  line 2: .*\n  line 3: "):
        read_retrieval(folder, "dev")
    (folder / "qrels_dev.tsv").write_text("1\td1\t1\n8\td1\t1\n9\td1\t1\n", encoding="utf-8")
    with pytest.raises(BadUsage, match=r"lacks queries .*: 8, 9"):
        read_retrieval(folder, "dev")


def test_what_is_missing_is_said(folder: Path, tmp_path: Path) -> None:
    """No folder, no such split, several splits and none of the usual: bad usage."""
    for path, split, text in (
        (folder / "none", None, "is no folder"),
        (folder, "train", r"holds no qrels_train\.tsv or qrels/train\.tsv"),
    ):
        with pytest.raises(BadUsage, match=text):
            read_retrieval(path, split)
    (folder / "qrels_dev.tsv").rename(folder / "qrels_a.tsv")
    (folder / "qrels_b.tsv").write_text("1\td1\t1\n", encoding="utf-8")
    with pytest.raises(BadUsage, match="several splits: a, b"):
        read_retrieval(folder, None)
