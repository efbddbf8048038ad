"""A line that is a sign of an article → where its headline begins; which lines are headings of a bulletin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.bylines import BYLINE, DAY, LINK
from evidence.press import heads_byline, is_release
from evidence.signers import is_titled
from evidence.story_places import LONGEST_HEADLINE

MOST_HEADLINE, LONGEST_HEADING, FEWEST_HEAD_LETTERS = 7, 40, 3
_ANSWER = re.compile(r"(?i)\W*(?:fyi|fwd?|re)\b")


def headline_above(lines: Sequence[str], at: int, floor: int) -> int:
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
            or not is_headline(lines, above, taken)
            or (is_heading(text) and not DAY.match(text) and not is_release(lines, at))
        ):
            break
        first, blanks, taken = above, 0, taken + 1
    return first


def is_headline(lines: Sequence[str], number: int, taken: int) -> bool:
    """Whether a line may belong to a headline, of which so many lines below it are known."""
    text = lines[number].strip()
    if len(text) > LONGEST_HEADLINE or text.endswith((".", ":", ",", ";")) or _ANSWER.match(text):
        return False
    above = lines[max(number - 3, 0) : number]
    if LINK.match(text) and any(line.rstrip().endswith(":") for line in above[-2:]):
        # "Here it is:", says who sends it.
        return False
    if heads_byline(lines, number):
        return True
    led = taken == 0 and any(DAY.match(line) or LINK.match(line) for line in above)
    below_title = number > 0 and is_titled(lines[number - 1])
    wraps = taken > 0 and (below_title or lines[number + 1].lstrip()[:1].islower())
    return bool(DAY.match(text) or LINK.match(text)) or is_titled(text) or led or wraps


def is_heading(text: str) -> bool:
    """Whether a line is a heading of a bulletin: a few words in capitals alone."""
    return (
        len(text) <= LONGEST_HEADING and text.isupper() and len(text) > FEWEST_HEAD_LETTERS and not BYLINE.match(text)
    )
