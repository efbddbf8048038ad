"""Text → the spans of its sentences; white space at their edges is left out."""

from __future__ import annotations

import re
from functools import cache

from evidence.model import Span
from evidence.vocabulary import entries

LONGEST_SENTENCE = 600
# A run of stops is gone over once: where white space does not follow all of it, it follows no part of it.
_END = re.compile(
    r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)\]]*+(?=\s|$)|(?<=[a-z)])[.!?](?=[A-Z][a-z])"
    r"|\n(?=[ \t]*(?:[-*\u2022\u2013]|\(?\d{1,2}[.)])[ \t])"
)
_BETWEEN_WORDS = re.compile(r"[^\w.]")


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order; one longer than 600 characters is cut at a line break or a space."""
    found: list[Span] = []
    start = 0
    for end in [*(m.end() for m in _END.finditer(text) if _ends(text, m)), len(text)]:
        found += _pieces(text, start, end)
        start = max(start, end)
    return found


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether a full stop ends its sentence: not after an abbreviation or initial, not before a small letter."""
    mark = found[0]
    if not mark.startswith(".") or len(mark.strip(".")) > 0 or mark.startswith(".."):
        return True
    before = _BETWEEN_WORDS.split(text[max(0, found.start() - 30) : found.start()])[-1]
    after = text[found.end() : found.end() + 40].lstrip(" \t\"'\u201c(\n")
    if after[:1].islower():
        return False
    if not before or before.endswith("."):
        return True
    word = before.lower()
    return (
        not (word in _abbreviations() or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", word))
        or "\n\n" in text[found.end() : found.end() + 4]
    )


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(entries("abbreviations"))


def _pieces(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    while end - start > LONGEST_SENTENCE:
        window = text[start : start + LONGEST_SENTENCE]
        cut = (
            max(window.rfind("\n", 100), window.rfind("; ", 100)) + 1 or window.rfind(" ", 100) + 1 or LONGEST_SENTENCE
        )
        found += _trimmed(text, start, start + cut)
        start += cut
    return found + _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return [(start, end)] if start < end else []
