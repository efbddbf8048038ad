"""Parties of the claims file × mailboxes and texts of the records → who is whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from claims.model import Claim, Party
from evidence.lookup import Lookup
from evidence.model import Address
from evidence.people import in_domain, name_key


class PartyNames:
    """Binds mailboxes and words to the parties of a claims file."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self.parties = parties
        self._patterns = {key: _pattern((p.name, *p.aliases)) for key, p in parties.items()}

    def of_address(self, address: Address | None) -> frozenset[str]:
        """The parties of one mailbox: by domain, or by name for persons and mailboxes without an address."""
        if address is None:
            return frozenset()
        return frozenset(key for key, party in self.parties.items() if _belongs(address, party, self._patterns[key]))

    def named_in(self, text: str) -> frozenset[str]:
        """The parties whose name or alias stands in `text` as whole words."""
        return frozenset(key for key, pattern in self._patterns.items() if pattern.search(text))

    def of_claim(self, claim: Claim) -> tuple[str, ...]:
        """The parties that a claim is about: speaker, subject, object, those of its patterns, those named in it."""
        stated = [claim.speaker, claim.assertion.subject, claim.assertion.object]
        stated += [key for request in claim.patterns for key in request.between]
        found = [key for key in stated if key in self.parties]
        found += sorted(self.named_in(claim.statement))
        return tuple(dict.fromkeys(key for key in found if key is not None))


class PartyBook(PartyNames):
    """The same over every mailbox of one case."""

    def __init__(self, parties: Mapping[str, Party], lookup: Lookup) -> None:
        super().__init__(parties)
        self._lookup = lookup

    @cached_property
    def of_mailbox(self) -> dict[int, frozenset[str]]:
        """Key of each mailbox → the parties that it belongs to."""
        return {pk: found for pk, address in self._lookup.mailboxes() if (found := self.of_address(address))}

    def mailboxes_of(self, party: str) -> frozenset[int]:
        """Every mailbox of a party."""
        return frozenset(pk for pk, keys in self.of_mailbox.items() if party in keys)

    def messages_between(self, one: str, other: str) -> set[int]:
        """Messages that a mailbox of one party wrote and one of the other received, either way."""
        first, second = (self._lookup.messages_of(self.mailboxes_of(p)) for p in (one, other))
        return {m for m in first.keys() & second.keys() if _crosses(first[m], second[m])}


def _crosses(one: set[str], other: set[str]) -> bool:
    return ("from" in one and bool(other & {"to", "cc"})) or ("from" in other and bool(one & {"to", "cc"}))


def _belongs(address: Address, party: Party, pattern: re.Pattern[str]) -> bool:
    if address.address and in_domain(address.address, party.domains):
        return True
    if not address.name and address.address:
        return False
    shown = address.name or address.raw
    names = (party.name, *party.aliases)
    if party.kind == "person":
        return name_key(shown) in {name_key(n) for n in names}
    # A printed mailbox often has no address, only "Jones (Agency)"; with an address, the domain decides.
    return not address.address and bool(pattern.search(shown))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    # Upper-case abbreviations are matched as written ("ICE" is not "ice").
    parts = [re.escape(n) if n.isupper() else f"(?i:{re.escape(n)})" for n in sorted(names, key=len, reverse=True) if n]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)") if parts else re.compile(r"(?!)")
