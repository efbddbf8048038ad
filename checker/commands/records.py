"""A case and released files → the case's index, with the ledger shown: `checker new` and `checker ingest`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from checker.case import existing_case, new_case
from checker.console import Screen, ledger_lines
from checker.errors import CheckerError
from checker.models import open_encoder
from checker.settings import Settings
from checker.vectors import encode_missing, missing_vectors
from evidence.index import counts, open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup


def new(folder: Path) -> None:
    """`checker new`."""
    case = new_case(folder)
    screen = Screen(quiet=False)
    screen.say(f"Made {case.claims_file}")
    screen.say(f"Fill it in, then run: checker ingest {folder} PATH…")


def ingest_paths(
    folder: Path, paths: Sequence[Path], settings: Settings, *, encode: bool, strict: bool, quiet: bool
) -> None:
    """`checker ingest`."""
    case, screen = existing_case(folder), Screen(quiet=quiet)
    with open_index(case.database) as connection:
        with screen.progress() as bar:
            bar.stage("Reading files", None)
            ingest(connection, paths, bar.reached)
            if encode:
                encoder = open_encoder(settings)
                bar.stage("Encoding passages", missing_vectors(connection, encoder))
                encode_missing(connection, encoder, bar.step)
        held, rows = dict(counts(connection)), list(Lookup(connection).ledger())
    screen.ledger(ledger_lines(held, rows))
    troubled = held["partial"] + held["refused"]
    if troubled and quiet:
        sys.stderr.write(
            f"checker: {troubled} of {held['sources']} files were not read in full; the report lists them\n"
        )
    if strict and held["refused"]:
        raise CheckerError(
            f"{held['refused']} of {held['sources']} files were refused", "read the ledger, or leave --strict out"
        )
