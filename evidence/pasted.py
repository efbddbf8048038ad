"""Lines of one author → the articles of newspapers and agencies among them, which the author pasted in; by whom.

An article is known by its dateline ("CHICAGO (Reuters) - "), by the copyright of its paper, by a byline beside the
name of a paper, or by what else `evidence.press` knows. It begins with its headline and goes on to the end, to the
author's own signature, to the headline of the next article, or to the next heading of a bulletin in which it stands
under a heading of the same style.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from evidence.bylines import BYLINE, DAY, LINK
from evidence.headlines import (
    FEWEST_HEAD_LETTERS,
    LONGEST_HEADING,
    MOST_HEADLINE,
    headline_above,
    is_heading,
    is_headline,
)
from evidence.model import Address
from evidence.press import ends_article, ends_page, holds_headline, is_copyright, may_be_sign, sign_at
from evidence.signers import is_own_name, signer_of
from evidence.speaking import speaks
from evidence.stamps import stamp_author
from evidence.story_authors import who_wrote
from evidence.story_places import HEAD_LINES
from evidence.wires import agency_labels, bracketed_agency

MOST_LINES, FEWEST_LETTERS, FEWEST_TOLD = 400, 200, 500
# Names of those whose mail is news; nobody called Newsom.
_NEWS = re.compile(
    r"news(?!o|\s?ticker)|headlines|\b(?:times|journal|herald|tribune|chronicle|gazette|examiner)",
    re.IGNORECASE,
)

# A desk that sends round what papers wrote.
_DESK = re.compile(r"news\s?ticker|\b(?:news|press|media|pa)?clips\b|clippings", re.IGNORECASE)


class Pasted(NamedTuple):
    """The lines of an article, from `first` to before `end`, and who wrote it as far as it says."""

    first: int
    end: int
    author: str | None


class Told:
    """How much is told between two lines, counted once for all lines: letters, and letters of prose."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Count."""
        sizes = [len(line.strip()) for line in lines]
        self._all = [0, *accumulate(sizes)]
        self._prose = [0, *accumulate(size if size > LONGEST_HEADING else 0 for size in sizes)]

    def letters(self, first: int, end: int) -> int:
        """Letters of the lines from `first` to before `end`."""
        return self._all[max(first, end)] - self._all[first]

    def is_story(self, first: int, end: int) -> bool:
        """Whether a story is told there, so that what follows may be another's."""
        return self._prose[max(first, end)] - self._prose[first] >= FEWEST_TOLD


def pasted(lines: Sequence[str], author: Address | None) -> list[Pasted]:
    """The articles among the lines; none where the author is a paper himself, whose mail is made of them."""
    signs = [n for n, line in enumerate(lines) if may_be_sign(line)]
    if not signs or is_press(author):
        return []
    told, found, named = Told(lines), list[Pasted](), 0
    for at in signs:
        last = found[-1] if found else Pasted(0, 0, None)
        within = at < last.end
        if within and not told.is_story(named, at):
            if last.author is None and at <= named + HEAD_LINES and (sign := sign_at(lines, at)):
                found[-1] = last._replace(author=sign)
            continue
        sign = sign_at(lines, at)
        if sign is None or (within and ends_article(lines, at)):
            continue
        new = _article(lines, at, named + 1 if within else last.end, sign, told)
        if new is None or (within and not _is_another(lines, at, new, last)):
            continue
        if within:
            found[-1], new = last._replace(end=new.first), new._replace(end=min(new.end, last.end))
        named = at
        if not _is_own(lines, new, at, author):
            found.append(new)
    return found


def _is_another(lines: Sequence[str], sign: int, new: Pasted, last: Pasted) -> bool:
    """Whether a sign within an article begins another: under a headline of its own, by another or nobody known."""
    headed = new.first < sign or holds_headline(lines[sign])
    return headed and (new.author or "").casefold() != (last.author or "").casefold()


