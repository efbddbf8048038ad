"""Lines of one author → which of them are signature and which disclaimer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.model import SegmentKind
from evidence.vocabulary import entries

MOST_SIGNATURE_LINES, LONGEST_SIGNATURE_LINE, FEWEST_CONTACTS = 16, 95, 2
LONGEST_NAME_LINE = 5
MOSTLY = 0.7
_CONTACT = re.compile(
    r"\(?\d{3}\)?[-. ]{1,3}\d{3}[-. ]\d{4}|\bwww\.|https?://|[\w.+-]+@[\w-]+\.\w|\b[A-Z]{2},? \d{5}\b"
    r"|^\W*(?:o|c|m|p)\s*[.:]\s*[+(]?\d|^\W*(?:tel|phone|cell|mobile|office|fax|direct|desk|e-?mail)\s*[.:]"
    r"|\b(?:street|avenue|suite|floor|room|p\.?o\.? box)\b",
    re.IGNORECASE,
)
# "--Ann" alone at the end of a mail.
_DASHED = re.compile(r"^\s*[-\u2013\u2014]{1,2}\s?[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,2}\s*$")
AFTER_SIGN_OFF = frozenset(["again", "all", "everyone", "so", "much", "very", "in", "advance", "team", "both", "and"])
_SMALL_WORDS = frozenset(["of", "the", "for", "and", "&", "to", "|", "in", "on"])
MOST_TITLE_WORDS = 9


@cache
def _sign_off() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in sorted(entries("sign-offs"), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{words})\b(?P<rest>[\s,.!;-]*(?:[\w.'-]+[\s,.!]*){{0,3}})$", re.IGNORECASE)


def _is_sign_off(line: str) -> bool:
    """Whether a line closes a mail: "Thanks again, Ann", but not "Thanks for the trial"."""
    found = _sign_off().match(line)
    rest = re.findall(r"[\w'-]+", found["rest"]) if found else []
    return found is not None and all(word[0].isupper() or word.lower() in AFTER_SIGN_OFF for word in rest)


def kinds(lines: Sequence[str], author: str | None = None) -> list[SegmentKind | None]:
    """For each line: "signature", "disclaimer", or None for what the author wrote.

    Args:
        lines: of one author.
        author: that author's name; a last block that begins with it is a signature.
    """
    found: list[SegmentKind | None] = [None] * len(lines)
    foot = False
    for start, end in _paragraphs(lines):
        folded = _folded(" ".join(lines[start:end]))
        foot = foot or folded.startswith(entries("bulk-footers"))
        if foot or folded.startswith(entries("disclaimers")):
            found[start:end] = ["disclaimer"] * (end - start)
    for number, line in enumerate(lines):
        bare = line.strip().lower()
        if bare.startswith(entries("device-signatures")) and len(bare) < LONGEST_SIGNATURE_LINE:
            found[number] = "signature"
    begin = _signature_start(lines, found, author)
    for number in range(begin, len(lines)):
        found[number] = found[number] or "signature"
    return found


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches between blank lines; a line that begins like a disclaimer begins one of its own."""
    found: list[tuple[int, int]] = []
    start = 0
    for number in range(len(lines) + 1):
        ends = number == len(lines) or not lines[number].strip()
        if ends or (number > start and _begins_notice(lines[number])):
            if number > start:
                found.append((start, number))
            start = number + 1 if ends else number
    return found


def _begins_notice(line: str) -> bool:
    return _folded(line).startswith((*entries("disclaimers"), *entries("bulk-footers")))


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).lstrip("*_-> #[(")


def _signature_start(lines: Sequence[str], found: Sequence[SegmentKind | None], author: str | None) -> int:
    """The line on which the closing signature begins; len(lines) where there is none."""
    written = [n for n, line in enumerate(lines) if line.strip() and found[n] is None]
    for number in written:
        if re.match(r"^--\s?$", lines[number]):
            return number
    tail = _short_tail(lines, written)
    for number in tail:
        dashed = number == tail[-1] and number > written[0] and _DASHED.match(lines[number])
        if dashed or _is_sign_off(lines[number]):
            # A bare "Thanks" above a paragraph of its own text is no signature.
            return number
    block = _last_block(tail)
    contacts = sum(len(_CONTACT.findall(lines[n])) for n in block)
    signed = bool(block) and _names(lines[block[0]], author)
    if contacts < FEWEST_CONTACTS and not signed:
        return len(lines)
    above = [n for n in tail if n < block[0]]
    while contacts >= FEWEST_CONTACTS and above and _is_titled(lines[above[-1]]) and len(block) < MOST_SIGNATURE_LINES:
        block.insert(0, above.pop())
    return block[0] if len(block) < len(written) else len(lines)


def _is_titled(line: str) -> bool:
    """Whether a line is a name, an office or a title: every word but small ones begins with a capital."""
    words = line.split()
    capitals = [w for w in words if w[:1].isupper()]
    small = all(w.lower() in _SMALL_WORDS for w in words if not w[:1].isupper())
    return bool(capitals) and small and len(words) <= MOST_TITLE_WORDS and not words[-1].endswith((".", "!", "?", ":"))


def _names(line: str, author: str | None) -> bool:
    """Whether a line is little more than the author's name: "Lt. Basalt", "Basalt, Warrants"."""
    words = re.findall(r"[^\W\d_]{2,}", line)
    own = set(re.findall(r"[^\W\d_]{2,}", (author or "").lower()))
    told = own & {w.lower() for w in words if len(w) > 2}
    named = all(w[0].isupper() or w.lower() in own for w in words)
    return bool(told) and named and len(words) <= LONGEST_NAME_LINE and not line.rstrip().endswith(("?", "!", ":"))


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


def reads_as_closing(passage: str) -> SegmentKind | None:
    """Whether a passage outside any closing still is one, run into the text by a printer: contact lines or a notice.

    A block of contacts holds at least two of them, and mostly names, titles and numbers.
    """
    folded = _folded(passage)
    if any(entry in folded for entry in (*entries("disclaimers"), *entries("bulk-footers"))):
        return "disclaimer"
    words = [w for w in re.findall(r"[\w@.'-]+", passage) if w.lower() not in _SMALL_WORDS]
    titled = sum(w[0].isupper() or any(c.isdigit() or c == "@" for c in w) for w in words)
    contacts = len(_CONTACT.findall(passage))
    return "signature" if contacts >= FEWEST_CONTACTS and titled >= MOSTLY * len(words) else None
