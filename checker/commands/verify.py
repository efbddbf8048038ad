"""A case → whether its sources, ledger and reports agree, as lines or JSON: `checker verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.case import existing_case
from checker.console import Screen, write_json
from checker.errors import BadUsage, SourcesDiffer
from checker.verify.model import Verification, difference_line
from checker.verify.whole import verify_case
from evidence.index import open_index

MOST_NAMED = 200


def verify(folder: Path, paths: Sequence[Path], *, as_json: bool, quiet: bool) -> None:
    """`checker verify`."""
    if missing := [str(p) for p in paths if not p.exists()]:
        raise BadUsage(f"no such path: {', '.join(missing)}", "check the spelling; nothing was compared")
    screen, case = Screen(quiet=quiet), existing_case(folder, ingested=True)
    with open_index(case.database) as connection, screen.progress() as bar:
        bar.stage("Comparing with the sources", None)
        found = verify_case(connection, case.reports, paths, bar.reached)
    for note in found.notes:
        screen.say(f"Note: {note}.")
    if as_json:
        write_json(found.model_dump(mode="json"))
    else:
        _show(screen, found)
    if found.differences:
        count = _count(len(found.differences), "difference")
        raise SourcesDiffer(
            f"{folder}: {count} between the case and its sources", "what to do stands with each difference"
        )


def _show(screen: Screen, found: Verification) -> None:
    for difference in found.differences[:MOST_NAMED]:
        screen.write(difference_line(difference))
        screen.write(f"  → {difference.remedy}")
    if len(found.differences) > MOST_NAMED:
        screen.write(f"… and {len(found.differences) - MOST_NAMED:,} more; --json names them all")
    if not screen.quiet:
        for line in verified_lines(found):
            screen.write(line)


def verified_lines(found: Verification) -> list[str]:
    """What was compared, in words."""
    v = found.verified
    lines = [f"Compared {_count(v.files, 'file')} ({v.bytes:,} bytes) by size and SHA-256."]
    if found.differences:
        return ["", *lines]
    return [
        *lines,
        f"Read anew: {_count(v.messages, 'message')}; with {_count(v.gaps, 'recorded gap')} they leave no byte out.",
        f"Derived anew from the bytes: {_count(v.quotes, 'quote')} of {_count(v.reports, 'report')},"
        f" and {_count(v.copies, 'further place')} where their words stand;"
        f" {v.derived_twice:,} by the standard library as well, {v.by_reader_alone:,} by the reader alone.",
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
