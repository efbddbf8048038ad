"""Claim × index → quantities that messages report of a thing (searches, samples), each with its source; never added up.

Only plain statements report: a figure in a question, an instruction or an offer is counted apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from checker.derived.texts import OWN
from checker.model import Relation
from checker.patterns.asked import Asked, Found, counts_people, is_denial
from checker.patterns.dates import naming
from checker.patterns.facts import Facts, Keys
from checker.patterns.plain import stated
from checker.patterns.wording import MOST_NAMED, count, some
from claims.model import Claim
from claims.quantities import quantities
from claims.vocabulary import entries
from evidence.sentences import sentences


class Figure(NamedTuple):
    """A number that a message reports."""

    message: int
    value: float
    text: str
    of_people: bool


def volume(facts: Facts, asked: Asked) -> Found:
    """Figures about the thing that the claim counts, or about what mail usually counts."""
    things = counted(asked.claim)
    messages = facts.in_period(_about(facts, asked), *asked.period)
    reported, mentioned = _figures(facts, messages, things)
    behind = {f.message for f in reported}
    ours = behind & facts.with_party(asked.one, ("from",))
    relation, against = _bearing(facts, asked, reported, ours)
    rule = [
        f"{_scope(facts, asked)} that report a number of {_shown(things)}: {count(len(reported), 'figure')}"
        f" in {count(facts.acts(behind), 'message')}, {facts.acts(ours)} of them written by {facts.name(asked.one)};"
        f" the largest: {some(_sources(facts, reported)) or 'none'}; figures are not added up",
        *([f"{mentioned} more in questions, instructions or offers are not counted"] if mentioned else []),
        *against,
    ]
    whys: dict[int, str] = {}
    for figure in reported:
        whys[figure.message] = f"{whys.get(figure.message, 'reports')} {figure.text};"
    people = {p: b for party in asked.parties for p, b in facts.people(behind, party, ("from",)).items()}
    return Found(whys, people, "; ".join(rule), relation, {"figures": _listed(facts, reported)})


def _about(facts: Facts, asked: Asked) -> Keys:
    ours = facts.with_party(asked.one)
    if not asked.other:
        return ours
    return facts.between(asked.one, asked.other) | naming(facts, asked.other, ours)


def _scope(facts: Facts, asked: Asked) -> str:
    if not asked.other:
        return f"messages of {facts.name(asked.one)}"
    one, other = facts.name(asked.one), facts.name(asked.other)
    return f"messages between {one} and {other}, and those of {one} that name {other},"


def _shown(things: frozenset[str]) -> str:
    if len(things) > MOST_NAMED:
        return "people, or of what mail usually counts (searches, accounts and the like)"
    return ", ".join(thing + ("es" if thing.endswith(("ch", "sh", "s")) else "s") for thing in sorted(things))


def counted(claim: Claim) -> frozenset[str]:
    """The things to count, as stems: what the claim's number is of, else the usual ones, those that it names first."""
    stated = claim.assertion.quantity
    own = _stems(f"{stated.of or ''} {stated.unit or ''}") if stated else frozenset()
    usual = frozenset(entries("counted-things", "checker"))
    if counts_people(claim):
        # A bound on people is met by other words for them, and by what they did.
        return own | usual | frozenset(entries("person-words", "checker"))
    return own or (_stems(claim.statement) & usual) or usual


def _stems(text: str) -> frozenset[str]:
    words = (w.strip(".,;:()").lower() for w in text.split())
    return frozenset(w[:-2] if w.endswith(("ches", "shes")) else w.rstrip("s") for w in words if len(w) > 2)


def _figures(facts: Facts, messages: Keys, things: frozenset[str]) -> tuple[list[Figure], int]:
    """What is reported, and how many figures stand elsewhere."""
    reported: dict[Figure, None] = {}
    mentioned = 0
    for stretch in facts.texts.holding(things, OWN):
        if stretch.message in messages:
            found, other = _numbers(stretch.quote, things)
            mentioned += other
            reported.update(dict.fromkeys(Figure(stretch.message, *figure) for figure in found))
    return list(reported), mentioned


@lru_cache(maxsize=20_000)
def _numbers(quote: str, things: frozenset[str]) -> tuple[tuple[tuple[float, str, bool], ...], int]:
    """Figures about `things` that a passage plainly states, in words; and how many it holds otherwise."""
    found, other = [], 0
    for sentence in (quote[s:e] for s, e in sentences(quote)):
        if not any(thing in sentence.lower() for thing in things):
            continue
        about = [q for q in quantities(sentence) if things & _stems(f"{q.of or ''} {q.unit or ''}")]
        if about and sentence not in stated(quote):
            other += len(about)
            continue
        for q in about:
            words = f"{sentence[q.start : q.end]} {' '.join((q.of or '').split()[:4])}"
            people = bool(_stems(q.of or "") & frozenset(entries("person-words", "checker")))
            found.append((q.value, " ".join(words.split()), people))
    return tuple(found), other


def _bearing(facts: Facts, asked: Asked, reported: list[Figure], ours: Keys) -> tuple[Relation, list[str]]:
    claim, bound = asked.claim, asked.claim.assertion.quantity
    quantifier = claim.assertion.quantifier
    if not reported:
        return "neutral", []
    if counts_people(claim):
        above = bound and quantifier != "at_least" and any(f.of_people and f.value > bound.value for f in reported)
        return "in_tension" if above else "neutral", ["a number of people is not bound to what the statement counts"]
    if bound and quantifier in ("at_least", "at_most", "exactly"):
        breaking = {f.message for f in reported if quantifier != "at_least" and f.value > bound.value}
        met = quantifier == "at_least" and any(f.value >= bound.value for f in reported)
        enough = facts.acts(breaking) >= asked.minimum
        relation: Relation = "contradicts" if enough else "supports" if met else "neutral"
        text = (
            f"{count(facts.acts(breaking), 'message')} with a figure above {bound.value:g}"
            if quantifier != "at_least"
            else f"the claim says at least {bound.value:g}"
        )
        return relation, [f"{text}; at least {asked.minimum} needed to contradict"]
    if is_denial(claim) and facts.acts(ours) >= asked.minimum:
        return "in_tension", [f"at least {asked.minimum} written by {facts.name(asked.one)} needed"]
    return "neutral", []


def _sources(facts: Facts, figures: list[Figure]) -> list[str]:
    """Each figure with the id and day of its message, the largest first; copies of one message once."""
    ids, seen = facts.ids({f.message for f in figures}), set()
    found = []
    for f in sorted(figures, key=lambda f: (-f.value, ids[f.message][1] or "9999", ids[f.message][0])):
        key = (facts.act_of[f.message], f.value, f.text)
        if key not in seen:
            seen.add(key)
            found.append(f"{f.text} ({ids[f.message][1] or 'undated'}, message {ids[f.message][0]})")
    return found


def _listed(facts: Facts, figures: list[Figure]) -> list[dict[str, object]]:
    ids = facts.ids({f.message for f in figures})
    rows = [(ids[f.message][1] or "", ids[f.message][0], f) for f in figures]
    return [{"value": f.value, "text": f.text, "message": ident, "day": day or None} for day, ident, f in sorted(rows)]
