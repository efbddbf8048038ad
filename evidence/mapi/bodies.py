"""MapiItem → its text as bodies, the names of its attachments, and the mails among them.

Of plain text, HTML and RTF the first that holds words is shown, for they say the same ([MS-OXCMSG] 2.2.1.48).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from evidence.alternatives import weigh
from evidence.attachments import Attachment, Unread, is_archive, read_attachment
from evidence.hashing import sha256_hex
from evidence.htmltext import html_to_text
from evidence.mapi import compressed_rtf, msg, record, tnef
from evidence.mapi.objects import (
    ATTACH_FILE_NAME,
    ATTACH_LONG_FILE_NAME,
    ATTACH_MIME_TAG,
    BINARY,
    BODY,
    DISPLAY_NAME,
    HTML,
    REPORT_TEXT,
    RTF_COMPRESSED,
    STRING8,
    SUBJECT,
    MapiAttachment,
    MapiItem,
)
from evidence.mapi.strings import internet_charset, message_charset, string, text_of
from evidence.model import Body, Text
from evidence.rtf import rtf_text

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HEAD_BYTES = 4_096


class HeldMail(NamedTuple):
    """A mail that is attached to another: a label, and the bytes that its offsets count in."""

    name: str
    data: bytes


class Held(NamedTuple):
    """What an item holds: texts, flags that name its attachments and what is unread of them, attached mails."""

    bodies: tuple[Body, ...]
    flags: tuple[str, ...]
    mails: tuple[HeldMail, ...]


def held_by(item: MapiItem, part: str = "") -> Held:
    """The words and attachments of an item; `part` goes before the names of its texts."""
    said = next((found for read in _READERS if (found := read(item, part)) and re.search(r"\w", found.text.text)), None)
    bodies = [said] if said else []
    flags: list[str] = []
    mails: list[HeldMail] = []
    if said and said.text.part == f"{part}PidTagBody" and (html := _html(item, part)):
        weighed = weigh(said.text.text, html.text.text)
        bodies = [*([said] if weighed.plain else []), *([html] if weighed.marked else [])]
        flags.extend(weighed.flags)
    for number, attachment in enumerate(item.attachments, 1):
        name = attachment_name(item, attachment)
        place = label(str(number), name)
        if attachment.item is not None:
            mails.append(HeldMail(place, record.to_bytes(attachment.item)))
        elif attachment.data is not None and is_mail(attachment.data, name):
            mails.append(HeldMail(place, attachment.data))
        else:
            file = Attachment(name, media_type(item, attachment), attachment.data or b"", part + place)
            flags.append(f"attachment:{file.label}")
            if is_archive(file):
                mails.append(HeldMail(place, file.data))
                continue
            read = read_attachment(file)
            if isinstance(read, Unread):
                flags.append(read.flag)
            else:
                bodies.append(read)
    return Held(tuple(bodies), tuple(flags), tuple(mails))


def held_by_outlook_file(file: Attachment, said: Sequence[Body]) -> Held | None:
    """What a .msg or winmail.dat adds to the mail that it is attached to; None where the file is neither.

    A .msg is a mail of its own. What winmail.dat holds is the carrier's; words that stand in `said` are not said twice.
    """
    if msg.is_msg(file.data):
        return Held((), (), (HeldMail(label(file.part, file.label), file.data),))
    if not file.data.startswith(tnef.SIGNATURE):
        return None
    item = tnef.item_of(file.data)
    held = held_by(item, f"{file.part}/")
    known = " ".join(" ".join(body.text.text for body in said).split())
    new = tuple(body for body in held.bodies if body.attachment or " ".join(body.text.text.split()) not in known)
    nothing = () if held.bodies or held.flags or held.mails else (Unread(file.label, "no text").flag,)
    mails = tuple(m._replace(name=m.name.replace("/", f"/{file.part}.", 1)) for m in held.mails)
    return Held(new, (f"attachment:{file.label}", *item.flags, *held.flags, *nothing), mails)


def media_type(item: MapiItem, attachment: MapiAttachment) -> str:
    """The media type that an attachment states, in lower case."""
    stated = string(attachment.properties.get(ATTACH_MIME_TAG), message_charset(item.properties)).text
    return stated.strip().lower() or "application/octet-stream"


def is_mail(data: bytes, name: str) -> bool:
    """Whether an attachment is a mail: .msg or TNEF by its content, .eml by its name."""
    return data.startswith(tnef.SIGNATURE) or msg.is_msg(data) or name.lower().endswith(".eml")


def label(number: str, name: str) -> str:
    """How an attached mail is named below the mail that carries it: "attachments/2/report.msg"; never a path."""
    shown = re.sub(r"[\x00-\x1f\x7f]|!(?=/)", " ", name).strip()[:120]
    return f"attachments/{number}/{shown or 'unnamed'}"


def attachment_name(item: MapiItem, attachment: MapiAttachment) -> str:
    """The name that an attachment states, on one line, else its type; for a message its subject."""
    charset = message_charset(item.properties)
    tags = (ATTACH_LONG_FILE_NAME, ATTACH_FILE_NAME, DISPLAY_NAME, ATTACH_MIME_TAG)
    stated = [string(attachment.properties.get(tag), charset).text.strip() for tag in tags]
    inner = text_of(attachment.item, SUBJECT) if attachment.item is not None else ""
    return next((" ".join(name.split()) for name in (inner, *stated) if name.strip()), "unnamed")


def _plain(item: MapiItem, part: str) -> Body | None:
    text, flags = string(item.properties.get(BODY), message_charset(item.properties))
    return _body(f"{part}PidTagBody", text, flags)


def _report(item: MapiItem, part: str) -> Body | None:
    text, flags = string(item.properties.get(REPORT_TEXT), message_charset(item.properties))
    return _body(f"{part}PidTagReportText", text, flags)


def _html(item: MapiItem, part: str) -> Body | None:
    found = item.properties.get(HTML)
    if found is None:
        return None
    charset = internet_charset(item.properties)
    if found.kind in (BINARY, STRING8):
        stated = _META_CHARSET.search(found.data[:_HEAD_BYTES])
        charset = charset or (stated[1].decode("ascii", "replace") if stated else None)
        found = found._replace(kind=STRING8)
    text, flags = string(found, charset)
    return _body(f"{part}PidTagHtml", html_to_text(text), flags)


def _rtf(item: MapiItem, part: str) -> Body | None:
    found = item.properties.get(RTF_COMPRESSED)
    if found is None:
        return None
    rtf, broken = compressed_rtf.unpacked(found.data)
    read = rtf_text(rtf.rstrip(b"\x00"))
    text = html_to_text(read.text) if read.is_html else read.text
    return _body(f"{part}PidTagRtfCompressed", text, (*broken, *read.flags))


_READERS: tuple[Callable[[MapiItem, str], Body | None], ...] = (_plain, _html, _rtf, _report)


def _body(part: str, text: str, flags: tuple[str, ...]) -> Body | None:
    folded = text.replace("\r\n", "\n").replace("\r", "\n")
    nul = ("nul-characters",) if "\x00" in folded else ()
    made = Text(part=part, text=folded, sha256=sha256_hex(folded), flags=(*flags, *nul))
    return Body(text=made, spans=((0, len(folded)),)) if folded.strip() else None
