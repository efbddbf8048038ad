"""Statement, its clauses and the parties → the structured Assertion, by rule."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claims.clauses import Clause
from claims.events import kind_of_event
from claims.hedges import hedges_in, purpose_in, without_purpose
from claims.lifting import denies, positive_verb
from claims.model import Assertion, Claim, Event, Modality, Party, Period, Quantifier, Quantity
from claims.positive_phrases import positive_rest, positive_subject
from claims.quantities import FoundQuantity, quantities
from claims.timespans import dates_in
from claims.verb_groups import subject_is_plural
from claims.vocabulary import entries

_ONLY, _ALL, _SOME, _POLICY, _BELIEF = (
    re.compile(rf"\b(?:{'|'.join(entries(name))})\b", re.IGNORECASE)
    for name in ("exclusive_cues", "universal_cues", "existential_cues", "policy_cues", "belief_cues")
)
_FIRST_KNEW = (
    r"\b(?:first|only)\s(?:learn|hear|became|found|told|knew|discover|saw|aware)"
    r"|\b(?:learned|learnt|became aware|first heard|found out)\b|\bnews to\b"
    r"|\b(?:did not know|(?:was|were) not (?:told|aware))\b.*\b(?:until|before)\b"
)
_KNEW = re.compile(_FIRST_KNEW, re.IGNORECASE)
_PARTICLE = re.compile(
    r"(?:(?:up|out|off|down|over|back|away|aside)\b\s?)?"
    r"(?:to|with|of|for|from|by|in|on|at|about)(?![\w-]|\s(?:least|most|all|\d|an?\s))"
    r"|(?:to|with|of|for|from|by|in|on|at|about)(?![\w-]|\s(?:least|most|all)\b)"
    r"|(?:up|out|off|down|aside)\b(?!\sto\b)"
)


def read_assertion(claim: Claim, clauses: tuple[Clause, ...], parties: Mapping[str, Party]) -> Assertion:
    """The structured reading of `claim`; what no rule settles stays None.

    Args:
        claim: the statement, with the day on which it was made.
        clauses: its clauses with the speaker's name spelled out, in order; may be empty.
        parties: who is who, by key.
    """
    text = claim.statement
    main = next((c for c in clauses if denies(c)), clauses[0] if clauses else None)
    bounds = [q for q in quantities(text) if q.unit != "day" or q.start != q.number_start]
    bounds = [q for q in bounds if q.unit == "percent"] or bounds  # "95 percent within eight minutes": the share counts
    quantifier = _quantifier(text, main, bounds)
    subject, predicate, thing = _triple(main, parties) if main else (None, None, None)
    event = _event(claim, clauses)
    return Assertion(
        subject=subject,
        predicate=predicate,
        object=thing,
        polarity=("denies" if denies(main) else "affirms") if main else None,
        quantifier=quantifier,
        quantity=_quantity(bounds) if quantifier in {"at_least", "at_most", "exactly"} else None,
        modality=_modality(text, main),
        hedges=hedges_in(text),
        purpose=purpose_in(text),
        event=event,
        covers=_covers(claim, event),
        concedes=(),
    )


def party_in(text: str, parties: Mapping[str, Party]) -> tuple[str, int, int] | None:
    """The party that `text` names first, with the span of its name; longer names win."""
    found: list[tuple[int, int, str]] = []
    for key, party in parties.items():
        for name in (party.name, *party.aliases):
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
            if match:
                found.append((match.start(), -match.end(), key))
    if not found:
        return None
    start, end, key = min(found)
    return key, start, -end


def parties_in(text: str, parties: Mapping[str, Party]) -> tuple[str, ...]:
    """The keys of all parties that `text` names, in the order of the file."""
    return tuple(key for key in parties if party_in(text, {key: parties[key]}))


def _quantifier(text: str, main: Clause | None, bounds: list[FoundQuantity]) -> Quantifier | None:
    bounded = next((q.bound for q in bounds if q.bound in {"at_least", "at_most"}), None)
    each = main is not None and (_EACH.match(main.subject) or _EACH.match(main.lead.removeprefix("in ")))
    stated: tuple[tuple[object, Quantifier], ...] = (
        (_ONLY.search(text), "only"),
        (main is not None and denies(main) and not main.subject.lower().startswith(("not all", "not every")), "no"),
        (each or (main is not None and "always" in main.adverbs), "all"),
        (bounded == "at_least", "at_least"),
        (bounded == "at_most", "at_most"),
        (_ALL.search(text), "all"),
        (_SOME.search(text), "some"),
        (bounds, "exactly"),
    )
    return next((quantifier for holds, quantifier in stated if holds), None)


# "All of them within a week" falls to one that took longer, so the number is not what counts.
_EACH = re.compile(r"(?:every|each|all)\b(?!\s(?:of\s)?(?:the\s)?\d)", re.IGNORECASE)


def _quantity(bounds: list[FoundQuantity]) -> Quantity | None:
    chosen = next((q for q in bounds if q.bound in {"at_least", "at_most"}), bounds[0] if bounds else None)
    return Quantity(value=chosen.value, unit=chosen.unit, of=chosen.of) if chosen else None


def _modality(text: str, main: Clause | None) -> Modality:
    if _BELIEF.search(text):
        return "belief"
    modal = bool(main) and any(a in {"will", "shall", "must", "may"} for a in main.auxiliaries) if main else False
    in_subject = main is not None and re.search(r"\b(?:policy|policies|rules?)\b", main.subject, re.IGNORECASE)
    return "policy" if modal or in_subject or _POLICY.search(text) else "fact"


def _triple(main: Clause, parties: Mapping[str, Party]) -> tuple[str | None, str | None, str | None]:
    """Subject, positive predicate and object; party keys where a party is named, the text's own words elsewhere."""
    lifted = denies(main)
    subject = (positive_subject(main.subject) if lifted else main.subject).strip(" ,")
    verb = positive_verb(main, subject_is_plural(subject)) if lifted else " ".join((*main.auxiliaries, main.verb))
    rest = without_purpose(positive_rest(main.rest) if lifted else main.rest).strip(" ,;")
    named = party_in(subject, parties)
    is_party = named is not None and len(subject) - (named[2] - named[1]) <= 4
    other = party_in(rest, {k: p for k, p in parties.items() if not named or k != named[0]})
    if other and not re.match(r"['\u2019]s?\s", rest[other[2] :]):
        key, start, _ = other
        return (
            (named[0] if named and is_party else subject),
            f"{verb} {rest[:start]}".strip(" ,").removesuffix(" the"),
            key,
        )
    particle = _PARTICLE.match(rest)
    cut = particle.end() if particle else 0
    return (named[0] if named and is_party else subject), f"{verb} {rest[:cut]}".strip(), rest[cut:].strip(" .") or None


