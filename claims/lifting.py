"""Denying clause → the positive clause that it denies."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.clauses import NEGATIONS, Clause, parse
from claims.noun_phrases import is_plural
from claims.positive_phrases import NO, positive_rest, positive_subject
from claims.verb_forms import (
    BE,
    DO,
    HAVE,
    MODALS,
    base_of_participle,
    bases_of,
    guessed_base,
    past,
    readings,
    third_person,
)

_NEGATIVE_SUBJECT = re.compile(
    rf"^(?:{NO}|nobody\b|none\b|nothing\b|neither\b|not (?:a|an|one|any|all|every|everyone)\b|no one\b)", re.IGNORECASE
)
_NEGATIVE_OBJECT = re.compile(rf"{NO}|\b(?:nobody|none|nothing|no one|neither)\b", re.IGNORECASE)


def denies(clause: Clause) -> bool:
    """Whether the clause says that something is not so."""
    return clause.negated or bool(_NEGATIVE_SUBJECT.match(clause.subject)) or _object_denial(clause.rest) is not None


def lift(clause: Clause, past_tense: bool = False) -> str:
    """The positive sentence (without capital or full stop) that a denying clause denies.

    Args:
        clause: one for which `denies` holds.
        past_tense: say it as something that happened ("sold") where the denial speaks of habit, rule or ability.
    """
    subject = positive_subject(clause.subject)
    plural = clause.plural if clause.subject == subject else is_plural(subject) or clause.plural
    if subject.startswith("at least one of "):
        plural = False
    verb = positive_verb(clause, plural, past_tense)
    if subject.startswith("at least one of ") and not clause.auxiliaries and verb == clause.verb:
        verb = _singular(verb)
    rest = positive_rest(_coordinated(clause, verb))
    if clause.auxiliaries[:1] and clause.auxiliaries[0] in HAVE:
        rest = re.sub(r"\bsince then$|\bsince$", "after that", rest)
        rest = re.sub(r"\bsince\b(?=[^.]*\b(?:\d{4}|then|the|it|we|last)\b)", "after", rest)
    rest = _without_unless(rest)
    lead = re.sub(r"^since\b", "after", clause.lead, flags=re.IGNORECASE)
    return " ".join(part for part in (lead, subject, verb, rest) if part)


def _without_unless(rest: str) -> str:
    """As in "unless an arrest is made" → "even where an arrest is not made"."""
    found = re.search(r"\bunless\s(.+)$", rest)
    inner = parse(found.group(1)) if found else None
    return rest[: found.start()] + "even where " + negate(inner) if found and inner else rest


def negate(clause: Clause) -> str:
    """The clause (without capital or full stop) with "not": for what the statement affirms."""
    if clause.auxiliaries:
        denied = "no longer" if "still" in clause.adverbs else "not"
        adverbs = [a for a in clause.adverbs if a != "still"]
        verb = " ".join([clause.auxiliaries[0], denied, *clause.auxiliaries[1:], *adverbs, clause.verb])
    elif clause.verb in BE:
        verb = " ".join([clause.verb, "not", *clause.adverbs])
    else:
        bases = readings(clause.verb)
        base = bases[0].base if bases else guessed_base(clause.verb) or clause.verb
        past_only = bases[0].tense in {"past", "participle"} if bases else base != clause.verb
        auxiliary = "did" if past_only or clause.verb == "had" else "do" if clause.plural else "does"
        verb = f"{auxiliary} not {base}"
    return " ".join(part for part in (clause.lead, after_lead(clause), verb, clause.rest) if part)


def after_lead(clause: Clause) -> str:
    """The subject as it stands behind the clause's lead: "The Board" → "the Board"."""
    common = clause.plural and re.match(r"[A-Z][a-z]+s\b(?!\s[A-Z])", clause.subject)
    if clause.lead and (common or re.match(r"(?:The|An?|No|Every|Each|All|Some|This)\s", clause.subject)):
        return clause.subject[0].lower() + clause.subject[1:]
    return clause.subject


def _singular(verb: str) -> str:
    special = {"are": "is", "were": "was", "have": "has"}
    tenses = {r.tense for r in readings(verb)}
    return special.get(verb) or (third_person(verb) if "base" in tenses and "past" not in tenses else verb)


