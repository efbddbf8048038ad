"""Text of a printed release → its pages with their stamps, and the lines that are not page furniture.

Stamps, running codes and release marks are the locator of a quote, never part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from evidence.model import PageMark, Span
from evidence.running_heads import can_be_sentence, running_heads
from evidence.vocabulary import entries

_STATE = re.compile(
    r"^\W{0,12}UNCLASSIFIED\W+U\.?S\.? Department of State.*?Doc\.? No\.?\s*(?P<bates>C?[O\d]\d{5,})", re.IGNORECASE
)
_DATED = re.compile(r"(?P<before>.*?)\b(?P<stamp>[A-Z][a-z]{2}-\d{2}-\d{4} (?P<bates>\d{5,8}))\s*$")
# OCR can break a number in two: "NIH-002 196".
_BATES = re.compile(
    r"^\W{0,3}(?P<prefix>[A-Z][A-Z&]+(?:[-_ ][A-Z]{1,12}){0,4})"
    r"(?P<mark>[-_ ]?)(?P<number>\d{4,10}|\d{2,5} \d{2,5})\W{0,3}$"
)
_CODE = r"(?:[BL]\d{1,2}(?:\([A-Z]\))?|1\.4 ?\([A-H]\)|NR)"
_CODES_ALONE = re.compile(rf"^\W{{0,3}}{_CODE}(?:\s*[,;.]?\s*{_CODE})*\W{{0,3}}$")
_CODES_BEHIND = re.compile(rf"(?:^|(?<=\S)) {{3,}}{_CODE}(?:\s*[,;.]?\s*{_CODE})*\W{{0,3}}$")
_CLASSIFIED = re.compile(
    r"(?:^|(?<=\S)) {2,}\W{0,2}(?:Classified by [A-Z]|Class: ?[A-Z]{3}|Reason: ?1\.4|Declassify on: ?\d"
    r"|(?:CONFIDENTIAL|SECRET) ?[\u2014\u2013-] ?Reason|[\u2014\u2013-] ?(?:Declassify|Reason: ?1\.4)"
    r"|(?<= {15})on: ?\d\d/\d\d/20\d\d(?:\s*$|\s{3}))[^\n]*$"
)
# What goes on with "Classified by …" on the lines below it.
_CLASSIFIED_ALONE = re.compile(
    r"^\W{0,3}(?:(?:[A-Z/]{4,20}\s*)?[\u2014\u2013-]?\s*(?:Reason: ?1\.4|Declassify on:)"
    r"|\d\d/\d\d/20\d\d\s*[\u2014\u2013-]\s*Class:|on: ?\d\d/\d\d/20\d\d(?:\s*$|\s{3}))"
)
# What OCR leaves of a code that stands in the right margin, or of a number at the foot of a page.
_FAR_RIGHT = re.compile(r"^\s{60,}\W?(?:[BL]?\d{1,2}|[1I]?\.?\d? ?\([A-H1-9]\))\W?$")
_FOOT_NUMBER = re.compile(r"^\s{30,}-?\s?\d{1,4}\s?-?$")
_NUMBER = re.compile(r"^[0-9]{1,4}$")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,3}\s*(?:of|/)\s*\d{1,3})\W*$", re.IGNORECASE)
_RELEASE_WRAPPED = re.compile(rf"^ {{30,}}(?:RELEASE(?: IN)?|(?:IN )?(?:PART|FULL)(?: {_CODE}(?:, ?{_CODE})*)?)\s*$")
_MOMENT_ALONE = re.compile(r"^\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2} [AP]M$")
LONGEST_FURNITURE = 120
FEWEST_PRINTOUTS, POSTCODE_DIGITS = 3, 5


class Line(NamedTuple):
    """A line that somebody wrote: its place in the text, without what stands in the margin."""

    start: int
    end: int
    text: str


class Printed(NamedTuple):
    """A printed text: pages in order, lines in order, whether any page carries a stamp."""

    pages: tuple[PageMark, ...]
    lines: tuple[Line, ...]
    stamped: bool


class _Stamp(NamedTuple):
    bates: str
    column: int
    begins_line: bool


def read_pages(text: str, known: frozenset[str] = frozenset()) -> Printed:
    """Take a text apart into pages and written lines.

    A page ends at a form feed, at a stamp below its words, or before a stamp with another number than its own. `known`
    are the prefixes of the file's stamps, where the text is only a piece of it.
    """
    prefixes = known or trusted_prefixes(text)
    printouts = _printout_dates(text) | running_heads(text) | _marks_coming_back(text)
    numbers = _page_numbers(text, prefixes)
    pages = _Pages()
    lines: list[Line] = []
    start = 0
    for whole in text.split("\n"):
        for offset, piece in _cut_at_form_feeds(whole):
            if offset is not None:
                pages.end(start + offset + 1)
            base = start + (0 if offset is None else offset + 1)
            stamp = _stamp(piece, prefixes)
            if stamp:
                kept = piece[: stamp.column]
                if kept.strip():
                    lines.append(_line(base, kept))
                    pages.written()
                pages.stamp(stamp.bates, base, base + len(piece) + 1)
            elif not piece.strip() or not (base in numbers or piece.strip() in printouts or is_furniture(piece)):
                lines.append(_line(base, piece))
                if piece.strip():
                    pages.written()
        start += len(whole) + 1
    return Printed(tuple(pages.done(len(text))), tuple(lines), pages.any_stamp)


def joined(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Lines as runs of lines that nothing but a line break parts: furniture or a form feed between them cuts a run."""
    found: list[Span] = []
    for start, end in spans:
        if found and start == found[-1][1] + 1 and text[start - 1] == "\n":
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(span for span in found if span[0] < span[1])


