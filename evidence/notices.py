"""Lines of one author → which of them nobody wrote for the reader: disclaimers, list footers, advertising feet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.vocabulary import entries

FEWEST_PHRASES, LONGEST_TRAILER, SURE = 2, 4, 20
# A foot of bulk mail is looked for below the first third alone: "to unsubscribe" may be what a mail is about.
HEAD_SHARE = 3
_SENTENCE = re.compile(r"[.!?:\u2022*_-][\s\u00a0*_\"-]+(?=[A-Z(])|\*{3,}|_{3,}")
_LINK = re.compile(r"https?://|\bwww\.|\bvisit\b|[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_ENDINGS = (
    r"docx?|xlsx?|pptx?|pdf|txt|rtf|html?|zip|gif|jpe?g|png|tiff?|wpd|msg|eml|vcf|ics|csv|bmp|pps|mdb|exe|mpg|wav|asp"
)
_ATTACHED = re.compile(
    rf"^\W{{0,6}}(?:(?:File|See attached file):)?\s*\w[^\n<>]{{0,120}}\.(?:{_ENDINGS})[\s>)\]]*$", re.IGNORECASE
)
_MARKED = re.compile(r"^\s*(?:[-<([]|See attached|File:)", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_REPLY_WORDS = re.compile(r"click|http|@|mailing list|subscri\w+ to|reply")


def notice_lines(lines: Sequence[str]) -> list[bool]:
    """For each line whether it belongs to a notice."""
    found = [False] * len(lines)
    foot = told = False
    for number, (start, end) in enumerate(_paragraphs(lines)):
        text = " ".join(lines[start:end])
        foot = foot or _is_foot(text, number, start, len(lines))
        begins = 0 if foot or (told and _is_trailer(text, end - start)) else _notice_at(text)
        told = begins is not None
        for line in range(start, end):
            # A printout can set words and notice in one paragraph: a line belongs where most of it does.
            if begins is not None and begins <= len(lines[line]) // 2:
                found[line] = not names_attachment(lines[line])
            begins = begins - len(lines[line]) - 1 if begins is not None else None
    return found


def names_attachment(line: str) -> bool:
    """Whether a line only names a file that came along: "- a.doc", "<<a.doc>>", "(See attached file: a.doc)"."""
    return bool(_MARKED.match(line) and _ATTACHED.match(line))


def says_notice(text: str) -> bool:
    """Whether a text is a notice, or one begins within it; a short beginning says nothing in the middle of a text."""
    folded, known = _folded(text), _beginnings()
    return (
        folded.startswith(known) or _notice_at(text) is not None or any(len(e) >= SURE and e in folded for e in known)
    )


def _notice_at(text: str) -> int | None:
    """Where a notice begins in a paragraph: by its first words, or by phrases that only notices put together."""
    lower = text.lower()
    squeezed = " ".join(lower.split())
    if _bare(squeezed).startswith(entries("disclaimers")):
        return 0
    known = [p for p in entries("notice-phrases") if p in squeezed]
    strong = [m.start() for p in known if (m := _spaced(p).search(lower))]
    if not strong or len(strong) + sum(w in lower for w in entries("notice-words")) < FEWEST_PHRASES:
        return None
    begins = _sentence_before(text, min(strong))
    while begins and any(
        w in lower[(above := _sentence_before(text, begins - 2)) : begins] for w in entries("notice-words")
    ):
        begins = above
    return begins


@cache
def _spaced(phrase: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in phrase.split()))


def _sentence_before(text: str, at: int) -> int:
    """Where the sentence begins in which `at` stands."""
    return max((m.end() for m in _SENTENCE.finditer(text, 0, max(at, 0))), default=0)


def _is_foot(text: str, number: int, start: int, total: int) -> bool:
    folded = _folded(text)
    if folded.startswith(entries("bulk-footers")):
        return True
    below = number > 0 and start * HEAD_SHARE >= total
    return below and "unsubscribe" in folded and _REPLY_WORDS.search(folded) is not None


def _is_trailer(text: str, size: int) -> bool:
    """Whether a short paragraph below a notice goes with it: where to find more, or a rule."""
    return size <= LONGEST_TRAILER and (bool(_LINK.search(text)) or not _LETTER.search(text))


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches between blank lines or rules; a line that begins like a notice begins one of its own."""
    found: list[tuple[int, int]] = []
    start = 0
    for number in range(len(lines) + 1):
        ends = number == len(lines) or not _LETTER.search(lines[number]) or names_attachment(lines[number])
        if ends or (number > start and _begins_notice(lines[number])):
            if number > start:
                found.append((start, number))
            start = number + 1 if ends else number
    return found


def _begins_notice(line: str) -> bool:
    return _folded(line).startswith(_beginnings())


@cache
def _beginnings() -> tuple[str, ...]:
    return (*entries("disclaimers"), *entries("bulk-footers"))


def _folded(text: str) -> str:
    return _bare(" ".join(text.lower().split()))


def _bare(squeezed: str) -> str:
    return squeezed.lstrip("*_-> #[(<=~\"'\u201c")
