"""A line → whether it is the stamp of a page of the web ("Posted: 6/3/2009 11:22 pm"), and whom it names as author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.bylines import MONTH
from evidence.vocabulary import entries

LONGEST, LINES_ABOVE, LINES_ABOVE_FOOT, MOST_LINES = 130, 12, 5, 400
_CLOCK = r"\d\d?:\d\d(?::\d\d)? ?(?:[AaPp]\.?[Mm]\.?)?(?:[/ ]?[A-Z]{2,4})?"
_MONTH = rf"{MONTH}\.?"
_WEEKDAY = r"(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]{0,2} )?"
_FULL_DATE = (
    r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)?\d\d"
    rf"|{_MONTH} \d\d?,? (?:19|20)\d\d|\d\d? {_MONTH},? (?:19|20)\d\d)"
)
_DATE = rf"(?:{_FULL_DATE}|{_MONTH} \d\d?|\d\d? {_MONTH})"
_TIMED = rf"(?:{_CLOCK},? ?{_WEEKDAY}(?:{_DATE})?|{_WEEKDAY}{_DATE},?(?: at)? (?:\d )?{_CLOCK})"
_WORD = (
    r"(?!(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b)"
    rf"(?!{_MONTH} \d)[A-Z][\w'\u2019-]*"
)
_NAME = rf"{_WORD}(?: (?:[A-Z]\.|{_WORD})){{0,3}}"
# Behind the day or the hour nothing is said: a sentence that begins with "Posted" is no stamp.
_END = (
    rf"(?:\s+by:? (?:By )?(?P<by>{_NAME})|\s+in [A-Z][^\n]*|\s+\d+ [Cc]omments?|[\s.,|Il\u2022-]*Share"
    r"|\s*[|Il\u2022]+\s+(?:Last )?[Uu]pdated[^\n]*|[\s.,\u2022|]*)$"
)
_POSTED = re.compile(
    r"^[\s_>\u2022]*(?:First [Pp]osted|Posted|Published|POSTED|PUBLISHED)"
    rf"(?:(?: on| at)?:?\s+(?:{_TIMED}|{_WEEKDAY}{_FULL_DATE})|:\s+{_WEEKDAY}{_DATE})(?![\d/-]){_END}"
)
# "Updated" alone heads agendas and lists of staff too: it needs its hour, and a page around it.
_UPDATED = re.compile(rf"^[\s_>\u2022]*(?:Last )?(?:Updated|UPDATED)(?: on| at)?:?\s+{_TIMED}(?!\d){_END}")
# "Posted By Ada Quill Friday, May 3, 2019 - 5:07 PM", as a system writes it above its page, with the day first.
_BY = re.compile(
    rf"^[\s_>\u2022]*Posted [Bb]y:? (?P<who>(?>{_NAME}(?:, {_NAME}){{0,3}}))"
    r"(?!\s*\|)[^\w\n]+(?!at )[^\n]{0,40}?\d\d?:\d\d ?[AaPp]\.?[Mm]"
)
# "Tue, 06/23/2009 - 1:00pm".
_SYSTEM = re.compile(r"^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d/\d\d/\d{4} - \d\d?:\d\d[ap](?:m|rn)\s*$")
# The hour and its zone alone, above the author: "May 3, 2019 1:00 AM EDT", then "Ada Quill".
_ZONED = re.compile(r"^\s*[A-Z][a-z]{2,8}\.? \d\d?, (?:19|20)\d\d,? \d\d?:\d\d ?[AaPp]\.?[Mm]\.? [ECMP][DS]T\s*$")
# "Published on The Otter Bay Blog, http://…".
_LINKED = re.compile(r"^[\s_>\u2022]*Published (?:on|in|by) [A-Z][\w .'\u2019-]{2,40},? <?https?://\S+")
# The foot of a page under such a stamp: "Ada Quill | Permalink | 3 Comments"; machines read bars as letters.
_FOOT = re.compile(rf"^\s*(?P<who>{_NAME}) [|Il] Permalink\b")
# "Story from BBC NEWS:", above the link and the stamp of what a page sent by mail.
_STORY = re.compile(r"^\W*Story from (?P<who>[A-Z][\w .]{1,30}):\s*$")
_BEGINS = frozenset(("Po", "PO", "Pu", "PU", "Up", "UP", "Fi", "La"))
_DAYS = frozenset(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))


def may_be_stamp(line: str) -> bool:
    """Whether a line begins as a stamp does and has a digit; most lines do not."""
    if len(line) > LONGEST:
        return False
    begins = line.lstrip(" \t_\u2022>")[:2]
    short = len(line) < LONGEST // 3 and (begins in _DAYS or line.rstrip().endswith(("DT", "ST")))
    return (begins in _BEGINS or short) and any(map(str.isdigit, line))


def stamp_author(line: str) -> str | None:
    """Whom a stamp names as the author of its page: "" where it names nobody; None where the line is no stamp."""
    if len(line) > LONGEST:
        return None
    if found := _BY.match(line):
        return " ".join(found["who"].split())
    if found := _POSTED.match(line) or _UPDATED.match(line):
        return " ".join(found["by"].split()) if found["by"] and not found["by"].isupper() else ""
    return "" if _SYSTEM.match(line) or _LINKED.match(line) else None


def is_update(line: str) -> bool:
    """Whether a stamp says when its page was last changed, and no more, as agendas and lists of staff do too."""
    return _UPDATED.match(line[:LONGEST]) is not None


def heads_own_page(lines: Sequence[str], at: int) -> bool:
    """Whether what stands above a stamp names a paper of the sender's: "Weekly Status Report", "my post"."""
    return any(_own_page().search(line) for line in lines[max(at - LINES_ABOVE, 0) : at + 1])


@cache
def _own_page() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(e) for e in entries('own-pages'))})\b", re.IGNORECASE)


def story_from(lines: Sequence[str], at: int) -> str | None:
    """Whose story it is that ends above the stamp on line `at`; None where no line says so."""
    if stamp_author(lines[at]) is None:
        return None
    above = lines[max(at - LINES_ABOVE_FOOT, 0) : at]
    return next((found["who"] for line in above if (found := _STORY.match(line[:LONGEST]))), None)


def author_below(lines: Sequence[str], at: int) -> str | None:
    """Whose name stands alone right below a day with its hour and zone; None where the line is no such day."""
    below = lines[at + 1].strip() if _ZONED.match(lines[at][:LONGEST]) and at + 1 < len(lines) else ""
    return below if len(below) < LONGEST and re.fullmatch(_NAME, below) and " " in below else None


def foot_author(lines: Sequence[str], at: int) -> str | None:
    """Whom the foot of the page with the stamp on line `at` names, beside its permanent link, above the next stamp."""
    for line in (line[:LONGEST] for line in lines[at + 1 : at + MOST_LINES]):
        if found := _FOOT.match(line):
            return " ".join(found["who"].split())
        if may_be_stamp(line) and stamp_author(line) is not None:
            return None
    return None
