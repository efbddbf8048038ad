"""Claim × index → messages that two parties wrote to each other: how many, by whom, when; how far it reached."""

from __future__ import annotations

import re

from checker.derived.texts import phrase_pattern
from checker.model import Relation
from checker.patterns.asked import Asked, Found, counts_people, is_denial
from checker.patterns.facts import Facts, Keys
from checker.patterns.signatures import Standing, Standings
from checker.patterns.silence import empty_months
from checker.patterns.wording import count, some, tally
from claims.model import Claim
from claims.vocabulary import entries


def correspondence(facts: Facts, standings: Standings, asked: Asked) -> Found:
    """Everything that the two parties wrote to each other in the period of the claim."""
    one, other = asked.parties[:2]
    all_ = facts.between(one, other)
    messages = facts.in_period(all_, *asked.period)
    there = facts.wrote_to(one, other) & messages
    back = facts.wrote_to(other, one) & messages
    sides = {party: facts.people(messages, party) for party in (one, other)}
    wrote = facts.people(messages, one, ("from",))
    rule = [
        f"messages that people of {facts.name(one)} and of {facts.name(other)} wrote to each other, copies counted"
        f" once: {facts.acts(there)} from {facts.name(one)}, {facts.acts(back)} from {facts.name(other)}",
        f"{count(len(sides[one]), 'person', 'people')} of {facts.name(one)}, {len(wrote)} of whom wrote,"
        f" and {len(sides[other])} of {facts.name(other)}",
        *_titles(facts, standings, sides),
        *_gaps(facts, messages),
        *_left_out(facts, all_, messages),
    ]
    relation, why = _bearing(asked, len(wrote), (facts.acts(there), facts.acts(back)), facts.name(one))
    whys = {m: "both ways" if m in there and m in back else f"from {one if m in there else other}" for m in messages}
    details = {"by_month": facts.months(messages), "titles": _detail(standings, {**sides[one], **sides[other]})}
    return Found(whys, {**sides[other], **sides[one]}, "; ".join([*rule, *why]), relation, details)


def reach(facts: Facts, standings: Standings, asked: Asked) -> Found:
    """How many people of a party took part, of which ranks and units."""
    one, claim = asked.one, asked.claim
    messages = facts.in_period(facts.exchanged(one, asked.other), *asked.period)
    wrote = facts.people(messages, one, ("from",))
    people = facts.people(messages, one)
    written = facts.with_party(one, ("from",)) & messages
    shown = standings.of(people)
    leaders = [p for p, s in shown.items() if any(r.level == "leadership" for r in s.ranks)]
    whom = f" and {facts.name(asked.other)}" if asked.other else ""
    rule = [
        f"people of {facts.name(one)} in messages between it{whom}"
        if whom
        else f"people of {facts.name(one)} in the records",
        f"{len(people)} took part, {len(wrote)} of them wrote",
        *_titles(facts, standings, {one: people}),
        f"{len(leaders)} of leadership rank, {count(len({u for s in shown.values() for u in s.units}), 'unit')}",
    ]
    relation: Relation = "neutral"
    if says_few(claim):
        enough = len(wrote) >= asked.minimum
        relation = "contradicts" if enough else "neutral"
        rule.append(f"at least {asked.minimum} who wrote are needed to contradict a statement of few")
    if phrase_pattern(entries("junior-words", "checker")).search(claim.statement):
        relation = "contradicts" if leaders else relation
        rule.append("one of leadership rank contradicts a statement of junior people alone")
    whys = {m: "wrote" if m in written else "received" for m in messages} if people else {}
    return Found(whys, people, "; ".join(rule), relation, {"titles": _detail(standings, people)})


def says_few(claim: Claim) -> bool:
    """Whether a statement says that hardly anybody was involved, in words or by a bound on people."""
    said = phrase_pattern(entries("few", "checker")).search(claim.statement)
    return bool(said) or (claim.assertion.quantifier == "at_most" and counts_people(claim))


def is_about_contact(claim: Claim) -> bool:
    """Whether any exchange of mail meets the claim's predicate."""
    said = (claim.assertion.predicate or claim.statement).lower()
    return any(word in said for word in entries("contact", "checker"))


def _is_about_ties(claim: Claim) -> bool:
    """Whether the statement is about dealings of two parties, of which mail is one sign."""
    return (
        re.search(rf"\b(?:{'|'.join(entries('ties'))})\b", claim.assertion.predicate or claim.statement, re.IGNORECASE)
        is not None
    )


def _bearing(asked: Asked, wrote: int, each_way: tuple[int, int], name: str) -> tuple[Relation, list[str]]:
    claim, bound = asked.claim, asked.claim.assertion.quantity
    if bound and counts_people(claim) and claim.assertion.quantifier in ("at_least", "at_most", "exactly"):
        stated = f"{claim.assertion.quantifier.replace('_', ' ')} {bound.value:g}"
        against = claim.assertion.quantifier != "at_least" and wrote > bound.value
        met = claim.assertion.quantifier == "at_least" and wrote >= bound.value
        relation: Relation = "contradicts" if against else "supports" if met else "neutral"
        return relation, [f"{wrote} distinct people of {name} wrote, against {stated}"]
    enough = min(each_way) > 0 and sum(each_way) >= asked.minimum
    contact = is_about_contact(claim)
    if not enough or not (contact or (is_denial(claim) and _is_about_ties(claim))):
        return "neutral", []
    threshold = f"both sides wrote (at least {count(asked.minimum, 'message')} in all are needed)"
    if contact:
        return "contradicts" if is_denial(claim) else "supports", [threshold]
    return "in_tension", [threshold, "mail alone shows contact, not what the contact was"]


def _titles(facts: Facts, standings: Standings, sides: dict[str, dict[int, int]]) -> list[str]:
    found = []
    for party, people in sides.items():
        shown = standings.of(people)
        ranks = tally(s.ranks[0].title for s in shown.values() if s.ranks)
        units = some(sorted({u for s in shown.values() for u in s.units}))
        found += [f"titles of {facts.name(party)} in signatures and names: {ranks}"] if ranks else []
        found += [f"units of {facts.name(party)}: {units}"] if units else []
    return found


def _detail(standings: Standings, people: dict[int, int]) -> dict[str, object]:
    shown: dict[int, Standing] = standings.of(people)
    return {
        str(people[p]): {
            "titles": [r.title for r in s.ranks],
            "levels": [r.level for r in s.ranks],
            "units": list(s.units),
        }
        for p, s in sorted(shown.items())
    }


def _gaps(facts: Facts, messages: Keys) -> list[str]:
    gaps = empty_months(facts.spans(messages))
    return [f"{count(len(gaps), 'month')} between first and last without any: {some(gaps)}"] if gaps else []


def _left_out(facts: Facts, all_: Keys, kept: Keys) -> list[str]:
    counted = {facts.act_of[m] for m in kept}
    others = {m for m in all_ if facts.act_of[m] not in counted}
    undated = facts.undated(others)
    outside = facts.acts(others) - undated
    left = [f"{outside} outside the period of the statement"] * bool(outside) + [f"{undated} without a date"] * bool(
        undated
    )
    return [f"left out: {' and '.join(left)}"] if left else []
