"""Claim, its reading and the parties → the facts over many messages that the claim should be held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from claims.model import Assertion, Claim, Party, PatternKind, PatternRequest
from claims.readings import parties_in
from claims.vocabulary import entries

_HANDED_ON = re.compile(rf"\b(?:{'|'.join(entries('handing_on'))})\b", re.IGNORECASE)
_PROCEDURE = re.compile(rf"\b(?:{'|'.join(entries('procedures'))})\b", re.IGNORECASE)
_FEW = re.compile(
    r"\b(?:few|a handful|isolated|one or two|a small number|a couple|junior|low(?:er)?-level|rank.and.file)\b",
    re.IGNORECASE,
)


def default_patterns(claim: Claim, assertion: Assertion, parties: Mapping[str, Party]) -> tuple[PatternRequest, ...]:
    """The patterns that the statement calls for; none where nothing in it names a second party, a date or a channel."""
    return tuple(dict.fromkeys(_wanted(claim, assertion, parties)))


def _wanted(claim: Claim, assertion: Assertion, parties: Mapping[str, Party]) -> Iterator[PatternRequest]:
    text, speaker = claim.statement, claim.speaker
    own = (speaker,) if speaker in parties else ()
    named = (*parties_in(text, parties), assertion.object)
    others = tuple(key for key in named if key is not None and key in parties and key != speaker)
    pair: tuple[str, ...] = (speaker, others[0]) if own and others else ()
    if pair:
        yield PatternRequest(kind="correspondence", between=pair)
    event = assertion.event
    if event and event.on:
        yield PatternRequest(kind="after" if event.kind == "ended" else "before", between=pair or own, date=event.on)
    if own:
        yield from _about_people(text, assertion, parties, pair or own)
    if pair and (assertion.polarity == "denies" or assertion.quantifier in ("no", "all", "only")):
        yield PatternRequest(kind="silence", between=pair)
    if pair and claim.quoted:
        yield PatternRequest(kind="statements", between=own)


def _about_people(
    text: str, assertion: Assertion, parties: Mapping[str, Party], between: tuple[str, ...]
) -> Iterator[PatternRequest]:
    speaker = between[0]
    if _is_handed_on(text, assertion):
        kinds: tuple[PatternKind, ...] = ("third_party", "dual_affiliation")
        agencies = [key for key, party in parties.items() if party.kind == "agency" and key != speaker]
        yield from (PatternRequest(kind=kind, between=(speaker, key)) for key in agencies for kind in kinds)
    if _PROCEDURE.search(text):
        yield PatternRequest(kind="personal_accounts", between=between)
    if assertion.quantity and assertion.quantity.of:
        yield PatternRequest(kind="volume", between=between)
    if _FEW.search(text):
        yield PatternRequest(kind="reach", between=between)


def _is_handed_on(text: str, assertion: Assertion) -> bool:
    denied = assertion.polarity == "denies" or assertion.quantifier == "only"
    return denied and bool(_HANDED_ON.search(text))
