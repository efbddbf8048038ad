"""Passages of the records → acts: what was said once, with every place that records it, copies and quotations included.

Two passages are witnesses of one act where their words are readings of one text (a sentence that both hold is enough)
and neither author nor day says otherwise: copies of one message; a quotation that names author and time; one that
names neither, where only one act can be meant. Long words that come back in one thread are copied through it, whoever
sends them on. The act's first witness is the author's own mail, the earliest where several sent it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from checker.derived.near import groups
from checker.derived.sameness import exact_key, same_mail, words
from checker.derived.texts import Texts
from checker.derived.times import day_after, days_meet, minutes_meet
from evidence.folding import fold
from evidence.sentences import sentences

LEAST_SAID = 40  # letters: a shorter sentence ("Thanks, will do") is said anew each time
LEAST_COPIED = 60  # letters of a sentence that nobody says anew in one exchange
NEAR = 85  # of 100: letters of a passage, read twice
NEAR_NAME = 85  # of 100: slips of text recognition in a name
MOST_ALIKE = 200  # acts of one sentence: past that it is a form, and a copy without author and date is of none
_BLANK = re.compile(r"\n[ \t]*\n")
_PLACES = """
SELECT p.pk, p.spans, s.text, s.kind IN ('own', 'signature', 'disclaimer') AND s.author IS x.mailbox,
    s.kind IN ('signature', 'disclaimer'), b.person, coalesce(c.name, c.raw, ''),
    coalesce(s.date, iif(s.kind IN ('own', 'signature', 'disclaimer') AND s.author IS x.mailbox, m.date, NULL)),
    m.pk, a.act, t.thread, f.file, f.sha256, m.raw_start
FROM passages p JOIN segments s ON s.pk = p.segment JOIN messages m ON m.pk = s.message
    JOIN message_acts a ON a.message = m.pk JOIN message_threads t ON t.message = m.pk JOIN sources f ON f.pk = m.source
    LEFT JOIN message_mailboxes x ON x.message = m.pk AND x.role = 'from' AND x.position = 0
    LEFT JOIN mailboxes c ON c.pk = s.author LEFT JOIN mailbox_persons b ON b.mailbox = s.author
