"""Lines of one author → the passages among them that stand in quotation marks below a colon, and who said them.

A passage is known by what leads in it ("staff states in its comments:"), by marks at its head and its end, and by its
size: a word or two in marks is the author's own way to speak. What the author says or proposes to say is his own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.pasted import Pasted

FEWEST_LETTERS, MOST_PARAGRAPHS, MOST_LINES, MOST_LEAD_LINES, LONGEST_LEAD, LONGEST_SOURCE = 120, 10, 80, 4, 400, 40
_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
_VERBS = (
    r"said|says?|stat(?:ed|es)|wrote|writes|noted|notes|explain(?:ed|s)|add(?:ed|s)|conclud(?:ed|es)|comment(?:ed|s)"
    r"|observ(?:ed|es)|declar(?:ed|es)|testif(?:ied|ies)|repl(?:ied|ies)|respond(?:ed|s)|told|argu(?:ed|es)"
    r"|talk(?:ed|s) about|report(?:ed|s)|announc(?:ed|es)|issued|h(?:ad|as) this to say"
)
_TOLD = re.compile(
    rf"\b(?:{_VERBS}|saying|writing|stating|statement|speech|remarks|testimony|column|article|editorial|letter|quot\w+"
    r"|according to|reads|as follows)\b",
    re.IGNORECASE,
)
# The author's own words, or words that he asks for.
_OWN = re.compile(
    r"\b(?:(?-i:I|us|Us)|we|my|our)\b|\badd(?:ing)?\b"
    r"|\b(?:suggest|propos|recommend|draft|re-?writ|reword|revis|chang|insert|amend)(?!ed\b)"
    r"|\b(?:language|wording|should|could|would|please|let's)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"\u201d)]?\s+(?=[A-Z\"(])")
_NAME = r"[A-Z][\w'\u2019-]*(?:\s(?:[A-Z][\w'\u2019-]*|[A-Z]\.|of|the|and|for|de|van|von)){0,4}"
_BODY = r"(?:the\s)?(?:[A-Z]\w+\s)?(?:staff|counsel|management|commission|company|department|agency)"
_WHO = re.compile(
    rf"(?:^|[\s,;(-])(?P<who>(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen)\.\s)?(?:{_NAME}|{_BODY}))"
    rf"(?:'s)?,?\s(?:also\s|has\s|have\s|had\s|then\s)?(?:{_VERBS})\b"
)
_NOBODY = re.compile(r"(?:he|she|they|it|this|that|who|which|as|and|but|in|on|the|one|there)$", re.IGNORECASE)
# Words with a capital that lead a sentence and are no part of a name.
_LEADING = re.compile(
    r"^(?:(?:as|and|but|in|on|here|when|then|yesterday|today|later|also"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s)+",
    re.IGNORECASE,
)


def cited(lines: Sequence[str]) -> list[Pasted]:
    """The passages, each with who said it as far as what leads in it names somebody."""
    found: list[Pasted] = []
    for at, line in enumerate(lines):
        if (found and at < found[-1].end) or line.lstrip()[:1] not in _MARKS or not line.strip():
            continue
        lead = _lead(lines, at)
        if lead is None or not _TOLD.search(lead) or _OWN.search(lead):
            continue
        end = _end(lines, at)
        if end is not None and sum(len(t.strip()) for t in lines[at:end]) >= FEWEST_LETTERS:
            found.append(Pasted(at, end, _who(lead)))
    return found


def _lead(lines: Sequence[str], at: int) -> str | None:
    """The sentence above a passage, where a colon ends it."""
    last = at - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last < 0 or not lines[last].rstrip().endswith(":"):
        return None
    first = last
    while first > 0 and last - first < MOST_LEAD_LINES - 1 and lines[first - 1].strip():
        first -= 1
    lead = " ".join(line.strip()[-LONGEST_LEAD:] for line in lines[first : last + 1])
    return _SENTENCE.split(" ".join(lead.split()))[-1]


def _end(lines: Sequence[str], at: int) -> int | None:
    """The line after a passage: after the mark that closes it at the end of a paragraph; each begins with a mark."""
    number = at
    for _ in range(MOST_PARAGRAPHS):
        start = number
        while number < len(lines) and number - start < MOST_LINES and lines[number].strip():
            number += 1
        text = "\n".join(lines[start:number]).strip()
        marks = [n for n, sign in enumerate(text) if sign in _MARKS]
        if not marks or marks[0] != 0:
            return None
        if len(marks) > 1:
            behind = text[marks[-1] + 1 :]
            # "…in the spring." (page 3)
            closed = len(behind) <= LONGEST_SOURCE and not re.search(r"\w", re.sub(r"\([^()]*\)", "", behind))
            return number if closed and len(marks) % 2 == 0 else None
        while number < len(lines) and not lines[number].strip():
            number += 1
    return None


def _who(lead: str) -> str | None:
    for found in _WHO.finditer(lead):
        who = _LEADING.sub("", found["who"].removesuffix("'s"))
        if who and not _NOBODY.match(who):
            return who
    return None
