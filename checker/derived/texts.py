"""The case's index → what messages say: stretches of their text, and the passages that hold given words.

The full-text index narrows the search; what it finds is read again in the released text, where the words must stand.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from evidence.lookup import blocks

OWN = ("own",)
WRITTEN = ("own", "quoted", "forwarded")
_WORD = re.compile(r"\w+")


class Stretch(NamedTuple):
    """A passage of a message, as released."""

    message: int
    segment: int
    quote: str


class Texts:
    """Reads the texts of one case; the last few texts stay in memory, for a printed release is few and large."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._text = lru_cache(maxsize=64)(self._read)

    def _read(self, pk: int) -> str:
        return str(self.connection.execute("SELECT text FROM texts WHERE pk = ?", (pk,)).fetchone()[0])

    def cut(self, text: int, spans: str) -> str:
        """The spans (JSON) of a text, joined by one newline."""
        whole = self._text(text)
        return "\n".join(whole[start:end] for start, end in json.loads(spans))

    def of_message(self, message: int, kinds: Sequence[str]) -> list[str]:
        """The text of a message's segments of some kinds, in order."""
        marks = ",".join("?" * len(kinds))
        rows = self.connection.execute(
            f"SELECT text, spans FROM segments WHERE message = ? AND kind IN ({marks}) ORDER BY pk", (message, *kinds)
        ).fetchall()
        return [self.cut(text, spans) for text, spans in rows]

    def holding(self, phrases: Iterable[str], kinds: Sequence[str]) -> Iterator[Stretch]:
        """Passages in segments of some kinds whose indexed text holds one of `phrases`, word forms folded.

        The indexed text begins with a header line and folds endings: callers look again in the quote.
        """
        folded = {" ".join(_WORD.findall(phrase)) for phrase in phrases} - {""}
        return self._stretches([f'"{phrase}"' for phrase in sorted(folded)], kinds)

    def naming(self, names: Iterable[tuple[str, str]], kinds: Sequence[str]) -> Iterator[Stretch]:
        """Passages that hold a first and a last name, either way round, an initial between them or not."""
        near = [f'NEAR("{first}" "{last}", 1)' for first, last in sorted(set(names))]
        found = name_pattern(names)
        return (stretch for stretch in self._stretches(near, kinds) if found.search(stretch.quote))

    def _stretches(self, queries: Sequence[str], kinds: Sequence[str]) -> Iterator[Stretch]:
        marks = ",".join("?" * len(kinds))
        for passage in self._passages(queries):
            row = self.connection.execute(
                "SELECT s.message, s.pk, s.text, p.spans FROM passages p JOIN segments s ON s.pk = p.segment"
                f" WHERE p.pk = ? AND s.kind IN ({marks})",
                (passage, *kinds),
            ).fetchone()
            if row:
                yield Stretch(row[0], row[1], self.cut(row[2], row[3]))

    def _passages(self, queries: Sequence[str]) -> list[int]:
        found: set[int] = set()
        for block in blocks(queries, 200):
            rows = self.connection.execute(
                "SELECT p.pk FROM passages p JOIN"
                " (SELECT rowid AS hit FROM distinct_fts WHERE distinct_fts MATCH ?) ON hit = p.distinct_text",
                (" OR ".join(block),),
            )
            found.update(pk for (pk,) in rows)
        return sorted(found)

    def subjects(self, words: Iterable[str]) -> list[tuple[int, str]]:
        """Messages whose subject holds one of `words`, in any case, as a part of it: callers look again."""
        found: dict[int, str] = {}
        for word in words:
            rows = self.connection.execute(
                "SELECT pk, subject FROM messages WHERE instr(lower(subject), ?) > 0", (word.lower(),)
            )
            found.update(rows)
        return sorted(found.items())


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of `phrases` as whole words, whatever white space stands between them, in any case."""
    parts = [
        r"\s+".join(map(re.escape, p.split())) for p in sorted(set(phrases), key=lambda p: (-len(p), p)) if p.strip()
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)", re.IGNORECASE)


def name_pattern(names: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """Any of the names: "Ana Roe", "Ana M. Roe" or "Roe, Ana"."""
    pairs = [(re.escape(first), re.escape(last)) for first, last in sorted(set(names))]
    parts = [rf"{first}\s+(?:\w\.?\s+)?{last}|{last},\s+{first}" for first, last in pairs]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)", re.IGNORECASE)
