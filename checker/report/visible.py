"""Text of a mail → text whose hidden characters are seen: controls, bidirectional marks, lone surrogates.

Released mail is hostile content: a right-to-left override can make a quote read backwards, and a NUL can end it.
What belongs to ordinary writing (joiners of scripts and emoji, soft hyphens) stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

ORDINARY = frozenset("\n\t\u00ad\u200c\u200d")
HIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


class Piece(NamedTuple):
    """A stretch of text; `hidden` says that it names characters which do not show."""

    text: str
    hidden: bool


def pieces(text: str) -> list[Piece]:
    """`text` cut into what shows and names of what does not: ⟨U+202E⟩, and ⟨U+200B *12⟩ for a run."""
    if text.isascii() and text.isprintable():
        return [Piece(text, hidden=False)]
    found: list[Piece] = []
    at = 0
    while at < len(text):
        start, hidden = at, _hidden(text[at])
        while at < len(text) and (text[at] == text[start] if hidden else not _hidden(text[at])):
            at += 1
        found.append(Piece(_named(text[start], at - start) if hidden else text[start:at], hidden))
    return found


def visible(text: str) -> str:
    """`text` with its hidden characters named."""
    return "".join(piece.text for piece in pieces(text))


def rendered(text: str, plain: Callable[[str], str], hidden: Callable[[str], str]) -> str:
    """`text` with what shows passed through `plain` and the names of what does not through `hidden`."""
    return "".join(hidden(piece.text) if piece.hidden else plain(piece.text) for piece in pieces(text))


def folded(text: str) -> str:
    """`text` on one line: runs of blanks and line breaks become one blank; nothing else changes."""
    return _BLANKS.sub(" ", text).strip(" ")


def _hidden(character: str) -> bool:
    return character not in ORDINARY and unicodedata.category(character) in HIDDEN_CATEGORIES


def _named(character: str, times: int) -> str:
    return f"⟨U+{ord(character):04X}{f' *{times}' if times > 1 else ''}⟩"
