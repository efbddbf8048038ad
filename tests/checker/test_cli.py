"""The commands that need no model: exit codes, what goes to stdout and what to stderr, and messages that help."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli import app
from tests.checker.small_case import make_case, ran, write_records

COMMANDS = (
    "check", "claims", "demo", "doctor", "evaluate", "ingest", "new", "patterns", "report", "search", "show", "verify",
)  # fmt: skip
HEAVY = ("torch", "onnxruntime", "onnx", "sentence_transformers", "transformers", "peft", "numpy", "pydantic", "jinja2")


def test_help_names_every_command() -> None:
    """A command that the help lacks does not exist for its user."""
    result = ran("--help")
    assert result.exit_code == 0
    found = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    found |= {group.name for group in app.registered_groups}
    assert found == set(COMMANDS)
    assert all(name in result.stdout for name in COMMANDS)


def test_help_loads_no_network_and_no_library_that_only_commands_need() -> None:
    """The start is paid for on every call: `checker --help` imports the command line alone."""
    code = (
        "import sys\nsys.argv = ['checker', '--help']\nfrom checker.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "sys.stderr.write(' '.join(sorted({m.partition('.')[0] for m in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert not set(HEAVY) & set(done.stderr.split())


def test_no_command_is_bad_usage() -> None:
    """`checker` alone prints the help and ends with 2, so that a script notices."""
    assert ran().exit_code == 2


@pytest.mark.parametrize("words", [("nonsense",), ("ingest", "somewhere"), ("check",), ("new", "a", "b"), ("search",)])
def test_bad_usage_is_2_with_nothing_on_stdout(words: tuple[str, ...]) -> None:
    """What the command line cannot be read as is said on stderr."""
    result = ran(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage" in result.stderr


def test_new_makes_a_claims_file_that_reads_without_mistakes(tmp_path: Path) -> None:
    """The template is a valid claims file."""
    result = ran("new", tmp_path / "case")
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(tmp_path / "case" / "claims.yaml") in result.stderr
    assert ran("claims", tmp_path / "case", "lint").exit_code == 0


def test_new_accepts_an_empty_folder_and_refuses_any_other(tmp_path: Path) -> None:
    """Nothing of the user's is overwritten."""
    assert ran("new", tmp_path).exit_code == 0
    before = (tmp_path / "claims.yaml").read_bytes()
    result = ran("new", tmp_path)
    assert result.exit_code == 2
    assert "is not empty" in result.stderr
    assert "→ name a new folder" in result.stderr
    assert (tmp_path / "claims.yaml").read_bytes() == before


def test_new_over_a_file_is_bad_usage(tmp_path: Path) -> None:
    """A file is no folder."""
    (tmp_path / "file").write_text("x")
    assert ran("new", tmp_path / "file").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "{}", "."),
        ("check", "{}"),
        ("report", "{}"),
        ("search", "{}", "word"),
        ("show", "{}", "x"),
        ("patterns", "{}"),
        ("claims", "{}", "list"),
        ("claims", "{}", "lint"),
        ("evaluate", "case", "{}", "--gold", "gold.jsonl"),
    ],
    ids=" ".join,
)
def test_a_case_that_is_not_there_is_2_and_says_how_to_make_one(words: tuple[str, ...], tmp_path: Path) -> None:
    """Every command that takes a case says the same of one that does not exist."""
    result = ran(*(w.format(tmp_path / "none") for w in words))
    assert result.exit_code == 2
    assert f"no such case: {tmp_path / 'none'}" in result.stderr
    assert "checker new" in result.stderr


@pytest.mark.parametrize("words", [("check", "{}"), ("search", "{}", "word"), ("show", "{}", "x"), ("patterns", "{}")])
def test_a_case_without_records_says_to_ingest(words: tuple[str, ...], tmp_path: Path) -> None:
    """What to do next stands in the message."""
    ran("new", tmp_path / "case")
    result = ran(*(w.format(tmp_path / "case") for w in words))
    assert result.exit_code == 1
    assert f"checker ingest {tmp_path / 'case'} PATH" in result.stderr


