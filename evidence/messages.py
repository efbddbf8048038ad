"""Bytes of one RFC 822 mail → its Message and those attached to it: headers, dates, decoded text parts.

What was guessed or broken is flagged. An attached mail is a message of its own, never words of who attached it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidence.alternatives import chosen
from evidence.attachments import Attachment, Unread, is_archive, read_attachment
from evidence.encoded_words import header_text
from evidence.hashing import message_id
from evidence.headers import idents
from evidence.inline_files import Inline, without_files
from evidence.mail_dates import parse_date
from evidence.mail_people import people_of, sender_of, set_aside
from evidence.mapi.bodies import HeldMail, held_by_outlook_file, label
from evidence.mime import (
    MOST_PARTS,
    Headers,
    Part,
    begins_as_mail,
    file_name,
    is_file,
    is_mail,
    parameter,
    part_at,
    parts_of,
)
from evidence.model import AttachedMail, Body, Message, Span
from evidence.part_text import body_of, first, likely_charset, sent
from evidence.signed_content import signed_content

DEEPEST_PART = 100
# What was signed is read by a call inside a call: of these there are to be few.
DEEPER_IN_SIGNED = 10


class Contents(NamedTuple):
    """What a mail holds: texts that it shows, mails in it and mails that are files of their own, what was wrong."""

    bodies: list[Body]
    attached: list[Part]
    flags: list[str]
    mails: list[HeldMail]


class _Turn(NamedTuple):
    """A part to visit; one that stands beside a chosen alternative is not shown."""

    part: Part
    depth: int
    shown: bool


def messages_from_bytes(raw: bytes, offset: int = 0) -> Iterator[Message | AttachedMail]:
    """Read one mail and, after it, the mails attached to it.

    Args:
        raw: the mail's bytes, as they stand in the source.
        offset: where they begin there.
    """
    whole = part_at(raw, "", 0, len(raw))
    contents = _contents(raw, whole)
    outer = message_of(raw, (offset, offset + len(raw)), whole.headers, contents)
    waiting = [(raw, offset, outer.id, part, 1) for part in reversed(contents.attached)]
    # The bytes of a big mail need not stay while it is cut up and sent.
    del raw, whole
    yield outer
    yield from attached_mails(outer, contents.mails)
    seen = 0
    while waiting:
        source, base, parent, part, depth = waiting.pop()
        data, flags = sent(source, part)
        inner = part_at(data, "", 0, len(data))
        below = _contents(data, inner)
        raw_span = (base + part.start, base + part.end)
        below.flags[:0] = [f"attached-to:{parent}", *flags]
        encoded = data != source[part.start : part.end]
        if encoded:
            below.flags.append("raw-is-transfer-encoded")
            # Its own bytes are not in the source: what is attached to it is read as files of their own.
            below.mails.extend(
                HeldMail(label(f"{part.number}.{p.number or 1}", "message.eml"), sent(data, p)[0])
                for p in below.attached
            )
        found = message_of(source[part.start : part.end], raw_span, inner.headers, below)
        yield found
        yield from attached_mails(found, below.mails)
        seen += 1
        if depth < DEEPEST_PART and seen < MOST_PARTS and not encoded:
            waiting += [(data, raw_span[0], found.id, p, depth + 1) for p in reversed(below.attached)]


def attached_mails(parent: Message, mails: Iterable[HeldMail]) -> Iterator[AttachedMail]:
    """The mails that a message carries as files of their own."""
    for mail in mails:
        yield AttachedMail(parent=parent.id, name=mail.name, data=mail.data)


def message_of(raw: bytes, place: Span, headers: Headers, contents: Contents) -> Message:
    """A message with the header fields and contents given; `raw` are its bytes, `place` where they stand."""
    likely = likely_charset(raw, headers)
    sender, sender_flags = sender_of(headers, likely)
    date = parse_date(header_text(first(headers, "date"))[0])
    subject, subject_flags = header_text(first(headers, "subject"), likely)
    to, to_flags = people_of(headers, "to", likely=likely)
    cc, cc_flags = people_of(headers, "cc", "bcc", likely=likely)
    flags = [*sender_flags, *(f"subject:{f}" for f in subject_flags), *to_flags, *cc_flags, *contents.flags]
    flags += set_aside(headers)
    return Message(
        id=message_id(raw),
        raw=place,
        message_id=next(iter(idents(first(headers, "message-id"))), None),
        bates=None,
        bates_end=None,
        sender=sender,
        to=to,
        cc=cc,
        date=date.date,
        subject=subject or None,
        bodies=tuple(contents.bodies),
        date_flags=(*date.flags, *(("date-twice",) if len(set(headers.get("date", []))) > 1 else ())),
        flags=tuple(dict.fromkeys(flags)),
        in_reply_to=next(iter(idents(first(headers, "in-reply-to"))), None),
        references=tuple(idents(first(headers, "references"))),
    )


def contents_of(raw: bytes, depth: int = 0) -> Contents:
    """What some bytes with a MIME header hold, whoever they are from; mails in it as files of their own."""
    found = _contents(raw, part_at(raw, "", 0, len(raw)), depth)
    mails = [HeldMail(label(p.number, file_name(p) or "mail.eml"), sent(raw, p)[0]) for p in found.attached]
    return found._replace(attached=[], mails=[*found.mails, *mails])


def add_signed(found: Contents, data: bytes, part: str, depth: int = 0) -> None:
    """Add what was signed, a MIME entity of its own, to what its carrier says; `part` leads the names of its texts."""
    inner = contents_of(data, depth)
    for body in inner.bodies:
        text = body.text.model_copy(update={"part": f"{part}/{body.text.part}"})
        found.bodies.append(body.model_copy(update={"text": text}))
    found.flags.extend(inner.flags)
    found.mails.extend(inner.mails)


def _contents(raw: bytes, whole: Part, depth: int = 0) -> Contents:
    """Every part that shows text, in order; of alternatives one. A stack of our own, for depth is hostile."""
    found = Contents([], [], [], [])
    waiting = [_Turn(whole, depth, shown=True)]
    seen = 0
    while waiting:
        turn = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or turn.depth > DEEPEST_PART:
            found.flags.append("mime-too-deep")
            break
        held, doubts = parts_of(raw, turn.part)
        found.flags.extend(doubts)
        choice = chosen(raw, turn.part, held)
        found.flags.extend(choice.flags if turn.shown else ())
        shown = {c.number for c in choice.parts}
        waiting += [_Turn(c, turn.depth + 1, turn.shown and c.number in shown) for c in reversed(held)]
        if not held:
            _take(raw, turn, found)
    return found


def _take(raw: bytes, turn: _Turn, found: Contents) -> None:
    part = turn.part
    named = file_name(part)
    if is_mail(part):
        if raw[part.start : part.end].strip():
            found.attached.append(part)
        else:
            found.flags.append(f"attachment:{named or part.kind}")
        return
    kind = "text/plain" if part.kind.startswith("multipart/") else part.kind
    if is_file(part, said=any(body.attachment is None for body in found.bodies)):
        _take_file(raw, turn, named, found)
        return
    if kind != part.kind:
        found.flags.append("multipart-without-parts")
    if named:
        found.flags.append(f"inline:{Attachment(named, kind, b'', part.number).label}")
    if turn.shown and (body := body_of(raw, part, kind)).text.text.strip():
        inline = without_files(body) if kind == "text/plain" else Inline(body, [], [])
        found.bodies.extend([inline.body] if inline.body.spans else [])
        found.flags.extend(flag for file in inline.unread for flag in (f"attachment:{file.label}", file.flag))
        for file in inline.files:
            _add_file(file, (), found)


def _take_file(raw: bytes, turn: _Turn, named: str | None, found: Contents) -> None:
    part = turn.part
    data, doubts = sent(raw, part)
    if turn.shown and (signed := signed_content(data, part.kind)) is not None:
        add_signed(found, signed, part.number or "1", turn.depth + DEEPER_IN_SIGNED)
        return
    charset = parameter(part, "content-type", "charset")
    _add_file(Attachment(named, part.kind, data, part.number or "1", charset), doubts, found)


def _add_file(file: Attachment, doubts: tuple[str, ...], found: Contents) -> None:
    if held := held_by_outlook_file(file, found.bodies):
        found.bodies.extend(held.bodies)
        found.flags.extend((*doubts, *held.flags))
        found.mails.extend(held.mails)
        return
    found.flags.append(f"attachment:{file.label}")
    if is_archive(file) or begins_as_mail(file.data, file.label):
        found.mails.append(HeldMail(label(file.part, file.label), file.data))
        return
    read = read_attachment(file)
    if isinstance(read, Unread):
        found.flags.append(read.flag)
        return
    flagged = read.text.model_copy(update={"flags": (*doubts, *read.text.flags)})
    found.bodies.append(read.model_copy(update={"text": flagged}))
