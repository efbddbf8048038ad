"""What the documentation tells a reader to ask of a case's database agrees with what the program counted."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.derived.tables import derive_threads
from checker.model import Pattern
from checker.parties import PartyBook
from checker.patterns import PatternFinder
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup
from tests.planted import KINDS, PATTERNS, Plant, claims_file, write

DOCS = Path(__file__).resolve().parents[2] / "docs"
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sqlite3.Connection, dict[str, Pattern]]]:
    """A planted case opened with plain sqlite3, and its patterns."""
    folder = tmp_path_factory.mktemp("sql")
    records = folder / "records"
    records.mkdir()
    planted = [Plant(k, i, 9 * i + 25 * n, ("transport", "printed")) for n, k in enumerate(KINDS) for i in range(2)]
    write(records, planted, list(range(len(planted))))
    with open_index(folder / "case.sqlite") as connection:
        ingest(connection, [records], lambda done, total: None)
        claims, lookup = claims_file(), Lookup(connection)
        finder = PatternFinder(lookup, PartyBook(claims.parties, lookup), claims)
        patterns = {p.kind: p for claim in claims.claims for p in finder.find(claim)}
        derive_threads(connection)
    plain = sqlite3.connect(folder / "case.sqlite")
    yield plain, patterns
    plain.close()


def _blocks(page: str) -> list[str]:
    return SQL.findall((DOCS / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", PATTERNS)
def test_the_page_counts_each_kind_as_the_program_does(
    case: tuple[sqlite3.Connection, dict[str, Pattern]], kind: str
) -> None:
    """The query that stands under a kind returns the acts of that pattern, in any SQLite tool."""
    connection, patterns = case
    (query,) = (block for block in _blocks("patterns.md") if block.startswith(f"-- {kind}: acts"))
    (number,) = connection.execute(query).fetchone()
    assert number == patterns[kind].counts.acts > 0


def test_every_pattern_is_counted_again_from_what_was_kept(
    case: tuple[sqlite3.Connection, dict[str, Pattern]],
) -> None:
    """Acts and messages of every pattern stand in `patterns_v`."""
    connection, patterns = case
    rows = connection.execute(_blocks("patterns.md")[0]).fetchall()
    counted = {p.id: (p.counts.acts, p.counts.messages) for p in patterns.values()}
    assert {pattern: (acts, messages) for pattern, acts, messages, *_ in rows} == counted


def test_the_queries_of_the_schema_page_run(case: tuple[sqlite3.Connection, dict[str, Pattern]]) -> None:
    """Each example returns rows, but the first, which looks for files with bytes that nothing accounts for."""
    connection, _ = case
    blocks = _blocks("schema.md")
    assert len(blocks) == 5
    found = [connection.execute(block).fetchall() for block in blocks]
    assert not found[0]
    assert all(found[1:])


def test_the_schema_page_names_every_column_of_every_view(case: tuple[sqlite3.Connection, dict[str, Pattern]]) -> None:
    """A view or column that is added must be described."""
    connection, _ = case
    page = (DOCS / "schema.md").read_text(encoding="utf-8")
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(views) == 5
    for view in views:
        (row,) = re.findall(rf"^\| `{view}` .*$", page, re.MULTILINE)
        columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({view})")]
        assert [c for c in columns if f"`{c}`" not in row] == []


def test_views_are_added_to_a_case_of_before(tmp_path: Path) -> None:
    """A case that was made without views gets them when it is opened."""
    path = tmp_path / "case.sqlite"
    with open_index(path) as connection:
        for kind, name in connection.execute(
            "SELECT type, name FROM sqlite_master WHERE name LIKE '%\\_v' ESCAPE '\\'"
        ).fetchall():
            connection.execute(f"DROP {kind} {name}")
    with open_index(path) as connection:
        assert connection.execute("SELECT count(*) FROM messages_v").fetchone() == (0,)
