"""The table of statements: each is read, and turned round, as a careful fact-checker would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from claims.clauses import parse
from claims.lifting import denies
from claims.model import Claim, Party
from claims.propositions import MOST_COUNTERS, Draft, draft

TABLE = YAML(typ="safe", pure=True).load(Path(__file__).with_name("statements.yaml").read_text(encoding="utf-8"))
CASES = [(field, case) for field, cases in TABLE.items() for case in cases]
PARTIES = {
    "council": Party(name="Port Example Council", aliases=("the Council",), kind="agency"),
    "acme": Party(name="Acme Analytics", kind="vendor"),
}
SAID_ON = "2023-05-10"
UNSTATED = {"modality": "fact", "covers": {"from": None, "to": SAID_ON}}
READ = ("polarity", "quantifier", "quantity", "modality", "hedges", "purpose", "event", "covers")


def _draft(statement: str) -> Draft:
    return draft(Claim(id="a", speaker="council", statement=statement, made_on=SAID_ON), PARTIES)


def _stated(reading: dict[str, Any]) -> dict[str, Any]:
    """What a reading says beyond the default, without nulls."""
    kept = {k: reading[k] for k in READ if reading[k] not in (None, [], {}) and reading[k] != UNSTATED.get(k)}
    return {k: {i: j for i, j in v.items() if j is not None} if isinstance(v, dict) else v for k, v in kept.items()}


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{f}: {c['say']}" for f, c in CASES])
def test_a_statement_is_read_and_turned_round(case: dict[str, Any]) -> None:
    """Polarity, quantifier, bound, hedges, purpose, event and period, and each sentence that would make it false."""
    found = _draft(case["say"])
    assert _stated(found.assertion.model_dump(mode="json", by_alias=True)) == case["reading"]
    assert list(found.counter) == case["counter"]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[c["say"] for _, c in CASES])
def test_counters_of_denials_are_positive(case: dict[str, Any]) -> None:
    """Negation words push an entailment model towards contradiction: a denial's counters have no negated main verb."""
    found = _draft(case["say"])
    assert 0 < len(found.counter) <= MOST_COUNTERS
    assert found.asserts
    if found.assertion.polarity == "denies":
        clauses = [clause for c in found.counter if (clause := parse(c))]
        assert clauses
        assert not any(map(denies, clauses))


def test_the_table_covers_many_fields() -> None:
    """At least sixty statements, of at least seven fields, each once."""
    said = [case["say"] for _, case in CASES]
    assert len(said) == len(set(said)) >= 60
    assert len(TABLE) >= 7
