"""This installation → what works: packages, packaged models, example, cache."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version as installed
from pathlib import Path
from typing import NamedTuple

from checker.commands.example import example_folder
from checker.errors import CheckerError
from checker.models import open_encoder, open_judge
from checker.provenance import python_version, version
from checker.settings import Settings
from evidence.readers import extras

PACKAGES = ("sentence-transformers", "torch", "transformers", "peft", "onnxruntime", "pydantic", "typer")


class Checked(NamedTuple):
    """One line of the doctor."""

    what: str
    ok: bool
    found: str


def examine() -> tuple[Checked, ...]:
    """Every check, none of which stops the others."""
    lines = [Checked("checker", True, version()), Checked("python", True, python_version())]
    lines += [Checked(name, True, installed(name)) for name in PACKAGES]
    lines.append(_try("SQLite with FTS5", _fts5))
    lines.append(_try("embedding model", _encodes))
    lines.append(_try("entailment model", _reads))
    lines.append(_try("shipped example", lambda: example_folder().name))
    lines.append(Checked("Outlook mailboxes (.pst, .ost)", True, outlook_mailboxes()))
    return tuple(lines)


def outlook_mailboxes() -> str:
    """A library that is not needed for anything else: its absence is no fault."""
    if not extras.installed(extras.OUTLOOK):
        return f"not read; {extras.INSTALL}"
    return f"libpff {import_module(extras.OUTLOOK).get_version()}"


def _try(what: str, check: Callable[[], str]) -> Checked:
    try:
        return Checked(what, True, check())
    except (CheckerError, OSError, ImportError, sqlite3.Error) as error:
        return Checked(what, False, str(error))


def _fts5() -> str:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "x.sqlite")
        connection.execute("CREATE VIRTUAL TABLE x USING fts5(text)")
        connection.close()
    return sqlite3.sqlite_version


def _encodes() -> str:
    encoder = open_encoder(Settings())
    return f"{encoder.used.name}, {encoder.used.engine}, {encoder.encode(['a sentence']).shape[1]} dimensions"


def _reads() -> str:
    judge = open_judge(Settings())
    judge.entailment([("A man sleeps.", "A person is asleep.")])
    return f"{judge.used.name}, {judge.used.engine}, weights {judge.used.sha256[:12]}"


def show_examined(lines: Sequence[Checked], *, as_json: bool) -> None:
    """Print what was found.

    Raises:
        CheckerError: something does not work.
    """
    if as_json:
        sys.stdout.write(json.dumps([line._asdict() for line in lines], indent=2) + "\n")
    else:
        for line in lines:
            sys.stdout.write(f"{'ok  ' if line.ok else 'FAIL'}  {line.what}: {line.found}\n")
    if not all(line.ok for line in lines):
        raise CheckerError("some checks failed", "reinstall the program in a fresh environment")
