"""The nouns of an evaluation: format "checker-eval/1" to the letter; docs/evaluate.md describes each field."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, PlainSerializer, TypeAdapter

from checker.model import Relation, Verdict
from checker.noun import Noun, Rounded

PairLabel = Literal["contradicts", "supports", "neutral"]
NliLabel = Literal["contradiction", "entailment", "neutral"]
EvaluatedNet = Literal["dense", "bm25", "fused"]
PAIR_LABELS: tuple[PairLabel, ...] = ("contradicts", "supports", "neutral")
NLI_LABELS: tuple[NliLabel, ...] = ("contradiction", "entailment", "neutral")
RoundedOrNone = Annotated[
    float | None, PlainSerializer(lambda x: None if x is None else round(x, 4) + 0.0, return_type=float | None)
]
Interval = tuple[Rounded, Rounded]


class LabelFigures(Noun):
    """One label; `support` is how many rows bear it, null stands where nothing was there to divide by."""

    precision: RoundedOrNone
    recall: RoundedOrNone
    f1: RoundedOrNone
    support: int


class PhenomenonFigures(Noun):
    """The rows of one tag."""

    n: int
    accuracy: Rounded


class AveragePrecision(Noun):
    """Area under the precision-recall curve of the two relations."""

    contradicts: RoundedOrNone
    supports: RoundedOrNone


class Intervals(Noun):
    """95 % bootstrap intervals, resampled by claim."""

    macro_f1: Interval | None
    accuracy: Interval | None
    hard_neutral_false_contradicts: Interval | None


class Probes(Noun):
    """What is left of the figures when something that matters is taken away or turned round."""

    no_claim_macro_f1: RoundedOrNone
    no_passage_macro_f1: RoundedOrNone
    header_only_macro_f1: RoundedOrNone
    swapped_claim_contradicts: RoundedOrNone
    opposite_right: RoundedOrNone


class PairsFigures(Noun):
    """`checker evaluate pairs`: every figure is over the `n` rows that training has not seen."""

    format: Literal["checker-eval/1"] = "checker-eval/1"
    task: Literal["pairs"] = "pairs"
    n: int
    macro_f1: RoundedOrNone
    accuracy: RoundedOrNone
    labels: dict[PairLabel, LabelFigures]
    confusion: dict[PairLabel, dict[PairLabel, int]]
    ece: RoundedOrNone
    average_precision: AveragePrecision
    hard_neutral_false_contradicts: RoundedOrNone
    phenomena: dict[str, PhenomenonFigures]
    intervals: Intervals
    seen_in_training: int
    probes: Probes | None


class NliFigures(Noun):
    """`checker evaluate nli`."""

    format: Literal["checker-eval/1"] = "checker-eval/1"
    task: Literal["nli"] = "nli"
    n: int
    accuracy: Rounded
    macro_f1: Rounded
    labels: dict[NliLabel, LabelFigures]


class NetFigures(Noun):
    """One net's means over the queries."""

    ndcg_at_10: Rounded = Field(alias="ndcg@10")
    recall_at_100: Rounded = Field(alias="recall@100")


class RetrievalFigures(Noun):
    """`checker evaluate retrieval`."""

    format: Literal["checker-eval/1"] = "checker-eval/1"
    task: Literal["retrieval"] = "retrieval"
    n_queries: int
    nets: dict[EvaluatedNet, NetFigures]


class CaseClaimFigures(Noun):
    """One claim of a case; `gold` counts its gold passages, `shown` its links."""

    id: str
    verdict: Verdict
    gold: int
    recall_at_20: RoundedOrNone = Field(alias="recall@20")
    precision_at_10: RoundedOrNone = Field(alias="precision@10")
    shown: int


class Miss(Noun):
    """A gold passage that the first twenty links of its claim do not show.

    `rank` and `relation` are those of the link on it, null where there is none.
    """

    claim: str
    message_id: str | None
    bates: str | None
    label: Relation
    quote: str
    rank: int | None
    relation: Relation | None


class CaseFigures(Noun):
    """`checker evaluate case`: means over the claims that have the figure."""

    format: Literal["checker-eval/1"] = "checker-eval/1"
    task: Literal["case"] = "case"
    claims: tuple[CaseClaimFigures, ...]
    recall_at_20: RoundedOrNone = Field(alias="recall@20")
    precision_at_10: RoundedOrNone = Field(alias="precision@10")
    misses: tuple[Miss, ...]


Figures = PairsFigures | NliFigures | RetrievalFigures | CaseFigures


class Prediction(NamedTuple):
    """What was said of one row: the label, its score in log-odds, and a probability for each label."""

    label: str
    score: float
    p: dict[str, float]


def figures_json(figures: Figures) -> str:
    """The figures as JSON: two spaces, no key missing, floats with at most four decimals, a newline at the end."""
    return json.dumps(figures.model_dump(mode="json"), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def prediction_json(row_id: str, said: Prediction) -> str:
    """One line of `--predictions`."""
    row = {
        "id": row_id,
        "label": said.label,
        "score": round(said.score, 4) + 0.0,
        "p": {label: round(p, 4) + 0.0 for label, p in said.p.items()},
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def figures_schema() -> dict[str, Any]:
    """JSON Schema of what `--json` writes; every key is required."""
    schema = TypeAdapter(Figures).json_schema(by_alias=True, mode="serialization")
    for noun in schema["$defs"].values():
        if "properties" in noun:
            noun["required"] = list(noun["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
