"""The place where a printed mail's body begins → the place behind the names of its attachments, which nobody wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.page_furniture import Line

MOST_NAMES = 12
_LABEL = re.compile(r"\s*Attach(?:ment|ments|ed files?):", re.IGNORECASE)
_NAME = re.compile(
    r"^\s*\S[^\n]{0,150}\.(?:pdf|docx?|xlsx?|pptx?|vcs|vcf|ics|jpe?g|png|gif|bmp|tiff?|txt|rtf|wpd|html?|zip|msg|eml)\s*$",
    re.IGNORECASE,
)


def past_attachments(lines: Sequence[Line], number: int, column: int) -> tuple[int, int]:
    """Line and column behind a list of file names; the place given where none stands there."""
    if number >= len(lines):
        return number, column
    label = _LABEL.match(lines[number].text, column)
    at = number + 1 if label or column or not lines[number].text.strip() else number
    if column and not label:
        return number, column
    end = None
    for here in range(at, min(at + MOST_NAMES, len(lines))):
        if _NAME.match(lines[here].text):
            end = here + 1
        elif lines[here].text.strip() and not (label and _is_first_half(lines, here)):
            break
    if end is None:
        return (number + 1, 0) if label and not lines[number].text[label.end() :].strip() else (number, column)
    return end, 0


def _is_first_half(lines: Sequence[Line], here: int) -> bool:
    """Whether a line is the beginning of a file name that ends on the next."""
    return here + 1 < len(lines) and bool(_NAME.match(lines[here + 1].text))
