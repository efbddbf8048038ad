"""Lines of printed mail → the fields of a header that a page break or a broken address tore apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.header_fields import ADDRESSES, is_complete
from evidence.header_labels import label_of
from evidence.page_furniture import Line

MOST_LINES, FEW_WORDS = 400, 3


def scattered_fields(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int] | None:
    """Fields from line `at` on with anything but prose between them, and the line after the last.

    None where sender, date and subject are not all found: then the lines may be somebody's words.
    """
    fields: dict[str, str] = {}
    current, end = "", at
    for here in range(at, min(at + MOST_LINES, len(lines))):
        text = lines[here].text
        hit = label_of(text)
        if hit and hit[0] not in fields and ":" in text:
            current, fields[hit[0]] = hit
            end = here + 1
        elif text.strip() and is_complete(fields):
            break
        elif hit or (text.strip() and not _is_scrap(text)):
            return None
        elif current in ADDRESSES and re.search(r"\w", text):
            fields[current] = f"{fields[current]} {text.strip()}".strip()
    dated = bool(re.search(r"\d", fields.get("date", "")))
    return (fields, end) if dated and is_complete(fields) else None


def _is_scrap(text: str) -> bool:
    """Whether a line can be a piece of an address list or what a page break left: no prose."""
    bare = text.strip()
    if "@" in bare or ";" in bare or bare.count(",") > 1:
        return True
    if bare.endswith((".", "!", "?", ":")) and len(bare.split()) > FEW_WORDS:
        return False
    return len(re.findall(r"(?<![\w'.-])[a-z]{2,}(?![\w'@.-])", bare)) < FEW_WORDS
