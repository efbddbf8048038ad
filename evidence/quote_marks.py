"""A body's lines → the same without quote marks, each with how deep it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidence.header_labels import is_lead, label_of
from evidence.model import Body
from evidence.page_furniture import Line

LONG_LINE, SHORT_REST = 60, 30
# OCR and some programs print two quote marks as one.
# Each mark is taken for good: to remember where else it could end takes sixty bytes a mark.
_MARKS = re.compile(r"^[ \t]*(?:[>\u00bb][ \t]?)++")
# A header or lead that a printout glued to the end of the line before it begins a line of its own.
_MID_LINE = re.compile(
    r"(?<=[^\s-])(?=[ \t]*-{2,} ?(?:Original|Forwarded) [Mm]essage ?-{2,})"
    r"|(?<=\S)(?=[ \t]{3,}Original Message\s*$)"
    r"|(?<=\S)(?=From: ?[^\n:]{1,200}(?:\[mailto:[^\]]*\])?[^\n:]{0,60}? ?Sent: ?[^:\n]{5,40}\d{1,2}:\d{2})"
)
_ADDRESS = re.compile(r"^\s*[\w.+-]+@[\w.-]+\s*$")
# GroupWise's attribution begins with what looks like marks; what it leads in has none.
GROUPWISE = 3
_GROUPWISE = re.compile(r">>>\s+(?:On\s.{6,60}\bin message\b|[^>].{2,120}\d{1,2}:\d{2}.{0,6}>>>\s*$)")
_ENDED = (".", "!", "?", ":", ";")


class Written(NamedTuple):
    """A line without quote marks, and how many there were."""

    line: Line
    depth: int


def written_lines(body: Body) -> list[Written]:
    """The lines of a body in order."""
    found = list(_marked(body))
    if not any(item.depth for item in found):
        return found
    for number, item in enumerate(found):
        if 0 < number < len(found) - 1 and _slips_out(found, number):
            found[number] = item._replace(depth=max(found[number - 1].depth, found[number + 1].depth))
        elif (item.depth == 0 and number and _is_wrapped(found, number)) or _is_remainder(found, number):
            found[number] = item._replace(depth=found[number - 1].depth)
        elif item.depth == 1 and _is_escaped_from(body.text.text, found, number):
            found[number] = item._replace(depth=0)
    return found


def _marked(body: Body) -> Iterator[Written]:
    text = body.text.text
    before = ("", "")
    for start, end in body.spans:
        at = start
        for whole in text[start:end].split("\n"):
            # One of these words stands in each of them.
            glued = "essage" in whole or "From:" in whole
            if not glued and ">" not in whole and "\u00bb" not in whole:
                yield Written(Line(at, at + len(whole), whole), 0)
                before, at = (before[1], whole), at + len(whole) + 1
                continue
            for piece in _MID_LINE.split(whole) if glued else (whole,):
                marks = None if piece[:1] == ">" and _closes_address(*before) else _MARKS.match(piece)
                skip = marks.end() if marks else 0
                depth = marks[0].count(">") + 2 * marks[0].count("\u00bb") if marks else 0
                if depth == GROUPWISE and _GROUPWISE.match(piece):
                    depth = 0
                yield Written(Line(at + skip, at + len(piece), piece[skip:]), depth)
                at += len(piece)
            before = (before[1], whole)
            at += 1


def _closes_address(two_above: str, above: str) -> bool:
    """Whether ">" ends an address that a printer set on a line of its own: "<", "ada@vendor.example", ">Date: …"."""
    return two_above.rstrip().endswith("<") and _ADDRESS.match(above) is not None


def _slips_out(found: Sequence[Written], number: int) -> bool:
    """Whether a blank line, a label or a lead between marked lines lost its marks."""
    above, (line, depth), below = found[number - 1 : number + 2]
    if not line.text.strip():
        return depth < above.depth == below.depth and not _mail_begins(found, number + 1)
    if depth or not max(above.depth, below.depth):
        return False
    hit = label_of(line.text)
    if hit and ":" in line.text:
        return below.depth > 0 or label_of(above.line.text) is not None
    return below.depth > 0 and is_lead(line.text)


def _mail_begins(found: Sequence[Written], number: int) -> bool:
    return is_lead(found[number].line.text)


def _is_wrapped(found: Sequence[Written], number: int) -> bool:
    """Whether an unmarked line is the rest of the long quoted line above it, which a mail program broke."""
    text, above = found[number].line.text.strip(), found[number - 1]
    if not text or above.depth == 0 or len(above.line.text) < LONG_LINE or above.line.text.rstrip().endswith(_ENDED):
        return False
    below = found[number + 1] if number + 1 < len(found) else None
    return text[0].islower() or (below is not None and below.depth > 0)


def _is_remainder(found: Sequence[Written], number: int) -> bool:
    """Whether a line with fewer marks than both its neighbours is the rest of the long one above it.

    Whoever quoted it next marked the line anew after a mail program had broken it.
    """
    if not 0 < number < len(found) - 1:
        return False
    above, (line, depth), below = found[number - 1 : number + 2]
    text = line.text.strip()
    deeper = 0 < depth < above.depth == below.depth and bool(below.line.text.strip())
    return deeper and text[:1].islower() and len(text) < SHORT_REST and len(above.line.text) >= LONG_LINE


def _is_escaped_from(text: str, found: Sequence[Written], number: int) -> bool:
    """Whether ">From " is how an mbox writes "From " at the start of a line, not a quotation."""
    line = found[number].line
    if not line.text.startswith("From ") or text[line.start - 1 : line.start] != ">":
        return False
    neighbours = [found[n].depth for n in (number - 1, number + 1) if 0 <= n < len(found)]
    return not any(neighbours)
