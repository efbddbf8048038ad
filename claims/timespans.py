"""Text, int or date → ISO prefix; ISO prefix → first and last day that it can mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_ISO_PREFIX = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def as_iso_prefix(value: object) -> str:
    """Return `value` as "YYYY", "YYYY-MM" or "YYYY-MM-DD".

    Raises:
        ValueError: `value` is no such date.
    """
    text = value.date().isoformat() if isinstance(value, dt.datetime) else str(value).strip()
    first_day(text)
    return text


def first_day(prefix: str) -> dt.date:
    """The first day that `prefix` can mean.

    Raises:
        ValueError: not a prefix of an ISO date, or no day of the calendar.
    """
    year, month, day = _fields(prefix)
    return dt.date(year, month or 1, day or 1)


def last_day(prefix: str) -> dt.date:
    """The last day that `prefix` can mean."""
    year, month, day = _fields(prefix)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _fields(prefix: str) -> tuple[int, int | None, int | None]:
    found = _ISO_PREFIX.fullmatch(prefix)
    if not found:
        raise ValueError(f"{prefix!r} is not a date like 2019, 2019-03 or 2019-03-05")
    year, month, day = (int(g) if g else None for g in found.groups())
    assert year is not None
    dt.date(year, month or 1, day or 1)
    return year, month, day
