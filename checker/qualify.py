"""Scored passage → its relation once the claim's qualifiers are weighed: tension and concession, decided by rule.

A passage that meets a statement only without its hedge or purpose puts it in tension and does not refute it; one that
shows what the statement concedes is no contradiction (docs/decisions/003-tension-by-rule.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from checker.match import Hypothesis
from checker.model import Relation
from checker.nli import Reading
from claims.model import Claim
from claims.vocabulary import entries

CONCEDED = 0.5
_SHORTEST_STEM = 5


class Qualified(NamedTuple):
    """The relation that stands, and why it changed."""

    relation: Relation
    flags: tuple[str, ...]


def qualify(
    claim: Claim,
    relation: Relation,
    text: str,
    hypotheses: Sequence[Hypothesis],
    readings: Mapping[int, Reading],
    implied: frozenset[int] = frozenset(),
) -> Qualified:
    """Weigh purpose, hedges and concessions of a claim against one passage.

    Args:
        claim: the claim.
        relation: as scored.
        text: the passage and its subject line, without the parties' names.
        hypotheses: all of the claim's.
        readings: those that were read of this passage, by position.
        implied: counter-propositions that what is conceded entails already, by position.
    """
    if relation != "contradicts":
        return Qualified(relation, ())
    if _conceded(hypotheses, readings, implied) or (claim.assertion.concedes and not _met(hypotheses, readings)):
        return Qualified("neutral", ("concession",))
    if claim.assertion.purpose and not states(text, claim.assertion.purpose):
        return Qualified("in_tension", ("purpose-not-stated",))
    if _hedge_unmet(claim, text, hypotheses, readings):
        return Qualified("in_tension", ("hedge-not-met",))
    return Qualified(relation, ())


def states(text: str, phrase: str) -> bool:
    """Whether every content word of `phrase` stands in `text`, by stem."""
    wanted = _stems(phrase) - _generic()
    return bool(wanted) and wanted <= _stems(text)


def concession_pairs(hypotheses: Sequence[Hypothesis]) -> list[tuple[int, int]]:
    """Positions of (what is conceded, counter-proposition): a concession may entail what would else count against."""
    conceded = [i for i, h in enumerate(hypotheses) if h.kind == "concedes"]
    counters = [i for i, h in enumerate(hypotheses) if h.kind == "counter"]
    return [(c, i) for c in conceded for i in counters]


def implied_counters(pairs: Sequence[tuple[int, int]], readings: Sequence[Reading]) -> frozenset[int]:
    """Counter-propositions that a concession entails: whoever trialled a thing has used it."""
    return frozenset(i for (_, i), r in zip(pairs, readings, strict=True) if r.entailment >= CONCEDED)


def _conceded(hypotheses: Sequence[Hypothesis], readings: Mapping[int, Reading], implied: frozenset[int]) -> bool:
    def best(kind: str) -> float:
        found = (r.entailment for i, r in readings.items() if hypotheses[i].kind == kind and i not in implied)
        return max(found, default=0.0)

    return best("concedes") >= CONCEDED and best("concedes") > best("counter")


def _met(hypotheses: Sequence[Hypothesis], readings: Mapping[int, Reading]) -> bool:
    """Whether a counter-proposition is read as met: short of that what denies the claim may be what it concedes."""
    met = (r.entailment for i, r in readings.items() if hypotheses[i].kind == "counter")
    return max(met, default=0.0) >= CONCEDED


def _hedge_unmet(claim: Claim, text: str, hypotheses: Sequence[Hypothesis], readings: Mapping[int, Reading]) -> bool:
    hedges = [h.lower() for h in claim.assertion.hedges]
    widening = set(entries("widening-hedges", "checker"))
    # In "only its official address" the adjective says what is exclusive: anything else meets the statement whole.
    if not hedges or widening & set(hedges) or claim.assertion.quantifier == "only":
        return False
    counters = [i for i, h in enumerate(hypotheses) if h.kind == "counter"]
    hedged = [i for i in counters if any(hedge in hypotheses[i].text.lower() for hedge in hedges)]
    if not hedged or any(hedge in text.lower() for hedge in hedges):
        return False
    # Some counter-proposition keeps the hedge: the passage must entail such a one.
    best = max((readings[i].entailment for i in hedged if i in readings), default=0.0)
    return best < CONCEDED


def _stems(text: str) -> set[str]:
    return {w[: max(_SHORTEST_STEM, len(w) - 3)] for w in re.findall(r"[a-z]{3,}", text.lower())}


@cache
def _generic() -> frozenset[str]:
    return frozenset(stem for word in entries("purpose-words", "checker") for stem in _stems(word))


def without(text: str, names: Iterable[str]) -> str:
    """`text` without `names`: an agency's name must not pass for a purpose."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text
