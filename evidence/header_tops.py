"""The line on which a header begins → the first line of what stands above it and goes with it: a lead, a letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.header_fields import is_technical
from evidence.header_labels import is_lead, label_of
from evidence.leads import MOST_LEAD_LINES, worded_lead
from evidence.page_furniture import Line

LETTERHEAD_WORDS = 7
_RULE = re.compile(r"^\s*[-_=*]{5,}\s*$")


def top_of(lines: Sequence[Line], first: int, floor: int) -> int:
    """The first line of what goes with the header on line `first`; lines before `floor` belong to another mail."""
    first = _below_letterhead(lines, _above_technical(lines, first, floor), floor)
    for above in range(first - 1, max(first - 5, floor - 1), -1):
        if lines[above].text.strip():
            for begin in range(max(above - MOST_LEAD_LINES + 1, floor), above):
                if worded_lead(lines, begin) == above - begin + 1:
                    return begin
            return above if is_lead(lines[above].text) or _RULE.match(lines[above].text) else first
    return first


def _below_letterhead(lines: Sequence[Line], first: int, floor: int) -> int:
    """The line of the company's name that Lotus Notes prints, indented, above `From:` with a moment behind the name."""
    above = [n for n in range(first - 1, max(first - 4, floor - 1), -1) if lines[n].text.strip()]
    hit = label_of(lines[first].text)
    indented = hit is not None and hit[0] == "from" and lines[first].text[:1].isspace()
    if not indented or not above or not lines[above[0]].text.startswith("\t"):
        return first
    return above[0] if len(lines[above[0]].text.split()) <= LETTERHEAD_WORDS else first


def _above_technical(lines: Sequence[Line], first: int, floor: int) -> int:
    """The first of the transport lines ("Received: …") right above a header, which are part of it."""
    top = at = first
    while at - 1 >= floor and lines[at - 1].text.strip():
        at -= 1
        if is_technical(lines[at].text):
            top = at
    return top
