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
from claims.plain_wording import halves, said_plainly, with_years
from claims.readings import read_assertion
from claims.reversals import reverse
from claims.sentences import assertions, is_intransitive, sentences
from claims.spelling_out import capital, spell_out

MOST_COUNTERS = 6
# Subjects that say nothing without the sentence before them and cannot be replaced by its subject.
_POINTERS = frozenset({"that", "this", "which", "these", "those"})


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
    plain = _self_contained(_clauses(claim, speaker))
    parsed = [(text, clause) for text in plain if (clause := parse(text))]
    clauses = tuple(clause for _, clause in parsed)
    assertion = read_assertion(claim, clauses, parties)
    return Draft(
        assertion=assertion,
        asserts=_distinct(capital(text) for text in plain),
        counter=_distinct(c for text, clause in parsed for c in _counters(text, clause))[:MOST_COUNTERS],
        patterns=default_patterns(claim, assertion, parties),
    )


def _clauses(claim: Claim, speaker: Party) -> list[str]:
    """The clauses of the statement, each with a subject of its own, names and years spelled out."""
    plain = [said_plainly(with_years(spell_out(s, speaker), claim.made_on)) for s in sentences(claim.statement)]
    return [text for sentence in plain for half in halves(sentence) for text in assertions(half)]


def _self_contained(texts: list[str]) -> list[str]:
    """The clauses that can stand alone: "they" and "it" replaced by the subject before; the rest only where alone."""
    kept: list[str] = []
    before: Clause | None = None
    for written in texts:
        text, clause = written, parse(written)
        if clause and _is_elliptical(clause):
            continue
        if clause and before and _refers_to(clause, before):
            text = before.subject + written[written.lower().index(clause.subject.lower()) + len(clause.subject) :]
        elif clause and clause.subject.lower() in _POINTERS:
            continue
        before = clause if clause and clause.subject.lower() not in {"they", "it", "there"} else before
        kept.append(text)
    return [text for text in kept if len(text.split()) > 2] or texts


def _refers_to(clause: Clause, before: Clause) -> bool:
    """Whether the subject is a pronoun that agrees with the subject of the clause before."""
    pronoun = clause.subject.lower()
    plain = not clause.lead and not re.match(r"(?i:no|none|neither|nothing|nobody|only|the only)\b", before.subject)
    return plain and (
        (pronoun == "they" and before.plural)
        or (pronoun == "it" and not before.plural and is_intransitive(before) and denies(clause) == denies(before))
    )


def _is_elliptical(clause: Clause) -> bool:
    """As in "Managers do not.", "They never have been.": nothing is said without the sentence before it."""
    return clause.verb in {"do", "does", "did", "been"} and len(clause.rest.split()) < 4


def _counters(text: str, clause: Clause) -> list[str]:
    if not denies(clause):
        reversed_ = reverse(clause, text)
        return [*map(capital, reversed_), *_free_of_purpose(reversed_)]
    lifted = lift(clause)
    found = [*_hedge_by_hedge(text, clause), capital(lifted)]
    happened = lifted if "no longer" in clause.adverbs else lift(clause, past_tense=True)
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
    """`text` with this hedge alone; one set off by a comma becomes the adjective of the denied noun."""
    set_off = re.search(rf",\s[^,]*\b{re.escape(hedge)}\b[^,]*(?:,|$)", text.rstrip(" ."), re.IGNORECASE)
    denied = re.search(r"\bno\s(?=[a-z])", text)
    if not set_off or " " in hedge:
        return with_one_hedge(text, hedge)
    if not denied or denied.start() > set_off.start():
        return re.sub(rf",(?=\s{re.escape(hedge)}\W*$)", "", with_one_hedge(text, hedge), flags=re.IGNORECASE)
    bare = without_hedges(text)
    noun = re.search(r"\bno\s", bare)
    adjective = as_adjective(hedge) if hedge.endswith("ly") else hedge
    return bare[: noun.end()] + adjective + " " + bare[noun.end() :] if noun else bare


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
