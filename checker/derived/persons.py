"""Mailboxes of the records → persons, and how each mailbox is known to be theirs.

A person is an address with all its spellings, or a printed name without one. Two addresses are one person's where both
are shown under the same full name; an address that is shown under names of different people stays by itself, and so
does a first name, initials, a desk, or a line that holds several people. Each mailbox says how it was resolved.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from claims.vocabulary import entries
from evidence.model import Address
from evidence.people import directory_alias, name_key, name_words

How = Literal["name", "address", "alias", "shared", "bare", "several", "hidden"]
MOST_SPELLINGS = 0.7  # of an address's spellings that must be near the usual one; a list's or desk's are not
SAME_NAME = 80  # of 100: spellings of one name, slips of text recognition included
MOST_WORDS = 6  # of one person's name; more are several people on one line
FEWEST_OF_ALIAS = 5  # letters of a directory alias that can name an address
_DOTTED = re.compile(r"([a-z]{2,})[._](?:[a-z]+[._])?([a-z]{2,})")
_ADDRESSES = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.\w+")
_ON_BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
_ON_DATE = re.compile(r"\s+on \d{1,2}/\d{1,2}/\d{2,4}\b.*", re.DOTALL)  # Notes: "Ana Roe@ORG on 10/06/2000 07:44 PM"
# Letters and digits that text recognition takes for each other; "o" and "e" are not among them: Jon is not Jen.
_SHAPES = (("rn", "m"), ("vv", "w"), ("l", "i"), ("1", "i"), ("0", "o"))
_SURNAME = re.compile(r"([A-Z][\w'\u2019-]+)\s?, ?[A-Z][a-z]+")
_DIRECTORY = re.compile(r"@[\w-]+(?=[\s/>]|$)")  # "Ana Roe@ORG", without a dot
LEAST_OF_LOCAL = 5  # letters before the @ of addresses that may be one, misread

Mailboxes = Mapping[int, Address]


class Resolved(NamedTuple):
    """A person as the lowest key among their mailboxes, None where blacked out; and how the mailbox is known as theirs.

    `name`: by a full name; `address`: by the address alone; `alias`: by the name in an Exchange directory; apart from
    everybody else, and why: `shared` address, `bare` name, `several` people, `hidden`.
    """

    person: int | None
    how: How


def persons(mailboxes: Mailboxes) -> dict[int, int | None]:
    """Each mailbox → its person: the lowest key among that person's mailboxes; None where it is blacked out."""
    return {pk: found.person for pk, found in resolved(mailboxes).items()}


def resolved(mailboxes: Mailboxes) -> dict[int, Resolved]:
    """Each mailbox → its person, and how that is known."""
    names = _Names(mailboxes)
    key_of = {pk: names.key(address) for pk, address in mailboxes.items()}
    lowest: dict[str, int] = {}
    for pk in sorted(key_of):
        if key := key_of[pk][0]:
            lowest.setdefault(key, pk)
    return {pk: Resolved(lowest[key] if key else None, how) for pk, (key, how) in key_of.items()}


class _Names:
    """What all mailboxes together say of names: the usual spelling of each, and whose an address is."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._usual = _usual_spellings(mailboxes.values())
        self._read = _usual_addresses(mailboxes.values())
        shown: dict[str, Counter[str]] = defaultdict(Counter)
        for address in mailboxes.values():
            if mail := mail_address(address):
                shown[self._read.get(mail, mail)].update([self._named(shown_key(address))])
        self._owner = {mail: _owner(mail, names) for mail, names in shown.items()}
        self._local: dict[str, set[str]] = defaultdict(set)
        for mail in self._owner:
            self._local[mail.partition("@")[0]].add(mail)

    def _named(self, key: str) -> str:
        return self._usual.get(key, key)

    def key(self, address: Address) -> tuple[str | None, How]:
        """A key that all mailboxes of one person share, and how it is known."""
        mail = mail_address(address)
        mail = self._read.get(mail, mail) if mail else None
        if _holds_several(address) or (mail and self._names_another(address, mail)):
            return f"several:{address.raw.lower()}", "several"
        if mail:
            return self._of_mail(mail)
        key = self._named(shown_key(address))
        if not is_full_name(key) and (alias := directory_alias(address.raw)):
            return self._of_alias(alias)
        if not key and address.address:
            return f"address:{address.address}", "address"
        if not key or key in entries("redaction-marks", "checker"):
            return None, "hidden"
        return f"name:{key}", "name" if is_full_name(key) else "bare"

    def _names_another(self, address: Address, mail: str) -> bool:
        """Whether another's address without its domain ("ana.roe 'bpoe@x.example'") stands before an address."""
        alone = re.sub(r"\S*@\S*", " ", address.name or "").lower()
        owner, dotted = self._owner[mail][0], _DOTTED.search(alone)
        named = f"{dotted[1]} {dotted[2]}" if dotted else ""
        return owner is not None and is_full_name(named) and fuzz.ratio(named, owner) < SAME_NAME

    def _of_mail(self, mail: str) -> tuple[str, How]:
        name, several = self._owner[mail]
        if name:
            return f"name:{name}", "name"
        if alias := directory_alias(mail):
            return self._of_alias(alias)
        return f"address:{mail}", "shared" if several else "address"

    def _of_alias(self, alias: str) -> tuple[str, How]:
        meant = {self._of_mail(mail)[0] for mail in self._local.get(alias, ()) if "cn=" not in mail}
        known = len(alias) >= FEWEST_OF_ALIAS and len(meant) == 1
        return (meant.pop() if known else f"alias:{alias}"), "alias"


