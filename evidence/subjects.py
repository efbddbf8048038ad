"""Subject of a mail → its topic, and whether it says that the mail answers or forwards another."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from evidence.folding import fold
from evidence.vocabulary import entries

NEAR_TOPIC = 88  # of 100: two readings of one printed subject
LEAST_TO_BEGIN = 8  # letters of a topic that a longer one may begin with: a printed subject runs into the next line
_MARKED = re.compile(r"^\s*(?:\[[^\]]{1,30}\]\s*)+|\s*\((?:fwd|was:[^)]*)\)\s*$", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def topic(subject: str | None) -> str:
    """Letters and digits of a subject without "Re:", "Fwd:", a list's mark in brackets, "(fwd)"."""
    text = subject or ""
    while (bare := _prefix().sub("", _MARKED.sub("", text))) != text:
        text = bare
    return fold(text)


@lru_cache(maxsize=50_000)
def is_answer(subject: str | None) -> bool:
    """Whether a subject begins, behind a list's mark, with "Re:", "Fwd:" or the like."""
    return bool(_prefix().match(_MARKED.sub("", subject or "")))


def same_topic(one: str, other: str) -> bool:
    """Whether two topics may be one, read twice or cut off."""
    short, long = sorted((one, other), key=len)
    if one == other or (len(short) >= LEAST_TO_BEGIN and long.startswith(short)):
        return True
    return len(short) >= LEAST_TO_BEGIN and fuzz.ratio(one, other, score_cutoff=NEAR_TOPIC) >= NEAR_TOPIC


@cache
def _prefix() -> re.Pattern[str]:
    # "Re[2]:", "RE(3):"; text recognition reads the colon as a semicolon.
    words = "|".join(map(re.escape, entries("answer-prefixes")))
    return re.compile(rf"^\s*(?:{words})\s*(?:[\[(]\d+[\])])?\s*[:;]\s*", re.IGNORECASE)
