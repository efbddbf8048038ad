"""Claim and what its file asks for → what to look for: parties, date, threshold; and what was found.

Thresholds come from the claims file (`minimum`), else from the statement's own bound, else from `DEFAULT_MINIMUM`; the
one that was used is printed in the rule of every pattern that has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.model import Relation
from claims.model import Claim, PatternKind, PatternRequest
from claims.vocabulary import entries

# Judgement, not fitted: what a careful reader asks for before calling it a pattern. docs/patterns.md says why.
DEFAULT_MINIMUM: Mapping[PatternKind, int] = {
    "correspondence": 2,  # distinct messages, each side having written
    "after": 3,  # distinct messages that speak of use
    "before": 1,  # distinct messages that the party wrote
    "third_party": 1,  # distinct messages
    "personal_accounts": 2,  # people
    "dual_affiliation": 1,  # people
    "volume": 1,  # distinct messages that report a figure
    "reach": 6,  # people who wrote; five may still be called a few
    "silence": 1,  # months in a row
    "statements": 2,  # statements
}
UNIVERSAL = ("no", "all", "only")


class Asked(NamedTuple):
    """One pattern to look for. `parties` are keys of the claims file, the speaker's side first."""

    claim: Claim
    kind: PatternKind
    parties: tuple[str, ...]
    date: str | None
    minimum: int

    @property
    def one(self) -> str:
        """The party whose conduct is counted."""
        return self.parties[0]

    @property
    def other(self) -> str | None:
        """The party opposite, where there is one."""
        return self.parties[1] if len(self.parties) > 1 else None

    @property
    def period(self) -> tuple[str | None, str | None]:
        """The period that the claim covers."""
        covers = self.claim.assertion.covers
        return covers.from_, covers.to


class Found(NamedTuple):
    """What is behind a pattern.

    `messages` are keys of the index, each with why it counts; `people` persons, each with the mailbox to show.
    `details` is what `checker patterns --json` gives beside the pattern.
    """

    messages: Mapping[int, str]
    people: Mapping[int, int]
    rule: str
    relation: Relation
    details: Mapping[str, object] = {}


class Absent(NamedTuple):
    """A pattern that was asked for and is not there, and why."""

    kind: PatternKind
    between: tuple[str, ...]
    reason: str


def asked(claim: Claim, request: PatternRequest, known: tuple[str, ...]) -> Asked:
    """What a request asks for, completed from the claim: the parties it is about, the date of its event.

    Args:
        claim: the claim.
        request: as the claims file or drafting states it.
        known: the parties that the claim is about, the speaker first; keys of the claims file.
    """
    parties = list(request.between)
    parties += [key for key in known if key not in parties][: max(0, 2 - len(parties))]
    event = claim.assertion.event
    date = request.date or (event.on if event and request.kind in ("after", "before") else None)
    return Asked(claim, request.kind, tuple(parties), date, request.minimum or _minimum(claim, request.kind))


def _minimum(claim: Claim, kind: PatternKind) -> int:
    bound = claim.assertion.quantity
    if kind == "reach" and claim.assertion.quantifier == "at_most" and bound and bound.unit is None:
        return int(bound.value) + 1
    return DEFAULT_MINIMUM[kind]


def is_denial(claim: Claim) -> bool:
    """Whether the claim denies its predicate."""
    polarity = claim.assertion.polarity
    return polarity == "denies" or (polarity is None and claim.assertion.quantifier == "no")


def is_universal(claim: Claim) -> bool:
    """Whether one instance to the contrary meets the claim."""
    return claim.assertion.quantifier in UNIVERSAL


def counts_people(claim: Claim) -> bool:
    """Whether the claim's number is one of people."""
    stated = claim.assertion.quantity
    words = {w.lower().rstrip("s") for w in (stated.of or "").split()} if stated else set()
    return bool(stated and stated.unit is None and words & {w.rstrip("s") for w in entries("person-words", "checker")})
