"""Lines of printed mail → a header in two columns: sender and date on the left, labels right, as Lotus Notes prints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evidence.header_labels import label_of
from evidence.header_lotus import MOMENT
from evidence.page_furniture import Line

FEWEST_INDENT, RIGHT_COLUMN, MOST_LINES, LINES_ABOVE, LONGEST_LEFT, LINES_BELOW = 8, 20, 60, 5, 40, 2
_ROW = re.compile(r"^(?P<left>[ \t]*(?:\S.*?)?)(?P<right>(?:To|cc|bcc|Subject|Fax to):(?:\s.*)?)$")


class TwoColumns(NamedTuple):
    """A header: the line on which it begins, the line after it, its fields."""

    first: int
    end: int
    fields: Mapping[str, str]


def two_columns(lines: Sequence[Line], at: int) -> TwoColumns | None:
    """The header whose right column begins on line `at`, which must hold its `To:` or an empty left part of it."""
    row = _row(lines[at].text)
    if row is None or not row[1].startswith("To:"):
        return None
    first = at
    while first > max(at - LINES_ABOVE, 0) and _is_left(lines[first - 1].text):
        first -= 1
    left = [lines[n].text.strip() for n in range(first, at)]
    right: dict[str, str] = {}
    current, end, column = "", at, lines[at].text.index(row[1])
    for here in range(at, min(at + MOST_LINES, len(lines))):
        text = lines[here].text
        if row := _row(text):
            left.append(row[0])
            hit = label_of(row[1])
            current, value = hit or (current, row[1])
            right[current] = value
        elif not text.strip():
            if not _dates_below(lines, here, left):
                break
        elif _is_left(text):
            left.append(text.strip())
        else:
            if text[:column].strip() and text[column - 1 : column].isspace():
                # Both columns go on.
                left.append(text[:column].strip())
                text = text[column:]
            right[current] = f"{right[current]} {text.strip()}".strip()
        end = here + 1
    return _made(first, end, [part for part in left if part], right)


def _dates_below(lines: Sequence[Line], blank: int, left: Sequence[str]) -> bool:
    """Whether the date stands in the left column below a blank line."""
    below = [line.text for line in lines[blank + 1 : blank + 1 + LINES_BELOW]]
    dated = re.search(MOMENT, " ".join(left), re.IGNORECASE)
    moment = re.match(rf"\s*{MOMENT}", " ".join(t.strip() for t in below), re.IGNORECASE)
    return dated is None and moment is not None and bool(below) and _is_left(below[0])


def _made(first: int, end: int, left: Sequence[str], right: Mapping[str, str]) -> TwoColumns | None:
    found = re.search(rf"^(?P<sender>.*?)\s*(?:on\s+)?(?P<date>{MOMENT})", " ".join(left), re.IGNORECASE)
    if "subject" not in right or found is None:
        return None
    # An address is broken wherever the column ended.
    sender = re.sub(r"<[^<>]*>", lambda m: m[0].replace(" ", ""), found["sender"])
    sender = sender[: sender.index(">") + 1] if "<" in sender and ">" in sender else sender
    if "@" in sender and "<" not in sender:
        sender = sender.replace(" ", "")
    return TwoColumns(first, end, {**right, "from": sender, "date": found["date"]})


def _row(text: str) -> tuple[str, str] | None:
    """Left and right part of a line with a label in its right column."""
    found = _ROW.match(text)
    if not found or found.start("right") < RIGHT_COLUMN or len(found["left"]) - len(found["left"].lstrip()) < 1:
        return None
    return found["left"].strip(), found["right"]


def _is_left(text: str) -> bool:
    """Whether a line is a piece of the left column alone."""
    bare = text.strip()
    indent = len(text) - len(text.lstrip())
    return bool(bare) and FEWEST_INDENT <= indent < RIGHT_COLUMN + FEWEST_INDENT and len(bare) <= LONGEST_LEFT
