"""Claims × index → report: the second half of the journey."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from checker.case import held
from checker.derived.tables import derive_copies
from checker.encoder import Encoder
from checker.link import Linked, Linker
from checker.links import ScoredCandidate, links_of
from checker.match import Matched, Matcher
from checker.model import Coverage, CoveredPeriod, Finding, Link, LookedFor, Report
from checker.nli import Judge
from checker.opinions.hearing import AskedJudge, Hearing
from checker.opinions.store import CaseOpinions
from checker.opinions.weighing import with_judge
from checker.parties import PartyBook
from checker.patterns import PatternFinder, keep_links
from checker.provenance import commit, python_version, version
from checker.readings import CaseReadings
from checker.run import Counts, InputUsed, ModelUsed, ReportException, Run, Times
from checker.score import Weights, shipped_weights, weights_sha256
from checker.senders import SenderDoubts
from checker.settings import Settings
from checker.unread import flag_unread_ends
from checker.vectors import encode_missing, missing_vectors
from checker.verdict import decide
from claims.model import Claim, ClaimsFile
from evidence.index import transaction
from evidence.lookup import Lookup
from evidence.model import Span

FOLLOWS = 0.5


class Watcher(Protocol):
    """Who is told how far a run has come."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""

    def step(self, done: int) -> None:
        """So many more units of the stage are done."""


class Stopwatch:
    """Seconds spent by stage."""

    def __init__(self) -> None:
        self.started_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def check(
    connection: sqlite3.Connection,
    claims: ClaimsFile,
    models: tuple[Encoder, Judge],
    settings: Settings,
    watcher: Watcher,
    asked: AskedJudge | None = None,
) -> Report:
    """Hold every claim against the records.

    Args:
        connection: the case's open index.
        claims: the claims, completed; all of them get a finding.
        models: the encoder and the judge.
        settings: the run's settings.
        watcher: is told the progress.
        asked: a judge of the user's own, asked about the best passages of each claim.

    Raises:
        NothingIngested: the index holds no message.
        JudgeSilent: the judge that was asked for gave no usable answer.
    """
    clock, records = Stopwatch(), held(connection)
    with clock.stage("encode"):
        watcher.stage("Encoding passages", missing_vectors(connection, models[0]))
        encode_missing(connection, models[0], watcher.step)
    derive_copies(connection)
    hearing = Hearing(asked, CaseOpinions(connection), watcher) if asked else None
    tools = _tools(connection, claims, models, settings, hearing)
    findings = [_held_against(claim, tools, clock, watcher) for claim in claims.claims]
    told = hearing.told() if hearing else {}
    with transaction(connection):
        keep_links(connection, findings)
    run = _run(tools, _counts(records, findings), clock, told)
    return Report(records=claims.records, run=run, findings=tuple(findings), exceptions=exceptions(tools.lookup))


class _Tools(NamedTuple):
    """What every claim of a run is held against, and with."""

    claims: ClaimsFile
    settings: Settings
    models: tuple[Encoder, Judge]
    weights: Weights
    lookup: Lookup
    matcher: Matcher
    linker: Linker
    finder: PatternFinder
    hearing: Hearing | None
    doubts: SenderDoubts


def _tools(
    connection: sqlite3.Connection,
    claims: ClaimsFile,
    models: tuple[Encoder, Judge],
    settings: Settings,
    hearing: Hearing | None,
) -> _Tools:
    encoder, judge = models
    lookup, weights = Lookup(connection), with_judge(shipped_weights()) if hearing else shipped_weights()
    book = PartyBook(claims.parties, lookup)
    return _Tools(
        claims,
        settings,
        models,
        weights,
        lookup,
        Matcher(connection, encoder, book, settings),
        Linker(lookup, book, judge, CaseReadings(connection), weights, hearing),
        PatternFinder(lookup, book, claims),
        hearing,
        SenderDoubts(claims.parties, lookup),
    )


def _held_against(claim: Claim, tools: _Tools, clock: Stopwatch, watcher: Watcher) -> Finding:
    with clock.stage("match"):
        watcher.stage(f"{claim.id}: searching", None)
        matched = tools.matcher.match(claim)
    with clock.stage("entail"):
        watcher.stage(f"{claim.id}: reading", None)
        linked = tools.linker.link(claim, matched, tools.settings, watcher.step)
    with clock.stage("judge"):
        return _finding(claim, matched, linked, tools)


