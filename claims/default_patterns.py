"""Claim, its reading and the parties → the facts over many messages that the claim should be held against."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claims.model import Assertion, Claim, Party, PatternRequest
from claims.readings import parties_in
from claims.vocabulary import entries

_TIES = re.compile(rf"\b(?:{'|'.join(entries('ties'))})\b", re.IGNORECASE)
_HANDED_ON = re.compile(rf"\b(?:{'|'.join(entries('handing_on'))})\b", re.IGNORECASE)
_PROCEDURE = re.compile(rf"\b(?:{'|'.join(entries('procedures'))})\b", re.IGNORECASE)
_FEW = re.compile(r"\b(?:a few|a handful|isolated|one or two|a small number|a couple)\b", re.IGNORECASE)


def default_patterns(claim: Claim, assertion: Assertion, parties: Mapping[str, Party]) -> tuple[PatternRequest, ...]:
    """The patterns that the statement calls for; none where nothing in it names a second party, a date or a channel."""
    text = claim.statement
    others = tuple(key for key in parties_in(text, parties) if key != claim.speaker)
    found: list[PatternRequest] = []
    if others and claim.speaker in parties and (_ties(text, assertion) or _FEW.search(text)):
        found.append(PatternRequest(kind="correspondence", between=(claim.speaker, others[0])))
    if assertion.event and assertion.event.kind == "ended" and assertion.event.on:
        between = (claim.speaker, others[0]) if others and claim.speaker in parties else ()
        found.append(PatternRequest(kind="after", between=between, date=assertion.event.on))
    agencies = tuple(k for k, p in parties.items() if p.kind == "agency" and k != claim.speaker)
    if agencies and claim.speaker in parties and _is_handed_on(text, assertion):
        found.extend(PatternRequest(kind="third_party", between=(claim.speaker, key)) for key in agencies)
    if _PROCEDURE.search(text):
        found.append(
            PatternRequest(kind="personal_accounts", between=(claim.speaker,) if claim.speaker in parties else ())
        )
    return tuple(found)


def _ties(text: str, assertion: Assertion) -> bool:
    return assertion.polarity == "denies" and bool(_TIES.search(text))


def _is_handed_on(text: str, assertion: Assertion) -> bool:
    denied = assertion.polarity == "denies" or assertion.quantifier == "only"
    return denied and bool(_HANDED_ON.search(text))
