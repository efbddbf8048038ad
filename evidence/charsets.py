"""Bytes and a declared charset → text, and what was guessed.

Order: the declared charset strictly, UTF-8 strictly, what a byte order mark says, a guess. Codecs that let a sender
rewrite what is shown (unicode_escape, utf-7, idna, punycode …) are never used, whatever is declared.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

ALLOWED = re.compile(
    r"^(us-)?ascii$|^utf[-_]?(8|16|32)([-_]?(le|be))?$|^iso[-_]?8859[-_]?\d+$|^latin[-_]?\d$|^(windows[-_]|cp)\d+$|^koi8[-_]?[rtu]$"
    r"|^mac[-_]?\w+$|^big5([-_]?hkscs)?$|^gb(2312|k|18030)$|^hz[-_]?gb[-_]?2312$|^euc[-_]?(jp|kr|tw|cn)$|^shift[-_]?jis$|^sjis$"
    r"|^iso[-_]?2022[-_]?(jp|kr)([-_]?\w+)?$|^tis[-_]?620$|^ks[-_]?c[-_]?5601([-_]?1987)?$|^johab$|^ptcp154$|^viscii$"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
GUESS_BYTES = 20_000
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    """Text without lone surrogates, and flags for what was not as declared."""

    text: str
    flags: tuple[str, ...]


def decode(data: bytes, declared: str | None) -> Decoded:
    """Decode `data`; never raises."""
    name = (declared or "").strip().strip("\"'").lower()
    flags: list[str] = []
    if name and not ALLOWED.match(name):
        flags.append(f"charset-unknown:{name[:40]}")
    elif name:
        text = _strictly(data, name)
        if text is not None:
            return _clean(text, flags)
        flags.append(f"charset-wrong:{name}")
    text = _strictly(data.removeprefix(codecs.BOM_UTF8), "utf-8")
    if text is not None:
        # Plain ASCII and valid UTF-8 need no guess; where another charset was named, say that it was not used.
        return _clean(
            text,
            [*flags, "charset-guessed:utf-8"] if flags and not data.isascii() else flags if not data.isascii() else [],
        )
    wide = next((n for mark, n in _WIDE if data.startswith(mark)), None)
    text = _strictly(data, wide) if wide else None
    if text is not None:
        return _clean(text, flags)
    guess, name = _guess(data)
    return _clean(guess, [*flags, f"charset-guessed:{name}"])


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _guess(data: bytes) -> tuple[str, str]:
    best = from_bytes(data[:GUESS_BYTES]).best()
    if best is not None and ALLOWED.match(best.encoding.replace("_", "-")):
        text = _strictly(data, best.encoding)
        if text is not None:
            return text, best.encoding
    return data.decode("cp1252", "replace"), "cp1252"


def _clean(text: str, flags: list[str]) -> Decoded:
    cleaned = _SURROGATES.sub("\ufffd", text).removeprefix("\ufeff")
    if "\ufffd" in cleaned:
        flags = [*flags, "replacement-characters"]
    return Decoded(cleaned, tuple(flags))
