"""Lines of printed mail → a header of which a printer ran the lines together, as Outlook and Apple's programs order it.

Addresses may stand on lines of their own, between their brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evidence.page_furniture import Line

MOST_LINES, MOST_INLINE_LINES, MOST_LISTED_LINES = 40, 14, 200
_OUTLOOKS = re.compile(
    r"From: ?(?P<from>[^:]{0,200}(?:\[\s*mailto:[^\]:]{0,100}\]?)?[^:]{0,60}?)\s?"
    r"(?:Sent|Date): ?(?P<date>[^:\n]{5,40}\d{1,2}:\d{2}(?::\d{2})? ?(?:[AP]M)?) ?"
    r"To: ?(?P<to>.{0,6000}?)(?:Cc: ?(?P<cc>.{0,4000}?))?Subject: ?(?P<subject>[^\n]{0,300})",
    re.DOTALL,
)
_MAILBOX = r"[^<>\n]{0,80}<\s{0,5}[^<>@\s]{1,80}@[^<>\s]{1,80}\s{0,5}>"
_MAILBOXES = rf"{_MAILBOX}(?:\s{{0,5}}[,;]\s{{0,5}}{_MAILBOX}){{0,50}}"
_APPLES = re.compile(
    r"\s{0,20}(?:Begin forwarded message: ?)?From: ?(?P<from>[^:]{1,200}?)\s{0,5}Subject: ?(?P<subject>[^\n]{0,200}?)"
    r"\s{0,5}Date: ?(?P<date>[^:\n]{5,40}\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,4}\b)?)\s{0,5}"
    rf"To: ?(?P<to>{_MAILBOXES})(?:\s{{0,5}}Cc: ?(?P<cc>{_MAILBOXES}))?"
)
_RUN_ON = re.compile(r"[^\s][ \t]?(?:Sent|Date|To|Subject): ?")


class RunOn(NamedTuple):
    """Where the body begins (line, column), and the fields by name."""

    body_line: int
    body_column: int
    fields: Mapping[str, str]


def apples_run(lines: Sequence[Line], at: int) -> RunOn | None:
    """The header that begins on line `at`; None where none does, or where its labels stand on lines of their own."""
    joined = "\n".join(line.text for line in lines[at : at + MOST_LINES])
    found = _APPLES.match(joined)
    if found is None or not _RUN_ON.search(found[0]):
        return None
    last = at + found[0].count("\n")
    column = len(found[0].rsplit("\n", 1)[-1])
    fields = {name: " ".join(value.split()) for name, value in found.groupdict().items() if value}
    behind = lines[last].text[column:].strip()
    return RunOn(last if behind else last + 1, column if behind else 0, fields)


def outlooks_run(lines: Sequence[Line], at: int) -> RunOn | None:
    """`From: A Sent: … PMTo: BSubject: …` that begins on line `at`; the body begins on the next line."""
    if not re.match(r"\s*From:", lines[at].text):
        return None
    joined = _inline_text(lines, at)
    # The pattern needs both; to look first costs nothing, and to fail without them much.
    found = _OUTLOOKS.match(joined) if re.search("(?:Sent|Date):", joined) and "Subject:" in joined else None
    if not found or not _RUN_ON.search(found[0], 0, found.start("subject")):
        return None
    fields = {name: " ".join(value.split()) for name, value in found.groupdict().items() if value}
    return RunOn(at + found[0].count("\n") + 1, 0, fields)


def _inline_text(lines: Sequence[Line], at: int) -> str:
    """The lines in which a header run together may stand: a few, or down to `Subject:` where people are listed."""
    joined = "\n".join(line.text for line in lines[at : at + MOST_INLINE_LINES]).lstrip()
    if "Subject:" in joined or not _RUN_ON.search(joined):
        return joined
    reach = range(at + MOST_INLINE_LINES, min(at + MOST_LISTED_LINES, len(lines)))
    last = next((n for n in reach if "Subject:" in lines[n].text), at + MOST_INLINE_LINES)
    return "\n".join(line.text for line in lines[at : last + 1]).lstrip()
