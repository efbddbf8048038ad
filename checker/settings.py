"""Command-line options → the settings of a run; they stand in the report."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveFloat, PositiveInt


class Settings(BaseModel):
    """How a run searches and reads. Defaults serve a laptop; every number is printed in the report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    embedding_model: str | None = None
    nli_model: str | None = None
    device: str | None = None
    # How many passages each net may bring for each statement and proposition.
    depth_a_query: PositiveInt = 60
    structure_depth: PositiveInt = 120
    # How many candidates of a claim the network reads against the statement, and how many against all propositions.
    candidates_a_claim: PositiveInt = 240
    read_in_full: PositiveInt = 80
    links_a_side: PositiveInt = 40


class JudgeSettings(BaseModel):
    """How a judge of the user's own is asked; printed in the report of a run that asks one, and in no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    judge: str
    judge_model: str
    # How many passages of a claim it is asked about, best score first.
    judge_top: PositiveInt = 20
    judge_timeout_s: PositiveFloat = 120.0
    judge_retries: NonNegativeInt = 2
    judge_workers: PositiveInt = 2
