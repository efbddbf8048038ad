"""A line of an article that may be → what stands around it: a headline, prose, a day, a link, talk of a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.bylines import DAY, LINK
from evidence.wires import PLACE

HEAD_LINES, LONGEST_HEADLINE, LEAST_HEADLINE, LEAST_PROSE, DRAFT_LINES = 6, 95, 12, 55, 12
_DRAFT = re.compile(r"\b(?:draft\w*|edits?|revis\w+|redraft\w*|to sign|ghost\w*|track changes)\b", re.IGNORECASE)
# "KNOXVILLE, Tenn. \u2014 " at the head of a story.
_OPENS = re.compile(r"^\s*[A-Z][A-Z.' ]{2,30}(?:, [A-Z][\w. ]{1,20})? ?[\u2014\u2013|-]{1,2}\s?\S")


def is_between(lines: Sequence[str], at: int) -> bool:
    """Whether a line stands between a headline and prose that nobody calls a draft."""
    return is_below_headline(lines, at) and is_above_prose(lines, at) and not is_draft(lines, at)


def is_marked(lines: Sequence[str], at: int) -> bool:
    """Whether a day or a link stands beside a byline, or a place opens the story below it."""
    around = [t for t in lines[max(at - HEAD_LINES, 0) : at + HEAD_LINES] if t.strip()]
    return any(DAY.match(t) or LINK.match(t) for t in around) or any(
        _OPENS.match(t) or PLACE.match(t) for t in lines[at + 1 : at + HEAD_LINES]
    )


def is_draft(lines: Sequence[str], at: int) -> bool:
    """Whether what leads in speaks of a draft, the headline apart: staff write what an official will sign."""
    further = lines[max(at - DRAFT_LINES, 0) : max(at - HEAD_LINES, 0)]
    return any(_DRAFT.search(line) for line in (*further, *above_headline(lines, at)))


def is_below_headline(lines: Sequence[str], at: int) -> bool:
    """Whether what stands right above a line is as long as a headline and ends like one."""
    above = next((t.strip() for t in reversed(lines[max(at - 2, 0) : at]) if t.strip()), "")
    return LEAST_HEADLINE <= len(above) <= LONGEST_HEADLINE and (above[-1] not in ":,;" and not LINK.match(above))


def is_above_prose(lines: Sequence[str], at: int) -> bool:
    """Whether the lines below a sign run as long as those of a paragraph do."""
    below = [t.strip() for t in lines[at + 1 : at + 1 + 2 * HEAD_LINES] if t.strip()][:HEAD_LINES]
    return sum(len(t) >= LEAST_PROSE for t in below) > 1


def is_below_day(lines: Sequence[str], at: int) -> bool:
    """Whether a day stands on one of the lines right above, as services of clippings print it."""
    return any(DAY.match(line) for line in lines[max(at - 3, 0) : at])


def is_beside_day(lines: Sequence[str], at: int) -> bool:
    """Whether a day stands on one of the lines around."""
    return any(DAY.match(line) for line in lines[max(at - 3, 0) : at + 4])


def above_headline(lines: Sequence[str], at: int) -> Sequence[str]:
    """The lines above a byline, without those right above it, which are the headline and may speak of anything."""
    top = at - 1
    while at - top <= HEAD_LINES and top >= 0 and not lines[top].strip():
        top -= 1
    while at - top <= HEAD_LINES and top >= 0 and lines[top].strip():
        top -= 1
    return lines[max(at - HEAD_LINES, 0) : top + 1]
