"""The place where a printed mail's body begins → the place behind the names of its attachments, which nobody wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.page_furniture import Line

MOST_NAMES, MOST_BLANKS = 12, 3
_LABEL = re.compile(r"\s*Attach(?:ment|ments|ed files?):", re.IGNORECASE)
_NAME = re.compile(
    r"^\s*\S[^\n]{0,150}\.(?:pdf|docx?|xlsx?|pptx?|vcs|vcf|ics|jpe?g|png|gif|bmp|tiff?|txt|rtf|wpd|html?|zip|msg|eml)\s*$",
    re.IGNORECASE,
)


def past_attachments(lines: Sequence[Line], number: int, column: int) -> tuple[int, int]:
    """Line and column behind a list of file names; the place given where none stands there."""
    begins = number
    while column == 0 and begins < min(number + MOST_BLANKS, len(lines)) and not lines[begins].text.strip():
        begins += 1
    if begins >= len(lines):
        return number, column
    label = _LABEL.match(lines[begins].text, column)
    if column and not label:
        return number, column
    at = begins + 1 if label else begins
    end = None
    for here in range(at, min(at + MOST_NAMES, len(lines))):
        if _NAME.match(lines[here].text):
            end = here + 1
        elif lines[here].text.strip() and not (label and _is_first_half(lines, here)):
            break
    if end is None:
        return (at, 0) if label and not lines[begins].text[label.end() :].strip() else (number, column)
    return end, 0


def _is_first_half(lines: Sequence[Line], here: int) -> bool:
    """Whether a line is the beginning of a file name that ends on the next."""
    return here + 1 < len(lines) and bool(_NAME.match(lines[here + 1].text))
