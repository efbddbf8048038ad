"""Group files into pairs: both sides, implied labels, and what the reader refuses. Statements and mail are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.pair_groups import BadGroup, group_pairs, read_groups

PAIRS = Path(__file__).resolve().parents[2] / "training" / "pairs"


def side(speaker: str, statement: str) -> dict[str, Any]:
    """One statement with two assertions and one counter-proposition."""
    return {
        "speaker": speaker,
        "statement": statement,
        "made_on": "2021-03-01",
        "covers": None,
        "asserts": ["The pier was closed.", "The pier stayed dark."],
        "counter": ["The pier was open."],
    }


def passage(a: str, b: str, **labels: list[str]) -> dict[str, Any]:
    """One passage with its labels under both statements."""
    header = {"from": "Warden", "to": "Harbour office", "date": "2021-02-01", "subject": "pier"}
    return header | {"passage": "Forty tickets sold by noon.", "a": a, "b": b, "phenomena": ["implicit"]} | labels


def group(*passages: dict[str, Any]) -> dict[str, Any]:
    """A group about a pier with the given passages."""
    sides = {"a": side("Harbour office", "The pier was shut."), "b": side("Anglers", "The pier was open.")}
    return {"group": "t-pier-1", "domain": "piers", **sides, "passages": list(passages)}


def test_each_passage_stands_under_both_statements() -> None:
    """A passage gives one pair under each statement, each with its own label, speaker and id."""
    pairs = list(group_pairs(group(passage("contradicts", "supports"))))
    assert [(p["id"], p["label"], p["claim"]["speaker"]) for p in pairs] == [
        ("t-pier-1-01a", "contradicts", "Harbour office"),
        ("t-pier-1-01b", "supports", "Anglers"),
    ]


def test_proposition_labels_left_out_follow_the_label() -> None:
    """Lists that a passage leaves out are filled from its label, one entry a proposition."""
    against, favours = group_pairs(group(passage("contradicts", "supports")))
    assert (against["asserts_labels"], against["counter_labels"]) == (["refuted", "refuted"], ["entailed"])
    assert (favours["asserts_labels"], favours["counter_labels"]) == (["entailed", "entailed"], ["refuted"])


def test_proposition_labels_given_are_kept() -> None:
    """A list that a passage gives is used as it stands."""
    first, _ = group_pairs(group(passage("contradicts", "supports", a_asserts=["refuted", "neutral"])))
    assert first["asserts_labels"] == ["refuted", "neutral"]


def test_the_opposite_names_the_pairs_that_do_not_flip() -> None:
    """A pair whose label under the other statement is not its flip is listed, by the id of its own side."""
    first, second, *_ = group_pairs(group(passage("supports", "neutral"), passage("neutral", "neutral")))
    assert first["claim"]["opposite"] == {
        "opposite": "The pier was open.",
        "opposite_speaker": "Anglers",
        "not_flipped": ["t-pier-1-01a"],
    }
    assert second["claim"]["opposite"]["not_flipped"] == ["t-pier-1-01b"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (passage("supports", "supports"), "under both statements"),
        (passage("neutral", "neutral", b_counter=["entailed"]), "disagrees"),
        (passage("contradicts", "neutral", a_asserts=["neutral", "neutral"], a_counter=["neutral"]), "disagrees"),
        (passage("contradicts", "neutral", a_asserts=["refuted"]), "do not fit"),
        (passage("contradicts", "neutral", a_counter=["yes"]), "do not fit"),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused(broken: dict[str, Any], reason: str) -> None:
    """A label that its propositions do not bear out, or that stands under both statements, stops the reading."""
    with pytest.raises(BadGroup, match=reason):
        list(group_pairs(group(broken)))


def test_a_group_name_stands_once_over_all_files(tmp_path: Path) -> None:
    """Two groups of one name, in two files, are refused: their pairs' ids would clash."""
    line = json.dumps(group(passage("contradicts", "supports")))
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for path in paths:
        path.write_text(line + "\n", "utf-8")
    assert len(read_groups(paths[:1])) == 2
    with pytest.raises(BadGroup, match="twice"):
        read_groups(paths)


def test_the_committed_groups_can_be_read() -> None:
    """Every group file in training/pairs keeps the format, and its passages alone do not settle a label."""
    pairs = read_groups(sorted(PAIRS.glob("pairs*.jsonl")))
    labels = [p["label"] for p in pairs]
    assert pairs
    assert len({p["id"] for p in pairs}) == len(pairs)
    assert abs(labels.count("contradicts") - labels.count("supports")) <= len(labels) // 20
