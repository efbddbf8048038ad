"""A message with its segments and passages → rows of the case's database, each distinct text once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.hashing import sha256_hex
from evidence.model import Address, Message, Passage, Segment, Text
from evidence.premise import header_line, is_senders_own, premise


class SegmentPassages(NamedTuple):
    """A segment and what it was cut into."""

    segment: Segment
    passages: tuple[Passage, ...]


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
        "INSERT INTO messages (id, source, member, sha256, raw_start, raw_end, message_id, bates, bates_end, date,"
        " date_flags, flags, subject, in_reply_to, refers_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message.id, source, member[0], member[1], *message.raw, message.message_id, message.bates,
            message.bates_end, message.date, json.dumps(message.date_flags), json.dumps(message.flags), message.subject,
            message.in_reply_to, json.dumps(message.references),
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None
    pk = cursor.lastrowid
    roles = {"from": (message.sender,) if message.sender else (), "to": message.to, "cc": message.cc}
    named = [
        (pk, role, position, _mailbox(connection, address))
        for role, addresses in roles.items()
        for position, address in enumerate(addresses)
    ]
    connection.executemany("INSERT INTO message_mailboxes VALUES (?, ?, ?, ?)", named)
    texts = [_text(connection, body.text) for body in message.bodies]
    for segment, found in cut:
        _add_segment(connection, (pk, texts[segment.body]), message, segment, found)


def _add_segment(
    connection: sqlite3.Connection, keys: tuple[int, int], message: Message, segment: Segment, found: Iterable[Passage]
) -> None:
    body = message.bodies[segment.body]
    text = body.text
    cursor = connection.execute(
        "INSERT INTO segments (message, part, text, text_flags, pages, kind, attachment, spans, author, date,"
        " attributed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            keys[0], text.part, keys[1], json.dumps((*text.flags, *segment.flags)), json.dumps(_pages(text, segment)),
            segment.kind,
            body.attachment, json.dumps(segment.spans),
            _mailbox(connection, segment.author) if segment.author else None, segment.date, segment.attributed,
        ),
    )  # fmt: skip
    header = segment_header(message, segment)
    rows = [(cursor.lastrowid, json.dumps(p.spans), _distinct(connection, premise(header, p.quote))) for p in found]
    connection.executemany("INSERT INTO passages (segment, spans, distinct_text) VALUES (?, ?, ?)", rows)


def segment_header(message: Message, segment: Segment) -> str:
    """The header line under which a segment's passages are read: its own author and date, never the outer sender's."""
    own = is_senders_own(segment.kind, segment.author, message.sender)
    return header_line(
        segment.author.raw if segment.author else None,
        [a.raw for a in message.to] if own else [],
        segment.date or (message.date if own else None),
        message.subject,
    )


def _pages(text: Text, segment: Segment) -> list[tuple[int, int, str | None, tuple[str, ...]]]:
    if not text.pages or not segment.spans:
        return []
    first, last = segment.spans[0][0], segment.spans[-1][1]
    marks = [(p.start, p.number, p.bates, p.flags) for p in text.pages]
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
