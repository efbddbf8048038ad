"""Lines of one author → the article, release or column that stands below the author's own signature.

Somebody signs ("Best, / Ada", "See you there. Ada") and pastes a text below. It is another's only where it shows that:
under a heading with a day and its paper or with a byline, or where what is said above calls it an article or the like,
and where nobody speaks in it as "I" or "we" or to a "you". All else below a signature stays the author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.bylines import BYLINE, DAY, LINK
from evidence.contact_lines import CONTACT, can_sign
from evidence.model import Address
from evidence.pasted import Pasted, is_press
from evidence.sign_offs import is_sign_off
from evidence.signatures import is_postscript
from evidence.signers import Signer, is_own_name, is_titled, signer_of
from evidence.speaking import speaks
from evidence.vocabulary import entries

LONGEST_HEADING, LEAST_PROSE, FEWEST_PROSE_LINES, FEWEST_LETTERS, MOST_HEADING_LINES = 120, 55, 6, 500, 7
FEWEST_WORDS, LEAST_SMALL, MOST_NAMES, LEAST_NAME, MOST_BLANKS, LEAD_LINES = 3, 6, 3, 3, 6, 8
LONGEST_SIGN, LONGEST_CONTACT, MOST_SIGNATURES, MOST_CONTACTS = 60, 300, 3, 20
_LAST_WORD = re.compile(r"[.!?)]\s+(?P<name>[A-Z][\w'-]*)\s*$")
# What a sender calls it: "this article", "the full press release below", "an op-ed worth reading".
_CALLED = re.compile(
    r"\b(?:this|the|an?|full|following|attached)\s(?:[\w'-]+\s){0,3}?"
    r"(?:article|column|editorial|op-ed|news story|press release|official release)\b|\bworth (?:a read|reading)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?:^|\s)[a-z]{2,}\b")
_WORD = re.compile(r"[^\W\d_]{2,}")


def enclosed(lines: Sequence[str], author: Address | None) -> Pasted | None:
    """The text below the first signature of the author that shows that it is another's; nobody known wrote it."""
    long = [n for n, line in enumerate(lines) if len(line) >= LEAST_PROSE]
    if author is None or len(long) < FEWEST_PROSE_LINES or is_press(author):
        return None
    signer = signer_of(author)
    tried = 0
    for at in range(long[-FEWEST_PROSE_LINES]):
        if tried == MOST_SIGNATURES:
            return None
        if not lines[at].strip() or not _signs(lines, at, signer):
            continue
        tried += 1
        first = _heading_below(lines, at, signer)
        if first is not None and _is_anothers(lines, first, signer):
            return Pasted(first, len(lines), None)
    return None


def _signs(lines: Sequence[str], at: int, signer: Signer) -> bool:
    """Whether the author's name closes a mail: below a closing word, or behind the last sentence of a paragraph."""
    text = lines[at].strip()
    if len(text) <= LONGEST_SIGN and len(text.split()) <= MOST_NAMES and is_own_name(text, signer):
        return is_sign_off(_above(lines, at))
    ends = at + 1 < len(lines) and not lines[at + 1].strip()
    behind = _LAST_WORD.search(text[-LONGEST_SIGN:]) if ends else None
    return behind is not None and len(behind["name"]) >= LEAST_NAME and behind["name"].lower() in signer.words


def _above(lines: Sequence[str], at: int) -> str:
    """The line with words above one; empty where none stands near."""
    return next((lines[n].strip() for n in range(at - 1, max(at - MOST_BLANKS, 0) - 1, -1) if lines[n].strip()), "")


def _heading_below(lines: Sequence[str], at: int, signer: Signer) -> int | None:
    """The first line of the heading below a signature, a blank line and contacts between; None where none stands."""
    number, last = at + 1, min(at + MOST_CONTACTS, len(lines))
    while number < last and lines[number].strip() and can_sign(lines[number], signer):
        number += 1
    while number < last and (not lines[number].strip() or CONTACT.search(lines[number][:LONGEST_CONTACT])):
        number += 1
    if number >= last or lines[number - 1].strip() or is_postscript(lines[number]):
        return None
    return number if _headings(lines, number) else None


def _headings(lines: Sequence[str], first: int) -> list[str]:
    """The lines of a heading: short ones without a stop above the first line of prose."""
    found: list[str] = []
    for number in range(first, min(first + 2 * MOST_HEADING_LINES, len(lines))):
        text = lines[number].strip()
        if text and len(text) >= LEAST_PROSE and not _is_heading(text):
            return found if any(_is_heading(t) for t in found) else []
        found += [text] if text else []
    return []


def _is_heading(text: str) -> bool:
    told = len(text) <= LONGEST_HEADING and text[-1] not in ".:;," and not LINK.match(text)
    return told and len(text.split()) >= FEWEST_WORDS and is_titled(text)


def _is_anothers(lines: Sequence[str], first: int, signer: Signer) -> bool:
    """Whether a text is prose in which nobody speaks, and shows that somebody else wrote it."""
    below, above = lines[first:], [t for t in lines[:first] if t.strip()][-LEAD_LINES:]
    prose = [t for t in below if len(_SMALL.findall(t)) >= LEAST_SMALL]
    enough = len(prose) >= FEWEST_PROSE_LINES and sum(len(t.strip()) for t in prose) >= FEWEST_LETTERS
    heading = _headings(lines, first)
    own = any(_own_work().search(t) for t in (*above, *heading))
    if not enough or own or speaks(below) or _names(below, signer):
        return False
    printed = any(DAY.match(t) for t in heading) and any(_ends_as_paper().search(t) for t in heading)
    return printed or any(BYLINE.match(t) for t in heading) or any(_CALLED.search(t) for t in above)


def _names(below: Sequence[str], signer: Signer) -> bool:
    """Whether the author's name stands in what is below: as signature, in a byline or a note on who wrote it."""
    for line in below:
        words = {w.lower() for w in _WORD.findall(line)}
        if len(words & signer.words) > 1 or (len(line) <= LONGEST_SIGN and is_own_name(line, signer)):
            return True
        if words & signer.words and BYLINE.match(line):
            return True
    return False


@cache
def _own_work() -> re.Pattern[str]:
    """What the author may have written himself: "the draft", "my notes"."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(e) for e in entries('own-works'))})\b", re.IGNORECASE)


@cache
def _ends_as_paper() -> re.Pattern[str]:
    """The name of a paper at the end of a line: "May 3, Bay Times"."""
    words = "|".join(re.escape(e) for e in entries("newspaper-words"))
    return re.compile(rf"[A-Z]\w+ (?:(?i:{words}))\W*$")
