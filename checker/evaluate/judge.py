"""Pairs as the product reads them → label, score and a probability for each label."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from checker.encoder import Encoder
from checker.evaluate.figures import PAIR_LABELS, Prediction
from checker.evaluate.inputs import PairRow
from checker.nli import Judge
from checker.pair_reading import Pair, PairEvidence, pair_evidence, score_pair
from checker.readings import MemoryReadings
from checker.score import Weights, terms, total


class PairJudge:
    """Reads pairs; what the network said of a text once is not asked again."""

    def __init__(self, models: tuple[Encoder, Judge], weights: Weights, progress: Callable[[int], None]) -> None:
        self._models = models
        self._weights = weights
        self._progress = progress
        self._store = MemoryReadings()

    def __call__(self, pairs: Sequence[Pair]) -> list[Prediction]:
        """What the product says of each pair."""
        found = pair_evidence(pairs, self._models, self._store, self._progress)
        return [_prediction(f, self._weights) for f in found]


def as_pair(row: PairRow) -> Pair:
    """A row of a claim-pairs file as the product reads it."""
    claim, message, propositions = row.claim, row.message, row.propositions
    covers = claim.covers
    return Pair(
        speaker=claim.speaker,
        statement=claim.statement,
        made_on=claim.made_on,
        covers=(covers.from_, covers.to) if covers else None,
        asserts=(propositions.asserts or ()) if propositions else (),
        counter=(propositions.counter or ()) if propositions else (),
        sender=message.from_,
        to=message.to,
        date=message.date,
        subject=message.subject,
        passage=row.passage,
    )


def _prediction(found: PairEvidence, weights: Weights) -> Prediction:
    scored = score_pair(found, weights)
    odds = {
        name: total(terms(found.evidence, found.compared, relation, None))
        for name, relation in (("contradicts", weights.contradicts), ("supports", weights.supports))
    }
    p = label_probabilities(odds["contradicts"], odds["supports"])
    # The stronger relation reached its threshold and a rule took it back: its share goes with it.
    qualified = odds["contradicts"] >= odds["supports"] and scored.relation in ("neutral", "in_tension")
    if qualified and odds["contradicts"] >= weights.contradicts.threshold:
        p = {"contradicts": 0.0, "supports": p["supports"], "neutral": p["contradicts"] + p["neutral"]}
    label = scored.relation if scored.relation in PAIR_LABELS else "neutral"
    return Prediction(label, scored.score, p)


def label_probabilities(contradicts: float, supports: float) -> dict[str, float]:
    """Two log-odds, each of one relation against the rest → probabilities of the three labels that sum to one.

    Neutral has what the two leave over; where they claim more than all, they share it.
    """
    against, in_favour = (1 / (1 + math.exp(-value)) for value in (contradicts, supports))
    whole = max(1.0, against + in_favour)
    p = {"contradicts": against / whole, "supports": in_favour / whole}
    return p | {"neutral": max(0.0, 1.0 - p["contradicts"] - p["supports"])}
