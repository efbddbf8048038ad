"""A line → whether it is a sign that an article of a paper or an agency stands there, and by whom; who a byline names.

The signs: the dateline of an agency ("CHICAGO (Reuters) - "), the copyright of a paper, the head of a release, an
agency's name beside a day, a byline beside a paper's name or, between headline and prose, beside a day, link or place,
the stamp of a page of the web, a place that opens a story beside a paper or a link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.bylines import (
    AUTHORS,
    BEHIND_TITLE,
    BYLINE,
    DAY,
    LINK,
    LINKED,
    NO_NAME,
    ON_DAY,
    STAFF,
    STATEMENT,
    TIMED,
    TRADES,
    is_timed,
    names_outlet,
)
from evidence.signers import is_titled
from evidence.stamps import author_below, heads_own_page, is_update, may_be_stamp, stamp_author, story_from
from evidence.story_places import (
    HEAD_LINES,
    LEAST_PROSE,
    LONGEST_HEADLINE,
    above_headline,
    is_above_prose,
    is_below_day,
    is_below_headline,
    is_beside_day,
    is_between,
    is_draft,
    is_marked,
)
from evidence.vocabulary import entries
from evidence.wires import bare_dateline, below_place, bracketed_agency, dateline, is_agency, opens_story

LONGEST_HEADING, LONGEST_SIGN, RELEASE_LINES, LEAST_ARTICLE, FEWEST_ISSUER = 40, 200, 3, 600, 5
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
_BAR = re.compile(r"\s[Il|](?:\s(?:\d|Associated|Published|Posted|Reuters|Staff|Updated)\b.*)?$")
_PUBLISHED = re.compile(r"^\W*(?:Last )?(?:Published|Updated|Posted|Modified)\b[^\n]{0,60}\d", re.IGNORECASE)


def may_be_sign(line: str) -> bool:
    """Whether a line has what one of the signs needs; most lines have not, and are not looked at again."""
    begins = line.lstrip(" \t*_")[:2]
    if not begins:
        return False
    dateline = (begins.isupper() and (")" in line or "/" in line)) or ") -" in line or ") \u2014" in line
    dateline = dateline or (begins.isupper() and any(dash in line[:60] for dash in ("\u2014", "\u2013", "--")))
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
        or may_be_stamp(line)
        or (len(line) < LONGEST_SIGN and " By " in line)
    )


def is_copyright(line: str) -> bool:
    """Whether a line states a copyright."""
    return bool(_COPYRIGHT.match(line[:LONGEST_SIGN]) or _YEAR_AND_PAPER.match(line[:LONGEST_SIGN]))


def ends_article(lines: Sequence[str], at: int) -> bool:
    """Whether a line ends the article above it: a copyright, or the stamp below "Story from …"."""
    return is_copyright(lines[at]) or story_from(lines, at) is not None


def ends_page(lines: Sequence[str], at: int) -> bool:
    """Whether a copyright stands below "Published: …", as at the foot of a page of the web."""
    return any(_PUBLISHED.match(line) for line in lines[max(at - 3, 0) : at])


def sign_at(lines: Sequence[str], at: int) -> str | None:
    """Who a line says that an article is by; None where it is no sign of one."""
    line = lines[at][:LONGEST_SIGN]
    if found := dateline().match(line) or bare_dateline(lines, at) or below_place(lines, at):
        return found["agency"]
    story = opens_story(lines, at) and _is_on_page(lines, at)
    if story or is_release(lines, at):
        return None if is_draft(lines, at) else "" if story else _issuer(lines, at)
    if (found := _COPYRIGHT.match(line)) or (found := _YEAR_AND_PAPER.match(line)):
        named = is_paper(found["who"]) and not _RESERVED.search(line)
        dated = found.re is _COPYRIGHT and is_below_day(lines, at)
        return _plain(found["who"]) if named or dated else None
    if is_agency(line):
        return _plain(line) if is_beside_day(lines, at) else None
    if (page := _stamped(lines, at)) is not None:
        return page
    staff = (found := STAFF.match(line)) and is_paper(found["more"]) and is_beside_day(lines, at)
    return _plain(found["who"]) if found and staff else _byline(lines, at)


def is_release(lines: Sequence[str], at: int) -> bool:
    """Whether a press release begins on a line, which the columns of a letterhead may break."""
    broken = lines[at].strip().lower() == "for immediate"
    return _RELEASE.match(" ".join(lines[at : at + 2]) if broken else lines[at][:LONGEST_SIGN]) is not None


def _issuer(lines: Sequence[str], at: int) -> str | None:
    """Who issues a release: in capitals above its first line, or in the head of its statement below."""
    above = lines[max(at - RELEASE_LINES, 0) : at]
    named = next((t.strip() for t in above if t.isupper() and len(t.strip()) > FEWEST_ISSUER), None)
    head = (t[:LONGEST_SIGN] for t in lines[at : at + 2 * HEAD_LINES])
    return named or next((found["who"] for t in head if (found := STATEMENT.match(t))), None)


def _stamped(lines: Sequence[str], at: int) -> str | None:
    """Who the stamp of a page names ("": nobody), between what heads the page and prose, or below its whole story."""
    if told := story_from(lines, at):
        return told
    who = stamp_author(lines[at]) if (named := author_below(lines, at)) is None else named
    if who is None or is_draft(lines, at) or not is_above_prose(lines, at) or heads_own_page(lines, at):
        return None
    if is_update(lines[at]) and not _is_on_page(lines, at):
        return None
    above = next((t.strip() for t in reversed(lines[max(at - HEAD_LINES, 0) : at]) if t.strip()), None)
    spoken = above is not None and len(above) > LEAST_PROSE and above[-1] in '"\u201d'
    headed = above is not None and len(above) <= LONGEST_SIGN and above[-1] not in ":,;.!?" and not spoken
    return who if headed or (above is None and at < HEAD_LINES) else None


def _is_on_page(lines: Sequence[str], at: int) -> bool:
    """Whether a byline, a paper, an agency, a link or another stamp stands beside a line, as on a page of the web."""
    beside = (*lines[max(at - HEAD_LINES, 0) : at], *lines[at + 1 : at + HEAD_LINES])
    around = [t[:LONGEST_SIGN] for t in beside if t.strip()]
    named = any(len(t) < LONGEST_HEADLINE and (is_paper(t) or bracketed_agency(t)) for t in around)
    return named or any(BYLINE.match(t) or LINK.match(t) or stamp_author(t) is not None for t in around)


def _byline(lines: Sequence[str], at: int) -> str | None:
    """Who a byline names, beside what an article has, or between a headline and prose."""
    if found := TIMED.match(lines[at]) or LINKED.match(lines[at]):
        return _plain(found["who"]) if is_between(lines, at) else None
    if found := AUTHORS.match(lines[at]):
        below = lines[at : at + LEAST_ARTICLE]
        return _plain(found["who"]) if sum(len(t.strip()) for t in below) >= LEAST_ARTICLE else None
    if found := BEHIND_TITLE.match(lines[at][:LONGEST_SIGN]) or ON_DAY.match(lines[at][:LONGEST_SIGN]):
        plain = NO_NAME.search(found["who"]) is None and not is_draft(lines, at)
        return _plain(found["who"]) if plain and is_above_prose(lines, at) else None
    found = BYLINE.match(lines[at][:LONGEST_SIGN])
    if found is None or NO_NAME.search(found["who"]):
        return None
    more = found["more"]
    plain = not more.strip(" ,.") or (names_outlet(more) and not found["who"].startswith("The "))
    # "By ADA QUILL", as papers print it; a memorandum that shouts writes "BY".
    shouted = found["who"].isupper() and lines[at].lstrip().startswith("By")
    alone = (is_timed(more) or (plain and (shouted or is_marked(lines, at)))) and is_between(lines, at)
    return byliner(found) if alone or _beside_paper(lines, at, more) else None


def byliner(found: re.Match[str]) -> str:
    """Who a byline names; a bar before the day is read as a letter by machines: "ADA QUILL I 6/3/09"."""
    return _BAR.sub("", " ".join(found["who"].split()))


def heads_byline(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the headline of the byline or the stamp that stands below it."""
    below = next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].strip()), at)
    if below == at or not may_be_sign(lines[below]) or holds_headline(lines[below]):
        return False
    named = _byline(lines, below) is not None or _stamped(lines, below) is not None
    return named and is_below_headline(lines, below)


