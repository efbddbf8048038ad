"""Claims → what a careful editor would still ask about a valid claims file."""

from __future__ import annotations

from collections.abc import Iterator

from claims.clauses import parse
from claims.errors import Problem
from claims.lifting import denies
from claims.model import Claim, ClaimsFile, Party
from claims.readings import parties_in
from claims.sentences import assertions, sentences


def lint(claims: ClaimsFile) -> tuple[Problem, ...]:
    """Warnings about `claims`, in its order; none of them stops a check. Lines are not known here.

    Args:
        claims: as loaded, or completed: drafted fields are then pointed out too.
    """
    return tuple(p for i, claim in enumerate(claims.claims) for p in _claim(claim, f"claims[{i}]", claims.parties))


def _claim(claim: Claim, at: str, parties: dict[str, Party]) -> Iterator[Problem]:
    yield from _provenance(claim, at)
    yield from _propositions(claim, at, parties)
    if claim.assertion.quantifier is None:
        remedy = "say no, some, all, only, at_least, at_most or exactly, if one is stated"
        yield Problem(None, f"{at}.assertion.quantifier", "no quantifier", remedy)
    if len(_predications(claim.statement)) > 1:
        yield Problem(
            None, f"{at}.statement", "the statement says more than one thing", "split it into one claim for each"
        )
    if claim.drafted:
        fields = ", ".join(claim.drafted)
        remedy = "read them (`checker claims CASE draft`), write them in (`draft --write`) and edit them there"
        yield Problem(None, f"{at}.drafted", f"drafted by rule, not yet edited: {fields}", remedy)


def _provenance(claim: Claim, at: str) -> Iterator[Problem]:
    if claim.made_on is None:
        yield Problem(
            None,
            f"{at}.made_on",
            "no date",
            "give the year at least: without it nothing is known to be before or after it",
        )
    if claim.wording is None:
        yield Problem(
            None,
            f"{at}.wording",
            "no wording",
            "say verbatim, reported or paraphrase: only words on record may be quoted",
        )
    source = claim.source
    if claim.wording == "verbatim" and not any((source.outlet, source.title, source.url, source.archived, source.note)):
        yield Problem(None, f"{at}.source", "verbatim wording without a source", "say where these words were printed")


def _propositions(claim: Claim, at: str, parties: dict[str, Party]) -> Iterator[Problem]:
    denial = claim.assertion.polarity == "denies"
    if denial and not claim.counter:
        yield Problem(
            None,
            f"{at}.counter",
            "a denial without a counter-proposition",
            "write what would make it false, positively",
        )
    for j, sentence in enumerate(claim.counter):
        clause = parse(sentence)
        if denial and clause is not None and denies(clause):
            yield Problem(
                None,
                f"{at}.counter[{j}]",
                "the main verb is negated",
                "say positively what would make the denial false",
            )
    for name in ("asserts", "counter"):
        for j, sentence in enumerate(getattr(claim, name)):
            if parties and not parties_in(sentence, parties):
                remedy = "name at least one party, so that mail about others does not count"
                yield Problem(None, f"{at}.{name}[{j}]", "names no party", remedy)


def _predications(statement: str) -> list[str]:
    """The sentences and clauses of the statement that have a verb of their own."""
    return [a for s in sentences(statement) for a in assertions(s) if parse(a) is not None]
