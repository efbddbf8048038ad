"""The commands that read with a model, run with tiny ones: options take effect everywhere, streams stay apart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checker.report.as_json import load_report
from tests.checker.small_case import CLAIMS, make_case, ran
from tests.checker.test_evaluate_fakes import tree, write_lines

pytestmark = pytest.mark.model


@pytest.fixture
def models(tiny_embedding: Path, tiny_nli: Path) -> tuple[str, ...]:
    """The options that name both tiny models."""
    return ("--embedding-model", str(tiny_embedding), "--nli-model", str(tiny_nli))


def without_times(text: str) -> Mapping[str, Any]:
    """A report without the one part that may differ between equal runs."""
    found: dict[str, Any] = json.loads(text)
    found["run"].pop("times")
    return found


def test_check_writes_both_reports_and_the_table(tmp_path: Path, models: tuple[str, ...]) -> None:
    """Verdicts on stdout, the place of the report on stderr, exit 0 whatever the verdicts are."""
    case = make_case(tmp_path / "case")
    result = ran("check", case.folder, *models)
    assert result.exit_code == 0, result.stderr
    assert "no-relationship" in result.stdout
    assert "not reviewed" in result.stdout
    assert str(case.reports / "report.html") in result.stderr
    assert sorted(p.name for p in case.reports.iterdir()) == ["report.html", "report.json"]


def test_json_is_the_report_alone_on_stdout(tmp_path: Path, models: tuple[str, ...]) -> None:
    """What stdout holds is what the file holds, to the byte; quiet leaves stderr empty."""
    case = make_case(tmp_path / "case")
    result = ran("check", case.folder, "--json", "--quiet", *models)
    assert result.stdout == (case.reports / "report.json").read_text(encoding="utf-8")
    assert result.stderr == ""
    assert [f.claim.id for f in load_report(result.stdout).findings] == ["no-relationship", "no-cameras"]


def test_quiet_without_json_prints_nothing(tmp_path: Path, models: tuple[str, ...]) -> None:
    """The report is written all the same."""
    case = make_case(tmp_path / "case")
    result = ran("check", case.folder, "-q", *models)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (case.reports / "report.json").is_file()


def test_equal_runs_give_equal_reports_but_for_the_times(tmp_path: Path, models: tuple[str, ...]) -> None:
    """Fresh readings or kept ones, this case or another with the same records: the same report."""
    case = make_case(tmp_path / "case")
    first, second = (ran("check", case.folder, "--json", *models).stdout for _ in range(2))
    other = ran("check", make_case(tmp_path / "b" / "case").folder, "--json", *models).stdout
    assert without_times(first) == without_times(second) == without_times(other)


def test_claim_may_be_repeated_and_keeps_the_order_of_the_file(tmp_path: Path, models: tuple[str, ...]) -> None:
    """Naming all claims in any order is naming none."""
    case = make_case(tmp_path / "case")
    one = json.loads(ran("check", case.folder, "--json", "--claim", "no-cameras", *models).stdout)
    assert [f["claim"]["id"] for f in one["findings"]] == ["no-cameras"]
    named = ("--claim", "no-cameras", "--claim", "no-relationship")
    both = ran("check", case.folder, "--json", *named, *models).stdout
    assert without_times(both) == without_times(ran("check", case.folder, "--json", *models).stdout)


def test_a_case_without_a_message_is_1(tmp_path: Path, models: tuple[str, ...]) -> None:
    """There is nothing to hold the claims against."""
    result = ran("check", make_case(tmp_path / "case", bodies=[]).folder, *models)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no message" in result.stderr
    assert "checker ingest" in result.stderr


def test_claims_with_five_mistakes_are_2_with_all_of_them(tmp_path: Path, models: tuple[str, ...]) -> None:
    """Each with its line and remedy, before a model is opened; no report is written."""
    bad = CLAIMS.replace("kind: agency", "kind: agancy").replace("wording: verbatim", "wordng: verbatim")
    bad = bad.replace('made_on: "2020-06"', 'made_on: "2020-13"', 1).replace("speaker: board", "speaker: bord", 1)
    bad = bad.replace("id: no-cameras", "id: no-relationship")
    case = make_case(tmp_path / "case", claims=bad)
    result = ran("check", case.folder, *models)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("→") == 5, result.stderr
    assert not case.reports.exists()


@pytest.mark.parametrize("option", ["--embedding-model", "--nli-model"])
def test_a_model_that_is_not_there_stops_before_anything_is_written(option: str, tmp_path: Path) -> None:
    """Exit 2, the option named, no report."""
    case = make_case(tmp_path / "case")
    result = ran("check", case.folder, option, tmp_path / "none")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{option}: no such model folder: {tmp_path / 'none'}" in result.stderr
    assert not case.reports.exists()


def test_the_report_names_the_models_that_were_named(
    tmp_path: Path, models: tuple[str, ...], tiny_embedding: Path, tiny_nli: Path
) -> None:
    """Role, name, hash, engine and precision of what really ran."""
    run = json.loads(ran("check", make_case(tmp_path / "case").folder, "--json", *models).stdout)["run"]
    found = {m["role"]: m for m in run["models"]}
    assert (found["embedding"]["name"], found["entailment"]["name"]) == (str(tiny_embedding), str(tiny_nli))
    assert {found[role]["engine"] for role in ("embedding", "entailment")} == {"torch"}
    assert len({m["sha256"] for m in run["models"]}) == 3
    assert run["settings"]["embedding_model"] == str(tiny_embedding)


def test_vectors_of_two_models_stand_apart(tmp_path: Path, tiny_embedding: Path) -> None:
    """A model never searches the vectors of another: each has its own, of its own width."""
    case = make_case(tmp_path / "case")
    assert ran("ingest", case.folder, tmp_path / "case-records", "--encode").exit_code == 0
    found = ran("search", case.folder, "cameras", "--json", "--embedding-model", tiny_embedding)
    assert found.exit_code == 0, found.stderr
    again = ran("search", case.folder, "cameras", "--json")
    with sqlite3.connect(case.database) as connection:
        stored = connection.execute("SELECT model, sum(count), max(dimensions) FROM vectors GROUP BY model").fetchall()
        texts = connection.execute("SELECT count(*) FROM distinct_texts").fetchone()[0]
    connection.close()
    assert {(model.split("/")[0], count, width) for model, count, width in stored} == {
        ("onnxruntime", texts, 384),
        ("torch", texts, 16),
    }
    assert "cameras" in json.loads(again.stdout)[0]["quote"]


def test_search_prints_places_or_json_alone(tmp_path: Path, tiny_embedding: Path) -> None:
    """The best passage with its message and file; `--top` bounds the list."""
    case = make_case(tmp_path / "case")
    plain = ran("search", case.folder, "north", "pier", "--top", "1", "--embedding-model", tiny_embedding)
    assert plain.exit_code == 0, plain.stderr
    assert "0002.eml" in plain.stdout
    rows = json.loads(
        ran("search", case.folder, "north pier", "--top", "2", "--json", "--embedding-model", tiny_embedding).stdout
    )
    assert len(rows) == 2
    assert rows[0]["locator"]["file"] == "0002.eml"
    assert rows[0]["message"]["message_id"] == "note-2@tollcam.example"


def test_evaluate_takes_the_named_models(tmp_path: Path, models: tuple[str, ...], tiny_nli: Path) -> None:
    """Figures are those of the model that was named, not of the packaged one."""
    rows = [{"premise": b, "hypothesis": "There is a contract.", "label": "neutral"} for b in ("a", "contract", "pier")]
    file = write_lines(tmp_path / "rows.jsonl", rows)
    ran("evaluate", "nli", file, "--predictions", tmp_path / "tiny.jsonl", "--nli-model", tiny_nli)
    ran("evaluate", "nli", file, "--predictions", tmp_path / "own.jsonl")
    assert (tmp_path / "tiny.jsonl").read_text() != (tmp_path / "own.jsonl").read_text()
    gold = write_lines(
        tmp_path / "gold.jsonl",
        [{"claim": "no-cameras", "message_id": "note-2@tollcam.example", "label": "contradicts", "quote": "cameras"}],
    )
    result = ran("evaluate", "case", make_case(tmp_path / "case").folder, "--gold", gold, "--json", *models)
    assert result.exit_code == 0, result.stderr
    assert [c["id"] for c in json.loads(result.stdout)["claims"]] == ["no-relationship", "no-cameras"]


@pytest.mark.parametrize(("format_", "start"), [("html", "<!"), ("json", "{"), ("md", "#")])
def test_report_writes_each_format_to_stdout_or_a_file(
    format_: str, start: str, tmp_path: Path, models: tuple[str, ...]
) -> None:
    """`-` is stdout alone; a path is that file; neither is the case's own report folder."""
    case = make_case(tmp_path / "case")
    ran("check", case.folder, *models)
    printed = ran("report", case.folder, "--format", format_, "--output", "-")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout.lstrip().startswith(start)
    written = ran("report", case.folder, "--format", format_, "--output", tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed.stdout
    assert (written.stdout, str(tmp_path / "out") in written.stderr) == ("", True)
    ran("report", case.folder, "--format", format_)
    assert (case.reports / f"report.{format_}").read_text(encoding="utf-8") == printed.stdout


@pytest.mark.parametrize("target", ["none/out.html", "."])
def test_report_into_a_folder_that_is_not_there_is_2(target: str, tmp_path: Path, models: tuple[str, ...]) -> None:
    """What cannot be a file is bad usage, and named."""
    case = make_case(tmp_path / "case")
    ran("check", case.folder, *models)
    result = ran("report", case.folder, "--output", tmp_path / target)
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_a_saved_report_that_is_damaged_is_named(tmp_path: Path, models: tuple[str, ...]) -> None:
    """A file cut off by something else is no traceback."""
    case = make_case(tmp_path / "case")
    ran("check", case.folder, *models)
    saved = case.reports / "report.json"
    saved.write_text(saved.read_text(encoding="utf-8")[:500], encoding="utf-8")
    result = ran("report", case.folder)
    assert result.exit_code == 2
    assert str(saved) in result.stderr


def test_pairs_reads_with_the_named_models(tmp_path: Path, models: tuple[str, ...]) -> None:
    """One prediction a pair, by models that are not the packaged ones."""
    rows = [tree(1, "The Board has no contract.", "The contract was signed today.", "contradicts")]
    file = write_lines(tmp_path / "pairs.jsonl", rows)
    result = ran("evaluate", "pairs", file, "--json", "--predictions", tmp_path / "said.jsonl", *models)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["n"] == 1
    assert json.loads((tmp_path / "said.jsonl").read_text())["id"] == "p1"
