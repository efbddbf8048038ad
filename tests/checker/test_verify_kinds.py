"""`checker verify` over every kind of source: quotes come out of its bytes again, and a changed byte is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.case import Case
from tests.checker.small_case import eml, ran
from tests.checker.source_kinds import BY_READER_ALONE, CONTRACT, KINDS, PRINTOUT
from tests.checker.verified_case import case_of, edit_report, links, verified
from tests.evidence.test_ocr import needs_tesseract, scanned


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_passes(name: str, tmp_path: Path) -> None:
    """Quotes from each kind of source come out of its bytes again; plain kinds by the standard library as well."""
    made = case_of(tmp_path, {name: KINDS[name]})
    found = verified(made)
    assert found.differences == ()
    assert found.verified.quotes == len(links(made)) > 0
    places = found.verified.quotes + found.verified.copies
    alone = places if name in BY_READER_ALONE else 0
    assert (found.verified.derived_twice, found.verified.by_reader_alone) == (places - alone, alone)


def one_byte_changed(made: Case, name: str) -> None:
    """Change one byte of a source: the command ends in 1 and names the file; put back, it ends in 0."""
    path = made.folder.parent / "records" / name
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :])
    result = ran("verify", made.folder)
    assert result.exit_code == 1
    assert name in result.stdout
    path.write_bytes(data)
    assert ran("verify", made.folder).exit_code == 0


@pytest.mark.parametrize("name", KINDS)
def test_one_changed_byte_of_each_kind_is_found(name: str, tmp_path: Path) -> None:
    """A byte changed in a source of any kind ends the command in 1, which names the file."""
    one_byte_changed(case_of(tmp_path, {name: KINDS[name]}), name)


@needs_tesseract
def test_a_scan_is_read_anew_by_text_recognition(tmp_path: Path) -> None:
    """A quote from a scan comes out of text recognition again; a changed byte of the scan is found and named."""
    page = PRINTOUT._replace(lines=[*PRINTOUT.lines[:5], *CONTRACT.split(". ")])
    made = case_of(tmp_path, {"scan.pdf": scanned(page)}, ocr=True)
    assert any("ocr" in link["flags"] for link in links(made))
    found = verified(made)
    assert (found.differences, found.verified.derived_twice) == ((), 0)
    one_byte_changed(made, "scan.pdf")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case over a source of every kind."""
    return case_of(
        tmp_path_factory.mktemp("mixed"), KINDS | {"picture.png": b"\x89PNG\x00\x01", "notes.bin": b"\x00\x02"}
    )


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted([*KINDS, "picture.png", "notes.bin"])),
    st.integers(0),
    st.integers(1, 255),
    st.sampled_from(["flip", "add", "cut"]),
)
def test_any_change_of_any_source_is_found(mixed: Case, name: str, at: int, bits: int, how: str) -> None:
    """A byte flipped, added or cut anywhere in a source of any kind is found, and no other file is blamed."""
    path = mixed.folder.parent / "records" / name
    data = path.read_bytes()
    at %= len(data)
    tail = {"flip": bytes([data[at] ^ bits]) + data[at + 1 :], "add": bytes([bits]) + data[at:], "cut": data[at + 1 :]}
    try:
        path.write_bytes(data[:at] + tail[how])
        assert {d.file for d in verified(mixed).differences} == {name}
    finally:
        path.write_bytes(data)
    assert data in [*KINDS.values(), b"\x89PNG\x00\x01", b"\x00\x02"]


def test_a_doubtful_date_of_quoted_words_stands_beside_the_quote(tmp_path: Path) -> None:
    """A quote whose own date fits both orders of day and month is flagged so; a report that leaves it out is found."""
    quoted = f"See below.\n\n-----Original Message-----\nFrom: Kim Vale\nSent: 02/01/2019 08:00\nTo: Dana\n\n{CONTRACT}"
    made = case_of(tmp_path, {"mail.eml": eml(1, quoted).encode()})
    assert [link["flags"] for link in links(made) if "quoted-date-order-assumed" in link["flags"]]
    assert verified(made).differences == ()
    edit_report(made, lambda tree: [link["flags"].clear() for f in tree["findings"] for link in f["links"]])
    assert any("doubts that the report leaves out" in d.what for d in verified(made).differences)
