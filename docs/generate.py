"""The program → the generated parts of docs/: commands, errors, nouns, modules, layers, the two schemas.

    python docs/generate.py            write what is stale (`make fix` does)
    python docs/generate.py --check    name what is stale and exit with 1

A generated block stands in its page between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from checker.cli import app
from checker.errors import CheckerError
from checker.report.as_json import report_schema
from checker.report.flags import FLAG_WORDS
from claims.errors import ClaimsError
from claims.schema import claims_schema
from evidence.errors import EvidenceError

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PACKAGES = ("claims", "evidence", "checker")
PAGES = ("architecture.md", "commands.md", "errors.md", "glossary.md", "report-format.md")
ERRORS = (ClaimsError, EvidenceError, CheckerError)


def main() -> None:
    """Write the stale pages, or with --check only name them."""
    stale = stale_pages()
    for path, text in stale.items():
        sys.stdout.write(f"{'stale' if '--check' in sys.argv else 'written'}: {path.relative_to(ROOT)}\n")
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    raise SystemExit(1 if stale and "--check" in sys.argv else 0)


def stale_pages() -> dict[Path, str]:
    """Each page that differs from what the program says today, with its right text."""
    wanted = {DOCS / name: with_blocks((DOCS / name).read_text(encoding="utf-8")) for name in PAGES}
    for name, schema in (("report", report_schema()), ("claims", claims_schema())):
        path = DOCS / f"{name}.schema.json"
        if json.loads(path.read_text(encoding="utf-8")) != json.loads(json.dumps(schema)):
            wanted[path] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return {path: text for path, text in wanted.items() if path.read_text(encoding="utf-8") != text}


def with_blocks(page: str) -> str:
    """`page` with each generated block renewed."""
    blocks = {
        "commands": commands_block,
        "errors": errors_block,
        "flags": flags_block,
        "layers": layers_block,
        "modules": modules_block,
        "nouns": nouns_block,
    }
    return re.sub(
        r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)",
        lambda m: m[1] + blocks[m[2]]() + m[3],
        page,
        flags=re.DOTALL,
    )


# Commands


def commands_block() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    return "".join(f"\n{_command(usage, command)}" for usage, command in leaf_commands()) + "\n"


def leaf_commands() -> Iterator[tuple[str, Any]]:
    """Usage up to the command's name (arguments of its group included), and the command, in the order of `--help`."""
    yield from _leaves("checker", typer.main.get_command(app))


def _leaves(usage: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield usage, command
        return
    own = " ".join(_shown(p) for p in command.params if p.param_type_name == "argument")
    for name, child in command.commands.items():
        yield from _leaves(f"{usage} {own} {name}".replace("  ", " "), child)


def _command(usage: str, command: Any) -> str:
    shown = " ".join([usage, *(_shown(p) for p in command.params)])
    rows = "".join(f"| `{', '.join(_names(p))}` | {_told(p)} |\n" for p in command.params)
    table = f"\n| | |\n|---|---|\n{rows}" if rows else ""
    return f"## `{usage}`\n\n```\n{shown}\n```\n\n{command.help}\n{table}"


def _shown(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        text = parameter.name.upper().strip("_") + ("…" if parameter.nargs == -1 else "")
        return text if parameter.required else f"[{text}]"
    value = "" if parameter.is_flag else f" {parameter.name.upper().strip('_')}"
    text = f"{parameter.opts[0]}{value}"
    return (text if parameter.required else f"[{text}]") + ("…" if parameter.multiple else "")


def _names(parameter: Any) -> list[str]:
    return [parameter.name.upper().strip("_")] if parameter.param_type_name == "argument" else list(parameter.opts)


def _told(parameter: Any) -> str:
    default = parameter.default
    stated = not callable(default) and default not in (None, False, ()) and parameter.param_type_name == "option"
    return (parameter.help or "") + (f" Default: `{default}`." if stated else "")


# Errors


def errors_block() -> str:
    """Every error class: exit code, what went wrong, and each message that the program raises it with."""
    raised = raised_messages()
    sections = []
    for cls in error_classes():
        rows = "".join(f"| {what} | {remedy} |\n" for what, remedy in raised.get(cls.__name__, ()))
        table = f"\n| What it says | What to do |\n|---|---|\n{rows}" if rows else ""
        about = " ".join((cls.__doc__ or "").split())
        sections.append(f"\n## `{cls.__name__}`: exit code {cls.exit_code}\n\n{about} (`{cls.__module__}`)\n{table}")
    return "".join(sections) + "\n"


def error_classes() -> list[type[Any]]:
    """The bases of the three packages and everything below them, parents first."""
    found: list[type[Any]] = []
    waiting: list[type[Any]] = list(reversed(ERRORS))
    while waiting:
        found.append(waiting.pop())
        waiting += reversed(found[-1].__subclasses__())
    return found


def raised_messages() -> Mapping[str, list[tuple[str, str]]]:
    """By class name, the (what, remedy) of each place that makes one."""
    names = {cls.__name__ for cls in error_classes()}
    found: dict[str, dict[tuple[str, str], None]] = {}
    for _, tree in parsed():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                told = tuple(map(_text, node.args))
                if len(told) == 2 and told[1] != "…":
                    found.setdefault(node.func.id, {})[told] = None
    return {name: sorted(messages) for name, messages in found.items()}


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return " ".join(str(node.value).split("\n")).replace("|", "\\|").replace("<", "\\<")
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values))
    return "…"


# Flags


def flags_block() -> str:
    """Every flag that a quote can carry, with the words that pages show for it."""
    rows = "".join(f"| `{flag}` | {words} |\n" for flag, words in sorted(FLAG_WORDS.items()))
    return f"\n| Flag | Shown as |\n|---|---|\n{rows}\n"


# Nouns, modules, layers


def nouns_block() -> str:
    """A row for each pydantic noun of the three packages; those of evaluation stand in evaluate.md."""
    classes = [(p, n) for p, tree in parsed() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    nouns = {"BaseModel"}
    while more := {n.name for _, n in classes if _bases(n) & nouns} - nouns:
        nouns |= more
    rows = [
        f"| `{n.name}` | {_summary(n)} | `{p.relative_to(ROOT)}` |\n"
        for p, n in classes
        if n.name in nouns and n.name != "Noun" and "evaluate" not in p.parts
    ]
    return "\n| Noun | What it is | Where |\n|---|---|---|\n" + "".join(rows) + "\n"


def modules_block() -> str:
    """A table for each package: module, and what goes in and comes out."""
    tables = []
    for package in PACKAGES:
        rows = [
            f"| `{p.relative_to(ROOT)}` | {_summary(tree)} |\n"
            for p, tree in parsed()
            if p.relative_to(ROOT).parts[0] == package and p.name != "__init__.py"
        ]
        tables.append(f"\n### {package}\n\n| Module | In → out |\n|---|---|\n" + "".join(rows))
    return "".join(tables) + "\n"


def layers_block() -> str:
    """The layers that the import contracts enforce; a module may import only what stands below its own line."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    parts = []
    for contract in contracts["contracts"]:
        if contract["type"] == "layers":
            parts.append(f"\n**{contract['name']}**\n\n```\n" + "\n".join(contract["layers"]) + "\n```\n")
    return "".join(parts) + "\n"


def parsed() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the three packages with its syntax tree, in the order of the alphabet."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _bases(node: ast.ClassDef) -> set[str]:
    return {b.id for b in node.bases if isinstance(b, ast.Name)}


def _summary(node: ast.Module | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ").replace("|", "\\|")


if __name__ == "__main__":
    main()
