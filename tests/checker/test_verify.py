"""`checker verify`: a case that agrees with its sources passes; any change to either is found and named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.case import Case
from checker.commands.checks import write_reports
from tests.checker.small_case import ran
from tests.checker.source_kinds import KINDS, MAIL, PAGE, TABLE, zip_of
from tests.checker.test_check import checked
from tests.checker.verified_case import case_of, copy_of, edit_report, execute, links, verified


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case over one mail with a link to it."""
    return case_of(tmp_path_factory.mktemp("pristine"), {"a/mail.eml": MAIL})


@pytest.fixture
def case(pristine: Case, tmp_path: Path) -> Case:
    """That case to change."""
    return copy_of(pristine, tmp_path)


@pytest.fixture(scope="module")
def pristine_box(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case over a mailbox."""
    return case_of(tmp_path_factory.mktemp("box"), {"box.mbox": KINDS["box.mbox"]})


def test_an_untouched_case_passes(case: Case) -> None:
    """Where nothing was changed the command ends in 0 and says how much it compared."""
    result = ran("verify", case.folder)
    assert result.exit_code == 0, result.output
    assert f"Compared 1 file ({len(MAIL)} bytes) by size and SHA-256." in result.stdout
    assert "1 quote of 1 report" in result.stdout
    assert len(links(case)) == 1


def test_a_table_is_read_with_the_columns_that_were_named(tmp_path: Path) -> None:
    """Columns that a person named at ingest are taken for the same when the table is read anew."""
    heads = TABLE.replace("From,To,Date,Subject,Body", "wer,wem,wann,betrifft,was")
    made = case_of(tmp_path, {"mail.eml": MAIL})
    (tmp_path / "named.csv").write_text(heads, encoding="utf-8")
    named = "sender=wer,to=wem,date=wann,subject=betrifft,body=was"
    assert ran("ingest", made.folder, tmp_path / "named.csv", "--columns", named).exit_code == 0
    write_reports(made, checked(made))
    assert {link["locator"]["file"] for link in links(made)} == {"mail.eml", "named.csv"}
    assert verified(made).differences == ()


def test_every_byte_of_a_mail_counts(case: Case) -> None:
    """Whichever byte of a mail is flipped, the change is found, and its file and message are named."""
    path = case.folder.parent / "records/a/mail.eml"
    ident = links(case)[0]["message"]["id"]
    for at in range(len(MAIL)):
        path.write_bytes(MAIL[:at] + bytes([MAIL[at] ^ 1]) + MAIL[at + 1 :])
        (difference,) = verified(case).differences
        assert difference.file == "a/mail.eml"
        assert ident in difference.place
    path.write_bytes(MAIL)
    assert verified(case).differences == ()


def test_a_change_names_the_member_and_the_quotes(tmp_path: Path) -> None:
    """A changed archive is told by its member, and the quotes that rest on it are named."""
    made = case_of(tmp_path, {"release.zip": zip_of(first=MAIL, second=PAGE.encode())})
    other = zip_of(first=MAIL, second=PAGE.replace("signed", "sighed").encode())
    (tmp_path / "records/release.zip").write_bytes(other)
    (difference,) = verified(made).differences
    assert (difference.file, difference.member) == ("release.zip", "second")
    assert all(link["id"] in difference.what for link in links(made))


def test_a_source_that_is_gone_is_named(tmp_path: Path) -> None:
    """A missing file is a difference; where its whole folder is gone that is said once."""
    made = case_of(tmp_path, {"one.eml": MAIL, "two.eml": MAIL.replace(b"Note 1", b"Note 2")})
    (tmp_path / "records/two.eml").unlink()
    assert [d.file for d in verified(made).differences] == ["two.eml"]
    shutil.rmtree(tmp_path / "records")
    (difference,) = verified(made).differences
    assert "with it 2 files" in difference.what
    assert "checker verify CASE PATH" in difference.remedy
    assert ran("verify", made.folder).exit_code == 1


@pytest.mark.parametrize("given_", ["moved", "", "moved/a/mail.eml"])
def test_moved_sources_are_found_where_they_are_said_to_be(case: Case, given_: str) -> None:
    """A path given is the ingested folder under another name, the folder above it, or the file itself."""
    home = case.folder.parent
    (home / "records").rename(home / "moved")
    if not given_:
        (home / "moved").rename(home / "records")
        given_ = "."
    result = ran("verify", case.folder, home / given_)
    assert result.exit_code == 0, result.output
    assert ran("verify", case.folder, home / "nowhere").exit_code == 2


EDITS: dict[str, Callable[[dict[str, Any]], None]] = {
    "quote": lambda link: link.update(quote=link["quote"].replace("signed", "sighed")),
    "quote_display": lambda link: link.update(quote_display=link["quote_display"] + "!"),
    "score": lambda link: link.update(score=link["score"] + 1),
    "date": lambda link: link["message"].update(date="2019-03-07T10:00:00+00:00"),
    "subject": lambda link: link["message"].update(subject="Another"),
    "sender": lambda link: link["message"]["from"].update(name="Dana Reed"),
    "address": lambda link: link["message"]["from"].update(address="dana@harbour.example"),
    "no sender": lambda link: link["message"].update({"from": None}),
    "recipients": lambda link: link["message"].update(to=[]),
    "copies": lambda link: link["message"].update(cc=link["message"]["to"]),
    "Message-ID": lambda link: link["message"].update(message_id="other@tollcam.example"),
    "Bates": lambda link: link["message"].update(bates="TOLL-000009"),
    "id": lambda link: link["message"].update(id="0123456789ab"),
    "raw": lambda link: link["locator"].update(raw=[0, 5]),
    "spans": lambda link: link["locator"].update(spans=[[0, 4]]),
    "spans beyond": lambda link: link["locator"].update(spans=[[0, 4_000]]),
    "text": lambda link: link["locator"].update(text_sha256="0" * 64),
    "part": lambda link: link["locator"].update(part="2"),
    "page": lambda link: link["locator"].update(page=[3]),
    "stamp": lambda link: link["locator"].update(bates=["TOLL-000009"]),
    "file": lambda link: link["locator"].update(file="a/other.eml"),
    "hash": lambda link: link["locator"].update(sha256="0" * 64),
    "member": lambda link: link["locator"].update(member="inner"),
    "author": lambda link: link["segment"].update(author=None),
    "kind": lambda link: link["segment"].update(kind="quoted"),
    "context": lambda link: link["context"].update(before="He denied it."),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_report_edited_by_hand_is_found(name: str, case: Case) -> None:
    """Whatever of a quote, its header or its place is edited in a saved report is found by the source alone."""
    ident = links(case)[0]["id"]
    edit_report(case, lambda tree: EDITS[name](tree["findings"][0]["links"][0]))
    found = verified(case).differences
    assert {(d.report, d.link) for d in found} == {("report.json", ident)}


def test_what_no_source_can_tell_is_told_by_the_hash(case: Case) -> None:
    """A verdict edited by hand, or a word of the page, shows in the hash that was kept when the report was written."""
    edit_report(case, lambda tree: tree["findings"][0].update(verdict="supported"), noted=True)
    page = case.reports / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("signed", "sighed"), encoding="utf-8")
    found = verified(case).differences
    assert [d.file for d in found if "not as the program wrote it" in d.what] == ["report.html", "report.json"]


def test_every_report_in_the_folder_is_read(case: Case) -> None:
    """Other JSON files in the folder are verified too if they are reports, and named if they are none."""
    (case.reports / "notes.json").write_text("{}", encoding="utf-8")
    shutil.copy(case.reports / "report.json", case.reports / "older.json")
    edit_report(case, lambda tree: None)
    found = verified(case)
    assert found.verified.reports == 2
    assert found.notes == ("notes.json is no report and was passed over",)
    (case.reports / "older.json").write_text('{"format": "checker-report/1"}', encoding="utf-8")
    assert [d.file for d in verified(case).differences] == ["older.json"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM messages WHERE raw_start = (SELECT max(raw_start) FROM messages)", "in no recorded gap"),
        ("DELETE FROM gaps WHERE raw_start = 0", "no message and in no recorded gap"),
        ("UPDATE gaps SET raw_end = raw_end + 1 WHERE raw_start = 0", "more than one message or gap"),
        ("UPDATE messages SET date = '2018-01-01' WHERE subject = 'Note 2'", "date '2018-01-01'"),
        ("UPDATE messages SET raw_end = raw_end - 1", "does not hold there"),
        (
            "INSERT INTO messages SELECT pk + 9, id, source, member, sha256, raw_start, raw_end, message_id, bates,"
            " bates_end, date, date_flags, flags, subject, in_reply_to, refers_to FROM messages",
            "twice",
        ),
    ],
)
def test_a_changed_ledger_is_found(statement: str, what: str, pristine_box: Case, tmp_path: Path) -> None:
    """Messages or gaps added to, taken from or changed in the database differ from what the source holds."""
    made = copy_of(pristine_box, tmp_path)
    execute(made, statement)
    found = verified(made).differences
    assert any(what in d.what for d in found), found
    assert {d.file for d in found} == {"box.mbox"}


def test_the_texts_of_the_database_are_not_trusted(case: Case) -> None:
    """Verifying reads no text of the database: one that was changed there changes nothing."""
    execute(case, "UPDATE texts SET text = 'Nothing was ever signed.'")
    assert verified(case).differences == ()


def test_the_result_for_machines(case: Case) -> None:
    """`--json` prints the counts and each difference with file, place, what differs and the remedy, on stdout alone."""
    (case.folder.parent / "records/a/mail.eml").write_bytes(MAIL + b"x")
    result = ran("verify", case.folder, "--json")
    tree = json.loads(result.stdout)
    assert result.exit_code == 1
    assert tree["format"] == "checker-verify/1"
    assert tree["verified"]["files"] == 1
    (difference,) = tree["differences"]
    assert {"file", "member", "place", "what", "remedy", "report", "link"} == set(difference)
    assert "1 difference between the case and its sources" in result.stderr


def test_no_case_and_no_records() -> None:
    """A folder that is no case is bad usage."""
    assert ran("verify", "no-such-case").exit_code == 2


def test_a_case_without_reports_is_compared_with_its_sources(case: Case) -> None:
    """Before the first check the files and messages are compared all the same."""
    shutil.rmtree(case.reports)
    execute(case, "DELETE FROM meta WHERE key LIKE 'written:%'")
    found = verified(case)
    assert (found.verified.messages, found.verified.reports, found.differences) == (1, 0, ())
