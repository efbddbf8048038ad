"""Body of a plain text → the same without the files that stand in it as lines, and those files.

Known are uuencode (POSIX), which is decoded, yEnc 1.2, and the armour of OpenPGP (RFC 4880, 6.2): lines of signs that
nobody wrote as words.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from evidence.attachments import Attachment, Unread
from evidence.model import Body, Span

_SIGNS = ("begin ", "=ybegin ", "-----BEGIN PGP ")
_BEGIN = re.compile(r"begin [0-7]{3,4} (\S[^\n]{0,200})\s*\Z")
_YENC = re.compile(r"=ybegin .{0,100}\bname=(\S.{0,200}?)\s*\Z")
_ARMOUR = re.compile(r"-----BEGIN PGP (SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-----\s*\Z")
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\s*\Z")
_CODED = re.compile(r"[ -`]{1,90}\Z")
# Of a key or a signature nobody expects words.
_WHAT = {"SIGNATURE": "signature", "PUBLIC KEY BLOCK": "signature", "MESSAGE": "encrypted"}


class Inline(NamedTuple):
    """What a text says without its files; the files that could be decoded; names and reasons of the others."""

    body: Body
    files: list[Attachment]
    unread: list[Unread]


class _Block(NamedTuple):
    """A file's lines: what they are ("uu", "yenc", "signed", PGP's word), its name, their place, those with code."""

    kind: str
    name: str
    place: Span
    coded: list[str]


def without_files(body: Body) -> Inline:
    """Take the files out of a body that is one run of lines."""
    text = body.text.text
    if not any(sign in text for sign in _SIGNS):
        return Inline(body, [], [])
    found = Inline(body, [], [])
    spans: list[Span] = []
    at = 0
    for block in _blocks(text):
        if not _taken(block, f"{body.text.part}/{len(found.files) + len(found.unread) + 1}", found):
            continue
        spans.append((at, max(at, block.place[0] - 1)))
        at = min(len(text), block.place[1] + 1)
    spans.append((at, len(text)))
    return found._replace(body=body.model_copy(update={"spans": tuple(s for s in spans if s[0] < s[1])}))


def _taken(block: _Block, part: str, found: Inline) -> bool:
    if block.kind == "signed":
        return True
    if block.kind != "uu":
        reason = _WHAT.get(block.kind, "yEnc file")
        found.unread.append(Unread(block.name, reason))
        return True
    try:
        data = b"".join(binascii.a2b_uu(line) for line in block.coded)
    except (binascii.Error, ValueError):
        return False
    found.files.append(Attachment(block.name, "application/octet-stream", data, part))
    return True


def _blocks(text: str) -> Iterator[_Block]:
    """The files in a text, each from its first line to its last; one that never ends is none."""
    open_block: _Block | None = None
    at = 0
    for line in text.split("\n"):
        place = (at, at + len(line))
        at += len(line) + 1
        if open_block and (closed := _closed(open_block, line)) is not None:
            if closed:
                # The blank line that ends the head of a signed text is no part of that head.
                end = place[0] - 1 if open_block.kind == "signed" else place[1]
                yield open_block._replace(place=(open_block.place[0], end))
                open_block = None
            continue
        open_block = _opened(line, place)


def _opened(line: str, place: Span) -> _Block | None:
    if named := _BEGIN.match(line):
        return _Block("uu", named[1].strip(), place, [])
    if named := _YENC.match(line):
        return _Block("yenc", named[1], place, [])
    if armour := _ARMOUR.match(line):
        return _Block(armour[1], f"PGP {armour[1].lower()}", place, [])
    return _Block("signed", "", place, []) if _SIGNED.match(line) else None


def _closed(block: _Block, line: str) -> bool | None:
    """Whether a line ends a block; None where it cannot stand in it."""
    bare = line.rstrip()
    if block.kind == "uu":
        if bare == "end":
            return bool(block.coded) or None
        if bare in ("", "`") or not _CODED.match(line) or not _fits(line):
            return False if bare in ("", "`") else None
        block.coded.append(line)
        return False
    if block.kind == "yenc":
        return bare.startswith("=yend")
    if block.kind == "signed":
        return not bare
    return bare == f"-----END PGP {block.kind}-----"


def _fits(line: str) -> bool:
    """Whether a line is as long as its first sign says; blanks at its end may be lost, one sign may be added."""
    stated = ((ord(line[0]) - 32) & 63) + 2
    return len(line.rstrip()) <= 1 + stated // 3 * 4 + 1 and (ord(line[0]) - 32) & 63 > 0
