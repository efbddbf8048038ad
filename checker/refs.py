"""What is stored of a message or passage → how the report names it: message, person, place, thread, link id."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from checker.derived.threads import thread_of
from checker.model import Locator, MessageRef, Person, ThreadMail, ThreadRef
from evidence.lookup import Lookup
from evidence.model import Address, PageMark, Span
from evidence.stored import MessageRow, PassageRow

FIRST_CHARACTERS = 160


def link_id(claim_id: str, message_id: str, locator: Locator) -> str:
    """Stable over re-runs: made of the claim's id, the message's id and where the quote stands."""
    key = "\x1f".join(
        (claim_id, message_id, locator.file, locator.member or "", locator.part or "", str(locator.spans))
    )
    return "l-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def message_ref(message: MessageRow) -> MessageRef:
    """A message as the report names it."""
    return MessageRef(
        id=message.id,
        message_id=message.message_id,
        bates=message.bates,
        bates_end=message.bates_end,
        from_=person(message.sender),
        to=tuple(p for a in message.to if (p := person(a))),
        cc=tuple(p for a in message.cc if (p := person(a))),
        date=message.date,
        date_flags=message.date_flags,
        subject=message.subject,
    )


def person(address: Address | None) -> Person | None:
    """A mailbox as the report names it."""
    return Person(name=address.name, address=address.address, raw=address.raw) if address else None


def locator_of(passage: PassageRow, message: MessageRow) -> Locator:
    """Where a passage stands, pages and stamps included."""
    pages = _pages_under(passage.pages, passage.spans)
    return Locator(
        file=message.file,
        sha256=message.source_sha256,
        member=message.member,
        part=passage.part,
        raw=message.raw,
        spans=passage.spans,
        text_sha256=passage.text_sha256,
        page=tuple(p.number for p in pages),
        bates=tuple(dict.fromkeys(p.bates for p in pages if p.bates)),
    )


def thread_ref(lookup: Lookup, message: int) -> ThreadRef | None:
    """The thread of a message; None where it stands alone."""
    found = thread_of(lookup.connection, message)
    if found is None:
        return None
    return ThreadRef(
        messages=found.messages,
        position=found.position,
        joined_by=found.joined_by,
        previous=_thread_mail(lookup, found.previous),
        next=_thread_mail(lookup, found.next),
    )


def _thread_mail(lookup: Lookup, key: int | None) -> ThreadMail | None:
    if key is None:
        return None
    message = lookup.message(key)
    return ThreadMail(
        id=message.id, from_=person(message.sender), date=message.date, first_words=_first_words(lookup, key)
    )


def _first_words(lookup: Lookup, message: int) -> str | None:
    """The beginning of what its sender wrote, white space folded, cut at a blank; None where nothing is shown."""
    words = " ".join(" ".join(lookup.segment_texts(message, "own")).split())
    if len(words) <= FIRST_CHARACTERS:
        return words or None
    kept = words[:FIRST_CHARACTERS]
    return f"{kept.rpartition(' ')[0] or kept} …"


def _pages_under(pages: Sequence[PageMark], spans: Sequence[Span]) -> list[PageMark]:
    ends = [*(p.start for p in pages[1:]), None]
    return [
        page
        for page, end in zip(pages, ends, strict=False)
        if any(s < (end if end is not None else e + 1) and e > page.start for s, e in spans)
    ]
