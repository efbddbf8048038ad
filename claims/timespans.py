"""Text, int or date → ISO prefix → first and last day that it can mean; text → the dates that it mentions."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

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


def within(prefix: str, start: str | None, end: str | None) -> bool:
    """Whether a day that `prefix` can mean lies between the first of `start` and the last of `end`; None is open."""
    return (start is None or last_day(prefix) >= first_day(start)) and (
        end is None or first_day(prefix) <= last_day(end)
    )


def _fields(prefix: str) -> tuple[int, int | None, int | None]:
    found = _ISO_PREFIX.fullmatch(prefix)
    if not found:
        raise ValueError(f"{prefix!r} is not a date like 2019, 2019-03 or 2019-03-05")
    year, month, day = (int(g) if g else None for g in found.groups())
    assert year is not None
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValueError(f"{prefix!r} is no day of the calendar: {error}") from None
    return year, month, day


class FoundDate(NamedTuple):
    """A date that a text mentions: an ISO prefix and the span [start, end) in code points.

    `relative` is true where the year, or the whole date, was reckoned from the anchor ("last March", "Feb. 3").
    """

    iso: str
    start: int
    end: int
    relative: bool


def dates_in(text: str, anchor: str | None) -> tuple[FoundDate, ...]:
    """The dates that `text` mentions, in order; never guessed from anything but a written form.

    Args:
        text: any text.
        anchor: the ISO prefix of the day on which it was written; without one "last March" and "Feb. 3" are no dates.
    """
    found: list[FoundDate] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < d.end and d.start < match.end() for d in found):
                continue
            if match.groupdict().get("month") in {"may", "march"}:  # the verbs; the months have a capital
                continue
            iso, relative = read(match, anchor)
            if iso is not None and _is_day(iso):
                found.append(FoundDate(iso, match.start(), match.end(), relative))
    return tuple(sorted(found, key=lambda d: d.start))


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.|\b))"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# What stands before a year; a bare "2019" after any other word may be a count.
_YEAR_CUE = re.compile(
    r"\b(?:in|since|during|from|to|until|till|by|before|after|of|and|or|between|through|throughout|early|late|mid|fiscal"
    r"|fy|year|calendar|spring|summer|autumn|fall|winter|the)[ -]?$|\($",
    re.IGNORECASE,
)
_Read = tuple[str | None, bool]


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1


def _stated(match: re.Match[str], _anchor: str | None) -> _Read:
    parts = match.groupdict()
    month = parts.get("month")
    fields = [parts["year"]]
    if month:
        fields.append(f"{int(month) if month.isdigit() else _number(month):02d}")
    if parts.get("day"):
        fields.append(f"{int(parts['day']):02d}")
    return "-".join(fields), False


def _year_after_cue(match: re.Match[str], _anchor: str | None) -> _Read:
    cued = _YEAR_CUE.search(match.string[: match.start()].rstrip("\n\t ") + " ")
    return (match["year"] if cued else None), False


def _slashes(match: re.Match[str], _anchor: str | None) -> _Read:
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    return f"{year:04d}-{int(match['month']):02d}-{int(match['day']):02d}", False


def _nearest_year(match: re.Match[str], anchor: str | None) -> _Read:
    """A month and day without a year: the occurrence nearest to the anchor."""
    if anchor is None:
        return None, True
    written = first_day(anchor)
    days = [f"{written.year + shift}-{_number(match['month']):02d}-{int(match['day']):02d}" for shift in (-1, 0, 1)]
    real = [day for day in days if _is_day(day)]
    return min(real, key=lambda day: abs(first_day(day) - written), default=None), True


def _last_month(match: re.Match[str], anchor: str | None) -> _Read:
    """The latest March that ended before the anchor's month; "this March" is the anchor's year's."""
    if anchor is None or len(anchor) < 7:
        return None, True
    written, month = first_day(anchor), _number(match["month"])
    last = match["which"].lower() in {"last", "past"}
    return f"{written.year - (1 if last and month >= written.month else 0)}-{month:02d}", True


def _relative_year(match: re.Match[str], anchor: str | None) -> _Read:
    if anchor is None:
        return None, True
    year = first_day(anchor).year
    return str(year - 1 if match["which"].lower() in {"last", "past"} else year), True


def _month_of_year(match: re.Match[str], anchor: str | None) -> _Read:
    """As in "September of this year", "July 22 last year"."""
    year, relative = _relative_year(match, anchor)
    day = f"-{int(match['day']):02d}" if match["day"] else ""
    return (f"{year}-{_number(match['month']):02d}{day}" if year else None), relative


_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = {"a": 1, "an": 1} | {word: i for i, word in enumerate(_WORDS, 1)}


def _ago(match: re.Match[str], anchor: str | None) -> _Read:
    """As in "two years ago": to the month for months and years, to the day for weeks and days."""
    unit, number = match["unit"].lower(), match["number"].lower()
    if anchor is None or len(anchor) < (7 if unit in {"month", "year"} else 10):
        return None, True
    count, written = _COUNTS.get(number) or int(number), first_day(anchor)
    if unit in {"week", "day"}:
        return (written - dt.timedelta(days=min(count, 9999) * (7 if unit == "week" else 1))).isoformat(), True
    months = written.year * 12 + written.month - 1 - count * (12 if unit == "year" else 1)
    return f"{months // 12:04d}-{months % 12 + 1:02d}", True


def _is_day(iso: str) -> bool:
    try:
        first_day(iso)
    except ValueError:
        return False
    return True


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], _Read]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"(?<![\w-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?![\w-])", _stated),
        (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", _stated),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", _stated),
        (rf"\b{_DAY}-{_MONTH}-{_YEAR}\b", _stated),
        (r"(?<![\w/])(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})(?![\w/])", _slashes),
        (rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", _stated),
        (rf"\b{_MONTH}(?:\s+{_DAY})?,?\s+(?:of\s+)?(?P<which>last|this)\s+year\b", _month_of_year),
        (rf"\b(?P<which>last|this|past)\s+{_MONTH}(?=\W|$)", _last_month),
        (rf"\b{_MONTH}\s+{_DAY}(?![\w:%]|\s?(?:percent|per cent|\d))", _nearest_year),
        (rf"\b{_DAY}\s+{_MONTH}(?=\W|$)(?!\.?,?\s+\d)", _nearest_year),
        (rf"(?<![\w$€£#.,/-]){_YEAR}(?![\w%/-]|[.,]\d|\s?%)", _year_after_cue),
        (r"\b(?P<which>last|this|past)\s+year\b", _relative_year),
        (
            rf"\b(?P<number>an?|{'|'.join(_WORDS)}|\d{{1,2}})\s+(?P<unit>year|month|week|day)s?\s+ago\b",
            _ago,
        ),
    )
)
