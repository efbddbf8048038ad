"""Mailboxes into persons: spellings, directories and slips meet; first names, initials, desks and lists stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.derived.persons import resolved
from checker.derived.tables import derive
from evidence.headers import address_of
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.people import directory_alias, name_words
from tests.checker.small_case import eml


def how(*shown: str) -> list[tuple[int | None, str]]:
    """Person and way of each mailbox."""
    found = resolved({n: address_of(text) for n, text in enumerate(shown)})
    return [(found[n].person, found[n].how) for n in range(len(shown))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Roe, Ana M [mailto:roeam@x.example]", "Ana Roe"),
        ("Ana Roe/NA/ORG@ORG", "ana.roe@x.example"),
        ("Ana Roe@ORG_DEVELOPMENT", "ana.roe@x.example"),
        ("Ana Roe@ORG on 10/06/2000 07:44 PM CDT", "Roe, Ana"),
        ("/O=ORG/OU=EX/CN=RECIPIENTS/CN=ROEAM", "roeam@x.example"),
        ("Ana Roe </O=ORG/OU=EX/CN=RECIPIENTS/CN=ROEAM>", "Ana Roe"),
        ("Bo Lund on behalf of Ana Roe", "Ana Roe"),
        ("Marlene Pell", "Mar lene Pell"),
        ("Anthony Pell", "Anthon y Pell"),
        ("Pell, JacobJ", "Pell, Jacob J"),
        ("Philip Pell", "Phi1ip PeIl"),
        ("H <hmoor@mail.example.com>", "H [mailto:hmoor@mai1.example.corn]"),
    ],
)
def test_spellings_of_one_person_meet(one: str, other: str) -> None:
    """Order, initials, directory paths, delegates, broken and misread letters."""
    found = how(one, other)
    assert found[0][0] == found[1][0] is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jon Pell", "Jen Pell"),
        ("Ann A. Roe", "Anna Roe"),
        ("ann a roe", "anna roe"),
        ("Ana", "Ana Roe"),
        ("H", "Hugo Moor <hmoor@x.example>"),
        ("A.R.", "Ana Roe <ana.roe@x.example>"),
        ("/O=ORG/CN=RECIPIENTS/CN=ROE", "roe@x.example"),
        ("aroe@x.example", "aroe@y.example"),
        ("team5@x.example", "teams@x.example"),
        ("Roe, Ana M Lund, Bo Pell, Jon", "Ana Roe"),
    ],
)
def test_what_may_be_two_people_stays_apart(one: str, other: str) -> None:
    """First names, initials, short aliases, like names and lines of several people join nobody."""
    found = how(one, other)
    assert found[0][0] != found[1][0]


def test_each_mailbox_says_how_it_was_resolved() -> None:
    """A reader of the tables sees why a name was joined or stays by itself."""
    shown = ["Ana Roe", "aroe@x.example", "Ana", "B6", "a@x.example, b@x.example, c@x.example"]
    assert [way for _, way in how(*shown)] == ["name", "address", "bare", "hidden", "several"]
    listed = [f"{name} <list@x.example>" for name in ("Ana Roe", "Bo Lund", "Cy Pell")]
    assert [way for _, way in how(*listed)] == ["shared"] * 3


def test_another_name_before_an_address_makes_a_line_of_two() -> None:
    """A recipient whose domain was lost does not become the next one."""
    usual = [f"Ana {middle}. Roe <roeam@x.example>" for middle in "BCDE"]
    assert how(*usual, "'bo.lund roeam@x.example")[-1] == (4, "several")


def test_an_alias_that_two_addresses_share_names_neither() -> None:
    """A directory's alias joins an address only where one can be meant."""
    found = how("/O=ORG/CN=RECIPIENTS/CN=ROEAM", "roeam@x.example", "roeam@y.example")
    assert len({person for person, _ in found}) == 3


def test_the_ways_stand_in_the_case(tmp_path: Path) -> None:
    """`people_v` tells person and way of every mailbox."""
    (tmp_path / "1.eml").write_text(eml(1, "A note."), encoding="utf-8")
    with open_index(tmp_path / "case.sqlite") as connection:
        ingest(connection, [tmp_path / "1.eml"], lambda done, total: None)
        derive(connection)
        assert {way for (way,) in connection.execute("SELECT how FROM people_v")} == {"name"}


def test_words_of_a_name_stand_in_speaking_order() -> None:
    """Last name first, titles in brackets and glued initials are undone; an alias is the last of a directory's path."""
    assert name_words("Roe, AnaM (Port)") == ["Ana", "M", "Roe"]
    assert directory_alias("IMCEAEX-_O=ORG_OU=EX_CN=RECIPIENTS_CN=ROEAM@x.example") == "roeam"
    assert directory_alias("Ana Roe <ana@x.example>") is None
