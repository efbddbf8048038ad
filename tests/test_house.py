"""The house itself: sizes, docstrings, vocabulary, dependencies, what the wheel holds, what no file may name."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("claims", "evidence", "checker")
EXAMPLE = "examples/nypd-clearview"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NETWORK_LIBRARIES = ("torch", "sentence_transformers", "transformers", "onnxruntime", "onnx", "peft", "tokenizers")
MODULE_LINES, TEST_MODULE_LINES, FUNCTION_LINES = 250, 350, 40
# What a page of this project may point at; everything else is written with reserved names, or stays on the machine.
HOSTS = (
    r"(?:[\w-]+\.)*(?:example(?:\.\w+)?|apache\.org|json-schema\.org|schema\.org|schemas\.openxmlformats\.org|w3\.org"
    r"|keepachangelog\.com)|localhost|127\.0\.0\.1|[\w-]+\.invalid"
)


def tracked(pattern: str = "*") -> list[Path]:
    """The files of the repository, as git lists them: committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in sorted(set(listed)) if (path := ROOT / name).is_file()]


@cache
def modules() -> tuple[tuple[str, ast.Module, int], ...]:
    """Name, syntax tree and number of lines of every Python file."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in tracked("*.py")}
    return tuple((name, ast.parse(text), len(text.splitlines())) for name, text in texts.items())


def test_no_module_is_long() -> None:
    """A module has at most 250 lines, a test module 350."""
    limits = {name: TEST_MODULE_LINES if name.startswith("tests/") else MODULE_LINES for name, _, _ in modules()}
    assert {name: lines for name, _, lines in modules() if lines > limits[name]} == {}


def test_no_function_is_long() -> None:
    """A function has at most 40 lines, docstring included."""
    found = {
        f"{name}:{node.name}": length
        for name, tree, _ in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert found == {}


def test_every_module_says_what_goes_in_and_out() -> None:
    """A module begins "bytes → Message", or with what it is: "The nouns of …", "What can go wrong …"."""
    bad = []
    for name, tree, _ in modules():
        first = (ast.get_docstring(tree) or "").partition("\n\n")[0]
        said = re.search("→|⇄", first) or first.startswith(("The ", "What ", "How "))
        if name.split("/")[0] in PACKAGES and not name.endswith("__init__.py") and not said:
            bad.append(f"{name}: {first!r}")
    assert bad == []


def test_every_test_says_its_rule() -> None:
    """Each test has a docstring, and it is one sentence."""
    bad = [
        f"{name}:{node.name}"
        for name, tree, _ in modules()
        if name.startswith("tests/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not re.fullmatch(r"[^\n].*\.", (ast.get_docstring(node) or "").replace("\n", " "))
    ]
    assert bad == []


def test_every_test_can_fail() -> None:
    """A test asserts or expects an error, itself or in what it calls; one that only runs protects nothing."""
    functions = {
        f"{name}:{node.name}": node
        for name, tree, _ in modules()
        if name.startswith("tests/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    asserting = {key for key, node in functions.items() if re.search(r"\bassert\b|pytest\.raises", ast.unparse(node))}
    called = {key.partition(":")[2] for key in asserting}
    bad = [
        key
        for key, node in functions.items()
        if node.name.startswith("test_") and key not in asserting
        if not called & {ast.unparse(n.func).rpartition(".")[2] for n in ast.walk(node) if isinstance(n, ast.Call)}
    ]
    assert bad == []


@pytest.mark.parametrize("path", tracked("*/vocab/*.txt"), ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_vocabulary_is_clean(path: Path) -> None:
    """A vocabulary says what it holds, has no entry twice, no stray space, and ends in a line break."""
    text = path.read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if line != line.strip()] == []
    assert [entry for entry, n in Counter(e.casefold() for e in entries).items() if n > 1] == []
    assert entries


def test_help_loads_no_network() -> None:
    """`checker --help` starts without any library that loads a network."""
    script = f"""
import sys
sys.argv = ["checker", "--help"]
from checker.cli import main
try:
    main()
