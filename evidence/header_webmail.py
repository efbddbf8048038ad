"""A line with a name, an address and a moment → the header that Gmail and other web mail print, with its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.header_fields import WEBMAIL_HEAD
from evidence.header_labels import label_of
from evidence.page_furniture import Line

_COUNT = re.compile(r"^\s*\d{1,4} messages?\s*$", re.IGNORECASE)
# The count of messages stands atop the print, the subject above it, the program and whose mail it is above that.
MOST_LINES_ABOVE, LINES_OF_HEAD = 5_000, 4


class WebmailHead(NamedTuple):
    """Who and when, the subject of the whole print, the line on which the header begins."""

    first: int
    sender: str
    date: str
    subject: str | None


def webmail_head(lines: Sequence[Line], at: int) -> WebmailHead | None:
    """The header that begins on line `at`, with a `To:` right below it; None where there is none."""
    found = WEBMAIL_HEAD.match(lines[at].text)
    below = next((line.text for line in lines[at + 1 : at + 3] if line.text.strip()), "")
    label = label_of(below) if found else None
    if found is None or label is None or label[0] not in ("to", "cc", "reply-to"):
        return None
    count = next((n for n in range(at - 1, max(at - MOST_LINES_ABOVE, -1), -1) if _COUNT.match(lines[n].text)), None)
    subject = _above(lines, count) if count is not None else None
    if count is None or subject is None or any(WEBMAIL_HEAD.match(line.text) for line in lines[count:at]):
        # A later mail of the print.
        return WebmailHead(at, found["sender"], found["date"], lines[subject].text.strip() if subject else None)
    program = _above(lines, subject)
    first = program if program is not None and "@" in lines[program].text else subject
    return WebmailHead(first, found["sender"], found["date"], lines[subject].text.strip())


def _above(lines: Sequence[Line], at: int) -> int | None:
    """The next line with words above line `at`."""
    return next((n for n in range(at - 1, max(at - LINES_OF_HEAD, -1), -1) if lines[n].text.strip()), None)
