"""A line of printed mail → the header field that it begins, or whether it announces another mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from evidence.vocabulary import entries

# Letters that a pattern without regard to case takes for others, and that `lower` leaves or parts in two.
FOLDED = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s"})
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015", "-"))
# What a label needs behind it; most lines have neither, and to look first costs little.
_AFTER_LABEL = re.compile("[:;\u2022\uff1a]|[ \t]{3}")
_MARK = re.compile("[:;\u2022\uff1a]")
_RULE = re.compile("\\s*[_\u2010-\u2015-]{20,}\\s*$")
# An announcement that has lost its line break: "----- Forwarded by Ada Quill ----From: Bram Otter".
_GLUED = re.compile(r"(?P<lead>\s*-{3,}.{1,200}?-{3,}\s?)(?P<rest>From:.*)$")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# A longer line is not remembered: a few thousand of them would fill the memory.
LONGEST_REMEMBERED = 500


@cache
def _labels() -> Mapping[str, str]:
    return dict(tuple(part.strip() for part in line.split("=", 1)) for line in entries("header-labels"))  # type: ignore[misc]


@cache
def _label_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(_labels(), key=len, reverse=True))
    # No two runs of white space side by side: how to part a megabyte of it would be tried in every way.
    blank = "[ \t\u00a0\u202f]*"
    return re.compile(
        rf"^[*_|.,'`~\u2022]{{0,2}}[ \t]?(?P<label>{names})(?:(?:{blank}[*_]{{1,2}})?{blank}[:;\u2022\uff1a][*_]{{0,2}}"
        rf"|(?:{blank}[*_]{{1,2}})?(?<=\w)[ \t]{{3,}}(?=\S))[ \t\u00a0]*(?P<value>.*)$",
        re.IGNORECASE,
    )


def label_of(line: str) -> tuple[str, str] | None:
    """Field and value of a header line, None where it is none."""
    if not (":" in line or ";" in line or "   " in line or "\t" in line or "\u2022" in line or "\uff1a" in line):
        return None
    if _AFTER_LABEL.search(line) is None:
        return None
    return _remembered(line) if len(line) <= LONGEST_REMEMBERED else _labelled(line)


def _labelled(line: str) -> tuple[str, str] | None:
    found = _label_pattern().match(line.lstrip(" \t\u00a0"))
    if not found and (glued := _GLUED.match(line)) and is_lead(glued["lead"]):
        return _labelled(glued["rest"])
    if not found or (not _MARK.search(line) and not found["label"][0].isupper()):
        return None
    return _labels()[found["label"].translate(FOLDED).lower()], found["value"].strip()


# Layouts ask many times about the same lines.
_remembered = lru_cache(maxsize=4096)(_labelled)


def is_lead(line: str) -> bool:
    """Whether a line only announces another mail ("-----Original Message-----")."""
    return is_rule(line) or (begins_as_lead(line) and _is_worded_lead(line.translate(DASHES)))


def is_rule(line: str) -> bool:
    """Whether a line is a rule of dashes, as stands above a mail that is passed on."""
    return _RULE.match(line) is not None


def begins_as_lead(line: str) -> bool:
    """Whether the first word of a line is one that an announcement begins with; most lines need no further look."""
    return _lead_begins().match(line.lower()) is not None


def _is_worded_lead(line: str) -> bool:
    leads, bare = _leads(), _words(line)
    return bare in leads or ("---" in line and bare.startswith(leads))


@cache
def _leads() -> tuple[str, ...]:
    return (*entries("thread-leads"), *entries("forward-leads"))


@cache
def _lead_begins() -> re.Pattern[str]:
    first = sorted({_WORD.findall(lead)[0].partition("'")[0] for lead in _leads()})
    return re.compile(rf"[\W\d_]*(?:{'|'.join(map(re.escape, first))})")


def says_forwarded(line: str) -> bool:
    """Whether an announcement is of a mail that was passed on."""
    return _words(line).startswith(entries("forward-leads"))


def _words(line: str) -> str:
    """The words of a line, lower-case, without what draws its rule."""
    return " ".join(_WORD.findall(line.lower().replace("\u2019", "'")))
