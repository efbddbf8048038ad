import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.errors import CaseBusy, CaseMismatch, DiskFull, EvidenceError
from evidence.index import in_our_words, open_index, transaction
from evidence.ingest import ingest
from tests.evidence.mails import eml
from tests.evidence.records import everything, ingested, ledger, rows, silent

FILES = 60
RUN = """
import sys
from pathlib import Path
from evidence.index import open_index
from evidence.ingest import ingest
with open_index(Path(sys.argv[1])) as connection:
    ingest(connection, [Path(sys.argv[2])], lambda done, found: print(done, flush=True))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many mails, each with words of its own."""
    made = tmp_path / "mail"
    made.mkdir()
    for number in range(FILES):
        words = "\n\n".join(f"Sentence {n} of mail {number} says that the trial goes on for now." for n in range(40))
        (made / f"{number:03}.eml").write_bytes(eml(words, subject=f"Mail {number}"))
    return made


def ingest_with_room_for(pages: int, database: Path, folder: Path) -> None:
    """Ingest into a database that SQLite lets grow by so many pages alone, as on a disk that is nearly full."""
    with open_index(database) as connection:
        held = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {held + pages}")
        ingest(connection, [folder], silent)


def ingest_impatiently(database: Path, folder: Path) -> None:
    """Ingest, waiting hardly at all for another run to let go."""
    with open_index(database) as connection:
        connection.execute("PRAGMA busy_timeout = 50")
        ingest(connection, [folder], silent)


def write_and_stop(connection: sqlite3.Connection) -> None:
    """A transaction that Ctrl-C ends."""
    with transaction(connection):
        connection.execute("INSERT INTO meta VALUES ('x', 'y')")
        raise KeyboardInterrupt


def test_a_killed_run_resumes_to_the_same_case(folder: Path, tmp_path: Path) -> None:
    """After kill -9 in the middle, running again gives row for row what an uninterrupted run gives."""
    database = tmp_path / "case.sqlite"
    child = subprocess.Popen([sys.executable, "-c", RUN, str(database), str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= FILES // 3:
            os.kill(child.pid, signal.SIGKILL)
            break
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    assert 0 < len(ledger(database)) < FILES
    ingested(database, folder)
    ingested(tmp_path / "whole.sqlite", folder)
    assert everything(database) == everything(tmp_path / "whole.sqlite")


def test_a_full_disk_keeps_what_was_read_and_resumes(folder: Path, tmp_path: Path) -> None:
    """When the database cannot grow, one message says so; the files before it stay, and the next run goes on."""
    database = tmp_path / "case.sqlite"
    with pytest.raises(DiskFull, match="free some space") as caught:
        ingest_with_room_for(100, database, folder)
    assert caught.value.exit_code == 1
    held = ledger(database)
    assert 0 < len(held) < FILES
    assert {status for status, _ in held.values()} == {"ok"}
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    ingested(database, folder)
    ingested(tmp_path / "whole.sqlite", folder)
    assert everything(database) == everything(tmp_path / "whole.sqlite")


def test_a_database_of_another_version_is_left_alone(tmp_path: Path) -> None:
    """A case made by another version is refused with what to do, and not a byte of it is changed."""
    database = tmp_path / "case.sqlite"
    ingested(database)
    connection = sqlite3.connect(database)
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    before = everything(database)
    with (
        pytest.raises(CaseMismatch, match=r"layout version 0; this program reads version \d") as caught,
        open_index(database),
    ):
        pass
    assert caught.value.exit_code == 1
    assert rows(database, "SELECT value FROM meta WHERE key = 'schema'") == [("0",)]
    assert everything(database) == before


@pytest.mark.parametrize(
    "content",
    [b"this is no database at all, but it is long enough to look" * 40, b"SQLite format 3\x00" + b"\xff" * 4000],
)
def test_what_is_no_database_is_refused(content: bytes, tmp_path: Path) -> None:
    """A file that is no database, or a broken one, is refused in one message and left as it is."""
    database = tmp_path / "case.sqlite"
    database.write_bytes(content)
    with pytest.raises(CaseMismatch, match="no database of this program"), open_index(database):
        pass
    assert database.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A database with other tables is not taken for a case."""
    connection = sqlite3.connect(tmp_path / "case.sqlite")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(CaseMismatch, match="layout version unknown"), open_index(tmp_path / "case.sqlite"):
        pass


def test_a_folder_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    """A database that cannot be made is reported with what to do."""
    with pytest.raises(DiskFull, match="cannot be written"), open_index(tmp_path / "nowhere" / "case.sqlite"):
        pass


def test_a_case_that_may_not_be_written_is_read_and_says_why_it_is_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there is read without a byte written; a change fails by the permissions, not for want of space."""
    database = tmp_path / "case.sqlite"
    ingested(database)
    before = (database.read_bytes(), sorted(tmp_path.iterdir()))
    monkeypatch.setattr("evidence.index.os.access", lambda _, mode: mode != os.W_OK)
    with open_index(database) as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone() is not None
    with pytest.raises(DiskFull, match="check the permissions"), open_index(database) as connection:
        connection.execute("DELETE FROM messages")
    assert (database.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_a_case_that_another_run_writes_is_one_message(folder: Path, tmp_path: Path) -> None:
    """Two runs at once do not mix: the second is told to wait."""
    database = tmp_path / "case.sqlite"
    with open_index(database) as first, transaction(first), pytest.raises(CaseBusy, match="another run"):
        ingest_impatiently(database, folder)
    assert ledger(database) == {}


def test_a_transaction_leaves_all_or_nothing(tmp_path: Path) -> None:
    """What is raised inside a transaction undoes it, Ctrl-C included."""
    with open_index(tmp_path / "case.sqlite") as connection:
        with pytest.raises(KeyboardInterrupt):
            write_and_stop(connection)
        assert connection.execute("SELECT count(*) FROM meta WHERE key = 'x'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_IOERR_WRITE", DiskFull),
        ("SQLITE_READONLY_DBMOVED", DiskFull),
        ("SQLITE_CANTOPEN", DiskFull),
        ("SQLITE_BUSY", CaseBusy),
        ("SQLITE_BUSY_SNAPSHOT", CaseBusy),
        ("SQLITE_LOCKED", CaseBusy),
        ("SQLITE_NOTADB", CaseMismatch),
        ("SQLITE_CORRUPT", CaseMismatch),
        ("SQLITE_CONSTRAINT_UNIQUE", None),
        ("SQLITE_ERROR", None),
    ],
)
def test_errors_of_the_database_are_put_into_words(name: str, kind: type[EvidenceError] | None) -> None:
    """What the disk or the file did wrong has words and a remedy; a fault of this program keeps its own error."""
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    mapped = in_our_words(error, Path("case.sqlite"))
    assert (type(mapped) if mapped else None) is kind
    assert mapped is None or (mapped.what and mapped.remedy)


def test_opening_is_quick(tmp_path: Path) -> None:
    """Opening a case that is there costs no time that a user would notice."""
    ingested(tmp_path / "case.sqlite")
    begun = time.process_time()
    with open_index(tmp_path / "case.sqlite"):
        pass
    assert time.process_time() - begun < 0.5
