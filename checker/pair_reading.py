"""Labelled pairs → what the product makes of them: the same evidence, comparisons and score as for released mail.

A pair has no claims file: its claim is drafted from the statement, its one party from the speaker's name and those
addresses of the message whose domain resembles it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from checker.compare import Compared, View, compare
from checker.encoder import Encoder
from checker.match import Hypothesis, hypotheses
from checker.nli import Judge, Reading, ReadingStore, read_pairs
from checker.parties import PartyNames
from checker.qualify import qualify, without
from checker.score import Evidence, Scored, Weights, evidence, score
from claims.model import Assertion, Claim, ClaimsFile, Party, Period
from claims.store import complete
from evidence.headers import address_of
from evidence.model import Address
from evidence.people import domain_of
from evidence.premise import header_line, premise

SPEAKER = "speaker"
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "at", "in", "on", "a"})


class Pair(NamedTuple):
    """A statement and a passage, with whatever else is known of them."""

    speaker: str
    statement: str
    made_on: str | None
    covers: tuple[str | None, str | None] | None
    asserts: tuple[str, ...]
    counter: tuple[str, ...]
    sender: str | None
    to: tuple[str, ...]
    date: str | None
    subject: str | None
    passage: str


class PairEvidence(NamedTuple):
    """Everything that the score is made of."""

    claim: Claim
    names: PartyNames
    view: View
    hypotheses: tuple[Hypothesis, ...]
    readings: dict[int, Reading]
    evidence: Evidence
    compared: tuple[Compared, ...]


def pair_evidence(
    pairs: Sequence[Pair], models: tuple[Encoder, Judge], store: ReadingStore, progress: Callable[[int], None]
) -> list[PairEvidence]:
    """What the networks and the rules say of each pair."""
    drafted = [_draft(pair) for pair in pairs]
    wanted = [(_premise(pair), h.text) for pair, (_, _, hs) in zip(pairs, drafted, strict=True) for h in hs]
    readings = iter(read_pairs(models[1], store, wanted, progress))
    texts = sorted({text for pair in wanted for text in pair})
    vectors = dict(zip(texts, models[0].encode(texts), strict=True)) if texts else {}
    found = []
    for pair, (claim, names, hs) in zip(pairs, drafted, strict=True):
        by_position = {i: next(readings) for i in range(len(hs))}
        cosines = [round(float(np.dot(vectors[_premise(pair)], vectors[h.text])), 4) for h in hs]
        view = _view(pair)
        found.append(
            PairEvidence(
                claim, names, view, hs, by_position, evidence(hs, by_position, cosines), compare(claim, names, view)
            )
        )
    return found


def score_pair(found: PairEvidence, weights: Weights) -> Scored:
    """The relation of a pair by the product's score and qualifiers."""
    scored = score(found.evidence, found.compared, weights, running_mail=False)
    names = [n for party in found.names.parties.values() for n in (party.name, *party.aliases)]
    text = without(f"{found.view.subject or ''}\n{found.view.quote}", names)
    relation, _ = qualify(found.claim, scored.relation, text, found.hypotheses, found.readings)
    return scored._replace(relation=relation)


def _draft(pair: Pair) -> tuple[Claim, PartyNames, tuple[Hypothesis, ...]]:
    addresses = [a.address for a in _mailboxes(pair) if a.address]
    domains = {d for a in addresses if (d := domain_of(a)) and resembles(d, pair.speaker)}
    party = Party(name=pair.speaker, domains=tuple(sorted(domains)))
    stated: dict[str, object] = {"id": "pair", "speaker": SPEAKER, "statement": pair.statement, "made_on": pair.made_on}
    if pair.covers and any(pair.covers):
        stated["assertion"] = Assertion(covers=Period(from_=pair.covers[0], to=pair.covers[1]))
    stated |= {"asserts": pair.asserts} if pair.asserts else {}
    stated |= {"counter": pair.counter} if pair.counter else {}
    claims = complete(ClaimsFile(parties={SPEAKER: party}, claims=(Claim.model_validate(stated),)))
    claim = claims.claims[0]
    return claim, PartyNames(claims.parties), hypotheses(claim)


def resembles(domain: str, name: str) -> bool:
    """Whether a mail domain looks like an organisation's own: a long word of its name, or its initials."""
    label = re.sub(r"[^a-z]", "", domain.rpartition(".")[0].lower())
    words = [w for w in re.findall(r"[a-z]+", name.lower()) if w not in _SMALL_WORDS]
    initials = "".join(w[0] for w in words)
    return any(len(w) >= 4 and w in label for w in words) or (len(initials) >= 3 and initials in label)


def _mailboxes(pair: Pair) -> list[Address]:
    return [address_of(text) for text in (pair.sender, *pair.to) if text]


def _premise(pair: Pair) -> str:
    return premise(header_line(pair.sender, pair.to, pair.date, pair.subject), pair.passage)


def _view(pair: Pair) -> View:
    sender = address_of(pair.sender) if pair.sender else None
    recipients = tuple(address_of(text) for text in pair.to)
    return View(pair.passage, "own", sender, sender, recipients, pair.date, pair.subject)
