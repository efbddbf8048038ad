"""Header fields of a mail → its people: sender and recipients, with every doubt about them; what was set aside."""

from __future__ import annotations

import re

from evidence.encoded_words import header_text
from evidence.headers import mailboxes
from evidence.mime import Headers
from evidence.model import Address
from evidence.part_text import first

# The local part has at most 64 characters (RFC 5321).
_ADDRESS_SHOWN = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,250}\w")


def sender_of(headers: Headers, likely: str | None) -> tuple[Address | None, list[str]]:
    """The first From, and every doubt about it; nothing is settled silently."""
    values = headers.get("from", ())
    found, flags = mailboxes(first(headers, "from"), likely)
    sender = found[0] if found else None
    doubts = list(flags)
    if len(values) > 1 or len(found) > 1:
        doubts.append("ambiguous-from:several")
    # An address that only an encoded word holds is not believed: the sender has none.
    named = sender and (sender.name if sender.address else sender.raw)
    shown = _ADDRESS_SHOWN.search(named) if named else None
    if sender and shown and shown[0].lower() != sender.address:
        doubts.append("ambiguous-from:address-in-name")
    other, _ = mailboxes(first(headers, "sender"), likely)
    if other and sender and other[0].address != sender.address:
        doubts.append("ambiguous-from:sender-differs")
    if sender is None and other:
        return other[0], [*doubts, "ambiguous-from:taken-from-sender"]
    return sender, doubts if sender else [*doubts, "sender-not-shown"]


def set_aside(headers: Headers) -> list[str]:
    """What the header states and the message does not show as stated."""
    blind = len(people_of(headers, "bcc")[0])
    several = len({header_text(value)[0] for value in headers.get("subject", ())}) > 1
    return [*([f"bcc:{blind}"] if blind else []), *(["subject-twice"] if several else [])]


def people_of(headers: Headers, *names: str, likely: str | None = None) -> tuple[tuple[Address, ...], list[str]]:
    """Everybody in the fields named, and what is doubtful about them."""
    found: list[Address] = []
    flags: list[str] = []
    for name in names:
        for value in headers.get(name, ()):
            more, doubts = mailboxes(value, likely)
            found += more
            flags += doubts
    return tuple(found), flags
