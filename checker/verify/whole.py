"""A case → whether its sources, its ledger and its reports agree: every file read once, progress told by file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.model import Report
from checker.verify.cited import ANEW, Cited, cited_by, saved_reports
from checker.verify.ledger import LedgerSource, asked_for, gaps, messages, never_read, sources, written
from checker.verify.model import Difference, Verification, Verified
from checker.verify.places import found_file
from checker.verify.quote import different
from checker.verify.records import Held
from checker.verify.source import READ_AGAIN, compare_source
from evidence.model import Skipped

Progress = Callable[[int, int], None]
NOT_THERE = "say where the files are now (`checker verify CASE PATH…`), or put them back"


class Compared(NamedTuple):
    """What was compared over several files, the files that were not there, the differences."""

    verified: Verified
    missing: tuple[LedgerSource, ...]
    differences: tuple[Difference, ...]


def verify_case(
    connection: sqlite3.Connection, reports: Path, given: Sequence[Path], progress: Progress
) -> Verification:
    """Compare everything that the case keeps with the files that it was read from.

    Args:
        connection: the case's database; its ledger is read, its texts are not.
        reports: the case's folder of reports.
        given: where to look for the files instead of where they were read.
        progress: is told the files done and the files in all.
    """
    saved = saved_reports(reports, written(connection))
    ledger = sources(connection)
    by_source, strays = _by_source(saved.cited, ledger)
    found = _compare(connection, ledger, by_source, given, progress, records=True)
    unread = never_read(connection)
    verified = found.verified.plus(Verified(reports=len(saved.reports), not_read=unread))
    notes = [f"{unread:,} files could not be opened at ingest and are not compared"] if unread else []
    return Verification(
        verified=verified,
        missing=tuple(s.file for s in found.missing),
        notes=(*notes, *saved.notes),
        differences=(*_missing(found.missing, given), *found.differences, *strays, *saved.differences),
    )


def compare_report(connection: sqlite3.Connection, report: Report, progress: Progress) -> Compared:
    """Compare every quote of one report with the files that it cites; what else the case keeps is left alone."""
    cited = list(cited_by("the report", report))
    by_source, strays = _by_source(cited, sources(connection))
    found = _compare(connection, list(by_source), by_source, (), progress, records=False)
    return found._replace(differences=(*found.differences, *strays))


def _by_source(
    cited: Iterable[Cited], ledger: Sequence[LedgerSource]
) -> tuple[Mapping[LedgerSource, list[Cited]], list[Difference]]:
    """Cited places by the file that they stand in, and those in a file that the ledger does not hold."""
    # Files of one name and content in two places are one source; the first was read, the others are its duplicates.
    rows = {(s.file, s.sha256): s for s in reversed(ledger)}
    rows |= {(s.file, s.sha256): s for s in reversed(ledger) if s.status != "duplicate"}
    found: dict[LedgerSource, list[Cited]] = defaultdict(list)
    strays = []
    for place in cited:
        row = rows.get((place.locator.file, place.locator.sha256))
        if row is None:
            strays.append(different(place, "the case's ledger holds no file of that name and SHA-256", ANEW))
        else:
            found[row].append(place)
    return dict(sorted(found.items(), key=lambda entry: (entry[0].file, entry[0].root))), strays


def _compare(
    connection: sqlite3.Connection,
    ledger: Sequence[LedgerSource],
    cited: Mapping[LedgerSource, Sequence[Cited]],
    given: Sequence[Path],
    progress: Progress,
    *,
    records: bool,
) -> Compared:
    total = Verified()
    missing: list[LedgerSource] = []
    differences: list[Difference] = []
    for done, source in enumerate(ledger, 1):
        entry = found_file(source, given)
        file = entry.load() if entry else None
        if file is None:
            missing.append(source)
        elif isinstance(file, Skipped):
            what = f"the file cannot be read: {file.reason}"
            differences.append(
                Difference(file=source.file, member=None, place="the whole file", what=what, remedy=READ_AGAIN)
            )
        else:
            kept = Held(messages(connection, source.pk), gaps(connection, source.pk))
            # Of a duplicate and of a file that was not read there is nothing to compare but its bytes.
            whole = records and (bool(kept.messages) or source.status in ("ok", "partial"))
            asked = file.model_copy(update=asked_for(connection, source.pk))
            found = compare_source(source, asked, kept, cited.get(source, ()), records=whole)
            total = total.plus(found.verified)
            differences += found.differences
        progress(done, len(ledger))
    return Compared(total, tuple(missing), tuple(differences))


def _missing(rows: Sequence[LedgerSource], given: Sequence[Path]) -> list[Difference]:
    """One difference a file; one for all files of a folder that is gone."""
    if given:
        return [_absent(row.file, f"the file is not in {', '.join(map(str, given))}") for row in rows]
    gone: dict[str, list[LedgerSource]] = defaultdict(list)
    found = []
    for row in rows:
        if Path(row.root).is_dir():
            found.append(_absent(row.file, f"the file is not in {row.root}"))
        else:
            gone[row.root].append(row)
    for root, held in sorted(gone.items()):
        count = f"{len(held):,} files" if len(held) > 1 else "1 file"
        found.append(_absent(held[0].file, f"the folder {root} is not there, with it {count}"))
    return found


def _absent(file: str, what: str) -> Difference:
    return Difference(file=file, member=None, place="the whole file", what=what, remedy=NOT_THERE)
