"""Report and the parties' names → what its pages show, in order and in words, for HTML and Markdown alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checker.model import Finding, Link, LookedFor, Pattern, Reason, Relation, Report
from checker.report.accounts import Ledger, Row, coverage, ledger, records
from checker.report.bands import BandsTold, bands_told, shipped_bands
from checker.report.cards import Card, card
from checker.report.judged import JudgeTold, judge_told
from checker.report.reading import ReadingRow, Stretch, reading, stretches, unplaced
from checker.report.timeline import Timeline, timeline
from checker.report.words import (
    PATTERN_WORDS,
    RELATION_WORDS,
    STATUS_WORDS,
    VERDICT_LABELS,
    WORDING_WORDS,
    date_words,
    in_short,
    number_words,
    period_words,
    person_words,
    verdict_words,
)
from claims.model import Claim, PatternRequest

# A page that lists every file of a large release is not read; report.json lists them all.
MOST_INPUTS = 200
# More passages than these stand folded below them, and reasons name no more than these.
OPEN_CARDS = 10
_CONFIRMED_FIRST = {"confirmed": 0, None: 1, "rejected": 2}


class ReasonView(NamedTuple):
    """A reason with the passages and patterns that it rests on; `more` passages are not named."""

    reason: Reason
    text: str
    links: tuple[Link, ...]
    more: int
    patterns: tuple[Pattern, ...]


class PatternView(NamedTuple):
    """A pattern, and for each of its messages the passage of this finding that quotes it, if any."""

    pattern: Pattern
    clauses: tuple[str, ...]
    title: str
    between: str
    relation: str
    span: str
    per_side: tuple[Row, ...]
    people: tuple[str, ...]
    messages: tuple[tuple[str, Link | None], ...]


class Side(NamedTuple):
    """The passages of one side: those that a reader sees at once, and those that stand folded."""

    first: tuple[Card, ...]
    folded: tuple[Card, ...]

    @property
    def total(self) -> int:
        """How many passages the side has."""
        return len(self.first) + len(self.folded)


class Sought(NamedTuple):
    """A proposition that was searched for; `best` is the passage that it follows from most surely."""

    looked: LookedFor
    best: Link | None


class FindingView(NamedTuple):
    """All that the page says of one claim."""

    finding: Finding
    claim: Claim
    speaker: str
    label: str
    verdict: str
    why: str
    status: str
    wording: str
    statement: tuple[Stretch, ...]
    unplaced: tuple[str, ...]
    made_on: str
    source: tuple[Row, ...]
    response: tuple[Row, ...]
    reading: tuple[ReadingRow, ...]
    reasons: tuple[ReasonView, ...]
    against: Side
    in_favour: Side
    counts: Mapping[Relation, int]
    patterns: tuple[PatternView, ...]
    missing_patterns: tuple[str, ...]
    sought: tuple[Sought, ...]
    coverage: tuple[Row, ...]
    timeline: Timeline | None


class ReportView(NamedTuple):
    """All that the page says."""

    report: Report
    unreviewed: int
    tally: str
    records: tuple[Row, ...]
    findings: tuple[FindingView, ...]
    ledger: Ledger
    counts: tuple[Row, ...]
    judge: JudgeTold | None
    bands: BandsTold | None
    settings: tuple[Row, ...]
    seconds: tuple[Row, ...]
    started_at: str
    most_a_side: int | None
    more_inputs: int


def report_view(report: Report, names: Mapping[str, str]) -> ReportView:
    """What the pages show of a report.

    Args:
        report: the report, which knows parties by their keys.
        names: of the parties, by key; a key without a name is shown as it is.
    """
    run, most = report.run, report.run.settings.get("links_a_side")
    return ReportView(
        report=report,
        unreviewed=sum(f.status == "unreviewed" for f in report.findings),
        tally=_tally(report.findings),
        records=records(report),
        findings=tuple(_finding(f, names) for f in report.findings),
        ledger=ledger(report),
        counts=tuple(Row(n.replace("_", " "), number_words(v)) for n, v in run.counts),
        judge=judge_told(run.settings),
        bands=bands_told(run.models, shipped_bands()),
        settings=tuple(Row(n.replace("_", " "), number_words(v)) for n, v in sorted(run.settings.items())),
        seconds=tuple(Row(n, f"{v:.1f} s") for n, v in sorted(run.times.seconds.items())),
        started_at=date_words(run.times.started_at) or "not stated",
        most_a_side=most if isinstance(most, int) else None,
        more_inputs=max(0, len(run.inputs) - MOST_INPUTS),
    )


def _tally(findings: Sequence[Finding]) -> str:
    found = Counter(f.verdict for f in findings)
    parts = [f"{VERDICT_LABELS[v]}: {found[v]}" for v in VERDICT_LABELS if found[v]]
    return f"{len(findings)} {'statement' if len(findings) == 1 else 'statements'} – {', '.join(parts)}."


def _finding(finding: Finding, names: Mapping[str, str]) -> FindingView:
    claim, by_id = finding.claim, {link.id: link for link in finding.links}
    patterns = {p.id: p for p in finding.patterns}
    return FindingView(
        finding=finding,
        claim=claim,
        speaker=names.get(claim.speaker, claim.speaker),
        label=VERDICT_LABELS[finding.verdict],
        verdict=verdict_words(finding),
        why=in_short(finding.reasons[0].text) if finding.reasons else "",
        status=STATUS_WORDS[finding.status],
        wording=WORDING_WORDS[claim.wording],
        statement=tuple(stretches(claim)),
        unplaced=tuple(unplaced(claim)),
        made_on=date_words(claim.made_on) or "date not known",
        source=_source(claim),
        response=_response(claim),
        reading=tuple(reading(claim, names)),
        reasons=tuple(_reason(r, by_id, patterns) for r in finding.reasons),
        against=_side(finding.links, ("contradicts", "in_tension")),
        in_favour=_side(finding.links, ("supports",)),
        counts={r: sum(x.relation == r for x in finding.links) for r in ("contradicts", "in_tension", "supports")},
        patterns=tuple(_pattern(p, finding.links, names) for p in finding.patterns),
        missing_patterns=tuple(_request(r, names) for r in claim.patterns if not _found(r, finding.patterns)),
        sought=tuple(Sought(looked, by_id.get(looked.best_link or "")) for looked in finding.coverage.looked_for),
        coverage=coverage(finding),
        timeline=timeline(finding),
    )


def _reason(reason: Reason, links: Mapping[str, Link], patterns: Mapping[str, Pattern]) -> ReasonView:
    found = sorted((links[i] for i in reason.links if i in links), key=lambda link: link.rank)
    rests_on = tuple(patterns[i] for i in reason.patterns if i in patterns)
    text = in_short(reason.text) if rests_on else reason.text
    return ReasonView(reason, text, tuple(found[:OPEN_CARDS]), max(0, len(found) - OPEN_CARDS), rests_on)


def _side(links: Sequence[Link], relations: Sequence[Relation]) -> Side:
    """One column: by relation, then what a person confirmed, then the strongest, what a person rejected last."""

    def order(link: Link) -> tuple[int, int, float, int]:
        state = link.review.state if link.review else None
        return relations.index(link.relation), _CONFIRMED_FIRST[state], -link.score, link.rank

    cards = [card(x) for x in sorted((x for x in links if x.relation in relations), key=order)]
    return Side(tuple(cards[:OPEN_CARDS]), tuple(cards[OPEN_CARDS:]))


def _source(claim: Claim) -> tuple[Row, ...]:
    s = claim.source
    rows = (
        *(("Outlet", s.outlet), ("Title", s.title), ("Address", s.url), ("Archived", s.archived)),
        *(("SHA-256", s.sha256), ("Note", s.note)),
    )
    return tuple(Row(label, text) for label, text in rows if text)


def _response(claim: Claim) -> tuple[Row, ...]:
    r = claim.response
    rows = (("Asked", date_words(r.asked_on)), ("Answered", date_words(r.received_on)), ("Answer", r.text))
    return tuple(Row(label, text) for label, text in rows if text)


def _pattern(pattern: Pattern, links: Sequence[Link], names: Mapping[str, str]) -> PatternView:
    quoting: dict[str, Link] = {}
    for link in links:
        quoting.setdefault(link.message.id, link)
    return PatternView(
        pattern=pattern,
        clauses=tuple(pattern.rule.split("; ")),
        title=PATTERN_WORDS[pattern.kind],
        between=_names(pattern.between, names) or "any party",
        relation=RELATION_WORDS[pattern.relation],
        span=period_words(pattern.first, pattern.last),
        per_side=tuple(Row(names.get(s, s), f"{n:,}") for s, n in sorted(pattern.counts.per_side.items())),
        people=tuple(person_words(p) for p in pattern.people),
        messages=tuple((i, quoting.get(i)) for i in pattern.message_ids),
    )


def _names(keys: Sequence[str], names: Mapping[str, str]) -> str:
    return " and ".join(names.get(key, key) for key in keys)


def _request(request: PatternRequest, names: Mapping[str, str]) -> str:
    between = f" between {_names(request.between, names)}" if request.between else ""
    return f"{PATTERN_WORDS[request.kind].lower()}{between}{f', {date_words(request.date)}' if request.date else ''}"


def _found(request: PatternRequest, patterns: Sequence[Pattern]) -> bool:
    return any(p.kind == request.kind and p.between == request.between[: len(p.between)] for p in patterns)
