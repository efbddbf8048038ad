"""Values → YAML lines: they read back as the same values, whatever the text."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from claims.model import Claim, ClaimsFile
from claims.store import complete, parse_claims
from claims.yaml_text import dump_claim_yaml, entry, flow, scalar

# Lone surrogates cannot stand in a UTF-8 file, so no claims file holds one.
TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner),
    max_leaves=12,
)


def _read(text: str, version: tuple[int, int] = (1, 2)) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    return yaml.load(text)


@settings(max_examples=60)
@given(VALUES)
def test_a_value_reads_back(value: Any) -> None:
    """Any tree of plain values survives a block entry and a flow entry."""
    assert _read("\n".join(entry("key", value, 2))) == {"key": value}
    assert _read(flow(value)) == value


@given(TEXT)
@example("A\x1f0")
@example("A\u30000")
def test_a_text_reads_back_as_text(text: str) -> None:
    """No text turns into a number, date, null or truth value, in YAML 1.1 as in 1.2."""
    assert _read(scalar(text)) == text
    assert _read(f"key: {scalar(text)}", (1, 1)) == {"key": text}


def test_plain_words_stay_plain() -> None:
    """What a person will edit has no quotes that it does not need."""
    assert scalar("The PEPD signed.") == "The PEPD signed."
    assert scalar("no") == '"no"'
    assert scalar("2019-03") == '"2019-03"'
    assert scalar("a: b") == '"a: b"'
    assert entry("between", ["pepd", "vision"], 4) == ["    between: [pepd, vision]"]


@given(TEXT.filter(str.strip), st.lists(TEXT, max_size=3))
def test_a_claim_can_be_pasted_into_a_file(statement: str, asserts: list[str]) -> None:
    """The printed list item under `claims:` is the same claim again."""
    tree = {"id": "a", "speaker": "town", "statement": statement, "asserts": asserts, "made_on": "2019-03"}
    [claim] = ClaimsFile.model_validate({"claims": [tree]}).claims
    text = "parties: {town: {name: Town}}\nclaims:\n" + dump_claim_yaml(claim)
    assert parse_claims(text, "f").claims == (claim,)


def test_drafted_fields_carry_their_mark_and_no_others() -> None:
    """What a rule wrote says so beside the key."""
    text = "parties: {t: {name: T}}\nclaims: [{id: a, speaker: t, statement: T has no contract., made_on: 2019}]\n"
    [claim] = complete(parse_claims(text, "f")).claims
    marked = {line.split(":")[0].strip() for line in dump_claim_yaml(claim).splitlines() if line.endswith("# drafted")}
    assert marked == {path.removeprefix("assertion.") for path in claim.drafted}


def test_a_claim_with_nothing_but_its_needs_has_three_lines() -> None:
    """Empty fields are left out."""
    claim = Claim(id="a", speaker="t", statement="T has no contract.")
    assert dump_claim_yaml(claim) == "  - id: a\n    speaker: t\n    statement: T has no contract.\n"
