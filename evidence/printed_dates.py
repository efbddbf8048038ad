"""A date as printed in a released mail's header → ISO 8601, and what was guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from evidence.date_slips import ENGLISH, weekday_of, without_slips
from evidence.model import Dated
from evidence.vocabulary import entries

# What stands farther behind a label or "On" is no date; to look for one there takes the square of the length.
LONGEST_DATE = 1_000
# A day in figures with a clock, as mail programs set it beside a name.
MOMENTS = r"\d{1,2}/\d{1,2}/\d{2,4},? {1,3}\d{1,2}:\d{2}(?::\d{2})? ?(?:[AP]M)?"
_CLOCK = re.compile(
    r"(?<!\d)(?P<h>\d{1,2}):(?P<m>\d{2})(?:[:.](?P<s>\d{2}))?\s*(?P<half>[AP]\.?\s?M\b)?", re.IGNORECASE
)
# With a stop between hour and minute the half of the day must stand there, for dates have stops too.
_CLOCK_STOP = re.compile(r"(?P<h>\d{1,2})\.(?P<m>\d{2})(?P<s>\Z)?\s*(?P<half>[AP]\.?\s?M\b)", re.IGNORECASE)
# Also "2019/3/4", and with the signs for year, month and day that Chinese, Japanese and Koreans write.
_ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?:[-/]|[\u5e74\ub144] ?)(?P<m>\d{1,2})(?:[-/]|[\u6708\uc6d4] ?)(?P<d>\d{1,2})(?!\d)"
)
# "14h05" as the French write it, and hour and minute with the signs of East Asia; the half of the day before the clock.
_HOUR_SIGN = re.compile(
    r"(?<![\d:])(\d{1,2}) ?(?:[hH] ?(\d{2})(?!\w)|[\u6642\u65f6\u70b9\uc2dc] ?(\d{1,2}) ?[\u5206\ubd84])"
)
_HALF_BEFORE = re.compile(
    r"(?:(?P<am>\u4e0a\u5348|\u5348\u524d|\uc624\uc804)|\u4e0b\u5348|\u5348\u5f8c|\uc624\ud6c4)\s*(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
)
# Marks of direction that some programs put between the parts of a date.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
_NUMERIC = re.compile(r"\b(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})[/.](?P<y>\d{4}|\d{2})\b")
_MONTH_DAY = re.compile(r"\b(?P<month>[^\W\d_]{3,12})[.,]?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?P<rest>.*)", re.DOTALL)
_DAY_MONTH = re.compile(
    r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|\u00ba)?[-. ]+(?:(?:de|d')\s*)?(?P<month>[^\W\d_]{3,12})"
    r"[-., ]+(?:(?:de|del)\s+)?(?P<y>\d{4}|\d{2})\b"
)
# Hungarians write the year first: "2019. m\u00e1rcius 5."
_YEAR_MONTH_DAY = re.compile(r"\b(?P<y>\d{4})\.?\s+(?P<month>[^\W\d_]{3,12})\.?\s+(?P<d>\d{1,2})\b")
_YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")
_ZONE = re.compile(r"(?:GMT|UTC)?\s*(?P<zone>[+-]\d{2}:?\d{2})\b|\b(?P<name>[ECMP][SD]T|GMT|UTC)\b")
_HOURS = {"GMT": 0, "UTC": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
# Around the globe the same moment can be a day later.
ONE_ZONE, ISO_DAY = dt.timedelta(days=1), 10
FIRST_YEAR, LAST_YEAR = 1970, 2049


def printed_date(raw: str, by: str | None = None) -> Dated:
    """Read a printed date; (None, flags) where it shows none.

    Order of day and month: with stops between them the day comes first; else American where a clock says AM or PM, and
    elsewhere assumed so, and flagged. Where that is later than `by` (ISO 8601) and the other order is not, that holds.
    """
    text = _clocks_spelt_alike(" ".join(raw.translate(_UNSEEN).split())[:LONGEST_DATE])
    if not text:
        return Dated(None, ("date-missing",))
    named = weekday_of(text)
    for attempt, told, guessed in _attempts(text):
        day, more = _day(attempt)
        if day and guessed and not _on_its_weekday(day, text, attempt):
            continue
        if day and named is not None:
            day, more = _by_weekday(day, named, more)
        if day and by and "date-order-assumed" in more:
            day, more = _no_later(day, by, more)
        if day:
            return Dated(_with_clock(day, attempt), tuple(dict.fromkeys((*told, *more))))
    return Dated(None, ("date-unparsable",))


def _attempts(text: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """The text as it is and mended more and more, each only where the one before shows no day; the last are guesses."""
    yield text, (), False
    mended, flags = _mended(text), ("date-ocr-mended",)
    yield mended, flags, False
    yield without_slips(text), flags, True
    yield without_slips(mended), flags, True


def _clocks_spelt_alike(text: str) -> str:
    text = _HOUR_SIGN.sub(lambda m: f"{m[1]}:{m[2] or m[3].zfill(2)}", text)
    return _HALF_BEFORE.sub(lambda m: f"{m['clock']} {'AM' if m['am'] else 'PM'}", text)


def _on_its_weekday(day: dt.date, text: str, attempt: str) -> bool:
    """Whether a day is the weekday printed; where none is, nothing but blanks and marks may have been mended."""
    named = weekday_of(text)
    return day.weekday() == named if named is not None else re.sub(r"\W", "", attempt) == re.sub(r"\W", "", text)


def _mended(text: str) -> str:
    """Letters that OCR puts for digits, mended where digits stand beside them."""
    text = re.sub(r"(?<=\d)[oO](?=[\d\W]|$)|(?<=[\d/:])[oO](?=\d)", "0", text)
    text = re.sub(r"(?<=\d)[lI!|](?=[\d\W]|$)|(?<=[\d/:\s])[lI!|](?=\d)", "1", text)
    text = re.sub(r"\b(20|19) (\d\d)\b", r"\1\2", text)
    return re.sub(r"(?<=\d) ?[;.] ?(?=\d\d\b)", ":", text)


def _day(text: str) -> tuple[dt.date | None, tuple[str, ...]]:
    if found := _ISO.search(text):
        return _date(found["y"], found["m"], found["d"]), ()
    if found := _NUMERIC.search(text):
        # What stands behind a date in words is another one: until when a page is classified.
        before = _worded(text[: found.start()])
        return before if before[0] else _numeric(found, text)
    return _worded(text)


def _worded(text: str) -> tuple[dt.date | None, tuple[str, ...]]:
    """The first day whose month is a word."""
    for pattern in (_DAY_MONTH, _YEAR_MONTH_DAY):
        if found := pattern.search(text):
            month, flags = _month(found["month"])
            if month:
                return _date(found["y"], month, found["d"]), flags
    for found in _MONTH_DAY.finditer(text):
        month, flags = _month(found["month"])
        year = _YEAR.search(found["rest"])
        if month and year:
            return _date(year[1], month, found["d"]), flags
    # "April 17" swallowed by the weekday's match: look again from each word on.
    for start in re.finditer(r"\b[^\W\d_]{3,12}\b", text):
        found = _MONTH_DAY.match(text, start.start())
        if found and (month := _month(found["month"])[0]) and (year := _YEAR.search(found["rest"])):
            return _date(year[1], month, found["d"]), _month(found["month"])[1]
    return None, ()


def _numeric(found: re.Match[str], text: str) -> tuple[dt.date | None, tuple[str, ...]]:
    a, b = int(found["a"]), int(found["b"])
    flags = ("date-two-digit-year",) if len(found["y"]) == 2 else ()
    if a > 12 or (found["mark"] == "." and b <= 12 and not _half_of_day(text)):
        return _date(found["y"], b, a), flags
    if b <= 12 and a != b and not _half_of_day(text):
        flags = (*flags, "date-order-assumed")
    return _date(found["y"], a, b), flags


def _by_weekday(day: dt.date, named: int, flags: tuple[str, ...]) -> tuple[dt.date, tuple[str, ...]]:
    """The day in the order that the printed weekday tells; flagged where neither order gives that weekday."""
    if "date-order-assumed" not in flags:
        return day, flags if day.weekday() == named else (*flags, "date-weekday-differs")
    other = day.replace(month=day.day, day=day.month)
    fit = [one for one in (day, other) if one.weekday() == named]
    if len(fit) == 1:
        return fit[0], tuple(flag for flag in flags if flag != "date-order-assumed")
    return day, flags if fit else (*flags, "date-weekday-differs")


def _no_later(day: dt.date, by: str, flags: tuple[str, ...]) -> tuple[dt.date, tuple[str, ...]]:
    """The day, or the one with day and month the other way round; where only one is by that moment, without a doubt."""
    if len(by) < ISO_DAY:
        return day, flags
    last, other = dt.date.fromisoformat(by[:ISO_DAY]) + ONE_ZONE, day.replace(month=day.day, day=day.month)
    if (day <= last) == (other <= last):
        return day, flags
    return min(day, other), tuple(flag for flag in flags if flag != "date-order-assumed")


def _half_of_day(text: str) -> bool:
    """Whether a clock says AM or PM, as Americans write."""
    clock = _clock(text)
    return clock is not None and bool(clock["half"])


def _clock(text: str) -> re.Match[str] | None:
    return _CLOCK.search(text) or _CLOCK_STOP.search(text)


def _month(word: str) -> tuple[int | None, tuple[str, ...]]:
    low = word.lower()
    if low in _months():
        return _months()[low], ()
    close = get_close_matches(low, list(_months())[:ENGLISH], 1, 0.75) if len(low) > 4 else []
    return (_months()[close[0]], ("date-ocr-mended",)) if close else (None, ())


@cache
def _months() -> Mapping[str, int]:
    """Names of months and what they are shortened to; the English ones first."""
    named = {name.strip(): int(number) for name, _, number in (e.partition("=") for e in entries("months"))}
    return named | {name[:3]: number for name, number in list(named.items())[:ENGLISH]}


def _date(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    full = int(year) + (0 if int(year) > 99 else 2000 if int(year) < 70 else 1900)
    try:
        found = dt.date(full, int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _with_clock(day: dt.date, text: str) -> str:
    clock = _clock(text)
    if not clock or int(clock["m"]) > 59 or int(clock["h"]) > 23:
        return day.isoformat()
    hour, half = int(clock["h"]), (clock["half"] or "").upper()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "P" else 0)
    stamp = f"{day.isoformat()}T{hour:02}:{clock['m']}:{clock['s'] or '00'}"
    zone = _ZONE.search(text, clock.end())
    if not zone:
        return stamp
    if zone["name"]:
        return f"{stamp}{_HOURS[zone['name']]:+03}:00"
    return stamp + zone["zone"][:3] + ":" + zone["zone"][-2:]
