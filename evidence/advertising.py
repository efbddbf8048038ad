"""A paragraph of bulk mail → whether it advertises or only links on; what the mail is about stays with its sender."""

from __future__ import annotations

import re
from functools import cache

from evidence.vocabulary import entries

FEWEST_LINKS, MOST_LINK_WORDS, LONGEST_PARAGRAPH = 4, 4, 700
_PICTURE = re.compile(r"\[(?:IMAGE|image|cid:[^\]\s]*)\]")
_BETWEEN = re.compile(r"\s+-+\s*|\s*[|\u2022\u00b7]\s*|\[IMAGE\]")


def advertises(paragraph: str) -> bool:
    """Whether a paragraph is a picture, a row of links, or praises what is for sale."""
    bare = _PICTURE.sub(" ", paragraph).strip()
    if not re.search(r"\w", bare):
        return True
    if len(bare) > LONGEST_PARAGRAPH:
        return False
    return _cues().search(" ".join(bare.split())) is not None or _is_row_of_links(paragraph)


def _is_row_of_links(paragraph: str) -> bool:
    """Whether all of a paragraph is short names side by side: "Company Info - Feedback - Help - Jobs"."""
    names = [name for name in _BETWEEN.split(" ".join(paragraph.split("\n"))) if re.search(r"\w", name)]
    short = all(len(name.split()) <= MOST_LINK_WORDS and not name.rstrip().endswith((".", "?", ",")) for name in names)
    return len(names) >= FEWEST_LINKS and short


@cache
def _cues() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in entries("advertising"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
