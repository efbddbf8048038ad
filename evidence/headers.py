"""Raw values of address fields → mailboxes, of reference fields → Message-IDs; linear in the length of the header."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.charsets import decode
from evidence.encoded_words import header_text, unfolded
from evidence.model import Address

DEEPEST_COMMENT = 5
MOST_MAILBOXES = 10_000
_AROUND_ADDRESS = re.compile(r"[\s<>()\[\],;:\"']+")
_ANGLE = re.compile(r"<\s*([^<>]*?)\s*>")
_LIST_MARKS = re.compile(r'\\.|["(),;:<>]', re.DOTALL)
_LONE_WORD = re.compile(r"\s*[^\s@<>\[\]:;\"()=?]{1,60}\s*\Z")
_NAMED = re.compile(r"\s*[^\s@<>\[\]:;\"()=?][^@<>\[\]:;\"()=?]{0,80}(?:<[^<>@]+@[^<>]+>|\[[^\[\]@]+@[^\[\]]+\])\s*\Z")
_SCHEME_NAME = re.compile(r"(?:mailto|smtp)\Z", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_NO_NAME = re.compile(r"\s*(<[^<>]*>|\[(mailto:|smtp:)[^\[\]]*\])", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_AROUND_MARK = re.compile(r"\s*([.@])\s*")
_SCHEME = re.compile(r"mailto:|smtp:", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
# The same people write again and again. A longer piece is not remembered: a few thousand would fill the memory.
LONGEST_REMEMBERED = 200


def mailboxes(raw: bytes, likely: str | None = None) -> tuple[list[Address], tuple[str, ...]]:
    """The mailboxes of an address header, and what is doubtful about them; `likely`: the charset of raw signs."""
    flags: list[str] = []
    found: list[Address] = []
    # Latin-1 keeps every byte: the list is cut at ASCII marks, and each mailbox is decoded by itself.
    pieces = _one_name(split_mailboxes(unfolded(raw).decode("latin-1")))
    for piece in (one for each in pieces for one in _bare_addresses(each)):
        if len(found) > MOST_MAILBOXES:
            break
        address, doubts = (_remembered if len(piece) <= LONGEST_REMEMBERED else _read_mailbox)(piece, likely)
        if address is not None:
            found.append(address)
            flags += doubts
    if len(found) > MOST_MAILBOXES:
        flags.append("too-many-recipients")
    return found[:MOST_MAILBOXES], tuple(dict.fromkeys(flags))


def _read_mailbox(piece: str, likely: str | None) -> tuple[Address | None, tuple[str, ...]]:
    """The mailbox in a piece of an address header (as Latin-1), and what is doubtful about it; None without a word."""
    if not _LETTER.search(_COMMENT.sub("", piece)):
        return None, ()
    raw = piece.encode("latin-1")
    shown, doubts = header_text(raw, likely)
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
            elif c == ":" and not angle and not comment and _names_group(value, start, i):
                start = i + 1  # a group's name
    return [*parts, value[start:]]


def _names_group(value: str, start: int, colon: int) -> bool:
    return value.find("@", start, colon) < 0 and not _SCHEME_NAME.search(value, max(start, colon - 6), colon)


def _one_name(pieces: list[str]) -> list[str]:
    """The pieces of a list; "OTTER, ADA" is one person, last name first, where nobody else has no address."""
    if any("@" in piece for piece in pieces):
        return _rejoined(pieces)
    named = len(pieces) == 2 and len(pieces[0].split()) == 1 and bool(pieces[1].strip())
    return [",".join(pieces)] if named and not re.search(r"[@:;<]", "".join(pieces)) else pieces


def _rejoined(pieces: list[str]) -> list[str]:
    """A lone word without an address belongs to the "Ada <address>" behind its comma, for no mailbox is a bare word."""
    found: list[str] = []
    for piece in pieces:
        if found and _LONE_WORD.match(found[-1]) and _NAMED.match(piece):
            found[-1] += "," + piece
        else:
            found.append(piece)
    return found


def address_of(text: str) -> Address:
    """One mailbox as text: "Name <address>", "address (Name)", "Last, First [mailto:address]", or a bare name."""
    return _mailbox(text, header_text(text.encode("utf-8", "replace"))[0])


def _mailbox(written: str, shown: str) -> Address:
    """A mailbox from its raw text and its decoded one: an encoded word can hide an address, but never be one."""
    written = " ".join(written.split())
    inside = next((a for a in reversed(_ANGLE.findall(written)) if "@" in a), None)
    pieces = _AROUND_ADDRESS.split(_without_comments(inside) if inside else _outside(written))
    bare = next((piece for piece in pieces if "@" in piece[1:-1]), None)
    if bare is None and "(" in written and "@" in written:
        pieces = _AROUND_ADDRESS.split(_without_comments(written))
        bare = next((piece for piece in pieces if "@" in piece[1:-1]), None)
    address = bare.strip(".'\"").lower() if bare else None
    name = _NO_NAME.sub("", shown)
    if inside is None and bare:
        name = re.sub(r"\(\s?\)|\[\s?\]|\(\s?$", "", name.replace(bare, ""))
    return Address(name=_unquoted(name) or None, address=address, raw=shown)


def _without_comments(text: str) -> str:
    bare = text
    for _ in range(DEEPEST_COMMENT if "(" in text else 0):
        bare = _COMMENT.sub("", bare)
    return _AROUND_MARK.sub(r"\1", bare) if "@" in bare else bare


def _outside(text: str) -> str:
    return _SCHEME.sub(" ", text)


def _unquoted(name: str) -> str:
    name = name.strip().strip(";,").strip()
    if name.startswith("(") and name.endswith(")") and "(" not in name[1:-1]:
        name = name[1:-1]
    return _ESCAPED.sub(r"\1", name.strip("\"' ")).strip()


def idents(raw: bytes) -> list[str]:
    """The Message-IDs in a header, without angle brackets (RFC 5322, 3.6.4)."""
    text = header_text(raw)[0]
    inside = ["".join(ident.split()) for ident in re.findall(r"<([^<>]+)>", text)]
    return [i for i in inside if i] or ([text.strip("<>")] if text and " " not in text.strip() else [])
