"""Messages of the records → distinct acts: every copy of a message is a witness of one act.

Copies are: the same bytes; the same Message-ID; and, where one has none, the same sender, time, subject and text. Time
may be rounded to the minute or told in another zone; sender, subject and text may differ by slips of text recognition
or by what a page leaves out, never in a number, a negation or a name. Short texts must agree in full.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from checker.derived.persons import shown_key
from checker.derived.sameness import exact_key, same_mail, words
from checker.derived.texts import Texts
from checker.derived.times import ROUNDED, days_meet, minutes_meet, moment
from claims.timespans import first_day, last_day
from evidence.folding import fold
from evidence.model import Address
from evidence.subjects import same_topic, topic

NEAR_NAME = 85  # of 100: slips of text recognition in a name
SAID = ("own", "quoted", "forwarded", "signature")
LEAST_FOR_NEAR = 40  # letters; "Thanks" and "Thanks!" in one minute may be two messages
MOST_COMPARED = 60  # acts under one topic and time, or one minute
SHARED = 0.7  # of the shorter text's words, before two texts are compared word by word
_FIRST_WITNESSES = """
INSERT INTO message_acts (message, act)
SELECT pk, min(pk) OVER (PARTITION BY coalesce('m' || message_id, 'i' || id)) FROM messages
"""
_MAILS = """
SELECT m.pk, a.act, m.message_id, m.date, m.subject, p.person, b.name, b.address, b.raw
FROM messages m JOIN message_acts a ON a.message = m.pk
    LEFT JOIN message_mailboxes x ON x.message = m.pk AND x.role = 'from' AND x.position = 0
    LEFT JOIN mailbox_persons p ON p.mailbox = x.mailbox LEFT JOIN mailboxes b ON b.pk = x.mailbox
ORDER BY m.id, m.pk
"""


class _Mail(NamedTuple):
    key: int
    act: int
    message_id: str | None
    date: str | None
    topic: str
    person: int | None
    name: str


class _Said(NamedTuple):
    """What a message says: a key that only the same words have, its words, how many letters."""

    exact: str
    words: tuple[str, ...]
    distinct: frozenset[str]
    letters: int


class _Reader:
    """Reads what messages say, each once while it is compared."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.said = lru_cache(maxsize=5_000)(self._said)

    def _said(self, message: int) -> _Said:
        text = "\n".join(self._texts.of_message(message, SAID))
        found = words(text)
        return _Said(exact_key(text), found, frozenset(w.lower() for w in found), len(fold(text)))


def write_acts(connection: sqlite3.Connection, texts: Texts) -> None:
    """Fill `message_acts` anew; `mailbox_persons` must be filled."""
    connection.execute("DELETE FROM message_acts")
    connection.execute(_FIRST_WITNESSES)
    reader, merged = _Reader(texts), dict[int, int]()
    mails = [_mail(row) for row in connection.execute(_MAILS)]
    for block in (*_by_topic(mails), *_by_minute(mails)):
        _merge(block, reader, merged)
    moved = [(_root(merged, act), act) for act in merged]
    connection.executemany("UPDATE message_acts SET act = ? WHERE act = ?", moved)
    dated = connection.execute("SELECT pk, date, date_flags FROM messages").fetchall()
    spans = ((*day_span(date, flags), pk) for pk, date, flags in dated)
    connection.executemany("UPDATE message_acts SET first_day = ?, last_day = ? WHERE message = ?", spans)


def _mail(row: Sequence[Any]) -> _Mail:
    key, act, message_id, date, subject, person, *sender = row
    return _Mail(key, act, message_id, date, topic(subject), person, _shown(*sender))


@lru_cache(maxsize=100_000)
def _shown(name: str | None, address: str | None, raw: str | None) -> str:
    """The name under which a mailbox is shown, else what stands before its @."""
    shown = shown_key(Address.model_construct(name=name, address=address, raw=raw or ""))
    return shown or fold((address or "").partition("@")[0])


def _by_topic(mails: Iterable[_Mail]) -> Iterator[list[_Mail]]:
    """Mails of one topic, or of one sender where no topic is shown; dated ones first, in order of time."""
    found: dict[object, list[_Mail]] = defaultdict(list)
    for mail in mails:
        found[mail.topic or mail.person].append(mail)
    for block in found.values():
        if len({m.act for m in block}) > 1:
            yield sorted(block, key=lambda m: (m.date is None, (m.date or "")[:16]))


def _by_minute(mails: Iterable[_Mail]) -> Iterator[list[_Mail]]:
    """Mails without a Message-ID of one minute: a printed subject may run into the line that follows it."""
    found: dict[str, list[_Mail]] = defaultdict(list)
    for mail in mails:
        if mail.message_id is None and mail.date and "T" in mail.date:
            found[mail.date[:16]].append(mail)
    yield from (block for block in found.values() if len({m.act for m in block}) > 1)


def _merge(block: Iterable[_Mail], reader: _Reader, merged: dict[int, int]) -> None:
    """Each mail is held against the first witness of each act near it in time: small differences cannot add up."""
    kept: list[_Mail] = []
    for mail in block:
        near = [k for k in reversed(kept) if _may_be_one_time(k, mail)][:MOST_COMPARED]
        twin = next((k for k in near if _is_copy(k, mail, reader)), None)
        if twin is None:
            kept.append(mail)
        elif (one := _root(merged, twin.act)) != (other := _root(merged, mail.act)):
            merged[max(one, other)] = min(one, other)


def _may_be_one_time(one: _Mail, other: _Mail) -> bool:
    if not one.date or not other.date:
        return True
    return minutes_meet(one.date, other.date) or days_meet(one.date, other.date)


def _is_copy(one: _Mail, other: _Mail, reader: _Reader) -> bool:
    if one.act == other.act:
        return True
    if not (_same_sender(one, other) and same_topic(one.topic, other.topic)):
        return False
    two_ids = bool(one.message_id and other.message_id)
    if two_ids and one.date != other.date:
        # Mail programs give each folder's copy an id of its own: then the very second must agree.
        return False
    a, b = reader.said(one.key), reader.said(other.key)
    if a.exact == b.exact:
        return a.letters >= LEAST_FOR_NEAR or _one_minute(one.date, other.date)
    if two_ids or min(a.letters, b.letters) < LEAST_FOR_NEAR or (one.date is None and other.date is None):
        return False
    shared = len(a.distinct & b.distinct)
    return shared >= SHARED * min(len(a.distinct), len(b.distinct)) and same_mail(a.words, b.words, to_each=True)


def _one_minute(one: str | None, other: str | None) -> bool:
    """Whether two dates name one minute, or one minute is the other's, rounded up."""
    if not one or not other or one[:16] == other[:16]:
        return bool(one and other)
    a, b = moment(one), moment(other)
    if a is None or b is None:
        return False
    early, late = sorted((a, b))
    return late.second == 0 != early.second and late - early < ROUNDED


def _same_sender(one: _Mail, other: _Mail) -> bool:
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
