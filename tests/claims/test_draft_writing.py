"""Drafts written into a claims file: nothing else changes, and the file reads back as the completed claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.errors import ClaimsInvalid
from claims.store import complete, lint_file, load_claims, parse_claims, write_drafts

HEAD = """\
# My case.
parties:
  town: {name: "Town of Example", aliases: [Town]}   # the speaker
  vendor: {name: Sample Systems, kind: vendor}
claims:
"""
BLOCK = """\
  - id: a
    speaker: town          # said at the council
    statement: The Town has no relationship with Sample Systems, formally or informally.
    # still to find: the source

"""
FLOW = '  - {id: b, speaker: town, statement: "The Town shares no data.", assertion: {quantifier: no},}\n'
PARTLY = """\
  - id: c
    speaker: town
    assertion:
        modality: fact
        hedges:
        - formally
        # the lawyers insist
    statement: >
      The contract with Sample Systems
      ended in March 2019.
    counter:   # none yet
    # last words
"""
NO_NEWLINE = "  - id: d\n    speaker: town\n    statement: Only officers use it"
JSON = """{"parties": {"town": {"name": "Town"}}, "claims": [
  {"id": "a", "speaker": "town", "statement": "The Town has no contract.", "counter": null, "assertion": {}}
]}"""


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BLOCK,
        HEAD + FLOW,
        HEAD + PARTLY,
        HEAD + NO_NEWLINE,
        HEAD + BLOCK + FLOW + PARTLY + NO_NEWLINE,
        (HEAD + BLOCK + PARTLY).replace("\n", "\r\n"),
        "\ufeff" + HEAD + BLOCK,
        JSON,
    ],
    ids=["block", "flow", "partly", "no newline", "all", "CRLF", "BOM", "JSON"],
)
def test_the_file_reads_back_as_the_completed_claims(tmp_path: Path, text: str) -> None:
    """What was drafted is stated afterwards, every line that stood there stands there still."""
    file = tmp_path / "claims.yaml"
    file.write_bytes(text.encode("utf-8"))
    wanted = complete(load_claims(file))
    ids = [c.id for c in wanted.claims]
    assert write_drafts(file, ids) == tuple(ids)
    after = file.read_bytes().decode("utf-8")
    written = complete(load_claims(file))
    assert [c.model_dump(exclude={"drafted"}) for c in written.claims] == [
        c.model_dump(exclude={"drafted"}) for c in wanted.claims
    ]
    assert all(c.drafted == () for c in written.claims)
    assert _is_subsequence(text.replace("null", "").replace("{}", ""), after)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in text
    assert write_drafts(file, ids) == ()
    assert file.read_bytes().decode("utf-8") == after
    assert [p.name for p in tmp_path.iterdir()] == ["claims.yaml"]


def _is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in part)


def test_only_the_chosen_claims_are_added_to(tmp_path: Path) -> None:
    """A claim that was not named keeps its lines to the letter."""
    file = tmp_path / "claims.yaml"
    file.write_text(HEAD + BLOCK + FLOW, encoding="utf-8")
    assert write_drafts(file, ["b"]) == ("b",)
    assert file.read_text(encoding="utf-8").startswith(HEAD + BLOCK)
    assert complete(load_claims(file)).claims[0].drafted


def test_drafts_carry_their_mark(tmp_path: Path) -> None:
    """In block style each drafted field says so, so that a person sees what a rule wrote."""
    file = tmp_path / "claims.yaml"
    file.write_text(HEAD + BLOCK, encoding="utf-8")
    [claim] = complete(load_claims(file)).claims
    write_drafts(file, ["a"])
    marked = [
        line.split(":")[0].strip() for line in file.read_text(encoding="utf-8").splitlines() if "# drafted" in line
    ]
    assert marked == [path.removeprefix("assertion.") for path in claim.drafted]


def test_a_file_with_mistakes_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written into a file that does not load."""
    file = tmp_path / "claims.yaml"
    file.write_text(HEAD + BLOCK + "    colour: red\n", encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(ClaimsInvalid):
        write_drafts(file, ["a"])
    assert file.read_bytes() == before


def test_folded_text_has_no_marks_of_the_parser() -> None:
    """A statement folded over lines is drafted from as one line, without control characters."""
    [claim] = complete(parse_claims(HEAD + PARTLY, "f")).claims
    assert "\x07" not in claim.statement
    assert claim.asserts == ("The contract with Sample Systems ended in March 2019.",)


def test_remarks_know_their_line(tmp_path: Path) -> None:
    """What lint asks about a written field names the line of that field, or of its claim where it is left out."""
    file = tmp_path / "claims.yaml"
    file.write_text(HEAD + BLOCK + "    wording: verbatim\n    counter: [The Town does not pay.]\n", encoding="utf-8")
    lines = {p.path: p.line for p in lint_file(file)}
    assert lines["claims[0].counter[0]"] == 12
    assert lines["claims[0].made_on"] == 6
    assert lines["claims[0].source"] == 6
