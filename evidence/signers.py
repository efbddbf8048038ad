"""A line → whether it is a name, and whether it is the author's own; an author → what their name looks like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from evidence.model import Address
from evidence.vocabulary import entries

MOST_NAME_WORDS, MOST_TITLE_WORDS, MOSTLY = 5, 14, 0.6
SMALL_WORDS = frozenset(
    ["of", "the", "for", "and", "&", "to", "|", "in", "on", "at", "a", "de", "der", "und", "du", "la"]
)
SHARED_LETTERS, LONGEST_SHORT_FORM, LONGEST_COMPANY = 3, 6, 60
_SHORTENED = re.compile(
    r"\b(?:inc|co|corp|ltd|llc|jr|sr|ph\.?d|esq|dept|[a-z]\.[a-z]|st|ave|dr|rd|blvd|pkwy|hwy|bldg|[A-Z]"
    r"|ariz|calif|colo|conn|fla|ill|mass|mich|minn|okla|ore|penn|tenn|tex|wash|wis)\.$",
    re.IGNORECASE,
)

_COMPANY = re.compile(
    r"^[A-Za-z][\w.,'&\u2019 -]*[ ,]"
    r"(?:LLC|L\.L\.C\.|LLP|Inc\.?|Ltd\.?|Limited|Corp\.?|GmbH|AG|S\.A\.|PLC|plc|B\.V\.|Team|Staff|Department)$"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_BESIDE_NAME = re.compile(r"\([^()]*\)|\bx?\d[\d.-]*")
_BRACKETS = re.compile(r"\([^()]*\)")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'\u2019-]*")
_NO_NAME = re.compile(r"\d|[?!:;=@/]")
_TITLE_WORD = re.compile(r"[^\s|,/]+")


_DOUBLE = re.compile(r"([^\W\d_])[^\W\d_]*-([^\W\d_])[^\W\d_]*\b")

# Nobody has a longer name.
LONGEST_NAME = 200


class Signer(NamedTuple):
    """What an author's name looks like: its words and the initials that it may shrink to."""

    words: frozenset[str]
    initials: frozenset[str]


NOBODY = Signer(frozenset(), frozenset())


def signer_of(author: Address | None) -> Signer:
    """What the name of an author looks like, from the name shown and the address."""
    return _signer((author.name or "")[:LONGEST_NAME], (author.address or "")[:LONGEST_NAME]) if author else NOBODY


@lru_cache(maxsize=512)
def _signer(name: str, address: str) -> Signer:
    local = address.partition("@")[0]
    last, comma, first = re.sub(r"[(\[<@/].*", "", name).partition(",")
    shown = f"{first} {last}" if comma else last
    ordered = re.findall(r"[^\W\d_]+", shown.lower()) or re.findall(r"[^\W\d_]+", local.lower())
    words = frozenset(ordered) | frozenset(re.findall(r"[^\W\d_]{2,}", local.lower()))
    ends = [ordered[0][0] + ordered[-1][0], ordered[0][0]] if ordered else []
    if (double := _DOUBLE.match(shown.strip())) is not None:
        # "AM" of Anne-Marie.
        ends.append((double[1] + double[2]).lower())
    return Signer(words, frozenset(["".join(w[0] for w in ordered), *ends]) if ordered else frozenset())


def is_own_name(line: str, signer: Signer) -> bool:
    """Whether a line is little more than the author's name: "Lt. Basalt", "Basalt, Warrants", "Phil", "CDM"."""
    # An extension or a team behind the name: "Ada x3-9890 (Sales)".
    words = _WORD.findall(_BESIDE_NAME.sub(" ", line))
    if not 0 < len(words) <= MOST_NAME_WORDS or line.rstrip().endswith(("?", "!", ":")):
        return False
    if "".join(words).lower() in signer.initials:
        return len(line.strip()) <= 2 * len(signer.words) + MOST_NAME_WORDS
    initials = "".join(w[0] for w in words[:-1])
    packed = {f"{words[0][0]}{words[-1]}", f"{initials}{words[-1]}", f"{words[-1]}{words[0][0]}"}
    if len(words) > 1 and {p.lower() for p in packed} & signer.words:
        # "Ada Quill" of aquill@vendor.example
        return all(w[0].isupper() for w in words)
    told = any(_same_name(w.lower(), own) for w in words if len(w) > 2 for own in signer.words if len(own) > 2)
    return told and all(w[0].isupper() or w.lower() in signer.words for w in words)


def _same_name(word: str, own: str) -> bool:
    """Whether a word is a name or a short form of it: "Phil", "Jeff", "Vince"."""
    shared = next((n for n, (a, b) in enumerate(zip(word, own, strict=False)) if a != b), min(len(word), len(own)))
    return word == own or (shared >= SHARED_LETTERS and len(word) <= LONGEST_SHORT_FORM and shared >= len(word) - 1)


def is_name(line: str) -> bool:
    """Whether a line can be anybody's name."""
    line = _BRACKETS.sub("", line)
    words = _NAME_WORD.findall(line)
    plain = not _NO_NAME.search(line) and 0 < len(words) <= MOST_NAME_WORDS
    # OCR parts a letter from its name: "Taglianett i".
    cased = all(w[0].isupper() or (n > 0 and len(w) == 1) for n, w in enumerate(words))
    return plain and cased and words[0].lower() not in entries("lone-words")


def is_company(line: str) -> bool:
    """Whether a line is the name of a company, a team or an office alone."""
    return len(line) < LONGEST_COMPANY and bool(_COMPANY.match(line.strip()))


def is_titled(line: str) -> bool:
    """Whether a line is a name, an office or a title: most words but small ones begin with a capital."""
    text = line.strip()
    words = [w for w in _TITLE_WORD.findall(text) if w.lower() not in SMALL_WORDS]
    capitals = sum(w.strip("\"'(*_[")[:1].isupper() or w.lstrip("'\u2019")[:1].isdigit() for w in words)
    if not any(w.strip("\"'(*_[")[:1].isupper() for w in words) or len(words) > MOST_TITLE_WORDS:
        return False
    stopped = text.endswith((".", "!", "?", ":", ";")) and not _SHORTENED.search(text)
    heading = text.endswith(":") and text.isupper()
    return capitals >= MOSTLY * len(words) and (not stopped or heading)
