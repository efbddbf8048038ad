"""Bytes of a mail → its header fields and its parts, each with the place of its bytes; nothing decoded yet.

The bytes are split by hand, not by `email`: offsets are kept, depth costs no recursion, and a structure that breaks the
standard still yields its words. Only parameters of Content-Type and Content-Disposition are left to `email`.
"""

from __future__ import annotations

import email.message
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from evidence.charsets import decode
from evidence.encoded_words import header_text, unfolded

Headers = Mapping[str, Sequence[bytes]]
STANDARD = frozenset(
    ["from", "to", "cc", "date", "subject", "message-id", "mime-version", "content-type", "content-transfer-encoding"]
)
LOOK_AHEAD_LINES = 30
MOST_PARTS = 5_000
MAIL_KINDS = frozenset(["message/rfc822", "message/global"])
FEWEST_FIELDS = 3
# Most parts state one of few types. A longer value is not remembered: a few hundred of them would fill the memory.
LONGEST_REMEMBERED = 300
# `email` takes the square of the length to tell parameters apart; what stands behind this is not looked for.
LONGEST_STATED = 20_000
# Text that nobody wrote to be read as the mail.
_BESIDE = frozenset(["text/rfc822-headers", "text/x-vcard", "text/vcard", "text/calendar", "text/css", "text/csv"])
# Some transports double the CR of a CRLF.
_LINE = re.compile(rb"([^\r\n]*)(?:\r+\n|\n|\r|\Z)")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
# A line that another program would take for a delimiter: a field of a part follows it.
_LIKE_BOUNDARY = re.compile(
    rb"(?<![^\r\n])--(\S[^\r\n]{0,69}?)[ \t]*(?:\r\n|\n|\r)(?=Content-[a-z-]{2,40}:)", re.IGNORECASE
)
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\r\n]*(?:\r\n|\n|\r))?")


class Part(NamedTuple):
    """A part of a mail: its section number ("" for the whole), its header, its type, its body's byte range."""

    number: str
    headers: Headers
    kind: str
    start: int
    end: int


