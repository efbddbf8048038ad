"""Planted mail: every pattern returns exactly what was planted, in whatever order and with however many copies."""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checker.model import Pattern
from checker.parties import PartyBook
from checker.patterns import Outcome, PatternFinder
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup
from tests.planted import KINDS, PATTERNS, Copy, Expected, Plant, act_of, claims_file, expected, write

COPIES: tuple[Copy, ...] = ("transport", "bytes", "printed")
plants = st.builds(
    Plant,
    kind=st.sampled_from(KINDS),
    officer=st.integers(0, 5),
    day=st.integers(0, 500),
    copies=st.lists(st.sampled_from(COPIES), unique=True, max_size=3).map(tuple),
)


class Found:
    """The patterns of one planted release, and which acts the messages behind them witness."""

    def __init__(self, folder: Path, planted: list[Plant], order: list[int]) -> None:
        records = folder / "records"
        records.mkdir()
        self.witnesses = write(records, planted, order)
        with open_index(folder / "case.sqlite") as connection:
            ingest(connection, [records], lambda done, total: None)
            self.act_of = dict(_references(connection, records))
            claims, lookup = claims_file(), Lookup(connection)
            finder = PatternFinder(lookup, PartyBook(claims.parties, lookup), claims)
            outcomes = [(c.id, o) for c in claims.claims for o in finder.outcomes(c)]
            self.patterns = {kind: o.pattern for kind, o in outcomes if isinstance(o, Outcome)}
            self.absent = {kind for kind, o in outcomes if not isinstance(o, Outcome)}

    def acts(self, pattern: Pattern) -> Counter[int]:
        """Each act behind a pattern with the number of its witnesses."""
        return Counter(self.act_of[i] for i in pattern.message_ids)


def _references(connection: sqlite3.Connection, records: Path) -> list[tuple[str, int]]:
    """Message id and act, read from the released bytes."""
    rows = connection.execute(
        "SELECT m.id, s.file, m.raw_start, m.raw_end FROM messages m JOIN sources s ON s.pk = m.source"
    )
    found = []
    for ident, file, start, end in rows:
        name = Path(file).name
        reference = re.search(rb"Reference act(\d+)\.", (records / name).read_bytes()[start:end])
        assert reference, file
        found.append((ident, int(reference[1])))
    return found


def _agrees(found: Found, kind: str, truth: Expected) -> None:
    if not truth.acts:
        assert kind in found.absent or not found.patterns[kind].message_ids
        return
    pattern = found.patterns[kind]
    assert found.acts(pattern) == {a: found.witnesses[a] for a in truth.acts}
    assert {p.address for p in pattern.people} == truth.people
    assert (pattern.counts.acts, pattern.counts.people) == (len(truth.acts), len(truth.people))
    assert pattern.counts.messages == len(pattern.message_ids) == sum(found.witnesses[a] for a in truth.acts)


# Shrinking would take minutes: each example reads its mail anew.
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(planted=st.lists(plants, min_size=1, max_size=24), seed=st.integers(0, 2**16))
def test_every_pattern_returns_exactly_what_was_planted(planted: list[Plant], seed: int) -> None:
    """The messages, acts and people of each pattern are the planted ones, in any order, with copies in any number."""
    order = list(range(len(planted)))
    random.Random(seed).shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        found = Found(Path(folder), planted, order)
    truth = expected(planted)
    for kind in PATTERNS:
        _agrees(found, kind, truth[kind])


def _every_kind() -> list[Plant]:
    days = (20, 30, 40, 150, 210, 260)
    return [
        Plant(kind, officer, days[(i + officer) % 6] + i, COPIES[: i % 4])
        for i, kind in enumerate(KINDS)
        for officer in range(3)
    ]


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """A release in which every kind of act stands three times."""
    planted = _every_kind()
    return Found(tmp_path_factory.mktemp("planted"), planted, list(range(len(planted))))


@pytest.mark.parametrize("kind", PATTERNS)
def test_each_kind_finds_its_plants(every_kind: Found, kind: str) -> None:
    """No kind is found empty where its acts were planted."""
    truth = expected(_every_kind())[kind]
    assert truth.acts
    _agrees(every_kind, kind, truth)


def test_order_of_the_records_changes_nothing(tmp_path: Path, every_kind: Found) -> None:
    """The same mail in another order gives the same patterns to the byte."""
    planted = _every_kind()
    again = Found(tmp_path, planted, list(reversed(range(len(planted)))))
    assert again.patterns == every_kind.patterns


def test_sides_are_counted_by_who_wrote(every_kind: Found) -> None:
    """The acts of a correspondence divide over the parties that wrote them."""
    planted = _every_kind()
    truth = expected(planted)["correspondence"].acts
    by_police = sum("police" in act_of(a, planted[a]).sender.address for a in truth)
    sides = every_kind.patterns["correspondence"].counts.per_side
    assert sides == {"police": by_police, "vision": len(truth) - by_police}
