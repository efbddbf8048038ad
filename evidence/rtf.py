"""RTF of a mail body → its text, or the HTML that was wrapped in it; and what was guessed.

Sources: RTF 1.9.1; for HTML in RTF [MS-OXRTFEX]. Words that RTF hides, and those of fonts, pictures and page heads, are
left out.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from evidence.charsets import decode
from evidence.code_pages import charset_of
from evidence.vocabulary import entries

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\n": "\n", b"\r": "\n", b"\t": "\t"}
_CHARSET_WORDS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


class RtfText(NamedTuple):
    """The words of RTF: plain text, or HTML source where `is_html`."""

    text: str
    is_html: bool
    flags: tuple[str, ...]


class _Group:
    """What holds inside a pair of braces: inherited, then changed."""

    def __init__(self, outer: _Group | None) -> None:
        self.font: int | None = outer.font if outer else None
        self.after_unicode: int = outer.after_unicode if outer else 1
        self.hidden: bool = outer.hidden if outer else False
        self.unseen: bool = outer.unseen if outer else False
        self.in_fonts: bool = outer.in_fonts if outer else False
        self.not_html: bool = outer.not_html if outer else False
        self.in_tag: bool = outer.in_tag if outer else False
        self.starred = False
        self.empty = True


def rtf_text(rtf: bytes) -> RtfText:
    """Read RTF; never raises. Braces that are not paired, and words that nobody knows, are passed over."""
    reading = _Reading()
    at = 0
    while token := _TOKEN.match(rtf, at):
        at = token.end()
        if token["word"]:
            at += reading.word(token["word"].decode("ascii").lower(), int(token["number"]) if token["number"] else None)
        elif token["brace"]:
            reading.brace(token["brace"])
        elif token["sign"]:
            reading.sign(token["sign"])
        elif token["hex"]:
            reading.octets(bytes.fromhex(token["hex"].decode("ascii")))
        elif token["text"]:
            reading.octets(token["text"])
    text = reading.done()
    return RtfText(text, reading.is_html, tuple(dict.fromkeys(reading.flags)))


class _Reading:
    """RTF as it is read: the stack of groups, the fonts' charsets, the text so far."""

    def __init__(self) -> None:
        self.groups = [_Group(None)]
        self.is_html = False
        self.flags: list[str] = []
        self.charset = "cp1252"
        self.fonts: dict[int, str] = {}
        self.default_font: int | None = None
        self.skip = 0
        self._text: list[str] = []
        self._octets = bytearray()
        self._octets_charset = ""

    def brace(self, brace: bytes) -> None:
        self.skip = 0
        if brace == b"{":
            self.groups.append(_Group(self.groups[-1]))
        elif len(self.groups) > 1:
            self.groups.pop()

    def sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.groups[-1].starred = True
        elif sign in b"\\{}":
            self.octets(sign)
        elif self._skipped():
            self.character(_SIGNS.get(sign, ""))

    def word(self, word: str, value: int | None) -> int:
        """Obey a control word; how many bytes after it are binary data."""
        group = self.groups[-1]
        first, group.empty = group.empty, False
        if word == "bin":
            return max(0, value or 0)
        if word == "htmltag" and group.starred:
            group.in_tag = True
        elif (group.starred and first) or word in _unseen():
            group.unseen = True
            group.in_fonts = group.in_fonts or word == "fonttbl"
        elif word == "u" and value is not None:
            self.character(chr(value % 0x10000))
            self.skip = group.after_unicode
        elif (character := _characters().get(word)) and self._skipped():
            self.character(character)
        else:
            self._set(group, word, value)
        return 0

    def _set(self, group: _Group, word: str, value: int | None) -> None:
        on = value != 0
        if word == "uc":
            group.after_unicode = max(0, value or 0)
        elif word == "f":
            group.font = value
        elif word == "plain":
            group.font, group.hidden = self.default_font, False
        elif word == "v":
            group.hidden = on
        elif word == "htmlrtf":
            group.not_html = on
        elif word == "fcharset" and group.in_fonts and group.font is not None and value in _font_charsets():
            self.fonts[group.font] = _font_charsets()[value]
        elif word == "cpg" and group.in_fonts and group.font is not None and value:
            self.fonts[group.font] = charset_of(value) or self.charset
        else:
            self._set_document(word, value)

    def _set_document(self, word: str, value: int | None) -> None:
        if word == "ansicpg" and value:
            self.charset = charset_of(value) or self.charset
        elif word in _CHARSET_WORDS:
            self.charset = _CHARSET_WORDS[word]
        elif word == "deff":
            self.default_font = self.groups[-1].font = value
        elif word == "fromhtml":
            self.is_html = True

    def _skipped(self) -> bool:
        """Whether a character is to be shown: those after a Unicode one repeat it for readers that know none."""
        if self.skip > 0:
            self.skip -= 1
            return False
        return True

    def _shown(self) -> bool:
        group = self.groups[-1]
        if self.is_html:
            return group.in_tag or not (group.not_html or group.unseen)
        return not (group.unseen or group.hidden)

    def character(self, character: str) -> None:
        self.groups[-1].empty = False
        if self._shown():
            self._flush()
            self._text.append(character)

    def octets(self, octets: bytes) -> None:
        """Bytes in the current font's charset; a character's bytes can come one by one."""
        self.groups[-1].empty = False
        skipped = min(self.skip, len(octets))
        self.skip -= skipped
        if not self._shown():
            return
        group = self.groups[-1]
        charset = self.fonts.get(group.font, self.charset) if group.font is not None else self.charset
        if charset != self._octets_charset:
            self._flush()
            self._octets_charset = charset
        self._octets += octets[skipped:]

    def _flush(self) -> None:
        if self._octets:
            text, flags = decode(bytes(self._octets), self._octets_charset)
            self._text.append(text)
            self.flags += flags
            self._octets.clear()

    def done(self) -> str:
        self._flush()
        # \u gives UTF-16 units: pairs are joined, halves that stand alone are replaced.
        whole = "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if "\ufffd" in whole:
            self.flags.append("replacement-characters")
        return whole


@cache
def _unseen() -> frozenset[str]:
    return frozenset(entries("rtf-unseen"))


@cache
def _characters() -> dict[str, str]:
    return {word: chr(int(point, 16)) for word, _, point in (e.partition(" ") for e in entries("rtf-characters"))}


@cache
def _font_charsets() -> dict[int, str]:
    return {int(number): name for number, _, name in (e.partition(" ") for e in entries("rtf-charsets"))}
