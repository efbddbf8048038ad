"""Lines of a mail → whether another mail is announced there ("-----Original Message-----"), and over how many lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.header_labels import DASHES, begins_as_lead, is_lead, is_rule, label_of, says_forwarded
from evidence.page_furniture import Line

LINES_BELOW_RULE, INDENT, MOST_LEAD_LINES = 10, 3, 3
_DASHES = re.compile(r"^\s*[-_]{3,}")
_WORDS = re.compile(r"[^\W\d_]")


def lead_at(lines: Sequence[Line], at: int) -> int:
    """How many lines an announcement takes that begins on line `at`; 0 where none does.

    A rule of dashes announces a mail only where header lines stand below it.
    """
    if size := worded_lead(lines, at):
        return size
    if not is_rule(lines[at].text):
        return 0
    below = [line.text for line in lines[at + 1 : at + 1 + LINES_BELOW_RULE] if line.text.strip()]
    labels = {hit[0] for t in below if (hit := label_of(t))}
    return int(bool(below) and label_of(below[0]) is not None and len(labels) > 1)


def worded_lead(lines: Sequence[Line], at: int) -> int:
    """As `lead_at`, for announcements in words alone; "----- Forwarded by A on 3/4/2019 -----" can run over lines."""
    if not begins_as_lead(lines[at].text):
        return 0
    text = lines[at].text.translate(DASHES)
    if _DASHES.match(text) and _WORDS.search(text) and text.count("-") > 2:
        run = [line.text for line in lines[at : at + MOST_LEAD_LINES]]
        if is_lead(" ".join(run[:2])):
            # What was broken over lines ends in dashes.
            sizes = range(1, len(run) + 1)
            return next((n for n in sizes if re.search(r"\w\s*-{3,}\s*$" if n == 1 else r"-{3,}\s*$", run[n - 1])), 1)
    if not is_lead(text) or not _WORDS.search(text):
        return 0
    # Printers drop the dashes: what is left stands indented and alone.
    alone = at == 0 or not lines[at - 1].text.strip() or len(text) - len(text.lstrip()) >= INDENT
    titled = text.strip()[:1].isupper() and alone
    return int("-" in text or "_" in text or text.strip().endswith(":") or titled)


def is_forward(lines: Sequence[Line], at: int) -> bool:
    """Whether the announcement on line `at` says that the mail was passed on."""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    return worded_lead(lines, at) > 0 and says_forwarded(f"{lines[at].text} {below}")
