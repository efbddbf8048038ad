"""A text → whether it begins as notices do, heads one or goes on with one; the text folded, the words packed."""

from __future__ import annotations

import re
from functools import cache

from evidence.vocabulary import entries

LONGEST_BEGINNING, SURE, OPENING_SIGNS, OPENING_LETTERS = 10_000, 20, 24, 3
# No notice says "I".
SPEAKS = re.compile(r"\bI(?:'m|\u2019m|'ve|\u2019ve|'ll|\u2019ll)?\b(?![.)])|\b[Mm]y\b|\bDear\b|\bThanks\b|\bHi\b")
LONGEST_HEADING = 60
# What `folded_text` leaves out at the head of a line.
_OPENING = re.compile(r"[\s*_>#\[(<=~\"'\u201c-]*")

# So begins a sentence on anything that one can leave.
_ANYBODYS = (
    "to opt",
    "to be taken off",
    "to be removed from",
    "to stop receiving",
    "if you do not",
    "if you no longer",
)
_MAIL_WORDS = re.compile(
    r"click|http|@|\b(?:e-?)?mails?\b|mailing|newsletter|subscri|messages?\b|\blists?\b|reply|communications|updates|alerts|distribution"
    r"|\btext\b|\bcall 1|\bgo here|\bcontact us"
)
_ME = re.compile(r"\b(?:i|me|my)\b")


def begins_notice(line: str) -> bool:
    """Whether a line or a text begins with the words of a notice, whatever marks stand before them."""
    # Most lines begin with other letters: what stands behind their marks is looked at before the line is folded.
    opening = _OPENING.match(line, 0, LONGEST_BEGINNING)
    at = opening.end() if opening else 0
    first = "".join(line[at : at + OPENING_SIGNS].lower().split())[:OPENING_LETTERS]
    if first not in _first_letters() and (len(first) == OPENING_LETTERS or at + OPENING_SIGNS >= len(line)):
        return False
    folded = folded_text(line[:LONGEST_BEGINNING])
    return folded.startswith(beginnings()) or folded.replace(" ", "").startswith(_packed_beginnings())


def leaves_anything(folded: str) -> bool:
    """Whether a paragraph that begins as the foot of a list does ("To opt out of …") speaks of no mail, or of "me"."""
    return folded.startswith(_ANYBODYS) and (_MAIL_WORDS.search(folded) is None or _ME.search(folded) is not None)


def heads_notice(line: str) -> bool:
    """Whether a line is nothing but the heading of a notice, which says nothing where no notice stands below."""
    return len(line) <= LONGEST_HEADING and line.strip(" \t*_-=:.!#").lower() in entries("notice-headings")


def goes_on_as_notice(text: str) -> bool:
    """Whether a paragraph below a notice goes on with it: who is registered where, who answers for viruses."""
    if len(text) > LONGEST_BEGINNING or SPEAKS.search(text):
        return False
    squeezed = " ".join(text.lower().split())
    return any(phrase in squeezed for phrase in entries("notice-continuations"))


@cache
def _first_letters() -> frozenset[str]:
    return frozenset(packed(e)[:OPENING_LETTERS] for e in beginnings())


@cache
def _packed_beginnings() -> tuple[str, ...]:
    """Long beginnings without white space, which OCR puts anywhere."""
    return tuple(packed(e) for e in beginnings() if len(e) >= SURE)


@cache
def beginnings() -> tuple[str, ...]:
    """How notices begin, folded."""
    return (*entries("disclaimers"), *entries("bulk-footers"))


def folded_text(text: str) -> str:
    """A text in small letters on one line, without the marks at its head."""
    return _bare(" ".join(text.lower().split()))


def _bare(squeezed: str) -> str:
    return squeezed.lstrip("*_-> #[(<=~\"'\u201c")


@cache
def packed(phrase: str) -> str:
    """A phrase of the vocabulary without its spaces, for OCR parts words."""
    return phrase.replace(" ", "")
