"""Claim × index → people of two parties at once: by their addresses, or by what their own signatures name."""

from __future__ import annotations

import re

from checker.model import Relation
from checker.patterns.asked import Asked, Found, is_denial, is_universal
from checker.patterns.facts import Facts
from checker.patterns.signatures import signed_text
from checker.patterns.wording import count
from evidence.people import affiliations

_ADDRESS = re.compile(r"\S*@\S*")
# Persons with an address in the domain of each of two parties, and what they wrote from these.
_BOTH = """
SELECT p.person, p.mailbox, x.message FROM mailbox_persons p
    JOIN mailbox_parties a ON a.mailbox = p.mailbox AND a.party IN (?, ?) AND a.how = 'address'
    LEFT JOIN message_mailboxes x ON x.mailbox = p.mailbox AND x.role = 'from'
WHERE p.person IN (
    SELECT q.person FROM mailbox_persons q JOIN mailbox_parties c ON c.mailbox = q.mailbox
    WHERE c.party IN (?, ?) AND c.how = 'address' GROUP BY q.person HAVING count(DISTINCT c.party) = 2)
"""
_SIGNATURES = """
SELECT s.message, s.author, p.person FROM segments s JOIN mailbox_persons p ON p.mailbox = s.author WHERE s.pk = ?
"""


def dual_affiliation(facts: Facts, asked: Asked) -> Found:
    """People with addresses of both parties, or whose signature names the party that their address is not of."""
    one, other = asked.parties[:2]
    rows = facts.connection.execute(_BOTH, (one, other, one, other)).fetchall()
    signed = _signed(facts, one, other)
    whys = {
        **dict.fromkeys(signed, "signed under both"),
        **dict.fromkeys((m for _, _, m in rows if m is not None), "written by somebody with addresses of both"),
    }
    kept = facts.in_period(set(whys), *asked.period)
    wrote = facts.senders(kept)
    people = facts.shown([*((p, b) for p, b, m in rows if p in wrote), *(v for m, v in signed.items() if m in kept)])
    addressed = len({p for p, _, _ in rows} & wrote)
    by_signature = len({p for m, (p, _) in signed.items() if m in kept})
    rule = (
        f"people of both {facts.name(one)} and {facts.name(other)}: {addressed} by addresses of both under one full"
        f" name (namesakes are not told apart), {by_signature} by a signature that names one beside an"
        f" address or the name of the other; {count(asked.minimum, 'person', 'people')} needed"
    )
    return Found({m: whys[m] for m in kept}, people, rule, _bearing(asked, people))


def _bearing(asked: Asked, people: dict[int, int]) -> Relation:
    against = is_denial(asked.claim) or is_universal(asked.claim) or bool(asked.claim.assertion.purpose)
    return "in_tension" if against and len(people) >= asked.minimum else "neutral"


def _signed(facts: Facts, one: str, other: str) -> dict[int, tuple[int, int]]:
    """Messages whose author's own signature makes them one of both parties: the author's person and mailbox."""
    names = {party: facts.names(party) for party in (one, other)}
    found: dict[int, tuple[int, int]] = {}
    seen: set[int] = set()
    for stretch in facts.texts.holding((*names[one], *names[other]), ("signature",)):
        if stretch.segment in seen:
            continue
        seen.add(stretch.segment)
        row = facts.connection.execute(_SIGNATURES, (stretch.segment,)).fetchone()
        if row is None or row[2] is None:
            continue
        # Addresses in a signature may be those of quoted mail below it; names are what a signature says.
        text = _ADDRESS.sub(" ", signed_text(facts.texts, stretch.message))
        if facts.parties_of(row[1]) & {one, other} | set(affiliations(text, names)) == {one, other}:
            found[row[0]] = (row[2], row[1])
    return found
