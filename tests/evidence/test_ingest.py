from pathlib import Path

import pytest

from evidence.errors import NoSuchPath
from evidence.index import counts, open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup
from tests.evidence.mails import eml, multipart
from tests.evidence.office_files import attached
from tests.evidence.records import everything, ingested, ledger, rows, silent, witnesses

MBOX = b"".join(
    b"From x Tue Mar  5 10:00:00 2019\n" + eml(f"Message {n} of the box works.", subject=f"S{n}") + b"\n"
    for n in range(3)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Mail in several shapes, one file of nonsense, one empty, one twice."""
    made = tmp_path / "mail"
    (made / "cur").mkdir(parents=True)
    (made / "a.eml").write_bytes(eml("The trial went well."))
    (made / "again.eml").write_bytes(eml("The trial went well."))
    (made / "box.mbox").write_bytes(MBOX)
    (made / "cur" / "1551798000.M1.host:2,S").write_bytes(eml("A Maildir holds this.", subject="Maildir"))
    (made / "page.txt").write_text("From: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada\n\nPrinted words.\n")
    (made / "binary.eml").write_bytes(bytes(range(256)) * 20)
    (made / "empty.eml").write_bytes(b"")
    return made


def test_every_file_ends_in_the_ledger_and_the_sums_add_up(folder: Path, tmp_path: Path) -> None:
    """Files given = ok + partial + refused + duplicate, each trouble with its reason and remedy."""
    assert ingested(tmp_path / "case.sqlite", folder) == 7
    with open_index(tmp_path / "case.sqlite") as connection:
        held = counts(connection)
        listed = list(Lookup(connection).ledger())
    assert held["sources"] == 7 == held["ok"] + held["partial"] + held["refused"] + held["duplicate"]
    assert (held["ok"], held["refused"], held["duplicate"]) == (4, 2, 1)
    assert held["messages"] == 6
    assert {(file, status) for file, _, status, _, _ in listed} == {
        ("again.eml", "duplicate"),
        ("binary.eml", "refused"),
        ("empty.eml", "refused"),
    }
    assert all(reason and remedy for _, _, _, reason, remedy in listed)


def test_a_binary_named_eml_and_an_empty_file_say_what_they_are(folder: Path, tmp_path: Path) -> None:
    """The name of a file decides nothing; the reason says what the file is."""
    ingested(tmp_path / "case.sqlite", folder)
    assert ledger(tmp_path / "case.sqlite")["binary.eml"] == ("refused", "it is a binary file, not mail")
    assert ledger(tmp_path / "case.sqlite")["empty.eml"] == ("refused", "the file is empty")


def test_ingesting_twice_adds_nothing(folder: Path, tmp_path: Path) -> None:
    """A second run over the same files finds nothing new and changes no row."""
    database = tmp_path / "case.sqlite"
    ingested(database, folder)
    before = everything(database)
    assert ingested(database, folder) == 0
    assert everything(database) == before


def test_a_folder_and_then_a_file_in_it_is_the_same_file(folder: Path, tmp_path: Path) -> None:
    """A file is known by its place, whichever path led to it."""
    database = tmp_path / "case.sqlite"
    ingested(database, folder)
    assert ingested(database, folder / "a.eml", folder / "cur") == 0


def test_files_of_one_name_in_two_folders_are_two_files(tmp_path: Path) -> None:
    """Two folders may hold files of one name: each ends in the ledger, equal bytes as a duplicate."""
    for name, words in (("one", "Same."), ("two", "Same."), ("three", "Other.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.eml").write_bytes(eml(words))
    database = tmp_path / "case.sqlite"
    assert ingested(database, *(tmp_path / n for n in ("one", "two", "three"))) == 3
    assert [s for (s,) in rows(database, "SELECT status FROM sources ORDER BY pk")] == ["ok", "ok", "duplicate"]


def test_the_order_of_input_does_not_matter(folder: Path, tmp_path: Path) -> None:
    """The same files in another order give the same messages, authors, dates and quotes."""
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and f.name != "again.eml"]
    ingested(tmp_path / "one.sqlite", *files)
    ingested(tmp_path / "two.sqlite", *reversed(files))
    assert witnesses(tmp_path / "one.sqlite") == witnesses(tmp_path / "two.sqlite")
    assert witnesses(tmp_path / "one.sqlite")


def test_the_same_input_gives_the_same_rows(folder: Path, tmp_path: Path) -> None:
    """Two runs over the same files write the same rows, keys included."""
    ingested(tmp_path / "one.sqlite", folder)
    ingested(tmp_path / "two.sqlite", folder)
    assert everything(tmp_path / "one.sqlite") == everything(tmp_path / "two.sqlite")


def test_an_interrupted_run_is_resumed_by_running_again(folder: Path, tmp_path: Path) -> None:
    """After Ctrl-C in the middle the whole files stay, and the next run gives what one run would have given."""

    def interrupted(done: int, _found: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    database = tmp_path / "case.sqlite"
    with pytest.raises(KeyboardInterrupt), open_index(database) as connection:
        ingest(connection, [folder], interrupted)
    assert len(ledger(database)) == 3
    assert ingested(database, folder) == 4
    ingested(tmp_path / "whole.sqlite", folder)
    assert everything(database) == everything(tmp_path / "whole.sqlite")


def test_every_stored_quote_is_cut_from_the_sources_text(folder: Path, tmp_path: Path) -> None:
    """A stored passage gives the words that its spans cut from the stored text, which has the hash that it says."""
    ingested(tmp_path / "case.sqlite", folder)
    with open_index(tmp_path / "case.sqlite") as connection:
        lookup = Lookup(connection)
        found = [lookup.passage(pk) for (pk,) in connection.execute("SELECT pk FROM passages").fetchall()]
    assert {"The trial went well.", "Printed words.", "A Maildir holds this."} <= {p.quote for p in found}
    whole = dict(rows(tmp_path / "case.sqlite", "SELECT sha256, text FROM texts"))
    assert all(p.quote == "\n".join(str(whole[p.text_sha256])[s:e] for s, e in p.spans) for p in found)


def test_a_distinct_text_is_stored_once_and_keeps_its_witnesses(tmp_path: Path) -> None:
    """Equal words under equal headers are one distinct text; every message that carries them stays a witness."""
    for number in range(3):
        (tmp_path / f"{number}.eml").write_bytes(eml("It works.", extra=f"X-Number: {number}\r\n"))
    ingested(tmp_path / "case.sqlite", tmp_path / "0.eml", tmp_path / "1.eml", tmp_path / "2.eml")
    with open_index(tmp_path / "case.sqlite") as connection:
        assert counts(connection)["distinct_texts"] == 1
        assert len(Lookup(connection).passages_of(1)) == 3


def test_no_such_path_reads_nothing(folder: Path, tmp_path: Path) -> None:
    """One wrong path among several is named, with exit code 2, before anything is read."""
    with pytest.raises(NoSuchPath, match=r"nowhere") as caught:
        ingested(tmp_path / "case.sqlite", folder, tmp_path / "nowhere")
    assert caught.value.exit_code == 2
    assert ledger(tmp_path / "case.sqlite") == {}


def test_a_file_that_cannot_be_opened_is_refused_and_read_later(tmp_path: Path) -> None:
    """A link to nothing is refused; once it leads somewhere it is read, and the refusal is struck out."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "a.eml").symlink_to(tmp_path / "target")
    database = tmp_path / "case.sqlite"
    ingested(database, folder)
    assert ledger(database)["a.eml"][0] == "refused"
    assert rows(database, "SELECT sha256 FROM sources") == [("",)]
    (tmp_path / "target").write_bytes(eml("Now it is there."))
    assert ingested(database, folder) == 1
    assert rows(database, "SELECT status FROM sources") == [("ok",)]


def test_progress_counts_every_file(folder: Path, tmp_path: Path) -> None:
    """Progress is told after each file how many are done of how many."""
    told: list[tuple[int, int]] = []
    with open_index(tmp_path / "case.sqlite") as connection:
        ingest(connection, [folder], lambda done, found: told.append((done, found)))
        ingest(connection, [folder], silent)
    assert told == [(n, 7) for n in range(1, 8)]


def test_attachments_that_were_not_read_are_counted_in_the_ledger(tmp_path: Path) -> None:
    """One row a file says how many attachments with words were not read, and why; pictures leave a file whole."""
    folder = tmp_path / "mail"
    folder.mkdir()
    words = "Content-Type: text/plain\r\n\r\nSee below."
    broken, old = attached("a.docx", b"PK\x03\x04 cut off"), attached("b.doc", b"\xd0\xcf\x11\xe0")
    (folder / "files.eml").write_bytes(multipart("mixed", words, broken, old))
    (folder / "logo.eml").write_bytes(multipart("mixed", words, attached("logo.png", b"\x89PNG", "image/png")))
    ingested(tmp_path / "case.sqlite", folder)
    held = ledger(tmp_path / "case.sqlite")
    assert held["logo.eml"] == ("ok", None)
    assert held["files.eml"] == (
        "partial",
        "2 attachments were not read: 1 × damaged, 1 × old Office document, or one with a password",
    )
    assert rows(tmp_path / "case.sqlite", "SELECT count(*) FROM messages") == [(2,)]
