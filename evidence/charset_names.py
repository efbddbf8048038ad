"""A charset's label as mails write it → the codec that is used for it, or none; codec → the one meant in its place."""

from __future__ import annotations

import codecs
import re
from functools import cache

from evidence.vocabulary import entries

ALLOWED = re.compile(
    r"^(us-)?ascii$|^utf[-_]?(8|16|32)([-_]?(le|be))?$|^iso[-_]?8859[-_]?\d+$|^latin[-_]?\d$|^(windows[-_]|cp)\d+$|^koi8[-_]?[rtu]$"
    r"|^mac[-_]?\w+$|^big5([-_]?hkscs)?$|^gb(2312|k|18030)$|^hz[-_]?gb[-_]?2312$|^euc[-_]?(jp|kr|tw|cn)$|^shift[-_]?jis$|^sjis$"
    r"|^iso[-_]?2022[-_]?(jp|kr)([-_]?\w+)?$|^tis[-_]?620$|^ks[-_]?c[-_]?5601([-_]?1987)?$|^johab$|^ptcp154$|^viscii$"
)


def codec_of(label: str) -> str | None:
    """The codec for a label in lower case; None where it is not known, or refused."""
    name = _pairs("charset-aliases").get(label, label)
    return name if ALLOWED.match(name) else None


def is_refused(label: str) -> bool:
    """Whether the label names a codec that lets a sender rewrite what is shown."""
    return label in entries("charsets-refused")


def twin_of(codec: str) -> str | None:
    """The charset that writers meant when they named this one: its superset on Windows; None where there is none."""
    try:
        return _pairs("charset-twins").get(codecs.lookup(codec).name)
    except LookupError:
        return None


@cache
def twin_controls(twin: str) -> dict[int, str]:
    """What a single-byte twin shows for the bytes 80-9F; those that it does not define are left out."""
    shown = {byte: bytes([byte]).decode(twin, "replace") for byte in range(0x80, 0xA0)}
    return {byte: sign for byte, sign in shown.items() if sign != "\ufffd"}


@cache
def _pairs(name: str) -> dict[str, str]:
    return {label: codec for label, _, codec in (entry.partition(" ") for entry in entries(name))}
