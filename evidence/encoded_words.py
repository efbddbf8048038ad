"""A raw header value → its text: unfolded, encoded words (RFC 2047) decoded, white space folded; what was guessed."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from typing import NamedTuple

from evidence.charsets import decode

_WORD = re.compile(rb"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"(\?=)[ \t\r\n]+(?==\?)")
_NEIGHBOURS = re.compile(rb"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?==\?\1\?\2\?", re.IGNORECASE)
_CONTROLS = dict.fromkeys((*range(32), 127), " ")
# What ISO-2022-JP changes its sets of signs by.
_ESCAPES = re.compile(rb"\x1b\$[@B]")
_FOLD = re.compile(rb"(?:\r\n|\r|\n)(?=[ \t])")


class _Word(NamedTuple):
    """An encoded word: charset, the bytes that it encodes, and where it stands."""

    charset: str
    data: bytes
    start: int
    end: int


def unfolded(raw: bytes) -> bytes:
    """A header's value on one line."""
    return _FOLD.sub(b"", raw) if b"\n" in raw or b"\r" in raw else raw


def header_text(raw: bytes, likely: str | None = None) -> tuple[str, tuple[str, ...]]:
    """A header's value as shown, and flags; raw 8-bit signs in UTF-8, else in the `likely` charset, else in a guess."""
    if b"=?" not in raw and raw.isascii() and b"\x1b" not in raw:
        return _folded(unfolded(raw).decode("ascii")), ()
    value = _joined(_BETWEEN.sub(rb"\1", unfolded(raw)))
    pieces: list[str] = []
    flags: list[str] = []
    end = 0
    for words in _runs(value):
        pieces.append(_plain(value[end : words[0].start], likely, flags))
        text, doubts = _text_of(words)
        pieces.append(text)
        flags += doubts
        end = words[-1].end
    pieces.append(_plain(value[end:], likely, flags))
    return _folded("".join(pieces)), tuple(dict.fromkeys(flags))


def _folded(text: str) -> str:
    return " ".join(text.translate(_CONTROLS).split())


def _runs(value: bytes) -> list[list[_Word]]:
    """The encoded words of a value that can be read, those that follow each other in one charset together."""
    runs: list[list[_Word]] = []
    for found in _WORD.finditer(value):
        charset = found[1].decode("latin-1").partition("*")[0].lower()
        data = _bytes_of(found[2], found[3])
        if data is None:
            continue
        word = _Word(charset, data, found.start(), found.end())
        if runs and runs[-1][-1].end == word.start and runs[-1][-1].charset == charset:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _text_of(words: list[_Word]) -> tuple[str, tuple[str, ...]]:
    """The text of such words: together, for a character may be cut between them, unless that reads worse."""
    together = decode(b"".join(word.data for word in words), words[0].charset)
    if not together.flags:
        return together
    apart = [decode(word.data, word.charset) for word in words]
    if any(each.flags for each in apart):
        return together
    return "".join(each.text for each in apart), ()


def _plain(raw: bytes, likely: str | None, flags: list[str]) -> str:
    # Signs that no encoded word names a charset for: that of the mail's text is a guess, and flagged as one.
    meant = "iso-2022-jp" if _ESCAPES.search(raw) else likely
    text, doubts = decode(raw, None)
    if meant and (doubts or b"\x1b" in raw):
        stated = decode(raw, meant)
        if not stated.flags:
            text, doubts = stated.text, (f"charset-guessed:{meant}",)
    flags += doubts
    return text


def _joined(value: bytes) -> bytes:
    """Neighbouring encoded words of one charset joined, for a character may be cut between them."""
    while True:
        joined = _NEIGHBOURS.sub(_join, value)
        if joined == value:
            return value
        value = joined


def _join(words: re.Match[bytes]) -> bytes:
    if words[2] in b"bB" and words[3].endswith(b"="):
        return words[0]
    return b"=?%s?%s?%s" % (words[1], words[2], words[3])


def _bytes_of(encoding: bytes, body: bytes) -> bytes | None:
    """What one encoded word encodes; None where it is broken beyond reading."""
    try:
        if encoding in b"bB":
            return base64.b64decode(body + b"=" * (-len(body) % 4))
        return quopri.decodestring(body.replace(b"_", b"=20"), header=False)
    except (binascii.Error, ValueError):
        return None
