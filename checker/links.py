"""Scored candidates of one claim → links: one a distinct act, with every witness, strongest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checker.compare import View
from checker.derived.copies import acts_of, witnesses
from checker.model import Context, Link, Relation, ScoreTerm, SegmentRef, Witness
from checker.nli import Reading
from checker.refs import link_id, locator_of, message_ref, person, thread_ref
from checker.report.flags import is_about_words
from checker.score import RelationWeights, Weights, band_of
from evidence.lookup import Lookup
from evidence.premise import is_senders_own
from evidence.redactions import for_reading
from evidence.stored import MessageRow, PassageRow


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
    shown: list[_Shown] = []
    # Ties go by file and place: a key alone would tell in which order files were read.
    order = sorted(
        (s for s in scored if s.relation != "neutral"), key=lambda s: (-s.score, s.message.file, s.passage.pk)
    )
    for candidate in order:
        told = _Shown(candidate, acts_of(lookup.connection, candidate.distinct))
        twin = next((i for i, kept in enumerate(shown) if _same_act(kept, told)), None)
        if twin is not None:
            kept = shown[twin]
            better = candidate.passage.kind == "own" != kept.candidate.passage.kind
            shown[twin] = _Shown(candidate if better else kept.candidate, kept.acts | told.acts)
        elif sum(kept.candidate.relation == candidate.relation for kept in shown) < limit:
            shown.append(told)
    shown.sort(key=lambda kept: -kept.candidate.score)
    return tuple(_link(claim_id, rank, kept, lookup, weights) for rank, kept in enumerate(shown, 1))


class _Shown(NamedTuple):
    """A candidate that becomes a link, and the acts that it stands for."""

    candidate: ScoredCandidate
    acts: frozenset[int]


def _same_act(one: _Shown, other: _Shown) -> bool:
    return bool(one.acts & other.acts)


def _link(claim_id: str, rank: int, shown: _Shown, lookup: Lookup, weights: Weights) -> Link:
    candidate, places = shown.candidate, [lookup.passage(pk) for pk in witnesses(lookup.connection, shown.acts)]
    passage, message = candidate.passage, candidate.message
    display, removals = for_reading(passage.quote, printed=message.message_id is None)
    before, after = lookup.neighbours(passage)
    locator = locator_of(passage, message)
    own: RelationWeights = weights.supports if candidate.relation == "supports" else weights.contradicts
    others = [(lookup.message(p.message), p) for p in places if p.pk != passage.pk]
    told_by = sorted(others, key=lambda w: (w[0].file, w[0].source_sha256, w[1].pk))
    return Link(
        id=link_id(claim_id, message.id, locator),
        rank=rank,
        relation=candidate.relation,
        score=candidate.score,
        band=band_of(candidate.score, own),
        terms=candidate.terms,
        flags=(*_flags(candidate), *removals),
        quote=passage.quote,
        quote_display=display,
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
        same_act=tuple(Witness(message=message_ref(m), locator=locator_of(p, m)) for m, p in told_by),
        review=None,
    )


def _flags(candidate: ScoredCandidate) -> tuple[str, ...]:
    found = [*candidate.flags, *candidate.passage.text_flags, *candidate.message.date_flags]
    found += [f for f in candidate.message.flags if is_about_words(f)]
    if candidate.passage.attachment is not None:
        found.append(f"attachment:{candidate.passage.attachment}")
    if candidate.passage.attributed == "unknown":
        found.append("author-unknown")
    return tuple(dict.fromkeys(found))
