"""Lines of printed mail → the fields of a header whose labels stand in groups, each above the group of their values.

    From:
    To:

    Ada Quill
    bram@agency.example

    Date:
    Subject:

    01/06/2014 12:58 PM
    RE: Pilot

A moment alone on a line is the date wherever it stands. What cannot be dealt out for sure is no such header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidence.header_fields import ADDRESSES, MOST_VALUE_LINES
from evidence.header_labels import label_of
from evidence.page_furniture import Line

MOST_LINES, MOST_SUBJECT_LINES, FULL_LINE = 80, 2, 65
MOMENT_LINE = re.compile(r"^\s*\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?\s*$")
_LABELS = frozenset({"from", "to", "cc", "bcc", "date", "subject"})


class _Group(NamedTuple):
    """Labels and the lines of their values; `end` is the line after these."""

    labels: tuple[str, ...]
    values: tuple[str, ...]
    end: int


def grouped_fields(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int] | None:
    """The fields that begin with a bare `From:` on line `at`, and the line after the last; None where none do."""
    if label_of(lines[at].text) != ("from", ""):
        return None
    fields: dict[str, str] = {}
    end = at
    for group in _groups(lines, at):
        dealt = _dealt(group)
        if dealt is None or fields.keys() & dealt.keys():
            return None
        fields |= dealt
        end = group.end
        if {"from", "to", "date", "subject"} <= fields.keys():
            return {**fields, "layout": "columns"}, _past_labels(lines, end)
    return None


def _groups(lines: Sequence[Line], at: int) -> Iterator[_Group]:
    labels: list[str] = []
    here = at
    while here < min(at + MOST_LINES, len(lines)):
        text = lines[here].text
        hit = label_of(text)
        if hit and (hit[1] or hit[0] not in _LABELS or hit[0] in labels):
            return
        if hit:
            labels.append(hit[0])
        elif text.strip():
            if not labels:
                return
            last = next(
                (n for n in range(here, len(lines)) if not lines[n].text.strip() or label_of(lines[n].text)), None
            )
            last = len(lines) if last is None else last
            yield _Group(tuple(labels), tuple(line.text.strip() for line in lines[here:last]), last)
            labels, here = [], last - 1
        here += 1


def _dealt(group: _Group) -> dict[str, str] | None:
    """Each label's value: a line each, the last may go on where it is the subject, addresses behind a comma."""
    moments = [value for value in group.values if MOMENT_LINE.match(value)]
    values = [value for value in group.values if value not in moments]
    labels = [label for label in group.labels if label != "date"]
    if len(moments) > 1 or ("date" in group.labels and not moments):
        return None
    found = {"date": moments[0]} if moments else {}
    for number, label in enumerate(labels):
        rest = len(labels) - number - 1
        take = _taken(label, values, rest)
        if take > len(values) or (label == "subject" and not _is_subject(values[:take])):
            return None
        found[label] = " ".join(values[:take])
        values = values[take:]
    return found if not values else None


def _taken(label: str, values: Sequence[str], rest: int) -> int:
    """How many lines the value of a label takes, with `rest` labels behind it."""
    if rest == 0:
        return max(len(values), 1)
    take = 1
    while label != "subject" and take < len(values) - rest and values[take - 1].endswith((",", ";")):
        take += 1
    return take


def _is_subject(lines: Sequence[str]) -> bool:
    """Whether lines are a subject that wraps, and not one with the words below it."""
    return len(lines) <= MOST_SUBJECT_LINES and all(len(line) >= FULL_LINE for line in lines[:-1])


def _past_labels(lines: Sequence[Line], end: int) -> int:
    """The line after labels that stand below what belongs to them."""
    below = next((n for n in range(end, min(end + 3, len(lines))) if lines[n].text.strip()), None)
    return below + 1 if below is not None and label_of(lines[below].text) == ("date", "") else end


def column_fields(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int] | None:
    """The same where all labels come first, one a line, and then all values in their order, the date last."""
    labels: list[str] = []
    hit: tuple[str, str] | None = None
    end = at
    while end < len(lines) and (not lines[end].text.strip() or ((hit := label_of(lines[end].text)) and not hit[1])):
        if lines[end].text.strip() and hit:
            if hit[0] in labels:
                break
            labels.append(hit[0])
        end += 1
    if len(labels) < 3 or "from" not in labels or "date" not in labels:
        return None
    for last in range(end, min(end + MOST_VALUE_LINES, len(lines))):
        if MOMENT_LINE.match(lines[last].text):
            values = [line.text.strip() for line in lines[end:last] if line.text.strip()]
            fields = _in_order(labels, values) | {"date": lines[last].text.strip(), "layout": "columns"}
            return fields, last + 1
    return None


def _in_order(labels: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    """Values dealt to labels: a line that ends in a comma or semicolon goes on in the next."""
    groups: list[str] = []
    goes_on = False
    for value in values:
        if goes_on:
            groups[-1] += " " + value
        else:
            groups.append(value)
        goes_on = value.endswith((",", ";"))
    people = [label for label in labels if label in ADDRESSES]
    fields = dict(zip(people, groups, strict=False))
    if "subject" in labels and len(groups) > len(people):
        fields["subject"] = " ".join(groups[len(people) :])
    return fields
