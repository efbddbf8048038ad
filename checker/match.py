"""Claim × index → candidates: three nets over the distinct texts, fused by rank.

Cosine finds the topic and is blind to polarity, so it never decides anything here; ranks are fused, not scores
(reciprocal rank fusion, Cormack et al. 2009).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from checker.encoder import Encoder, Floats, model_key
from checker.model import Net
from checker.parties import PartyBook
from checker.settings import Settings
from checker.vectors import cosines_of, nearest
from claims.model import Claim
from claims.timespans import within
from evidence.lookup import Lookup
from evidence.replacing import WITHDRAWN

FUSION_CONSTANT = 60
COMMON_SHARE = 0.05
HypothesisKind = Literal["statement", "asserts", "counter", "concedes"]


class Hypothesis(NamedTuple):
    """One sentence to hold against the records."""

    text: str
    kind: HypothesisKind
    drafted: bool


class Candidate(NamedTuple):
    """A distinct text worth reading for a claim: its rank in each net, and its cosine to each hypothesis."""

    distinct: int
    ranks: Mapping[Net, int]
    fused: float
    cosines: tuple[float, ...]


class Matched(NamedTuple):
    """The candidates of one claim, best first, and how many texts each net brought."""

    hypotheses: tuple[Hypothesis, ...]
    candidates: tuple[Candidate, ...]
    nets: Mapping[Net, int]
    in_period: int
    undated: int


def hypotheses(claim: Claim) -> tuple[Hypothesis, ...]:
    """The statement, its restatements, what would falsify it, and what it concedes."""
    found = [Hypothesis(claim.statement, "statement", False)]
    found += [Hypothesis(t, "asserts", "asserts" in claim.drafted) for t in claim.asserts]
    found += [Hypothesis(t, "counter", "counter" in claim.drafted) for t in claim.counter]
    found += [Hypothesis(t, "concedes", False) for t in claim.assertion.concedes]
    return tuple(found)


class Matcher:
    """Searches one case."""

    def __init__(self, connection: sqlite3.Connection, encoder: Encoder, book: PartyBook, settings: Settings) -> None:
        self._connection = connection
        self._lookup = Lookup(connection)
        self._encoder = encoder
        self._key = model_key(encoder.used)
        self._book = book
        self._settings = settings
        self._common = self._lookup.common_words(COMMON_SHARE)
        self._dates = self._lookup.dates()

    def match(self, claim: Claim) -> Matched:
        """The candidates of a claim."""
        found = hypotheses(claim)
        vectors = self._encoder.encode([h.text for h in found])
        in_period, undated = self._in_period(claim)
        nets: dict[Net, list[int]] = {
            "dense": self._dense(vectors),
            "bm25": self._bm25([h.text for h in found], self._aliases(claim)),
            "structure": self._structure(claim, vectors, in_period | undated),
        }
        fused = fuse(nets, self._names(nets.values()))[: self._settings.candidates_a_claim]
        fused += self._further(vectors, {pk for pk, _ in fused})
        cosines = cosines_of(self._connection, self._key, vectors, [pk for pk, _ in fused])
        ranks = {net: {pk: rank for rank, pk in enumerate(order, 1)} for net, order in nets.items()}
        candidates = tuple(
            Candidate(
                pk, {n: r[pk] for n, r in ranks.items() if pk in r}, score, tuple(round(float(c), 4) for c in row)
            )
            for (pk, score), row in zip(fused, cosines, strict=True)
        )
        return Matched(found, candidates, {n: len(o) for n, o in nets.items()}, len(in_period), len(undated))

    def search(self, words: str, top: int) -> list[int]:
        """Distinct texts for free words, best first: the dense and BM25 nets alone."""
        vectors = self._encoder.encode([words])
        nets: dict[Net, list[int]] = {"dense": self._dense(vectors), "bm25": self._bm25([words], ())}
        return [pk for pk, _ in fuse(nets, self._names(nets.values()))[:top]]

    def _names(self, lists: Iterable[Iterable[int]]) -> Mapping[int, str]:
        """The hash of each text: it breaks ties, for a key would tell in which order files were read."""
        return self._lookup.text_hashes({pk for found in lists for pk in found})

    def _by_best_rank(self, rankings: Sequence[Sequence[int]]) -> list[int]:
        best: dict[int, int] = {}
        for order in rankings:
            for rank, pk in enumerate(order):
                best[pk] = min(rank, best.get(pk, rank))
        names = self._names(rankings)
        held = (pk for pk in best if not names[pk].startswith(WITHDRAWN))
        return sorted(held, key=lambda pk: (best[pk], names[pk]))

    def _further(self, vectors: Floats, brought: set[int]) -> list[tuple[int, float]]:
        """The nearest texts that no net brought, up to the number that is read: of a small case everything is read."""
        room = self._settings.candidates_a_claim - len(brought)
        if not room:
            return []
        lists = nearest(self._connection, self._key, vectors, self._settings.candidates_a_claim)
        order = self._by_best_rank([[n.distinct for n in found] for found in lists])
        return [(pk, 0.0) for pk in order if pk not in brought][:room]

    def _dense(self, vectors: Floats) -> list[int]:
        lists = nearest(self._connection, self._key, vectors, self._settings.depth_a_query)
        return self._by_best_rank([[n.distinct for n in found] for found in lists])

    def _bm25(self, texts: Sequence[str], aliases: Iterable[str]) -> list[int]:
        rankings = []
        for text in texts:
            words = [w for w in dict.fromkeys(re.findall(r"[\w']{2,}", text.lower())) if self._rare(w)]
            rankings.append(self._lookup.bm25([*words, *aliases], self._settings.depth_a_query))
        return self._by_best_rank(rankings)

    def _rare(self, word: str) -> bool:
        # The index stems; a word is common where its stem is, and stems of common words are mostly their prefixes.
        return word not in self._common and word.rstrip("s") not in self._common

    def _aliases(self, claim: Claim) -> list[str]:
        speaker = claim.speaker
        parties = [self._book.parties[k] for k in self._book.of_claim(claim) if k != speaker]
        return [name for party in parties for name in (party.name, *party.aliases)]

    def _structure(self, claim: Claim, vectors: Floats, messages: set[int]) -> list[int]:
        # Whom the statement is about comes first: it may be somebody else's account of them.
        parties = sorted(self._book.of_claim(claim), key=lambda key: key != claim.assertion.subject)
        between: set[int] = set()
        for other in parties[1:]:
            between |= self._book.messages_between(parties[0], other)
        texts = frozenset(self._lookup.distinct_of_messages(between & messages))
        if not texts:
            return []
        lists = nearest(self._connection, self._key, vectors, self._settings.structure_depth, texts)
        best = {n.distinct: 0.0 for found in lists for n in found}
        for found in lists:
            for n in found:
                best[n.distinct] = max(best[n.distinct], n.cosine)
        names = self._names([best])
        return sorted(best, key=lambda pk: (-best[pk], names[pk]))[: self._settings.structure_depth]

    def _in_period(self, claim: Claim) -> tuple[set[int], set[int]]:
        covers = claim.assertion.covers
        dated = {m for m, date in self._dates.items() if date and within(date[:10], covers.from_, covers.to)}
        return dated, {m for m, date in self._dates.items() if not date}


def fuse(nets: Mapping[Net, Sequence[int]], names: Mapping[int, str]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: (key, score) best first, ties by name."""
    scores: dict[int, float] = {}
    for order in nets.values():
        for rank, pk in enumerate(order, 1):
            scores[pk] = scores.get(pk, 0.0) + 1 / (FUSION_CONSTANT + rank)
    return sorted(((pk, round(s, 6)) for pk, s in scores.items()), key=lambda x: (-x[1], names[x[0]]))
