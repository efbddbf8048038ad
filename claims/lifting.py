"""Denying clause → the positive clause that it denies."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.clauses import NEGATIONS, Clause, parse
from claims.noun_phrases import is_mass, is_plural, with_article
from claims.verb_forms import BE, DO, HAVE, MODALS, base_of_participle, bases_of, past, readings, third_person

# "no more than ten" is a bound, "no longer" an adverb.
_NO = r"\bno\s(?!(?:longer|more than|fewer than|less than|later than|sooner than|matter)\b)"
_NEGATIVE_SUBJECT = re.compile(
    rf"^(?:{_NO}|nobody\b|none\b|nothing\b|neither\b|not (?:a|an|one|any)\b|no one\b)", re.IGNORECASE
)
_NEGATIVE_OBJECT = re.compile(rf"{_NO}|\b(?:nobody|none|nothing|no one|neither)\b", re.IGNORECASE)
# What only makes sense under a negation, and what says the same without it.
_POLARITY_ITEMS = (
    (r",?\s*\b(?:whatsoever|at all|in any way, shape or form|, ever|ever)\b", ""),
    (r"\banyone\b|\banybody\b", "someone"),
    (r"\banything\b", "something"),
    (r"\banywhere\b", "somewhere"),
    (r"\bany of\b", "some of"),
    (r"\bany part of\b", "part of"),
    (r"\ba single\b|\bone single\b", "a"),
    (r"\bat any (?:time|point)\b", "at some time"),
    (r"\bnor\b", "or"),
    (r",?\s*\beither$", ""),
    (r"\buntil\b|\btill\b", "before"),
)


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
    verb = positive_verb(clause, plural, past_tense)
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


def positive_subject(subject: str) -> str:
    """As in "No tenant" → "a tenant", "nobody" → "someone", "neither the mayor nor staff" → "the mayor or staff"."""
    text = _or(subject)
    for negative, positive in _NEGATIVE_PRONOUNS:
        if negative.match(text):
            return negative.sub(positive, text, count=1)
    one = re.match(r"not (?P<one>one|an?|any)\s(?:single\s)?", text, re.IGNORECASE)
    if one:
        phrase = text[one.end() :]
        return f"at least one {phrase}" if phrase.startswith("of ") else with_article(phrase)
    if re.match(_NO, text, re.IGNORECASE):
        return _positive_noun(text[3:], subject=True)
    return _polarity(subject)


_NEGATIVE_PRONOUNS = tuple(
    (re.compile(rf"{negative}\b\s?", re.IGNORECASE), positive)
    for negative, positive in (
        ("no one", "someone "),
        ("nobody", "someone "),
        ("nothing", "something "),
        ("none", "some "),
        ("neither(?: of)?", ""),
    )
)


def positive_rest(rest: str) -> str:
    """As in "no contact with any vendor" → "contact with a vendor"."""
    text = re.sub(r",\s(?:and\s)?(?:has\s|have\s|is\s)?(?:never|not)\b.*$", "", rest)
    text = re.sub(r"\bnothing to do with\b", "something to do with", text)
    text = re.sub(r"\bno one\b|\bnobody\b", "someone", text)
    text = re.sub(r"\bnothing\b", "something", text)
    text = re.sub(r"\bnone of\b", "some of", text)
    text = re.sub(r"\bneither\s", "", text)
    while found := re.search(_NO, text):
        text = text[: found.start()] + _positive_noun(text[found.end() :], subject=False)
    return _polarity(text)


def negate(clause: Clause) -> str:
    """The clause (without capital or full stop) with "not": for what the statement affirms."""
    if clause.auxiliaries:
        verb = " ".join([clause.auxiliaries[0], "not", *clause.auxiliaries[1:], *clause.adverbs, clause.verb])
    elif clause.verb in BE:
        verb = f"{clause.verb} not"
    else:
        bases = readings(clause.verb)
        base = bases[0].base if bases else clause.verb
        past_only = bool(bases) and bases[0].tense in {"past", "participle"}
        auxiliary = "did" if past_only or clause.verb == "had" else "do" if clause.plural else "does"
        verb = f"{auxiliary} not {base}"
    return " ".join(part for part in (clause.lead, clause.subject, verb, clause.rest) if part)


def positive_verb(clause: Clause, plural: bool, past_tense: bool = False) -> str:
    """The verb group without its negation; perfect tenses become the simple past."""
    adverbs = [
        a for a in clause.adverbs if a not in NEGATIONS and a not in {"ever", "yet", "even", "at any time", "either"}
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


def _positive_noun(phrase: str, subject: bool) -> str:
    if not (is_plural(phrase) or is_mass(phrase)):
        return with_article(phrase)
    return f"some {phrase}" if subject else phrase


def _or(text: str) -> str:
    return re.sub(r"\band (?:no|none of)\b|\bnor\b|\bor no\b", "or", text)


def _polarity(text: str) -> str:
    for pattern, plain in _POLARITY_ITEMS:
        text = re.sub(pattern, plain, text)
    while found := re.search(r"\bany\s(?=\w)", text):
        text = text[: found.start()] + with_article(text[found.end() :])
    return text


def _object_denial(rest: str) -> re.Match[str] | None:
    """A negated object of the clause itself, not one inside a later clause or after "and"."""
    found = _NEGATIVE_OBJECT.search(rest)
    if not found or re.search(
        r"[,;:]\s|\b(?:and|but|that|who|which|when|if|because|so|unless|until)\b", rest[: found.start()]
    ):
        return None
    return found
