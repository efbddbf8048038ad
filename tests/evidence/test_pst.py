import gc
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from evidence.hashing import sha256_hex
from evidence.index import open_index
from evidence.ingest import ingest_file
from evidence.model import Message, Skipped
from evidence.readers import pst as reader
from evidence.readers.detect import read_any
from evidence.readers.files import input_files
from evidence.reading import open_here
from tests.evidence.mails import input_file, read, texts
from tests.evidence.outlook_files import BRAM, Item, ada_to_bram, msg, packed_rtf
from tests.evidence.pst_files import Folder, pst
from tests.evidence.records import everything, ingested, ledger

PILOT = Item(ada_to_bram(), [BRAM, {0x0C15: 2, 0x3001: "Wren, Carol"}])
MAILBOX = pst(
    Folder("Inbox", [PILOT, Item(ada_to_bram(t0037="Two"))], [Folder("A/B", [Item(ada_to_bram(t0037="Three"))])]),
    Folder("Sent Items", [Item(ada_to_bram(t0037="Four"))]),
)


def members(data: bytes) -> list[tuple[str, str | None]]:
    """Member (without its number) and subject of each message in a mailbox."""
    found = [(m.name or "", i) for m, i in read_any(input_file(data))]
    return [(name.rpartition("/")[0], i.subject) for name, i in found if isinstance(i, Message)]


def test_every_item_of_every_folder_is_read() -> None:
    """Each item of a mailbox is a message in a member of its own, named by its folders; their names are labels."""
    assert members(MAILBOX) == [
        ("Inbox", "Pilot"),
        ("Inbox", "Two"),
        ("Inbox/A%2FB", "Three"),
        ("Sent Items", "Four"),
    ]


def test_an_item_has_its_people_date_and_text() -> None:
    """Sender, recipients by role, date, Message-ID and text of an item are read."""
    found = read(MAILBOX)[0]
    assert isinstance(found, Message)
    assert found.sender
    assert (found.sender.address, [a.address for a in found.to]) == ("ada@vendor.example", ["bram@agency.example"])
    assert [a.name for a in found.cc] == ["Wren, Carol"]
    assert (found.date, found.message_id) == ("2019-03-05T15:00:00+00:00", "one@vendor.example")
    assert texts(found) == ["The trial went well."]


def test_an_item_is_known_by_its_record() -> None:
    """An item's id, hash and range are those of the record of its properties, the same at every reading."""
    first = list(read_any(input_file(MAILBOX)))
    again = list(read_any(input_file(MAILBOX)))
    assert first == again
    for member, found in first:
        assert isinstance(found, Message)
        assert (found.id, found.raw) == (member.sha256[:12], (0, member.size))
    assert len({m.sha256 for m, _ in first}) == 4
    held = [item for item in reader.members(input_file(MAILBOX)) if not isinstance(item, Skipped)]
    assert [(h.member, sha256_hex(h.data)) for h in held] == [(m.name, m.sha256) for m, _ in first]


def test_attachments_of_an_item_are_read() -> None:
    """Files attached to an item are named and read; mails among them are messages of their own."""
    files = [({0x3707: "plan.txt"}, b"Step one."), ({0x3707: "old.msg"}, msg(Item(ada_to_bram(t0037="Older"))))]
    outer, inner = read(pst(Folder("Inbox", [PILOT._replace(attachments=files)])))
    assert isinstance(outer, Message)
    assert isinstance(inner, Message)
    assert "attachment:plan.txt" in outer.flags
    assert texts(outer) == ["The trial went well.", "Step one."]
    assert (inner.subject, f"attached-to:{outer.id}" in inner.flags) == ("Older", True)


