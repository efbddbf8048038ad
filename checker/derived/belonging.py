"""Persons and their mailboxes → the parties of the claims file that each mailbox belongs to, and how that is known."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from checker.derived.persons import Mailboxes
from checker.parties import PartyBook
from evidence.model import Address
from evidence.people import in_domain


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


def write_parties(connection: sqlite3.Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Fill `mailbox_parties` anew."""
    connection.execute("DELETE FROM mailbox_parties")
    connection.executemany("INSERT INTO mailbox_parties VALUES (?, ?, ?)", rows)
