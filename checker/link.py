"""Candidates of one claim → scored candidates: the entailment cascade, the comparisons, the placebo, the qualifiers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from checker.compare import Compared, compare, involved
from checker.derived.copies import acts_of, witnesses
from checker.derived.sameness import exact_key
from checker.links import ScoredCandidate, representative, view_of
from checker.match import Candidate, Matched
from checker.nli import Judge, Reading, ReadingStore, read_pairs
from checker.opinions.hearing import Hearing
from checker.opinions.weighing import score_with
from checker.parties import PartyNames
from checker.qualify import concession_pairs, implied_counters, qualify, without
from checker.score import Weights, evidence, log_odds, score
from checker.settings import Settings
from claims.model import Claim
from evidence.lookup import Lookup
from evidence.stored import MessageRow, PassageRow

PLACEBOS = 6
LEAST_PLACEBOS = 3
Progress = Callable[[int], None]


class Placed(NamedTuple):
    """A candidate with the place that stands for it."""

    candidate: Candidate
    passage: PassageRow
    message: MessageRow


class Linked(NamedTuple):
    """The scored candidates of a claim, and how many pairs each hypothesis was read with."""

    scored: tuple[ScoredCandidate, ...]
    read: Mapping[int, int]


class Apart(NamedTuple):
    """What was read of a claim apart from its candidates and their propositions.

    By position of the hypothesis, `placebo` holds log-odds over mail between other parties, `implied` what the claim's
    own concession entails; `opinions` by distinct text what a judge of the user's own said, where one was asked.
    """

    placebo: Mapping[int, float]
    implied: frozenset[int]
    opinions: Mapping[int, Compared]


class Linker:
    """Reads and scores the candidates of one case."""

    def __init__(
        self,
        lookup: Lookup,
        names: PartyNames,
        judge: Judge,
        store: ReadingStore,
        weights: Weights,
        hearing: Hearing | None = None,
    ) -> None:
        self._lookup = lookup
        self._names = names
        self._judge = judge
        self._store = store
        self._hearing = hearing
        self._weights = weights

    def link(self, claim: Claim, matched: Matched, settings: Settings, progress: Progress) -> Linked:
        """Score every candidate of `claim`; `progress` is told how many pairs each step read."""
        placed = one_a_place([self._place(c) for c in matched.candidates])
        readings = self._cascade(matched, placed, settings, progress)
        apart = Apart(self._placebo(claim, matched, placed, progress), self._implied(matched, progress), {})
        scored = self._scored(claim, matched, (placed, readings), apart)
        if self._hearing is not None:
            opinions = self._hearing.hear(claim, self._speaker(claim), matched.hypotheses, scored)
            scored = self._scored(claim, matched, (placed, readings), apart._replace(opinions=opinions))
        counts = [sum(i in r for r in readings.values()) for i in range(len(matched.hypotheses))]
        return Linked(scored, dict(enumerate(counts)))

    def _speaker(self, claim: Claim) -> str:
        party = self._names.parties.get(claim.speaker)
        return party.name if party else claim.speaker

    def _scored(
        self,
        claim: Claim,
        matched: Matched,
        read: tuple[Sequence[Placed], Mapping[int, Mapping[int, Reading]]],
        apart: Apart,
    ) -> tuple[ScoredCandidate, ...]:
        placed, readings = read
        return tuple(self._score(claim, matched, p, readings[p.candidate.distinct], apart) for p in placed)

    def _place(self, candidate: Candidate) -> Placed:
        places = self._lookup.passages_of(candidate.distinct)
        if representative(places).kind != "own":
            # Where the release holds the quoted mail itself, that is quoted: it states its own author and date.
            places = [*places, *self._originals(places[0])]
        passage = representative(places)
        return Placed(candidate, passage, self._lookup.message(passage.message))

    def _originals(self, quoted: PassageRow) -> list[PassageRow]:
        """The author's own mail with the same words, of the same act."""
        connection, said = self._lookup.connection, exact_key(quoted.quote)
        told = (self._lookup.passage(pk) for pk in witnesses(connection, acts_of(connection, quoted.distinct)))
        return [p for p in told if p.kind == "own" and exact_key(p.quote) == said]

    def _cascade(
        self, matched: Matched, placed: Sequence[Placed], settings: Settings, progress: Progress
    ) -> dict[int, dict[int, Reading]]:
        """Every candidate against its nearest hypothesis and the statement; the most telling against all."""
        found: dict[int, dict[int, Reading]] = {p.candidate.distinct: {} for p in placed}
        first = [(p.candidate.distinct, i) for p in placed for i in {0, _nearest(p.candidate)}]
        self._read(matched, first, found, progress)
        telling = sorted(
            placed,
            key=lambda p: (-_telling(found[p.candidate.distinct]), -p.candidate.fused),
        )[: settings.read_in_full]
        rest = [
            (p.candidate.distinct, i)
            for p in telling
            for i in range(len(matched.hypotheses))
            if i not in found[p.candidate.distinct]
        ]
        self._read(matched, rest, found, progress)
        return found

    def _read(
        self,
        matched: Matched,
        wanted: Sequence[tuple[int, int]],
        found: dict[int, dict[int, Reading]],
        progress: Progress,
    ) -> None:
        pairs = [(self._lookup.distinct_text(d), matched.hypotheses[i].text) for d, i in wanted]
        for (distinct, i), reading in zip(wanted, read_pairs(self._judge, self._store, pairs, progress), strict=True):
            found[distinct][i] = reading

    def _placebo(
        self, claim: Claim, matched: Matched, placed: Sequence[Placed], progress: Progress
    ) -> dict[int, float]:
        """By counter-proposition, the median log-odds of entailment over mail between other parties on the topic.

        A network that says "follows" to those says nothing about this claim's parties (de Marneffe et al. 2008).
        """
        about = frozenset(self._names.of_claim(claim))
        others = [p for p in placed if about and not about & involved(self._names, view_of(p.passage, p.message))]
        chosen = others[:PLACEBOS]
        if len(chosen) < LEAST_PLACEBOS:
            return {}
        counters = [i for i, h in enumerate(matched.hypotheses) if h.kind == "counter"]
        found: dict[int, dict[int, Reading]] = {p.candidate.distinct: {} for p in chosen}
        self._read(matched, [(p.candidate.distinct, i) for p in chosen for i in counters], found, progress)
        return {i: statistics.median(log_odds(r[i].entailment) for r in found.values()) for i in counters}

    def _implied(self, matched: Matched, progress: Progress) -> frozenset[int]:
        pairs = concession_pairs(matched.hypotheses)
        texts = [(matched.hypotheses[c].text, matched.hypotheses[i].text) for c, i in pairs]
        return implied_counters(pairs, read_pairs(self._judge, self._store, texts, progress))

    def _score(
        self,
        claim: Claim,
        matched: Matched,
        placed: Placed,
        readings: Mapping[int, Reading],
        apart: Apart,
    ) -> ScoredCandidate:
        view = view_of(placed.passage, placed.message)
        found = evidence(matched.hypotheses, readings, placed.candidate.cosines, apart.placebo)
        compared, opinion = compare(claim, self._names, view), apart.opinions.get(placed.candidate.distinct)
        if opinion is None:
            scored = score(found, compared, self._weights, running_mail=True)
        else:
            scored = score_with(found, compared, opinion, self._weights)
        names = [n for party in self._names.parties.values() for n in (party.name, *party.aliases)]
        text = without(f"{placed.message.subject or ''}\n{placed.passage.quote}", names)
        relation, flags = qualify(claim, scored.relation, text, matched.hypotheses, readings, apart.implied)
        return ScoredCandidate(
            placed.candidate.distinct,
            placed.passage,
            placed.message,
            relation,
            scored.score,
            scored.terms,
            flags,
            readings,
        )


def one_a_place(placed: Sequence[Placed]) -> list[Placed]:
    """Of candidates that one place stands for (words and what quotes them), the one that has the place's own text."""
    kept: dict[int, Placed] = {}
    for one in placed:
        if one.passage.pk not in kept or one.candidate.distinct == one.passage.distinct:
            kept[one.passage.pk] = one
    return list(kept.values())


def _nearest(candidate: Candidate) -> int:
    return max(range(len(candidate.cosines)), key=lambda i: (candidate.cosines[i], -i))


def _telling(readings: Mapping[int, Reading]) -> float:
    return max((1 - r.neutral for r in readings.values()), default=0.0)
