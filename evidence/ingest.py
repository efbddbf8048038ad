"""Released files → the case's index: the first half of the journey, file by file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from pathlib import Path

from evidence.attachments import unread_words
from evidence.errors import NoSuchPath, ReadingLost
from evidence.index import (
    LedgerRow,
    add_gap,
    add_skipped,
    add_source,
    finish_source,
    forget_refused,
    forget_unreadable,
    remedy_told,
    source_state,
    transaction,
    was_refused,
)
from evidence.message_rows import add_message
from evidence.model import Gap, Skipped
from evidence.pdf.ocr import require_ocr
from evidence.readers.extras import can_be_read_now
from evidence.readers.files import FoundFile, input_files
from evidence.readers.gaps import NOT_READ, filled
from evidence.reading import Item, Opened, Opener, bytes_of
from evidence.replacing import forget, lacks_ocr, withdraw
from evidence.watched import WatchedReading

Progress = Callable[[int, int], None]
# What cannot be stored must not cost the other files: the file is refused with its reason. Errors of the database, of
# the disk and Ctrl-C are not among these.
STORING_FAULTS = (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError, sqlite3.DataError)


def ingest(
    connection: sqlite3.Connection,
    paths: Sequence[Path],
    progress: Progress,
    columns: tuple[tuple[str, str], ...] = (),
    *,
    ocr: bool = False,
) -> int:
    """Read every file under `paths` into the index, each in a transaction of its own.

    Files that the ledger holds already are passed over, so that running again resumes. Each is read in a process of its
    own, which may fail without harm. `progress` is told the files done and the files found. `columns` says what the
    columns of tables are (pairs of role and head); a table that was refused is then read again. With `ocr`, pages
    without text are recognised, and files that the ledger holds with such pages are read again.

    Returns:
        How many files were new.

    Raises:
        NoSuchPath: one of `paths` does not exist; nothing is read then.
        OcrMissing: `ocr` is asked for and cannot be had; nothing is read then.
        ReaderMissing: no process can be started to read in.
    """
    missing = [p for p in paths if not p.exists()]
    if missing:
        raise NoSuchPath(f"no such path: {', '.join(map(str, missing))}", "check the spelling; nothing was ingested")
    if ocr:
        require_ocr()
    found = [entry._replace(columns=columns, ocr=ocr) for entry in input_files(paths)]
    new = 0
    with WatchedReading() as reading:
        for done, entry in enumerate(found, 1):
            new += ingest_file(connection, entry, reading.open)
            progress(done, len(found))
    return new


def ingest_file(connection: sqlite3.Connection, entry: FoundFile, opener: Opener) -> bool:
    """Read one file into the index; False where the ledger holds it already."""
    opened = opener(entry)
    if isinstance(opened, Skipped):
        return _refuse(connection, entry, "", opened)
    known, original = source_state(connection, entry.root, entry.file, opened.sha256)
    again = lacks_ocr(connection, entry.root, entry.file, opened.sha256) if entry.ocr else None
    if known and again is None and not _worth_another_try(connection, entry, opened.sha256):
        return False
    try:
        with transaction(connection):
            dropped = forget(connection, again) if again is not None else []
            forget_unreadable(connection, entry.root, entry.file)
            forget_refused(connection, entry.root, entry.file, opened.sha256)
            if original is not None and again is None:
                add_source(connection, _row(entry, opened, "duplicate", f"same bytes as {original}"))
                return True
            source = add_source(connection, _row(entry, opened, "ok", None))
            finish_source(connection, source, *_outcome(*_store(connection, source, opened.items())))
            withdraw(connection, dropped)
    except ReadingLost as lost:
        # Another run may have more time or memory: without a hash the file is tried again, like one that was locked.
        return _refuse(
            connection, entry, "", Skipped(member=None, status="refused", reason=lost.what, remedy=lost.remedy)
        )
    except STORING_FAULTS as error:
        return _refuse(connection, entry, opened.sha256, _failed(error))
    return True


def _worth_another_try(connection: sqlite3.Connection, entry: FoundFile, sha256: str) -> bool:
    """Whether a file of the ledger was refused for want of something that is there now: columns, or a library."""
    if entry.columns and was_refused(connection, entry.root, entry.file, sha256):
        return True
    return can_be_read_now(remedy_told(connection, entry.root, entry.file, sha256))


def _failed(error: BaseException) -> Skipped:
    reason = f"storing it failed: {type(error).__name__}: {error}"
    remedy = "this is a fault of the program, not of the file: report it; the other files are read"
    return Skipped(member=None, status="refused", reason=reason, remedy=remedy)


def _store(connection: sqlite3.Connection, source: int, items: Iterable[Item]) -> tuple[int, list[Skipped]]:
    """Messages go to the index one by one, so that a big mailbox is never in memory as messages."""
    messages, skipped = 0, []
    unread: Counter[str] = Counter()
    for member, found in filled(items, bytes_of, attrgetter("size")):
        if isinstance(found, Skipped):
            add_skipped(connection, source, found)
            skipped.append(found)
        elif isinstance(found, Gap):
            add_gap(connection, source, member.name, found)
        else:
            add_message(connection, source, (member.name, member.sha256), found.message, found.cut)
            messages += 1
            unread += unread_words(found.message.flags)
    if unread:
        skipped.append(_attachments_unread(unread))
        add_skipped(connection, source, skipped[-1])
    return messages, skipped


def _attachments_unread(by_reason: Counter[str]) -> Skipped:
    """One row for all attachments of a file that may hold words and were not read; each mail names its own."""
    total = by_reason.total()
    kinds = ", ".join(f"{n} × {reason}" for reason, n in sorted(by_reason.items(), key=lambda x: (-x[1], x[0])))
    reason = f"{total} {'attachment was' if total == 1 else 'attachments were'} not read: {kinds}"
    remedy = "`checker show` names them at their messages; save those that matter as text or .docx and ingest that"
    return Skipped(member=None, status="partial", reason=reason, remedy=remedy)


def _outcome(messages: int, skipped: Iterable[Skipped]) -> tuple[str, str | None, str | None]:
    trouble = list(skipped)
    if not trouble:
        return ("ok", None, None) if messages else ("refused", "holds no message", "check what the file is")
    first = trouble[0]
    more = f" (and {len(trouble) - 1} more)" if len(trouble) > 1 else ""
    return ("partial" if messages else "refused", first.reason + more, first.remedy)


def _refuse(connection: sqlite3.Connection, entry: FoundFile, sha256: str, skipped: Skipped) -> bool:
    if source_state(connection, entry.root, entry.file, sha256)[0]:
        return False
    row = LedgerRow(entry.file, entry.root, sha256, entry.size, "refused", skipped.reason, skipped.remedy)
    with transaction(connection):
        source = add_source(connection, row)
        add_skipped(connection, source, skipped)
        if sha256 and entry.size:
            add_gap(connection, source, None, Gap(start=0, end=entry.size, why=NOT_READ))
    return True


def _row(entry: FoundFile, opened: Opened, status: str, reason: str | None) -> LedgerRow:
    remedy = "nothing to do: its messages are in the case once" if status == "duplicate" else None
    return LedgerRow(entry.file, entry.root, opened.sha256, opened.size, status, reason, remedy)
