"""The case's index → its derived tables, filled anew where messages were added or the rules changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from checker.derived.acts import write_acts
from checker.derived.copies import write_copies
from checker.derived.persons import resolved, write_persons
from checker.derived.texts import Texts
from checker.derived.threads import write_threads
from evidence.index import transaction
from evidence.lookup import Lookup

# Each changes with its rules, so that tables of an older program are filled anew.
ACTS, THREADS, COPIES = "9", "2", "5"


def derive(connection: sqlite3.Connection) -> None:
    """Persons and acts."""
    _fill(connection, ("message_acts", "messages"), ("derived", ACTS), _write_acts)


def derive_threads(connection: sqlite3.Connection) -> None:
    """Threads, and what they are made of."""
    derive(connection)
    _fill(connection, ("message_threads", "messages"), ("threads", f"{ACTS}.{THREADS}"), write_threads)


def derive_copies(connection: sqlite3.Connection) -> None:
    """Which passages witness one act, and what that is made of."""
    derive_threads(connection)
    _fill(connection, ("passage_acts", "passages"), ("copies", f"{ACTS}.{THREADS}.{COPIES}"), write_copies)


def _write_acts(connection: sqlite3.Connection) -> None:
    write_persons(connection, resolved(dict(Lookup(connection).mailboxes())))
    write_acts(connection, Texts(connection))


def _fill(
    connection: sqlite3.Connection,
    tables: tuple[str, str],
    rules: tuple[str, str],
    write: Callable[[sqlite3.Connection], None],
) -> None:
    """Write a table that has a row for each one of another, unless these rules wrote it for just these."""
    count, last = connection.execute(f"SELECT count(*), coalesce(max(pk), 0) FROM {tables[1]}").fetchone()
    held = connection.execute(f"SELECT count(*) FROM {tables[0]}").fetchone()[0]
    state = json.dumps([rules[1], count, last])
    known = connection.execute("SELECT value FROM meta WHERE key = ?", (rules[0],)).fetchone()
    if known is None or known[0] != state or held != count:
        with transaction(connection):
            write(connection)
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (rules[0], state))
