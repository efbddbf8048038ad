"""First lines of a text without a mail's header → the head of the memorandum that it is: from whom, for whom, on what.

    March 5, 2019
    For: Ada Quill
    From: Bram Otter
    Re: The cameras at the pier

Labels may stand in capitals, the day behind a label, and others (through, cc) between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.page_furniture import Line

MOST_LINES_ABOVE, MOST_LINES, MOST_BETWEEN = 30, 30, 4
_LABEL = re.compile(
    r"^\W*(?:(?P<to>(?:(?:INFORMATION |ACTION )?MEMO(?:RANDUM)? |NOTE )?(?:FOR|TO)(?=\s?:|\s+THE\s)"
    r"|(?:MEMO(?:RANDUM)?|NOTE) FOR|FOR(?= [A-Z]\w+:\s*$))"
    r"|(?P<from>FROM(?=\s?:))|(?P<subject>(?:RE|SUBJECT|SUBJ)(?=\s?:))|(?P<date>DATE(?=\s?:))"
    r"|(?P<other>(?:THROUGH|THRU|VIA|CC|CLASSIFICATION)(?=\s?:)))\s?:?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:^|\s{2})(?P<day>(?:[A-Z][a-z]+day,? )?[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
    r"(?:-\d\d-\d\d)?(?=\s*$|\s{2})"
)
_ANOTHER_COLUMN = re.compile(r"\s{3,}.*")


class MemoHead(NamedTuple):
    """The line on which the head begins, its fields by name, and the line after the last of them."""

    first: int
    fields: dict[str, str]
    end: int


def memo_head(lines: Sequence[Line]) -> MemoHead | None:
    """The head of a memorandum at the top of a text; it has to say from whom and for whom, and on what or when."""
    first = next((n for n, line in enumerate(lines[:MOST_LINES_ABOVE]) if _LABEL.match(line.text)), None)
    if first is None:
        return None
    fields, end = _fields(lines, first)
    if "date" not in fields:
        day = next((found for line in lines[:first] if (found := _DAY.search(line.text))), None)
        fields |= {"date": day["day"]} if day else {}
    known = fields.get("from") and fields.get("to") and {"subject", "date"} & fields.keys()
    return MemoHead(first, {name: value for name, value in fields.items() if value}, end) if known else None


def _fields(lines: Sequence[Line], first: int) -> tuple[dict[str, str], int]:
    """The fields from line `first` on, and the line after the last; few lines without a label may stand between."""
    fields: dict[str, str] = {}
    end, between = first, 0
    for at in range(first, min(first + MOST_LINES, len(lines))):
        found = _LABEL.match(lines[at].text)
        if found:
            name = next(name for name, value in found.groupdict().items() if value is not None)
            if name in fields and name != "other":
                break
            fields[name] = _ANOTHER_COLUMN.sub("", found["value"]).strip(" \t:")
            end, between = at + 1, 0
        elif lines[at].text.strip():
            between += 1
            if between > MOST_BETWEEN or "subject" in fields:
                break
    return {name: value for name, value in fields.items() if name != "other"}, end
