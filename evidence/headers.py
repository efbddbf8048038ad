"""Raw header values → decoded text, mailboxes, dates; linear in the length of the header."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_tz
from functools import lru_cache

from dateutil import parser as dateparser

from evidence.charsets import decode
from evidence.encoded_words import header_text, unfolded
from evidence.model import Address, Dated
from evidence.printed_dates import printed_date

MOST_MAILBOXES = 10_000
# No date is longer; to look through a longer text takes the square of its length.
LONGEST_DATE = 1_000
_AROUND_ADDRESS = re.compile(r"[\s<>()\[\],;:\"']+")
_YEARS_SINCE_1900 = re.compile(r"(?<=[A-Za-z]{3}[ -])1\d\d(?=\s+\d{1,2}:\d\d)")
_LEAP_SECOND = re.compile(r"(?<=\d:\d\d):60\b")
_ANGLE = re.compile(r"<\s*([^<>]*?)\s*>")
_LIST_MARKS = re.compile(r'\\.|["(),;:<>]', re.DOTALL)
_LETTER = re.compile(r"\w")
_NO_NAME = re.compile(r"\s*(<[^<>]*>|\[(mailto:|smtp:)[^\[\]]*\])", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_AROUND_MARK = re.compile(r"\s*([.@])\s*")
_SCHEME = re.compile(r"mailto:|smtp:", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
# The same people write again and again. A longer piece is not remembered: a few thousand would fill the memory.
LONGEST_REMEMBERED = 200
# A day in figures, of which the first two can be either.
_IN_FIGURES = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
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


def mailboxes(raw: bytes) -> tuple[list[Address], tuple[str, ...]]:
    """The mailboxes of an address header, and what is doubtful about them."""
    flags: list[str] = []
    found: list[Address] = []
    # Latin-1 keeps every byte: the list is cut at ASCII marks, and each mailbox is decoded by itself.
    pieces = _one_name(split_mailboxes(unfolded(raw).decode("latin-1")))
    for piece in (one for each in pieces for one in _bare_addresses(each)):
        if len(found) > MOST_MAILBOXES:
            break
        address, doubts = (_remembered if len(piece) <= LONGEST_REMEMBERED else _read_mailbox)(piece)
        if address is not None:
            found.append(address)
            flags += doubts
    if len(found) > MOST_MAILBOXES:
        flags.append("too-many-recipients")
    return found[:MOST_MAILBOXES], tuple(dict.fromkeys(flags))


def _read_mailbox(piece: str) -> tuple[Address | None, tuple[str, ...]]:
    """The mailbox in a piece of an address header (as Latin-1), and what is doubtful about it; None without a word."""
    if not _LETTER.search(_COMMENT.sub("", piece)):
        return None, ()
    raw = piece.encode("latin-1")
    shown, doubts = header_text(raw)
    return _mailbox(decode(raw, None).text, shown), doubts


_remembered = lru_cache(maxsize=4096)(_read_mailbox)


def _bare_addresses(piece: str) -> list[str]:
    """Addresses that stand side by side without a comma; anything else as it is."""
    words = piece.split()
    several = len(words) > 1 and all(_AROUND_ADDRESS.search(w) is None and w.count("@") == 1 for w in words)
    return words if several else [piece]


def split_mailboxes(value: str) -> list[str]:
    """Cut an address list at its commas and semicolons outside quotes, angles and comments."""
    parts, start, quoted, angle, comment = [], 0, False, False, 0
    for mark in _LIST_MARKS.finditer(value):
        c, i = mark[0], mark.start()
        if c == '"' and not comment:
            quoted = not quoted
        elif not quoted and len(c) == 1:
            comment = max(0, comment + (c == "(") - (c == ")"))
            angle = c == "<" or (angle and c != ">")
            if c in ",;" and not angle and not comment:
                parts.append(value[start:i])
                start = i + 1
            elif c == ":" and not angle and not comment and value.find("@", start, i) < 0:
                start = i + 1  # a group's name
    return [*parts, value[start:]]


def _one_name(pieces: list[str]) -> list[str]:
    """The pieces of a list; "OTTER, ADA", where nobody has an address, is one person, last name first."""
    named = len(pieces) == 2 and len(pieces[0].split()) == 1 and bool(pieces[1].strip())
    return [",".join(pieces)] if named and not re.search(r"[@:;<]", "".join(pieces)) else pieces


def address_of(text: str) -> Address:
    """One mailbox as text: "Name <address>", "address (Name)", "Last, First [mailto:address]", or a bare name."""
    return _mailbox(text, header_text(text.encode("utf-8", "replace"))[0])


def _mailbox(written: str, shown: str) -> Address:
    """A mailbox from its raw text and its decoded one: an encoded word can hide an address, but never be one."""
    written = " ".join(written.split())
    inside = next((a for a in reversed(_ANGLE.findall(written)) if "@" in a), None)
    pieces = _AROUND_ADDRESS.split(_without_comments(inside) if inside else _outside(written))
    bare = next((piece for piece in pieces if "@" in piece[1:-1]), None)
    address = bare.strip(".'\"").lower() if bare else None
    name = _NO_NAME.sub("", shown)
    if inside is None and bare:
        name = re.sub(r"\(\s?\)|\[\s?\]|\(\s?$", "", name.replace(bare, ""))
    return Address(name=_unquoted(name) or None, address=address, raw=shown)


def _without_comments(text: str) -> str:
    bare = _COMMENT.sub("", text) if "(" in text else text
    return _AROUND_MARK.sub(r"\1", bare) if "@" in bare else bare


def _outside(text: str) -> str:
    return _SCHEME.sub(" ", text)


def _unquoted(name: str) -> str:
    name = name.strip().strip(";,").strip()
    if name.startswith("(") and name.endswith(")") and "(" not in name[1:-1]:
        name = name[1:-1]
    return _ESCAPED.sub(r"\1", name.strip("\"' ")).strip()


def parse_date(raw: str) -> Dated:
    """RFC 5322 date and its usual broken forms → ISO 8601; never fuzzy."""
    text = re.sub(r"(?<=\d)\s*:\s*(?=\d)", ":", _COMMENT.sub(" ", raw[:LONGEST_DATE])).strip()
    if not text:
        return Dated(None, ("date-missing",))
    text, flags = _mended(text)
    try:
        found = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        found = None
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


def _mended(text: str) -> tuple[str, list[str]]:
    """Three digits are the years since 1900 (RFC 5322, 4.3); a leap second is the one before it, which clocks have."""
    mended = _YEARS_SINCE_1900.sub(lambda m: f"{1900 + int(m[0])}", text)
    mended = _LEAP_SECOND.sub(":59", mended)
    return mended, ["date-guessed"] if mended != text else []


def _loose_date(text: str) -> Dated:
    """A date in another order or language than mail has it: as programs print it, else as Python's dateutil does."""
    printed = printed_date(text)
    if printed.date and (_IN_FIGURES.search(text) or not text.isascii()):
        return Dated(printed.date, tuple(dict.fromkeys(("date-guessed", *printed.flags))))
    found = _by_dateutil(text)
    if found.date is None and printed.date:
        return Dated(printed.date, tuple(dict.fromkeys(("date-guessed", *printed.flags))))
    return found


def _by_dateutil(text: str) -> Dated:
    try:
        moment = dateparser.parse(text, fuzzy=False, tzinfos={k: v * 3600 for k, v in _ZONES.items()})
    except (ValueError, OverflowError, TypeError):
        return Dated(None, ("date-unparsable",))
    if not re.search(r"\d{4}", text):
        return Dated(None, ("date-unparsable",))
    return Dated(moment.isoformat(timespec="seconds"), ("date-guessed",))


def idents(raw: bytes) -> list[str]:
    """The Message-IDs in a header, without angle brackets (RFC 5322, 3.6.4)."""
    text = header_text(raw)[0]
    inside = ["".join(ident.split()) for ident in re.findall(r"<([^<>]+)>", text)]
    return [i for i in inside if i] or ([text.strip("<>")] if text and " " not in text.strip() else [])
