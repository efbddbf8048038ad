"""What goes wrong outside the program: one message (what, where, what to do), the exit code, nothing lost."""

from __future__ import annotations

import errno
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from checker.errors import NoSuchCase
from checker.failures import GuardedGroup, explained
from claims.errors import ClaimsInvalid, Problem
from evidence.errors import DiskFull
from evidence.index import open_index
from tests.checker.small_case import BODIES, make_case, ran, write_records

FILES = 400
CHECKER = (sys.executable, "-c", "from checker.cli import main; main()")


def counted(database: Path) -> dict[str, int]:
    """How many rows each table of a case has."""
    with sqlite3.connect(database) as connection:
        tables = ("sources", "messages", "segments", "passages", "distinct_texts", "mailboxes", "skips")
        found = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    connection.close()
    return found


@pytest.mark.parametrize(
    ("error", "parts", "code"),
    [
        (NoSuchCase("no such case: x", "make one"), ("no such case: x", "→ make one"), 2),
        (DiskFull("x: full", "free some space"), ("x: full", "→ free some space"), 1),
        (ClaimsInvalid("c.yaml", (Problem(3, "claims", "bad", "mend"),)), ("c.yaml:3: claims: bad", "→ mend"), 2),
        (
            OSError(errno.ENOSPC, "No space left on device", "/d/report.json"),
            ("/d/report.json: No space", "resumes"),
            1,
        ),
        (PermissionError(errno.EACCES, "Permission denied", "/d"), ("/d: Permission denied", "permissions"), 1),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/d"), ("/d: No such file", "check the path"), 1),
        (OSError(errno.EIO, "Input/output error"), ("Input/output error", "disk"), 1),
        (MemoryError(), ("out of memory", "→"), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_failure_says_what_where_and_what_to_do(error: Exception, parts: tuple[str, ...], code: int) -> None:
    """Errors of this program and of the operating system have a message and an exit code."""
    failure = explained(error)
    assert failure is not None
    assert failure.exit_code == code
    assert all(part in failure.message for part in parts), failure.message
    assert "\n  → " in failure.message


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("x"), sqlite3.ProgrammingError("x"), BrokenPipeError()])
def test_a_mistake_of_the_program_is_not_dressed_up(error: Exception) -> None:
    """What is nobody's bad input keeps its traceback, and a closed pipe ends quietly elsewhere."""
    assert explained(error) is None


def guarded(error: BaseException) -> typer.Typer:
    """A command line with two commands, one of which fails."""
    app = typer.Typer(cls=GuardedGroup)

    @app.command()
    def fail() -> None:
        raise error

    @app.command()
    def work() -> None:
        typer.echo("done")

    return app


def test_ctrl_c_is_130_and_says_that_the_command_resumes() -> None:
    """A person who stops a run learns that nothing is lost."""
    result = CliRunner().invoke(guarded(KeyboardInterrupt()), ["fail"])
    assert (result.exit_code, result.stdout) == (130, "")
    assert "run the same command again" in result.stderr


def test_a_known_failure_is_one_message_and_an_unknown_one_is_raised() -> None:
    """No traceback for the first, the whole of it for the second."""
    known = CliRunner().invoke(guarded(PermissionError(errno.EACCES, "Permission denied", "/d")), ["fail"])
    assert (known.exit_code, known.stderr.count("\n")) == (1, 2)
    unknown = CliRunner().invoke(guarded(ZeroDivisionError()), ["fail"])
    assert isinstance(unknown.exception, ZeroDivisionError)
    assert CliRunner().invoke(guarded(ZeroDivisionError()), ["work"]).stdout == "done\n"


@pytest.mark.parametrize("command", ["show", "patterns", "ingest"])
def test_a_case_of_another_version_is_left_alone(command: str, tmp_path: Path) -> None:
    """The message names both versions; not a byte of the file changes."""
    case = make_case(tmp_path / "case")
    connection = sqlite3.connect(case.database, isolation_level=None)
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()
    before = case.database.read_bytes()
    result = ran(command, case.folder, *{"show": ("x",), "ingest": (tmp_path / "case-records",)}.get(command, ()))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "layout version 0" in result.stderr
    assert "→" in result.stderr
    assert case.database.read_bytes() == before


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    """Something else may stand under the name of the database."""
    case = make_case(tmp_path / "case")
    case.database.write_bytes(b"This is a letter, not a database. " * 200)
    result = ran("ingest", case.folder, tmp_path / "case-records")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{case.database} is damaged, or no database" in result.stderr
    assert case.database.read_bytes().startswith(b"This is a letter")


def test_a_case_in_use_says_so(tmp_path: Path) -> None:
    """Two runs that write one case do not spoil each other."""
    case = make_case(tmp_path / "case")
    other = sqlite3.connect(case.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = ran("ingest", case.folder, write_records(tmp_path / "more", [f"{b} Again." for b in BODIES]))
    other.execute("ROLLBACK")
    other.close()
    assert result.exit_code == 1
    assert "in use by another run" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_full_disk_stops_an_ingest_that_resumes(tmp_path: Path) -> None:
    """Files may not grow beyond 300 KB: one message, exit 1; with room again the case ends as if nothing had been."""
    bodies = [f"Number {n}. " + "The pier was painted and the paint has dried. " * 40 for n in range(FILES)]
    records = write_records(tmp_path / "records", bodies)
    assert ran("new", tmp_path / "case").exit_code == 0
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))"
    words = [sys.executable, "-c", f"{limit}; from checker.cli import main; main()"]
    done = subprocess.run(
        [*words, "ingest", tmp_path / "case", records], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "it resumes" in done.stderr
    assert "Traceback" not in done.stderr
    assert ran("ingest", tmp_path / "case", records).exit_code == 0
    whole = make_case(tmp_path / "whole", bodies=bodies)
    assert counted(tmp_path / "case" / "case.sqlite") == counted(whole.database)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to one process is POSIX")
def test_ctrl_c_leaves_a_case_that_resumes(tmp_path: Path) -> None:
    """Stopped after the first files: exit 130, no traceback; run again, the case is whole."""
    bodies = [f"Number {n}. The pier was painted and the paint has dried." for n in range(FILES)]
    records = write_records(tmp_path / "records", bodies)
    assert ran("new", tmp_path / "case").exit_code == 0
    database = tmp_path / "case" / "case.sqlite"
    words = [*CHECKER, "ingest", str(tmp_path / "case"), str(records)]
    # A shell starts what runs in the background with Ctrl-C ignored, and a child inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        signal.signal(signal.SIGINT, before)
        wait_for_rows(database)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, "")
    assert "stopped; run the same command again" in err
    assert "Traceback" not in err
    assert 0 < counted(database)["sources"] < FILES
    assert ran("ingest", tmp_path / "case", records).exit_code == 0
    assert counted(database) == counted(make_case(tmp_path / "whole", bodies=bodies).database)


