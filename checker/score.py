"""Readings and comparisons → relation and terms that add up, in log-odds.

Weights are data with provenance (checker/weights/score.json), fitted on labelled pairs by training/fit_score.py.
A cap is a term too: `cap:<reason>` holds what it takes off.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from statistics import fmean
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from checker.compare import Compared, category
from checker.match import Hypothesis
from checker.model import Band, Relation, ScoreTerm
from checker.nli import Reading
from evidence.hashing import sha256_hex

LOGIT_LIMIT = 5.0
# Log-odds where no hypothesis of a kind was read.
UNREAD = -2.5
# Terms that are a network's probability of something, in log-odds.
READ = ("counter_entailed", "counter_refuted", "assertion_refuted", "assertion_entailed")
# A category that the weights do not hold is weighed as its nearest relative: somebody else's words, passed on.
STANDS_FOR = {"segment": {"attachment": "quoted"}}


class RelationWeights(BaseModel):
    """The weights of one relation: numbers for the network's terms, and a number for each category of a rule.

    Below `threshold` a pair does not bear on a claim in this way, nor does a passage of running mail below
    `release_threshold`: there a person reads on. In running mail `release_caps` hold beside `caps`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prior: float
    threshold: float
    release_threshold: float
    network: Mapping[str, float]
    rules: Mapping[str, Mapping[str, float]]
    caps: Mapping[str, Mapping[str, float]]
    release_caps: Mapping[str, Mapping[str, float]]
    bands: Mapping[Band, float]


class Weights(BaseModel):
    """Both relations, the shift from labelled pairs to running mail, and where the numbers come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provenance: Mapping[str, str | int | float]
    release_shift: float
    contradicts: RelationWeights
    supports: RelationWeights


class Evidence(NamedTuple):
    """What the network said of a passage under all hypotheses that were read, and how near it is.

    `bearing`: the mean log-odds that a hypothesis is met or denied, whichever of the two, rather than neither.
    """

    counter_entailed: float
    counter_refuted: float
    assertion_refuted: float
    assertion_entailed: float
    bearing: float
    similarity: float
    placebo: float
    best_counter: str | None
    best_assert: str | None


class Scored(NamedTuple):
    """A relation with the terms that add up to its log-odds."""

    relation: Relation
    score: float
    terms: tuple[ScoreTerm, ...]


@cache
def shipped_weights() -> Weights:
    """The fitted weights that ship with the program."""
    text = files("checker").joinpath("weights", "score.json").read_text(encoding="utf-8")
    return Weights.model_validate(json.loads(text))


def weights_sha256() -> str:
    """SHA-256 of the shipped weights' file."""
    return sha256_hex(files("checker").joinpath("weights", "score.json").read_bytes())


def evidence(
    hypotheses: Sequence[Hypothesis],
    readings: Mapping[int, Reading],
    cosines: Sequence[float],
    placebo: Mapping[int, float] | None = None,
) -> Evidence:
    """What the readings of one passage come to.

    Args:
        hypotheses: every hypothesis of the claim.
        readings: those that were read, by position.
        cosines: of the passage with each hypothesis.
        placebo: by position, the log-odds of entailment for passages between other parties.
    """
    counters = [i for i in readings if hypotheses[i].kind == "counter"]
    asserts = [i for i in readings if hypotheses[i].kind in ("statement", "asserts")]
    best_counter = max(counters, key=lambda i: readings[i].entailment, default=None)
    best_assert = max(asserts, key=lambda i: readings[i].entailment, default=None)
    return Evidence(
        counter_entailed=_best([log_odds(readings[i].entailment) for i in counters]),
        counter_refuted=_best([log_odds(readings[i].contradiction) for i in counters]),
        assertion_refuted=_best([log_odds(readings[i].contradiction) for i in asserts]),
        assertion_entailed=_best([log_odds(readings[i].entailment) for i in asserts]),
        bearing=fmean([log_odds(1 - readings[i].neutral) for i in (*counters, *asserts)] or [UNREAD]),
        similarity=max(cosines, default=0.0),
        placebo=max(0.0, (placebo or {}).get(best_counter, 0.0)) if best_counter is not None else 0.0,
        best_counter=hypotheses[best_counter].text if best_counter is not None else None,
        best_assert=hypotheses[best_assert].text if best_assert is not None else None,
    )


