"""Scored candidates of one claim → links: one a distinct act, with every witness, strongest first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checker.compare import View
from checker.model import Context, Link, Relation, ScoreTerm, SegmentRef, Witness
from checker.nli import Reading
from checker.refs import link_id, locator_of, message_ref, person, thread_ref
from checker.score import RelationWeights, Weights, band_of
from evidence.lookup import Lookup
from evidence.premise import is_senders_own
from evidence.stored import MessageRow, PassageRow

LEAST_FOR_CONTAINMENT = 40


class ScoredCandidate(NamedTuple):
    """A distinct text with its relation, terms and flags, and the place that stands for it."""

    distinct: int
    passage: PassageRow
    message: MessageRow
    relation: Relation
    score: float
    terms: tuple[ScoreTerm, ...]
    flags: tuple[str, ...]
    readings: Mapping[int, Reading]


def view_of(passage: PassageRow, message: MessageRow) -> View:
    """What comparing needs of a stored passage. A quotation carries its own date or none, never the outer one."""
    own = is_senders_own(passage.kind, passage.author, message.sender)
    return View(
        quote=passage.quote,
        kind=passage.kind,
        author=passage.author,
        sender=message.sender,
        recipients=(*message.to, *message.cc),
        date=passage.date or (message.date if own else None),
        subject=message.subject,
    )


def representative(found: Sequence[PassageRow]) -> PassageRow:
    """The place that is quoted: the author's own mail before a copy of it, then the first in the order given."""
    return min(found, key=lambda p: (p.kind != "own", p.attributed == "unknown"))


def links_of(
    claim_id: str, scored: Sequence[ScoredCandidate], lookup: Lookup, weights: Weights, limit: int
) -> tuple[Link, ...]:
    """The links of a claim, `limit` a relation at most, ranked over all relations.

    Of the copies of one act the author's own mail is quoted before a quotation of it, even where that scores higher.
    """
    shown: list[tuple[ScoredCandidate, list[PassageRow]]] = []
    # Ties go by file and place: a key alone would tell in which order files were read.
    order = sorted(
        (s for s in scored if s.relation != "neutral"), key=lambda s: (-s.score, s.message.file, s.passage.pk)
    )
    for candidate in order:
        witnesses = lookup.passages_of(candidate.distinct)
        twin = next((i for i, (kept, _) in enumerate(shown) if _same_act(kept, candidate)), None)
        if twin is not None:
            kept, places = shown[twin]
            better = candidate.passage.kind == "own" != kept.passage.kind
            shown[twin] = (candidate if better else kept, [*places, *witnesses])
        elif sum(kept.relation == candidate.relation for kept, _ in shown) < limit:
            shown.append((candidate, witnesses))
    shown.sort(key=lambda entry: -entry[0].score)
    return tuple(_link(claim_id, rank, c, lookup, weights, w) for rank, (c, w) in enumerate(shown, 1))


def _same_act(one: ScoredCandidate, other: ScoredCandidate) -> bool:
    if one.relation != other.relation:
        return False
    a, b = _folded(one.passage.quote), _folded(other.passage.quote)
    if a == b:
        # Short sentences ("Thanks, will do") are said anew each time: they need the same day as well.
        return len(a) >= LEAST_FOR_CONTAINMENT or (one.message.date or "")[:10] == (other.message.date or "")[:10]
    short, long = sorted((a, b), key=len)
    return len(short) >= LEAST_FOR_CONTAINMENT and short in long


def _folded(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", text.lower())


def _link(
    claim_id: str, rank: int, candidate: ScoredCandidate, lookup: Lookup, weights: Weights, places: Sequence[PassageRow]
) -> Link:
    passage, message = candidate.passage, candidate.message
    before, after = lookup.neighbours(passage)
    locator = locator_of(passage, message)
    own: RelationWeights = weights.supports if candidate.relation == "supports" else weights.contradicts
    others = [(lookup.message(p.message), p) for p in places if p.pk != passage.pk]
    witnesses = sorted(others, key=lambda w: (w[0].file, w[0].source_sha256, w[1].pk))
    return Link(
        id=link_id(claim_id, message.id, locator),
        rank=rank,
        relation=candidate.relation,
        score=candidate.score,
        band=band_of(candidate.score, own),
        terms=candidate.terms,
        flags=_flags(candidate),
        quote=passage.quote,
        quote_display=" ".join(passage.quote.split()),
        context=Context(before=before, after=after),
        segment=SegmentRef(
            kind=passage.kind,
            author=person(passage.author),
            date=passage.date,
            attributed=passage.attributed,
        ),
        message=message_ref(message),
        thread=thread_ref(lookup, message.pk),
        locator=locator,
        same_act=tuple(Witness(message=message_ref(m), locator=locator_of(p, m)) for m, p in witnesses),
        review=None,
    )


def _flags(candidate: ScoredCandidate) -> tuple[str, ...]:
    found = [*candidate.flags, *candidate.passage.text_flags, *candidate.message.date_flags]
    found += [f for f in candidate.message.flags if f.startswith("ambiguous")]
    if candidate.passage.attachment is not None:
        found.append(f"attachment:{candidate.passage.attachment}")
    if candidate.passage.attributed == "unknown":
        found.append("author-unknown")
    return tuple(dict.fromkeys(found))
