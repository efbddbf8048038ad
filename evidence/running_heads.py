"""Text of printed pages → the lines that come back at the head or foot of them, as printers and browsers put them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

FEWEST_PAGES, SHARE_OF_PAGES, LONGEST = 3, 0.5, 200
# "11/26/2026, 2:22 AM    Gmail - Pilot" and "https://mail.example/…    1/2": what browsers print on each page.
_BROWSER_HEAD = re.compile(r"^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?\s{3,}\S.*$")
_BROWSER_FOOT = re.compile(r"^\s*(?:https?|file)://\S.*\s\d{1,4}/\d{1,4}\s*$")
_LABEL = re.compile(r"^\s*[^\W\d][\w -]{1,20}:(?:\s|$)")
_COUNTS = re.compile(r"\d|\bpage\b|://", re.IGNORECASE)


def running_heads(text: str) -> frozenset[str]:
    """Lines, without white space around them; form feeds part the pages.

    A head is the first line of its page; a foot is the last and holds a number or address, for people end with the same
    words too.
    """
    pages = text.split("\f")
    written = [[x.strip() for x in page.split("\n") if x.strip()] for page in pages]
    # The only line of a page is what the page says.
    edges = [(lines[0], lines[-1]) for lines in written if len(lines) > 1]
    heads = [head for head, _ in edges if not _LABEL.match(head)]
    feet = [foot for _, foot in edges if _COUNTS.search(foot) and not _LABEL.match(foot)]
    found = {*_coming_back(heads, len(edges)), *_coming_back(feet, len(edges))}
    found |= {line for line in heads if _BROWSER_HEAD.match(line)}
    found |= {line for line in feet if _BROWSER_FOOT.match(line)}
    return frozenset(found)


def _coming_back(lines: Sequence[str], pages: int) -> set[str]:
    """Those that stand on many pages, but for their numbers."""
    often = Counter(_bare(line) for line in lines if len(line) <= LONGEST)
    enough = max(FEWEST_PAGES, SHARE_OF_PAGES * pages)
    return {line for line in lines if often[_bare(line)] >= enough}


def _bare(line: str) -> str:
    return " ".join(re.sub(r"\d+", "0", line).split())
