"""Numbers, names and lists → the words of a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

MOST_NAMED = 8


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, as in 1 message, 2 messages."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def some(items: Sequence[str]) -> str:
    """A list of at most eight, and how many more there are."""
    shown = "; ".join(items[:MOST_NAMED])
    more = len(items) - MOST_NAMED
    return shown + (f"; and {more} more" if more > 0 else "")


def tally(items: Iterable[str]) -> str:
    """How often each stands, the most frequent first, as in detective 3, sergeant 1."""
    counted = Counter(items)
    return ", ".join(f"{item} {counted[item]}" for item in sorted(counted, key=lambda i: (-counted[i], i)))
