"""Name of a bench → its run.

    python -m bench                      list them
    python -m bench NAME [ARGUMENT…]     run one
    python -m bench all                  run each that needs no argument

A bench is a module of this folder with a `main()` that reads its arguments from `sys.argv`. Each runs in a process of
its own, so that one's memory and threads are no part of another's figures.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BAD_USAGE = 2


def benches() -> dict[str, str]:
    """Every bench with the first line of its docstring."""
    found = {}
    for path in sorted(FOLDER.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def run(name: str, arguments: list[str]) -> int:
    """The exit code of one bench."""
    sys.stdout.write(f"== {name} ==\n")
    sys.stdout.flush()
    return subprocess.run(
        [sys.executable, "-m", f"bench.{name}", *arguments], cwd=FOLDER.parent, check=False
    ).returncode


def main() -> int:
    """List or run; the exit code is that of the bench, or with `all` the worst but for bad usage."""
    known, (name, *arguments) = benches(), sys.argv[1:] or [""]
    if not name:
        sys.stdout.write("".join(f"python -m bench {key:12} {about}\n" for key, about in known.items()))
        return 0
    if name not in known and name != "all":
        sys.stderr.write(f"no bench {name}\n  → choose one of: {', '.join(known)}, all\n")
        return BAD_USAGE
    if name != "all":
        return run(name, arguments)
    codes = {key: run(key, []) for key in known}
    if left_out := [key for key, code in codes.items() if code == BAD_USAGE]:
        sys.stdout.write(f"Left out, for want of arguments: {', '.join(left_out)}\n")
    return max((code for code in codes.values() if code != BAD_USAGE), default=0)


if __name__ == "__main__":
    raise SystemExit(main())
