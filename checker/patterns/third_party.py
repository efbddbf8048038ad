"""Claim × index → what a party that the statement keeps out wrote, received, had passed on; who named its people."""

from __future__ import annotations

from checker.derived.persons import is_full_name
from checker.derived.texts import WRITTEN
from checker.model import Relation
from checker.patterns.asked import Asked, Found, is_denial
from checker.patterns.correspondence import is_about_contact
from checker.patterns.dates import naming
from checker.patterns.facts import Facts, Keys
from checker.patterns.wording import count
from evidence.people import name_key

_PASSED_ON = """
SELECT DISTINCT s.message FROM segments s JOIN mailbox_parties a ON a.mailbox = s.author
WHERE s.kind IN ('quoted', 'forwarded') AND a.party = ?
"""
_NAMES = """
SELECT DISTINCT b.name FROM mailbox_parties a JOIN mailboxes b ON b.pk = a.mailbox
WHERE a.party = ? AND b.name IS NOT NULL
"""


def third_party(facts: Facts, asked: Asked, parties: tuple[str, ...]) -> Found:
    """Messages of the claim's other parties that the third wrote, received, is quoted in, or is named in.

    Args:
        facts: the case.
        asked: the party that denies, then the third.
        parties: all that the claim is about.
    """
    one, third = asked.parties[:2]
    among = set().union(*(facts.with_party(p) for p in {one, *parties} - {third}))
    written = facts.with_party(third, ("from",)) & among
    received = facts.with_party(third, ("to", "cc")) & among
    passed = {m for (m,) in facts.connection.execute(_PASSED_ON, (third,))} & among
    named = naming(facts, third, among) | _introducing(facts, third, among)
    whys = {
        **dict.fromkeys(named, "names it or its people"),
        **dict.fromkeys(passed, "forwards or quotes it"),
        **dict.fromkeys(received, "sent or copied to it"),
        **dict.fromkeys(written, "written by it"),
    }
    whys = {m: whys[m] for m in facts.in_period(set(whys), *asked.period)}
    kept = set(whys)
    own = kept & facts.with_party(one, ("from",))
    rule = [
        f"messages from, to, copying, forwarding or naming {facts.name(third)} or its people:"
        f" {facts.acts(written & kept)} from it, {facts.acts(received & kept)} sent or copied to it,"
        f" {facts.acts(passed & kept)} that forward or quote it, {facts.acts(named & kept)} that name it or its people",
        f"{count(facts.acts(own), 'message')} of them written by {facts.name(one)}",
    ]
    relation, why = _bearing(facts, asked, (own & (received | passed), kept & written))
    return Found(whys, facts.people(kept, third), "; ".join([*rule, *why]), relation)


def _bearing(facts: Facts, asked: Asked, ways: tuple[Keys, Keys]) -> tuple[Relation, list[str]]:
    """In tension where a purpose is denied; contact alone contradicts only a denial of contact that both sides met."""
    claim = asked.claim
    if not is_denial(claim) and claim.assertion.quantifier != "only" and not claim.assertion.purpose:
        return "neutral", []
    if facts.acts(ways[0] | ways[1]) < asked.minimum:
        return "neutral", [f"none passed between them (at least {count(asked.minimum, 'message')} needed)"]
    if claim.assertion.purpose:
        # No quotation marks: the purpose may be a paraphrase.
        return "in_tension", [
            f"the purpose that the statement names ({claim.assertion.purpose}) is not shown by addresses"
        ]
    both = bool(ways[0] and ways[1])
    return "contradicts" if is_about_contact(claim) and both else "in_tension", []


def _introducing(facts: Facts, third: str, among: Keys) -> Keys:
    """Those of `among`, written by others, in whose text a person of the third stands under first and last name."""
    shown = (name for (name,) in facts.connection.execute(_NAMES, (third,)))
    keys = {key for name in shown if is_full_name(key := name_key(name))}
    pairs = [(first, last) for first, last in (key.split() for key in sorted(keys))]
    others = among - facts.with_party(third, ("from",))
    return {s.message for s in facts.texts.naming(pairs, WRITTEN) if s.message in others}
