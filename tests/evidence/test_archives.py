import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from evidence.model import Message, Skipped
from evidence.readers import limits, zipped
from evidence.readers.detect import read_any
from tests.evidence.mails import eml, input_file
from tests.evidence.records import everything, ingested, ledger, rows

MAIL = eml("The trial went well.")
BOX = (
    b"From x Tue Mar  5 10:00:00 2019\n" + MAIL + b"\nFrom x Tue Mar  5 11:00:00 2019\n" + eml("Twice.", subject="Two")
)


def zip_of(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def tar_of(members: dict[str, bytes], mode: str = "w") -> bytes:
    """A tar archive."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def found(data: bytes) -> list[tuple[str | None, str]]:
    """Member and subject of each message, member and status of each skip."""
    return [
        (
            member.name if isinstance(item, Message) else item.member,
            item.subject or "" if isinstance(item, Message) else item.status,
        )
        for member, item in read_any(input_file(data))
    ]


@pytest.mark.parametrize(
    "pack", [zip_of, tar_of, lambda m: tar_of(m, "w:gz"), lambda m: tar_of(m, "w:xz"), lambda m: tar_of(m, "w:bz2")]
)
def test_members_are_read_wherever_they_lie(pack: object) -> None:
    """Every file in an archive is read as it would be alone, and each message names its member."""
    assert callable(pack)
    assert found(pack({"a.eml": MAIL, "in/box": BOX})) == [("a.eml", "Pilot"), ("in/box", "Pilot"), ("in/box", "Two")]


def test_archives_in_archives_are_read() -> None:
    """An archive inside another is opened; the member's name says the way."""
    inner = tar_of({"deep.eml": MAIL}, "w:gz")
    assert found(zip_of({"inner.tgz": inner, "b.eml": MAIL})) == [("inner.tgz!/deep.eml", "Pilot"), ("b.eml", "Pilot")]


def test_nesting_has_an_end() -> None:
    """Archives nested deeper than the limit are refused, with the way to them."""
    data = MAIL
    for _ in range(limits.DEEPEST + 2):
        data = zip_of({"x": data})
    ((member, status),) = found(data)
    assert (str(member).count("!/"), status) == (limits.DEEPEST - 1, "refused")


@pytest.mark.parametrize("opened", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_mailbox_is_read(opened: object) -> None:
    """A mailbox compressed by itself is one member."""
    assert callable(opened)
    assert found(opened(BOX)) == [("unpacked", "Pilot"), ("unpacked", "Two")]


def test_a_truncated_zip_is_refused_and_costs_no_other_file(tmp_path: Path) -> None:
    """A zip that was cut off is refused with its reason; the files beside it are read."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "cut.zip").write_bytes(zip_of({"a.eml": MAIL})[:-30])
    (tmp_path / "mail" / "whole.eml").write_bytes(MAIL)
    ingested(tmp_path / "case.sqlite", tmp_path / "mail")
    status, reason = ledger(tmp_path / "case.sqlite")["cut.zip"]
    assert status == "refused"
    assert "damaged or cut off" in str(reason)
    assert ledger(tmp_path / "case.sqlite")["whole.eml"] == ("ok", None)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_a_truncated_tar_keeps_what_came(mode: str) -> None:
    """What stands in a tar before the cut is read, and the rest is reported."""
    noise = bytes((n * n * 7919 >> 5) % 251 for n in range(200_000))
    data = tar_of({"a.eml": MAIL, "b.eml": noise}, mode)
    read = found(data[: len(data) * 2 // 3])
    assert ("a.eml", "Pilot") in read
    assert (None, "partial") in read


def test_a_broken_member_costs_no_other_member() -> None:
    """A member whose bytes were damaged is refused; the others are read."""
    data = bytearray(zip_of({"a.eml": MAIL, "b.eml": MAIL}))
    data[data.index(b"a.eml") + 12] ^= 0xFF
    assert found(bytes(data)) == [("a.eml", "refused"), ("b.eml", "Pilot")]


@pytest.mark.parametrize("name", ["../../outside.eml", "/etc/outside.eml", "C:\\outside.eml", "a/../../outside.eml"])
@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_names_that_lead_outside_are_labels(name: str, pack: object, tmp_path: Path) -> None:
    """A member's name never becomes a path: its mail is read, and nothing is written but the database."""
    assert callable(pack)
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.bin").write_bytes(pack({name: MAIL}))
    before = set(tmp_path.parent.rglob("*outside*"))
    ingested(tmp_path / "case.sqlite", tmp_path / "mail")
    assert rows(tmp_path / "case.sqlite", "SELECT member FROM messages") == [(name,)]
    assert set(tmp_path.parent.rglob("*outside*")) == before


def test_a_bomb_is_refused_unopened() -> None:
    """A member that unpacks to a thousand times its size is refused by what the archive says of it."""
    held = zip_of({"bomb": b"\0" * (limits.RATIO_FROM_BYTES + 1), "a.eml": MAIL})
    assert found(held) == [("bomb", "refused"), ("a.eml", "Pilot")]


def test_what_the_directory_understates_is_not_read() -> None:
    """A directory that states less than a member holds does not get past the limits: the member is refused."""
    data = bytearray(zip_of({"a.eml": b"\0" * 100_000}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    (item,) = zipped.members(input_file(bytes(data)))
    assert isinstance(item, Skipped)
    assert "cannot be unpacked" in item.reason


def test_encrypted_members_say_so() -> None:
    """An encrypted member is refused with what to do."""
    data = bytearray(zip_of({"a.eml": MAIL}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    (item,) = zipped.members(input_file(bytes(data)))
    assert isinstance(item, Skipped)
    assert (item.reason, "password" in item.remedy) == ("the member is encrypted", True)


def test_links_in_a_tar_are_not_followed() -> None:
    """A link in an archive holds no bytes, whatever it points to."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo("link.eml")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    assert found(held.getvalue()) == [("link.eml", "refused")]


def test_an_archive_partly_read_is_partial_in_the_ledger(tmp_path: Path) -> None:
    """An archive with a member that cannot be read is partial, with the first reason and how many more there are."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.zip").write_bytes(zip_of({"a.eml": MAIL, "b.bin": bytes(range(256)) * 9, "c.bin": b""}))
    ingested(tmp_path / "case.sqlite", tmp_path / "mail")
    assert ledger(tmp_path / "case.sqlite")["a.zip"] == ("partial", "it is a binary file, not mail (and 1 more)")
    assert len(everything(tmp_path / "case.sqlite")["skips"]) == 2
