"""A mail's Date field as text → ISO 8601, and what was guessed; linear in its length."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_tz

from dateutil import parser as dateparser

from evidence.model import Dated
from evidence.printed_dates import printed_date

# No date is longer; to look through a longer text takes the square of its length.
LONGEST_DATE = 1_000
SECONDS_A_DAY = 86_400
_COMMENT = re.compile(r"\([^()]*\)")
_YEARS_SINCE_1900 = re.compile(r"(?<=[A-Za-z]{3}[ -])1\d\d(?=\s+\d{1,2}:\d\d)")
_LEAP_SECOND = re.compile(r"(?<=\d:\d\d):60\b")
_FULL_YEAR = re.compile(r"(?<![\d+-])\d{4}\b|(?<=[A-Za-z]-)\d{4}\b")
_SHORT_YEAR = re.compile(r"\b[A-Za-z]{3,9}[ -]\d{2}[ ,]+\d{1,2}:|\d{1,2}[ -][A-Za-z]{3}[ -]\d{2}\b(?!\d)")
_CLOCK = r"(?<![\d:])(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
# "GMT+0200", "+02:00": RFC 5322 writes neither, programs write both; they mean +0200.
_OFFSET = re.compile(rf"{_CLOCK}\s*(?:GMT|UTC|UT)?\s*([+-])(\d{{2}}):?(\d{{2}})(?!\d)")
_HALF = re.compile(r"(?<![\d:])(\d{1,2})(:\d{2}(?::\d{2})?)\s*([AP])\.?M\b\.?", re.IGNORECASE)
_NAMED_ZONE = re.compile(rf"{_CLOCK}\s+\"?([A-Z]{{2,5}})\b")
_AFTER_CLOCK = re.compile(rf"{_CLOCK}\s*(?:[+-]{{2,}}|[A-Z]{{3,5}}\b)")
_HAS_CLOCK = re.compile(r"\d[:.T]\d{2}|\d\s*[AP]M\b|T?\d{6}|\d{12}", re.IGNORECASE)
_STATED = re.compile(r"[+-]\d{4}\b|\b(?:UT|GMT|UTC|[ECMP][SD]T|Z)\b")
# A day in figures, of which the first two can be either.
_IN_FIGURES = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
# Names in more than one use ("BST", "IST") are not settled.
_ZONES = {
    **{"UT": 0, "GMT": 0, "UTC": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3},
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
}


def parse_date(raw: str) -> Dated:
    """RFC 5322 date and its usual broken forms → ISO 8601; never fuzzy."""
    text = re.sub(r"(?<=\d)\s*:\s*(?=\d)", ":", _COMMENT.sub(" ", raw[:LONGEST_DATE])).strip()
    if not text:
        return Dated(None, ("date-missing",))
    text, flags = _mended(text)
    try:
        found = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        found = None
    if found is None:
        return _loose(text)
    if _SHORT_YEAR.search(text) and not _FULL_YEAR.search(text):
        flags.append("date-two-digit-year")
    try:
        moment = dt.datetime(*found[:6])  # noqa: DTZ001 - a date without a zone is stated as such
    except ValueError:
        return Dated(None, ("date-unparsable",))
    if not _HAS_CLOCK.search(text):
        return Dated(moment.date().isoformat(), tuple(flags))
    zone, doubts = _zone(text, found[9])
    return Dated(moment.replace(tzinfo=zone).isoformat(), (*flags, *doubts))


def _zone(text: str, seconds: int | None) -> tuple[dt.timezone | None, tuple[str, ...]]:
    """The zone that a date states, and the doubt where it states one that cannot be read."""
    unread = _AFTER_CLOCK.search(text) and not _STATED.search(_AFTER_CLOCK.sub(r"\1", text)) and not _known_zone(text)
    if unread:
        return None, ("date-zone-unreadable",)
    if seconds is None or not _STATED.search(text) or "-0000" in text:
        return None, ()
    if abs(seconds) >= SECONDS_A_DAY or "--" in text:
        return None, ("date-zone-unreadable",)
    return dt.timezone(dt.timedelta(seconds=seconds)), ()


def _known_zone(text: str) -> bool:
    named = _NAMED_ZONE.search(text)
    return bool(named and named[2] in _ZONES)


def _mended(text: str) -> tuple[str, list[str]]:
    """Forms that `email` reads wrongly, as it reads them rightly; what was no plain rewriting is flagged.

    Three digits are the years since 1900 (RFC 5322, 4.3); a leap second is the one before it, which clocks have.
    """
    mended = _YEARS_SINCE_1900.sub(lambda m: f"{1900 + int(m[0])}", text)
    mended = _LEAP_SECOND.sub(":59", mended)
    mended = _HALF.sub(_of_whole_day, mended)
    flags = ["date-guessed"] if mended != text else []
    mended = _OFFSET.sub(r"\1 \2\3\4", mended)
    return _NAMED_ZONE.sub(_numbered, mended), flags


def _of_whole_day(clock: re.Match[str]) -> str:
    hour, late = int(clock[1]), clock[3] in "pP"
    return f"{hour % 12 + 12 * late if hour <= 12 else hour:02}{clock[2]}"


def _numbered(clock: re.Match[str]) -> str:
    hours = _ZONES.get(clock[2])
    return clock[0] if hours is None else f"{clock[1]} {hours:+03}00"


def _loose(text: str) -> Dated:
    """A date in another order or language than mail has it: as programs print it, else as Python's dateutil does."""
    printed = printed_date(text)
    if printed.date and (_IN_FIGURES.search(text) or not text.isascii()):
        return Dated(printed.date, tuple(dict.fromkeys(("date-guessed", *printed.flags))))
    found = _by_dateutil(text)
    if found.date is None and printed.date:
        return Dated(printed.date, tuple(dict.fromkeys(("date-guessed", *printed.flags))))
    return found


def _by_dateutil(text: str) -> Dated:
    try:
        moment = dateparser.parse(text, fuzzy=False, tzinfos=_offset)
    except (ValueError, OverflowError, TypeError):
        return Dated(None, ("date-unparsable",))
    if not re.search(r"\d{4}", text):
        return Dated(None, ("date-unparsable",))
    shown = moment.isoformat(timespec="seconds") if _HAS_CLOCK.search(text) else moment.date().isoformat()
    return Dated(shown, ("date-guessed",))


def _offset(name: str | None, offset: int | None) -> int | None:
    """Seconds east of Greenwich; a name that is not known says nothing, not even where this machine has such a zone."""
    return _ZONES[name] * 3600 if name in _ZONES else offset
