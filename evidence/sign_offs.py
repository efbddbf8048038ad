"""A line → whether it closes a mail ("Thanks again, Ann"), and whether a name stands behind the closing word."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from evidence.vocabulary import entries

AFTER_SIGN_OFF = frozenset(["again", "all", "everyone", "so", "much", "very", "in", "advance", "team", "both", "and"])
LONGEST_REMEMBERED = 200
_AND = r"\W+(?:and|&|und|et|y|en|e|og|och)\W+"


def is_sign_off(line: str) -> bool:
    """Whether a line closes a mail: "Thanks again, Ann", "Thanks and kind regards", but not "Thanks for the trial"."""
    rest = _behind(line)
    return rest is not None and all(word[0].isupper() or word.lower() in AFTER_SIGN_OFF for word in rest)


def carries_name(line: str) -> bool:
    """Whether a closing word has a name behind it: "Thanks, Ann"."""
    return any(w.lower() not in AFTER_SIGN_OFF for w in _behind(line) or ())


def _behind(line: str) -> tuple[str, ...] | None:
    """The words behind a closing word; None where the line begins with none."""
    return _remembered(line) if len(line) <= LONGEST_REMEMBERED else _words_behind(line)


def _words_behind(line: str) -> tuple[str, ...] | None:
    # Without regard to case a pattern tries every word; in small letters only those that begin with the same one.
    found = _sign_off(0).match(line.lower()) if line.isascii() else _sign_off(re.IGNORECASE).match(line)
    return tuple(re.findall(r"[\w'-]+", line[found.start("rest") : found.end("rest")])) if found else None


# The same lines are asked about again and again.
_remembered = lru_cache(maxsize=2048)(_words_behind)


@cache
def _sign_off(flags: int) -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in sorted(entries("sign-offs"), key=len, reverse=True))
    return re.compile(
        rf"^\W*(?:{words})(?!\w)(?:{_AND}(?:{words})(?!\w))?(?P<rest>[\s,.!;-]*(?:[\w.'-]+[\s,.!]*){{0,3}})$",
        flags,
    )
