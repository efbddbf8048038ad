"""The case's SQLite file: opened, made where it is not there, its ledger of input files.

WAL, one transaction a file: a run that was cut off leaves whole files behind and is resumed by running it again.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from evidence.errors import CaseBusy, CaseMismatch, DiskFull, EvidenceError
from evidence.hashing import sha256_hex
from evidence.model import Gap, Skipped

SCHEMA_VERSION = "3"


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
        CaseMismatch: of another version, damaged, or no database.
        CaseBusy: another run writes it.
        DiskFull: it cannot be written; where it may only be read, this comes with the first change.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = _connected(path)
        _prepare(connection, path)
        yield connection
    except sqlite3.DatabaseError as error:
        mapped = in_our_words(error, path)
        if mapped is None:
            raise
        raise mapped from error
    finally:
        if connection is not None:
            connection.close()


def _connected(path: Path) -> sqlite3.Connection:
    """The database; where it may not be written and no run left anything to merge, opened so that nothing is."""
    left = path.with_name(f"{path.name}-wal")
    if path.is_file() and not _may_write(path) and not (left.exists() and left.stat().st_size):
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
    return sqlite3.connect(path, isolation_level=None)


def _may_write(path: Path) -> bool:
    """Whether a file and its folder may be written, as far as they are there."""
    return all(os.access(place, os.W_OK) for place in (path, path.parent) if place.exists())


def in_our_words(error: sqlite3.DatabaseError, path: Path) -> EvidenceError | None:
    """What went wrong where it is the disk's or the file's doing; None for a fault of this program."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")):
        if not _may_write(path):
            return DiskFull(
                f"{path}: the case may not be written ({error})",
                "check the permissions of the folder and the file, or copy the case to where you may write",
            )
        return DiskFull(
            f"{path}: the database cannot be written ({error})",
            "free some space or choose another folder, then run the same command again: it resumes",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return CaseBusy(f"{path} is in use by another run ({error})", "wait until that run has ended, then try again")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return CaseMismatch(
            f"{path} is damaged, or no database of this program ({error})",
            "move the file away and ingest the records again",
        )
    return None


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        script = files("evidence").joinpath("schema.sql").read_text(encoding="utf-8")
        connection.executescript(f"BEGIN;{script};INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}');COMMIT;")
        _add_views(connection)
        return
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() if "meta" in tables else None
    found = row[0] if row else "unknown"
    if found != SCHEMA_VERSION:
        raise CaseMismatch(
            f"{path} has layout version {found}; this program reads version {SCHEMA_VERSION}",
            "move the file away and ingest the records again, or use the program version that made it",
        )
    known = connection.execute("SELECT value FROM meta WHERE key = 'views'").fetchone()
    derived = set(re.findall(r"CREATE (?:TABLE|VIEW) IF NOT EXISTS (\w+)", _views()))
    if known is None or known[0] != sha256_hex(_views()) or not derived <= tables:
        _add_views(connection)


def _views() -> str:
    return files("evidence").joinpath("views.sql").read_text(encoding="utf-8")


def _add_views(connection: sqlite3.Connection) -> None:
    """Add what is derived; views and tables of an older program are made anew, all but those of the last check."""
    old = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    tables = re.findall(r"CREATE TABLE IF NOT EXISTS ((?:message|mailbox|passage)_\w+)", _views())
    dropped = "".join([*(f"DROP VIEW {name};" for (name,) in old), *(f"DROP TABLE IF EXISTS {t};" for t in tables)])
    kept = f"INSERT OR REPLACE INTO meta VALUES ('views', '{sha256_hex(_views())}')"
    connection.executescript(f"BEGIN;{dropped}{_views()};{kept};COMMIT;")


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


def source_state(connection: sqlite3.Connection, root: str, file: str, sha256: str) -> tuple[bool, str | None]:
    """Whether this very file is in the ledger, and under which name its content was read first.

    A file is the same where its place and its content are: two folders may hold files of one name.
    """
    rows = connection.execute(
        "SELECT root, file, status FROM sources WHERE sha256 = ? ORDER BY pk", (sha256,)
    ).fetchall()
    known = any(_place(r, f) == _place(root, file) for r, f, _ in rows)
    return known, next((f for _, f, status in rows if status in ("ok", "partial")), None)


def _place(root: str, file: str) -> str:
    return f"{root.rstrip('/')}/{file}"


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


def forget_unreadable(connection: sqlite3.Connection, root: str, file: str) -> None:
    """Strike out that a file could not be opened: it can be now."""
    _strike_out(connection, _refused(connection, root, file, ""))


def forget_refused(connection: sqlite3.Connection, root: str, file: str, sha256: str) -> None:
    """Strike out that a file was refused: it is read anew, and now it is said how."""
    _strike_out(connection, _refused(connection, root, file, sha256))


def was_refused(connection: sqlite3.Connection, root: str, file: str, sha256: str) -> bool:
    """Whether this very file stands in the ledger as refused."""
    return bool(_refused(connection, root, file, sha256))


def remedy_told(connection: sqlite3.Connection, root: str, file: str, sha256: str) -> str | None:
    """What the ledger says to do about this very file where it was refused."""
    for pk in _refused(connection, root, file, sha256):
        return str(connection.execute("SELECT remedy FROM sources WHERE pk = ?", (pk,)).fetchone()[0])
    return None


def _refused(connection: sqlite3.Connection, root: str, file: str, sha256: str) -> list[int]:
    rows = connection.execute(
        "SELECT pk, root, file FROM sources WHERE sha256 = ? AND status = 'refused'", (sha256,)
    ).fetchall()
    return [pk for pk, r, f in rows if _place(r, f) == _place(root, file)]


def _strike_out(connection: sqlite3.Connection, sources: Iterable[int]) -> None:
    for pk in sources:
        for table in ("skips", "gaps"):
            connection.execute(f"DELETE FROM {table} WHERE source = ?", (pk,))  # fixed names
        connection.execute("DELETE FROM sources WHERE pk = ?", (pk,))


def column_readings(connection: sqlite3.Connection) -> list[tuple[str, str | None, str]]:
    """File, member and what each column of a table was taken for, of every table that was read as mail."""
    return connection.execute(
        "SELECT DISTINCT s.file, m.member, j.value FROM messages m JOIN sources s ON s.pk = m.source,"
        " json_each(m.flags) j WHERE m.flags LIKE '%\"columns-%' AND j.value LIKE 'columns-%' ORDER BY 1, 2, 3"
    ).fetchall()


def add_skipped(connection: sqlite3.Connection, source: int, skipped: Skipped) -> None:
    """Record something inside a file that could not be read."""
    connection.execute(
        "INSERT INTO skips (source, member, status, reason, remedy, no_text_pages) VALUES (?, ?, ?, ?, ?, ?)",
        (source, skipped.member, skipped.status, skipped.reason, skipped.remedy, skipped.no_text_pages),
    )


def add_gap(connection: sqlite3.Connection, source: int, member: str | None, gap: Gap) -> None:
    """Record bytes of a file or of its container's member that stand in no message."""
    connection.execute("INSERT INTO gaps VALUES (?, ?, ?, ?, ?)", (source, member, gap.start, gap.end, gap.why))


def note_written(connection: sqlite3.Connection, name: str, sha256: str) -> None:
    """Keep the hash of a report as it was written, by the name of its file."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"written:{name}", sha256))


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """How many rows each noun has, and the ledger by status."""
    tables = ("sources", "messages", "passages")
    found = {t: int(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in tables}  # fixed names
    # A text that was withdrawn keeps its row, for vectors are counted by key.
    found["distinct_texts"] = int(
        connection.execute("SELECT count(DISTINCT distinct_text) FROM passages").fetchone()[0]
    )
    found |= dict.fromkeys(("ok", "partial", "refused", "duplicate"), 0)
    found |= dict(connection.execute("SELECT status, count(*) FROM sources GROUP BY status").fetchall())
    return found