def test_ingest_of_a_path_that_is_not_there_reads_nothing(tmp_path: Path) -> None:
    """All paths are looked at before the first is read."""
    ran("new", tmp_path / "case")
    records = write_records(tmp_path / "records")
    result = ran("ingest", tmp_path / "case", records, tmp_path / "none")
    assert result.exit_code == 2
    assert f"no such path: {tmp_path / 'none'}" in result.stderr
    assert "3 files" in ran("ingest", tmp_path / "case", records).stderr


def test_ingest_ends_with_the_ledger_on_stderr(tmp_path: Path) -> None:
    """The sums by status add up to the files; a file that was refused stands there with its reason and remedy."""
    ran("new", tmp_path / "case")
    records = write_records(tmp_path / "records")
    (records / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    (records / "twin.eml").write_bytes((records / "0001.eml").read_bytes())
    result = ran("ingest", tmp_path / "case", records)
    assert (result.exit_code, result.stdout) == (0, "")
    sums = re.search(r"(\d+) files: (\d+) ok, (\d+) partial, (\d+) refused, (\d+) duplicate", result.stderr)
    assert sums
    assert [int(n) for n in sums.groups()] == [5, 3, 0, 1, 1]
    assert "refused: broken.zip: " in result.stderr
    assert "→" in result.stderr


def test_ingest_again_adds_nothing(tmp_path: Path) -> None:
    """The ledger is equal after the second run."""
    ran("new", tmp_path / "case")
    records = write_records(tmp_path / "records")
    assert ran("ingest", tmp_path / "case", records).stderr == ran("ingest", tmp_path / "case", records).stderr


def test_strict_turns_a_refused_file_into_1_and_keeps_the_rest(tmp_path: Path) -> None:
    """The other files are in the case all the same."""
    ran("new", tmp_path / "case")
    records = write_records(tmp_path / "records")
    (records / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    result = ran("ingest", tmp_path / "case", records, "--strict", "--quiet")
    assert result.exit_code == 1
    assert "1 of 4 files were refused" in result.stderr
    assert ran("show", tmp_path / "case", "note-1@tollcam.example").exit_code == 0


def test_quiet_says_one_line_where_files_were_not_read_in_full_and_none_else(tmp_path: Path) -> None:
    """Quiet is silent about what went well, never about what was lost."""
    ran("new", tmp_path / "case")
    records = write_records(tmp_path / "records")
    assert ran("ingest", tmp_path / "case", records, "--quiet").stderr == ""
    (records / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    assert len(ran("ingest", tmp_path / "case", records, "-q").stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["note-2@tollcam.example", "<note-2@tollcam.example>"])
def test_show_finds_a_message_by_its_message_id(name: str, tmp_path: Path) -> None:
    """With or without angle brackets."""
    case = make_case(tmp_path / "case")
    result = ran("show", case.folder, name)
    assert (result.exit_code, result.stderr) == (0, "")
    for part in ("From: Kim Vale <kim@tollcam.example>", "Date: 2019-03-07T10:00:00", "Subject: Note 2", "north pier"):
        assert part in result.stdout


def test_show_needs_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of a case that may not be written is shown, and that its threads may be old is said."""
    case = make_case(tmp_path / "case")
    monkeypatch.setattr("evidence.index.os.access", lambda _, mode: mode != os.W_OK)
    result = ran("show", case.folder, "note-1@tollcam.example")
    assert result.exit_code == 0
    assert "may not be written" in result.stderr
    assert "From: Kim Vale <kim@tollcam.example>" in result.stdout


def test_show_names_attached_files_and_those_that_were_not_read(tmp_path: Path) -> None:
    """A person sees which files came with a message, which of them were not read, and which words stand in one."""
    case = make_case(tmp_path / "case", bodies=[])
    records = tmp_path / "mail"
    records.mkdir()
    part = "--cut\nContent-Type: text/plain\n"
    named = "Content-Disposition: attachment; filename="
    (records / "1.eml").write_text(
        "From: Kim Vale <kim@tollcam.example>\nSubject: Plan\nMessage-ID: <p@tollcam.example>\n"
        f'Content-Type: multipart/mixed; boundary="cut"\n\n{part}\nSee below.\n{part}{named}"plan.txt"\n\n'
        f'We have a contract.\n{part}{named}"old.docx"\n\nPK\x03\x04\n--cut--\n'
    )
    ran("ingest", case.folder, records)
    shown = ran("show", case.folder, "p@tollcam.example").stdout
    assert "Attachment: plan.txt\nAttachment: old.docx (not read: damaged)\n" in shown
    assert "── attachment “plan.txt”, author unknown\nWe have a contract." in shown


def test_show_finds_a_message_by_its_id_and_prints_json_alone(tmp_path: Path) -> None:
    """The id of the report is the id of `show`."""
    case = make_case(tmp_path / "case")
    (first,) = json.loads(ran("show", case.folder, "note-1@tollcam.example", "--json").stdout)
    (again,) = json.loads(ran("show", case.folder, first["id"], "--json").stdout)
    assert again == first
    assert first["from"]["address"] == "kim@tollcam.example"
    assert first["segments"][0]["kind"] == "own"


def test_show_finds_a_message_by_any_bates_number_between_its_first_and_last(tmp_path: Path) -> None:
    """A reader has the number of the page before them, not that of the message's first page."""
    case = make_case(tmp_path / "case", bodies=[])
    printed = tmp_path / "production.txt"
    pages = [
        "From: Dana Reed\nSent: Tuesday, March 05, 2019 10:00 AM\nTo: Kim Vale\nSubject: Pier\n\n"
        + "The first page speaks of the pier and of nothing else.\nMar-05-2019 000101\n",
        "\fThe second page speaks of the cameras on it.\nMar-05-2019 000102\n",
    ]
    printed.write_text("".join(pages), encoding="utf-8")
    assert ran("ingest", case.folder, printed).exit_code == 0
    by_first, by_last = (ran("show", case.folder, n, "--json") for n in ("000101", "000102"))
    assert (by_first.exit_code, by_last.exit_code) == (0, 0), by_first.stderr + by_last.stderr
    assert by_first.stdout == by_last.stdout


def test_show_of_an_unknown_message_is_1(tmp_path: Path) -> None:
    """It could not do its work, and says what names a message."""
    result = ran("show", make_case(tmp_path / "case").folder, "nothing")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Message-ID or a Bates number" in result.stderr


def test_what_a_mail_hides_is_named_on_a_terminal(tmp_path: Path) -> None:
    """An escape sequence or a bidirectional mark in released mail never reaches the reader's terminal."""
    hostile = "All clear\x1b[2J\x07 and \u202eback again. It is a long enough sentence."
    case = make_case(tmp_path / "case", bodies=[hostile])
    shown = ran("show", case.folder, "note-1@tollcam.example").stdout
    assert not set(shown) & set("\x1b\x07\u202e")
    assert "U+001B" in shown


def test_patterns_needs_no_model_and_writes_json_alone(tmp_path: Path) -> None:
    """Three messages between the two parties are one pattern of three."""
    case = make_case(tmp_path / "case")
    result = ran("patterns", case.folder, "--claim", "no-relationship", "--json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert row["claim"] == "no-relationship"
    assert [(p["kind"], p["counts"]["messages"]) for p in row["patterns"]] == [("correspondence", 3)]


@pytest.mark.parametrize("words", [("check", "{}"), ("patterns", "{}")])
def test_an_unknown_claim_id_is_2_and_the_known_ones_are_named(words: tuple[str, ...], tmp_path: Path) -> None:
    """A slip in an id costs no run."""
    case = make_case(tmp_path / "case")
    result = ran(*(w.format(case.folder) for w in words), "--claim", "no-cameras", "--claim", "nope")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no claim nope" in result.stderr
    assert "no-cameras, no-relationship" in result.stderr


def test_report_before_a_check_says_to_check(tmp_path: Path) -> None:
    """There is nothing to write yet."""
    case = make_case(tmp_path / "case")
    result = ran("report", case.folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"checker check {case.folder}" in result.stderr


def test_an_unknown_format_is_2_and_the_known_ones_are_named(tmp_path: Path) -> None:
    """Said before anything is read."""
    result = ran("report", make_case(tmp_path / "case").folder, "--format", "pdf9")
    assert result.exit_code == 2
    assert "html, json, md" in result.stderr


def test_version_is_one_line() -> None:
    """A bug report names it."""
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", ran("--version").stdout)
