"""A string property and its item's code pages → text, and what was guessed in decoding it."""

from __future__ import annotations

from evidence.charsets import Decoded, decode
from evidence.code_pages import charset_of
from evidence.mapi.objects import (
    INTERNET_CODE_PAGE,
    MESSAGE_CODE_PAGE,
    STRING8,
    UNICODE,
    MapiItem,
    Properties,
    Property,
    number,
)


def message_charset(properties: Properties) -> str | None:
    """The charset of an item's 8-bit strings: PidTagMessageCodepage, else PidTagInternetCodepage."""
    return charset_of(number(properties, MESSAGE_CODE_PAGE) or number(properties, INTERNET_CODE_PAGE))


def internet_charset(properties: Properties) -> str | None:
    """The charset of an item's HTML: PidTagInternetCodepage, else PidTagMessageCodepage."""
    return charset_of(number(properties, INTERNET_CODE_PAGE) or number(properties, MESSAGE_CODE_PAGE))


def string(found: Property | None, charset: str | None) -> Decoded:
    """The text of a string property without its final NULs; "" where there is none."""
    if found is None or found.kind not in (STRING8, UNICODE):
        return Decoded("", ())
    if found.kind == UNICODE:
        even = found.data[: len(found.data) // 2 * 2]
        text = even.decode("utf-16-le", "replace")
        flags = ("replacement-characters",) if "\ufffd" in text or len(even) != len(found.data) else ()
        return Decoded(text.rstrip("\x00"), flags)
    return decode(found.data.rstrip(b"\x00"), charset)


def text_of(item: MapiItem, tag: int) -> str:
    """A string property of an item as text."""
    return string(item.properties.get(tag), message_charset(item.properties)).text
