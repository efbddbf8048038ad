"""The list of pairs that the weights were fitted on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.evaluate.inputs import PairRow
from checker.evaluate.pairs import is_seen
from checker.evaluate.seen import seen_hash
from training.seen import main, seen_lines


def pair(statement: str, passage: str, **claim: object) -> dict[str, object]:
    """A labelled pair with what must be there."""
    stated = {"speaker": "Harbour Board", "statement": statement, **claim}
    message = {"from": "dana@harbour.example", "to": "kim@tollcam.example"}
    return {"claim": stated, "message": message, "passage": passage, "label": "neutral"}


def test_a_pair_that_was_fitted_on_is_known_by_the_reader_of_pairs() -> None:
    """Writer and reader share one hash; another passage or another statement is another pair."""
    seen = frozenset(seen_lines([pair("There is none.", "It runs.")]))
    assert is_seen(PairRow.model_validate(pair("There is none.", "It runs.")), seen)
    assert not is_seen(PairRow.model_validate(pair("There is one.", "It runs.")), seen)
    assert not is_seen(PairRow.model_validate(pair("There is none.", "It runs!")), seen)


@pytest.mark.parametrize("opposite", ["There is one.", {"opposite": "There is one.", "not_flipped": []}])
def test_the_opposite_statement_was_read_too(opposite: object) -> None:
    """The network has seen the passage under both, in either way of writing the opposite."""
    found = seen_lines([pair("There is none.", "It runs.", opposite=opposite)])
    assert found == sorted({seen_hash("There is none.", "It runs."), seen_hash("There is one.", "It runs.")})


def test_a_pair_that_stands_twice_is_one_line() -> None:
    """The file does not grow with copies."""
    assert len(seen_lines([pair("There is none.", "It runs.")] * 3)) == 1


def test_the_command_writes_the_sets_and_the_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that any weight was fitted on stands in one file, sorted."""
    (tmp_path / "set9.jsonl").write_text(json.dumps(pair("There is none.", "It runs.")) + "\n", encoding="utf-8")
    out = tmp_path / "seen.txt"
    monkeypatch.setattr("sys.argv", ["seen", "--data", str(tmp_path), "--sets", "set9", "--out", str(out)])
    main()
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert seen_hash("There is none.", "It runs.") in lines
    assert len(lines) > 100, "the groups are missing"
