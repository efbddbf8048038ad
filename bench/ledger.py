"""Released files → how many of them, or of their mails, the ledger does not account for, and what is shown unflagged.

    python -m bench ledger [DIR]

DIR (mail-hard of ../shared where none is named) is ingested into a new case. Counted are files without a row, rows
other than "ok" without a reason and remedy, files with bytes in no message and no gap, and segments whose text holds
U+FFFD and no flag says so. Each should be nought.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.mail_hard import unpack
from evidence.index import open_index
from evidence.ingest import ingest

_DOUBT = re.compile(r"charset-|replacement-characters|letters-unknown|ocr|guessed")


def main() -> None:
    """Print one table."""
    options = argparse.ArgumentParser(prog="bench ledger", description=__doc__.partition("\n")[0])
    options.add_argument("folder", nargs="?", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name) / "records"
        if not given.folder:
            unpack(folder)
        with open_index(Path(name) / "case.sqlite") as connection:
            ingest(connection, [folder], lambda done, found: None)
            files = sum(1 for p in folder.rglob("*") if not p.is_dir())
            report(connection, files)


def report(connection: sqlite3.Connection, files: int) -> None:
    """The counts of one case."""
    states = connection.execute("SELECT status, count(*) FROM sources GROUP BY status ORDER BY status").fetchall()
    rows = sum(n for _, n in states)
    mute = connection.execute(
        "SELECT count(*) FROM sources WHERE status <> 'ok' AND (coalesce(reason, '') = '' OR coalesce(remedy, '') = '')"
    ).fetchone()[0]
    messages = connection.execute("SELECT count(*) FROM messages").fetchone()[0]
    print(f"{files} files, {messages} messages: {', '.join(f'{n} {status}' for status, n in states)}\n")
    print("| | count |\n| --- | --- |")
    print(f"| files without a row in the ledger | {files - rows} |")
    print(f"| rows without a reason or remedy | {mute} |")
    print(f"| files with bytes in no message and no gap | {unaccounted(connection)} |")
    print(f"| segments with U+FFFD in their text and no flag | {unflagged(connection)} |")


def unaccounted(connection: sqlite3.Connection) -> int:
    """Files of which some byte stands in no message and no gap."""
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, start, end in connection.execute(
        "SELECT source, raw_start, raw_end FROM messages WHERE member IS NULL"
        " UNION ALL SELECT source, raw_start, raw_end FROM gaps WHERE member IS NULL"
    ):
        held[source].append((start, end))
    sizes = connection.execute("SELECT pk, size FROM sources WHERE status <> 'duplicate' AND sha256 <> ''").fetchall()
    return sum(_reach(held[pk]) < size for pk, size in sizes)


def _reach(ranges: list[tuple[int, int]]) -> int:
    """How far from byte 0 the ranges leave nothing out."""
    at = 0
    for start, end in sorted(ranges):
        if start > at:
            break
        at = max(at, end)
    return at


def unflagged(connection: sqlite3.Connection) -> int:
    """Segments of texts with replacement characters that say nothing of it."""
    rows = connection.execute(
        "SELECT s.text_flags, s.pages FROM segments s JOIN texts t ON t.pk = s.text"
        " WHERE instr(t.text, char(65533)) > 0"
    )
    return sum(not _DOUBT.search(flags + pages) for flags, pages in rows)


if __name__ == "__main__":
    main()
