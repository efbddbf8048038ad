"""A folder in BEIR's layout → how well the product's nets find what was judged relevant.

The documents are laid into an index of the product's own, in memory; the search is the product's own `Matcher`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.check import Watcher
from checker.encoder import Encoder
from checker.errors import BadUsage
from checker.evaluate import measures
from checker.evaluate.figures import EvaluatedNet, NetFigures, RetrievalFigures
from checker.evaluate.inputs import DocumentRow, QueryRow
from checker.evaluate.rows import Problem, not_utf8, read_lines, read_rows, refuse
from checker.match import Candidate, Matcher
from checker.model import Net
from checker.parties import PartyBook
from checker.settings import Settings
from checker.vectors import encode_missing
from claims.model import Claim
from evidence.hashing import sha256_hex
from evidence.index import open_index, transaction
from evidence.lookup import Lookup

NDCG_DEPTH = 10
RECALL_DEPTH = 100
PREFERRED_SPLITS = ("test", "dev")
_FIELDS = 3


class RetrievalSet(NamedTuple):
    """Documents by id, queries by id, and for each query the grades of its judged documents."""

    split: str
    documents: dict[str, str]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]


def read_retrieval(folder: Path, split: str | None) -> RetrievalSet:
    """Read `corpus.jsonl`, `queries[_<split>].jsonl` and `qrels_<split>.tsv` or `qrels/<split>.tsv`, each also as .gz.

    Args:
        folder: where they are.
        split: which; None takes test, then dev, then the only one there is.

    Raises:
        BadUsage: files are missing or bad.
    """
    if not folder.is_dir():
        raise BadUsage(f"{folder} is no folder", "name a folder in BEIR's layout")
    chosen = split or _default_split(folder)
    judged_file = _one_of(folder, f"qrels_{chosen}.tsv", f"qrels/{chosen}.tsv")
    judged = _read_judged(judged_file)
    documents = {
        d.id: f"{d.title or ''} {d.text}".strip() for _, d in read_rows(_one_of(folder, "corpus.jsonl"), DocumentRow)
    }
    queries_file = _one_of(folder, f"queries_{chosen}.jsonl", "queries.jsonl")
    queries = {q.id: q.text for _, q in read_rows(queries_file, QueryRow)}
    if lost := sorted(judged.keys() - queries.keys()):
        raise BadUsage(f"{queries_file} lacks queries that {judged_file} judges: {', '.join(lost)}", "add them")
    return RetrievalSet(chosen, documents, {key: queries[key] for key in sorted(judged)}, judged)


def retrieval_figures(given: RetrievalSet, encoder: Encoder, watcher: Watcher) -> RetrievalFigures:
    """The figures of `evaluate retrieval`: means over the queries that have a relevant document."""
    found = search_all(given, encoder, watcher)
    nets = {net: _net_figures(ranked, given.judged) for net, ranked in found.items()}
    return RetrievalFigures(n_queries=len(given.queries), nets=nets)


def search_all(
    given: RetrievalSet, encoder: Encoder, watcher: Watcher
) -> Mapping[EvaluatedNet, Mapping[str, list[str]]]:
    """For each net and query the ids of the documents found, best first."""
    # Each net goes as deep as recall is counted; all that any net brings is fused.
    settings = Settings(depth_a_query=RECALL_DEPTH, candidates_a_claim=2 * RECALL_DEPTH)
    by_text: dict[str, list[str]] = {}
    for key, text in given.documents.items():
        by_text.setdefault(text, []).append(key)
    found: dict[EvaluatedNet, dict[str, list[str]]] = {"dense": {}, "bm25": {}, "fused": {}}
    with open_index(Path(":memory:")) as connection:
        _lay_in(connection, list(by_text))
        watcher.stage("Encoding documents", len(by_text))
        encode_missing(connection, encoder, watcher.step)
        matcher = Matcher(connection, encoder, PartyBook({}, Lookup(connection)), settings)
        watcher.stage("Searching", len(given.queries))
        ids = list(by_text.values())
        for key, text in given.queries.items():
            candidates = matcher.match(Claim(id="query", speaker="nobody", statement=text)).candidates
            orders: dict[EvaluatedNet, Sequence[Candidate]] = {
                "dense": _of(candidates, "dense"), "bm25": _of(candidates, "bm25"), "fused": candidates
            }  # fmt: skip
            for net, order in orders.items():
                found[net][key] = [d for c in order for d in ids[c.distinct - 1]]
            watcher.step(1)
    return found


def _lay_in(connection: sqlite3.Connection, texts: Sequence[str]) -> None:
    with transaction(connection):
        for pk, text in enumerate(texts, 1):
            connection.execute("INSERT INTO distinct_texts VALUES (?, ?, ?)", (pk, sha256_hex(text), text))
            connection.execute("INSERT INTO distinct_fts (rowid, text) VALUES (?, ?)", (pk, text))


def _of(candidates: Sequence[Candidate], net: Net) -> list[Candidate]:
    return sorted((c for c in candidates if net in c.ranks), key=lambda c: c.ranks[net])


def _net_figures(ranked: Mapping[str, Sequence[str]], judged: Mapping[str, Mapping[str, int]]) -> NetFigures:
    gains = [measures.ndcg(found, judged[q], NDCG_DEPTH) for q, found in ranked.items()]
    recalls = [measures.recall(found, judged[q], RECALL_DEPTH) for q, found in ranked.items()]
    return NetFigures(ndcg_at_10=sum(gains) / len(gains), recall_at_100=sum(recalls) / len(recalls))


def _default_split(folder: Path) -> str:
    names = [p.name for p in folder.glob("qrels_*.tsv*")] + [f"qrels_{p.name}" for p in folder.glob("qrels/*.tsv*")]
    splits = sorted({n.removeprefix("qrels_").split(".")[0] for n in names})
    preferred = [s for s in PREFERRED_SPLITS if s in splits] or splits
    if not preferred:
        raise BadUsage(f"{folder} holds no qrels_<split>.tsv", "name a folder in BEIR's layout")
    if preferred == splits and len(splits) > 1 and splits[0] not in PREFERRED_SPLITS:
        raise BadUsage(f"{folder} has several splits: {', '.join(splits)}", "choose one with --split")
    return preferred[0]


def _one_of(folder: Path, *names: str) -> Path:
    for name in names:
        for path in (folder / name, folder / f"{name}.gz"):
            if path.is_file():
                return path
    raise BadUsage(
        f"{folder} holds no {' or '.join(names)}", "name a folder in BEIR's layout, and a --split that it has"
    )


def _read_judged(path: Path) -> dict[str, dict[str, int]]:
    """Grades by query and document; queries without a relevant document are left out."""
    found: dict[str, dict[str, int]] = {}
    problems: list[Problem] = []
    for position, line in enumerate(read_lines(path)):
        if line.text is None:
            problems.append(not_utf8(line))
            continue
        fields = line.text.split("\t")
        if position == 0 and len(fields) == _FIELDS and not _is_grade(fields[2]):
            continue  # the heading
        if len(fields) != _FIELDS or not _is_grade(fields[2]):
            problems.append(
                Problem(line.number, "not query, document and whole-number grade", "separate the three by tabs")
            )
            continue
        found.setdefault(fields[0].strip(), {})[fields[1].strip()] = int(fields[2])
    refuse(path, problems)
    kept = {q: grades for q, grades in found.items() if any(g > 0 for g in grades.values())}
    if not kept:
        raise BadUsage(f"{path} judges no document relevant", "name a split with relevant documents")
    return kept


def _is_grade(text: str) -> bool:
    return text.strip().lstrip("-").isdigit()
