from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checker.small_case import make_case, ran

TABLE = "wer,wann,was\nKim Vale <kim@tollcam.example>,2019-03-05,We have a contract.\n"
EXPORT = "From,To,Date,Subject,Body\nkim@tollcam.example,dana@harbour.example,2019-03-05,Pilot,We have a contract.\n"


def test_ingest_shows_what_columns_were_taken_for(tmp_path: Path) -> None:
    """A guess is shown, with what to do where it is wrong, so that a person can object."""
    case = make_case(tmp_path / "case", bodies=[])
    (tmp_path / "mail.csv").write_text(EXPORT)
    shown = ran("ingest", case.folder, tmp_path / "mail.csv").stderr
    assert "mail.csv: columns guessed: From → sender, To → to, Date → date, Subject → subject, Body → body" in shown
    assert "--columns sender=NAME" in shown


def test_a_refused_table_is_read_once_its_columns_are_named(tmp_path: Path) -> None:
    """The option that the refusal names works on the file that was refused, and the refusal is struck out."""
    case = make_case(tmp_path / "case", bodies=[])
    (tmp_path / "mail.csv").write_text(TABLE)
    first = ran("ingest", case.folder, tmp_path / "mail.csv")
    assert "1 refused" in first.stderr
    assert "columns wer, wann, was" in first.stderr
    named = ran("ingest", case.folder, tmp_path / "mail.csv", "--columns", "sender=wer,date=wann,body=was")
    assert "1 ok, 0 partial, 0 refused" in named.stderr
    assert "columns named: wer → sender, wann → date, was → body" in named.stderr
    again = ran("ingest", case.folder, tmp_path / "mail.csv", "--columns", "sender=wer,date=wann,body=was")
    assert "1 message, 1 passage" in again.stderr


def test_a_quote_of_a_table_names_row_and_column(tmp_path: Path) -> None:
    """A row is found by `show` like any message."""
    case = make_case(tmp_path / "case", bodies=[])
    (tmp_path / "mail.csv").write_text(EXPORT.replace("From,", "BegDoc,From,").replace("\nkim", "\nHB-000017,kim"))
    ran("ingest", case.folder, tmp_path / "mail.csv")
    (found,) = json.loads(ran("show", case.folder, "HB-000017", "--json").stdout)
    assert (found["date"], found["segments"][0]["text"]) == ("2019-03-05", "We have a contract.")


@pytest.mark.parametrize("option", ["From", "boss=From", "sender="])
def test_columns_that_cannot_be_understood_are_bad_usage(option: str, tmp_path: Path) -> None:
    """A role that does not exist, or none, ends with what may be written."""
    case = make_case(tmp_path / "case", bodies=[])
    (tmp_path / "mail.csv").write_text(TABLE)
    ended = ran("ingest", case.folder, tmp_path / "mail.csv", "--columns", option)
    assert ended.exit_code == 2
    assert "role=NAME" in ended.stderr


def test_a_comma_before_no_role_is_part_of_a_name(tmp_path: Path) -> None:
    """Columns whose names hold commas can be named; one that the table lacks is said to be lacking."""
    case = make_case(tmp_path / "case", bodies=[])
    (tmp_path / "mail.csv").write_text('"who, when",what\nKim Vale,We have a contract.\n')
    ended = ran("ingest", case.folder, tmp_path / "mail.csv", "--columns", "sender=who, when,body=what")
    assert "columns named: who, when → sender, what → body" in ended.stderr
    (tmp_path / "other.csv").write_text(TABLE)
    assert (
        "no column who, when"
        in ran("ingest", case.folder, tmp_path / "other.csv", "--columns", "sender=who, when,body=was").stderr
    )
