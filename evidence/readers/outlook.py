"""A .msg file, winmail.dat, or an item taken out of a mailbox → its message and the mails attached to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evidence.mapi import fields, msg, record, tnef
from evidence.mapi.bodies import held_by, media_type
from evidence.mapi.objects import MapiAttachment, MapiItem
from evidence.messages import Contents, add_signed, attached_mails, message_of
from evidence.model import AttachedMail, InputFile, Message, Skipped
from evidence.signed_content import signed_content


def is_msg(file: InputFile) -> bool:
    """Whether the file is a compound file that holds a message."""
    return msg.is_msg(file.data)


def is_winmail(file: InputFile) -> bool:
    """Whether the file is a TNEF stream."""
    return file.data.startswith(tnef.SIGNATURE)


def is_item(file: InputFile) -> bool:
    """Whether the file is an item as this program takes it out of a mailbox or of another item."""
    return file.data.startswith(record.MARK)


def read_msg(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """The one message; it takes all bytes of the file."""
    yield from _read(file, msg.item_of)


def read_winmail(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """The one message; it takes all bytes of the file."""
    yield from _read(file, tnef.item_of)


def read_item(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """The one message; it takes all bytes of the record."""
    yield from _read(file, record.from_bytes)


def _read(file: InputFile, item_of: Callable[[bytes], MapiItem]) -> Iterator[Message | AttachedMail | Skipped]:
    try:
        item = item_of(file.data)
    except ValueError as error:
        reason = f"it is damaged: {error}"
        yield Skipped(member=None, status="refused", reason=reason, remedy="ask for the file again")
        return
    if not (item.properties or item.attachments):
        reason = "nothing of a message can be read in it: it is damaged or cut off"
        yield Skipped(member=None, status="refused", reason=reason, remedy="ask for the file again")
        return
    found = fields.header_fields(item)
    contents = _contents(item)
    contents.flags[:0] = found.flags
    made = message_of(file.data, (0, len(file.data)), found.headers, contents)
    made = made.model_copy(update={"date_flags": (*made.date_flags, *found.date_flags)})
    yield made
    yield from attached_mails(made, contents.mails)


def _contents(item: MapiItem) -> Contents:
    """What an item says and carries; of a signed one that is what was signed, kept as a MIME part ([MS-OXOSMIME])."""
    signed = [(a, data) for a in item.attachments if (data := _signed(item, a)) is not None]
    carried = tuple(a for a in item.attachments if all(a is not attachment for attachment, _ in signed))
    held = held_by(item._replace(attachments=carried))
    contents = Contents(list(held.bodies), [], list(held.flags), list(held.mails))
    for _, data in signed:
        add_signed(contents, data, "signed")
    return contents


def _signed(item: MapiItem, attachment: MapiAttachment) -> bytes | None:
    """The MIME entity that an attachment holds, signed in clear or inside the signature."""
    if attachment.data is None:
        return None
    kind = media_type(item, attachment)
    return attachment.data if kind == "multipart/signed" else signed_content(attachment.data, kind)
