"""Text of printed pages → the lines that come back at the head or foot of them, as printers and browsers put them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evidence.vocabulary import entries

FEWEST_PAGES, SHARE_OF_PAGES, LONGEST = 3, 0.5, 200
FEWEST_PROSE_WORDS, LONG_WORD, OFTEN_LOWER = 3, 4, 0.5
# "11/26/2026, 2:22 AM    Gmail - Pilot" and "https://mail.example/…    1/2": what browsers print on each page.
_BROWSER_HEAD = re.compile(r"^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?\s{3,}\S.*$")
_BROWSER_FOOT = re.compile(r"^\s*(?:https?|file)://\S.*\s\d{1,4}/\d{1,4}\s*$")
_LABEL = re.compile(r"^\s*[^\W\d][\w -]{1,20}:(?:\s|$)")
_STOPPED = re.compile(r"[.!?\u2026\u3002][\"'\u201d\u2019)\]*_]*$")
_ADDRESS = re.compile(r"\S+://\S+")
_GOES_ON = re.compile(r"[,;:]$")
_COUNTS = re.compile(r"\d|\bpage\b|://", re.IGNORECASE)


def running_heads(text: str) -> frozenset[str]:
    """Lines, without white space around them; form feeds part the pages.

    A head is the first line of its page; a foot is the last and holds a number or address, for people end with the same
    words too. What can be a sentence is neither, however often it comes back: a reader would lose what somebody wrote.
    """
    pages = text.split("\f")
    written = [[x.strip() for x in page.split("\n") if x.strip()] for page in pages]
    # The only line of a page is what the page says.
    edges = [(lines[0], lines[-1]) for lines in written if len(lines) > 1]
    heads = [head for head, _ in edges if not _LABEL.match(head)]
    feet = [foot for _, foot in edges if _COUNTS.search(foot) and not _LABEL.match(foot)]
    found = {*_coming_back(heads, len(edges)), *_coming_back(feet, len(edges))}
    browsers = {line for line in heads if _BROWSER_HEAD.match(line)}
    found = {line for line in found | browsers if not _says_something(line)}
    # A browser prints the moment and the title of the mail, which may be a sentence, on each page alike.
    times = Counter(heads)
    found |= {line for line in browsers if times[line] > 1}
    return frozenset(found | {line for line in feet if _BROWSER_FOOT.match(line)})


def _says_something(line: str) -> bool:
    return can_be_sentence(line) or bool(_STOPPED.search(line) or _GOES_ON.search(line))


def can_be_sentence(line: str) -> bool:
    """Whether a line says something: a pronoun or common verb, many small letters, or a stop behind small letters."""
    words = re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", _ADDRESS.sub(" ", line))
    # "IT" amid small letters is the department, not the pronoun.
    plain = [w.lower().replace("\u2019", "'") for w in words if line.isupper() or not w.isupper() or len(w) == 1]
    if any(word in entries("sentence-words") for word in plain):
        return True
    long = [w for w in words if len(w) >= LONG_WORD]
    small = bool(long) and sum(w.islower() for w in long) >= OFTEN_LOWER * len(long)
    return len(words) >= FEWEST_PROSE_WORDS and (small or bool(_STOPPED.search(line) and not line.isupper()))


def _coming_back(lines: Sequence[str], pages: int) -> set[str]:
    """Those that stand on many pages, but for their numbers."""
    often = Counter(_bare(line) for line in lines if len(line) <= LONGEST)
    enough = max(FEWEST_PAGES, SHARE_OF_PAGES * pages)
    return {line for line in lines if often[_bare(line)] >= enough}


def _bare(line: str) -> str:
    return " ".join(re.sub(r"\d+", "0", line).split())