def score(found: Evidence, compared: Sequence[Compared], weights: Weights, *, running_mail: bool) -> Scored:
    """The stronger of the two relations, or neutral where it does not reach its threshold.

    The weaker one never stands in for it, even where its own threshold is lower: the direction would be doubtful.
    """
    shift = weights.release_shift if running_mail else None
    relations = {"contradicts": weights.contradicts, "supports": weights.supports}
    options = {name: terms(found, compared, relation, shift) for name, relation in relations.items()}
    sums = {name: total(ts) for name, ts in options.items()}
    best: Relation = "contradicts" if sums["contradicts"] >= sums["supports"] else "supports"
    chosen = options[best]
    if sums[best] < (relations[best].release_threshold if running_mail else relations[best].threshold):
        return Scored("neutral", sums[best], chosen)
    return Scored(best, sums[best], chosen)


def total(found: Sequence[ScoreTerm]) -> float:
    """The log-odds: the sum of the terms as they are printed."""
    return round(sum(t.value for t in found), 4)


def terms(
    found: Evidence, compared: Sequence[Compared], weights: RelationWeights, shift: float | None
) -> tuple[ScoreTerm, ...]:
    """Every term of one relation, caps last; values have four decimals, so that the printed terms add up.

    Args:
        found: what the network said.
        compared: what the rules said.
        weights: those of the relation.
        shift: what every passage of running mail is shifted by; None for a labelled pair.
    """
    prior = round(weights.prior + (shift or 0.0), 4)
    made = [ScoreTerm(name="prior", value=prior, text="how rare the relation is to begin with")]
    for name, value, text in _network_values(found):
        made.append(ScoreTerm(name=name, value=round(weights.network[name] * value, 4), text=text))
    for c in compared:
        ruled = _weight(weights.rules.get(c.name, {}), c.name, c.category) or 0.0
        made.append(ScoreTerm(name=c.name, value=round(ruled, 4), text=c.text))
    cappable = (*compared, _reading(found, weights))
    further = weights.release_caps if shift is not None else {}
    for name in sorted({*weights.caps, *further}):
        by_category = {**weights.caps.get(name, {}), **further.get(name, {})}
        reason = category(cappable, name)
        limit, now = _weight(by_category, name, reason), total(made)
        if limit is not None and now > limit:
            text = next(c.text for c in cappable if c.name == name)
            made.append(ScoreTerm(name=f"cap:{name}={reason}", value=round(limit - now, 4), text=f"held down: {text}"))
    return tuple(made)


def _weight(by_category: Mapping[str, float], name: str, category: str) -> float | None:
    """What the weights hold for a category, or for what it stands for; None where neither is in them."""
    relative = STANDS_FOR.get(name, {}).get(category)
    return by_category.get(category, by_category.get(relative) if relative else None)


def _reading(found: Evidence, weights: RelationWeights) -> Compared:
    """Whether the network holds any one of the sentences that argue for the relation to be met rather than not."""
    met = any(getattr(found, name) >= 0 for name in READ if weights.network[name] > 0)
    text = (
        "the network reads a sentence that was tested as met" if met else "no sentence that was tested is read as met"
    )
    return Compared("reading", "met" if met else "unmet", text)


def _network_values(found: Evidence) -> list[tuple[str, float, str]]:
    counter = f"“{found.best_counter}”" if found.best_counter else "no counter-proposition"
    restated = f"“{found.best_assert}”" if found.best_assert else "the statement"
    return [
        (
            "counter_entailed",
            found.counter_entailed,
            f"{counter} follows from the passage: {_share(found.counter_entailed)}",
        ),
        (
            "counter_refuted",
            found.counter_refuted,
            f"a counter-proposition is denied: {_share(found.counter_refuted)}",
        ),
        ("assertion_refuted", found.assertion_refuted, f"the statement is denied: {_share(found.assertion_refuted)}"),
        ("assertion_entailed", found.assertion_entailed, f"{restated} follows: {_share(found.assertion_entailed)}"),
        ("bearing", found.bearing, f"what was tested is either met or denied: {_share(found.bearing)}"),
        ("similarity", found.similarity, f"nearness of topic (cosine): {found.similarity:.2f}"),
        ("placebo", found.placebo, f"the same reading of mail between other parties (log-odds): {found.placebo:.2f}"),
    ]


def band_of(value: float, weights: RelationWeights) -> Band:
    """The band of a score."""
    if value >= weights.bands["strong"]:
        return "strong"
    return "moderate" if value >= weights.bands["moderate"] else "weak"


def log_odds(probability: float) -> float:
    """Natural log-odds, held within ±5: a network is never surer than that."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-LOGIT_LIMIT, min(LOGIT_LIMIT, math.log(p / (1 - p))))


def _share(log_odds_value: float) -> str:
    return f"{1 / (1 + math.exp(-log_odds_value)):.2f}"


def _best(values: Sequence[float]) -> float:
    return max(values, default=UNREAD)