def _cut_at_form_feeds(line: str) -> Iterator[tuple[int | None, str]]:
    """Pieces of a line, each with the place of the form feed before it."""
    place: int | None = None
    for piece in line.split("\f"):
        # What stands before a form feed at the head of a line is no blank line that somebody wrote.
        if piece or place is not None or "\f" not in line:
            yield place, piece
        place = (-1 if place is None else place) + len(piece) + 1


def _line(start: int, text: str) -> Line:
    behind = _CLASSIFIED.search(text) or _CODES_BEHIND.search(text)
    kept = (text[: behind.start()] if behind else text).rstrip()
    return Line(start, start + len(kept), kept)


def is_furniture(line: str) -> bool:
    """Whether a line is a release mark, exemption codes or a page number."""
    bare = line.strip()
    if len(bare) > LONGEST_FURNITURE:
        return _CLASSIFIED_ALONE.match(bare) is not None
    return bool(
        _CODES_ALONE.match(bare)
        or _PAGE_NUMBER.match(bare)
        or _RELEASE_WRAPPED.match(line)
        or _FAR_RIGHT.match(line.rstrip())
        or _FOOT_NUMBER.match(line.rstrip())
        or _CLASSIFIED.match(line)
        or _CLASSIFIED_ALONE.match(bare)
        or (_begins_like_mark(bare) and not can_be_sentence(bare))
    )


def _marks_coming_back(text: str) -> frozenset[str]:
    """Lines that begin like a release mark and go on like a sentence: marks only where they come back to the letter."""
    marks = (line.strip() for line in text.split("\n") if _begins_like_mark(line.strip()))
    return frozenset(line for line, times in Counter(marks).items() if times >= FEWEST_PRINTOUTS)


def _begins_like_mark(bare: str) -> bool:
    return len(bare) <= LONGEST_FURNITURE and bare.lstrip("| ").lower().startswith(entries("page-furniture"))


def _page_numbers(text: str, prefixes: frozenset[str]) -> frozenset[int]:
    """Where the lines begin that hold a number alone, right above a stamp, and count up from page to page."""
    written = [(m.start(), m[0].strip()) for m in re.finditer(r"[^\n\f]+", text) if m[0].strip()]
    found = [
        (start, int(line))
        for (start, line), (_, below) in pairwise(written)
        if _NUMBER.match(line) and _stamp(below, prefixes)
    ]
    return frozenset(start for one, two in pairwise(found) if one[1] + 1 == two[1] for start in (one[0], two[0]))


def _printout_dates(text: str) -> frozenset[str]:
    """Moments alone on a line that come back right beside page stamps: when the pages were printed, not mail."""
    lines = [line.strip("\f \t\r") for line in text.split("\n")]
    written = [line for line in lines if line]
    beside = Counter(
        line
        for before, line, after in zip(["", *written], written, [*written[1:], ""], strict=False)
        if _MOMENT_ALONE.match(line) and (_DATED.match(before) or _DATED.match(after))
    )
    return frozenset(line for line, times in beside.items() if times >= FEWEST_PRINTOUTS)


def trusted_prefixes(text: str) -> frozenset[str]:
    """Prefixes of stamps like "NYPD-CV-000123" that come back, or that alone open or close the text."""
    found = Counter(m["prefix"] for line in text.split("\n") if (m := _BATES.match(line.strip("\f \t\r"))))
    ends = [line for line in text.split("\n") if line.strip("\f \t\r")]
    stamps = [m for line in (*ends[:1], *ends[-1:]) if (m := _BATES.match(line.strip("\f \t\r")))]
    # The last line of an address, "SPRINGFIELD 76102", looks like a stamp too: a mark or a longer number tells.
    edge = {m["prefix"] for m in stamps if m["mark"] in ("-", "_") or len(m["number"]) > POSTCODE_DIGITS}
    return frozenset({p for p, n in found.items() if n > 1} | edge)


def _stamp(line: str, prefixes: frozenset[str]) -> _Stamp | None:
    if found := _STATE.match(line.strip()):
        return _Stamp(found["bates"].upper().replace("O", "0"), 0, True)
    if (found := _DATED.match(line)) and len(line) < 400:
        return _Stamp(found["bates"], found.start("stamp"), not found["before"].strip())
    found = _BATES.match(line.strip())
    if found and found["prefix"] in prefixes:
        return _Stamp(found["prefix"] + found["mark"] + found["number"].replace(" ", ""), 0, True)
    return None


class _Pages:
    """Pages under construction."""

    def __init__(self) -> None:
        self._marks: list[PageMark] = []
        self._start = 0
        self._bates: str | None = None
        self._has_words = False
        self.any_stamp = False

    def written(self) -> None:
        self._has_words = True

    def stamp(self, bates: str, start: int, after: int) -> None:
        self.any_stamp = True
        if self._bates is not None and self._bates != bates:
            self.end(start)
            self._bates = bates
        elif self._bates is not None or self._has_words:
            self._bates = bates
            self.end(after)
        else:
            self._bates = bates

    def end(self, next_start: int) -> None:
        if not self._has_words and self._bates is None:
            return
        self._marks.append(PageMark(start=self._start, number=len(self._marks) + 1, bates=self._bates))
        self._start, self._bates, self._has_words = next_start, None, False

    def done(self, length: int) -> list[PageMark]:
        if self._has_words or (self._bates is not None) or not self._marks:
            self.end(length) if self._has_words or self._bates is not None else self._marks.append(
                PageMark(start=0, number=1, bates=None)
            )
        return self._marks
