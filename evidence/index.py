"""Messages with their segments and passages → the case's SQLite file; the only module that writes it.

WAL, one transaction a file: a run that was cut off leaves whole files behind and is resumed by running it again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from evidence.errors import CaseMismatch, DiskFull
from evidence.hashing import sha256_hex
from evidence.model import Address, Message, Passage, Segment, Skipped, Text
from evidence.premise import header_line, premise

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


class SegmentPassages(NamedTuple):
    """A segment and what it was cut into."""

    segment: Segment
    passages: tuple[Passage, ...]


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


def add_message(
    connection: sqlite3.Connection,
    source: int,
    member: tuple[str | None, str],
    message: Message,
    cut: Sequence[SegmentPassages],
) -> None:
    """Write a message with all its segments and passages.

    Args:
        connection: an open index, inside a transaction.
        source: key of the file.
        member: name inside the container (or None) and SHA-256 of the bytes that `raw` counts in.
        message: the message.
        cut: its segments, each with its passages.
    """
    cursor = connection.execute(
        "INSERT INTO messages (id, source, member, sha256, raw_start, raw_end, message_id, bates, bates_end, date, date_flags,"
        " flags, subject, in_reply_to, refers_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message.id, source, member[0], member[1], *message.raw, message.message_id, message.bates, message.bates_end,
            message.date, json.dumps(message.date_flags), json.dumps(message.flags), message.subject,
            message.in_reply_to, json.dumps(message.references),
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None
    pk = cursor.lastrowid
    roles = {"from": (message.sender,) if message.sender else (), "to": message.to, "cc": message.cc}
    for role, addresses in roles.items():
        for position, address in enumerate(addresses):
            connection.execute(
                "INSERT INTO message_mailboxes VALUES (?, ?, ?, ?)", (pk, role, position, _mailbox(connection, address))
            )
    texts = [_text(connection, body.text) for body in message.bodies]
    for segment, found in cut:
        _add_segment(connection, (pk, texts[segment.body]), message, segment, found)


def _add_segment(
    connection: sqlite3.Connection, keys: tuple[int, int], message: Message, segment: Segment, found: Iterable[Passage]
) -> None:
    text = message.bodies[segment.body].text
    cursor = connection.execute(
        "INSERT INTO segments (message, part, text, text_flags, pages, kind, spans, author, date, attributed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            keys[0], text.part, keys[1], json.dumps(text.flags), json.dumps(_pages(text, segment)), segment.kind,
            json.dumps(segment.spans), _mailbox(connection, segment.author) if segment.author else None,
            segment.date, segment.attributed,
        ),
    )  # fmt: skip
    header = segment_header(message, segment)
    for passage in found:
        connection.execute(
            "INSERT INTO passages (segment, spans, distinct_text) VALUES (?, ?, ?)",
            (cursor.lastrowid, json.dumps(passage.spans), _distinct(connection, premise(header, passage.quote))),
        )


def segment_header(message: Message, segment: Segment) -> str:
    """The header line under which a segment's passages are read: its own author and date, never the outer sender's."""
    own = segment.kind in ("own", "signature", "disclaimer") and segment.author == message.sender
    return header_line(
        segment.author.raw if segment.author else None,
        [a.raw for a in message.to] if own else [],
        segment.date or (message.date if own else None),
        message.subject,
    )


def _pages(text: Text, segment: Segment) -> list[tuple[int, int, str | None]]:
    if not text.pages or not segment.spans:
        return []
    first, last = segment.spans[0][0], segment.spans[-1][1]
    marks = [(p.start, p.number, p.bates) for p in text.pages]
    before = [m for m in marks if m[0] <= first][-1:]
    return before + [m for m in marks if first < m[0] < last]


def _mailbox(connection: sqlite3.Connection, address: Address) -> int:
    values = (address.name, address.address, address.raw)
    row = connection.execute("SELECT pk FROM mailboxes WHERE name IS ? AND address IS ? AND raw = ?", values).fetchone()
    return (
        row[0] if row else _inserted(connection, "INSERT INTO mailboxes (name, address, raw) VALUES (?, ?, ?)", values)
    )


def _text(connection: sqlite3.Connection, text: Text) -> int:
    row = connection.execute("SELECT pk FROM texts WHERE sha256 = ?", (text.sha256,)).fetchone()
    return (
        row[0]
        if row
        else _inserted(connection, "INSERT INTO texts (sha256, text) VALUES (?, ?)", (text.sha256, text.text))
    )


def _distinct(connection: sqlite3.Connection, text: str) -> int:
    digest = sha256_hex(text)
    row = connection.execute("SELECT pk FROM distinct_texts WHERE sha256 = ?", (digest,)).fetchone()
    if row:
        return int(row[0])
    pk = _inserted(connection, "INSERT INTO distinct_texts (sha256, text) VALUES (?, ?)", (digest, text))
    connection.execute("INSERT INTO distinct_fts (rowid, text) VALUES (?, ?)", (pk, text))
    return pk


def _inserted(connection: sqlite3.Connection, statement: str, values: Sequence[object]) -> int:
    cursor = connection.execute(statement, tuple(values))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """How many rows each noun has, and the ledger by status."""
    tables = ("sources", "messages", "passages", "distinct_texts")
    found = {t: int(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in tables}  # fixed names
    found |= dict.fromkeys(("ok", "partial", "refused", "duplicate"), 0)
    found |= dict(connection.execute("SELECT status, count(*) FROM sources GROUP BY status").fetchall())
    return found
