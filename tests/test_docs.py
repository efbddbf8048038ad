"""The documentation against the program: what the pages name exists, and what exists is named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from checker.cli import app
from checker.errors import CheckerError
from checker.settings import JudgeSettings, Settings
from claims.errors import ClaimsError
from evidence.errors import EvidenceError

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def each_page(test: Any) -> Any:
    """Run a test once for each page."""
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))(test)


def shown_commands(page: Path) -> list[list[str]]:
    """The words of each command in a page's code blocks, up to a gap of spaces that sets off a remark."""
    blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [re.split(r"\s{2,}|\s#", line)[0].split() for line in lines if re.match(r"checker |make\b", line)]


def test_generated_parts_are_current() -> None:
    """Commands, errors, nouns, modules, layers and schema say what the program says; `make fix` renews them."""
    command = [sys.executable, "docs/generate.py", "--check"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("", 0), ran.stderr


def commands_of(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command below `command` with its path, groups included."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands_of(child, (*path, name))


def test_every_command_and_option_has_its_help() -> None:
    """A command or option without a word of help would leave a hole in docs/commands.md."""
    bare = []
    for path, command in commands_of(typer.main.get_command(app)):
        bare += [path] if not command.help else []
        bare += [(*path, p.name) for p in command.params if not p.help]
    assert bare == []


@each_page
def test_shown_commands_exist(page: Path) -> None:
    """Every `checker` and `make` command in a code block exists, with the options that it is shown with."""
    tree = {path: command for path, command in commands_of(typer.main.get_command(app)) if path}
    for tool, *words in shown_commands(page):
        if tool == "make":
            assert not words or f"\n{words[0]}:" in MAKEFILE, words
            continue
        plain = [w for w in words if not w.startswith("-")]
        names = [(plain[0],), (plain[0], plain[1] if len(plain) > 1 else ""), (plain[0], *plain[2:3])]
        found = [tree[n] for n in names if n in tree]
        assert found, words
        known = {o for command in found for p in command.params for o in p.opts} | {"--help"}
        assert {w.strip("[]…").partition("=")[0] for w in words if w.strip("[").startswith("-")} <= known | {"-"}, words


@each_page
def test_links_arrive(page: Path) -> None:
    """Every relative link of a page leads to a file, and to a heading where it names one."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, heading = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), target
        assert not heading or heading in anchors(linked.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


@each_page
def test_named_files_exist(page: Path) -> None:
    """Every file of the project that a page names in code marks is there."""
    named = re.findall(
        r"`((?:claims|evidence|checker|training|bench|tests|docs|examples)/[\w./-]*\w)`",
        page.read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_pages_that_the_code_names_exist() -> None:
    """A docstring, message or setting that points to a page of docs/ points to one that is there."""
    missing = []
    for path in [*ROOT.glob("*/**/*.py"), *ROOT.glob("*.toml")]:
        if path.relative_to(ROOT).parts[0] in ("claims", "evidence", "checker", "training", "bench", "docs"):
            named = re.findall(r"docs/[\w./-]+\.(?:md|json|py)", path.read_text(encoding="utf-8"))
            missing += [f"{path.relative_to(ROOT)}: {name}" for name in named if not (ROOT / name).exists()]
    assert missing == []


def below(cls: type[Any]) -> Iterator[type[Any]]:
    """A class and everything below it."""
    yield cls
    for child in cls.__subclasses__():
        yield from below(child)


def test_every_error_is_documented() -> None:
    """Each error class stands in docs/errors.md with its exit code, and some place that raises it gives a remedy."""
    text = (DOCS / "errors.md").read_text(encoding="utf-8")
    bases = (ClaimsError, EvidenceError, CheckerError)
    for cls in (c for base in bases for c in below(base)):
        assert f"## `{cls.__name__}`: exit code {cls.exit_code}\n" in text
        section = text.partition(f"## `{cls.__name__}`")[2].partition("\n## ")[0]
        assert "| What it says |" in section or cls in bases or cls.__name__ == "ClaimsInvalid", cls


def test_errors_are_defined_where_they_are_looked_for() -> None:
    """No error class of the project hides outside the three `errors` modules."""
    strays = []
    for package in ("claims", "evidence", "checker"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                bases = [ast.unparse(b) for b in node.bases] if isinstance(node, ast.ClassDef) else []
                if path.name != "errors.py" and any(b.endswith(("Error", "Exception")) for b in bases):
                    strays.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert strays == []


def test_every_setting_is_documented() -> None:
    """docs/settings.md has a row for each setting, with its default, and for no other."""
    rows = re.findall(r"^\| `([a-z_]+)` \| `([^`]*)` \|", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE)
    fields = Settings.model_fields | JudgeSettings.model_fields
    assert dict(rows) == {name: "None" if f.is_required() else str(f.default) for name, f in fields.items()}


def test_every_variable_is_documented() -> None:
    """docs/settings.md names each environment variable that the program reads."""
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    for path in (p for name in ("claims", "evidence", "checker") for p in (ROOT / name).rglob("*.py")):
        for variable in re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text(encoding="utf-8")):
            assert f"`{variable}`" in text


def test_every_decision_is_whole() -> None:
    """A decision has context, choice and price, its number follows the one before, and the list names it."""
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [int(p.name[:3]) for p in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Price"], page.name
        assert f"[{title}]({page.name})" in listed


def test_make_lists_every_target() -> None:
    """Each phony target of the Makefile carries the words that `make` lists it with."""
    phony = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split())
    assert set(re.findall(r"^([a-z]+):.*## \S", MAKEFILE, re.MULTILINE)) == phony


def bench_modules() -> list[Path]:
    """The modules of bench/ that run by themselves."""
    found = sorted((ROOT / "bench").glob("[a-z]*.py"))
    return [path for path in found if "\ndef main(" in path.read_text(encoding="utf-8")]


def test_every_bench_is_documented() -> None:
    """docs/benchmarks.md names the command of each bench."""
    text = (DOCS / "benchmarks.md").read_text(encoding="utf-8")
    benches = [p.stem for p in bench_modules()]
    assert benches
    assert [name for name in benches if not re.search(rf"python -m bench[. ]{name}\s|BENCH={name}\s", text)] == []


def test_the_runner_lists_every_bench() -> None:
    """`python -m bench` names each bench with what it does."""
    ran = subprocess.run([sys.executable, "-m", "bench"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [p.stem for p in bench_modules()]
    assert re.findall(r"^python -m bench (\w+) +\S", ran.stdout, re.MULTILINE) == names


def test_an_unknown_bench_is_bad_usage() -> None:
    """A name that is no bench ends in exit code 2 and the names that are."""
    command = [sys.executable, "-m", "bench", "no-such-bench"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "choose one of: bands, big_mbox, big_pdf" in ran.stderr
