"""Scored candidates of a claim → opinions of the best of them, kept ones first; who stayed unjudged is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from checker.compare import Compared
from checker.errors import JudgeSilent
from checker.links import ScoredCandidate
from checker.match import Hypothesis
from checker.opinions.address import Place, parsed
from checker.opinions.asking import Asker, Effort
from checker.opinions.model import JudgeServer, Opinion, OpinionStore, Question, Trouble
from checker.opinions.question import question
from checker.opinions.weighing import as_comparison, judge_weights
from checker.settings import JudgeSettings
from claims.model import Claim


class Watched(Protocol):
    """Who is told how far asking has come."""

    def stage(self, name: str, total: int | None) -> None:
        """A claim's passages are asked about."""

    def step(self, done: int) -> None:
        """So many more are answered."""


class AskedJudge(NamedTuple):
    """The judge that a run asks, how, and how far away it is."""

    server: JudgeServer
    settings: JudgeSettings
    place: Place
    effort: Effort

    @property
    def named(self) -> str:
        """The model and where it runs, for people."""
        return f"{self.server.used.name} at {parsed(self.server.url).origin}"


class Hearing:
    """Asks one judge about the claims of one run."""

    def __init__(self, asked: AskedJudge, store: OpinionStore, watcher: Watched) -> None:
        self._asked = asked
        self._asker = Asker(asked.server, asked.effort)
        self._store = store
        self._watcher = watcher
        self.used = asked.server.used
        self._judged = 0
        self._unjudged: Counter[str] = Counter()
        self._last_told = ""

    def hear(
        self, claim: Claim, speaker: str, hypotheses: Sequence[Hypothesis], scored: Sequence[ScoredCandidate]
    ) -> Mapping[int, Compared]:
        """By distinct text, what the judge says of the best candidates of a claim, whatever their relation.

        Raises:
            JudgeSilent: the server was given up and has said nothing yet.
        """
        server, settings = self._asked.server, self._asked.settings
        best = sorted(scored, key=lambda c: (-c.score, c.message.file, c.passage.pk))[: settings.judge_top]
        questions = [question((server.url, server.used.name), claim, speaker, hypotheses, c) for c in best]
        said = self._said(claim, questions)
        found: dict[int, Compared] = {}
        for candidate, its in zip(best, questions, strict=True):
            outcome = said[its.key]
            if isinstance(outcome, Opinion):
                found[candidate.distinct] = as_comparison(outcome, candidate.passage.quote, self._asked.named)
            else:
                self._unjudged[outcome.kind] += 1
        self._judged += len(found)
        if self._asker.given_up:
            self._heard_something()
        return found

    def _said(self, claim: Claim, questions: Sequence[Question]) -> dict[str, Opinion | Trouble]:
        """By key: kept opinions, then answers as they come, each kept at once."""
        known: dict[str, Opinion | Trouble] = {**self._store.get([q.key for q in questions])}
        missing = list({q.key: q for q in questions if q.key not in known}.values())
        self._watcher.stage(f"{claim.id}: asking the judge", len(missing))
        for its, outcome in () if self._asker.given_up else self._asker.answered(missing):
            if isinstance(outcome, Opinion):
                self._store.put(its.key, outcome)
            else:
                self._last_told = outcome.told
            known[its.key] = outcome
            self._watcher.step(1)
        given_up = Trouble("not-asked", "the judge had failed too often in a row")
        return {q.key: known.get(q.key, given_up) for q in questions}

    def _heard_something(self) -> None:
        asked = self._unjudged.total()
        if asked and not self._judged:
            raise JudgeSilent(
                f"the judge {self._asked.named} gave no usable answer about {asked} passages: {self._last_told}",
                "see that the server runs and knows the model, or leave --judge out; no report was written",
            )

    def told(self) -> dict[str, object]:
        """What the report's settings say of the judge: what was asked for, and what came of it.

        Raises:
            JudgeSilent: there were passages to judge, and it judged none.
        """
        self._heard_something()
        weights = judge_weights()
        return {
            **self._asked.settings.model_dump(),
            "judge": self._asked.server.url,
            "judge_place": self._asked.place,
            "judge_weights": {k: v for k, v in weights if k != "provenance"},
            "judge_answers": self._judged,
            "judge_unjudged": {kind: n for kind, n in sorted(self._unjudged.items()) if n},
        }
