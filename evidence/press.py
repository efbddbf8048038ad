"""A line → whether it is a sign that an article of a paper or an agency stands there, and by whom; who a byline names.

The signs: the dateline of an agency ("CHICAGO (Reuters) - "), the copyright of a paper, a byline beside a paper's name,
a day or a link, an agency's name beside a day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.signers import is_titled
from evidence.vocabulary import entries

HEAD_LINES, LONGEST_HEADLINE, LONGEST_HEADING, LONGEST_SIGN = 6, 95, 40, 200
_COPYRIGHT = re.compile(
    r"^\s*\(?\s*(?:[^\n()]{0,80}\()?(?:(?:\([cC]\)|\u00a9)\s)?(?:Copyright|\([cC]\)|\u00a9)[\s,]*(?:\([cC]\)|\u00a9|by)?"
    r"[\s,]*(?:(?:19|20)\d\d)?[\s,]*(?:by )?"
    r"(?P<who>[A-Z][^\n()]{2,70}?)(?:,? (?:19|20)\d\d)?[\s.),]*$"
)
# The sign of copyright is often lost: ",2001 Otter Bay Chronicle".
_YEAR_AND_PAPER = re.compile(r"^\s*[,?]\s?(?:19|20)\d\d\s+(?P<who>[A-Z][^\n()]{2,70}?)[\s.,]*$")
_TRADES = ("Bureau", "Writer", "Writers", "Reporter", "Reporters", "Correspondent", "Correspondents", "Columnist")
# "Ada Quill, Chronicle Sacramento Bureau", which has no "by".
_STAFF = re.compile(
    r"^\s*(?!B[yY] )(?P<who>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){1,3}), (?:of the )?"
    rf"(?P<more>[^\n]{{2,50}}\b(?:{'|'.join(_TRADES)}))\s*$"
)
_RESERVED = re.compile(r"all rights reserved|unsubscribe|privacy|terms", re.IGNORECASE)
BYLINE = re.compile(
    r"^\s*(?:By|BY)[: ]\s*(?P<who>[A-Z][\w.'\u2019-]*(?: (?:and |de |van |von )?[A-Z][\w.'\u2019-]*){1,5})"
    r"(?P<more>[^\n]{0,60})$"
)
DAY = re.compile(
    r"^\W*(?:(?:Published|Posted|Updated|Filed|Web posted)\b[^\n]{0,40}?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:\d{1,2}/\d{1,2}/(?:19|20)?\d\d|[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d)\b"
)
_PUBLISHED = re.compile(r"^\W*(?:Last )?(?:Published|Updated|Posted|Modified)\b[^\n]{0,60}\d", re.IGNORECASE)
LINK = re.compile(r"^\W*https?://\S+\W*$")


def may_be_sign(line: str) -> bool:
    """Whether a line has what one of the signs needs; most lines have not, and are not looked at again."""
    begins = line.lstrip(" \t*_")[:2]
    if not begins:
        return False
    dateline = begins.isupper() and (")" in line or "/" in line)
    staff = begins[:1].isupper() and "," in line and line.rstrip().endswith(_TRADES)
    agency = len(line) < LONGEST_HEADING and _is_agency(line)
    lost = begins[:1] in (",", "?") and any(sign.isdigit() for sign in line[:4])
    return (
        staff
        or agency
        or lost
        or dateline
        or begins in ("By", "BY")
        or "opyright" in line
        or "(c)" in line
        or "(C)" in line
        or "\u00a9" in line
    )


def is_copyright(line: str) -> bool:
    """Whether a line states a copyright."""
    return bool(_COPYRIGHT.match(line[:LONGEST_SIGN]) or _YEAR_AND_PAPER.match(line[:LONGEST_SIGN]))


def ends_page(lines: Sequence[str], at: int) -> bool:
    """Whether a copyright stands below "Published: …", as at the foot of a page of the web."""
    return any(_PUBLISHED.match(line) for line in lines[max(at - 3, 0) : at])


def sign_at(lines: Sequence[str], at: int) -> str | None:
    """Who a line says that an article is by; None where it is no sign of one."""
    line = lines[at][:LONGEST_SIGN]
    if found := _dateline().match(line):
        return found["agency"]
    if found := _COPYRIGHT.match(line):
        named = _is_paper(found["who"]) and not _RESERVED.search(line)
        return _plain(found["who"]) if named or _is_below_day(lines, at) else None
    if (found := _YEAR_AND_PAPER.match(line)) and _is_paper(found["who"]):
        return _plain(found["who"])
    if _is_agency(line):
        return _plain(line) if _is_beside_day(lines, at) else None
    staff = (found := _STAFF.match(line)) and _is_paper(found["more"]) and _is_beside_day(lines, at)
    if found and staff:
        return _plain(found["who"])
    found = BYLINE.match(line)
    return _plain(found["who"]) if found and _beside_paper(lines, at, found["more"]) else None


def who_wrote(lines: Sequence[str], first: int, sign: int, named: str) -> str:
    """The byline of the article where it has one, else the paper or agency."""
    for line in lines[first : sign + HEAD_LINES]:
        if (found := _STAFF.match(line)) and _is_paper(found["more"]):
            return " ".join(found["who"].split())
        if (found := BYLINE.match(line)) and (not found["more"].strip(" ,.") or _is_paper(found["more"])):
            return " ".join(found["who"].split())
    return named


@cache
def _dateline() -> re.Pattern[str]:
    names = "|".join(
        re.escape(e).replace(r"\ ", r"\s+") for e in sorted(entries("news-agencies"), key=len, reverse=True)
    )
    return re.compile(
        r"^\s*[*_]?(?P<place>[A-Z][A-Z.,'\u2019 &-]{2,60}?"
        r"(?:, [A-Z][A-Za-z. ]{1,20})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?,?)\s*"
        rf"[*_]?\s*(?:[-\u2013\u2014]+\s*)?[(/](?P<agency>(?i:{names}))[)/]\s*(?:[-\u2013\u2014:.]|[A-Z])"
    )


def _plain(who: str) -> str:
    return " ".join(who.partition("All Rights")[0].split()).strip(" &,.")


def _is_below_day(lines: Sequence[str], at: int) -> bool:
    """Whether a day stands on one of the lines right above, as services of clippings print it."""
    return any(DAY.match(line) for line in lines[max(at - 3, 0) : at])


def _is_agency(line: str) -> bool:
    """Whether a line is the name of an agency alone."""
    bare = line.strip().lower()
    return " " in bare and bare in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return frozenset(entries("news-agencies"))


def _is_beside_day(lines: Sequence[str], at: int) -> bool:
    return any(DAY.match(line) for line in lines[max(at - 3, 0) : at + 4])


@cache
def _papers() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in entries("newspaper-words"))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _is_paper(text: str) -> bool:
    return _papers().search(text) is not None


def _beside_paper(lines: Sequence[str], at: int, behind: str) -> bool:
    """Whether a byline stands with what an article has: its paper, its day, a link above it, a headline."""
    if behind.strip(" ,.") and not _is_paper(behind):
        return False
    around = [line for line in (*_above_headline(lines, at), *lines[at : at + HEAD_LINES]) if line.strip()]
    named = any(len(t) < LONGEST_HEADLINE and is_titled(t) and _is_paper(t) for t in around if not BYLINE.match(t))
    around += lines[max(at - HEAD_LINES, 0) : at]
    dated = any(DAY.match(t) for t in around)
    linked = any(LINK.match(t) for t in around)
    found = BYLINE.match(lines[at])
    shouted = found is not None and found["who"].isupper()  # as papers print it
    return _is_paper(behind) or named + dated + linked + shouted > 1 or any(_dateline().match(t) for t in around)


def _above_headline(lines: Sequence[str], at: int) -> Sequence[str]:
    """The lines above a byline, without those right above it, which are the headline and may speak of anything."""
    top = at - 1
    while at - top <= HEAD_LINES and top >= 0 and not lines[top].strip():
        top -= 1
    while at - top <= HEAD_LINES and top >= 0 and lines[top].strip():
        top -= 1
    return lines[max(at - HEAD_LINES, 0) : top + 1]
