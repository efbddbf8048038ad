"""The shipped example: each row of the design's table comes out with its counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.model import Pattern
from checker.parties import PartyBook
from checker.patterns import PatternFinder
from claims.store import complete, load_claims
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "nypd-clearview"
# Claim, kind → relation, and how many people at least stand behind it, as the published account reports.
ROWS = {
    ("trial-ended", "after"): ("contradicts", 1),
    ("few-officers", "reach"): ("contradicts", 6),
    ("few-officers", "correspondence"): ("contradicts", 6),
    ("not-shared", "third_party"): ("in_tension", 1),
    ("not-shared", "dual_affiliation"): ("in_tension", 3),
    ("no-access-for-agencies", "third_party"): ("in_tension", 1),
    ("one-section", "personal_accounts"): ("contradicts", 4),
}


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Pattern]:
    """Every pattern of the example by claim and kind."""
    claims = complete(load_claims(EXAMPLE / "claims.yaml"))
    with open_index(tmp_path_factory.mktemp("example") / "case.sqlite") as connection:
        ingest(connection, [EXAMPLE / "records"], lambda done, total: None)
        lookup = Lookup(connection)
        finder = PatternFinder(lookup, PartyBook(claims.parties, lookup), claims)
        return {(c.id, p.kind): p for c in claims.claims for p in finder.find(c)}


@pytest.mark.parametrize(("row", "expected"), ROWS.items())
def test_each_row_of_the_table_comes_out(
    patterns: Mapping[tuple[str, str], Pattern], row: tuple[str, str], expected: tuple[str, int]
) -> None:
    """Relation and people are those of the account."""
    found = patterns[row]
    assert (found.relation, found.counts.people >= expected[1]) == (expected[0], True)


def test_three_officers_of_two_bodies_and_four_with_something_personal(
    patterns: Mapping[tuple[str, str], Pattern],
) -> None:
    """Two signatures of both and a task force's member; four who asked or wrote from private things: exactly these."""
    assert patterns["not-shared", "dual_affiliation"].counts.people == 3
    assert patterns["one-section", "personal_accounts"].counts.people == 4


def test_the_last_account_came_in_the_next_february(patterns: Mapping[tuple[str, str], Pattern]) -> None:
    """The activity after the claimed end runs until February 2020."""
    assert (patterns["trial-ended", "after"].last or "")[:7] == "2020-02"


def test_figures_are_stated_with_their_sources(patterns: Mapping[tuple[str, str], Pattern]) -> None:
    """Volume lists the number of searches that the mail reports, and the message that reports it."""
    rule = patterns["few-officers", "volume"].rule
    assert "412 searches (2019-02-28, message " in rule
    assert "100 searches" not in rule
