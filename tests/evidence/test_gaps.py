"""Every byte of a file or member is in one message or in one recorded gap."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.hashing import message_id
from evidence.model import Gap, Message
from evidence.readers.detect import read_with_gaps
from evidence.readers.gaps import ARCHIVE, NOT_READ, filled, range_of
from tests.evidence.mails import eml, gaps, input_file, messages
from tests.evidence.records import ingested, rows

ENVELOPE = b"From ada@vendor.example Tue Mar  5 10:00:00 2019\n"
PAGE = b"From: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada Quill\nSubject: Pilot\n\nIt works.\n"
CARRIER = (
    b"From: Ada Quill <ada@vendor.example>\nSubject: carrier\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: message/rfc822\n\n'
    b"From: Bram Otter <bram@agency.example>\nSubject: carried\n\nInner words.\n--cut--\n"
)
STRETCHES = st.sampled_from(
    [
        ENVELOPE,
        ENVELOPE + CARRIER,
        eml("It works."),
        PAGE,
        b"\n",
        b"\xef\xbb\xbf",
        b"From here on it is prose.\n",
        b"",
        b">From now on\n",
        b"words\xff\x00\n",
        b"UNCLASSIFIED U.S. Department of Nowhere\n",
        b"\x0c",
    ]
)
STARTS = st.sampled_from(
    [ENVELOPE, b"\xef\xbb\xbf" + ENVELOPE, eml("Hello."), CARRIER, PAGE, b"no mail\n", b"\x00\x01"]
)


def uncovered(data: bytes) -> str:
    """What is wrong with how messages and gaps cover each member; empty where each byte is covered once."""
    ends: dict[str, int] = {}
    carried: dict[str, tuple[int, int]] = {}
    for member, item in read_with_gaps(input_file(data)):
        if isinstance(item, Message):
            start, end = item.raw
        elif isinstance(item, Gap):
            start, end = item.start, item.end
        else:
            continue
        key, (low, high) = member.sha256, carried.get(member.sha256, (0, 0))
        if isinstance(item, Message) and low <= start and end <= high and any("attached-to" in f for f in item.flags):
            continue
        if start != ends.get(key, 0) or end <= start:
            return f"{item!r} begins at {start}, not at {ends.get(key, 0)}"
        ends[key] = end
        carried[key] = (start, end) if isinstance(item, Message) else (0, 0)
    sizes = {member.sha256: member.size for member, _ in read_with_gaps(input_file(data))}
    return "" if {k: v for k, v in sizes.items() if v} == ends else f"{sizes} is not {ends}"


@given(STARTS, st.lists(STRETCHES, max_size=8), st.booleans())
def test_messages_and_gaps_leave_nothing_out(start: bytes, stretches: list[bytes], crlf: bool) -> None:
    """The union of raw ranges and gaps is the whole file, without overlap; attached mails lie inside their carrier."""
    data = start + b"".join(stretches)
    assert uncovered(data.replace(b"\n", b"\r\n") if crlf else data) == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_covered(data: bytes) -> None:
    """Bytes of no kind at all are covered as well."""
    assert uncovered(data) == ""


ENTRY = st.fixed_dictionaries(
    {"sender": st.text(max_size=9), "subject": st.text(max_size=9), "body": st.text(max_size=40)}
)


@given(st.lists(st.lists(ENTRY, max_size=3), max_size=3), st.booleans(), st.booleans())
def test_json_is_covered_in_any_spelling(threads: list[object], mark: bool, ascii_only: bool) -> None:
    """Between the mails of a JSON file stand recorded gaps, and each mail's range holds its object and gives its id."""
    text = json.dumps({"names": [], "emails": threads, "kind": '"body"'}, ensure_ascii=ascii_only, indent=1)
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode("utf-8", "surrogatepass")
    assert uncovered(data) == ""
    for message in messages(data):
        if message.bodies and message.bodies[0].text.part and message.bodies[0].text.part.startswith("/emails"):
            cut = data[slice(*message.raw)]
            assert cut.startswith(b"{")
            assert cut.endswith(b"}")
            assert message.id == message_id(cut)


def test_json_in_another_charset_keeps_its_byte_ranges() -> None:
    """Where a JSON file is not UTF-8, the ranges still count its own bytes, and the guess is flagged."""
    mail = {"sender": "Zoë Fährmann", "subject": "Prüfung", "body": "Die Prüfung läuft über alle Türen.", "time": ""}
    data = json.dumps({"emails": [[mail], [mail | {"subject": "x"}]]}, ensure_ascii=False).encode("latin-1")
    found = messages(data)
    assert [m.id for m in found] == [message_id(data[slice(*m.raw)]) for m in found]
    assert all(f.startswith("charset-guessed") for m in found for f in m.bodies[0].text.flags[:1])


def test_members_are_covered_one_by_one() -> None:
    """Each member of an archive is covered by its own messages and gaps; the archive's own bytes are one gap."""
    held, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("box", ENVELOPE + eml("One.") + b"\n" + ENVELOPE + eml("Two."))
        archive.writestr("page.txt", PAGE + PAGE)
        archive.writestr("picture", b"\x89PNG\x00")
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("in.zip")
        entry.size = len(held.getvalue())
        archive.addfile(entry, io.BytesIO(held.getvalue()))
    assert uncovered(packed.getvalue()) == ""
    found = [(m.name, i.why) for m, i in read_with_gaps(input_file(packed.getvalue())) if isinstance(i, Gap)]
    assert found == [
        (None, ARCHIVE),
        ("in.zip", ARCHIVE),
        ("in.zip!/box", "mbox envelope"),
        ("in.zip!/box", "mbox envelope"),
        ("in.zip!/picture", NOT_READ),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\n\n" + eml("It works."), "blank"),
        (ENVELOPE + eml("It works."), "mbox envelope"),
        (b"\x89PNG\x00", NOT_READ),
    ],
)
def test_a_gap_says_what_it_is(data: bytes, why: str) -> None:
    """Blank lines, envelope lines and what no reader took are told apart."""
    assert {g.why for g in gaps(data)} == {why}


def test_what_a_fault_left_out_is_a_gap() -> None:
    """Where reading loses a message or ends early, the bytes that it left out are gaps as well."""
    data = ENVELOPE + eml("One.") + b"\n" + ENVELOPE + eml("Two.") + b"\n" + ENVELOPE + eml("Three.")
    whole = list(read_with_gaps(input_file(data)))
    lost = [entry for n, entry in enumerate(whole) if n not in (3, 5)]
    found = [range_of(item) for _, item in filled(lost, range_of, lambda member: member.size)]
    assert found == [range_of(item) for _, item in whole]


def test_the_case_keeps_the_gaps(tmp_path: Path) -> None:
    """The ledger's gaps and the messages' ranges add up to the file's size."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "box").write_bytes(ENVELOPE + eml("One.") + b"\n" + ENVELOPE + eml("Two."))
    (folder / "picture").write_bytes(b"\x89PNG\x00")
    ingested(tmp_path / "case.sqlite", folder)
    covered = rows(
        tmp_path / "case.sqlite",
        "SELECT s.file, s.size, sum(x.bytes) FROM sources s JOIN (SELECT source, raw_end - raw_start AS bytes FROM gaps"
        " UNION ALL SELECT source, raw_end - raw_start FROM messages) x ON x.source = s.pk GROUP BY s.pk ORDER BY 1",
    )
    assert [file for file, _, _ in covered] == ["box", "picture"]
    assert [size for _, size, _ in covered] == [total for _, _, total in covered]
