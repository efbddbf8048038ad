"""Claims × index → statements of one speaker side by side, where they differ; mail in which their words stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.derived.texts import WRITTEN, phrase_pattern
from checker.model import Relation
from checker.patterns.asked import Asked, Found
from checker.patterns.facts import Facts
from checker.patterns.wording import count, some
from claims.model import Claim

FEWEST_QUOTED_WORDS = 3


def statements(facts: Facts, asked: Asked, claims: Sequence[Claim]) -> Found:
    """The speaker's statements about the same things, in order of date, and messages that carry the words of this one.

    Args:
        facts: the case.
        asked: the pattern.
        claims: every claim of the file.
    """
    claim = asked.claim
    others = [c for c in claims if c.speaker == claim.speaker and c.id != claim.id and shared(facts, claim, c)]
    differing = [(c, list(differences(claim, c))) for c in sorted(others, key=lambda c: (c.made_on or "9999", c.id))]
    carrying = _carrying(facts, claim)
    rule = [
        f"statements of {claim.speaker} about the same party, beside {claim.id} ({claim.made_on or 'not dated'}):"
        f" {count(len(others), 'other')}",
        some([f"{c.id} ({c.made_on or 'not dated'}) differs in {', '.join(d)}" for c, d in differing if d])
        or "none differs",
        f"{count(facts.acts(carrying), 'message')} carry words that the claims file quotes from this statement"
        f" (at least {FEWEST_QUOTED_WORDS} words)",
    ]
    if len(others) + 1 < asked.minimum and not carrying:
        return Found({}, {}, "; ".join(rule), "neutral")
    opposed = any(d.startswith("polarity") for _, found in differing for d in found)
    relation: Relation = "in_tension" if opposed else "neutral"
    people = facts.people(set(carrying), asked.one) if asked.parties else {}
    return Found(carrying, people, "; ".join(rule), relation, {"statements": [_row(c) for c in (claim, *others)]})


def shared(facts: Facts, one: Claim, other: Claim) -> bool:
    """Whether two claims of one speaker are about the same other party, or state the same predicate."""
    about = set(facts.book.of_claim(one)) & set(facts.book.of_claim(other)) - {one.speaker}
    predicates = {one.assertion.predicate, other.assertion.predicate} - {None}
    same = len(predicates) == 1 and one.assertion.predicate == other.assertion.predicate
    return bool(about) or same


def differences(one: Claim, other: Claim) -> Iterator[str]:
    """Where two readings differ, field by field; a field that either leaves open does not differ."""
    a, b = one.assertion, other.assertion
    if a.polarity and b.polarity and a.polarity != b.polarity and a.predicate == b.predicate:
        yield f"polarity ({b.polarity} against {a.polarity})"
    if a.quantifier and b.quantifier and a.quantifier != b.quantifier:
        yield f"how far it goes ({_spaced(b.quantifier)} against {_spaced(a.quantifier)})"
    if a.quantity and b.quantity and a.quantity != b.quantity:
        yield f"number ({b.quantity.value:g} against {a.quantity.value:g})"
    if a.event and b.event and a.event != b.event:
        yield f"event ({_spaced(b.event.kind)} {b.event.on or ''} against {_spaced(a.event.kind)} {a.event.on or ''})"
    if set(a.hedges) != set(b.hedges):
        yield f"qualifiers ({', '.join(b.hedges) or 'none'} against {', '.join(a.hedges) or 'none'})"
    if bool(a.concedes) != bool(b.concedes):
        yield "what is conceded"


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _carrying(facts: Facts, claim: Claim) -> dict[int, str]:
    words = [q.strip(" .,;") for q in claim.quoted if len(q.split()) >= FEWEST_QUOTED_WORDS]
    pattern = phrase_pattern(words)
    held = facts.texts.holding(words, WRITTEN) if words else ()
    return {s.message: "carries words of the statement" for s in held if pattern.search(s.quote)}


def _row(claim: Claim) -> dict[str, object]:
    return {"claim": claim.id, "made_on": claim.made_on, "statement": claim.statement, "wording": claim.wording}
