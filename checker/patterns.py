"""Claim × index → facts over many messages, each with its exact messages and people and its rule in words.

Counts are over acts: copies of one message (same bytes, or same Message-ID) count once. No network is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from checker.model import Pattern, PatternCounts, Person, Relation
from checker.parties import PartyBook
from claims.model import Claim, PatternKind, PatternRequest
from claims.timespans import first_day, last_day
from claims.vocabulary import entries
from evidence.lookup import Lookup
from evidence.model import Address
from evidence.people import affiliations, asks_for_personal, is_free_mail, name_key
from evidence.stored import MessageRow

STEADY_ACTS = 10


class Found(NamedTuple):
    """The messages and people behind a pattern, its rule, and how it bears on the claim."""

    messages: tuple[MessageRow, ...]
    people: tuple[Address, ...]
    rule: str
    relation: Relation


class PatternFinder:
    """Finds the patterns of one case."""

    def __init__(self, lookup: Lookup, book: PartyBook) -> None:
        self._lookup = lookup
        self._book = book
        self._kinds: Mapping[PatternKind, Callable[[Claim, PatternRequest], Found]] = {
            "correspondence": self._correspondence,
            "after": self._after,
            "third_party": self._third_party,
            "dual_affiliation": self._dual_affiliation,
            "personal_accounts": self._personal_accounts,
        }

    def find(self, claim: Claim) -> tuple[Pattern, ...]:
        """The patterns that a claim asks for and that hold; kinds that are not built yet are left out by name."""
        found = []
        for request in claim.patterns:
            parties = [key for key in request.between if key in self._book.parties]
            if request.kind in self._kinds and len(parties) >= 2:
                seen = self._kinds[request.kind](claim, request)
                if seen.messages:
                    found.append(self._noun(claim, request, seen))
        return tuple(found)

    def unbuilt(self, claim: Claim) -> tuple[str, ...]:
        """Kinds that a claim asks for and that this version does not compute."""
        return tuple(r.kind for r in claim.patterns if r.kind not in self._kinds)

    def _correspondence(self, claim: Claim, request: PatternRequest) -> Found:
        one, other = request.between[:2]
        messages = self._rows(
            self._book.messages_between(one, other), claim.assertion.covers.from_, claim.assertion.covers.to
        )
        people = self._people(messages, {one})
        rule = f"messages that {self._name(one)} and {self._name(other)} wrote to each other, copies counted once"
        bound = claim.assertion.quantity
        if claim.assertion.quantifier == "at_most" and bound and people:
            count = len(people)
            rule += f"; {count} distinct people of {self._name(one)}, against at most {bound.value:g}"
            return Found(messages, people, rule, "contradicts" if count > bound.value else "supports")
        if claim.assertion.polarity == "denies" and self._both_ways(messages, one, other):
            contact = any(
                w in (claim.assertion.predicate or claim.statement).lower() for w in entries("contact", "checker")
            )
            relation: Relation = "contradicts" if contact else "in_tension"
            rule += "; both sides wrote" + ("" if contact else "; mail alone shows contact, not what the contact was")
            return Found(messages, people, rule, relation)
        return Found(messages, people, rule, "neutral")

    def _after(self, claim: Claim, request: PatternRequest) -> Found:
        one, other = request.between[:2]
        event = claim.assertion.event
        date = request.date or (event.on if event else None)
        if date is None:
            return Found((), (), "no date is stated", "neutral")
        rows = self._rows(self._book.messages_between(one, other), None, None)
        later = tuple(m for m in rows if m.date and first_day(m.date[:10]) > last_day(date))
        words = list(entries("activity", "checker"))
        active = tuple(m for m in later if self._mentions(m, words))
        minimum = request.minimum or 3
        enough = len(_acts(active)) >= minimum
        rule = (
            f"messages between {self._name(one)} and {self._name(other)} dated after {date};"
            f" {len(_acts(active))} of them speak of accounts, access or use (at least {minimum} are needed to contradict)"
        )
        relation: Relation = "contradicts" if enough else "in_tension"
        return Found(later, self._people(later, {one}), rule, relation)

    def _third_party(self, claim: Claim, request: PatternRequest) -> Found:
        one, third = request.between[:2]
        theirs = self._lookup.messages_of(self._book.mailboxes_of(third))
        ours = self._lookup.messages_of(self._book.mailboxes_of(one))
        rows = self._rows(set(theirs) | self._forwarded(third, set(ours)), None, None)
        rule = f"messages from, to, copying or forwarding {self._name(third)}"
        purpose = claim.assertion.purpose
        if purpose:
            rule += f"; whether for “{purpose}” is not stated by their addresses"
        return Found(rows, self._people(rows, {third}), rule, "in_tension")

    def _forwarded(self, party: str, among: set[int]) -> set[int]:
        mailboxes = self._book.mailboxes_of(party)
        query = (
            "SELECT DISTINCT message, author FROM segments WHERE author IS NOT NULL AND kind IN ('quoted', 'forwarded')"
        )
        return {m for m, author in self._lookup.connection.execute(query) if author in mailboxes and m in among}

    def _dual_affiliation(self, claim: Claim, request: PatternRequest) -> Found:
        one, other = request.between[:2]
        names = {k: (self._book.parties[k].name, *self._book.parties[k].aliases) for k in (one, other)}
        rows, people = [], []
        for pk, author in self._signatures():
            own = self._book.of_address(author) & {one, other}
            text = "\n".join(self._lookup.segment_texts(pk, "signature"))
            if author and own | (set(affiliations(text, names)) & {one, other}) == {one, other}:
                rows.append(pk)
                people.append(author)
        rule = f"people whose address or signature names both {self._name(one)} and {self._name(other)}"
        return Found(self._rows(set(rows), None, None), _distinct_people(people), rule, "in_tension")

    def _signatures(self) -> Iterable[tuple[int, Address | None]]:
        query = "SELECT DISTINCT message FROM segments WHERE kind = 'signature' ORDER BY message"
        for (pk,) in self._lookup.connection.execute(query).fetchall():
            yield pk, self._lookup.message(pk).sender

    def _personal_accounts(self, claim: Claim, request: PatternRequest) -> Found:
        one, other = request.between[:2]
        theirs = set(self._lookup.messages_of(self._book.mailboxes_of(other)))
        staff = {
            name_key(a.name)
            for pk, a in self._lookup.mailboxes()
            if a.name and one in self._book.of_mailbox.get(pk, ())
        }
        rows, people = [], []
        for message in self._rows(theirs, claim.assertion.covers.from_, claim.assertion.covers.to):
            sender = message.sender
            if sender and self._is_personal(message, sender, one, staff):
                rows.append(message)
                people.append(sender)
        found = _distinct_people(people)
        universal = claim.assertion.quantifier in ("no", "all", "only")
        enough = len(found) >= (request.minimum or 2)
        rule = (
            f"people of {self._name(one)} who write to {self._name(other)} from private accounts, or ask for personal"
            f" e-mail addresses or devices (at least {request.minimum or 2} are needed to contradict a universal statement)"
        )
        return Found(tuple(rows), found, rule, "contradicts" if universal and enough else "in_tension")

    def _is_personal(self, message: MessageRow, sender: Address, party: str, staff: set[str]) -> bool:
        if party in self._book.of_address(sender):
            return any(asks_for_personal(text) for text in self._lookup.segment_texts(message.pk, "own"))
        if not (sender.address and is_free_mail(sender.address)):
            return False
        signature = "\n".join(self._lookup.segment_texts(message.pk, "signature"))
        party_names = (self._book.parties[party].name, *self._book.parties[party].aliases)
        named = bool(affiliations(signature, {party: party_names}))
        return named or bool(sender.name and name_key(sender.name) in staff)

    def _mentions(self, message: MessageRow, words: Iterable[str]) -> bool:
        text = " ".join([message.subject or "", *self._lookup.segment_texts(message.pk, "own")]).lower()
        return any(word in text for word in words)

    def _rows(self, messages: Iterable[int], start: str | None, end: str | None) -> tuple[MessageRow, ...]:
        rows = (self._lookup.message(pk) for pk in messages)
        kept = (m for m in rows if _in_period(m.date, start, end))
        return tuple(sorted(kept, key=lambda m: (m.date or "9999", m.id, m.pk)))

    def _people(self, messages: Iterable[MessageRow], parties: set[str]) -> tuple[Address, ...]:
        found = [a for m in messages for a in (m.sender, *m.to, *m.cc) if a and self._book.of_address(a) & parties]
        return _distinct_people(found)

    def _both_ways(self, messages: Iterable[MessageRow], one: str, other: str) -> bool:
        sides = {key for m in messages for key in self._book.of_address(m.sender)}
        return {one, other} <= sides

    def _name(self, party: str) -> str:
        return self._book.parties[party].name

    def _noun(self, claim: Claim, request: PatternRequest, found: Found) -> Pattern:
        dated = sorted(m.date for m in found.messages if m.date)
        between = request.between[:2]
        sides = {p: sum(p in self._book.of_address(m.sender) for m in _acts(found.messages).values()) for p in between}
        event = claim.assertion.event
        date = request.date or (event.on if event and request.kind in ("after", "before") else None)
        key = "\x1f".join((claim.id, request.kind, *between, date or ""))
        return Pattern(
            id="p-" + hashlib.sha256(key.encode()).hexdigest()[:10],
            kind=request.kind,
            between=tuple(between),
            date=date,
            rule=found.rule,
            counts=PatternCounts(
                messages=len(found.messages), acts=len(_acts(found.messages)), people=len(found.people), per_side=sides
            ),
            first=dated[0] if dated else None,
            last=dated[-1] if dated else None,
            message_ids=tuple(dict.fromkeys(m.id for m in found.messages)),
            people=tuple(Person(name=a.name, address=a.address, raw=a.raw) for a in found.people),
            relation=found.relation,
        )


def _acts(messages: Iterable[MessageRow]) -> dict[str, MessageRow]:
    acts: dict[str, MessageRow] = {}
    for m in messages:
        acts.setdefault(m.message_id or m.id, m)
    return acts


def _distinct_people(found: Iterable[Address]) -> tuple[Address, ...]:
    people: dict[str, Address] = {}
    for address in found:
        people.setdefault(address.address or name_key(address.name or address.raw), address)
    return tuple(people[key] for key in sorted(people))


def _in_period(date: str | None, start: str | None, end: str | None) -> bool:
    if date is None:
        return start is None and end is None
    day = date[:10]
    return (start is None or last_day(day) >= first_day(start)) and (end is None or first_day(day) <= last_day(end))