ORDER BY p.pk
"""


class _Place(NamedTuple):
    """A passage, the sentences that it holds (each with its letters), and who wrote it when, as far as known.

    `own` words are the sender's of their message; `formal` ones, signatures and disclaimers, come with every mail.
    """

    passage: int
    said: Mapping[int, int]
    own: bool
    formal: bool
    person: int | None
    name: str
    date: str | None
    message: int
    message_act: int
    thread: int
    order: tuple[object, ...]
    quote: str
    folded: str


def write_copies(connection: sqlite3.Connection) -> None:
    """Fill `passage_acts` anew; acts, persons and threads must be filled."""
    places = sorted(_places(connection), key=lambda p: p.order)
    acts = _Acts()
    found = [(p.passage, acts.of(p)) for p in places]
    connection.execute("DELETE FROM passage_acts")
    connection.executemany("INSERT INTO passage_acts VALUES (?, ?)", sorted(found))


def _places(connection: sqlite3.Connection) -> list[_Place]:
    texts, rows, quotes = Texts(connection), connection.execute(_PLACES).fetchall(), []
    for _, spans, text, *_ in rows:
        quotes.append(texts.cut(text, spans))
    said = _said(quotes)
    places = []
    for row, quote in zip(rows, quotes, strict=True):
        passage, spans, _, own, formal, person, name, date, message, act, thread, file, sha256, begins = row
        # The author's own mail first, then what is known best; then by place, which no order of reading changes.
        order = (not own, person is None, date is None, date or "", file, sha256, begins, json.loads(spans)[0][0])
        places.append(
            _Place(
                passage,
                said[quote],
                bool(own),
                bool(formal),
                person,
                name,
                date,
                message,
                act,
                thread,
                order,
                quote,
                fold(quote),
            )
        )
    return places


def _said(quotes: Iterable[str]) -> dict[str, Mapping[int, int]]:
    """Each text → the long sentences in it, and the whole: a number for each and how many letters it has."""
    parts = {quote: _parts(quote) for quote in dict.fromkeys(quotes)}
    shown: dict[str, str] = {}
    for part in (part for found in parts.values() for part in found):
        shown[part.key] = min(part.text, shown.get(part.key, part.text))
    keys = sorted(shown)
    group = dict(zip(keys, groups([shown[k] for k in keys]), strict=True))
    return {quote: {group[part.key]: part.letters for part in found} for quote, found in parts.items()}


class _Part(NamedTuple):
    """A text, or a sentence of it."""

    text: str
    key: str
    letters: int


def _parts(quote: str) -> list[_Part]:
    """A passage, and the long sentences of its paragraphs: "FYI" above a copied sentence is no part of that."""
    whole = _Part(quote, exact_key(quote), len(fold(quote)))
    cut = [paragraph[s:e] for paragraph in _BLANK.split(quote) for s, e in sentences(paragraph)]
    if len(cut) < 2 or whole.letters < LEAST_SAID:
        return [whole]
    letters = ((text, len(fold(text))) for text in cut)
    return [whole, *(_Part(text, exact_key(text), n) for text, n in letters if n >= LEAST_SAID)]


class _Acts:
    """The acts found so far, by what is said, and by whom, when and in which message."""

    def __init__(self) -> None:
        self._by_said: dict[int, list[_Place]] = defaultdict(list)
        self._by_person: dict[tuple[int, int, str], list[_Place]] = defaultdict(list)
        self._by_minute: dict[tuple[int, str], list[_Place]] = defaultdict(list)
        self._by_message: dict[tuple[int, int, bool], list[_Place]] = defaultdict(list)
        self._by_thread: dict[tuple[int, int], list[_Place]] = defaultdict(list)
        self._in_message: dict[tuple[int, bool], list[_Place]] = defaultdict(list)
        self._unplaced: dict[int, _Place] = {}

    def of(self, place: _Place) -> int:
        """The act that a passage witnesses; a new one where it is the first."""
        twin = self._twin(place)
        if twin is None:
            self._add(place)
            return place.passage
        return twin.passage

    def _twin(self, place: _Place) -> _Place | None:
        same = [a for said in place.said for a in self._by_message.get((said, place.message_act, place.own), ())]
        same += [a for a in self._told_alike(place) if _agree(a, place)]
        if not place.formal:
            long = [said for said, letters in place.said.items() if letters >= LEAST_COPIED]
            same += [a for said in long for a in self._by_thread[said, place.thread]]
        if same:
            return _closest(same, place)
        if misread := next((a for a in self._in_message[place.message_act, place.own] if _is_misread(a, place)), None):
            return misread
        if (place.person is not None and place.date) or max(place.said.values()) < LEAST_SAID:
            return None
        return self._only_one_meant(place)

    def _told_alike(self, place: _Place) -> Iterable[_Place]:
        """Acts of the same person on that day or its neighbours, or of anybody in that minute."""
        if place.person is None or not place.date:
            return
        for said in place.said:
            for days in (-1, 0, 1):
                yield from self._by_person.get((said, place.person, day_after(place.date, days)), ())
            yield from self._by_minute.get((said, place.date[:16]), ())

    def _only_one_meant(self, place: _Place) -> _Place | None:
        """For a passage whose author or date is not known: the one act that it can be of, in its own thread first."""
        long = [said for said, letters in place.said.items() if letters >= LEAST_SAID]
        found = {a.passage: a for said in long for a in self._by_said[said][:MOST_ALIKE] if not _contradict(a, place)}
        in_thread = [a for a in found.values() if a.thread == place.thread]
        meant = list(found.values()) if len(found) == 1 else in_thread
        if len(meant) == 1:
            return meant[0]
        return next((self._unplaced[said] for said in long if said in self._unplaced), None) if meant else None

    def _add(self, place: _Place) -> None:
        self._in_message[place.message_act, place.own].append(place)
        for said, letters in place.said.items():
            self._by_message[said, place.message_act, place.own].append(place)
            self._by_thread[said, place.thread].append(place)
            if letters >= LEAST_SAID and len(self._by_said[said]) <= MOST_ALIKE:
                self._by_said[said].append(place)
            if place.person is not None and place.date:
                self._by_person[said, place.person, place.date[:10]].append(place)
                self._by_minute[said, place.date[:16]].append(place)
            elif letters >= LEAST_SAID:
                self._unplaced.setdefault(said, place)


def _is_misread(act: _Place, place: _Place) -> bool:
    """Whether two passages of copies of one message are one, badly recognised; one may be cut off."""
    if act.message == place.message or min(len(act.folded), len(place.folded)) < LEAST_SAID:
        return False
    if not fuzz.partial_ratio(act.folded, place.folded, score_cutoff=NEAR):
        return False
    return same_mail(words(act.quote), words(place.quote))


def _agree(act: _Place, place: _Place) -> bool:
    """Whether author and day, both stated, are one; where little is said, the minute."""
    same = act.person == place.person or fuzz.ratio(fold(act.name), fold(place.name)) >= NEAR_NAME
    if not same or act.date is None or place.date is None:
        return False
    shared = max(n for said, n in place.said.items() if said in act.said)
    one_day = act.date[:10] == place.date[:10] or days_meet(act.date, place.date)
    return minutes_meet(act.date, place.date) or (shared >= LEAST_SAID and one_day and not place.formal)


def _contradict(act: _Place, place: _Place) -> bool:
    """Whether author or date, where both are known, are two."""
    if act.person is not None and place.person is not None and act.person != place.person:
        return True
    if act.date is None or place.date is None:
        return False
    one_day = act.date[:10] == place.date[:10] or days_meet(act.date, place.date)
    return not (one_day or minutes_meet(act.date, place.date))


def _closest(acts: Sequence[_Place], place: _Place) -> _Place:
    """The act that shares most with a passage; the first found where several do."""
    return max(acts, key=lambda a: sum(n for said, n in place.said.items() if said in a.said))


def acts_of(connection: sqlite3.Connection, distinct: int) -> frozenset[int]:
    """The acts that the passages of a distinct text witness: the same words under one header line, of one day."""
    rows = connection.execute(
        "SELECT a.act FROM passages p JOIN passage_acts a ON a.passage = p.pk WHERE p.distinct_text = ?", (distinct,)
    )
    return frozenset(act for (act,) in rows)


def witnesses(connection: sqlite3.Connection, acts: Iterable[int]) -> list[int]:
    """The passages that record any of `acts`."""
    rows = connection.execute(
        "SELECT passage FROM passage_acts WHERE act IN (SELECT value FROM json_each(?)) ORDER BY passage",
        (json.dumps(sorted(acts)),),
    )
    return [pk for (pk,) in rows]
