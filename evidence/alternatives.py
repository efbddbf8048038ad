"""The parts of a multipart/alternative → which of them is read, and a flag where they do not say the same words.

The plain one, where its words are those of the HTML. Where the HTML says more, the HTML is read, and the plain one
beside it if that has words of its own: nothing that either says is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from evidence.folding import fold
from evidence.mime import Part, children
from evidence.part_text import body_of, sent

DIFFER = "alternatives-differ"
# The share of the HTML's words that the plain part may lack: pictures' descriptions and buttons, not sentences.
MOST_LACKING = 0.2
MOST_LACKING_WORDS = 20
# A longer word is looked for in the letters of the other text, for lines may break inside it.
LONG_WORD = 5
DEEPEST = 5
# Signs of scripts without spaces count one by one.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]|[^\\W_]+")
_REFERENCE = re.compile(r"(?:https?://|www\.|mailto:)[^\s<>]+|\[cid:[^\]\s]+\]|\[image:[^\]]*\]", re.IGNORECASE)


class Choice(NamedTuple):
    """The parts to be read, and flags of the mail."""

    parts: list[Part]
    flags: tuple[str, ...] = ()


class Weighed(NamedTuple):
    """Whether the plain text is to be read, whether the HTML is, and flags of the mail."""

    plain: bool
    marked: bool
    flags: tuple[str, ...]


def chosen(raw: bytes, part: Part, held: list[Part]) -> Choice:
    """Which children of a part are read: of a multipart that is no alternative all."""
    if part.kind != "multipart/alternative":
        return Choice(held)
    plain = [c for c in held if c.kind == "text/plain" and re.search(rb"\w", sent(raw, c)[0])]
    marked = [c for c in held if _html(raw, c)]
    if not plain:
        return Choice([c for c in held if c.kind != "text/plain"] or held)
    if not marked:
        return Choice(plain)
    written = "\n".join(body_of(raw, c, c.kind).text.text for c in plain)
    shown = "\n".join(body_of(raw, page, page.kind).text.text for c in marked for page in _html(raw, c))
    weighed = weigh(written, shown)
    return Choice([*(plain if weighed.plain else []), *(marked if weighed.marked else [])], weighed.flags)


def weigh(written: str, shown: str) -> Weighed:
    """Which of a plain text and what its HTML shows are to be read."""
    lacking = lacking_words(shown, written)
    if not lacking:
        return Weighed(plain=True, marked=False, flags=())
    if lacking < MOST_LACKING_WORDS and lacking <= MOST_LACKING * len(_WORD.findall(shown)):
        return Weighed(plain=True, marked=False, flags=(DIFFER,))
    return Weighed(plain=bool(lacking_words(written, shown)), marked=True, flags=(DIFFER,))


def lacking_words(text: str, other: str) -> int:
    """How many words of `text` the other does not have, as often; addresses of pages and pictures apart."""
    letters = fold(other)
    more = _words(text) - _words(other)
    return sum(count for word, count in more.items() if len(word) < LONG_WORD or word not in letters)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_REFERENCE.sub(" ", text).lower()))


def _html(raw: bytes, part: Part, depth: int = 0) -> list[Part]:
    """The HTML in an alternative: the part itself, or what a multipart/related or /mixed holds of it."""
    if part.kind == "text/html":
        return [part] if re.search(rb"\w", sent(raw, part)[0]) else []
    if depth == DEEPEST or not part.kind.startswith("multipart/"):
        return []
    return [page for child in children(raw, part) for page in _html(raw, child, depth + 1)]
