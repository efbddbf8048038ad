"""Two dates as records state them → whether they can be one moment: rounded to the minute, or told in another zone."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

ZONES = dt.timedelta(hours=14)
ROUNDED = dt.timedelta(minutes=1)
HALF_HOUR = dt.timedelta(minutes=30)


@lru_cache(maxsize=200_000)
def moment(date: str | None) -> dt.datetime | None:
    """A date with its time, as told where it was written, without its zone; None where no time is stated."""
    try:
        return dt.datetime.fromisoformat(date[:19]) if date and "T" in date else None
    except ValueError:
        return None


def minutes_meet(one: str, other: str) -> bool:
    """Whether two times can be one: a minute apart at most, seconds cut or rounded, whole half hours of zones off."""
    a, b = moment(one), moment(other)
    if a is None or b is None:
        return False
    apart = abs(a - b)
    beside = apart % HALF_HOUR
    return apart <= ZONES + ROUNDED and min(beside, HALF_HOUR - beside) <= ROUNDED


def days_meet(one: str, other: str) -> bool:
    """Whether two dates, at least one of them without a time, can be one day: equal as far as both are known."""
    if moment(one) and moment(other):
        return False
    known = min(len(one[:10]), len(other[:10]))
    return one[:known] == other[:known]


@lru_cache(maxsize=200_000)
def day_after(date: str, days: int) -> str:
    """The day that lies `days` behind a date; the date's own first ten characters where it is no full day."""
    try:
        return (dt.date.fromisoformat(date[:10]) + dt.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return date[:10]
