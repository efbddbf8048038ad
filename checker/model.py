"""The nouns of a finding: ScoreTerm, Link, Pattern, Reason, Coverage, Finding, Report.

They are `report.json` to the letter (format "checker-report/1"); docs/report-format.md describes each field.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checker.noun import Noun, Rounded, Span
from checker.run import ReportException, Run
from claims.model import Claim, PatternKind, Records

Relation = Literal["contradicts", "in_tension", "supports", "neutral"]
Verdict = Literal["contradicted", "in_tension", "supported", "mixed", "not_addressed"]
Band = Literal["strong", "moderate", "weak"]
Net = Literal["dense", "bm25", "structure"]
JoinedBy = Literal["reference", "quote", "printed", "subject"]
PropositionKind = Literal["asserts", "counter"]


class ScoreTerm(Noun):
    """One named reason with its share of the log-odds (natural)."""

    name: str
    value: Rounded
    text: str


class Person(Noun):
    """A mailbox as the record shows it."""

    name: str | None
    address: str | None
    raw: str


class MessageRef(Noun):
    """The message that holds a passage."""

    id: str
    message_id: str | None
    bates: str | None
    bates_end: str | None
    from_: Person | None = Field(alias="from")
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    date: str | None
    date_flags: tuple[str, ...]
    subject: str | None


class Locator(Noun):
    """Where a quote stands: file, member, part, byte range of the message, code-point spans of the text."""

    file: str
    sha256: str
    member: str | None
    part: str | None
    raw: Span
    spans: tuple[Span, ...]
    text_sha256: str
    page: tuple[int, ...]
    bates: tuple[str, ...]


class Context(Noun):
    """What stands round the quote in its own stretch."""

    before: str | None
    after: str | None


class SegmentRef(Noun):
    """The stretch of the message that the quote comes from, and who wrote it."""

    kind: str
    author: Person | None
    date: str | None
    attributed: str


class ThreadMail(Noun):
    """A mail that stands next to the quoted one in its thread."""

    id: str
    from_: Person | None = Field(alias="from")
    date: str | None
    first_words: str | None


class ThreadRef(Noun):
    """The thread of the message that holds the quote; copies of one mail count once."""

    messages: int
    position: int
    joined_by: tuple[JoinedBy, ...]
    previous: ThreadMail | None
    next: ThreadMail | None


class Witness(Noun):
    """Another place in the release where the same act is recorded."""

    message: MessageRef
    locator: Locator


class Review(Noun):
    """What a person said of a link."""

    state: Literal["confirmed", "rejected"]
    by: str
    on: str
    note: str | None


class Link(Noun):
    """A scored passage: how it bears on the claim, and the terms that add up to `score` (log-odds)."""

    id: str
    rank: int
    relation: Relation
    score: Rounded
    band: Band
    terms: tuple[ScoreTerm, ...]
    flags: tuple[str, ...]
    quote: str
    quote_display: str
    context: Context
    segment: SegmentRef
    message: MessageRef
    thread: ThreadRef | None
    locator: Locator
    same_act: tuple[Witness, ...]
    review: Review | None


class PatternCounts(Noun):
    """How much a pattern holds; `acts` counts copies of one message once."""

    messages: int
    acts: int
    people: int
    per_side: dict[str, int]


class Pattern(Noun):
    """A fact over many messages, with the exact messages and people behind it and the rule in words."""

    id: str
    kind: PatternKind
    between: tuple[str, ...]
    date: str | None
    rule: str
    counts: PatternCounts
    first: str | None
    last: str | None
    message_ids: tuple[str, ...]
    people: tuple[Person, ...]
    relation: Relation


class Reason(Noun):
    """One step of a verdict: the rule, in words, and what it rests on."""

    rule: str
    text: str
    links: tuple[str, ...]
    patterns: tuple[str, ...]


class LookedFor(Noun):
    """One proposition that was searched for, found or not. `best_link` is a link id."""

    proposition: str
    kind: PropositionKind
    drafted: bool
    scored: int
    best_link: str | None


class CoveredPeriod(Noun):
    """The period that the claim covers, as read."""

    from_: str | None = Field(alias="from")
    to: str | None


class Coverage(Noun):
    """What was searched for one claim."""

    period: CoveredPeriod
    nets: dict[Net, int]
    candidates: int
    scored: int
    messages_in_period: int
    undated: int
    no_text_pages: int
    withheld_pages: int | None
    looked_for: tuple[LookedFor, ...]


class Finding(Noun):
    """All about one claim, with a verdict by rule."""

    claim: Claim
    verdict: Verdict
    reasons: tuple[Reason, ...]
    status: Literal["unreviewed", "confirmed", "rejected"]
    links: tuple[Link, ...]
    patterns: tuple[Pattern, ...]
    coverage: Coverage


class Report(Noun):
    """`report.json`."""

    format: Literal["checker-report/1"] = "checker-report/1"
    records: Records
    run: Run
    findings: tuple[Finding, ...]
    exceptions: tuple[ReportException, ...]