except SystemExit:
    sys.stderr.write(" ".join(sorted(set({NETWORK_LIBRARIES}) & sys.modules.keys())))
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Usage: checker" in ran.stdout
    assert ran.stderr == ""


def declared() -> set[str]:
    """Every direct dependency, the optional ones included, by normal name."""
    wanted = PROJECT["dependencies"] + [d for extra in PROJECT["optional-dependencies"].values() for d in extra]
    return {normal(re.split(r"[\s<>=!~\[;]", d)[0]) for d in wanted}


def normal(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_direct_dependency_is_pinned() -> None:
    """constraints.txt holds an exact version of each direct dependency, once."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [p for p in pins if not re.fullmatch(r"[\w.-]+==[\w.+!]+", p)] == []
    names = [normal(p.partition("==")[0]) for p in pins]
    assert len(names) == len(set(names))
    assert declared() - set(names) == set()


def test_every_import_is_declared() -> None:
    """What the program imports it depends on by itself or in an extra for users; the others may use the extra `dev`."""
    offered = [d for name, extra in PROJECT["optional-dependencies"].items() if name != "dev" for d in extra]
    needed = {normal(re.split(r"[\s<>=!~\[;]", d)[0]) for d in PROJECT["dependencies"] + offered}
    homes = packages_distributions()
    missing = set()
    for name, tree, _ in modules():
        allowed = needed if name.split("/")[0] in PACKAGES else declared()
        for top in imported(tree) - {p.name for p in ROOT.iterdir()} - sys.stdlib_module_names:
            if not {normal(d) for d in homes.get(top, [top])} & allowed:
                missing.add(f"{name}: {top}")
    assert missing == set()


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports, also by `import_module` with a literal name."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            found |= {str(a.value).partition(".")[0] for a in node.args if isinstance(a, ast.Constant)}
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("statement_checker-*.whl")
    return made


def test_the_wheel_holds_all_that_a_run_needs(wheel: Path) -> None:
    """Packages, vocabulary, weights, templates and the example are in the wheel; tests and benches are not."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    own = {p.relative_to(ROOT) for p in tracked() if p.relative_to(ROOT).parts[0] in PACKAGES}
    example = [p.relative_to(ROOT / EXAMPLE) for p in tracked(f"{EXAMPLE}/*")]
    assert {str(p) for p in own} - held == set()
    assert example
    assert {f"checker/example/{p}" for p in example} - held == set()
    assert {name.split("/")[0] for name in held} <= {*PACKAGES, f"statement_checker-{PROJECT['version']}.dist-info"}


def test_an_installed_wheel_finds_its_example(wheel: Path, tmp_path: Path) -> None:
    """`checker demo` works outside the checkout: the example that it runs is the wheel's own."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "from checker.commands.example import example_folder; print(example_folder())"
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(ran.stdout.strip()) == tmp_path / "checker" / "example"


def text_of(path: Path) -> str | None:
    """The text of a file; None where it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_names_a_machine() -> None:
    """No file holds an absolute path of the machine that it was made on."""
    roots = "|".join(map(re.escape, {"home", "root", "tmp", "Users", ROOT.parts[1]}))
    folder = re.compile(rf"(?<![\w.…-])/(?:{roots})/[\w./-]+|site-packages/")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path != Path(__file__).resolve() and (text := text_of(path)) is not None
        for match in folder.finditer(text)
    ]
    assert found == []


def test_no_file_points_elsewhere() -> None:
    """Addresses on the web are reserved examples, licences and schemas; only claims on record name their source."""
    found = []
    for path in tracked():
        sourced = path.suffix in {".yaml", ".yml"} and path.relative_to(ROOT).parts[0] == "bench"
        for match in re.finditer(r"https?://([\w.-]+)", "" if sourced else text_of(path) or ""):
            if not re.fullmatch(HOSTS, match[1].rstrip(".")):
                found.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert found == []


def test_weights_say_where_they_come_from() -> None:
    """Fitted numbers carry their provenance: data, commit, and the network that they were fitted with."""
    weights = json.loads((ROOT / "checker/weights/score.json").read_text(encoding="utf-8"))
    assert {"fitted_on", "commit", "entailment_sha256"} <= weights["provenance"].keys()
