"""The nouns of a run: models, inputs, counts, times, exceptions; how a report came about."""

from __future__ import annotations

from typing import Literal

from checker.noun import Noun, Rounded


class ReportException(Noun):
    """One row of the ledger that is not plain "ok"."""

    file: str
    member: str | None
    status: Literal["partial", "refused", "duplicate"]
    reason: str
    remedy: str | None


class ModelUsed(Noun):
    """A model of the run: `sha256` over its weights."""

    role: Literal["embedding", "entailment", "score"]
    name: str
    sha256: str
    engine: str
    precision: str


class JudgeUsed(Noun):
    """A language model on a server of the user's own: what it is called, as nobody here sees its weights."""

    role: Literal["judge"]
    name: str
    sha256: None
    engine: str
    precision: None


class InputUsed(Noun):
    """One file as released."""

    file: str
    sha256: str


class Counts(Noun):
    """What was read and scored."""

    files: int
    messages: int
    passages: int
    distinct_texts: int
    candidates: int
    pairs_scored: int
    links: int


class Times(Noun):
    """The only part of a report that differs between equal runs."""

    started_at: str
    seconds: dict[str, Rounded]


class Run(Noun):
    """How the report came about."""

    checker: str
    commit: str | None
    python: str
    models: tuple[ModelUsed | JudgeUsed, ...]
    settings: dict[str, object]
    inputs: tuple[InputUsed, ...]
    counts: Counts
    times: Times
