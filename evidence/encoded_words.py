"""A raw header value → its text: unfolded, encoded words (RFC 2047) decoded, white space folded; what was guessed."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

from evidence.charsets import decode

_WORD = re.compile(rb"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"(\?=)[ \t\r\n]+(?==\?)")
_NEIGHBOURS = re.compile(rb"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?==\?\1\?\2\?", re.IGNORECASE)
_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_FOLD = re.compile(rb"(?:\r\n|\r|\n)(?=[ \t])")


def unfolded(raw: bytes) -> bytes:
    """A header's value on one line."""
    return _FOLD.sub(b"", raw) if b"\n" in raw or b"\r" in raw else raw


def header_text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """A header's value as shown, and flags."""
    if b"=?" not in raw and raw.isascii():
        return _folded(unfolded(raw).decode("ascii")), ()
    value = _joined(_BETWEEN.sub(rb"\1", unfolded(raw)))
    pieces: list[str] = []
    flags: list[str] = []
    end = 0
    for word in _WORD.finditer(value):
        found = _decoded(word[1].decode("latin-1"), word[2], word[3])
        if found is None:
            continue
        pieces += [_plain(value[end : word.start()], flags), found[0]]
        flags += found[1]
        end = word.end()
    pieces.append(_plain(value[end:], flags))
    return _folded("".join(pieces)), tuple(dict.fromkeys(flags))


def _folded(text: str) -> str:
    return " ".join(text.translate(_CONTROLS).split())


def _plain(raw: bytes, flags: list[str]) -> str:
    text, doubts = decode(raw, None)
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


def _decoded(charset: str, encoding: bytes, body: bytes) -> tuple[str, tuple[str, ...]] | None:
    """One encoded word; None where it is broken beyond reading."""
    try:
        if encoding in b"bB":
            data = base64.b64decode(body + b"=" * (-len(body) % 4))
        else:
            data = quopri.decodestring(body.replace(b"_", b"=20"), header=False)
    except (binascii.Error, ValueError):
        return None
    return decode(data, charset.partition("*")[0])
