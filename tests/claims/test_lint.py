"""Claims → remarks: what a careful editor would still ask, and nothing of a claim that is complete."""

from __future__ import annotations

from typing import Any

import pytest

from claims.lint import lint
from claims.model import ClaimsFile
from claims.store import complete

WHOLE: dict[str, Any] = {
    "id": "a",
    "speaker": "town",
    "statement": "The Town has no contract with Sample Systems.",
    "wording": "verbatim",
    "made_on": "2020",
    "source": {"outlet": "The Example Times"},
    "assertion": {"polarity": "denies", "quantifier": "no"},
    "asserts": ["The Town has no contract with Sample Systems."],
    "counter": ["The Town and Sample Systems have a contract."],
}


def _remarks(**changed: Any) -> list[tuple[str, str]]:
    claim = {k: v for k, v in {**WHOLE, **changed}.items() if v is not None}
    parties = {"town": {"name": "Town of Example", "aliases": ["Town"]}, "vendor": {"name": "Sample Systems"}}
    found = lint(ClaimsFile.model_validate({"parties": parties, "claims": [claim]}))
    assert all(p.remedy for p in found)
    return [(p.path.removeprefix("claims[0]."), p.what) for p in found]


def test_a_complete_claim_has_no_remarks() -> None:
    """Silence means that nothing is left to ask."""
    assert _remarks() == []


@pytest.mark.parametrize(
    ("changed", "path", "what"),
    [
        ({"made_on": None}, "made_on", "no date"),
        ({"wording": None}, "wording", "no wording"),
        ({"source": {}}, "source", "verbatim wording without a source"),
        ({"assertion": {"polarity": "denies"}}, "assertion.quantifier", "no quantifier"),
        ({"counter": []}, "counter", "a denial without a counter-proposition"),
        ({"counter": ["The Town does not pay Sample Systems."]}, "counter[0]", "the main verb is negated"),
        ({"counter": ["There is a contract."]}, "counter[0]", "names no party"),
        ({"asserts": ["There is no contract."]}, "asserts[0]", "names no party"),
        (
            {"statement": "The Town has no contract, and it never paid Sample Systems."},
            "statement",
            "the statement says more than one thing",
        ),
    ],
)
def test_what_is_missing_is_asked_for(changed: dict[str, Any], path: str, what: str) -> None:
    """One gap, one remark, at the field that would fill it."""
    assert _remarks(**changed) == [(path, what)]


def test_drafted_fields_are_pointed_out() -> None:
    """A completed claim says which of its fields a rule wrote."""
    [claim] = complete(
        ClaimsFile.model_validate({"parties": {"town": {"name": "Town"}}, "claims": [{**WHOLE, "counter": None}]})
    ).claims
    claims = ClaimsFile(parties={}, claims=(claim,))
    assert ("claims[0].drafted", f"drafted by rule, not yet edited: {', '.join(claim.drafted)}") in [
        (p.path, p.what) for p in lint(claims)
    ]
