"""A line of printed mail → the header field that it begins, or whether it announces another mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from evidence.vocabulary import entries


@cache
def _labels() -> Mapping[str, str]:
    return dict(tuple(part.strip() for part in line.split("=", 1)) for line in entries("header-labels"))  # type: ignore[misc]


@cache
def _label_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(_labels(), key=len, reverse=True))
    return re.compile(
        rf"^[ \t]*[*_|\u2022]{{0,2}}(?P<label>{names})[*_]{{0,2}}"
        r"(?:[ \t]*[:;\u2022][*_]{0,2}|[ \t]{3,}(?=\S))[ \t]*(?P<value>.*)$",
        re.IGNORECASE,
    )


def label_of(line: str) -> tuple[str, str] | None:
    """Field and value of a header line, None where it is none."""
    found = _label_pattern().match(line)
    if not found or (not re.search("[:;\u2022]", line) and not found["label"][0].isupper()):
        return None
    return _labels()[found["label"].lower()], found["value"].strip()


def is_lead(line: str) -> bool:
    """Whether a line only announces another mail ("-----Original Message-----")."""
    bare = " ".join(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", line.lower().replace("\u2019", "'")))
    leads = entries("thread-leads")
    return bare in leads or ("---" in line and bare.startswith(leads)) or bool(re.match(r"\s*[_-]{20,}\s*$", line))
