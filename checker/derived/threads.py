"""The case's index → its threads: which messages belong to one exchange, in order of date; and one message's."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from checker.derived.thread_joins import (
    SUREST_FIRST,
    How,
    Join,
    Mail,
    Quoted,
    by_parent,
    by_print,
    by_quote,
    by_reference,
    by_subject,
)

MOST_ROUNDS = 50  # of putting answers behind what they answer, where stated times contradict it
_MAILS = """
SELECT m.pk, a.act, m.id, m.message_id, m.in_reply_to, m.refers_to, m.subject, m.date, m.source, m.member,
    m.raw_start, m.bates, m.bates_end,
    (SELECT s.part FROM segments s WHERE s.message = m.pk AND s.part LIKE '/%' LIMIT 1)
FROM messages m JOIN message_acts a ON a.message = m.pk ORDER BY m.id, m.pk
"""
_PEOPLE = """
SELECT x.message, x.role, p.person FROM message_mailboxes x JOIN mailbox_persons p ON p.mailbox = x.mailbox
WHERE p.person IS NOT NULL ORDER BY x.message, x.role, x.position
"""
_QUOTED = """
SELECT DISTINCT s.message, p.person, s.date FROM segments s JOIN mailbox_persons p ON p.mailbox = s.author
WHERE s.kind IN ('quoted', 'forwarded') AND p.person IS NOT NULL AND s.date LIKE '____-__-__T__:__%'
ORDER BY s.pk
"""
_AROUND = """
SELECT t.position, t.how, t.message FROM message_threads t JOIN messages m ON m.pk = t.message
    JOIN sources s ON s.pk = m.source
WHERE t.thread = (SELECT thread FROM message_threads WHERE message = ?)
ORDER BY t.position, m.date IS NULL, s.file, s.sha256, m.pk
"""


class Thread(NamedTuple):
    """Where a message stands in its thread: how many acts that has, by what they were joined, what stands next to it.

    `position` counts from 1; `previous` and `next` are keys of messages, None at either end.
    """

    messages: int
    position: int
    joined_by: tuple[How, ...]
    previous: int | None
    next: int | None


class _Union:
    """Sets of keys that are joined two by two; the least key names a set."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def root(self, key: int) -> int:
        while key in self._up:
            self._up[key] = self._up.get(self._up[key], self._up[key])
            key = self._up[key]
        return key

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._up[high] = low


def write_threads(connection: sqlite3.Connection) -> None:
    """Fill `message_threads` anew; `message_acts` and `mailbox_persons` must be filled."""
    mails = _mails(connection)
    sets, joins, named = _joined(mails, [Quoted(*row) for row in connection.execute(_QUOTED)])
    members: dict[int, list[Mail]] = defaultdict(list)
    for mail in mails:
        members[sets.root(mail.act)].append(mail)
    within: dict[int, list[Join]] = defaultdict(list)
    for join in joins:
        within[sets.root(join.later)].append(join)
    rows: list[tuple[int, int, int, How | None]] = []
    for root, found in members.items():
        place = {act: n for n, act in enumerate(_in_order(found, within[root]), 1)}
        how = _ways(within[root], named & place.keys() if len(place) > 1 else frozenset())
        rows += ((m.key, root, place[m.act], how.get(m.act)) for m in found)
    connection.execute("DELETE FROM message_threads")
    connection.executemany("INSERT INTO message_threads VALUES (?, ?, ?, ?)", rows)


def _mails(connection: sqlite3.Connection) -> list[Mail]:
    """Every message with the persons on it, in an order that does not tell in which order files were read."""
    people: dict[int, list[int]] = defaultdict(list)
    senders: dict[int, int] = {}
    for message, role, person in connection.execute(_PEOPLE):
        people[message].append(person)
        if role == "from":
            senders.setdefault(message, person)
    return [_mail(row, senders.get(row[0]), people.get(row[0], ())) for row in connection.execute(_MAILS)]


