"""Claim, links and patterns → verdict with its reasons, by rule and never by average.

One decisive act falsifies "none", "all" and "only"; a bound falls to a count or to a decisive act about it; a
statement without a quantifier falls to one decisive act too, but is `mixed` where decisive acts stand on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from checker.model import Link, Pattern, Reason, Relation, Verdict
from claims.model import Claim

DECISIVE_BANDS = ("strong",)
CORROBORATED = 2
# Of two moderate acts one must have this score, and what decides against a claim must owe this much (log-odds) to a
# contrary proposition that is read as met: docs/decisions/008-verdict-by-rule.md.
LEADING, CONTRARY = 1.5, 0.4
RUN, SHARED = 5, 0.5
ONE_SUFFICES = ("no", "all", "only")


class Decided(NamedTuple):
    """A verdict and what it rests on."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def decide(claim: Claim, links: Sequence[Link], patterns: Sequence[Pattern]) -> Decided:
    """The verdict on a claim. Links that a person rejected do not count; confirmed ones are decisive."""
    live = [link for link in links if not (link.review and link.review.state == "rejected")]
    against, in_favour = _decisive(live, "contradicts"), _decisive(live, "supports")
    facts = [p for p in patterns if p.relation == "contradicts"]
    tension = [link for link in live if link.relation == "in_tension" and link.band != "weak"]
    strained = [p for p in patterns if p.relation == "in_tension"]
    one_suffices = claim.assertion.quantifier in ONE_SUFFICES or claim.assertion.polarity == "denies"
    if against or facts:
        if in_favour and not one_suffices and not facts:
            return Decided("mixed", (_acts(claim, against), _support(in_favour)))
        reasons = ([_acts(claim, against)] if against else []) + [_fact(p, alone=not against) for p in facts]
        return Decided("contradicted", tuple(reasons + ([_support(in_favour)] if in_favour else [])))
    if tension or strained:
        reasons = ([_tension(claim, tension)] if tension else []) + [_fact(p, alone=not tension) for p in strained]
        return Decided("in_tension", tuple(reasons + ([_support(in_favour)] if in_favour else [])))
    met = [p for p in patterns if p.relation == "supports"]
    if in_favour or met:
        reasons = ([_support(in_favour)] if in_favour else []) + [_fact(p, alone=not in_favour) for p in met]
        return Decided("supported", tuple(reasons))
    return Decided("not_addressed", (_nothing(live),))


def _decisive(links: Sequence[Link], relation: Relation) -> list[Link]:
    """Links that decide alone, and moderate ones where distinct acts corroborate each other, one of them well."""
    side = [link for link in links if link.relation == relation]
    strong = [
        x for x in side if (x.review and x.review.state == "confirmed") or (x.band in DECISIVE_BANDS and _is_met(x))
    ]
    moderate = [x for x in side if x.band == "moderate"]
    leading = any(x.score >= LEADING and _is_met(x) for x in moderate)
    return strong or (moderate if leading and _distinct(moderate) >= CORROBORATED else [])


def _is_met(link: Link) -> bool:
    """Whether what contradicts the claim is read as met; that the claim's own assertion is denied is not enough."""
    told = [term.value for term in link.terms if term.name == "counter_entailed"]
    return link.relation != "contradicts" or not told or max(told) >= CONTRARY


def _distinct(links: Sequence[Link]) -> int:
    """How many acts links stand for: those of one message are one, and those whose messages hold the same words."""
    acts: list[list[tuple[str, set[tuple[str, ...]]]]] = []
    for link in links:
        told = link.message.id, _runs(link.quote)
        same = [act for act in acts if any(told[0] == m or _same(told[1], runs) for m, runs in act)]
        acts = [act for act in acts if act not in same] + [[told, *(one for act in same for one in act)]]
    return len(acts)


def _runs(quote: str) -> set[tuple[str, ...]]:
    """Every run of RUN words of a quote, or all of its words where it has fewer."""
    words = re.findall(r"\w+", quote.lower())
    return {tuple(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1))}


def _same(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> bool:
    """Whether most of the shorter stands in the longer, as where one mail quotes the other."""
    return len(one & other) > SHARED * min(len(one), len(other))


def _acts(claim: Claim, links: Sequence[Link]) -> Reason:
    quantifier = claim.assertion.quantifier
    rule = f"one-act-falsifies-{quantifier}" if quantifier in ONE_SUFFICES else "decisive-acts"
    words = {
        "no": "The statement says that there is none; one instance meets it.",
        "all": "The statement says that it is always so; one instance to the contrary meets it.",
        "only": "The statement excludes everything else; one instance of something else meets it.",
    }
    why = words.get(quantifier or "", "The passages state the contrary of what the statement says.")
    acts = len(links)
    return Reason(
        rule=rule, text=f"{acts} distinct {'act' if acts == 1 else 'acts'}. {why}", links=_ids(links), patterns=()
    )


def _fact(pattern: Pattern, *, alone: bool) -> Reason:
    """`alone`: no passage decided; the verdict rests on what the records show over many messages."""
    counts = pattern.counts
    span = f", {pattern.first[:10]} to {pattern.last[:10]}" if pattern.first and pattern.last else ""
    many = "message" if counts.acts == 1 else "messages"
    people = "person" if counts.people == 1 else "people"
    text = f"{counts.acts} distinct {many}, {counts.people} {people}{span}: {_first_clause(pattern.rule)}."
    text = f"Decided by this pattern, without a decisive passage: {text}" if alone else text
    return Reason(rule=f"pattern-{pattern.kind}", text=text, links=(), patterns=(pattern.id,))


def _first_clause(rule: str) -> str:
    """What was counted; thresholds and details stay with the pattern. Brackets are left out."""
    return re.split(r"[:;]", re.sub(r"\s*\([^()]*\)", "", rule), maxsplit=1)[0]


def _support(links: Sequence[Link]) -> Reason:
    return Reason(
        rule="records-consistent",
        text=f"{len(links)} distinct {'act is' if len(links) == 1 else 'acts are'} consistent with the statement.",
        links=_ids(links),
        patterns=(),
    )


def _tension(claim: Claim, links: Sequence[Link]) -> Reason:
    kept = claim.assertion.purpose or ", ".join(claim.assertion.hedges) or "its qualifier"
    text = f"The passages meet the statement only without “{kept}”, which they do not state."
    return Reason(rule="only-without-qualifier", text=text, links=_ids(links), patterns=())


def _nothing(links: Sequence[Link]) -> Reason:
    weak = [x for x in links if x.relation != "neutral"]
    text = "Nothing decisive was found in what was searched."
    if weak:
        text += (
            f" {len(weak)} weak or uncorroborated {'link is' if len(weak) == 1 else 'links are'} listed for reading."
        )
    return Reason(rule="nothing-decisive", text=text, links=_ids(weak), patterns=())


def _ids(links: Sequence[Link]) -> tuple[str, ...]:
    return tuple(link.id for link in links)
