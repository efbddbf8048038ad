"""A report is compared with the sources before it is written; one that they give the lie to is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checker.case import Case
from checker.commands.compared import NOT_COMPARED, compared
from checker.console import Screen
from checker.errors import SourcesDiffer
from checker.model import Report
from checker.verify.source import BIG
from checker.verify.whole import compare_report
from evidence.index import open_index
from tests.checker.small_case import eml, ran
from tests.checker.test_check import checked
from tests.checker.verified_case import case_of, edit_report, execute, verified

CONTRACT = "The contract between the Harbour Board and Tollcam was signed today. The first invoice follows."


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case over a mail that is cited and one that is not."""
    return case_of(
        tmp_path, {"cited.eml": eml(1, CONTRACT).encode(), "other.eml": eml(2, "Lunch is at noon.").encode()}
    )


def fit(case: Case) -> Report:
    """The case checked anew, as it would be written."""
    report = checked(case)
    with open_index(case.database) as connection:
        return compared(connection, report, Screen(quiet=True))


def test_a_report_that_agrees_is_left_as_it_is(case: Case) -> None:
    """Comparing changes nothing in a report whose quotes come out of their files."""
    report = checked(case)
    with open_index(case.database) as connection:
        assert compared(connection, report, Screen(quiet=True)) == report
    assert any(finding.links for finding in report.findings)


def test_a_changed_source_stops_the_report(case: Case) -> None:
    """Where a cited file is not what was read the report is not written; the message names file and place."""
    path = case.folder.parent / "records/cited.eml"
    path.write_bytes(path.read_bytes().replace(b"signed", b"sighed"))
    with pytest.raises(SourcesDiffer, match=r"not written:\n +cited\.eml, from message [0-9a-f]{12} on"):
        fit(case)


def test_a_text_changed_in_the_database_stops_the_report(case: Case) -> None:
    """A quote cut from a text that somebody changed in the database does not come out of the file."""
    execute(case, "UPDATE texts SET text = replace(text, 'signed', 'sighed')")
    with pytest.raises(SourcesDiffer, match=r"quote: .*sighed.* in the report, .*signed.* in the source"):
        fit(case)


def test_a_change_of_a_file_that_is_not_cited_waits_for_verify(case: Case) -> None:
    """Files without a link are not read before a report is written; `checker verify` compares them."""
    (case.folder.parent / "records/other.eml").write_bytes(b"Changed.")
    assert fit(case).findings
    assert ran("verify", case.folder).exit_code == 1


def test_a_quote_whose_file_is_away_is_flagged(case: Case) -> None:
    """Where a file is not at hand the report is written, and each quote from it says that it was not compared."""
    shutil.move(case.folder.parent / "records", case.folder.parent / "elsewhere")
    flagged = [link for finding in fit(case).findings for link in finding.links]
    assert flagged
    assert all(NOT_COMPARED in link.flags for link in flagged)


def test_another_format_is_compared_as_well(case: Case) -> None:
    """`checker report` refuses to write from a saved report that was edited, whatever was edited in it."""
    assert ran("report", case.folder, "--format", "md", "--output", "-").exit_code == 0
    edit_report(case, lambda tree: tree["findings"][0].update(verdict="supported"), noted=True)
    result = ran("report", case.folder, "--format", "md", "--output", "-")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "report.json is not as the program wrote it" in result.stderr
    edit_report(case, lambda tree: tree["findings"][0]["links"][0].update(quote="Nothing was signed."))
    result = ran("report", case.folder, "--format", "html")
    assert result.exit_code == 1
    assert "the report was not written" in result.stderr


def test_pages_written_into_the_case_verify(case: Case) -> None:
    """A page that `checker report` wrote into the folder of reports is noted, and found when it is edited."""
    assert ran("report", case.folder, "--format", "md").exit_code == 0
    assert ran("verify", case.folder).exit_code == 0
    page = case.reports / "report.md"
    page.write_text(page.read_text(encoding="utf-8") + "Lied.\n", encoding="utf-8")
    result = ran("verify", case.folder)
    assert (result.exit_code, result.stdout.count("report.md, the whole file: it is not as")) == (1, 1)


def test_of_a_big_mailbox_the_cited_mails_alone_are_read(tmp_path: Path) -> None:
    """Each cited mail of a big mailbox is read out of its own bytes, with the same outcome as when all is read."""
    envelope = b"From kim@tollcam.example Tue Mar  5 10:00:00 2019\n"
    mails = [eml(n, CONTRACT if n == 7 else f"Lunch {n} is at noon.").encode() + b"\n" for n in range(20)]
    mails.append(eml(21, "Lunch.", X_Filler="x" * BIG).encode())
    case = case_of(tmp_path, {"box.mbox": b"".join(envelope + mail for mail in mails)})
    report = checked(case)
    with open_index(case.database) as connection:
        found = compare_report(connection, report, lambda done, total: None)
    assert (found.differences, verified(case).differences) == ((), ())
    assert found.verified.quotes == found.verified.derived_twice == verified(case).verified.quotes > 0
    execute(case, "UPDATE texts SET text = replace(text, 'signed', 'sighed')")
    with pytest.raises(SourcesDiffer, match=r"sighed.* in the report"):
        fit(case)