def _event(claim: Claim, clauses: tuple[Clause, ...]) -> Event | None:
    """The dated event that the statement asserts: when a thing was first known, began or ended."""
    days = dates_in(claim.statement, claim.made_on)
    if _KNEW.search(claim.statement):
        return Event(kind="first_knew", on=days[0].iso) if days else None
    for clause in clauses:
        kind, dated = kind_of_event(clause), dates_in(clause.rest, claim.made_on)
        if kind and dated and not denies(clause):
            return Event(kind=kind, on=dated[0].iso)
    return None


def _covers(claim: Claim, event: Event | None) -> Period:
    """The period of the statement: as stated, else up to the day on which it was made."""
    if event and event.kind != "started":
        return Period(to=event.on) if event.kind == "first_knew" else Period(from_=event.on, to=claim.made_on)
    days = dates_in(claim.statement, claim.made_on)
    before = claim.statement[: days[0].start].lower().rstrip() if days else ""
    first, last = (days[0].iso, days[-1].iso) if days else (None, None)
    if not days or event:
        return Period(to=claim.made_on)
    if len(days) > 1 and re.search(r"\b(?:between|from)$", before):
        return Period(from_=first, to=days[1].iso)
    if re.search(r"\b(?:since|after|as of|from)(?:\s[\w' ]{0,40})?$", before) and "before" not in before[-20:]:
        return Period(from_=first, to=claim.made_on)
    if re.search(r"\b(?:until|before|prior to|up to|by)(?:\s[\w' ]{0,20})?$", before):
        return Period(to=first)
    inside = days[0].relative or re.search(r"\b(?:in|during|on|of|throughout|at)(?: the)?(?: \w+ of)?$", before)
    return Period(from_=first, to=last) if inside else Period(to=claim.made_on)
