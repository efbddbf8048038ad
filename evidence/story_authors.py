"""An article and the line that is its sign → who wrote it, as far as it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.bylines import AUTHORS, BYLINE, DAY, NO_NAME, STAFF, STATEMENT, TIMED, is_timed, names_outlet
from evidence.press import LONGEST_SIGN, byliner, holds_headline, is_copyright, is_paper, is_release
from evidence.signers import is_name
from evidence.stamps import foot_author
from evidence.story_places import HEAD_LINES

MOST_NAMES = 3
_IN = re.compile(r" in [A-Z]\w+")


def who_wrote(lines: Sequence[str], first: int, sign: int, named: str) -> str:
    """The byline of the article where it has one, else the paper or agency; "" where nobody is named."""
    if holds_headline(lines[sign]):
        return named
    for line in (line[:LONGEST_SIGN] for line in lines[first : sign + HEAD_LINES]):
        if who := _bylined(line):
            return who
    if is_release(lines, sign):
        head = (line[:LONGEST_SIGN] for line in lines[sign : sign + 2 * HEAD_LINES])
        return next((found["who"] for line in head if (found := STATEMENT.match(line))), named)
    if not named:
        return foot_author(lines, sign) or named
    return (_above_day(lines[first:sign]) if is_copyright(lines[sign]) else None) or named


def _bylined(line: str) -> str | None:
    """Whom a line names as its article's author, in whatever form."""
    if found := TIMED.match(line) or AUTHORS.match(line):
        return " ".join(found["who"].split())
    if (found := STAFF.match(line)) and is_paper(found["more"]):
        return " ".join(found["who"].split())
    if (found := BYLINE.match(line)) and _ends_byline(found["more"]) and NO_NAME.search(found["who"]) is None:
        return byliner(found)
    return None


def _ends_byline(more: str) -> bool:
    told = is_timed(more) or names_outlet(more) or _IN.match(more) is not None
    return told or not more.strip(" ,.") or is_paper(more)


def _above_day(head: Sequence[str]) -> str | None:
    """The name on a line of its own between a headline and the day of its story, as services of clippings print it."""
    told = [t.strip() for t in head if t.strip()]
    for above, day, below in zip(told[1:], told[2:], told[3:], strict=False):
        named = is_name(above) and 1 < len(above.split()) <= MOST_NAMES and not is_paper(above)
        if named and DAY.match(day) and is_paper(below):
            return above
    return None
