"""The case's database → its ledger: files, the messages and gaps in each; never a text, for those are to be proven."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from evidence.model import Gap, Message, Span
from evidence.readers.columns import pairs_in
from evidence.readers.detect import Member


class Kept(NamedTuple):
    """What the ledger says of one message, and what a source says of it: equal where nothing was changed."""

    member: str | None
    raw: Span
    id: str
    sha256: str
    message_id: str | None
    date: str | None
    subject: str | None
    bates: str | None
    bates_end: str | None


class KeptGap(NamedTuple):
    """Bytes in no message, as recorded."""

    member: str | None
    raw: Span
    why: str


class LedgerSource(NamedTuple):
    """One file as it was read."""

    pk: int
    file: str
    root: str
    sha256: str
    size: int
    status: str


def sources(connection: sqlite3.Connection) -> list[LedgerSource]:
    """Every file whose bytes were read, by name."""
    rows = connection.execute(
        "SELECT pk, file, root, sha256, size, status FROM sources WHERE sha256 != '' ORDER BY file, root, pk"
    )
    return [LedgerSource(*row) for row in rows]


def never_read(connection: sqlite3.Connection) -> int:
    """How many files could not be opened at ingest, so that nothing of them is known."""
    return int(connection.execute("SELECT count(*) FROM sources WHERE sha256 = ''").fetchone()[0])


def messages(connection: sqlite3.Connection, source: int) -> list[Kept]:
    """The messages of a file in the order in which they were read."""
    rows = connection.execute(
        "SELECT member, raw_start, raw_end, id, sha256, message_id, date, subject, bates, bates_end FROM messages"
        " WHERE source = ? ORDER BY pk",
        (source,),
    )
    return [Kept(member, (start, end), *rest) for member, start, end, *rest in rows]


def gaps(connection: sqlite3.Connection, source: int) -> list[KeptGap]:
    """The gaps of a file."""
    rows = connection.execute("SELECT member, raw_start, raw_end, why FROM gaps WHERE source = ?", (source,))
    return [KeptGap(member, (start, end), why) for member, start, end, why in rows]


def asked_for(connection: sqlite3.Connection, source: int) -> Mapping[str, object]:
    """The options of `ingest` that a file's text depends on, as its messages tell: it is read anew with the same."""
    ocr = connection.execute(
        "SELECT 1 FROM messages m JOIN segments s ON s.message = m.pk WHERE m.source = ?"
        " AND (s.pages LIKE '%\"ocr\"%' OR s.text_flags LIKE '%\"ocr\"%') LIMIT 1",
        (source,),
    ).fetchone()
    named = connection.execute(
        "SELECT j.value FROM messages m, json_each(m.flags) j"
        " WHERE m.source = ? AND j.value LIKE 'columns-named:%' LIMIT 1",
        (source,),
    ).fetchone()
    return {"ocr": ocr is not None, "columns": tuple(pairs_in(named[0].partition(":")[2])) if named else ()}


def written(connection: sqlite3.Connection) -> dict[str, str]:
    """SHA-256 of each report as the program wrote it, by the name of its file."""
    rows = connection.execute("SELECT key, value FROM meta WHERE key LIKE 'written:%' ORDER BY key")
    return {key.removeprefix("written:"): value for key, value in rows}


def as_kept(member: Member, message: Message) -> Kept:
    """A message that a source holds, as the ledger would keep it."""
    return Kept(
        member.name,
        message.raw,
        message.id,
        member.sha256,
        message.message_id,
        message.date,
        message.subject,
        message.bates,
        message.bates_end,
    )


def as_kept_gap(member: Member, gap: Gap) -> KeptGap:
    """A gap that a source holds, as the ledger would keep it."""
    return KeptGap(member.name, (gap.start, gap.end), gap.why)
