"""Mailboxes of the records → persons, and the parties of the claims file that each mailbox belongs to.

A person is an address with all its spellings, or a printed name without one. Two addresses are one person's where both
are shown under the same full name; an address that is shown under names of different people stays by itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from checker.parties import PartyBook
from claims.vocabulary import entries
from evidence.model import Address
from evidence.people import in_domain, name_key

MOST_SPELLINGS = 0.7  # of an address's spellings that must be near the usual one; a list's or desk's are not
SAME_NAME = 80  # of 100: spellings of one name, slips of text recognition included
_DOTTED = re.compile(r"([a-z]{2,})[._](?:[a-z]+[._])?([a-z]{2,})")

Mailboxes = Mapping[int, Address]


def persons(mailboxes: Mailboxes) -> dict[int, int | None]:
    """Each mailbox → its person: the lowest key among that person's mailboxes; None where it is blacked out."""
    owner = _owners(mailboxes)
    key_of = {pk: _key(address, owner) for pk, address in mailboxes.items()}
    lowest: dict[str, int] = {}
    for pk in sorted(key_of):
        if key := key_of[pk]:
            lowest.setdefault(key, pk)
    return {pk: lowest[key] if key else None for pk, key in key_of.items()}


def _key(address: Address, owner: Mapping[str, str | None]) -> str | None:
    mail = mail_address(address)
    if mail:
        name = owner[mail]
        return f"name:{name}" if name else f"address:{mail}"
    key = shown_key(address)
    return f"name:{key}" if key and key not in entries("redaction-marks", "checker") else None


def mail_address(address: Address) -> str | None:
    """The address, where it is one of internet mail and not a directory's ("Ana Roe/ORG@ORG")."""
    return address.address if address.address and "/" not in address.address else None


def shown_key(address: Address) -> str:
    """The name key of what is shown beside an address; a repeated address or a directory's path is no name."""
    shown = address.name or "" if mail_address(address) else address.raw
    words = re.split(r"[/<\[]", shown.strip(" '\"<"))[0].split()
    return name_key(" ".join(word for word in words if "@" not in word and not word.lower().startswith("mailto")))


def _owners(mailboxes: Mailboxes) -> dict[str, str | None]:
    """Each address → the one full name that it is shown under, if it is one person's."""
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for address in mailboxes.values():
        if mail := mail_address(address):
            shown[mail].update([shown_key(address)])
    return {mail: _owner(mail, names) for mail, names in shown.items()}


def _owner(address: str, names: Counter[str]) -> str | None:
    full = {name: n for name, n in names.items() if is_full_name(name)}
    if not full:
        dotted = _DOTTED.fullmatch(address.partition("@")[0])
        spelled = f"{dotted[1]} {dotted[2]}" if dotted else ""
        return spelled if is_full_name(spelled) else None
    usual = min(full, key=lambda name: (-full[name], name))
    near = sum(n for name, n in full.items() if fuzz.ratio(usual, name) >= SAME_NAME)
    return usual if near >= MOST_SPELLINGS * sum(full.values()) else None


def is_full_name(key: str) -> bool:
    """Whether a name key is a first and a last name, not a desk's or a list's."""
    words = key.split()
    full = len(words) == 2 and all(len(w) > 1 and not any(c.isdigit() for c in w) for w in words)
    return full and key not in entries("shared-mailboxes", "checker")


def party_rows(
    book: PartyBook, mailboxes: Mailboxes, person_of: Mapping[int, int | None]
) -> list[tuple[int, str, str]]:
    """Mailbox, party and how that is known: by address, by the name shown, or by the person's other mailboxes."""
    direct = {
        (pk, party): _how(mailboxes[pk], book, party) for pk, parties in book.of_mailbox.items() for party in parties
    }
    of_person: dict[int, list[int]] = defaultdict(list)
    for pk, person in person_of.items():
        if person is not None:
            of_person[person].append(pk)
    found = dict(direct)
    for keys in of_person.values():
        for pk, party in _by_person(keys, mailboxes, direct, book):
            found.setdefault((pk, party), "person")
    return [(pk, party, how) for (pk, party), how in sorted(found.items())]


def _how(address: Address, book: PartyBook, party: str) -> str:
    known = address.address and in_domain(address.address, book.parties[party].domains)
    return "address" if known else "name"


def _by_person(
    keys: Iterable[int], mailboxes: Mailboxes, direct: Mapping[tuple[int, str], str], book: PartyBook
) -> Iterable[tuple[int, str]]:
    keys = list(keys)
    named = {
        p for k in keys for p, party in book.parties.items() if party.kind == "person" and direct.get((k, p)) == "name"
    }
    yield from ((pk, party) for pk in keys for party in sorted(named))
    official = {party for pk in keys for party in book.parties if direct.get((pk, party)) == "address"}
    bodies = {p for p in official if book.parties[p].kind != "person"}
    if len(bodies) == 1:
        # A printed name without an address belongs where the person's addresses do; two bodies leave it open.
        yield from ((pk, party) for pk in keys if mailboxes[pk].address is None for party in bodies)


def write_persons(connection: sqlite3.Connection, person_of: Mapping[int, int | None]) -> None:
    """Fill `mailbox_persons` anew."""
    connection.execute("DELETE FROM mailbox_persons")
    connection.executemany("INSERT INTO mailbox_persons VALUES (?, ?)", sorted(person_of.items()))


def write_parties(connection: sqlite3.Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Fill `mailbox_parties` anew."""
    connection.execute("DELETE FROM mailbox_parties")
    connection.executemany("INSERT INTO mailbox_parties VALUES (?, ?, ?)", rows)