def _finding(claim: Claim, matched: Matched, linked: Linked, tools: _Tools) -> Finding:
    unread = flag_unread_ends(linked.scored, matched.hypotheses, tools.lookup, tools.models)
    linked = linked._replace(scored=tools.doubts.flagged(unread))
    links = links_of(claim.id, linked.scored, tools.lookup, tools.weights, tools.settings.links_a_side)
    patterns = tools.finder.find(claim)
    decided = decide(claim, links, patterns)
    return Finding(
        claim=claim,
        verdict=decided.verdict,
        reasons=decided.reasons,
        status="unreviewed",
        links=links,
        patterns=patterns,
        coverage=_coverage(claim, matched, linked, links, tools),
    )


def _coverage(claim: Claim, matched: Matched, linked: Linked, links: Sequence[Link], tools: _Tools) -> Coverage:
    covers = claim.assertion.covers
    return Coverage(
        period=CoveredPeriod(from_=covers.from_, to=covers.to),
        nets={"dense": matched.nets["dense"], "bm25": matched.nets["bm25"], "structure": matched.nets["structure"]},
        candidates=len(matched.candidates),
        scored=sum(linked.read.values()),
        messages_in_period=matched.in_period,
        undated=matched.undated,
        no_text_pages=tools.lookup.no_text_pages(),
        withheld_pages=tools.claims.records.withheld_pages,
        looked_for=_looked_for(matched, linked, links),
    )


def _looked_for(matched: Matched, linked: Linked, links: Sequence[Link]) -> tuple[LookedFor, ...]:
    places: dict[tuple[str, tuple[Span, ...]], list[ScoredCandidate]] = {}
    for c in linked.scored:
        places.setdefault((c.message.id, c.passage.spans), []).append(c)
    found = []
    for i, h in enumerate(matched.hypotheses):
        if h.kind not in ("asserts", "counter"):
            continue
        best, best_share = None, FOLLOWS
        for link in links:
            told = places.get((link.message.id, link.locator.spans), ())
            share = max((c.readings[i].entailment for c in told if i in c.readings), default=0.0)
            if share > best_share:
                best, best_share = link.id, share
        kind = "counter" if h.kind == "counter" else "asserts"
        found.append(LookedFor(proposition=h.text, kind=kind, drafted=h.drafted, scored=linked.read[i], best_link=best))
    return tuple(found)


def score_model(weights: Weights) -> ModelUsed:
    """The fitted score as a model of the run."""
    return ModelUsed(
        role="score", name=str(weights.provenance["name"]), sha256=weights_sha256(), engine="log-odds", precision="fp64"
    )


def exceptions(lookup: Lookup) -> tuple[ReportException, ...]:
    """The ledger's rows that are not plain "ok"."""
    return tuple(
        ReportException.model_validate({"file": f, "member": m, "status": s, "reason": r, "remedy": y})
        for f, m, s, r, y in lookup.ledger()
    )


def _counts(records: Mapping[str, int], findings: Sequence[Finding]) -> Counts:
    return Counts(
        files=records["sources"],
        messages=records["messages"],
        passages=records["passages"],
        distinct_texts=records["distinct_texts"],
        candidates=sum(f.coverage.candidates for f in findings),
        pairs_scored=sum(f.coverage.scored for f in findings),
        links=sum(len(f.links) for f in findings),
    )


def _run(tools: _Tools, made: Counts, clock: Stopwatch, told: Mapping[str, object]) -> Run:
    encoder, judge = tools.models
    asked = (tools.hearing.used,) if tools.hearing else ()
    return Run(
        checker=version(),
        commit=commit(),
        python=python_version(),
        models=(encoder.used, judge.used, score_model(tools.weights), *asked),
        settings={**tools.settings.model_dump(), **told},
        inputs=tuple(InputUsed(file=f, sha256=s) for f, s in tools.lookup.inputs()),
        counts=made,
        times=Times(started_at=clock.started_at, seconds=dict(clock.seconds)),
    )
