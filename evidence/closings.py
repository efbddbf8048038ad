"""Lines of one author → which of them are signature and which disclaimer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.contact_lines import CONTACT
from evidence.model import Address, SegmentKind
from evidence.notices import names_attachment, notice_lines, says_notice
from evidence.signatures import FEWEST_CONTACTS, signature_lines
from evidence.signers import SMALL_WORDS
from evidence.vocabulary import entries

LONGEST_DEVICE_LINE, MOSTLY = 95, 0.7
_SENT_FROM = re.compile(r"sent from an? [\w' -]{3,50}\.?$")
# Letters, or the two dashes above a signature; a rule is nobody's words.
_WRITTEN = re.compile(r"^(?!\s*[_=*~#.-]{4,}\s*$).*(?:\w|--)")


def kinds(lines: Sequence[str], author: Address | None = None) -> list[SegmentKind | None]:
    """For each line: "signature", "disclaimer", or None for what the author wrote.

    Args:
        lines: of one author.
        author: whose name a signature begins with.
    """
    found: list[SegmentKind | None] = ["disclaimer" if told else None for told in notice_lines(lines)]
    for number, line in enumerate(lines):
        if found[number] is None and is_devices(line):
            found[number] = "signature"
    free = [n for n, line in enumerate(lines) if not found[n] and _WRITTEN.search(line) and not names_attachment(line)]
    for signed in signature_lines(lines, free, author):
        for number in range(signed[0], signed[-1] + 1):
            found[number] = found[number] or "signature"
    return found


def is_devices(line: str) -> bool:
    """Whether a device or a program wrote a line: "Sent from my phone"."""
    bare = line.strip().lower().lstrip("*_[(<- ")
    if len(bare) >= LONGEST_DEVICE_LINE:
        return False
    return bare.startswith(entries("device-signatures")) or (
        bare.startswith("sent from") and _SENT_FROM.match(bare) is not None
    )


def reads_as_closing(passage: str) -> SegmentKind | None:
    """Whether a passage outside any closing still is one, run into the text by a printer: contact lines or a notice.

    A block of contacts holds at least two of them, and mostly names, titles and numbers.
    """
    if says_notice(passage):
        return "disclaimer"
    words = [w for w in re.findall(r"[\w@.'-]+", passage) if w.lower() not in SMALL_WORDS]
    titled = sum(w[0].isupper() or any(c.isdigit() or c == "@" for c in w) for w in words)
    contacts = len(CONTACT.findall(passage))
    return "signature" if contacts >= FEWEST_CONTACTS and titled >= MOSTLY * len(words) else None
