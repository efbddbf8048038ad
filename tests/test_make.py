"""The Makefile with a stand-in for the program: what `make demo` replaces, what it leaves alone, what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAND_IN = """#!/bin/sh
[ "$1 $2" = "demo --output" ] || exit 9
[ -z "$(ls -A "$3" 2>/dev/null)" ] || exit 2
mkdir -p "$3/reports" && cp examples/nypd-clearview/claims.yaml "$3/" && touch "$3/case.sqlite" "$3/reports/report.html"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile, an example and an environment whose `checker` only makes the files of a demo."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "examples" / "nypd-clearview").mkdir(parents=True)
    (tmp_path / "examples" / "nypd-clearview" / "claims.yaml").write_text("claims: []\n", encoding="utf-8")
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "checker").write_text(STAND_IN, encoding="utf-8")
    (programs / "checker").chmod(0o755)
    (programs / "python").symlink_to(sys.executable)
    (tmp_path / ".venv" / ".installed").touch()
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `make` as a user would, not as a part of the `make` that runs the tests."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_demo_replaces_its_own_folder(checkout: Path) -> None:
    """Run twice, the demo stands in the same folder, made anew, and its report is named as a link."""
    make(checkout, "demo")
    (checkout / "demo" / "reports" / "old.html").touch()
    ran = make(checkout, "demo")
    assert ran.stdout == f"Open it: {(checkout / 'demo/reports/report.html').as_uri()}\n"
    assert [p.name for p in (checkout / "demo" / "reports").iterdir()] == ["report.html"]


@pytest.mark.parametrize("touched", ["claims.yaml", "notes.txt"])
def test_demo_leaves_what_is_not_its_own(checkout: Path, touched: str) -> None:
    """A demo folder whose claims were edited, or with a file of the user's, stays; the new one gets another name."""
    make(checkout, "demo")
    (checkout / "demo" / touched).write_text("mine\n", encoding="utf-8")
    ran = make(checkout, "demo")
    assert (checkout / "demo" / touched).read_text(encoding="utf-8") == "mine\n"
    assert (checkout / "demo-2" / "reports" / "report.html").is_file()
    assert "demo-2" in ran.stdout


def test_demo_fails_where_the_program_fails(checkout: Path) -> None:
    """`make demo` does not name a report that was not made."""
    (checkout / ".venv" / "bin" / "checker").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    ran = make(checkout, "demo")
    assert ran.returncode != 0
    assert "Open it" not in ran.stdout


@pytest.mark.parametrize("interpreter", ["false", "no-such-python"])
def test_an_old_python_is_named(checkout: Path, interpreter: str) -> None:
    """Where the interpreter is too old or missing, make says which version it needs and how to name another."""
    (checkout / ".venv" / ".installed").unlink()
    ran = make(checkout, "demo", f"PYTHON={interpreter}")
    assert ran.returncode != 0
    assert "Python 3.11 or newer is needed" in ran.stderr
    assert "make PYTHON=" in ran.stderr


def test_make_alone_lists_the_commands(checkout: Path) -> None:
    """`make` without a word does nothing but list."""
    ran = make(checkout)
    assert {line.split()[1] for line in ran.stdout.splitlines()} == {
        "help", "demo", "test", "check", "fix", "fuzz", "bench", "clean",
    }  # fmt: skip


def test_the_runner_of_changes_runs_what_a_contributor_runs() -> None:
    """`.ci/run` is executable and calls `make check test`."""
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").splitlines()[-1] == "make check test"
