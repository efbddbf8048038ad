"""A line → whether it closes a mail ("Thanks again, Ann"), and whether a name stands behind the closing word."""

from __future__ import annotations

import re
from functools import cache

from evidence.vocabulary import entries

AFTER_SIGN_OFF = frozenset(["again", "all", "everyone", "so", "much", "very", "in", "advance", "team", "both", "and"])
_AND = r"\W+(?:and|&|und|et|y|en|e|og|och)\W+"


def is_sign_off(line: str) -> bool:
    """Whether a line closes a mail: "Thanks again, Ann", "Thanks and kind regards", but not "Thanks for the trial"."""
    found = _sign_off().match(line)
    rest = re.findall(r"[\w'-]+", found["rest"]) if found else []
    return found is not None and all(word[0].isupper() or word.lower() in AFTER_SIGN_OFF for word in rest)


def carries_name(line: str) -> bool:
    """Whether a closing word has a name behind it: "Thanks, Ann"."""
    found = _sign_off().match(line)
    rest = re.findall(r"[\w'-]+", found["rest"]) if found else []
    return any(w.lower() not in AFTER_SIGN_OFF for w in rest)


@cache
def _sign_off() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in sorted(entries("sign-offs"), key=len, reverse=True))
    return re.compile(
        rf"^\W*(?:{words})(?!\w)(?:{_AND}(?:{words})(?!\w))?(?P<rest>[\s,.!;-]*(?:[\w.'-]+[\s,.!]*){{0,3}})$",
        re.IGNORECASE,
    )
