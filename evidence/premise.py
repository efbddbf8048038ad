"""Message header and passage → the text that the networks read.

Lone sentences lose who speaks to whom, when and about what; a short header line gives it back (Schuster et al. 2022).
Training and product format it here alone, so that they cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SHOWN_RECIPIENTS = 2
SUBJECT_CHARACTERS = 80
_MAILBOX = re.compile(r"^\s*\"?(?P<name>[^<\"]*?)\"?\s*<(?P<address>[^<>]*)>\s*$")


def header_line(sender: str | None, to: Sequence[str], date: str | None, subject: str | None) -> str:
    """One line in plain words: "From A (x.gov) to B (y.com) and 3 others, 2019-03-05, subject: pilot.".

    Args:
        sender: mailbox as text, "Name <address>" or either alone.
        to: mailboxes of the recipients.
        date: ISO date or date-time; the day is kept.
        subject: as stated; a long one is cut at 80 characters.
    """
    line = f"From {_short(sender) or 'unknown'}"
    shown = [s for s in map(_short, to[:SHOWN_RECIPIENTS]) if s]
    if shown:
        line += " to " + ", ".join(shown)
        more = len(to) - len(shown)
        line += f" and {more} others" if more > 1 else " and 1 other" if more == 1 else ""
    if date:
        line += f", {date[:10]}"
    topic = " ".join((subject or "").split())[:SUBJECT_CHARACTERS]
    return line + (f", subject: {topic}." if topic else ".")


def is_senders_own(kind: str, author: object, sender: object) -> bool:
    """Whether a segment's words are the outer sender's: then alone the message's date and recipients are its own."""
    return kind in ("own", "signature", "disclaimer") and author == sender


def premise(header: str, passage: str) -> str:
    """Header line, then the passage with its white space folded."""
    return f"{header} {' '.join(passage.split())}".strip()


def _short(mailbox: str | None) -> str:
    if not mailbox or not mailbox.strip():
        return ""
    found = _MAILBOX.match(mailbox)
    if not found:
        return " ".join(mailbox.split())[:60]
    name, address = found["name"].strip(), found["address"].strip()
    domain = address.rpartition("@")[2]
    return f"{name[:60]} ({domain})" if name and domain else name[:60] or address
