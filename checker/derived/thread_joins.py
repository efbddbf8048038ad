"""Mails of the records → which answers or forwards which, and by what that is known.

The ways, surest first: `reference` (Message-ID, In-Reply-To, References, as in JWZ's algorithm; a mail that is not in
the release still joins those that name it); `quote` (one quotes the other: its author, minute and topic); `printed`
(printed below one another in one document, newest first); `subject` (an answer's topic with people in common, the
nearest earlier one). A subject alone never joins.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import Literal, NamedTuple

from checker.derived.times import minutes_meet, moment
from evidence.subjects import is_answer, same_topic, topic

How = Literal["reference", "quote", "printed", "subject"]
SUREST_FIRST: tuple[How, ...] = ("reference", "quote", "printed", "subject")
LEAST_OF_TOPIC = 4
MOST_DAYS_BETWEEN = 45  # between an answer and what it answers, where only subject and people say so
MOST_LOOKED_BACK = 200
SLACK = dt.timedelta(hours=24)


class Mail(NamedTuple):
    """A message, with its act and the persons on it."""

    key: int
    act: int
    id: str
    message_id: str | None
    refers_to: tuple[str, ...]
    subject: str | None
    date: str | None
    place: tuple[int, str | None]
    begins: int
    stamps: tuple[str | None, str | None]
    listed_in: str | None
    sender: int | None
    people: frozenset[int]


class Quoted(NamedTuple):
    """A stretch of a mail that quotes another: the mail that holds it, who is quoted, and the stated date."""

    holder: int
    author: int
    date: str


class Join(NamedTuple):
    """One act answers or forwards another."""

    later: int
    earlier: int
    how: How


def by_reference(mails: Iterable[Mail]) -> Iterator[tuple[int, str]]:
    """Each act with every Message-ID that it has or names: acts that share one are of one thread."""
    for mail in mails:
        names = (*((mail.message_id,) if mail.message_id else ()), *mail.refers_to)
        yield from ((mail.act, name) for name in names)


def by_parent(mails: Sequence[Mail]) -> Iterator[Join]:
    """Each mail and the nearest one that it refers to which the records hold."""
    act_of = {m.message_id: m.act for m in reversed(mails) if m.message_id}
    for mail in mails:
        parent = next((act_of[r] for r in reversed(mail.refers_to) if r in act_of and act_of[r] != mail.act), None)
        if parent is not None:
            yield Join(mail.act, parent, "reference")


def by_quote(mails: Sequence[Mail], quotes: Iterable[Quoted]) -> Iterator[Join]:
    """Each mail and the one that it quotes, where only one can be meant."""
    mail_of = {m.key: m for m in mails}
    by_minute: dict[tuple[int, str], list[Mail]] = defaultdict(list)
    by_topic: dict[tuple[int, str], list[Mail]] = defaultdict(list)
    for mail in mails:
        if mail.sender is not None and mail.date and len(mail.date) >= 16:
            by_minute[mail.sender, mail.date[:16]].append(mail)
            by_topic[mail.sender, topic(mail.subject)].append(mail)
    for quote in quotes:
        holder = mail_of[quote.holder]
        meant = {m.act for m in by_minute.get((quote.author, quote.date[:16]), ())}
        if not meant:
            same = by_topic.get((quote.author, topic(holder.subject)), ())
            meant = {m.act for m in same if m.date and minutes_meet(m.date, quote.date)}
        meant.discard(holder.act)
        if len(meant) == 1:
            yield Join(holder.act, meant.pop(), "quote")


def by_print(mails: Iterable[Mail]) -> Iterator[Join]:
    """Neighbours in one printed document or in one list of a source's own threads, the later one first."""
    documents: dict[tuple[int, str | None], list[Mail]] = defaultdict(list)
    for mail in mails:
        if mail.message_id is None:
            documents[mail.place].append(mail)
    for found in documents.values():
        found.sort(key=lambda m: m.begins)
        for above, below in pairwise(found):
            if above.act == below.act:
                continue
            if above.listed_in and above.listed_in == below.listed_in:
                order = _in_order(below, above)
                yield Join(*((above.act, below.act) if order else (below.act, above.act)), "printed")
            elif not above.listed_in and _printed_below(above, below):
                yield Join(above.act, below.act, "printed")


def _in_order(earlier: Mail, later: Mail) -> bool:
    return (earlier.date or "") <= (later.date or "")


def _printed_below(above: Mail, below: Mail) -> bool:
    """Whether a mail stands below the one that answers or forwards it."""
    one, other = moment(above.date), moment(below.date)
    if one and other and one < other - SLACK:
        return False
    answers = above.sender is not None and above.sender in below.people
    a, b = topic(above.subject), topic(below.subject)
    if a and b and not same_topic(a, b):
        # A forward under a new subject: the same page or document, by somebody who had the mail.
        return answers and above.stamps[1] is not None and above.stamps[1] == below.stamps[0]
    if a and b:
        return answers or is_answer(above.subject) or bool(above.people & below.people)
    return answers or not below.people or not above.people


def by_subject(mails: Iterable[Mail], known: Set[int]) -> Iterator[Join]:
    """Answers without a reference, and the nearest earlier mail of their topic that their sender had.

    Args:
        mails: all mails.
        known: acts whose earlier mail is known already.
    """
    groups: dict[str, list[tuple[dt.datetime, Mail]]] = defaultdict(list)
    for mail in mails:
        when, about = moment(mail.date), topic(mail.subject)
        if when and len(about) >= LEAST_OF_TOPIC:
            groups[about].append((when, mail))
    for group in groups.values():
        group.sort(key=lambda entry: (entry[0], entry[1].id))
        for place, (when, mail) in enumerate(group):
            if mail.sender is None or mail.refers_to or mail.act in known or not is_answer(mail.subject):
                continue
            before = reversed(group[max(0, place - MOST_LOOKED_BACK) : place])
            parent = next((m for earlier, m in before if _answered(mail, m, when - earlier)), None)
            if parent is not None:
                yield Join(mail.act, parent.act, "subject")


def _answered(mail: Mail, earlier: Mail, apart: dt.timedelta) -> bool:
    had = mail.act != earlier.act and mail.sender in earlier.people
    return had and apart <= dt.timedelta(days=MOST_DAYS_BETWEEN)
