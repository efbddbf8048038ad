"""A case that was checked by fakes and whose reports were written, and short ways to change and to verify it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from checker.case import Case
from checker.commands.checks import write_reports
from checker.verify.model import Verification
from checker.verify.whole import verify_case
from evidence.index import open_index
from evidence.ingest import ingest_file
from evidence.readers.files import input_files
from evidence.reading import open_here
from tests.checker.small_case import CLAIMS
from tests.checker.test_check import checked


def case_of(folder: Path, files: Mapping[str, bytes], *, ocr: bool = False) -> Case:
    """A case over these files, checked and reported; they stand in the folder `records` beside it."""
    records = folder / "records"
    for name, data in files.items():
        (records / name).parent.mkdir(parents=True, exist_ok=True)
        (records / name).write_bytes(data)
    case = Case(folder / "case")
    case.folder.mkdir()
    case.claims_file.write_text(CLAIMS, encoding="utf-8")
    with open_index(case.database) as connection:
        for entry in input_files([records]):
            ingest_file(connection, entry._replace(ocr=ocr), open_here)
    write_reports(case, checked(case))
    return case


def copy_of(case: Case, folder: Path) -> Case:
    """The same case and records in another folder, as if read there."""
    shutil.copytree(case.folder.parent, folder, dirs_exist_ok=True)
    made = Case(folder / case.folder.name)
    execute(made, f"UPDATE sources SET root = '{(folder / 'records').resolve()}'")
    return made


def verified(case: Case, *given: Path) -> Verification:
    """What verifying the case finds."""
    with open_index(case.database) as connection:
        return verify_case(connection, case.reports, given, lambda done, total: None)


def links(case: Case) -> list[dict[str, Any]]:
    """The links of the saved report."""
    tree = json.loads((case.reports / "report.json").read_text(encoding="utf-8"))
    return [link for finding in tree["findings"] for link in finding["links"]]


def edit_report(case: Case, change: Callable[[dict[str, Any]], None], *, noted: bool = False) -> None:
    """Change the saved report as somebody with an editor would; `noted` leaves the hash of the report as written."""
    path = case.reports / "report.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    change(tree)
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if not noted:
        execute(case, "DELETE FROM meta WHERE key LIKE 'written:%'")


def execute(case: Case, statement: str) -> None:
    """Change the case's database behind the program's back."""
    connection = sqlite3.connect(case.database)
    with connection:
        connection.execute(statement)
    connection.close()
