"""Affirming clause → positive sentences that would make it false: other than, more than, before, after, some not."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.clauses import Clause
from claims.events import knew_before, other_side_of_event
from claims.exclusions import not_that_but, something_else
from claims.lifting import negate
from claims.noun_phrases import article, is_mass, is_plural
from claims.quantities import FoundQuantity, quantities

_MINIMISERS = re.compile(
    r"\b(?:only\s|just\s)?(?:a few|a handful of|a small number of|a couple of|very few|few|isolated|one or two)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(r"\b(?:before|after|ahead of|prior to|by(?= (?:the end|june|july|\w+ \d))|until)\b", re.IGNORECASE)
_BANS = {"banned": "permitted", "prohibited": "permitted", "forbidden": "permitted", "barred": "permitted"} | {
    "prohibits": "permits",
    "forbids": "permits",
    "bans": "permits",
    "prohibit": "permit",
    "forbid": "permit",
    "ban": "permit",
}
_UNIVERSAL = re.compile(r"\b(?:every|each|all(?: of)?(?: the)?|any)\s", re.IGNORECASE)


def beyond_bound(clause: Clause, sentence: str) -> tuple[str, ...]:
    """Each stated bound turned round: "fewer than 2 percent" → "2 percent or more", "at least" → "fewer than"."""
    one = _particular(clause)
    text = sentence.replace(clause.subject, one, 1)
    return tuple(turned for q in quantities(text) if _is_a_bound(text, q) for turned in _turned(text, q))


def _particular(clause: Clause) -> str:
    """The subject of a universal clause as one case of it: "every complaint" → "a complaint"."""
    universal = _UNIVERSAL.match(clause.subject)
    if not universal:
        return clause.subject
    phrase = clause.subject[universal.end() :]
    if phrase.startswith("of "):
        return f"one {phrase}"
    singular = universal.group().lower().startswith(("every", "each"))
    return f"{article(phrase)} {phrase}" if singular else f"some {phrase}"


def _is_a_bound(text: str, quantity: FoundQuantity) -> bool:
    """Whether the number limits the statement; "all 48,000 citizens" and "its forty-year audit" name, not limit."""
    if quantity.start != quantity.number_start:
        return True
    if text[quantity.number_end : quantity.number_end + 1] == "-":
        return False
    return not re.search(
        r"\b(?:all|every|each|some|the|its|our|their|these|those|of|on|of the|both|'s)\s$",
        text[: quantity.start],
        re.IGNORECASE,
    )


def _turned(sentence: str, quantity: FoundQuantity) -> tuple[str, ...]:
    amount = sentence[quantity.number_start : quantity.end]
    amount = amount if quantity.number_start else amount[:1].lower() + amount[1:]
    amount = re.sub(r"\s*(?:,? no more|or (?:more|longer|above|fewer|less|under)|at most|at least)$", "", amount)
    less = "less than" if quantity.unit else "fewer than"
    new: tuple[str, ...]
    if quantity.bound == "at_most":
        new = (f"{amount} or more",) if quantity.strict else (f"more than {amount}",)
        opening = sentence[quantity.start : quantity.number_start].lower()
        if opening.startswith("within"):
            at_end = not sentence[quantity.end :].strip(" .,")
            new = (f"more than {amount} later" if at_end else f"after more than {amount}",)
    elif quantity.bound == "at_least":
        new = (f"{amount} or {'less' if quantity.unit else 'fewer'}",) if quantity.strict else (f"{less} {amount}",)
    elif re.match(r"(?:only|just)\b", sentence[quantity.start :], re.IGNORECASE):
        new = (f"more than {amount}",)
    else:
        new = (f"{less} {amount}", f"more than {amount}")
    return tuple(sentence[: quantity.start] + words + sentence[quantity.end :] for words in new)


def some_did_not(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "Every call gets a truck" → "A call does not get a truck", with the noun in its right number."""
    if _UNIVERSAL.match(clause.subject):
        return (negate(clause._replace(subject=_particular(clause))),)
    inside = re.search(r"\b(?:every|each|all(?: of)?(?: the)?)\s(?=\w)", clause.rest, re.IGNORECASE)
    always = "always" in clause.adverbs or "always" in clause.rest
    if inside and not re.search(r"[,;]|\bthat\b", clause.rest[: inside.start()]):
        phrase = clause.rest[inside.end() :]
        some = f"some {phrase}" if is_plural(phrase) or is_mass(phrase) else f"{article(phrase)} {phrase}"
        some = f"one {phrase}" if phrase.startswith("of ") else some
        return (negate(clause._replace(rest=clause.rest[: inside.start()] + some)),)
    if always:
        adverbs = tuple(a for a in clause.adverbs if a != "always")
        return (negate(clause._replace(adverbs=adverbs, rest=re.sub(r",?\s*\balways\b", "", clause.rest))),)
    return ()


def other_order(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "after the hearing" → "before the hearing" and the other way round; "by the end" → "after the end"."""
    found = _ORDER.search(clause.rest)
    if not found or re.match(r"\s(?:they|he|she|it)\scan\b", clause.rest[found.end() :]):
        return ()
    rest = (
        clause.rest[: found.start()]
        + ("before" if found.group().lower() == "after" else "after")
        + clause.rest[found.end() :]
    )
    parts = (clause.lead, clause.subject, *clause.auxiliaries, *clause.adverbs, clause.verb, rest)
    return (" ".join(p for p in parts if p),)


def many(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "a few officers" → "many officers"."""
    return (_MINIMISERS.sub("many", sentence, count=1),) if _MINIMISERS.search(sentence) else ()


def permitted(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "is banned" → "is permitted", "prohibits" → "permits"."""
    if clause.verb not in _BANS:
        return ()
    return (re.sub(rf"\b{clause.verb}\b", _BANS[clause.verb], sentence, count=1),)


# The first rule that applies gives the counters; a statement that none fits is negated.
RULES: tuple[Callable[[Clause, str], tuple[str, ...]], ...] = (
    knew_before,
    other_side_of_event,
    not_that_but,
    something_else,
    many,
    beyond_bound,
    permitted,
    some_did_not,
    other_order,
)


def reverse(clause: Clause, sentence: str) -> tuple[str, ...]:
    """Sentences (without capital or full stop) any of which makes the affirming clause false."""
    for rule in RULES:
        found = rule(clause, sentence.rstrip(" ."))
        if found:
            return found
    return (negate(clause),)
