"""Claim and parties → Draft: its structured reading, what would restate it and what would make it false.

Nothing here is a model: rules find the verb of each clause, take its negation away or turn its bound, order or
exclusion round (FORMAT of the claim pairs: a denial's counter-propositions have no negated main verb).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claims.clauses import Clause, parse
from claims.default_patterns import default_patterns
from claims.hedges import as_adjective, hedges_in, with_one_hedge, without_hedges, without_purpose
from claims.lifting import denies, lift
from claims.model import Assertion, Claim, Party, PatternRequest
from claims.readings import read_assertion
from claims.reversals import reverse
from claims.sentences import assertions, sentences
from claims.spelling_out import capital, spell_out
from claims.verb_forms import readings

MOST_COUNTERS = 6
_INVERTED = re.compile(
    r"(?:at no (?:time|point)|under no circumstances?|never|nor|in no case)\s"
    r"(has|have|had|did|do|does|was|were|is|are|will|can)\s",
    re.IGNORECASE,
)


class Draft(NamedTuple):
    """A first reading of a claim, by rule, for a person to edit."""

    assertion: Assertion
    asserts: tuple[str, ...]
    counter: tuple[str, ...]
    patterns: tuple[PatternRequest, ...]


def draft(claim: Claim, parties: Mapping[str, Party]) -> Draft:
    """Drafts the reading, the propositions and the patterns of `claim`.

    Args:
        claim: only its speaker, statement and made_on are read.
        parties: who is who, by key; a speaker that is not there is named by its key.
    """
    speaker = parties.get(claim.speaker) or Party(name=claim.speaker)
    plain = [a for s in sentences(claim.statement) for a in assertions(_said_plainly(spell_out(s, speaker)))]
    parsed = [(text, clause) for text in plain if (clause := parse(text)) and not _is_elliptical(clause)]
    clauses = tuple(clause for _, clause in parsed)
    assertion = read_assertion(claim, clauses, parties)
    return Draft(
        assertion=assertion,
        asserts=_distinct(capital(text) for text in plain if len(text.split()) > 2),
        counter=_distinct(c for text, clause in parsed for c in _counters(text, clause))[:MOST_COUNTERS],
        patterns=default_patterns(claim, assertion, parties),
    )


def _said_plainly(sentence: str) -> str:
    """As in "At no time has anyone asked" → "no one has ever asked": the order that the rules read."""
    inverted = _INVERTED.match(sentence)
    if not inverted:
        return sentence
    auxiliary, rest = inverted.group(1).lower(), sentence[inverted.end() :]
    subject = _subject_length(rest)
    if anyone := re.match(r"any(?:one|body)\b", rest):
        return " ".join(f"No one {rest[anyone.end() : subject]} {auxiliary} {rest[subject:]}".split())
    return f"{rest[:subject].strip()} {auxiliary} never {rest[subject:].strip()}"


def _subject_length(rest: str) -> int:
    """Where the verb of an inverted clause begins: at its first participle or base form after the subject's noun."""
    for word in re.finditer(r"\b[a-z]+\b", rest):
        if word.start() and any(r.tense in {"participle", "base"} for r in readings(word.group())):
            return word.start()
    return 0


def _is_elliptical(clause: Clause) -> bool:
    """As in "Managers do not.", "They never have been.": nothing is said without the sentence before it."""
    return clause.verb in {"do", "does", "did", "been"} and len(clause.rest.split()) < 4


def _counters(text: str, clause: Clause) -> list[str]:
    if not denies(clause):
        return [*map(capital, reverse(clause, text)), *_free_of_purpose(reverse(clause, text))]
    lifted = lift(clause)
    found = [*_hedge_by_hedge(text, clause), capital(lifted)]
    happened = lift(clause, past_tense=True)
    return [*found, *_free_of_purpose([lifted]), *([capital(happened)] if happened != lifted else [])]


def _free_of_purpose(lifted: Iterable[str]) -> list[str]:
    """Each sentence again without its purpose clause: met alone, it leaves the statement in tension."""
    return [
        capital(without_purpose(s)) for s in lifted if without_purpose(s) != s and len(without_purpose(s).split()) > 2
    ]


def _hedge_by_hedge(text: str, clause: Clause) -> list[str]:
    """The lifted denial without any qualifier, then with each alone: "a relationship", "a formal relationship"."""
    hedges = hedges_in(text)
    if not hedges:
        return []
    bare = parse(without_hedges(text))
    if bare is None or not denies(bare):
        return []
    found = [capital(lift(bare))]
    for hedge in hedges:
        one = parse(_placed(text, hedge))
        if one is not None and denies(one):
            found.append(capital(lift(one)))
    return found


def _placed(text: str, hedge: str) -> str:
    """`text` with this hedge alone; an adverb set off by a comma becomes the adjective of the denied noun."""
    denied = re.search(r"\bno\s(?=[a-z])", text)
    if denied and hedge.endswith("ly") and re.search(rf",\s[^,]*\b{re.escape(hedge)}\b", text, re.IGNORECASE):
        bare = without_hedges(text)
        noun = re.search(r"\bno\s", bare)
        return bare[: noun.end()] + as_adjective(hedge) + " " + bare[noun.end() :] if noun else bare
    return with_one_hedge(text, hedge)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
