"""Report → what was released, what was read of it and what was searched for a claim, as labelled rows."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from checker.model import Finding, Report
from checker.report.words import NET_WORDS, date_words, period_words
from checker.run import ReportException


class Row(NamedTuple):
    """A label and what stands beside it."""

    label: str
    text: str


class Ledger(NamedTuple):
    """How many files ended how; the rows add up to the files of the run."""

    rows: tuple[Row, ...]
    total: int
    exceptions: tuple[ReportException, ...]


def records(report: Report) -> tuple[Row, ...]:
    """What was released, and how much of it was read."""
    held = report.records
    period = period_words(held.period.from_, held.period.to) if held.period else "not stated"
    withheld = "not stated" if held.withheld_pages is None else f"{held.withheld_pages:,}"
    return (
        Row("Released by", held.body or "not stated"),
        Row("Request", held.request or "not stated"),
        Row("Received", date_words(held.received_on) or "date not known"),
        Row("Period of the records", period),
        Row("Pages withheld", withheld),
        Row("Read", f"{report.run.counts.messages:,} messages in {report.run.counts.files:,} files"),
    )


def coverage(finding: Finding) -> tuple[Row, ...]:
    """What was searched for one claim."""
    c = finding.coverage
    nets = "; ".join(f"{NET_WORDS[net]}: {c.nets[net]:,}" for net in NET_WORDS if net in c.nets)
    withheld = "not stated" if c.withheld_pages is None else f"{c.withheld_pages:,}"
    return (
        Row("Period searched", period_words(c.period.from_, c.period.to)),
        Row("Messages in that period", f"{c.messages_in_period:,}"),
        Row("Messages without a date", f"{c.undated:,}"),
        Row("Passages brought up", f"{c.candidates:,} ({nets})"),
        Row("Pairs of passage and proposition read", f"{c.scored:,}"),
        Row("Pages without text", f"{c.no_text_pages:,}"),
        Row("Pages withheld", withheld),
    )


def ledger(report: Report) -> Ledger:
    """How the files of the run ended, counted over files."""
    by_file: dict[str, list[ReportException]] = defaultdict(list)
    for row in report.exceptions:
        by_file[row.file].append(row)
    ended = {"refused": 0, "duplicate": 0, "partial": 0}
    for remarks in by_file.values():
        whole = {r.status for r in remarks if r.member is None}
        ended[next((s for s in ("refused", "duplicate") if whole == {s}), "partial")] += 1
    total = report.run.counts.files
    rows = (
        Row("read in full", f"{total - len(by_file):,}"),
        Row("read in part, or holding items that were not read", f"{ended['partial']:,}"),
        Row("refused", f"{ended['refused']:,}"),
        Row("duplicates of another file", f"{ended['duplicate']:,}"),
    )
    return Ledger(rows, total, report.exceptions)
