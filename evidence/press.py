"""A line → whether it is a sign that an article of a paper or an agency stands there, and by whom; who a byline names.

The signs: the dateline of an agency ("CHICAGO (Reuters) - "), the copyright of a paper, the head of a release, an
agency's name beside a day, a byline beside a paper's name or, between headline and prose, beside a day, link or place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.bylines import AUTHORS, BYLINE, DAY, LINK, LINKED, NO_NAME, STAFF, TIMED, TRADES, is_timed, names_outlet
from evidence.signers import is_name, is_titled
from evidence.vocabulary import entries
from evidence.wires import PLACE, bare_dateline, below_place, dateline, is_agency

HEAD_LINES, LONGEST_HEADLINE, LONGEST_HEADING, LONGEST_SIGN = 6, 95, 40, 200
LEAST_HEADLINE, LEAST_PROSE, DRAFT_LINES, RELEASE_LINES, LEAST_ARTICLE, FEWEST_ISSUER = 12, 55, 12, 3, 600, 5
MOST_NAMES = 3
_DRAFT = re.compile(r"\b(?:draft\w*|edits?|revis\w+|redraft\w*|to sign|ghost\w*|track changes)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"^\s*\(?\s*(?:[^\n()]{0,80}\()?(?:(?:\([cC]\)|\u00a9)\s)?(?:Copyright|\([cC]\)|\u00a9)[\s,]*(?:\([cC]\)|\u00a9|by)?"
    r"[\s,]*(?:(?:19|20)\d\d)?[\s,]*(?:by )?"
    r"(?P<who>[A-Z][^\n()]{2,70}?)(?:,? (?:19|20)\d\d)?[\s.),]*$"
)
# The sign of copyright is often lost: ",2001 Otter Bay Chronicle".
_YEAR_AND_PAPER = re.compile(r"^\s*[,?]\s?(?:19|20)\d\d\s+(?P<who>[A-Z][^\n()]{2,70}?)[\s.,]*$")
_RESERVED = re.compile(r"all rights reserved|unsubscribe|privacy|terms", re.IGNORECASE)
_RELEASE = re.compile(
    r"^\s*For immediate release\b[\s:,.-]*(?:$|(?:[A-Z][a-z]+day,? )?[A-Z][a-z]{2,8} \d)", re.IGNORECASE
)
# "KNOXVILLE, Tenn. \u2014 " at the head of a story.
_OPENS = re.compile(r"^\s*[A-Z][A-Z.' ]{2,30}(?:, [A-Z][\w. ]{1,20})? ?[\u2014\u2013|-]{1,2}\s?\S")
_BAR = re.compile(r"\s[Il|]$")
_PUBLISHED = re.compile(r"^\W*(?:Last )?(?:Published|Updated|Posted|Modified)\b[^\n]{0,60}\d", re.IGNORECASE)


def may_be_sign(line: str) -> bool:
    """Whether a line has what one of the signs needs; most lines have not, and are not looked at again."""
    begins = line.lstrip(" \t*_")[:2]
    if not begins:
        return False
    dateline = (begins.isupper() and (")" in line or "/" in line)) or ") -" in line or ") \u2014" in line
    staff = begins[:1].isupper() and "," in line and line.rstrip().endswith(TRADES)
    agency = len(line) < LONGEST_HEADING and is_agency(line)
    lost = begins[:1] in (",", "?") and any(sign.isdigit() for sign in line[:4])
    return (
        staff
        or agency
        or lost
        or dateline
        or begins in ("By", "BY", "Au", "Fo", "FO")
        or (begins[0] == "(" and ")" in line)
        or (":" in line and line.rstrip().endswith("T"))
        or "<http" in line
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
    if found := dateline().match(line) or bare_dateline(lines, at) or below_place(lines, at):
        return found["agency"]
    if is_release(line):
        above = [] if _is_draft(lines, at) else lines[max(at - RELEASE_LINES, 0) : at]
        return next((t.strip() for t in above if t.isupper() and len(t.strip()) > FEWEST_ISSUER), None)
    if (found := _COPYRIGHT.match(line)) or (found := _YEAR_AND_PAPER.match(line)):
        named = _is_paper(found["who"]) and not _RESERVED.search(line)
        dated = found.re is _COPYRIGHT and _is_below_day(lines, at)
        return _plain(found["who"]) if named or dated else None
    if is_agency(line):
        return _plain(line) if _is_beside_day(lines, at) else None
    staff = (found := STAFF.match(line)) and _is_paper(found["more"]) and _is_beside_day(lines, at)
    return _plain(found["who"]) if found and staff else _byline(lines, at)


def is_release(line: str) -> bool:
    """Whether a line stands at the head of a press release; who issues it stands above."""
    return _RELEASE.match(line) is not None


def _byline(lines: Sequence[str], at: int) -> str | None:
    """Who a byline names, beside what an article has, or between a headline and prose."""
    if found := TIMED.match(lines[at]) or LINKED.match(lines[at]):
        return _plain(found["who"]) if _is_between(lines, at) else None
    if found := AUTHORS.match(lines[at]):
        below = lines[at : at + LEAST_ARTICLE]
        return _plain(found["who"]) if sum(len(t.strip()) for t in below) >= LEAST_ARTICLE else None
    found = BYLINE.match(lines[at][:LONGEST_SIGN])
    if found is None or NO_NAME.search(found["who"]):
        return None
    more = found["more"]
    plain = not more.strip(" ,.") or (names_outlet(more) and not found["who"].startswith("The "))
    alone = (is_timed(more) or (plain and _is_marked(lines, at))) and _is_between(lines, at)
    return _byliner(found) if alone or _beside_paper(lines, at, more) else None


def _byliner(found: re.Match[str]) -> str:
    """Who a byline names; a bar before the day is read as a letter by machines: "ADA QUILL I 6/3/09"."""
    return _BAR.sub("", " ".join(found["who"].split()))


def _is_between(lines: Sequence[str], at: int) -> bool:
    """Whether a line stands between a headline and prose that nobody calls a draft."""
    return _is_below_headline(lines, at) and _is_above_prose(lines, at) and not _is_draft(lines, at)


def _is_marked(lines: Sequence[str], at: int) -> bool:
    """Whether a day or a link stands beside a byline, or a place opens the story below it."""
    around = [t for t in lines[max(at - HEAD_LINES, 0) : at + HEAD_LINES] if t.strip()]
    return any(DAY.match(t) or LINK.match(t) for t in around) or any(
        _OPENS.match(t) or PLACE.match(t) for t in lines[at + 1 : at + HEAD_LINES]
    )


def _is_draft(lines: Sequence[str], at: int) -> bool:
    """Whether what leads in speaks of a draft, the headline apart: staff write what an official will sign."""
    further = lines[max(at - DRAFT_LINES, 0) : max(at - HEAD_LINES, 0)]
    return any(_DRAFT.search(line) for line in (*further, *_above_headline(lines, at)))


def heads_byline(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the headline of the byline that stands below it."""
    below = next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].strip()), at)
    return below > at and _byline(lines, below) is not None and _is_below_headline(lines, below)


