"""A report × the files that it cites → the same report, fit to be written; one that a file gives the lie to is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from checker.case import Case
from checker.console import Screen
from checker.errors import SourcesDiffer
from checker.model import Report
from checker.verify.cited import ANEW, inner_faults
from checker.verify.ledger import written
from checker.verify.model import difference_line
from checker.verify.whole import compare_report
from evidence.hashing import sha256_hex
from evidence.index import note_written, open_index

# The flag of a quote whose file was not at hand when the report was written.
NOT_COMPARED = "not-compared"
MOST_NAMED = 5


def compared(connection: sqlite3.Connection, report: Report, screen: Screen) -> Report:
    """The report, with a flag at each quote whose file is not where it was read.

    Raises:
        SourcesDiffer: a file was changed, or a quote does not come out of its file; such a report is not written.
    """
    with screen.progress() as bar:
        bar.stage("Comparing quotes with the sources", None)
        found = compare_report(connection, report, bar.reached)
    differences = [*found.differences, *inner_faults("the report", report)]
    if differences:
        lines = [difference_line(d) for d in differences[:MOST_NAMED]]
        more = [f"… and {len(differences) - MOST_NAMED:,} more"] if len(differences) > MOST_NAMED else []
        raise SourcesDiffer("the report was not written:\n    " + "\n    ".join([*lines, *more]), differences[0].remedy)
    if found.missing:
        names = ", ".join(s.file for s in found.missing[:MOST_NAMED])
        more_ = f" and {len(found.missing) - MOST_NAMED:,} more" if len(found.missing) > MOST_NAMED else ""
        screen.say(f"Not where they were read, so that their quotes were not compared and are flagged: {names}{more_}")
    return _flagged(report, {(s.file, s.sha256) for s in found.missing})


def _flagged(report: Report, missing: set[tuple[str, str]]) -> Report:
    findings = []
    for finding in report.findings:
        links = []
        for link in finding.links:
            flags = [f for f in link.flags if f != NOT_COMPARED]
            absent = (link.locator.file, link.locator.sha256) in missing
            links.append(link.model_copy(update={"flags": (*flags, *([NOT_COMPARED] if absent else []))}))
        findings.append(finding.model_copy(update={"links": tuple(links)}))
    return report.model_copy(update={"findings": tuple(findings)})


def refuse_altered(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that a saved report is as the program wrote it, where that was noted.

    Raises:
        SourcesDiffer: it is not.
    """
    noted = written(connection).get(path.name)
    if noted is not None and noted != sha256_hex(path.read_bytes()):
        raise SourcesDiffer(f"{path} is not as the program wrote it; nothing was written", ANEW)


def note_reports(case: Case, *paths: Path) -> None:
    """Keep the SHA-256 of reports as they were written, so that `checker verify` finds any change to them."""
    inside = [p for p in paths if p.resolve().parent == case.reports.resolve()]
    if inside and case.database.is_file():
        with open_index(case.database) as connection:
            for path in inside:
                note_written(connection, path.name, sha256_hex(path.read_bytes()))