def positive_verb(clause: Clause, plural: bool, past_tense: bool = False) -> str:
    """The verb group without its negation; perfect tenses become the simple past."""
    adverbs = [
        "still" if a == "no longer" else a
        for a in clause.adverbs
        if (a not in NEGATIONS or a == "no longer") and a not in {"ever", "yet", "even", "at any time", "either"}
    ]
    auxiliaries = ["can" if a == "cannot" else a for a in clause.auxiliaries]
    words = _verb_words(auxiliaries, clause.verb, plural, past_tense)
    at = 1 if len(words) > 1 else 0
    return " ".join([*words[:at], *adverbs, *words[at:]])


def _coordinated(clause: Clause, verb: str) -> str:
    """The rest with the base verbs of "does not create or store" in the same form as the lifted `verb`."""
    if not clause.auxiliaries or clause.auxiliaries[0] not in DO | MODALS or " " in verb or verb == clause.verb:
        return clause.rest
    form = third_person if verb == third_person(clause.verb) else past

    def inflect(match: re.Match[str]) -> str:
        base = match.group(2)
        return match.group(1) + (form(base) if any(r == (base, "base") for r in readings(base)) else base)

    return re.sub(r"^(,\s|(?:,\s)?(?:or|and)\s(?:otherwise\s)?)(\w+)\b", inflect, _between_commas(clause.rest, inflect))


def _between_commas(rest: str, inflect: Callable[[re.Match[str]], str]) -> str:
    """As in ", edit or approve any part": every verb of the list but the first, which the caller does."""
    listed = re.match(r"^(?:,\s\w+)+,?\s(?:or|and)\s(?:otherwise\s)?\w+\b", rest)
    if not listed:
        return rest
    first = re.match(r"^,\s\w+", rest)
    kept = first.end() if first else 0
    return (
        rest[:kept]
        + re.sub(r"(,\s|,?\s(?:or|and)\s(?:otherwise\s)?)(\w+)\b", inflect, rest[kept : listed.end()])
        + rest[listed.end() :]
    )


def _verb_words(auxiliaries: list[str], verb: str, plural: bool, past_tense: bool) -> list[str]:
    if not auxiliaries:
        return [_simple(verb, past_tense)]
    first, others = auxiliaries[0], auxiliaries[1:]
    if first in DO:
        return [past(verb) if first == "did" or past_tense else third_person(verb) if first == "does" else verb]
    if first in MODALS:
        return _after_modal(first, others, verb, plural, past_tense)
    if first in HAVE:
        return _perfect(first, others, verb, plural)
    return [_simple(first, past_tense), *others, verb]


def _perfect(auxiliary: str, others: list[str], verb: str, plural: bool) -> list[str]:
    """As in "has used" → "used", "have been given" → "were given"."""
    if "been" in (*others, verb):
        return ["were" if plural else "was", *(w for w in (*others, verb) if w != "been")]
    if others:
        return [auxiliary, *others, verb]
    base = base_of_participle(verb)
    return [past(base) if base else verb]


def _after_modal(modal: str, others: list[str], verb: str, plural: bool, past_tense: bool) -> list[str]:
    """As in "will not be given" → "is given"; "cannot view" → "can view"; in the past "was given", "viewed"."""
    able = modal in {"can", "could", "may"} and not past_tense
    if able or others not in ([], ["be"]):
        return [modal, *others, verb]
    happened = past_tense or modal == "would"
    if "be" in (*others, verb):
        be = ("were" if plural else "was") if happened else ("are" if plural else "is")
        return [be, verb] if others else [be]
    return [past(verb) if happened else verb if plural else third_person(verb)]


def _simple(verb: str, past_tense: bool) -> str:
    if not past_tense:
        return verb
    special = {"is": "was", "are": "were", "has": "had", "have": "had"}
    bases = bases_of(verb)
    return special.get(verb) or (verb if (bases and past(bases[0]) == verb) or not bases else past(bases[0]))


def _object_denial(rest: str) -> re.Match[str] | None:
    """A negated object of the clause itself, not one inside a later clause or after "and"."""
    found = _NEGATIVE_OBJECT.search(rest)
    if not found or re.search(
        r"[,;:]\s|\b(?:and|but|that|who|which|when|if|because|so|unless|until)\b", rest[: found.start()]
    ):
        return None
    return found