def _usual_spellings(addresses: Iterable[Address]) -> dict[str, str]:
    """Each full name → the most frequent of those that are read from the same letters: broken, or misread by shape."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for address in addresses:
        written = _written_name(address)
        key = name_key(written)
        if is_full_name(key.replace("1", "l").replace("0", "o")):
            groups[_letters(written)].update([key])
    found: dict[str, str] = {}
    for letters in sorted(groups):
        usual = min(groups[letters], key=lambda name: (not is_full_name(name), -groups[letters][name], name))
        found |= {name: usual for name in groups[letters] if name != usual and name not in found}
    return found


def _usual_addresses(addresses: Iterable[Address]) -> dict[str, str]:
    """Each address → the most frequent of those that are read from the same letters: "x@mai1.corn"."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for mail in filter(None, map(mail_address, addresses)):
        groups[_shape(mail) if len(mail.partition("@")[0]) >= LEAST_OF_LOCAL else mail].update([mail])
    usual = {shape: min(found, key=lambda mail: (-found[mail], mail)) for shape, found in groups.items()}
    return {mail: usual[shape] for shape, found in groups.items() for mail in found if mail != usual[shape]}


def _shape(text: str) -> str:
    for seen, stands in _SHAPES:
        text = text.replace(seen, stands)
    return text


def _letters(name: str) -> str:
    """The letters of a name by shape, without initials; a lone small letter is a piece of a broken word."""
    words = name_words(name)
    kept = words if any(w[0].isupper() for w in words) else [w for w in words if len(w) > 1]
    return _shape("".join(w for w in kept if len(w) > 1 or w.islower()).lower())


def _holds_several(address: Address) -> bool:
    """Whether a line holds more than one person: three addresses, two surnames, or more words than a name has."""
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", address.raw)
    surnames = {_shape(s.lower()) for s in _SURNAME.findall(bare)}
    if len({a.lower() for a in _ADDRESSES.findall(address.raw)}) > 2 or len(surnames) > 1:
        return True
    words = [w for w in name_words(_written_name(address)) if len(w) > 1]
    return mail_address(address) is None and len(words) > MOST_WORDS


def mail_address(address: Address) -> str | None:
    """The address, where it is one of internet mail and not a directory's ("Ana Roe/ORG@ORG", "Ana Roe@ORG")."""
    found = address.address
    return found if found and "/" not in found and "." in found.rpartition("@")[2] else None


def shown_key(address: Address) -> str:
    """The name key of what is shown beside an address; a repeated address or a directory's path is no name."""
    return name_key(_written_name(address))


def _written_name(address: Address) -> str:
    """What is shown beside an address, without directory paths and repeated addresses; of "A on behalf of B", B."""
    shown = address.name or "" if mail_address(address) else address.raw
    shown = _DIRECTORY.sub("", _ON_DATE.sub("", _ON_BEHALF.split(shown)[-1]))
    words = re.split(r"[/<\[]", shown.strip(" '\"<"))[0].split()
    return " ".join(word for word in words if "@" not in word and not word.lower().startswith("mailto"))


def _owner(address: str, names: Counter[str]) -> tuple[str | None, bool]:
    """The one full name that an address is shown under, if it is one person's; whether it is several people's."""
    full = {name: n for name, n in names.items() if is_full_name(name)}
    if not full:
        dotted = _DOTTED.fullmatch(address.partition("@")[0])
        spelled = f"{dotted[1]} {dotted[2]}" if dotted else ""
        return (spelled if is_full_name(spelled) else None), False
    usual = min(full, key=lambda name: (-full[name], name))
    near = sum(n for name, n in full.items() if fuzz.ratio(usual, name) >= SAME_NAME)
    return (usual, False) if near >= MOST_SPELLINGS * sum(full.values()) else (None, True)


def is_full_name(key: str) -> bool:
    """Whether a name key is a first and a last name, not a desk's or a list's."""
    words = key.split()
    full = len(words) == 2 and all(len(w) > 1 and not any(c.isdigit() for c in w) for w in words)
    return full and key not in entries("shared-mailboxes", "checker")


def write_persons(connection: sqlite3.Connection, found: Mapping[int, Resolved]) -> None:
    """Fill `mailbox_persons` anew."""
    connection.execute("DELETE FROM mailbox_persons")
    connection.executemany(
        "INSERT INTO mailbox_persons (mailbox, person, how) VALUES (?, ?, ?)",
        [(mailbox, one.person, one.how) for mailbox, one in sorted(found.items())],
    )
