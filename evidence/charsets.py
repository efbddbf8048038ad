"""Bytes and a declared charset → text, and what was guessed.

Order: the declared charset strictly, UTF-8 strictly, the charset that writers meant by the declared one, what a byte
order mark says, a guess. Codecs that let a sender rewrite what is shown (unicode_escape, utf-7, idna, punycode …) are
never used, whatever is declared.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from evidence.charset_guess import guess
from evidence.charset_names import codec_of, is_refused, twin_controls, twin_of

_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile("[\x80-\x9f]")
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
    label = (declared or "").strip().strip("\"'").lower()
    codec = codec_of(label) if label else None
    flags: list[str] = []
    if is_refused(label):
        flags.append(f"charset-refused:{label}")
    elif codec is None and label and (not data.isascii() or b"\x1b" in data):
        flags.append(f"charset-unknown:{label[:40]}")
    elif codec is not None:
        if (found := _as_declared(data, codec)) is not None:
            return found
        flags.append(f"charset-wrong:{label}")
    text = _strictly(data.removeprefix(codecs.BOM_UTF8), "utf-8")
    if text is not None:
        # Plain ASCII and valid UTF-8 need no guess; where another charset was named, say that it was not used.
        return _clean(text, [*flags, "charset-guessed:utf-8"] if flags and not data.isascii() else flags)
    wide = wide_charset(data)
    text = _strictly(data, wide) if wide else None
    if text is not None:
        return _clean(text, flags)
    guessed, name = guess(data)
    return _clean(guessed, [*flags, f"charset-guessed:{name}"])


def wide_charset(data: bytes) -> str | None:
    """UTF-16 or UTF-32, where a byte order mark says that."""
    return next((name for mark, name in _WIDE if data.startswith(mark)), None)


def _as_declared(data: bytes, codec: str) -> Decoded | None:
    """The text by the declared charset, or by the one that was meant; None where it is in neither.

    Control characters at 80-9F are in no mail: who declared Latin-1 wrote Windows' quotes and dashes there.
    """
    text, twin = _strictly(data, codec), twin_of(codec)
    if text is not None and not (twin and _CONTROLS.search(text)):
        return _clean(text, [])
    # Escapes that change the set of signs are ASCII, and so valid UTF-8.
    if twin is None or (b"\x1b" not in data and _strictly(data, "utf-8") is not None):
        return None
    mended = text.translate(twin_controls(twin)) if text is not None else _strictly(data, twin)
    return None if mended is None else _clean(mended, [f"charset-mended:{twin}"] if mended != text else [])


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _clean(text: str, flags: list[str]) -> Decoded:
    cleaned = _SURROGATES.sub("\ufffd", text).removeprefix("\ufeff")
    if "\ufffd" in cleaned:
        flags = [*flags, "replacement-characters"]
    return Decoded(cleaned, tuple(flags))