def _mail(row: Sequence[Any], sender: int | None, people: Iterable[int]) -> Mail:
    pk, act, ident, message_id, answers, refers_to, subject, date, source, member, begins, bates, bates_end, part = row
    names = dict.fromkeys([*json.loads(refers_to), *([answers] if answers else [])])
    return Mail(
        pk, act, ident, message_id, tuple(names), subject, date, (source, member), begins, (bates, bates_end),
        part.rsplit("/", 2)[0] if part else None, sender, frozenset(people),
    )  # fmt: skip


def _joined(mails: Sequence[Mail], quotes: Iterable[Quoted]) -> tuple[_Union, list[Join], frozenset[int]]:
    """Acts in sets, what answers what, and the acts that name another's Message-ID."""
    sets, named = _Union(), set[int]()
    by_name: dict[str, int] = {}
    for act, name in by_reference(mails):
        other = by_name.setdefault(name, act)
        if other != act:
            sets.join(other, act)
            named |= {other, act}
    joins = [*by_parent(mails), *by_quote(mails, quotes), *by_print(mails)]
    joins += by_subject(mails, {join.later for join in joins})
    for join in joins:
        sets.join(join.later, join.earlier)
    return sets, joins, frozenset(named)


def _ways(joins: Iterable[Join], named: Iterable[int]) -> dict[int, How]:
    """Each act and the surest way by which it is joined to another."""
    found: dict[int, How] = dict.fromkeys(named, "reference")
    for join in joins:
        for act in (join.later, join.earlier):
            found[act] = min(found.get(act, "subject"), join.how, key=SUREST_FIRST.index)
    return found


def _in_order(mails: Sequence[Mail], joins: Sequence[Join]) -> list[int]:
    """The acts of one thread by date; where stated times say otherwise, an answer stands behind what it answers.

    Times are compared in UTC where every mail states its zone, else as told where each was written. An undated mail
    stands beside what it answers or is answered by.
    """
    zoned = all(m.date is None or m.date[19:] for m in mails)
    rank: dict[int, tuple[str, int, str]] = {}
    for mail in mails:
        mine = (_sort_date(mail.date, zoned=zoned), 0, mail.id)
        rank[mail.act] = min(rank.get(mail.act, mine), mine, key=lambda r: (not r[0], r))
    for _ in range(MOST_ROUNDS):
        before = dict(rank)
        for join in joins:
            _set_behind(rank, join)
        if rank == before:
            break
    return sorted(rank, key=lambda act: rank[act])


def _set_behind(rank: dict[int, tuple[str, int, str]], join: Join) -> None:
    (date, depth, ident), (later, place, name) = rank[join.earlier], rank[join.later]
    if not date and later:
        rank[join.earlier] = (later, place - 1, ident)
    elif not later and date:
        rank[join.later] = (date, depth + 1, name)
    elif (later, place) <= (date, depth) and date[:10] <= _next_day(later):
        # Zones and clocks differ by hours; where it is more, one of the dates is misread and says nothing.
        rank[join.later] = (date, depth + 1, name)


@lru_cache(maxsize=10_000)
def _next_day(date: str) -> str:
    try:
        return (dt.date.fromisoformat(date[:10]) + dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return date[:10]


def _sort_date(date: str | None, *, zoned: bool) -> str:
    if not date or not zoned:
        return (date or "")[:19]
    try:
        return dt.datetime.fromisoformat(date).astimezone(dt.UTC).isoformat()[:19]
    except (ValueError, OverflowError):
        return date[:19]


def thread_of(connection: sqlite3.Connection, message: int) -> Thread | None:
    """The thread of a message; None where it stands alone. Of each act the first witness is named."""
    first: dict[int, int] = {}
    ways: dict[How, None] = {}
    mine = 0
    for position, how, key in connection.execute(_AROUND, (message,)):
        first.setdefault(position, key)
        if how:
            ways[how] = None
        mine = position if key == message else mine
    if len(first) < 2:
        return None
    joined_by = tuple(how for how in SUREST_FIRST if how in ways)
    return Thread(len(first), mine, joined_by, first.get(mine - 1), first.get(mine + 1))
