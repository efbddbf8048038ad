"""The case folder, the doctor and what a report says of the installation."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from checker import provenance
from checker.case import Case, existing_case, new_case
from checker.doctor import Checked, examine, outlook_mailboxes, show_examined
from checker.errors import BadUsage, CheckerError, NoSuchCase
from checker.settings import Settings
from tests.checker.small_case import CLAIMS, ran


def test_a_case_reads_json_where_only_that_is_there(tmp_path: Path) -> None:
    """`claims.yaml` goes first; `claims.json` is the same tree."""
    (tmp_path / "claims.json").write_text('{"parties": {"b": {"name": "B"}}, "claims": []}', encoding="utf-8")
    assert Case(tmp_path).claims_file.name == "claims.json"
    (tmp_path / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    assert Case(tmp_path).claims_file.name == "claims.yaml"


def test_chosen_keeps_the_order_of_the_file_and_names_every_unknown_id(tmp_path: Path) -> None:
    """All that is wrong is said at once."""
    (tmp_path / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    case = existing_case(tmp_path)
    claims = case.claims()
    ids = [c.id for c in case.chosen(claims, ["no-cameras", "no-relationship"]).claims]
    assert ids == ["no-relationship", "no-cameras"]
    assert case.chosen(claims, []) == claims
    with pytest.raises(BadUsage, match="no claim x, y"):
        case.chosen(claims, ["x", "no-cameras", "y"])


def test_a_folder_with_neither_claims_nor_database_is_no_case(tmp_path: Path) -> None:
    """An empty folder, a file, and one that is not there alike."""
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path, tmp_path / "file", tmp_path / "none"):
        with pytest.raises(NoSuchCase):
            existing_case(folder)


def test_new_makes_the_folders_above_it(tmp_path: Path) -> None:
    """A case may stand in a folder of cases that is not there yet."""
    assert new_case(tmp_path / "cases" / "one").claims_file.is_file()


@pytest.mark.model
def test_the_doctor_finds_the_packaged_models_whole() -> None:
    """Both models are opened and asked, not looked at."""
    lines = {line.what: line for line in examine()}
    for what in ("SQLite with FTS5", "embedding model", "entailment model"):
        assert lines[what].ok, lines[what].found
    assert "384 dimensions" in lines["embedding model"].found


@pytest.mark.model
def test_the_doctor_prints_json_alone() -> None:
    """One row a check."""
    result = ran("doctor", "--json")
    assert {"what", "ok", "found"} == set(json.loads(result.stdout)[0])


def test_the_doctor_says_how_mailboxes_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library for Outlook's mailboxes is named with its version, or with how to install it."""
    assert re.fullmatch(r"libpff \d{8}", outlook_mailboxes())
    monkeypatch.setitem(sys.modules, "pypff", None)
    assert outlook_mailboxes() == "not read; pip install 'statement-checker[outlook]'"


def test_a_failed_check_is_shown_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    """The other lines are printed all the same."""
    with pytest.raises(CheckerError) as failed:
        show_examined([Checked("one", True, "fine"), Checked("two", False, "gone")], as_json=False)
    assert failed.value.exit_code == 1
    assert capsys.readouterr().out == "ok    one: fine\nFAIL  two: gone\n"


def test_versions_are_those_of_this_program_and_interpreter() -> None:
    """A report can be traced to what made it."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", provenance.version())
    assert provenance.python_version().startswith("3.")


def test_the_commit_is_a_hash_or_not_known() -> None:
    """An installed wheel has none; a checkout has forty hex digits."""
    found = provenance.commit()
    assert found is None or re.fullmatch(r"[0-9a-f]{40}", found)


def test_settings_refuse_what_they_do_not_know() -> None:
    """A slip in a key is no silent default, and no number is below one."""
    with pytest.raises(ValueError, match="Extra inputs"):
        Settings.model_validate({"embeding_model": "x"})
    with pytest.raises(ValueError, match="greater than 0"):
        Settings(links_a_side=0)
