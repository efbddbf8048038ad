"""Sentence → the qualifiers and purposes in it; sentence → the same without them."""

from __future__ import annotations

import re
from functools import cache

from claims.vocabulary import entries

_PURPOSE = re.compile(rf"\b(?:{'|'.join(entries('purposes'))})\b[^,;.]*", re.IGNORECASE)


def hedges_in(text: str) -> tuple[str, ...]:
    """The qualifiers of the vocabulary that stand in `text`, in order, lower-case."""
    return tuple(m.group().lower() for m in _pattern().finditer(text))


def purpose_in(text: str) -> str | None:
    """The purpose clause of `text` to the letter, None where it has none."""
    found = _PURPOSE.search(text)
    return found.group().strip() if found else None


def without_purpose(text: str) -> str:
    """`text` without its purpose clause."""
    return " ".join(_PURPOSE.sub("", text).split()).strip(" ,")


def without_hedges(text: str) -> str:
    """`text` without its qualifiers and the commas and "or" that joined them."""
    return _folded(_pairs().sub("", text))


def with_one_hedge(text: str, hedge: str) -> str:
    """`text` with `hedge` as its only qualifier; the empty string where the hedge does not stand in it."""
    found = re.search(rf"\b{re.escape(hedge)}\b", text, re.IGNORECASE)
    if not found:
        return ""
    marked = text[: found.start()] + "\0" + text[found.end() :]
    pair = re.compile(rf"\0,?\s(?:or|and|nor)\s(?:{_words()})\b|(?:{_words()}),?\s(?:or|and|nor)\s\0", re.IGNORECASE)
    return without_hedges(pair.sub("\0", marked)).replace("\0", found.group())


def as_adjective(hedge: str) -> str:
    """As in "formally" → "formal", "automatically" → "automatic"."""
    stem = hedge.removesuffix("ly")
    return stem.removesuffix("al") if stem.endswith("ical") else stem


@cache
def _words() -> str:
    return "|".join(re.escape(h) for h in sorted(entries("hedges"), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words()})\b", re.IGNORECASE)


@cache
def _pairs() -> re.Pattern[str]:
    one = rf"\b(?:{_words()})\b"
    return re.compile(rf",?\s*{one}(?:,?\s(?:or|and|nor)\s{one})?(?P<comma>,)?(?=\W|$)", re.IGNORECASE)


def _folded(text: str) -> str:
    return re.sub(r"\s+([,.;])", r"\1", " ".join(text.split())).strip(" ,")
