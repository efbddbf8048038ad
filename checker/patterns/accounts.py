"""Claim × index → people of a party who use private mail addresses, or ask to use devices of their own."""

from __future__ import annotations

from collections.abc import Mapping

from checker.derived.texts import OWN
from checker.model import Relation
from checker.patterns.asked import Asked, Found, is_denial, is_universal
from checker.patterns.facts import Facts, Keys
from checker.patterns.signatures import signed_text
from checker.patterns.wording import count
from claims.vocabulary import entries
from evidence.people import affiliations, asks_for_personal, domain_of, is_free_mail

MOST_OF_A_PRIVATE_DOMAIN = 4  # people of the records under one domain that may still be a family's own
_OUTSIDE = """
SELECT b.pk, b.address, p.person, EXISTS (
    SELECT 1 FROM mailbox_persons q JOIN mailbox_parties a ON a.mailbox = q.mailbox
    WHERE q.person = p.person AND a.party = ? AND a.how = 'address')
FROM mailboxes b JOIN mailbox_persons p ON p.mailbox = b.pk
WHERE b.address IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM mailbox_parties a WHERE a.mailbox = b.pk AND a.how = 'address')
ORDER BY b.pk
"""
_OF_MAILBOX = "SELECT message, role FROM message_mailboxes WHERE mailbox = ?"


def personal_accounts(facts: Facts, asked: Asked) -> Found:
    """Private addresses of a party's people on official mail, and requests to use personal ones.

    Official is what the party exchanged with the other; without an other, what its own addresses take part in.
    """
    one, name = asked.one, facts.name(asked.one)
    official = facts.with_party(asked.other) if asked.other else facts.with_party(one)
    official = facts.in_period(official, *asked.period)
    whys, found, wrote = _used(facts, one, official)
    asking = _asking(facts, official & facts.with_party(one, ("from",)))
    whys = {**dict.fromkeys(asking, "asks to use something personal"), **whys}
    people = {**facts.shown(asking.values()), **facts.shown(found)}  # the private address before the official one
    asked_for = {person for person, _ in asking.values()}
    active = wrote | asked_for
    whom = (
        f"messages that {facts.name(asked.other)} takes part in"
        if asked.other
        else f"messages of {name}'s own addresses"
    )
    rule = (
        f"people of {name} with private addresses (free mail, or a small domain, under the name of somebody with an"
        f" address of {name} or signing under it) in {whom}, or who write there of personal devices or addresses:"
        f" {len(wrote)} wrote from one, {len(asked_for)} spoke of personal ones, {len(people) - len(active)} were only"
        f" written to at one; at least {count(asked.minimum, 'person', 'people')} who did so themselves are needed to"
        " contradict a universal statement"
    )
    return Found(whys, people, rule, _bearing(asked, len(active), bool(active)))


def _used(facts: Facts, party: str, official: Keys) -> tuple[dict[int, str], list[tuple[int, int]], set[int]]:
    """Official messages from or to private addresses, whose these are, and who wrote from one."""
    whys: dict[int, str] = {}
    people: list[tuple[int, int]] = []
    wrote: set[int] = set()
    for mailbox, person, known in _private(facts, party):
        for message, role in facts.connection.execute(_OF_MAILBOX, (mailbox,)).fetchall():
            if message not in official or not (known or (role == "from" and _signs(facts, message, party))):
                continue
            people.append((person, mailbox))
            if role == "from":
                wrote.add(person)
                whys[message] = "written from a private address"
            else:
                whys.setdefault(message, "sent to a private address")
    return whys, people, wrote


def _bearing(asked: Asked, active: int, any_: bool) -> Relation:
    universal = is_universal(asked.claim) or is_denial(asked.claim)
    if universal and active >= asked.minimum:
        return "contradicts"
    return "in_tension" if any_ else "neutral"


def _private(facts: Facts, party: str) -> list[tuple[int, int, bool]]:
    """Mailboxes outside every party's domains that may be private: key, person, whether it has an official one."""
    rows = facts.connection.execute(_OUTSIDE, (party,)).fetchall()
    sizes = _domain_sizes(facts)
    found = []
    for mailbox, address, person, known in rows:
        domain = domain_of(address) or ""
        small = sizes.get(domain, 0) <= MOST_OF_A_PRIVATE_DOMAIN and domain.endswith(
            entries("private-domain-ends", "checker")
        )
        if is_free_mail(address) or (known and small):
            found.append((mailbox, person, bool(known)))
    return found


def _domain_sizes(facts: Facts) -> Mapping[str, int]:
    sizes: dict[str, set[int]] = {}
    for address, person in facts.connection.execute(
        "SELECT address, person FROM mailboxes JOIN mailbox_persons ON mailbox = pk WHERE address IS NOT NULL"
    ):
        sizes.setdefault(domain_of(address) or "", set()).add(person)
    return {domain: len(people) for domain, people in sizes.items()}


def _signs(facts: Facts, message: int, party: str) -> bool:
    names = {party: (*facts.names(party), *facts.book.parties[party].domains)}
    return bool(affiliations(signed_text(facts.texts, message), names))


def _asking(facts: Facts, among: Keys) -> dict[int, tuple[int, int]]:
    """Those of `among` whose author writes of something personal: person and mailbox of the sender."""
    found = {}
    for stretch in facts.texts.holding(entries("personal-devices", "evidence"), OWN):
        if stretch.message in among and asks_for_personal(stretch.quote):
            person, mailbox = facts.sender_of(stretch.message)
            if person is not None and mailbox is not None:
                found[stretch.message] = (person, mailbox)
    return found
