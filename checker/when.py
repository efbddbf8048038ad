"""Claim × date of a passage and the dates that it tells of → when, as against the period or event of the claim.

What was written outside a period may tell of a day inside it, and the other way round. Only dates up to the day of
writing count as told: what lies ahead is a plan.
"""

from __future__ import annotations

import calendar
import re
from typing import Literal

from claims.model import Claim, Period
from claims.timespans import dates_in, first_day, last_day, within

Time = Literal[
    "inside",
    "before_period",
    "after_period",
    "undated",
    "unstated",
    "after_end",
    "before_end",
    "before_knowledge",
    "after_knowledge",
    "told_inside",
    "told_outside",
    "told_before_end",
    "told_before_knowledge",
]
_MONTHS = tuple(calendar.month_name)
# A month without a year, after a word that makes it a time and no name.
_BARE_MONTH = re.compile(
    rf"\b(?:in|since|during|of|from|early|late|mid)[\s-]({'|'.join(_MONTHS[1:])})\b(?!,?\s+(?:of\s+)?\d)"
)
# What makes a time of its sentence one that lies ahead.
_AHEAD = re.compile(
    r"\b(?:will|shall|would|should|could|might|due|by|until|till|next|going to|plan\w*|propos\w*)\b|'ll\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]\s")


def when(claim: Claim, quote: str, date: str | None) -> tuple[Time, str]:
    """The category of a passage's time, and the compared values in words.

    Args:
        claim: its period or event is what counts.
        quote: the passage; the dates in it are read against `date`.
        date: ISO date of writing, or None where it is unknown.
    """
    covers, event = claim.assertion.covers, claim.assertion.event
    day = date[:10] if date else None
    if day is None:
        return "undated", "the passage has no date"
    told = dates_told(quote, day)
    if event and event.on and event.kind == "ended":
        return _ended(day, told, event.on)
    if event and event.on and event.kind == "first_knew":
        return _first_knew(day, told, event.on)
    if covers.from_ is None and covers.to is None:
        return "unstated", f"written {day}; the claim states no period"
    return _period(day, told, covers)


def dates_told(quote: str, day: str) -> tuple[str, ...]:
    """ISO prefixes of the dates that a passage tells of, none of them after `day`, on which it was written."""
    dates = dates_in(quote, day)
    found = [d.iso for d in dates]
    for month in _BARE_MONTH.finditer(quote):
        if not any(d.start < month.end() and month.start() < d.end for d in dates) and not _lies_ahead(quote, month):
            found.append(_latest(month[1], day))
    return tuple(sorted({iso for iso in found if first_day(iso) <= last_day(day)}))


def _lies_ahead(quote: str, month: re.Match[str]) -> bool:
    """Whether the sentence that a month stands in speaks of what is to come."""
    ends = [0, *(m.end() for m in _SENTENCE_END.finditer(quote)), len(quote)]
    begin = max(e for e in ends if e <= month.start())
    return _AHEAD.search(quote, begin, min(e for e in ends if e >= month.end())) is not None


def _latest(month: str, day: str) -> str:
    """The latest month of that name that had begun on a day."""
    written, number = first_day(day), _MONTHS.index(month)
    return f"{written.year - (number > written.month)}-{number:02d}"


def _period(day: str, told: tuple[str, ...], covers: Period) -> tuple[Time, str]:
    period = f"{covers.from_ or 'open'} to {covers.to or 'open'}"
    inside = [iso for iso in told if within(iso, covers.from_, covers.to)]
    if within(day, covers.from_, covers.to):
        if told and not inside:
            return "told_outside", f"written {day}, but tells of {told[0]}, outside the period of the claim ({period})"
        return "inside", f"written {day}, inside the period of the claim ({period})"
    if inside:
        return "told_inside", f"written {day}, but tells of {inside[0]}, inside the period of the claim ({period})"
    if covers.from_ and last_day(day) < first_day(covers.from_):
        return "before_period", f"written {day}, before the period of the claim ({period})"
    return "after_period", f"written {day}, after the period of the claim ({period})"


def _ended(day: str, told: tuple[str, ...], on: str) -> tuple[Time, str]:
    if first_day(day) <= last_day(on):
        return "before_end", f"written {day}, not after the claimed end ({on})"
    if told and all(last_day(iso) <= last_day(on) for iso in told):
        return "told_before_end", f"written {day}, after the claimed end ({on}), but tells of {told[0]}"
    return "after_end", f"written {day}, after the claimed end ({on})"


def _first_knew(day: str, told: tuple[str, ...], on: str) -> tuple[Time, str]:
    if last_day(day) < first_day(on):
        return "before_knowledge", f"written {day}, before the claimed first knowledge ({on})"
    earlier = [iso for iso in told if last_day(iso) < first_day(on)]
    if earlier:
        text = f"written {day}, not before the claimed first knowledge ({on}), but tells of {earlier[0]}"
        return "told_before_knowledge", text
    return "after_knowledge", f"written {day}, not before the claimed first knowledge ({on})"
