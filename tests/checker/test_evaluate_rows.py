"""Reading of evaluation inputs: every bad line at once, packed or plain, unknown keys ignored."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from checker.errors import BadUsage
from checker.evaluate.inputs import GoldRow, NliRow, PairRow
from checker.evaluate.pairs import read_pairs_file
from checker.evaluate.rows import read_rows
from tests.checker.test_evaluate_fakes import tree, write_lines

GOOD = {
    "premise": "A gate is open.",
    "hypothesis": "A gate is shut.",
    "label": "contradiction",
    "note": "kept by nobody",
}


def test_every_bad_line_is_named_with_its_number_and_a_remedy(tmp_path: Path) -> None:
    """Six bad lines of eight are one error with exit code 2, not six runs."""
    path = tmp_path / "rows.jsonl"
    good = json.dumps(GOOD).encode()
    odd = json.dumps(GOOD | {"label": "maybe"}).encode()
    half = b'{"premise": "\\ud800", "hypothesis": "x", "label": "neutral"}'
    lines = [good, b"{not json", b"[1, 2]", odd, b"", b'{"premise": "\xff"}', half, good, b'{"premise": "alone"}']
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(BadUsage) as caught:
        read_rows(path, NliRow)
    text = str(caught.value)
    assert caught.value.exit_code == 2
    assert f"{path}: 6 bad lines" in text
    for expected in (
        "line 2: no JSON (",
        "line 3: no JSON object: write an object in braces",
        "line 4: label: Input should be 'contradiction', 'entailment' or 'neutral': write one of the values named",
        "line 6: not UTF-8: save the file as UTF-8",
        "line 7: half a surrogate pair",
        "line 9: hypothesis is missing: add it",
        "line 9: label is missing: add it",
    ):
        assert expected in text
    assert "line 1:" not in text
    assert "line 8:" not in text


def test_gzipped_lines_are_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    """The bytes decide, not the ending; a BOM, CRLF and blank lines are passed over; unknown keys are ignored."""
    path = tmp_path / "rows.data"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbf" + b"\r\n".join([json.dumps(GOOD).encode(), b"", b"  "])))
    assert [(number, row.label) for number, row in read_rows(path, NliRow)] == [(1, "contradiction")]


@pytest.mark.parametrize("data", [b"", b"\n\n", gzip.compress(b"{}" * 500, mtime=0)[:-9], b"\x1f\x8bnonsense"])
def test_an_empty_or_damaged_file_is_bad_usage(tmp_path: Path, data: bytes) -> None:
    """Nothing to measure is an error and never a figure of 0."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(data)
    with pytest.raises(BadUsage):
        read_rows(path, NliRow)


def test_a_missing_file_and_a_folder_are_bad_usage(tmp_path: Path) -> None:
    """Both end with exit code 2."""
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(BadUsage, match="cannot be read"):
            read_rows(path, NliRow)


def test_a_pair_needs_no_more_than_the_format_says(tmp_path: Path) -> None:
    """Speaker, statement, message, passage, label; the rest may be absent or null, and `to` text or a list."""
    least = {"claim": {"speaker": "S", "statement": "No."}, "message": {}, "passage": "Yes.", "label": "contradicts"}
    nulls = tree(2, "No.", "Yes.", "neutral", phenomena=None, propositions=None, domain=None)
    listed = tree(3, "No.", "Yes.", "supports", propositions={"asserts": None, "counter": ["Yes."]})
    listed["message"] = {"from": None, "to": ["a@x.example", "b@x.example"], "date": "2021-03-04T10:00:00+02:00"}
    found = read_pairs_file(write_lines(tmp_path / "p.jsonl", [least, nulls, listed]))
    assert [x.id for x in found] == ["1", "p2", "p3"]
    assert found[1].row.message.to == ("kim@tollcam.example",)
    assert found[2].row.message.to == ("a@x.example", "b@x.example")


def test_bad_dates_and_doubled_ids_of_pairs_are_named(tmp_path: Path) -> None:
    """A date that is none would be compared as if it were not there; one id for two pairs mixes predictions up."""
    bad = tree(1, "No.", "Yes.", "neutral") | {"message": {"date": "last spring"}}
    with pytest.raises(BadUsage, match=r"line 1: message\.date: .*is not a date like 2019"):
        read_pairs_file(write_lines(tmp_path / "p.jsonl", [bad]))
    with pytest.raises(BadUsage, match="line 2: id p1 stands on line 1, too"):
        read_pairs_file(write_lines(tmp_path / "q.jsonl", [tree(1, "No.", "Yes.", "neutral")] * 2))


def test_an_opposite_is_a_statement_or_a_line_of_an_opposites_file() -> None:
    """Both forms say the same; ids in `not_flipped` are kept."""
    plain = PairRow.model_validate(tree(1, "No.", "Yes.", "neutral", opposite="Yes."))
    mapped = PairRow.model_validate(
        tree(1, "No.", "Yes.", "neutral", opposite={"opposite": "Yes.", "not_flipped": [7]})
    )
    assert plain.claim.opposite is not None
    assert mapped.claim.opposite is not None
    assert plain.claim.opposite.opposite == mapped.claim.opposite.opposite == "Yes."
    assert mapped.claim.opposite.not_flipped == ("7",)


def test_a_gold_line_names_its_message(tmp_path: Path) -> None:
    """Without message_id and bates no link could ever meet it."""
    line = {"claim": "c", "label": "contradicts", "quote": "Words."}
    with pytest.raises(BadUsage, match=r"line 1: .*neither message_id nor bates"):
        read_rows(write_lines(tmp_path / "g.jsonl", [line]), GoldRow)
