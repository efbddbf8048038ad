"""A case's database in a folder of a test, and what stands in it, in a form that two runs can be compared by."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from evidence.index import open_index
from evidence.ingest import ingest

TABLES = (
    "sources",
    "skips",
    "gaps",
    "texts",
    "messages",
    "mailboxes",
    "message_mailboxes",
    "segments",
    "passages",
    "distinct_texts",
)


def silent(_done: int, _found: int) -> None:
    """Progress that nobody watches."""


def ingested(database: Path, *paths: Path) -> int:
    """Ingest `paths`; how many files were new."""
    with open_index(database) as connection:
        return ingest(connection, paths, silent)


def rows(database: Path, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
    """What a query finds."""
    connection = sqlite3.connect(database)
    try:
        return connection.execute(statement, tuple(values)).fetchall()
    finally:
        connection.close()


def everything(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in order."""
    return {table: rows(database, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in TABLES}


def witnesses(database: Path) -> list[tuple[object, ...]]:
    """Who said what where, without the keys that hang on the order of ingest."""
    return sorted(
        rows(
            database,
            "SELECT s.file, m.id, m.date, g.kind, g.date, g.attributed, a.raw, p.spans, d.text FROM passages p"
            " JOIN segments g ON g.pk = p.segment JOIN messages m ON m.pk = g.message JOIN sources s ON s.pk = m.source"
            " JOIN distinct_texts d ON d.pk = p.distinct_text LEFT JOIN mailboxes a ON a.pk = g.author",
        ),
        key=repr,
    )


def ledger(database: Path) -> dict[str, tuple[object, object]]:
    """Each file's status and reason."""
    return {str(f): (s, r) for f, s, r in rows(database, "SELECT file, status, reason FROM sources")}
