"""Messages of the records → distinct acts: every copy of a message is a witness of one act.

Copies are: the same bytes; the same Message-ID; and, for printed mail, the same sender, minute, subject and text, where
sender and text may differ by slips of text recognition or by what a page leaves out. Short texts must agree in full.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from checker.derived.persons import shown_key
from checker.derived.texts import Texts
from claims.timespans import first_day, last_day
from evidence.folding import fold
from evidence.hashing import sha256_hex
from evidence.model import Address

NEAR = 92  # of 100: two readings of one printed text
NEAR_NAME = 85
SAID = ("own", "quoted", "forwarded", "signature")
LEAST_FOR_NEAR = 40  # characters; "Thanks" and "Thanks!" in one minute may be two messages
MOST_COMPARED = 60  # differing texts under one minute and subject
LONGEST_COMPARED = 4000
LEAST_OF_TOPIC = 8  # folded characters of a subject that another may begin with
_ANSWER = re.compile(r"^(?:re|fw|fwd)+(?=[0-9a-z]{8})")
_FIRST_WITNESSES = """
INSERT INTO message_acts (message, act)
SELECT pk, min(pk) OVER (PARTITION BY coalesce('m' || message_id, 'i' || id)) FROM messages
"""
# Messages that share minute and subject with a message that is another act so far; then, of mail without a Message-ID,
# those that share the minute alone, for a printed subject may run into the line that follows it.
_SUSPECTS = """
WITH keyed AS (
    SELECT m.pk, a.act, m.message_id, substr(m.date, 1, 16) AS minute, m.date, folded(m.subject) AS subject,
        iif(:printed, '', folded(m.subject)) AS topic, p.person, b.name, b.address, b.raw
    FROM messages m JOIN message_acts a ON a.message = m.pk
        LEFT JOIN message_mailboxes x ON x.message = m.pk AND x.role = 'from' AND x.position = 0
        LEFT JOIN mailbox_persons p ON p.mailbox = x.mailbox LEFT JOIN mailboxes b ON b.pk = x.mailbox
    WHERE NOT :printed OR (m.message_id IS NULL AND m.date LIKE '%T%')
), sized AS (
    SELECT *, min(act) OVER block AS lowest, max(act) OVER block AS highest FROM keyed
    WINDOW block AS (PARTITION BY minute, topic)
)
SELECT minute, topic, pk, act, message_id, date, subject, person, name, address, raw FROM sized WHERE lowest < highest
ORDER BY minute, topic, pk
"""


class _Suspect(NamedTuple):
    act: int
    message_id: str | None
    date: str | None
    topic: str
    person: int | None
    name: str
    digest: str
    text: str


def write_acts(connection: sqlite3.Connection, texts: Texts) -> None:
    """Fill `message_acts` anew: acts and day spans. `mailbox_persons` must be filled."""
    connection.execute("DELETE FROM message_acts")
    connection.execute(_FIRST_WITNESSES)
    connection.create_function("folded", 1, fold, deterministic=True)
    for printed in (False, True):
        merged: dict[int, int] = {}
        suspects = connection.execute(_SUSPECTS, {"printed": printed}).fetchall()
        for _, rows in groupby(suspects, key=lambda row: row[:2]):
            _merge((_suspect(texts, *row[2:]) for row in rows), merged)
        moved = [(_root(merged, act), act) for act in merged]
        connection.executemany("UPDATE message_acts SET act = ? WHERE act = ?", moved)
    dated = connection.execute("SELECT pk, date, date_flags FROM messages").fetchall()
    spans = ((*day_span(date, flags), pk) for pk, date, flags in dated)
    connection.executemany("UPDATE message_acts SET first_day = ?, last_day = ? WHERE message = ?", spans)


def _suspect(texts: Texts, pk: int, act: int, message_id: str | None, date: str | None, *sender: Any) -> _Suspect:
    subject, person, name, address, raw = sender
    text = fold("".join(texts.of_message(pk, SAID)))
    shown = shown_key(Address(name=name, address=address, raw=raw or "")) or fold((address or "").partition("@")[0])
    return _Suspect(
        act, message_id, date, _ANSWER.sub("", subject or ""), person, shown, sha256_hex(text), text[:LONGEST_COMPARED]
    )


def _merge(suspects: Iterable[_Suspect], merged: dict[int, int]) -> None:
    kept: list[_Suspect] = []
    for suspect in suspects:
        twin = next((k for k in kept if _is_copy(k, suspect)), None)
        if twin is None:
            if len(kept) < MOST_COMPARED:
                kept.append(suspect)
        elif (one := _root(merged, twin.act)) != (other := _root(merged, suspect.act)):
            merged[max(one, other)] = min(one, other)


def _is_copy(one: _Suspect, other: _Suspect) -> bool:
    if one.act == other.act:
        return True
    if not (_same_sender(one, other) and _same_topic(one.topic, other.topic)):
        return False
    two_ids = bool(one.message_id and other.message_id)
    if one.digest == other.digest:
        # Mail programs give each folder's copy an id of its own: then the very second must agree. Without a date, a
        # short text says too little.
        return one.date == other.date if two_ids else one.date is not None or len(one.text) >= LEAST_FOR_NEAR
    if two_ids:
        return False
    short, long = sorted((one.text, other.text), key=len)
    if len(short) < LEAST_FOR_NEAR or one.date is None:
        return False
    return short in long or fuzz.partial_ratio(short, long, score_cutoff=NEAR) >= NEAR


def _same_topic(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= LEAST_OF_TOPIC and long.startswith(short)) or fuzz.ratio(one, other) >= NEAR


def _same_sender(one: _Suspect, other: _Suspect) -> bool:
    """One person's, or blacked out in one of the copies, or names that text recognition may have read from one."""
    if one.person is None or other.person is None or one.person == other.person:
        return True
    return fuzz.ratio(fold(one.name), fold(other.name)) >= NEAR_NAME


def _root(merged: dict[int, int], act: int) -> int:
    while act in merged:
        act = merged[act]
    return act


def day_span(date: str | None, flags: str | Sequence[str]) -> tuple[str | None, str | None]:
    """First and last calendar day that a stated date can mean, in its own zone.

    A partial date spans its month or year; one whose day and month may stand in the other order spans both readings.
    """
    if not date:
        return None, None
    try:
        first, last = first_day(date[:10]), last_day(date[:10])
    except ValueError:
        return None, None
    if "date-order-assumed" in flags and first == last and first.day <= 12:
        other = dt.date(first.year, first.day, first.month)
        first, last = min(first, other), max(last, other)
    return first.isoformat(), last.isoformat()
