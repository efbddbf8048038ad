"""Counts by month ⇄ the words in which a pattern's rule states them: a report can be drawn again from its file."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LEAD = "by month: "
_STATED = re.compile(re.escape(_LEAD) + r"(\d{4}-\d{2} \d+(?:, \d{4}-\d{2} \d+)*)")


def months_words(counts: Mapping[str, int]) -> str:
    """As in "by month: 2019-01 3, 2019-03 1"; months without any are left out, nothing where there is none."""
    stated = ", ".join(f"{month} {counts[month]}" for month in sorted(counts) if counts[month])
    return _LEAD + stated if stated else ""


def months_in(rule: str) -> dict[str, int]:
    """The counts that `months_words` put into a rule; empty where it states none."""
    found = _STATED.search(rule)
    pairs = (part.split(" ") for part in found[1].split(", ")) if found else ()
    return {month: int(count) for month, count in pairs}


def months_from(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both "YYYY-MM", in order."""
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, end + 1)]