def wait_for_rows(database: Path) -> None:
    """Until the first file stands in the ledger."""
    for _ in range(600):
        time.sleep(0.02)
        if database.is_file():
            connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
            try:
                if connection.execute("SELECT count(*) FROM sources").fetchone()[0]:
                    return
            except sqlite3.OperationalError:
                pass  # the tables are being made
            finally:
                connection.close()
    raise AssertionError("nothing was read")


def test_a_closed_pipe_ends_without_a_traceback(tmp_path: Path) -> None:
    """`checker show … | head` is no error worth a page of text."""
    case = make_case(tmp_path / "case", bodies=["The pier was painted and the paint has dried. " * 4000])
    read, write = os.pipe()
    os.close(read)
    words = [*CHECKER, "show", str(case.folder), "note-1@tollcam.example"]
    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(write)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


def test_a_terminal_of_another_character_set_gets_what_it_lacks_escaped(tmp_path: Path) -> None:
    """Neither a message nor a result ends in a traceback because a character cannot be printed."""
    case = make_case(tmp_path / "Fälle", bodies=["Die Brücke → gestrichen. It has dried since and is open again."])
    env = os.environ | {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
    for words, code in (
        (("check", str(tmp_path / "Fölle")), 2),
        (("show", str(case.folder), "note-1@tollcam.example"), 0),
    ):
        done = subprocess.run([*CHECKER, *words], capture_output=True, env=env, timeout=60, check=False)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"\\xf6lle" in done.stderr or b"Die Br\\xfccke" in done.stdout


def test_an_empty_case_says_to_ingest(tmp_path: Path) -> None:
    """A database without a message is no case to check; the message says what to do."""
    ran("new", tmp_path / "case")
    with open_index(tmp_path / "case" / "case.sqlite"):
        pass
    result = ran("search", tmp_path / "case", "word")
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.search(r"holds no message\n  → run `checker ingest", result.stderr)