def read_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields from byte `start` on, by lower-case name, values raw in order; and where the body begins.

    Before a whole mail (at byte 0) a byte order mark, empty lines and an mbox envelope may stand. A line that is no
    field ends the header, unless fields of the standard follow it.
    """
    lead = _LEAD.match(raw, start, end) if start == 0 else None
    at = lead.end() if lead else start
    fields: list[tuple[str, list[bytes]]] = []
    while at < end and (line := _LINE.match(raw, at, end)):
        field = _FIELD.match(line[1])
        if not line[1]:
            return _by_name(fields), line.end()
        if line[1][:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line[1])
        elif field:
            fields.append((field[1].decode("latin-1").lower(), [line[1][field.end() :]]))
        elif not _standard_field_follows(raw, line.end(), end):
            return _by_name(fields), at
        at = line.end()
    return _by_name(fields), end


def _by_name(fields: Sequence[tuple[str, Sequence[bytes]]]) -> Headers:
    found: dict[str, list[bytes]] = {}
    for name, lines in fields:
        found.setdefault(name, []).append(b"\r\n".join(lines).strip())
    return found


def _standard_field_follows(raw: bytes, at: int, end: int) -> bool:
    for _ in range(LOOK_AHEAD_LINES):
        line = _LINE.match(raw, at, end)
        if not line or not line[1] or at >= end:
            return False
        field = _FIELD.match(line[1])
        if field and field[1].decode("latin-1").lower() in STANDARD:
            return True
        at = line.end()
    return False


def part_at(raw: bytes, number: str, start: int, end: int, default: str = "text/plain") -> Part:
    """The part whose header begins at `start`; `default` is its type where it states none."""
    headers, body = read_head(raw, start, end)
    stated = headers.get("content-type", [b""])[0]
    kind = _kind(stated) if stated else default
    return Part(number, headers, kind, body, end)


def children(raw: bytes, part: Part) -> list[Part]:
    """The parts of a multipart in order; none where no boundary can be told."""
    return parts_of(raw, part)[0]


def parts_of(raw: bytes, part: Part) -> tuple[list[Part], tuple[str, ...]]:
    """The parts of a multipart in order, and what is doubtful about them.

    Where the boundary is not stated or never comes, the first line that looks like one is taken for it. What stands
    behind the closing delimiter in more parts of the same boundary is read too: other programs may not show it.
    """
    if not part.kind.startswith("multipart/"):
        return [], ()
    boundary = parameter(part, "content-type", "boundary")
    found, flags = _cut(raw, part, boundary.rstrip().encode("utf-8", "replace")) if boundary else ([], ())
    if not found and (line := _LIKE_BOUNDARY.search(raw, part.start, part.end)):
        found, flags = _cut(raw, part, line[1])
        return found, ("multipart-boundary-guessed", *flags)
    return found, flags


def _cut(raw: bytes, part: Part, boundary: bytes) -> tuple[list[Part], tuple[str, ...]]:
    mark = re.escape(boundary)
    # The mark first, then the look back to the line's start: so the search runs at the speed of a plain one.
    delimiter = re.compile(rb"--" + mark + rb"(?<![^\r\n]--" + mark + rb")(--)?[ \t]*(?:\r*\n|\r|\Z)")
    default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    found: list[Part] = []
    begins: int | None = None
    closed: int | None = None
    for line in delimiter.finditer(raw, part.start, part.end):
        if begins is not None:
            found.append(_child(raw, part, len(found) + 1, (begins, _before_break(raw, line.start(), begins)), default))
        begins = None if line[1] else line.end()
        closed = len(found) if line[1] and closed is None else closed
        if len(found) > MOST_PARTS:
            begins = None
            break
    if begins is not None:
        # The closing delimiter is missing: the mail was cut off, and its last part runs to the end.
        found.append(_child(raw, part, len(found) + 1, (begins, part.end), default))
    return found, () if closed in (None, len(found)) else ("parts-after-end",)


def _child(raw: bytes, parent: Part, place: int, place_bytes: tuple[int, int], default: str) -> Part:
    number = f"{parent.number}.{place}".lstrip(".")
    return part_at(raw, number, *place_bytes, default=default)


def _before_break(raw: bytes, at: int, floor: int) -> int:
    """The line break before a delimiter belongs to the delimiter."""
    size = 2 if raw[max(floor, at - 2) : at] == b"\r\n" else 1 if at > floor else 0
    return at - size


def parameter(part: Part, header: str, name: str) -> str | None:
    """A parameter of Content-Type or Content-Disposition, decoded (RFC 2231, and RFC 2047 where it was misused)."""
    stated = part.headers.get(header, [b""])[0]
    return _asked(header, stated, name) if stated else None


def _kind(stated: bytes) -> str:
    return (_type_remembered if len(stated) <= LONGEST_REMEMBERED else _type_of)(stated)


def _type_of(stated: bytes) -> str:
    return _read("Content-Type", stated).get_content_type()


def _asked(header: str, stated: bytes, name: str) -> str | None:
    return (_remembered if len(stated) <= LONGEST_REMEMBERED else _stated)(header, stated, name)


def _stated(header: str, stated: bytes, name: str) -> str | None:
    """A parameter of a field's value."""
    value = _read(header, stated).get_param(name, header=header)
    if isinstance(value, tuple):
        charset, _, text = value
        return decode(text.encode("latin-1", "replace"), charset).text
    return header_text(value.encode("utf-8", "replace"))[0] if isinstance(value, str) else None


_remembered = lru_cache(maxsize=512)(_stated)
_type_remembered = lru_cache(maxsize=512)(_type_of)


def file_name(part: Part) -> str | None:
    """The name that an attachment states; a label, never a path."""
    # "file" is what some programs write for "name".
    places = (("content-disposition", "filename"), ("content-type", "name"), ("content-type", "file"))
    return next((found for header, name in places if (found := parameter(part, header, name))), None)


def is_mail(part: Part) -> bool:
    """Whether a part is a mail: by its type, or by the name .eml."""
    if part.kind in MAIL_KINDS or part.kind.startswith("multipart/"):
        return part.kind in MAIL_KINDS
    return (file_name(part) or "").lower().endswith(".eml")


def begins_as_mail(data: bytes, name: str) -> bool:
    """Whether a file named .msg is a raw mail, as its header fields tell."""
    return name.lower().endswith(".msg") and len(STANDARD & read_head(data, 0, len(data))[0].keys()) >= FEWEST_FIELDS


def is_file(part: Part, *, said: bool) -> bool:
    """Whether a part is a file that came with the mail, not what the mail says.

    A text with a name, or one that is to be attached, is a file once the mail has `said` something before it.
    """
    named = file_name(part) is not None
    attached = b"attachment" in b" ".join(part.headers.get("content-disposition", ())).lower()
    if not part.kind.startswith(("text/", "multipart/")) or part.kind in _BESIDE or (attached and named):
        return True
    return (attached or named) and said


def _read(header: str, value: bytes) -> email.message.Message:
    holder = email.message.Message()
    holder[header] = decode(unfolded(value[:LONGEST_STATED]).replace(b"\x00", b""), None).text
    return holder
