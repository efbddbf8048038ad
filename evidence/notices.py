"""Lines of one author → which of them nobody wrote for the reader: disclaimers, list footers, advertising feet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from evidence.advertising import advertises
from evidence.model import Span
from evidence.notice_openings import (
    LONGEST_BEGINNING,
    SPEAKS,
    SURE,
    beginnings,
    begins_notice,
    folded_text,
    goes_on_as_notice,
    heads_notice,
    leaves_anything,
    packed,
)
from evidence.vocabulary import entries

FEWEST_PHRASES, LONGEST_TRAILER, LONGEST_TAIL, LONGEST_GAP, FEWEST_PARAGRAPHS = 2, 4, 60, 250, 6
LAST_PARAGRAPHS, LONGEST_RIGHTS = 4, 250
# No notice is so long; to fold so much text takes many times its size of memory.
LONGEST_NOTICE = 100_000
# A foot of bulk mail is looked for below the first third alone: "to unsubscribe" may be what a mail is about.
HEAD_SHARE = 3
# A run of signs between sentences is gone over once, from its first on.
_SENTENCE = re.compile(r"(?:[.!?:\u2022]|(?<![\s*_\"-])[\s\"]*+[*_-])[\s*_\"-]++(?=[A-Z(])|\*{3,}|_{3,}")
_LEAVING = re.compile(
    r"unsubscri|subscription|mailing list|no longer wish|preferences|profile|receiving this", re.IGNORECASE
)
_STOP = re.compile(r"[.!?](?=\s|$)")
_LINK = re.compile(r"https?://|\bwww\.|\bvisit\b|[\w.+-]@[\w-]+\.\w", re.IGNORECASE)
_ENDINGS = (
    r"docx?|xlsx?|pptx?|pdf|txt|rtf|html?|zip|gif|jpe?g|png|tiff?|wpd|msg|eml|vcf|ics|csv|bmp|pps|mdb|exe|mpg|wav|asp"
)
_ATTACHED = re.compile(
    rf"^\W{{0,6}}(?:(?:File|See attached file):)?\s*\w[^\n<>]{{0,120}}\.(?:{_ENDINGS})[\s>)\]]*$", re.IGNORECASE
)
# What Lotus Notes leaves of a file: '[attachment "a.pdf" deleted by Ada Quill/OAG]', also over lines.
_DELETED = re.compile(r"^\s*\[attachment(?:$|\s)|^[^\n\[]{0,100}\bdeleted by [^\n\[\]]{2,60}\](?:\s*\[attachment)?\s*$")
_CONTACT_LINE = re.compile(r"^[^\n]{0,95}(?:\d{3}[-. ]\d{4}|@\w)[^\n]{0,60}\n", re.MULTILINE)
_MARKED = re.compile(r"^\s*(?:[-<([]|See attached|File:)", re.IGNORECASE)
_RULE = re.compile(r"^\s*([*=_~#-])\1{9,}\s*$")
_LETTER = re.compile(r"\w")
_LIST_WORDS = re.compile(
    r"removed? (?:your name|yourself|me|you|from)\b[^\n]{0,40}list|removed? from (?:this|our|the|future)|mailing list"
)
_LEAVES = re.compile(
    r"\b(?:rather not|prefer not to|do(?: not|n't) (?:wish|want) to|no longer (?:wish|want) to) receive\b"
    r"|\bstopped at no (?:cost|charge)|\bsubject(?: line)?\W{0,4}(?:of )?\W?(?:remove|unsubscribe)\b"
)
# The link of a list's manager, by which a reader tells that a mail came.
_RECEIPT = re.compile(
    r"\b(?:click|link|reply)\b.{0,80}\b(?:indicate|confirm|acknowledge)\b.{0,30}\b(?:receiv\w+|receipt|read) ",
    re.DOTALL,
)
_ACCOUNT = re.compile(
    r"\b(?:to|forgot|forgotten|update|change|manage)\b.{0,30}\byour\b.{0,40}"
    r"\b(?:profile|account|password|user ?name|subscriptions?|preferences)\b",
    re.DOTALL,
)
_OFFERS = re.compile(r"\b(?:register|enrol|enroll|order|book|reserve) (?:online|today|now|early)\b")
_RIGHTS = re.compile(r"(?:copyright|\(c\)|\u00a9).*all rights reserved", re.IGNORECASE | re.DOTALL)
_REPLY_WORDS = re.compile(r"click|http|@|mailing list|subscri\w+ to|reply")


def notice_lines(lines: Sequence[str]) -> list[bool]:
    """For each line whether it belongs to a notice."""
    found = [False] * len(lines)
    foot = told = False
    paragraphs = [(start, end, "\n".join(lines[start:end])) for start, end in _paragraphs(lines)]
    feet = [_is_foot(text, number, start, len(lines)) for number, (start, _, text) in enumerate(paragraphs)]
    bulk = len(paragraphs) >= FEWEST_PARAGRAPHS and _is_bulk(paragraphs, feet)
    for (start, end, text), is_foot in zip(paragraphs, feet, strict=True):
        foot = foot or is_foot
        whole = foot or (told and (_is_trailer(text, end - start) or goes_on_as_notice(text)))
        notice = (0, len(text)) if whole else _notice_in(text)
        told = notice is not None
        if not told and (
            (bulk and advertises(text)) or (start * HEAD_SHARE >= len(lines) and _tells_how_to_leave(text))
        ):
            notice = (0, len(text))
        at = 0
        for line in range(start, end) if notice else ():
            # A printout can set words and notice in one paragraph: a line belongs where most of it does.
            middle = at + len(lines[line]) // 2
            if notice and notice[0] <= middle and (middle < notice[1] or not lines[line]):
                found[line] = not names_attachment(lines[line])
            at += len(lines[line]) + 1
    _above_foot(lines, paragraphs, found)
    _heads_and_rules(lines, found)
    return found


def _heads_and_rules(lines: Sequence[str], found: list[bool]) -> None:
    """Mark a heading ("DISCLAIMER") and a rule that stand right above a notice, and a rule right below one."""
    below = False
    for number in range(len(lines) - 1, -1, -1):
        if not lines[number].strip():
            continue
        below = found[number] or (below and (_is_rule(lines[number]) or heads_notice(lines[number])))
        found[number] = below
    above = False
    for number, line in enumerate(lines):
        if line.strip():
            above = found[number] or (above and _is_rule(line))
            found[number] = above


def _is_rule(line: str) -> bool:
    return _RULE.match(line) is not None


def _above_foot(lines: Sequence[str], paragraphs: Sequence[tuple[int, int, str]], found: list[bool]) -> None:
    """Mark what stands right above a foot that ends a mail and belongs to it: links to an account, a framed advert."""
    below = False
    for start, end, text in reversed(paragraphs[1:]):
        if not any(found[start:end]):
            short = below and len(text) <= LONGEST_GAP * 2 and start * HEAD_SHARE >= len(lines)
            account = short and end - start <= LONGEST_TRAILER and _ACCOUNT.search(text.lower()) and _LINK.search(text)
            framed = short and _RULE.match(lines[start - 1]) and end < len(lines) and _RULE.match(lines[end])
            if not account and not (framed and (advertises(text) or _OFFERS.search(text.lower()))):
                return
            found[start:end] = [True] * (end - start)
        below = True


def names_attachment(line: str) -> bool:
    """Whether a line only names a file that came along: "- a.doc", "<<a.doc>>", "(See attached file: a.doc)"."""
    if ("[attachment" in line or " by " in line) and _DELETED.match(line):
        return True
    return bool(_MARKED.match(line) and _ATTACHED.match(line))


def says_notice(text: str) -> bool:
    """Whether a text is a notice, or one begins within it; a short beginning says nothing in the middle of a text."""
    folded, known = folded_text(text), beginnings()
    return (
        folded.startswith(known) or _notice_in(text) is not None or any(len(e) >= SURE and e in folded for e in known)
    )


def _notice_in(text: str) -> Span | None:
    """Where a notice stands in a paragraph: known by its first words, or by phrases that only notices put together."""
    if len(text) > LONGEST_NOTICE:
        return None
    lower = text.lower()
    squeezed = " ".join(lower.split())
    if begins_notice(text) and not leaves_anything(folded_text(text)):
        return 0, _notice_end(text, 0)
    if len(text) <= LONGEST_RIGHTS and _RIGHTS.search(text):
        return 0, len(text)
    # OCR parts words: a phrase is looked for without white space.
    bare_text = squeezed.replace(" ", "")
    known = [p for p, bare in _packed_phrases() if bare in bare_text]
    strong = [m.start() for p in known if (m := _spaced(p).search(lower))]
    if not strong or len(strong) + sum(w in lower for w in entries("notice-words")) < FEWEST_PHRASES:
        return None
    starts = [0, *(m.end() for m in _SENTENCE.finditer(text))]
    at = bisect_left(starts, min(strong), 1) - 1
    while at and any(w in lower[starts[at - 1] : starts[at]] for w in entries("notice-words")):
        at -= 1
    begins = starts[at]
    # Numbers and addresses above it are a signature's.
    begins = max((m.end() for m in _CONTACT_LINE.finditer(text, begins, min(strong))), default=begins)
    return begins, _notice_end(text, begins)


def _notice_end(text: str, begins: int) -> int:
    """Where a notice ends in its paragraph: with the last of its telling sentences, where somebody speaks below."""
    last = begins
    for found in _telling().finditer(text, begins):
        if found.start() - last > LONGEST_GAP:
            break
        last = found.end()
    stop = _STOP.search(text, last)
    end = stop.end() if stop else len(text)
    return end if len(text) - end > LONGEST_TAIL and SPEAKS.search(text, end) else len(text)


@cache
def _telling() -> re.Pattern[str]:
    """What a notice speaks of from sentence to sentence."""
    words = "|".join(re.escape(w) for w in entries("notice-words"))
    return re.compile(
        rf"{words}|\b(?:links?|attach\w+|sender|organi[sz]ation|e-?mail|message|recipient)", re.IGNORECASE
    )


@cache
def _packed_phrases() -> tuple[tuple[str, str], ...]:
    return tuple((p, packed(p)) for p in entries("notice-phrases"))


@cache
def _spaced(phrase: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(re.escape(letter) for letter in packed(phrase)))


def _is_foot(text: str, number: int, start: int, total: int) -> bool:
    folded = folded_text(text) if len(text) <= LONGEST_NOTICE else ""
    if folded.startswith(entries("bulk-footers")):
        return not leaves_anything(folded)
    if number == 0 or start * HEAD_SHARE < total:
        return False
    leaves = "unsubscribe" in folded and _REPLY_WORDS.search(folded) is not None
    return leaves or _RECEIPT.search(folded[:LONGEST_GAP]) is not None


def _tells_how_to_leave(text: str) -> bool:
    """Whether a paragraph, of which nothing below need be a notice, says how to be taken off a list."""
    lower = text.lower() if len(text) <= LONGEST_BEGINNING else ""
    words = _LIST_WORDS.search(lower) or _LEAVES.search(lower)
    return words is not None and _REPLY_WORDS.search(lower) is not None


def _is_bulk(paragraphs: Sequence[tuple[int, int, str]], feet: Sequence[bool]) -> bool:
    """Whether a mail went to a list that one can leave; the foot of a free mailbox says nothing of that."""
    last = len(paragraphs) - LAST_PARAGRAPHS
    return any(
        "unsubscribe" in text.lower() if number >= last else is_foot and _LEAVING.search(text) is not None
        for number, ((_, _, text), is_foot) in enumerate(zip(paragraphs, feet, strict=True))
        if is_foot or number >= last
    )


def _is_trailer(text: str, size: int) -> bool:
    """Whether a short paragraph below a notice goes with it: where to find more, or a rule."""
    return size <= LONGEST_TRAILER and (bool(_LINK.search(text)) or not _LETTER.search(text))


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches between blank lines or rules; a line that begins like a notice begins one of its own."""
    found: list[tuple[int, int]] = []
    start = 0
    for number in range(len(lines) + 1):
        ends = number == len(lines) or not _LETTER.search(lines[number]) or names_attachment(lines[number])
        if ends or (number > start and begins_notice(lines[number])):
            if number > start:
                found.append((start, number))
            start = number + 1 if ends else number
    return found
