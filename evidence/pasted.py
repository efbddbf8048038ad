"""Lines of one author → the articles of newspapers and agencies among them, which the author pasted in; by whom.

An article is known by its dateline ("CHICAGO (Reuters) - "), by the copyright of its paper, or by a byline beside the
name of a paper. It begins with its headline and goes on to the end, to the author's own signature, or to the next
heading of a bulletin in which it stands under a heading of the same style.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from evidence.model import Address
from evidence.signers import is_titled
from evidence.vocabulary import entries

HEAD_LINES, MOST_HEADLINE, LONGEST_HEADLINE, LONGEST_HEADING, LONGEST_SIGN = 6, 7, 95, 40, 200
FEWEST_LETTERS, FEWEST_HEAD_LETTERS = 200, 3
_COPYRIGHT = re.compile(
    r"^\s*\(?\s*(?:[^\n()]{0,80}\()?(?:Copyright|\([cC]\)|\u00a9)[\s,]*(?:\([cC]\)|\u00a9|by)?"
    r"[\s,]*(?:(?:19|20)\d\d)?[\s,]*(?:by )?"
    r"(?P<who>[A-Z][^\n()]{2,70}?)(?:,? (?:19|20)\d\d)?[\s.),]*$"
)
_RESERVED = re.compile(r"all rights reserved|unsubscribe|privacy|terms", re.IGNORECASE)
_BYLINE = re.compile(
    r"^\s*(?:By|BY)[: ]\s*(?P<who>[A-Z][\w.'\u2019-]*(?: (?:and |de |van |von )?[A-Z][\w.'\u2019-]*){1,5})"
    r"(?P<more>[^\n]{0,60})$"
)
_DAY = re.compile(
    r"^\W*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:\d{1,2}/\d{1,2}/(?:19|20)?\d\d|[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d)\b"
)
_LINK = re.compile(r"^\W*https?://\S+\W*$")

# Names of those whose mail is news: "OpsNewsTicker", "clips@paper.example"; nobody called Newsom.
_NEWS = re.compile(
    r"news(?!o)|clips|clipping|ticker|headlines|\b(?:times|journal|herald|tribune|chronicle|gazette|examiner)",
    re.IGNORECASE,
)


class Pasted(NamedTuple):
    """The lines of an article, from `first` to before `end`, and who wrote it as far as it says."""

    first: int
    end: int
    author: str | None


def pasted(lines: Sequence[str], author: Address | None) -> list[Pasted]:
    """The articles among the lines; none where the author is a paper himself, whose mail is made of them."""
    signs = [n for n, line in enumerate(lines) if _may_be_sign(line)]
    if not signs or _is_press(author):
        return []
    found: list[Pasted] = []
    for at in signs:
        floor = found[-1].end if found else 0
        sign = _sign_at(lines, at) if at >= floor else None
        if sign is None:
            continue
        first = _headline(lines, at, floor)
        end = _end(lines, first, at)
        if sum(len(line.strip()) for line in lines[at:end]) >= FEWEST_LETTERS:
            found.append(Pasted(first, end, _who(lines, first, at, sign)))
    return found


def _may_be_sign(line: str) -> bool:
    """Whether a line has what one of the signs needs; most lines have not, and are not looked at again."""
    begins = line.lstrip(" \t*_")[:2]
    dateline = begins.isupper() and (")" in line or "/" in line)
    return (
        dateline or begins in ("By", "BY") or "opyright" in line or "(c)" in line or "(C)" in line or "\u00a9" in line
    )


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


def _sign_at(lines: Sequence[str], at: int) -> str | None:
    """Who a line says that an article is by; None where it is no sign of one."""
    line = lines[at][:LONGEST_SIGN]
    if found := _dateline().match(line):
        return found["agency"]
    if (found := _COPYRIGHT.match(line)) and _is_paper(found["who"]) and not _RESERVED.search(line):
        return " ".join(found["who"].split()).strip(" &,.")
    if (found := _BYLINE.match(line)) and _beside_paper(lines, at, found["more"]):
        return " ".join(found["who"].split())
    return None


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
    named = any(len(t) < LONGEST_HEADLINE and is_titled(t) and _is_paper(t) for t in around if not _BYLINE.match(t))
    around += lines[max(at - HEAD_LINES, 0) : at]
    dated = any(_DAY.match(t) for t in around)
    linked = any(_LINK.match(t) for t in around)
    return _is_paper(behind) or named + dated + linked > 1 or any(_dateline().match(t) for t in around)


def _above_headline(lines: Sequence[str], at: int) -> Sequence[str]:
    """The lines above a byline, without those right above it, which are the headline and may speak of anything."""
    top = at - 1
    while at - top <= HEAD_LINES and top >= 0 and not lines[top].strip():
        top -= 1
    while at - top <= HEAD_LINES and top >= 0 and lines[top].strip():
        top -= 1
    return lines[max(at - HEAD_LINES, 0) : top + 1]


def _headline(lines: Sequence[str], at: int, floor: int) -> int:
    """The first line of the headline, day and paper above a sign: short lines without a stop."""
    first, blanks, taken = at, 0, 0
    for above in range(at - 1, floor - 1, -1):
        text = lines[above].strip()
        if not text:
            blanks += 1
            if blanks > 2:
                break
            continue
        if taken == MOST_HEADLINE or not _is_headline(lines, above, taken) or _is_heading(text):
            break
        first, blanks, taken = above, 0, taken + 1
    return first


def _is_headline(lines: Sequence[str], number: int, taken: int) -> bool:
    text = lines[number].strip()
    if (
        len(text) > LONGEST_HEADLINE
        or text.endswith((".", ":", ",", ";"))
        or re.match(r"(?i)\W*(?:fyi|fwd?|re)\b", text)
    ):
        return False
    wraps = taken > 0 and is_titled(lines[number - 1]) if number else False
    return bool(_DAY.match(text) or _LINK.match(text)) or is_titled(text) or wraps


def _is_heading(text: str) -> bool:
    """Whether a line is a heading of a bulletin: a few words in capitals alone."""
    return (
        len(text) <= LONGEST_HEADING and text.isupper() and len(text) > FEWEST_HEAD_LETTERS and not _BYLINE.match(text)
    )


def _end(lines: Sequence[str], first: int, sign: int) -> int:
    """The line after the article."""
    above = next((lines[n].strip() for n in range(first - 1, -1, -1) if lines[n].strip()), "")
    if not _is_heading(above):
        return len(lines)
    return next((n for n in range(sign + 1, len(lines)) if _is_heading(lines[n].strip())), len(lines))


def _who(lines: Sequence[str], first: int, sign: int, named: str) -> str:
    """The byline of the article where it has one, else the paper or agency."""
    for line in lines[first : sign + HEAD_LINES]:
        if (found := _BYLINE.match(line)) and (not found["more"].strip(" ,.") or _is_paper(found["more"])):
            return " ".join(found["who"].split())
    return named


def _is_press(author: Address | None) -> bool:
    """Whether a mail comes from a paper, an agency or a service of clippings itself."""
    if author is None:
        return False
    domain = (author.address or "").rpartition("@")[2].lower()
    packed = re.sub(r"\W", "", domain)
    wires = (re.sub(r"\W", "", e) for e in entries("news-agencies"))
    told = f"{author.name or ''} {author.address or author.raw}".replace("_", " ")
    return _NEWS.search(told) is not None or any(len(e) > FEWEST_HEAD_LETTERS and e in packed for e in wires)
