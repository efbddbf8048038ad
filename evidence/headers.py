"""Raw header values → decoded text, mailboxes, dates; linear in the length of the header."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import quopri
import re
from email.utils import parsedate_tz
from typing import NamedTuple

from dateutil import parser as dateparser

from evidence.charsets import decode
from evidence.model import Address

MOST_MAILBOXES = 10_000
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_ANGLE = re.compile(r"<\s*([^<>]*?)\s*>")
_ZONES = {
    "UT": 0,
    "GMT": 0,
    "UTC": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}


class Dated(NamedTuple):
    """ISO 8601 with the stated zone, or None; and what was guessed."""

    date: str | None
    flags: tuple[str, ...]


def header_text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """A header's value, unfolded, its encoded words decoded (RFC 2047), white space folded."""
    text, flags = decode(raw, None)
    unfolded = _BETWEEN.sub(r"\1", re.sub(r"\r?\n(?=[ \t])", "", text))
    found: list[str] = list(flags)

    def word(match: re.Match[str]) -> str:
        value = encoded_word(match[1], match[2], match[3])
        if value is None:
            return match[0]
        found.extend(value[1])
        return value[0]

    shown = _WORD.sub(word, _joined(unfolded))
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", shown).split()), tuple(dict.fromkeys(found))


def _joined(text: str) -> str:
    """Neighbouring encoded words of one charset joined, for a character may be cut between them."""
    pattern = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?==\?\1\?\2\?", re.IGNORECASE)
    while True:
        joined = pattern.sub(lambda m: m[0] if m[2] in "bB" and m[3].endswith("=") else f"=?{m[1]}?{m[2]}?{m[3]}", text)
        if joined == text:
            return text
        text = joined


def encoded_word(charset: str, encoding: str, body: str) -> tuple[str, tuple[str, ...]] | None:
    """One encoded word; None where it is broken beyond reading."""
    try:
        if encoding in "bB":
            data = base64.b64decode(body + "=" * (-len(body) % 4))
        else:
            data = quopri.decodestring(body.replace("_", "=20").encode("ascii", "replace"), header=False)
    except (binascii.Error, ValueError):
        return None
    return decode(data, charset.partition("*")[0])


def mailboxes(raw: bytes) -> tuple[list[Address], tuple[str, ...]]:
    """The mailboxes of an address header, and what is doubtful about them."""
    value, flags = decode(raw, None)
    value = re.sub(r"\r?\n(?=[ \t])", "", value)
    found = [address_of(part) for part in split_mailboxes(value) if part.strip()]
    more = ("too-many-recipients",) if len(found) > MOST_MAILBOXES else ()
    return found[:MOST_MAILBOXES], (*flags, *more)


def split_mailboxes(value: str) -> list[str]:
    """Cut an address list at its commas and semicolons outside quotes, angles and comments."""
    parts, start, quoted, angle, comment, i = [], 0, False, False, 0, 0
    while i < len(value):
        c = value[i]
        if c == "\\":
            i += 1
        elif c == '"' and not comment:
            quoted = not quoted
        elif not quoted:
            comment = max(0, comment + (c == "(") - (c == ")"))
            angle = c == "<" or (angle and c != ">")
            if c in ",;" and not angle and not comment:
                parts.append(value[start:i])
                start = i + 1
            elif c == ":" and not angle and not comment and "@" not in value[start:i]:
                start = i + 1  # a group's name
        i += 1
    return [*parts, value[start:]]


def address_of(text: str) -> Address:
    """One mailbox as text: "Name <address>", "address (Name)", "Last, First [mailto:address]", or a bare name."""
    raw = " ".join(text.split())
    shown, _ = header_text(raw.encode("utf-8", "replace"))
    angles = _ANGLE.findall(shown)
    inside = next((a for a in reversed(angles) if "@" in a), None)
    bare = _ADDRESS.search(inside or _outside(shown))
    address = bare[0].strip(".'\"").lower() if bare else None
    name = re.sub(r"\s*(<[^<>]*>|\[(mailto:|smtp:)[^\]]*\])", "", shown, flags=re.IGNORECASE)
    if inside is None and address:
        name = re.sub(re.escape(bare[0]) if bare else "$^", "", name)
    name = _unquoted(name)
    return Address(name=name or None, address=address, raw=shown)


def _outside(text: str) -> str:
    return re.sub(r"mailto:|smtp:", " ", text, flags=re.IGNORECASE)


def _unquoted(name: str) -> str:
    name = name.strip().strip(";,").strip()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    return re.sub(r"\\(.)", r"\1", name.strip("\"' ")).strip()


def parse_date(raw: str) -> Dated:
    """RFC 5322 date and its usual broken forms → ISO 8601; never fuzzy."""
    text = re.sub(r"\([^()]*\)", " ", raw).strip()
    if not text:
        return Dated(None, ("date-missing",))
    try:
        found = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        found = None
    flags: list[str] = []
    if found is None:
        return _loose_date(text)
    if re.search(
        r"\b[A-Za-z]{3,9}[ -]\d{2}[ ,]+\d{1,2}:|\d{1,2}[ -][A-Za-z]{3}[ -]\d{2}\b(?!\d)", text
    ) and not re.search(r"\d{4}", text.split(":")[0]):
        flags.append("date-two-digit-year")
    try:
        moment = dt.datetime(*found[:6])  # noqa: DTZ001 - a date without a zone is stated as such
    except ValueError:
        return Dated(None, ("date-unparsable",))
    zone = found[9]
    stated = re.search(r"[+-]\d{4}\b|\b(UT|GMT|UTC|[ECMP][SD]T|Z)\b", text)
    if zone is None or not stated or "-0000" in text:
        return Dated(moment.isoformat(), tuple(flags))
    if abs(zone) >= 86_400:
        return Dated(moment.isoformat(), (*flags, "date-zone-unreadable"))
    return Dated(moment.replace(tzinfo=dt.timezone(dt.timedelta(seconds=zone))).isoformat(), tuple(flags))


def _loose_date(text: str) -> Dated:
    try:
        moment = dateparser.parse(text, fuzzy=False, tzinfos={k: v * 3600 for k, v in _ZONES.items()})
    except (ValueError, OverflowError, TypeError):
        return Dated(None, ("date-unparsable",))
    if not re.search(r"\d{4}", text):
        return Dated(None, ("date-unparsable",))
    return Dated(moment.isoformat(timespec="seconds"), ("date-guessed",))
