"""The same input gives the same report, byte for byte but for `run.times`, whatever order paths are given in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checker.case import Case
from checker.report.as_json import report_json
from evidence.index import open_index
from evidence.ingest import ingest
from tests.checker.small_case import BODIES, CLAIMS, eml
from tests.checker.test_check import checked

ENVELOPE = "From kim@tollcam.example Tue Mar  5 10:00:00 2019\n"
BOX = "".join(f"{ENVELOPE}{eml(n, body)}\n" for n, body in enumerate(BODIES, 20))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders and two files with copies of one another, under the same names."""
    home = tmp_path_factory.mktemp("release")
    for folder, first in (("b", 1), ("a", 3), ("c", 1)):
        (home / folder).mkdir()
        for number, body in enumerate(BODIES, first):
            (home / folder / f"{number:02}.eml").write_text(eml(number, body), encoding="utf-8")
    (home / "box.mbox").write_text(BOX, encoding="utf-8")
    (home / "copy.eml").write_text(eml(1, BODIES[0]), encoding="utf-8")
    return home


def report_of(folder: Path, *runs: list[Path]) -> str:
    """The report of a case into which these paths were ingested, one list a run, times struck out."""
    case = Case(folder)
    folder.mkdir()
    case.claims_file.write_text(CLAIMS, encoding="utf-8")
    for paths in runs:
        with open_index(case.database) as connection:
            ingest(connection, paths, lambda done, total: None)
    return re.sub(r'"times": \{.*?\n    \}', '"times": {}', report_json(checked(case)), flags=re.DOTALL)


def test_the_order_of_paths_does_not_matter(release: Path, tmp_path: Path) -> None:
    """Folders and files given in another order, or one twice, give the same report."""
    a, b, c, box, copy = (release / name for name in ("a", "b", "c", "box.mbox", "copy.eml"))
    first = report_of(tmp_path / "one", [a, b, c, box, copy])
    assert json.loads(first)["findings"][0]["links"]
    assert "same bytes as" in first
    assert report_of(tmp_path / "two", [copy, box, c, a, b]) == first
    assert report_of(tmp_path / "three", [c, copy, box, b, a, b]) == first


def test_the_same_run_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    """Two cases over the same release have equal reports, and checking a case again changes nothing."""
    paths = [release / "a", release / "b"]
    assert report_of(tmp_path / "one", paths) == report_of(tmp_path / "two", paths, paths)
