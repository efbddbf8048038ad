"""Clause with "only", "limited to" or "nothing else" → what it shuts out: "something other than"."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.clauses import Clause, parse
from claims.noun_phrases import head, is_person
from claims.timespans import dates_in
from claims.verb_forms import readings, third_person
from claims.vocabulary import entries


def something_else(clause: Clause, sentence: str) -> tuple[str, ...]:
    """What "only", "solely", "limited to", "nothing but" and "other than" shut out."""
    for pattern, build in _EXCLUSIVES:
        found = pattern.search(sentence)
        if found:
            return (build(sentence, found),)
    return ()


def _other(phrase: str) -> str:
    phrase = re.sub(r",?\s(?:and|but)\s(?:\w+\s)?(?:nothing else|no other \w+|no one else|only \w+)$", "", phrase)
    opening = "someone" if is_person(phrase) or head(phrase) in entries("organisation_heads") else "something"
    return f"{opening} other than {phrase}"


def _subject_only(sentence: str, found: re.Match[str]) -> str:
    clause = parse(sentence)
    if clause is None:
        return sentence
    phrase = re.sub(r"^(?:only|solely)\s", "", clause.subject, flags=re.IGNORECASE)
    verb = {"are": "is", "were": "was", "have": "has", "do": "does"}
    words = [verb.get(w, w) for w in (*clause.auxiliaries, *clause.adverbs, clause.verb)]
    if not clause.auxiliaries and clause.plural:
        words[-1] = verb.get(clause.verb) or _third(clause.verb)
    return " ".join([clause.lead, _other(phrase), *words, clause.rest]).strip()


def _third(verb: str) -> str:
    return third_person(verb) if any(r == (verb, "base") for r in readings(verb)) else verb


_OPPOSITES = {"after": "before", "before": "after", "with": "without"} | dict.fromkeys(
    ("in", "at", "inside", "within"), "outside"
)


def _preposition_only(sentence: str, found: re.Match[str]) -> str:
    """As in "only to victims" → "to someone other than victims", "only after/with/if" → "before/without/without"."""
    word, tail = found["preposition"].lower(), sentence[found.end() :].strip()
    lead = sentence[: found.start()].rstrip()
    if word == "in" and dates_in(f"in {tail}", None):
        return f"{lead} before {tail}"
    if word in {"when", "if", "where", "while", "once", "as"}:
        return f"{lead} in cases other than {word} {tail}"
    if word in _OPPOSITES:
        return f"{lead} {_OPPOSITES[word]} {tail}"
    if word == "to" and re.match(r"[a-z]+\b", tail) and any(r.tense == "base" for r in readings(tail.split()[0])):
        return f"{lead} for purposes other than to {tail}"
    return f"{lead} {word} {_other(tail)}"


def _object_only(sentence: str, found: re.Match[str]) -> str:
    return f"{sentence[: found.start()].rstrip()} {_other(sentence[found.end() :].strip())}"


def _limited(sentence: str, found: re.Match[str]) -> str:
    return f"{sentence[: found.start()].rstrip()} extended beyond {sentence[found.end() :].strip()}"


def _reserved(sentence: str, found: re.Match[str]) -> str:
    verb = found.group().split()[0]
    return f"{sentence[: found.start()].rstrip()} {verb} used for {_other(sentence[found.end() :].strip())}"


def _outside(sentence: str, found: re.Match[str]) -> str:
    verb = "takes" if found.group().lower().startswith("goes") else "take"
    return f"{sentence[: found.start()].rstrip()} {verb} place outside {sentence[found.end() :].strip()}"


def _capped(sentence: str, found: re.Match[str]) -> str:
    return f"{sentence[: found.start()].rstrip()} exceeded {sentence[found.end() :].strip()}"


def _closed_list(sentence: str, found: re.Match[str]) -> str:
    """As in "spent on road safety and nothing else" → "spent on something other than road safety"."""
    return f"{sentence[: found.start()].rstrip()} {found['preposition']} {_other(found['what'])}"


def not_that_but(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "made by the state, not by the base" → "made by the base"."""
    found = re.search(
        r"\b(?P<p>by|for|to|from|in|after|before|with|on)\s[^,]+,\s(?:and\s)?not\s(?P<other>(?P=p)\s.+)$", sentence
    )
    return (sentence[: found.start()] + found["other"],) if found else ()


_PREPOSITIONS = (
    "after|as|at|before|by|during|for|from|if|in|inside|on|once|through|to|under|via|when|where|while|with|within"
)
_NO_NUMBER = r"(?!once\b|\d|(?:one|two|three|four|five|six|ten|a few|a handful)\b)"
_NO_PREPOSITION = rf"(?:(?!\b(?:{_PREPOSITIONS}|about)\b)[^,])+?"
_NOTHING_ELSE = r"alone|and (?:\w+\s)?(?:nothing|no one) else|and for no other \w+|and only (?:there|then)"
_CLOSED_GROUP = (
    r"an?\s(?:\w+\s(?:and|,)\s)?(?:controlled|limited|select|restricted|closed)\s"
    r"(?:\w+\s)?(?:group|set|number|pool|list)\s.+"
)
_Build = Callable[[str, "re.Match[str]"], str]
_EXCLUSIVES: tuple[tuple[re.Pattern[str], _Build], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (rf"^only\s{_NO_NUMBER}", _subject_only),
        (r"\b(?:is|are|was|were|has been|have been)\s(?:strictly\s)?(?:limited|confined|restricted)\sto\b", _limited),
        (rf"\b(?:only|solely|exclusively|strictly|purely)\s(?P<preposition>{_PREPOSITIONS})\b", _preposition_only),
        (
            rf"(?<!the )(?<!'s )(?<!' )\b(?:only|solely|exclusively|nothing (?:but|except|other than))\s{_NO_NUMBER}",
            _object_only,
        ),
        (r"\b(?:is|are|was|were)\sreserved\sfor\b", _reserved),
        (r"\bgo(?:es)?\sthrough\b", _outside),
        (rf"(?<=\s)(?P<preposition>{_PREPOSITIONS}|of)\s(?P<what>{_CLOSED_GROUP})$", _closed_list),
        (r"\b(?:is|are|was|were)\scapped\sat\b", _capped),
        (
            rf"(?<=\s)(?P<preposition>{_PREPOSITIONS}|about|of)\s(?P<what>{_NO_PREPOSITION}),?\s(?:{_NOTHING_ELSE})$",
            _closed_list,
        ),
    )
)
