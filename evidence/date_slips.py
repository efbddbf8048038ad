"""A printed date that cannot be read → the same with slips of text recognition undone: lost blanks, lost letters.

Recognition drops the letters that reach below the line ("Ma 21", "Au ust", "A ril"), joins what stands close
("1622:00:42 2010", "200911:49 AM") and takes digits for letters ("2L12", "2()09"). None of it is sure by itself: who
reads the outcome holds it against the weekday.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from evidence.vocabulary import entries

ENGLISH = 12
DESCENDING = "gpqyj"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day?|s|sday?|nesday?|r|rs|rsday?|urday?)?\b(?=[\s,.]{1,3}[A-Z\d])"
)
# What is left where a letter was: nothing, a blank, a speck.
_LOST = r" ?[^\w\s,:/]? ?"
_SOFT_BREAK = re.compile(r"=\s*(?=/)")
_GLUED_YEAR = re.compile(r"(?P<clock>\d{1,2}:\d{2}:\d{2})(?P<year>(?:19|20)\d\d)\b")
_GLUED_CLOCK = re.compile(r"\b(?P<year>(?:19|20)\d\d)(?P<clock>\d{1,2}:\d{2})")
_GLUED_DAY = re.compile(r"\b(?P<day>[A-Z][a-z]{2} [0-3]\d)(?P<clock>[0-2]\d:\d{2}:\d{2})\b")
# A year of this century of which two signs at most are figures; its second one is nought whatever it was taken for.
_ODD_YEAR = re.compile(r"(?<=[, ])[2ZzL][0-9A-Za-z)(]{1,2}(?P<last>[0-3IilLZzU][0-9IilZzUSB])(?=[ ,]|$)")
_ODD_NOUGHT = re.compile(r"(?<![A-Za-z])U(?=\d)|(?<=\d)U(?![A-Za-z])")
_QUOTED_DAY = re.compile(r"(?<=[a-z])['\u2019] ?(?=\d)")
# A month in two pieces; closer to a name than chance is decided by who reads it.
_TWO_PIECES = re.compile(r"(?<=, )(?P<one>[A-Za-z][a-z]{2,6}) (?P<two>[a-z]{1,5})(?= \d)")
_FIGURES = str.maketrans("IilLZzUSB", "111122058")


def weekday_of(text: str) -> int | None:
    """The weekday that a printed date names, Monday 0; None where it names none."""
    found = _WEEKDAY.search(text)
    return WEEKDAYS.index(found[1].lower()) if found else None


def without_slips(text: str) -> str:
    """The date as it may have been printed."""
    text = _SOFT_BREAK.sub("", text)
    text = _GLUED_YEAR.sub(r"\g<clock> \g<year>", text)
    text = _GLUED_CLOCK.sub(r"\g<year> \g<clock>", text)
    text = _GLUED_DAY.sub(r"\g<day> \g<clock>", text)
    text = _ODD_YEAR.sub(lambda odd: "20" + odd["last"].translate(_FIGURES), text)
    text = _QUOTED_DAY.sub(" ", _ODD_NOUGHT.sub("0", text))
    for month, broken in _broken_months().items():
        text = broken.sub(f"{month} ", text)
    return _TWO_PIECES.sub(r"\g<one>\g<two>", text)


@cache
def _broken_months() -> Mapping[str, re.Pattern[str]]:
    """English months, full and short, that hold letters which reach below the line."""
    full = [entry.partition("=")[0].strip().title() for entry in entries("months")[:ENGLISH]]
    return {name: _broken(name) for name in (*full, *(n[:3] for n in full)) if set(name) & set(DESCENDING)}


def _broken(month: str) -> re.Pattern[str]:
    """A month of which at least one letter that reaches below the line is lost; a day or a clock follows."""
    spelled = "".join(f"(?:{c}|{_LOST})" if c in DESCENDING else re.escape(c) for c in month)
    return re.compile(rf"(?<![^\W\d_])(?!{month})(?:{spelled}) ?[^\w\s]?\s*(?=\d)")
