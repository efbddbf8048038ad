"""A line with a name, an address and a moment → the header that Gmail and other web mail print, with its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.folding import fold
from evidence.header_fields import WEBMAIL_HEAD
from evidence.header_labels import label_of
from evidence.page_furniture import Line

_COUNT = re.compile(r"^\s*\d{1,4} messages?\s*$", re.IGNORECASE)
# The count of messages stands atop the print, the subject above it, the program and whose mail it is above that.
MOST_LINES_ABOVE, LINES_OF_HEAD, MOST_LINES_OF_PRINT = 5_000, 4, 16
# What the browser prints: the day, the window's title ("Gmail - Pilot"), the page's address.
_TITLE = re.compile(
    r"^\s*(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:,? \d{1,2}:\d{2}(?: ?[AP]M)?)?\s+)?"
    r"(?:[\w.&' ]{1,60} )?(?:Gmail|Mail|Webmail) [-\u2013] (?P<title>\S.*?)(?:\s+https?://\S+)?\s*$"
)
_ADDRESS = re.compile(r"^\s*https?://\S+(?:\s+\d{1,3}/\d{1,3})?\s*$")
# Whose mail it is, with the program's name or what recognition makes of its sign.
_OWNER = re.compile(r"^\s*(?:\S{1,3} )?(?:[\w.&' ]{1,40}\s{2,}|Gmail\s+)?[^<>@]{0,60}<[^<>@\s]+@[^<>@\s]+>\s*$")


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
    since = count if count is not None else max(at - MOST_LINES_ABOVE, 0)
    if any("@" in line.text and WEBMAIL_HEAD.match(line.text) for line in lines[since:at]):
        # A later mail of the print.
        subject = _above(lines, count) if count is not None else None
        title = lines[subject].text.strip() if subject is not None else None
        return WebmailHead(at, found["sender"], found["date"], title)
    first, title = _head_of_print(lines, at, count)
    return WebmailHead(first, found["sender"], found["date"], title)


def _head_of_print(lines: Sequence[Line], at: int, count: int | None) -> tuple[int, str | None]:
    """The first line of what a browser and the program print above the first mail, and the subject that stands there.

    Args:
        lines: of the whole text.
        at: where the first mail's header begins.
        count: the line that says how many mails the print has; None where there is none.
    """
    written = [n for n in range(at - 1, max(at - MOST_LINES_OF_PRINT, -1), -1) if lines[n].text.strip()]
    titles = [found["title"] for n in written if (found := _TITLE.match(lines[n].text))]
    others = [n for n in written if not _is_of_print(lines[n].text)]
    subject = _above(lines, count) if count is not None else None
    if subject is None and not titles and len(others) == 1 < len(written) and at <= MOST_LINES_OF_PRINT:
        subject = others[0]
    shown = lines[subject].text.strip() if subject is not None else next(iter(titles), None)
    first = at
    for n in written:
        if n in others and n != subject and fold(lines[n].text) != fold(shown):
            break
        first = n
    return first, shown


def _is_of_print(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_COUNT, _OWNER, _ADDRESS, _TITLE))


def _above(lines: Sequence[Line], at: int) -> int | None:
    """The next line with words above line `at`."""
    return next((n for n in range(at - 1, max(at - LINES_OF_HEAD, -1), -1) if lines[n].text.strip()), None)
