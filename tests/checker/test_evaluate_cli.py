"""The commands: what goes to stdout, which errors end them, and that the page of the docs says all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from checker.case import new_case
from checker.cli_evaluate import evaluate_app
from checker.errors import BadUsage
from checker.evaluate.figures import figures_schema
from checker.evaluate.inputs import NliRow
from checker.evaluate.nli import judge_rows, nli_figures
from checker.evaluate.tables import tables
from evidence.index import open_index
from tests.checker.test_evaluate_fakes import RuleJudge, claim_reader, write_lines

ROWS = [
    {"premise": "All in secret.", "hypothesis": "It was not said.", "label": "contradiction"},
    {"premise": "All in secret.", "hypothesis": "It was said.", "label": "entailment"},
    {"premise": "Lunch at noon.", "hypothesis": "It was said.", "label": "neutral"},
    {"premise": "Lunch at noon.", "hypothesis": "It was not said.", "label": "contradiction"},
]
DOC = Path(__file__).resolve().parents[2] / "docs" / "evaluate.md"


def ran(*words: object) -> Result:
    """What a command ended in."""
    return CliRunner().invoke(evaluate_app, [str(w) for w in words])


def test_nli_reads_each_distinct_pair_once_and_counts_every_row() -> None:
    """Three of four right; contradiction 1 of 1 said and 1 of 2 found; the doubled row is not asked twice."""
    judge, steps = RuleJudge(claim_reader), []
    rows = [NliRow.model_validate(r) for r in [*ROWS, ROWS[0]]]
    said = judge_rows(rows, judge, steps.append)
    assert (judge.asked, [s.label for s in said]) == (
        4,
        ["contradiction", "entailment", "neutral", "neutral", "contradiction"],
    )
    found = nli_figures(rows[:4], said[:4])
    assert (found.n, found.accuracy) == (4, 0.75)
    assert (found.labels["contradiction"].precision, found.labels["contradiction"].recall) == (1, 0.5)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert said[0].p == pytest.approx({"contradiction": 0.9, "entailment": 0.05, "neutral": 0.05})


@pytest.mark.parametrize("command", ["pairs", "nli"])
def test_bad_lines_end_with_exit_code_2_before_any_model_is_opened(command: str, tmp_path: Path) -> None:
    """A typing mistake costs a second, not the minutes of a run."""
    result = ran(command, write_lines(tmp_path / "bad.jsonl", [{"premise": 1}]), "--json", "--nli-model", "no-such")
    assert isinstance(result.exception, BadUsage)
    assert result.exception.exit_code == 2
    assert result.stdout == ""


def test_predictions_into_a_folder_that_is_not_there_are_refused_at_once(tmp_path: Path) -> None:
    """Said before the model runs, for otherwise the work is lost."""
    rows = write_lines(tmp_path / "rows.jsonl", ROWS)
    result = ran("nli", rows, "--predictions", tmp_path / "none" / "out.jsonl", "--nli-model", "no-such")
    assert isinstance(result.exception, BadUsage)
    assert "--predictions" in str(result.exception)


def test_case_names_gold_lines_of_unknown_claims(tmp_path: Path) -> None:
    """Gold is read against the claims file before the check runs."""
    case = new_case(tmp_path / "case")
    case.claims_file.write_text(
        'claims: [{id: a, speaker: x, statement: "There is none."}]\nparties: {x: {name: X}}\n', encoding="utf-8"
    )
    with open_index(case.database):
        pass
    gold = write_lines(tmp_path / "gold.jsonl", [{"claim": "b", "bates": "1", "label": "supports", "quote": "Yes."}])
    result = ran("case", case.folder, "--gold", gold)
    assert isinstance(result.exception, BadUsage)
    assert "line 1: no claim b in this case: write one of a" in str(result.exception)


def test_a_case_that_is_none_is_bad_usage(tmp_path: Path) -> None:
    """No such folder: exit code 2."""
    result = ran("case", tmp_path / "none", "--gold", tmp_path / "gold.jsonl")
    assert isinstance(result.exception, BadUsage)


def test_the_tables_show_what_the_json_holds() -> None:
    """Each label has its row."""
    rows = [NliRow.model_validate(r) for r in ROWS]
    shown = tables(nli_figures(rows, judge_rows(rows, RuleJudge(claim_reader), lambda _: None)))
    assert [t.row_count for t in shown] == [2, 3]


def test_the_page_describes_every_field_and_no_other() -> None:
    """A field without a row in docs/evaluate.md, or a row without a field, fails."""
    schema = figures_schema()
    nouns = {name: set(node["properties"]) for name, node in schema["$defs"].items() if "properties" in node}
    sections = re.split(r"^### ", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    described = {s.splitlines()[0]: set(re.findall(r"^\| `([^`]+)` \| \S", s, re.MULTILINE)) for s in sections}
    assert described == nouns


def test_the_page_names_every_option() -> None:
    """An option of a command that the page lacks fails."""
    for command in ("pairs", "nli", "retrieval", "case"):
        for option in re.findall(r"(--[a-z-]+)", ran(command, "--help").stdout):
            assert option == "--help" or f"`{option}" in DOC.read_text(encoding="utf-8"), option


@pytest.mark.model
def test_nli_with_the_packaged_model_writes_json_alone_and_one_prediction_a_row(tmp_path: Path) -> None:
    """One JSON object on stdout; predictions come in the file's order; a second run is equal to the byte."""
    rows = write_lines(tmp_path / "rows.jsonl", ROWS)
    first = ran("nli", rows, "--json", "--predictions", tmp_path / "out.jsonl")
    assert first.exit_code == 0, first.exception
    tree = json.loads(first.stdout)
    assert (tree["format"], tree["task"], tree["n"]) == ("checker-eval/1", "nli", 4)
    said = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [s["id"] for s in said] == ["1", "2", "3", "4"]
    assert all(sum(s["p"].values()) == pytest.approx(1, abs=2e-4) for s in said)
    assert ran("nli", rows, "--json").stdout == first.stdout
