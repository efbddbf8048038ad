"""Opinion → the term `judge`: a comparison with a weight that is set by hand and bounded, never fitted.

It stands before the caps, so that all of them hold over it, and it never lifts a passage into the strongest band
(docs/decisions/020-a-judge-of-ones-own.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from checker.compare import Compared
from checker.model import ScoreTerm
from checker.opinions.model import Opinion, OpinionRelation
from checker.score import Evidence, RelationWeights, Scored, Weights, score, terms, total

NAME = "judge"
MOST_SHOWN_CHARACTERS = 120
_SAID: Mapping[OpinionRelation, str] = {
    "contradicts": "contradicts the statement",
    "supports": "supports the statement",
    "neither": "neither contradicts nor supports the statement",
}


class JudgeWeights(BaseModel):
    """What an opinion counts for a relation that it names, that it does not, and whose opposite it names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provenance: Mapping[str, str]
    same: float
    neither: float
    opposite: float
    short_of_strong: float


@cache
def judge_weights() -> JudgeWeights:
    """The weights that ship with the program."""
    text = files("checker").joinpath("weights", "judge.json").read_text(encoding="utf-8")
    return JudgeWeights.model_validate(json.loads(text))


def with_judge(weights: Weights) -> Weights:
    """The score's weights, and the judge's beside them."""
    return weights.model_copy(
        update={
            "contradicts": _with_judge(weights.contradicts, "contradicts", "supports"),
            "supports": _with_judge(weights.supports, "supports", "contradicts"),
        }
    )


def _with_judge(own: RelationWeights, same: OpinionRelation, opposite: OpinionRelation) -> RelationWeights:
    set_ = judge_weights()
    values = {same: set_.same, "neither": set_.neither, opposite: set_.opposite}
    return own.model_copy(update={"rules": {**own.rules, NAME: values}})


def as_comparison(opinion: Opinion, quote: str, judge: str) -> Compared:
    """An opinion as a comparison; what it rests on is cut from the passage, never worded by the judge.

    Args:
        opinion: what was said.
        quote: the passage to the letter.
        judge: who said it: the model and where it runs.
    """
    cuts = [f"“{_short(quote[start:end])}” (characters {start}–{end})" for start, end in opinion.spans]
    rests = f", resting on {', '.join(cuts)}" if cuts else ""
    text = f"{judge} says: it {_SAID[opinion.relation]}{rests}; the weight is set by hand, not fitted"
    return Compared(NAME, opinion.relation, text)


def score_with(found: Evidence, compared: Sequence[Compared], opinion: Compared, weights: Weights) -> Scored:
    """The score of a passage of running mail with an opinion of it.

    What is not strong without the opinion stays short of strong with it: the cap `cap:judge=alone` says what it takes.
    """
    scored = score(found, (*compared, opinion), weights, running_mail=True)
    own = weights.supports if scored.relation == "supports" else weights.contradicts
    strong = own.bands["strong"]
    if scored.relation == "neutral" or scored.score < strong:
        return scored
    if total(terms(found, compared, own, weights.release_shift)) >= strong:
        return scored
    limit = strong - judge_weights().short_of_strong
    text = "held down: without the judge the passage is not strong, and the judge alone makes none so"
    cap = ScoreTerm(name=f"cap:{NAME}=alone", value=round(limit - scored.score, 4), text=text)
    return Scored(scored.relation, total((*scored.terms, cap)), (*scored.terms, cap))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST_SHOWN_CHARACTERS else f"{words[:MOST_SHOWN_CHARACTERS].rstrip()} …"
