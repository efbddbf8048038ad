"""Bytes of one RFC 822 mail → Message: headers, dates, decoded text parts.

`email` with the compat32 policy finds the structure; everything is decoded here, and what was guessed is flagged.
"""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterator

from evidence.charsets import decode
from evidence.hashing import message_id, sha256_hex
from evidence.headers import header_text, mailboxes, parse_date
from evidence.htmltext import html_to_text
from evidence.model import Address, Body, Message, Text
from evidence.transfer import transfer_decoded

DEEPEST_PART = 60
MOST_PARTS = 2_000
_HEADER = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
MOST_HEADER_BYTES = 4_000_000


def message_from_bytes(raw: bytes, offset: int = 0) -> Message:
    """Read one mail.

    Args:
        raw: the mail's bytes, as they stand in the source.
        offset: where they begin there.
    """
    headers = read_headers(raw)
    flags: list[str] = []
    sender, sender_flags = _sender(headers)
    date = parse_date(header_text(_first(headers, "date"))[0])
    subject, subject_flags = header_text(_first(headers, "subject"))
    to, to_flags = _people(headers, "to")
    cc, cc_flags = _people(headers, "cc", "bcc")
    bodies, body_flags = _bodies(raw)
    flags += [*sender_flags, *(f"subject:{f}" for f in subject_flags), *to_flags, *cc_flags, *body_flags]
    dates = headers.get("date", [])
    return Message(
        id=message_id(raw),
        raw=(offset, offset + len(raw)),
        message_id=_ident(_first(headers, "message-id")),
        bates=None,
        bates_end=None,
        sender=sender,
        to=to,
        cc=cc,
        date=date.date,
        subject=subject or None,
        bodies=bodies,
        date_flags=(*date.flags, *(("date-twice",) if len(set(dates)) > 1 else ())),
        flags=tuple(dict.fromkeys(flags)),
        in_reply_to=_ident(_first(headers, "in-reply-to")),
        references=tuple(_idents(_first(headers, "references"))),
    )


def read_headers(raw: bytes) -> dict[str, list[bytes]]:
    """Every header of the first block by lower-case name, values raw, in order."""
    head = re.split(
        rb"\r?\n\r?\n|\r\r", raw.removeprefix(b"\xef\xbb\xbf")[:MOST_HEADER_BYTES].lstrip(b"\r\n"), maxsplit=1
    )[0]
    head = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found: dict[str, list[bytes]] = {}
    for match in _HEADER.finditer(head):
        found.setdefault(match[1].decode("latin-1").lower(), []).append(match[2].strip())
    return found


def _first(headers: dict[str, list[bytes]], name: str) -> bytes:
    return headers.get(name, [b""])[0]


def _sender(headers: dict[str, list[bytes]]) -> tuple[Address | None, list[str]]:
    values = headers.get("from", [])
    found, flags = mailboxes(values[0]) if values else ([], ())
    sender = found[0] if found else None
    doubts = list(flags)
    if len(values) > 1 or len(found) > 1:
        doubts.append("ambiguous-from:several")
    if (
        sender
        and sender.name
        and (shown := re.search(r"[\w.+-]+@[\w.-]+\w", sender.name))
        and shown[0].lower() != sender.address
    ):
        doubts.append("ambiguous-from:address-in-name")
    other, _ = mailboxes(_first(headers, "sender"))
    if other and sender and other[0].address != sender.address:
        doubts.append("ambiguous-from:sender-differs")
    if sender is None and other:
        return other[0], [*doubts, "ambiguous-from:taken-from-sender"]
    return sender, doubts


def _people(headers: dict[str, list[bytes]], *names: str) -> tuple[tuple[Address, ...], list[str]]:
    found: list[Address] = []
    flags: list[str] = []
    for name in names:
        for value in headers.get(name, []):
            more, doubts = mailboxes(value)
            found += more
            flags += doubts
    return tuple(found), flags


def _ident(raw: bytes) -> str | None:
    return next(iter(_idents(raw)), None)


def _idents(raw: bytes) -> list[str]:
    text = header_text(raw)[0]
    return re.findall(r"<([^<>\s]+)>", text) or ([text.strip("<>")] if text and " " not in text else [])


def _bodies(raw: bytes) -> tuple[tuple[Body, ...], list[str]]:
    flags: list[str] = []
    try:
        root = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = list(_leaves(root, flags))
    except (RecursionError, ValueError, IndexError, AttributeError, TypeError) as error:
        # The parser gave up on the structure; the words after the header are still the record.
        body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
        return (_body(None, decode(body, None).text, ()),), [f"mime-unreadable:{type(error).__name__}"]
    bodies = [_body(number, text, doubts) for number, text, doubts in parts if text.strip()]
    return tuple(bodies), flags


def _body(number: str | None, text: str, flags: tuple[str, ...]) -> Body:
    folded = text.replace("\r\n", "\n").replace("\r", "\n")
    made = Text(part=number, text=folded, sha256=sha256_hex(folded), flags=flags)
    return Body(text=made, spans=((0, len(folded)),))


def _leaves(root: email.message.Message, flags: list[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Number, text and flags of every part that shows text, in order; of alternatives the plain one."""
    stack: list[tuple[email.message.Message, str, int]] = [(root, "", 0)]
    seen = 0
    while stack:
        part, number, depth = stack.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST_PART:
            flags.append("mime-too-deep")
            return
        children = part.get_payload()
        if isinstance(children, list):
            held = [c for c in children if isinstance(c, email.message.Message)]
            chosen = _chosen(part, held)
            if part.get_content_type() == "message/rfc822":
                flags.append("attached-message")
            numbered = [(c, f"{number}.{i}".lstrip("."), depth + 1) for i, c in enumerate(held, 1) if c in chosen]
            stack.extend(reversed(numbered))
            continue
        shown = _shown(part, flags)
        if shown is not None:
            yield number or "1", *shown


def _chosen(part: email.message.Message, children: list[email.message.Message]) -> list[email.message.Message]:
    if part.get_content_type() != "multipart/alternative":
        return children
    plain = [c for c in children if c.get_content_type() == "text/plain" and _has_words(c)]
    if plain:
        return plain
    return [c for c in children if c.get_content_type() != "text/plain"] or children


def _has_words(part: email.message.Message) -> bool:
    return bool(re.search(rb"\w", transfer_decoded(part)[0]))


def _shown(part: email.message.Message, flags: list[str]) -> tuple[str, tuple[str, ...]] | None:
    kind, name = part.get_content_type(), part.get_filename()
    attached = "attachment" in str(part.get("Content-Disposition") or "").lower()
    if not kind.startswith("text/") or (attached and name):
        flags.append(f"attachment:{header_text(str(name or kind).encode('utf-8', 'replace'))[0]}")
        return None
    data, doubts = transfer_decoded(part)
    declared = part.get_param("charset")
    charset = declared if isinstance(declared, str) else declared[2] if isinstance(declared, tuple) else None
    text, guessed = decode(data, charset)
    if kind == "text/html":
        text = html_to_text(text)
    if "\x00" in text:
        doubts = (*doubts, "nul-characters")
    return text, (*doubts, *guessed)
