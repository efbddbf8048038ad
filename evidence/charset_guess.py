"""Raw 8-bit bytes without a charset that fits → the likeliest of the charsets that mail was sent in, and the text.

Statistics of letters need many: of a few signs a plausible spelling decides, and the Western charset where several are.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from charset_normalizer import from_bytes

from evidence.vocabulary import entries

GUESS_BYTES = 20_000
# Below this many 8-bit bytes a statistic of letters is worth nothing.
FEW = 40
# A text in UTF-16 without a mark has a zero in every other byte, but where no word is Western.
ZEROS = 0.1
_JOINING = frozenset("\u2018\u2019\u2013\u2014\u2026\u00b7\u00ad\u00b4\u2022/")


def guess(data: bytes) -> tuple[str, str]:
    """The text and the charset's name; what no charset can read is replaced."""
    if sum(byte >= 0x80 for byte in data[:GUESS_BYTES]) >= FEW and (found := _by_statistics(data)):
        return found
    read = [(name, text) for name in _short() if (text := _strictly(data, name)) is not None]
    if not read:
        return data.decode("cp1252", "replace"), "cp1252"
    name, text = min(read, key=lambda pair: implausible(pair[1][:GUESS_BYTES]))
    return text, name


def implausible(text: str) -> int:
    """How many signs beyond ASCII stand where no writer puts them; ASCII alone has none."""
    return sum(
        _misplaced(text[at - 1 : at], sign, text[at + 1 : at + 2]) for at, sign in enumerate(text) if sign >= "\x80"
    )


def _misplaced(before: str, sign: str, after: str) -> bool:
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cn", "Co") or "\u2500" <= sign <= "\u259f":
        return True
    if not kind.startswith("L"):
        return before.isalpha() and after.isalpha() and sign not in _JOINING
    if sign.isupper() and before.islower():
        return True
    script = _script(sign)
    if any(near.isalpha() and _script(near) != script for near in (before, after)):
        return True
    # Three accented letters in a row are a word of another alphabet, misread.
    return script == "LATIN" and all(near.isalpha() and near >= "\x80" for near in (before, after))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _by_statistics(data: bytes) -> tuple[str, str] | None:
    names = [name for name, _ in _known()]
    head = data[:GUESS_BYTES]
    if head.count(0) > ZEROS * len(head):
        names += ["utf_16_le", "utf_16_be"]
    best = from_bytes(head, cp_isolation=names).best()
    text = _strictly(data, best.encoding) if best is not None else None
    return (text, best.encoding) if best is not None and text is not None else None


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _short() -> list[str]:
    return [name for name, mark in _known() if mark]


@cache
def _known() -> tuple[tuple[str, str], ...]:
    return tuple((name, mark) for name, _, mark in (entry.partition(" ") for entry in entries("charset-guesses")))
