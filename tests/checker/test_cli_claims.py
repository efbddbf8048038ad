"""`checker claims CASE …` as a user types it: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from checker.cli import main
from claims.store import load_claims

GOOD = """\
parties: {town: {name: Town of Example, aliases: [Town]}}
claims:
  # the one that matters
  - id: no-contract
    speaker: town
    statement: The Town has no contract with any vendor.
    made_on: 2020
    wording: paraphrase
  - {id: two, speaker: town, statement: "[Only] the Town keeps the data."}
"""
BAD = """\
parties: {town: {name: Town of Example, kind: agancy}}
claims:
  - id: a
    speaker: twon
    statement: We have no contract.
    made_on: 2019-13
    wordng: verbatim
  - {id: a, speaker: town, statement: x}
"""


class Ran:
    """Runs the command line in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.out = self.err = ""

    def __call__(self, *words: object) -> int:
        """The exit code; what was printed stands in `out` and `err`."""
        self._monkeypatch.setattr(sys, "argv", ["checker", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        self.out, self.err = self._capsys.readouterr()
        code = ended.value.code
        return code if isinstance(code, int) else 0


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """The command line."""
    return Ran(capsys, monkeypatch)


def _case(folder: Path, text: str, name: str = "claims.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_list_has_a_row_for_each_claim(run: Ran, tmp_path: Path) -> None:
    """Nothing is cut short, markup in a statement is text, and unknown dates say so."""
    assert run("claims", _case(tmp_path, GOOD), "list") == 0
    assert all(word in run.out for word in ("no-contract", "2020", "paraphrase", "denies", "[Only]", "no date", "only"))
    assert "…" not in run.out
    assert run.err == ""


def test_json_stands_alone_on_stdout(run: Ran, tmp_path: Path) -> None:
    """`--json` prints one document and nothing else, drafted fields included."""
    case = _case(tmp_path, GOOD)
    for words in (["list"], ["show", "two"], ["draft", "two"], ["lint"]):
        assert run("claims", case, *words, "--json") == 0
        assert json.loads(run.out)
        assert run.err == ""
    run("claims", case, "list", "--json")
    listed = json.loads(run.out)
    assert [c["id"] for c in listed] == ["no-contract", "two"]
    assert "counter" in listed[0]["drafted"]
    assert listed[0]["assertion"]["covers"] == {"from": None, "to": "2020"}


def test_show_prints_a_claim_that_can_be_pasted(run: Ran, tmp_path: Path) -> None:
    """What `show` prints is a list item of a claims file."""
    assert run("claims", _case(tmp_path, GOOD), "show", "no-contract") == 0
    assert "counter:  # drafted" in run.out
    pasted = tmp_path / "pasted.yaml"
    pasted.write_text("parties: {town: {name: Town}}\nclaims:\n" + run.out, encoding="utf-8")
    assert load_claims(pasted).claims[0].counter[0] == "The Town has a contract with a vendor."


def test_an_unknown_claim_is_bad_usage(run: Ran, tmp_path: Path) -> None:
    """The message names the claims that there are."""
    for command in ("show", "draft"):
        assert run("claims", _case(tmp_path, GOOD), command, "three") == 2
        assert run.out == ""
        assert "no claim three" in run.err
        assert "no-contract, two" in run.err


def test_lint_of_a_file_with_mistakes_exits_1_with_all_of_them(run: Ran, tmp_path: Path) -> None:
    """Each mistake has file, line and remedy; the same file is bad usage (2) to every other command."""
    case = _case(tmp_path, BAD)
    assert run("claims", case, "lint") == 1
    for line, path in (
        (1, "parties.town.kind"),
        (4, "claims[0].speaker"),
        (6, "claims[0].made_on"),
        (8, "claims[1].id"),
    ):
        assert f"{case / 'claims.yaml'}:{line}: {path}: " in run.out
    assert "claims.yaml:7: claims[0].wordng: unknown key 'wordng'\n  → did you mean 'wording'?" in run.out
    assert "5 mistakes" in run.err
    for words in (["list"], ["show", "a"], ["draft"], ["list", "--json"]):
        assert run("claims", case, *words) == 2
        assert run.out == ""
        assert run.err.count("→") == 5
    assert run("claims", case, "lint", "--json") == 1
    found = json.loads(run.out)
    assert [p["line"] for p in found["errors"]] == [1, 4, 6, 7, 8]
    assert found["warnings"] == []


def test_remarks_stop_nothing(run: Ran, tmp_path: Path) -> None:
    """A valid file with remarks exits 0; each remark has its line."""
    case = _case(tmp_path, GOOD)
    assert run("claims", case, "lint") == 0
    assert f"{case / 'claims.yaml'}:9: claims[1].made_on: no date\n  → give the year at least" in run.out
    assert "No mistakes" in run.err


def test_draft_writes_only_when_asked(run: Ran, tmp_path: Path) -> None:
    """Plain `draft` prints; `--write` puts the drafts of the named claims into the file and keeps its comments."""
    case = _case(tmp_path, GOOD)
    file = case / "claims.yaml"
    assert run("claims", case, "draft") == 0
    assert run.out.count("- id:") == 2
    assert file.read_text(encoding="utf-8") == GOOD
    assert run("claims", case, "draft", "no-contract", "--write") == 0
    assert run.out == ""
    assert "drafts written for no-contract" in run.err
    text = file.read_text(encoding="utf-8")
    assert "# the one that matters" in text
    assert GOOD.splitlines()[-1] in text
    assert run("claims", case, "draft", "no-contract", "--write") == 0
    assert "drafts written for no claim" in run.err
    assert file.read_text(encoding="utf-8") == text


def test_a_case_may_hold_json(run: Ran, tmp_path: Path) -> None:
    """claims.json is read where there is no claims.yaml."""
    text = json.dumps(
        {"parties": {"t": {"name": "T"}}, "claims": [{"id": "j", "speaker": "t", "statement": "T pays."}]}
    )
    case = _case(tmp_path, text, "claims.json")
    assert run("claims", case, "draft", "--write") == 0
    assert json.loads((case / "claims.json").read_text(encoding="utf-8"))["claims"][0]["counter"] == ["T does not pay."]


@pytest.mark.parametrize("words", [["list"], ["show", "a"], ["lint"], ["draft"]])
def test_no_such_case(run: Ran, tmp_path: Path, words: list[str]) -> None:
    """A folder that is none is bad usage and names what to do."""
    assert run("claims", tmp_path / "none", *words) == 2
    assert "checker new" in run.err
    assert run("claims", tmp_path, *words) == 2


def test_the_case_comes_first(run: Ran, tmp_path: Path) -> None:
    """`checker claims list CASE` says how the words go, and help shows the order."""
    assert run("claims", "list", "CASE") == 2
    assert re.search(r"the case comes first: .*checker claims CASE list", run.err)
    assert run("claims", "--help") == 0
    assert all(word in run.out for word in ("list", "show", "lint", "draft", "checker claims CASE lint"))
