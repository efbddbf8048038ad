"""Lines of one author → the letters of others among them, which the author pasted in; by whom.

A letter begins, below words of the author, with a salutation, its day and address above that, and ends with a closing
word and the full name of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.model import Address
from evidence.sign_offs import is_sign_off
from evidence.signatures import signed_name
from evidence.signers import is_own_name, is_titled, signer_of

MOST_HEAD_LINES, LONGEST_HEAD, MOST_SIGNATURE_LINES, FEWEST_WORDS, FEWEST_LINES, MOST_TITLES = 14, 60, 6, 8, 3, 3
_SALUTATION = re.compile(r"^\s*(?:Dear|To the)\s+\S[^\n]{1,60}[:,]\s*$")
_SIGNED = re.compile(r"^\s*(?:/s/|s/)\s*", re.IGNORECASE)


class Letter(NamedTuple):
    """The lines of a letter, from `first` to before `end`, the line of its closing word, and who signed it."""

    first: int
    end: int
    closing: int
    author: str


def letters(lines: Sequence[str], author: Address | None) -> list[Letter]:
    """The letters among the lines; none of those that the author begins with, which may be sent for another."""
    if author is None:
        return []
    found: list[Letter] = []
    for at, line in enumerate(lines):
        floor = found[-1].end if found else 0
        if at < floor or not ("Dear" in line or "To the" in line) or not _SALUTATION.match(line):
            continue
        closed = _closed(lines, at, author)
        if closed is None:
            continue
        first = _head(lines, at, floor)
        above = " ".join(lines[max(floor, first - MOST_HEAD_LINES) : first]).split()
        if len(above) >= FEWEST_WORDS:
            closing, end, name = closed
            found.append(Letter(first, end, closing, name))
    return found


def _head(lines: Sequence[str], at: int, floor: int) -> int:
    """The first line of day and address above a salutation: short lines that are no sentences."""
    first, blanks = at, 0
    for above in range(at - 1, max(at - MOST_HEAD_LINES, floor) - 1, -1):
        text = lines[above].strip()
        blanks = blanks + 1 if not text else 0
        if blanks > 1 or (text and (len(text) > LONGEST_HEAD or not is_titled(text.rstrip(":,")))):
            break
        first = above if text else first
    return first


def _closed(lines: Sequence[str], at: int, author: Address) -> tuple[int, int, str] | None:
    """The closing word of a letter, the line after its signature, and the name; None where the author signs."""
    for number in range(at + FEWEST_LINES, len(lines)):
        if _SALUTATION.match(lines[number]):
            return None
        if not is_sign_off(lines[number]):
            continue
        below = [n for n in range(number + 1, len(lines)) if lines[n].strip()][:MOST_SIGNATURE_LINES]
        # Two who sign side by side stand far apart on the line: the first counts.
        name = signed_name([re.split(r"\s{4,}", _SIGNED.sub("", lines[n]).strip())[0] for n in below[:1]])
        if name is None or is_own_name(name, signer_of(author)):
            return None
        return number, _signature_end(lines, below), name
    return _signed_last(lines, at, author)


def _signature_end(lines: Sequence[str], below: Sequence[int]) -> int:
    """The line after a name and the titles right below it."""
    last = below[0]
    for n in below[1:]:
        if n - last > 1 or not is_titled(lines[n]):
            break
        last = n
    return last + 1


def _signed_last(lines: Sequence[str], at: int, author: Address) -> tuple[int, int, str] | None:
    """As `_closed`, where no closing word stands: the last paragraph is a full name with at most its titles below."""
    last = next((n for n in range(len(lines) - 1, at, -1) if re.search(r"\w", lines[n])), at)
    first = next((n for n in range(last, last - MOST_TITLES, -1) if n > 0 and not lines[n - 1].strip()), at)
    name = signed_name([lines[first].strip()]) if first >= at + FEWEST_LINES else None
    titled = all(is_titled(line) for line in lines[first : last + 1])
    return (first, last + 1, name) if name and titled and not is_own_name(name, signer_of(author)) else None
