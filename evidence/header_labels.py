"""A line of printed mail → the header field that it begins, or whether it announces another mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from evidence.vocabulary import entries

# Letters that a pattern without regard to case takes for others, and that `lower` leaves or parts in two.
FOLDED = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s"})
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015", "-"))


@cache
def _labels() -> Mapping[str, str]:
    return dict(tuple(part.strip() for part in line.split("=", 1)) for line in entries("header-labels"))  # type: ignore[misc]


@cache
def _label_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(_labels(), key=len, reverse=True))
    return re.compile(
        rf"^[*_|.,'`~\u2022]{{0,2}}[ \t]?(?P<label>{names})[ \t\u00a0\u202f]*[*_]{{0,2}}"
        r"(?:[ \t\u00a0\u202f]*[:;\u2022\uff1a][*_]{0,2}|(?<=\w)[ \t]{3,}(?=\S))[ \t\u00a0]*(?P<value>.*)$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=4096)
def label_of(line: str) -> tuple[str, str] | None:
    """Field and value of a header line, None where it is none; layouts ask many times about the same lines."""
    found = _label_pattern().match(line.lstrip(" \t\u00a0"))
    if not found or (not re.search("[:;\u2022\uff1a]", line) and not found["label"][0].isupper()):
        return None
    return _labels()[found["label"].translate(FOLDED).lower()], found["value"].strip()


def is_lead(line: str) -> bool:
    """Whether a line only announces another mail ("-----Original Message-----")."""
    leads = (*entries("thread-leads"), *entries("forward-leads"))
    line = line.translate(DASHES)
    bare = _words(line)
    return bare in leads or ("---" in line and bare.startswith(leads)) or bool(re.match(r"\s*[_-]{20,}\s*$", line))


def says_forwarded(line: str) -> bool:
    """Whether an announcement is of a mail that was passed on."""
    return _words(line).startswith(entries("forward-leads"))


def _words(line: str) -> str:
    """The words of a line, lower-case, without what draws its rule."""
    return " ".join(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", line.lower().replace("\u2019", "'")))
