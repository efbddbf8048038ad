"""A case and released files → the case's index, with the ledger shown: `checker new` and `checker ingest`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from checker.case import existing_case, new_case
from checker.console import Screen, ledger_lines, table_lines
from checker.errors import BadUsage, CheckerError
from checker.models import open_encoder
from checker.settings import Settings
from checker.vectors import encode_missing, missing_vectors
from evidence.index import column_readings, counts, open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup
from evidence.readers.columns import ROLES, pairs_in


def new(folder: Path) -> None:
    """`checker new`."""
    case = new_case(folder)
    screen = Screen(quiet=False)
    screen.say(f"Made {case.claims_file}")
    screen.say(f"Fill it in, then run: checker ingest {folder} PATH…")


class Asked(NamedTuple):
    """What a person asks of an ingest: what the columns of tables are, and which of its options are on."""

    columns: tuple[tuple[str, str], ...]
    ocr: bool
    encode: bool
    strict: bool
    quiet: bool


def ingest_paths(folder: Path, paths: Sequence[Path], settings: Settings, asked: Asked) -> None:
    """`checker ingest`."""
    case, screen = existing_case(folder), Screen(quiet=asked.quiet)
    with open_index(case.database) as connection:
        with screen.progress() as bar:
            bar.stage("Reading files", None)
            ingest(connection, paths, bar.reached, asked.columns, ocr=asked.ocr)
            if asked.encode:
                encoder = open_encoder(settings)
                bar.stage("Encoding passages", missing_vectors(connection, encoder))
                encode_missing(connection, encoder, bar.step)
        held, rows = dict(counts(connection)), list(Lookup(connection).ledger())
        tables = column_readings(connection)
    screen.ledger(ledger_lines(held, rows))
    screen.ledger(table_lines(tables))
    troubled = held["partial"] + held["refused"]
    if troubled and asked.quiet:
        sys.stderr.write(
            f"checker: {troubled} of {held['sources']} files were not read in full; the report lists them\n"
        )
    if asked.strict and held["refused"]:
        raise CheckerError(
            f"{held['refused']} of {held['sources']} files were refused", "read the ledger, or leave --strict out"
        )


def columns_of(options: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of role and column's name out of "sender=From,date=Sent".

    Raises:
        BadUsage: something else, or a role that is not known.
    """
    try:
        return tuple(pair for option in options for pair in pairs_in(option))
    except ValueError as error:
        remedy = f"write role=NAME; the roles are {', '.join(ROLES)}"
        raise BadUsage(f"--columns: '{error}' names no column", remedy) from error
