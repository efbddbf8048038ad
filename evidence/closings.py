"""Lines of one author → which of them are signature and which disclaimer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.model import SegmentKind
from evidence.vocabulary import entries

MOST_SIGNATURE_LINES, LONGEST_SIGNATURE_LINE, FEWEST_CONTACTS = 16, 95, 2
_CONTACT = re.compile(
    r"\(?\d{3}\)?[-. ]{1,3}\d{3}[-. ]\d{4}|\bwww\.|https?://|[\w.+-]+@[\w-]+\.\w|\b[A-Z]{2},? \d{5}\b"
    r"|^\W*(?:tel|phone|cell|mobile|office|fax|direct|desk|o|c|m|p)\s*[.:]\s*[+(]?\d"
    r"|\b(?:street|avenue|suite|floor|room|p\.?o\.? box)\b",
    re.IGNORECASE,
)


@cache
def _sign_off() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in sorted(entries("sign-offs"), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{words})\b[\s,.!;-]*(?:\w[\w.'-]*[\s,.!]*){{0,3}}$", re.IGNORECASE)


def kinds(lines: Sequence[str]) -> list[SegmentKind | None]:
    """For each line: "signature", "disclaimer", or None for what the author wrote."""
    found: list[SegmentKind | None] = [None] * len(lines)
    for start, end in _paragraphs(lines):
        if _is_disclaimer(" ".join(" ".join(lines[start:end]).lower().split())):
            found[start:end] = ["disclaimer"] * (end - start)
    for number, line in enumerate(lines):
        bare = line.strip().lower()
        if bare.startswith(entries("device-signatures")) and len(bare) < LONGEST_SIGNATURE_LINE:
            found[number] = "signature"
    begin = _signature_start(lines, found)
    for number in range(begin, len(lines)):
        found[number] = found[number] or "signature"
    return found


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches between blank lines; a line that begins like a disclaimer begins one of its own."""
    found: list[tuple[int, int]] = []
    start = 0
    for number in range(len(lines) + 1):
        ends = number == len(lines) or not lines[number].strip()
        if ends or (number > start and _is_disclaimer(" ".join(lines[number].lower().split()))):
            if number > start:
                found.append((start, number))
            start = number + 1 if ends else number
    return found


def _is_disclaimer(folded: str) -> bool:
    return folded.lstrip("*_-> #[(").startswith(entries("disclaimers"))


def _signature_start(lines: Sequence[str], found: Sequence[SegmentKind | None]) -> int:
    """The line on which the closing signature begins; len(lines) where there is none."""
    written = [n for n, line in enumerate(lines) if line.strip() and found[n] is None]
    for number in written:
        if re.match(r"^--\s?$", lines[number]):
            return number
    tail = _short_tail(lines, written)
    for number in tail:
        if _sign_off().match(lines[number]):
            # A bare "Thanks" above a paragraph of its own text is no signature.
            return number
    block = _last_block(tail)
    contacts = sum(bool(_CONTACT.search(lines[n])) for n in block)
    whole = len(block) == len(written)
    return block[0] if contacts >= FEWEST_CONTACTS and not whole else len(lines)


def _short_tail(lines: Sequence[str], written: Sequence[int]) -> list[int]:
    """The last written lines as long as they are short and end no long sentence."""
    tail: list[int] = []
    for number in reversed(written[-MOST_SIGNATURE_LINES:]):
        text = lines[number].strip()
        prose = len(text.split()) > 7 and text.endswith((".", "!", "?")) and not _CONTACT.search(text)
        if len(text) > LONGEST_SIGNATURE_LINE or prose:
            break
        tail.insert(0, number)
    return tail


def _last_block(tail: Sequence[int]) -> list[int]:
    """The end of the tail without a blank line in it."""
    block: list[int] = []
    for number in reversed(tail):
        if block and block[0] - number > 1:
            break
        block.insert(0, number)
    return block