def _article(lines: Sequence[str], at: int, floor: int, sign: str, told: Told) -> Pasted | None:
    """The article of a sign, which lies below line `floor`; None where it is too short, or ends none."""
    if (top := _above_tail(lines, at, floor, told)) is not None:
        below = (n for n in range(at + 1, min(at + 4, len(lines))) if is_copyright(lines[n]))
        return Pasted(top, next(below, at) + 1, who_wrote(lines, top, at, sign) or None)
    if ends_article(lines, at) and (ends_page(lines, at) or not is_copyright(lines[at])):
        return None
    first = headline_above(lines, at, floor)
    end = _end(lines, first, at)
    new = Pasted(first, end, who_wrote(lines, first, at, sign) or None)
    return new if told.letters(first, end) >= FEWEST_LETTERS else None


def sent_round(lines: Sequence[str], author: Address | None) -> Pasted | None:
    """What a desk of clippings sends under a day, a link, a byline or an agency; None where somebody speaks in it."""
    desk = author is not None and _DESK.search(_shown(author)) is not None
    if not desk or is_press(author) or sum(len(line.strip()) for line in lines) < FEWEST_LETTERS or speaks(lines):
        return None
    first = next(n for n, line in enumerate(lines) if line.strip())
    head = [line for line in lines[first : first + 2 * MOST_HEADLINE] if line.strip()][:MOST_HEADLINE]
    by = next(filter(None, map(bracketed_agency, head)), None)
    headed = by or any(DAY.match(line) or LINK.match(line) or BYLINE.match(line) for line in head)
    return Pasted(first, len(lines), by) if headed else None


def _above_tail(lines: Sequence[str], sign: int, floor: int, told: Told) -> int | None:
    """The headline of the article that a copyright ends; None where the line ends nothing, or no headline is seen."""
    if not ends_article(lines, sign):
        return None
    below = told.letters(sign + 1, min(sign + MOST_HEADLINE, len(lines)))
    if below >= FEWEST_LETTERS and not ends_page(lines, sign):
        return None
    for number in range(max(floor, sign - MOST_LINES), sign):
        text = lines[number].strip()
        if not text or not is_headline(lines, number, 0) or DAY.match(text) or len(text.split()) < FEWEST_HEAD_LETTERS:
            continue
        prose = next((line.strip() for line in lines[number + 1 : sign] if line.strip()), "")
        return number if len(prose) > LONGEST_HEADING and told.letters(number, sign) >= FEWEST_LETTERS else None
    return None


def _end(lines: Sequence[str], first: int, sign: int) -> int:
    """The line after the article."""
    around = range(first - 1, max(first - MOST_HEADLINE, 0) - 1, -1)
    above = next((lines[n].strip() for n in around if lines[n].strip()), "")
    # Under the days of a bulletin an article begins with its own.
    top = lines[first].strip()
    if not is_heading(above) and not (is_heading(top) and DAY.match(top)):
        return len(lines)
    return next((n for n in range(sign + 1, len(lines)) if is_heading(lines[n].strip())), len(lines))


def _is_own(lines: Sequence[str], new: Pasted, sign: int, author: Address | None) -> bool:
    """Whether an article names its sender: in its byline, or, where it has none, on a line beside its headline."""
    signer = signer_of(author)
    if new.author is None:
        head = (line.strip() for line in lines[new.first : sign + HEAD_LINES])
        return any(len(line.split()) > 1 and is_own_name(line, signer) for line in head if line)
    names = set(re.findall(r"[^\W\d_]{2,}", new.author.lower()))
    return len(names & signer.words) > 1 or (stamp_author(lines[sign]) is not None and is_own_name(new.author, signer))


def is_press(author: Address | None) -> bool:
    """Whether a mail comes from a paper or an agency itself; a body's own desk of clippings writes none of them."""
    if author is None:
        return False
    labels = (author.address or "").rpartition("@")[2].lower().replace("-", "").split(".")
    return _NEWS.search(_shown(author).replace("_", " ")) is not None or not agency_labels().isdisjoint(labels)


def _shown(author: Address) -> str:
    """The name and the address of an author, or what is printed in its place."""
    return f"{author.name or ''} {author.address or author.raw}"
