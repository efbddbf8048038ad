"""Lines of one author → the articles of newspapers and agencies among them, which the author pasted in; by whom.

An article is known by its dateline ("CHICAGO (Reuters) - "), by the copyright of its paper, or by a byline beside the
name of a paper. It begins with its headline and goes on to the end, to the author's own signature, or to the next
heading of a bulletin in which it stands under a heading of the same style.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.bylines import BYLINE, DAY, LINK
from evidence.model import Address
from evidence.press import (
    ends_page,
    heads_byline,
    is_copyright,
    is_release,
    may_be_sign,
    sign_at,
    who_wrote,
)
from evidence.signers import is_titled, signer_of
from evidence.wires import agency_labels, bracketed_agency

MOST_HEADLINE, LONGEST_HEADLINE, LONGEST_HEADING, MOST_LINES = 7, 95, 40, 400
FEWEST_LETTERS, FEWEST_HEAD_LETTERS = 200, 3
# Names of those whose mail is news; nobody called Newsom.
_NEWS = re.compile(
    r"news(?!o|\s?ticker)|headlines|\b(?:times|journal|herald|tribune|chronicle|gazette|examiner)",
    re.IGNORECASE,
)

# A desk that sends round what papers wrote.
_DESK = re.compile(r"news\s?ticker|\b(?:news|press|media|pa)?clips\b|clippings", re.IGNORECASE)
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]{1,600}[\"\u201d]")
_SPEAKS = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]ine|[Yy]ou|[Yy]our|[Ww]e|[Oo]urs?|us)\b")


class Pasted(NamedTuple):
    """The lines of an article, from `first` to before `end`, and who wrote it as far as it says."""

    first: int
    end: int
    author: str | None


def pasted(lines: Sequence[str], author: Address | None) -> list[Pasted]:
    """The articles among the lines; none where the author is a paper himself, whose mail is made of them."""
    signs = [n for n, line in enumerate(lines) if may_be_sign(line)]
    if not signs or is_press(author):
        return []
    found: list[Pasted] = []
    for at in signs:
        floor = found[-1].end if found else 0
        sign = sign_at(lines, at) if at >= floor else None
        if sign is None:
            continue
        first = _headline(lines, at, floor)
        if (top := _above_tail(lines, at, floor)) is not None:
            found.append(Pasted(top, at + 1, who_wrote(lines, top, at, sign)))
        if top is not None or (is_copyright(lines[at]) and ends_page(lines, at)):
            continue
        end = _end(lines, first, at)
        by = who_wrote(lines, first, at, sign)
        if not _is_own(by, author) and sum(len(line.strip()) for line in lines[at:end]) >= FEWEST_LETTERS:
            found.append(Pasted(first, end, by))
    return found


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


def speaks(lines: Sequence[str]) -> bool:
    """Whether somebody says "I" or "we" or speaks to a "you" in the lines, outside quotation marks."""
    text = _QUOTED.sub(" ", " ".join(line.strip() for line in lines if line.strip()))
    return _SPEAKS.search(text) is not None


def _above_tail(lines: Sequence[str], sign: int, floor: int) -> int | None:
    """The headline of the article that a copyright ends; None where the line ends nothing, or no headline is seen."""
    below = sum(len(line.strip()) for line in lines[sign + 1 : sign + MOST_HEADLINE])
    if not is_copyright(lines[sign]) or (below >= FEWEST_LETTERS and not ends_page(lines, sign)):
        return None
    for number in range(max(floor, sign - MOST_LINES), sign):
        text = lines[number].strip()
        if not text or not _is_headline(lines, number, 0) or DAY.match(text) or len(text.split()) < FEWEST_HEAD_LETTERS:
            continue
        prose = next((line.strip() for line in lines[number + 1 : sign] if line.strip()), "")
        told = sum(len(line.strip()) for line in lines[number:sign])
        return number if len(prose) > LONGEST_HEADING and told >= FEWEST_LETTERS else None
    return None


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
        if (
            taken == MOST_HEADLINE
            or not _is_headline(lines, above, taken)
            or (_is_heading(text) and not DAY.match(text) and not is_release(lines[at]))
        ):
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
    above = lines[max(number - 3, 0) : number]
    if LINK.match(text) and any(line.rstrip().endswith(":") for line in above[-2:]):
        # "Here it is:", says who sends it.
        return False
    if heads_byline(lines, number):
        return True
    led = taken == 0 and any(DAY.match(line) or LINK.match(line) for line in above)
    wraps = led or (taken > 0 and is_titled(lines[number - 1])) if number else False
    return bool(DAY.match(text) or LINK.match(text)) or is_titled(text) or wraps


def _is_heading(text: str) -> bool:
    """Whether a line is a heading of a bulletin: a few words in capitals alone."""
    return (
        len(text) <= LONGEST_HEADING and text.isupper() and len(text) > FEWEST_HEAD_LETTERS and not BYLINE.match(text)
    )


def _end(lines: Sequence[str], first: int, sign: int) -> int:
    """The line after the article."""
    above = next((lines[n].strip() for n in range(first - 1, -1, -1) if lines[n].strip()), "")
    # Under the days of a bulletin an article begins with its own.
    top = lines[first].strip()
    if not _is_heading(above) and not (_is_heading(top) and DAY.match(top)):
        return len(lines)
    return next((n for n in range(sign + 1, len(lines)) if _is_heading(lines[n].strip())), len(lines))


def _is_own(by: str, author: Address | None) -> bool:
    """Whether a byline names the author: then the article is theirs."""
    return len(set(re.findall(r"[^\W\d_]{2,}", by.lower())) & signer_of(author).words) > 1


def is_press(author: Address | None) -> bool:
    """Whether a mail comes from a paper or an agency itself; a body's own desk of clippings writes none of them."""
    if author is None:
        return False
    labels = (author.address or "").rpartition("@")[2].lower().replace("-", "").split(".")
    return _NEWS.search(_shown(author).replace("_", " ")) is not None or not agency_labels().isdisjoint(labels)


def _shown(author: Address) -> str:
    """The name and the address of an author, or what is printed in its place."""
    return f"{author.name or ''} {author.address or author.raw}"
