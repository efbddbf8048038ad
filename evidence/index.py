"""The case's SQLite file: opened, made where it is not there, its ledger of input files.

WAL, one transaction a file: a run that was cut off leaves whole files behind and is resumed by running it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from evidence.errors import CaseMismatch, DiskFull
from evidence.model import Skipped

SCHEMA_VERSION = "1"


class LedgerRow(NamedTuple):
    """How one input file ended."""

    file: str
    root: str
    sha256: str
    size: int
    status: str
    reason: str | None
    remedy: str | None


@contextmanager
def open_index(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the case's database, making it where there is none.

    Raises:
        CaseMismatch: of another version, or no database.
        DiskFull: it cannot be written.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _prepare(connection, path)
        yield connection
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error) or "readonly" in str(error):
            raise DiskFull(
                f"{path}: the database cannot be written ({error})",
                "free some space or choose another folder, then run the same command again: it resumes",
            ) from error
        raise
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            script = files("evidence").joinpath("schema.sql").read_text(encoding="utf-8")
            connection.executescript(f"BEGIN;{script};INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}');COMMIT;")
            return
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() if "meta" in tables else None
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise CaseMismatch(f"{path} is no database of this program ({error})", "choose another case folder") from error
    found = row[0] if row else "unknown"
    if found != SCHEMA_VERSION:
        raise CaseMismatch(
            f"{path} has layout version {found}; this program reads version {SCHEMA_VERSION}",
            "move the file away and ingest the records again, or use the program version that made it",
        )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def source_state(connection: sqlite3.Connection, file: str, sha256: str) -> tuple[bool, str | None]:
    """Whether this very file is in the ledger, and under which name its content was read first."""
    known = connection.execute("SELECT 1 FROM sources WHERE file = ? AND sha256 = ?", (file, sha256)).fetchone()
    first = connection.execute(
        "SELECT file FROM sources WHERE sha256 = ? AND status IN ('ok', 'partial') ORDER BY pk LIMIT 1", (sha256,)
    ).fetchone()
    return known is not None, first[0] if first else None


def add_source(connection: sqlite3.Connection, row: LedgerRow) -> int:
    """Write a ledger row; the source's key."""
    cursor = connection.execute(
        "INSERT INTO sources (file, root, sha256, size, status, reason, remedy) VALUES (?, ?, ?, ?, ?, ?, ?)", row
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish_source(
    connection: sqlite3.Connection, source: int, status: str, reason: str | None, remedy: str | None
) -> None:
    """Record how a file ended, once all of it was read."""
    connection.execute(
        "UPDATE sources SET status = ?, reason = ?, remedy = ? WHERE pk = ?", (status, reason, remedy, source)
    )


def add_skipped(connection: sqlite3.Connection, source: int, skipped: Skipped) -> None:
    """Record something inside a file that could not be read."""
    connection.execute(
        "INSERT INTO skips VALUES (?, ?, ?, ?, ?)",
        (source, skipped.member, skipped.status, skipped.reason, skipped.remedy),
    )


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """How many rows each noun has, and the ledger by status."""
    tables = ("sources", "messages", "passages", "distinct_texts")
    found = {t: int(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in tables}  # fixed names
    found |= dict.fromkeys(("ok", "partial", "refused", "duplicate"), 0)
    found |= dict(connection.execute("SELECT status, count(*) FROM sources GROUP BY status").fetchall())
    return found