def holds_headline(line: str) -> bool:
    """Whether a byline stands behind the headline on its own line."""
    return BEHIND_TITLE.match(line[:LONGEST_SIGN]) is not None


def _plain(who: str) -> str:
    return " ".join(who.partition("All Rights")[0].split()).strip(" &,.")


@cache
def _papers() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in entries("newspaper-words"))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def is_paper(text: str) -> bool:
    """Whether a text holds a word that names of papers hold."""
    return _papers().search(text) is not None


def _beside_paper(lines: Sequence[str], at: int, behind: str) -> bool:
    """Whether a byline stands with what an article has: its paper, its day, a link above it, a headline."""
    if behind.strip(" ,.") and not is_paper(behind):
        return False
    around = [line for line in (*above_headline(lines, at), *lines[at : at + HEAD_LINES]) if line.strip()]
    named = any(len(t) < LONGEST_HEADLINE and is_titled(t) and is_paper(t) for t in around if not BYLINE.match(t))
    around += lines[max(at - HEAD_LINES, 0) : at]
    dated = any(DAY.match(t) for t in around)
    linked = any(LINK.match(t) for t in around)
    found = BYLINE.match(lines[at])
    shouted = found is not None and found["who"].isupper()  # as papers print it
    return is_paper(behind) or named + dated + linked + shouted > 1 or any(dateline().match(t) for t in around)