def who_wrote(lines: Sequence[str], first: int, sign: int, named: str) -> str:
    """The byline of the article where it has one, else the paper or agency."""
    for line in lines[first : sign + HEAD_LINES]:
        if found := TIMED.match(line) or AUTHORS.match(line):
            return " ".join(found["who"].split())
        if (found := STAFF.match(line)) and _is_paper(found["more"]):
            return " ".join(found["who"].split())
        if (found := BYLINE.match(line)) and _ends_byline(found["more"]):
            return _byliner(found)
    return (_above_day(lines[first:sign]) if is_copyright(lines[sign]) else None) or named


def _ends_byline(more: str) -> bool:
    return not more.strip(" ,.") or _is_paper(more) or is_timed(more) or names_outlet(more)


def _above_day(head: Sequence[str]) -> str | None:
    """The name on a line of its own between a headline and the day of its story, as services of clippings print it."""
    told = [t.strip() for t in head if t.strip()]
    for above, day, below in zip(told[1:], told[2:], told[3:], strict=False):
        named = is_name(above) and 1 < len(above.split()) <= MOST_NAMES and not _is_paper(above)
        if named and DAY.match(day) and _is_paper(below):
            return above
    return None


def _is_below_headline(lines: Sequence[str], at: int) -> bool:
    above = next((t.strip() for t in reversed(lines[max(at - 2, 0) : at]) if t.strip()), "")
    return LEAST_HEADLINE <= len(above) <= LONGEST_HEADLINE and (above[-1] not in ":,;" and not LINK.match(above))


def _is_above_prose(lines: Sequence[str], at: int) -> bool:
    """Whether the lines below a sign run as long as those of a paragraph do."""
    below = [t.strip() for t in lines[at + 1 : at + 1 + 2 * HEAD_LINES] if t.strip()][:HEAD_LINES]
    return sum(len(t) >= LEAST_PROSE for t in below) > 1


def _plain(who: str) -> str:
    return " ".join(who.partition("All Rights")[0].split()).strip(" &,.")


def _is_below_day(lines: Sequence[str], at: int) -> bool:
    """Whether a day stands on one of the lines right above, as services of clippings print it."""
    return any(DAY.match(line) for line in lines[max(at - 3, 0) : at])


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
    return _is_paper(behind) or named + dated + linked + shouted > 1 or any(dateline().match(t) for t in around)


def _above_headline(lines: Sequence[str], at: int) -> Sequence[str]:
    """The lines above a byline, without those right above it, which are the headline and may speak of anything."""
    top = at - 1
    while at - top <= HEAD_LINES and top >= 0 and not lines[top].strip():
        top -= 1
    while at - top <= HEAD_LINES and top >= 0 and lines[top].strip():
        top -= 1
    return lines[max(at - HEAD_LINES, 0) : top + 1]
