"""Signatures and names as shown → rank or title with its level, and unit; person by person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from checker.derived.texts import Texts
from checker.patterns.facts import Facts
from claims.vocabulary import entries

FEWEST_READ = 3  # signatures read from either end of a person's mail: people are promoted and moved
_SIGNED = """
WITH signed AS (
    SELECT p.person, s.text, s.spans, row_number() OVER (PARTITION BY p.person ORDER BY a.first_day, m.id, s.pk) AS up,
        row_number() OVER (PARTITION BY p.person ORDER BY a.first_day DESC, m.id DESC, s.pk DESC) AS down
    FROM segments s JOIN mailbox_persons p ON p.mailbox = s.author JOIN messages m ON m.pk = s.message
        JOIN message_acts a ON a.message = s.message
    WHERE s.kind = 'signature' AND p.person IS NOT NULL AND length(s.spans) > 2
)
SELECT person, text, spans FROM signed WHERE up <= ? OR down <= ? ORDER BY person, up
"""
_PART = re.compile(r"\s*[,|•·]\s*|\s+[-–—]\s+")
_BRACKETED = re.compile(r"[(\[]([^)\]]+)[)\]]")


# Where a signature runs into the header or the attribution of what is quoted below it.
_ENDS = re.compile(r"^\s*(?:On\b.*\d|From:|Sent:|To:|-{3,}|_{5,})|<\s*$", re.IGNORECASE | re.MULTILINE)


def signed_text(texts: Texts, message: int) -> str:
    """What an author signed a message with, cut where quoted mail begins."""
    text = "\n".join(texts.of_message(message, ("signature",)))
    end = _ENDS.search(text)
    return text[: end.start()] if end else text


class Rank(NamedTuple):
    """A rank or title, lower-case, and its level: leadership, middle or junior."""

    title: str
    level: str


class Standing(NamedTuple):
    """What the records show of one person's place."""

    ranks: tuple[Rank, ...]
    units: tuple[str, ...]


class Standings:
    """Ranks and units of the people of one case, read once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def of(self, people: Iterable[int]) -> dict[int, Standing]:
        """Those of `people` whose rank or unit the records show."""
        return {p: self._all[p] for p in people if p in self._all}

    @cached_property
    def _all(self) -> Mapping[int, Standing]:
        shown: dict[int, list[str]] = {}
        for person, text, spans in self._facts.connection.execute(_SIGNED, (FEWEST_READ, FEWEST_READ)).fetchall():
            shown.setdefault(person, []).extend(self._facts.texts.cut(text, spans).splitlines())
        named = self._facts.connection.execute(
            "SELECT person, coalesce(name, raw) FROM mailbox_persons JOIN mailboxes ON pk = mailbox"
            " WHERE person IS NOT NULL ORDER BY person, raw"
        )
        for person, name in named.fetchall():
            shown.setdefault(person, []).extend((name, *_BRACKETED.findall(name)))
        bodies = {name.lower() for party in self._facts.book.parties for name in self._facts.names(party)}
        found = {
            person: Standing(_ranks(lines), tuple(u for u in _units(lines) if u.lower() not in bodies))
            for person, lines in shown.items()
        }
        return {person: s for person, s in found.items() if s.ranks or s.units}


def _ranks(lines: Iterable[str]) -> tuple[Rank, ...]:
    found = (rank for line in lines for part in _PART.split(line.strip()) if (rank := rank_in(part)))
    return tuple(dict.fromkeys(found))


def rank_in(text: str) -> Rank | None:
    """The rank at the beginning of a line or of a part between commas; a body's name is none."""
    found = _rank_pattern().match(" ".join(text.split()).lower())
    return Rank(found[1], _levels()[found[1]]) if found else None


def _units(lines: Iterable[str]) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for line in lines for part in _PART.split(line.strip()))
    return tuple(dict.fromkeys(part for part in parts if is_unit(part)))


def is_unit(part: str) -> bool:
    """Whether a part of a signature's line names a unit: "Image Analysis Section", "94th Precinct", "Office of …"."""
    words = part.split()
    if not 2 <= len(words) <= 9 or "@" in part or rank_in(part) or not part[0].isalnum():
        return False
    if any(len(w) > 3 and not (w[0].isupper() or w[0].isdigit()) for w in words):
        return False
    lower = part.lower()
    return lower.endswith(tuple(" " + w for w in entries("unit-words", "checker"))) or lower.startswith(
        ("office of ", "bureau of ", "division of ")
    )


@cache
def _levels() -> dict[str, str]:
    rows = (line.partition(": ") for line in entries("ranks", "checker"))
    return {title: level for level, _, title in rows}


@cache
def _rank_pattern() -> re.Pattern[str]:
    titles = "|".join(re.escape(t) for t in sorted(_levels(), key=len, reverse=True))
    # "Inspector General" is no inspector, "P.O. Box" no police officer.
    return re.compile(rf"({titles})(?![\w.])(?! general| box)")