def test_embedded_items_are_messages() -> None:
    """An item embedded in another, and one embedded in that, are messages that say whose attachments they are."""
    third = Item(ada_to_bram(t0037="Third"), [BRAM])
    second = Item(ada_to_bram(t0037="Second"), [BRAM], [({0x3001: "Third"}, third), ({0x3707: "a.txt"}, b"Words.")])
    found = read(pst(Folder("Inbox", [PILOT._replace(attachments=[({0x3001: "Second"}, second)])])))
    gc.collect()
    mails = [item for item in found if isinstance(item, Message)]
    assert [m.subject for m in mails] == ["Pilot", "Second", "Third"]
    assert [f"attached-to:{above.id}" in m.flags for above, m in pairwise(mails)] == [True, True]
    assert "attachment:a.txt" in mails[1].flags


def test_items_without_a_folder_are_read() -> None:
    """Items whose folder is gone are read last, and their members say so."""
    lost = pst(Folder("Inbox", [PILOT]), orphans=[Item(ada_to_bram(t0037="Lost"))])
    assert members(lost) == [("Inbox", "Pilot"), (reader.ORPHANS, "Lost")]


def test_rtf_alone_is_read_from_a_mailbox() -> None:
    """An item that holds RTF alone shows its words."""
    (found,) = read(pst(Folder("Inbox", [Item(ada_to_bram(t1000=None, t1009=packed_rtf(rb"{\rtf1 In RTF.}")))])))
    assert isinstance(found, Message)
    assert texts(found) == ["In RTF."]


def test_one_broken_item_costs_itself_alone() -> None:
    """An item that cannot be read is named in the ledger with its reason, and the others are read."""
    broken = bytearray(MAILBOX)
    at = broken.index("Three".encode("utf-16-le"))
    block = at // 64 * 64
    while broken[block + 2 : block + 4] != b"\xec\xbc":
        block -= 64
    broken[block : block + 12] = bytes(12)
    found = read(bytes(broken))
    assert [i.subject for i in found if isinstance(i, Message)] == ["Pilot", "Two", "Four"]
    (skipped,) = [i for i in found if isinstance(i, Skipped)]
    assert (skipped.status, skipped.member is not None) == ("refused", True)
    assert "Inbox/A%2FB/" in str(skipped.member)


@pytest.mark.parametrize("size", [4, 100, 600, len(MAILBOX) // 2])
def test_a_damaged_mailbox_is_refused(size: int) -> None:
    """A mailbox that was cut off is refused with its reason and a remedy."""
    (found,) = read(MAILBOX[:size])
    assert isinstance(found, Skipped)
    assert (found.status, "damaged or cut off" in found.reason, bool(found.remedy)) == ("refused", True, True)


def test_without_the_library_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libpff is not installed, a mailbox is refused and the ledger says how to install it."""
    monkeypatch.setitem(sys.modules, "pypff", None)
    (found,) = read(MAILBOX)
    assert isinstance(found, Skipped)
    assert (found.status, "not installed" in found.reason) == ("refused", True)
    assert "pip install 'statement-checker[outlook]'" in found.remedy


def test_a_mailbox_is_read_once_its_library_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox that was refused for want of libpff stays refused without it, and is read by the next run with it."""
    (tmp_path / "mail.pst").write_bytes(MAILBOX)
    case = tmp_path / "case.sqlite"
    with open_index(case) as connection:
        (found,) = input_files([tmp_path / "mail.pst"])
        with monkeypatch.context() as without:
            without.setitem(sys.modules, "pypff", None)
            assert [ingest_file(connection, found, open_here) for _ in range(2)] == [True, False]
        assert ledger(case)["mail.pst"][0] == "refused"
        assert [ingest_file(connection, found, open_here) for _ in range(2)] == [True, False]
    assert ledger(case) == {"mail.pst": ("ok", None)}


def test_a_mailbox_is_ingested_once(tmp_path: Path) -> None:
    """A mailbox that is ingested again adds nothing, and another case of it holds the same ids."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mail.pst").write_bytes(MAILBOX)
    first, second = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    assert (ingested(first, tmp_path / "in"), ingested(second, tmp_path / "in")) == (1, 1)
    before = everything(first)
    assert ingested(first, tmp_path / "in") == 0
    assert everything(first) == before == everything(second)
    assert ledger(first) == {"mail.pst": ("ok", None)}
