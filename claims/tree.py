"""Text of a claims file (YAML 1.2 or JSON) → plain tree of dicts, lists, strings and None, with the line of each part.

Scalars stay as written: `no` is text, `1.10` is "1.10". Only null is None.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from claims.errors import Problem

Loc = tuple[str | int, ...]
# A file that unfolds to more than this many values by aliases is an attack, not a list of claims.
MOST_NODES = 200_000


class Tree(NamedTuple):
    """The values of a claims file, and where each stands: `lines` maps a path to its 1-based line."""

    root: Any
    lines: dict[Loc, int]
    problems: tuple[Problem, ...]

    def line(self, loc: Loc) -> int | None:
        """The line of `loc`, or of the nearest thing round it that the file has."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc)

    def problem(self, loc: Loc, what: str, remedy: str) -> Problem:
        """A problem at `loc`."""
        return Problem(self.line(loc), path_text(loc), what, remedy)


def path_text(loc: Loc) -> str:
    """("claims", 2, "assertion", "polarity") → "claims[2].assertion.polarity"; the whole file is "file"."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".") or "file"


def read_tree(text: str) -> Tree:
    """The tree of a claims file; what is wrong with the YAML itself stands in its `problems`."""
    yaml = YAML(typ="safe", pure=True)  # the round-trip loader marks the folds of `>` texts with U+0007
    try:
        node = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"not valid YAML: {error.problem or error.context or 'unreadable'}"
        remedy = "check indentation, quotes and colons in this line and the one before it"
        return Tree(None, {}, (Problem(mark.line + 1 if mark else None, "file", what, remedy),))
    except (YAMLError, ValueError) as error:
        remedy = "save the file as plain UTF-8 text without control characters"
        return Tree(None, {}, (Problem(_first_line(error), "file", f"not valid YAML: {_brief(error)}", remedy),))
    if node is None:
        return Tree(
            None, {(): 1}, (Problem(1, "file", "the file is empty", "start from the template of `checker new`"),)
        )
    walk = _Walk()
    root = walk.value(node, ())
    return Tree(root, walk.lines, tuple(walk.problems))


class _Walk:
    """Turns nodes into values; collects lines and duplicated keys on the way."""

    def __init__(self) -> None:
        self.lines: dict[Loc, int] = {}
        self.problems: list[Problem] = []
        self._open: set[int] = set()

    def value(self, node: Node, loc: Loc) -> Any:
        self.lines.setdefault(loc, node.start_mark.line + 1)
        if isinstance(node, ScalarNode):
            return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)
        if id(node) in self._open or len(self.lines) > MOST_NODES:
            self._fail(node, loc, "an alias refers to itself or unfolds without end", "write the value out")
            return None
        self._open.add(id(node))
        value = self._mapping(node, loc) if isinstance(node, MappingNode) else self._sequence(node, loc)
        self._open.discard(id(node))
        return value

    def _sequence(self, node: Node, loc: Loc) -> list[Any]:
        return [self.value(child, (*loc, i)) for i, child in enumerate(node.value)]

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, ScalarNode):
                self._fail(key_node, loc, "a key is a list or a mapping", "use plain words as keys")
                continue
            key = str(key_node.value)
            if key in found:
                first = self.lines[(*loc, key)]
                what = f"the key {key!r} stands twice (first in line {first})"
                self._fail(key_node, (*loc, key), what, "keep one of them")
                continue
            self.lines[(*loc, key)] = key_node.start_mark.line + 1
            found[key] = self.value(child, (*loc, key))
        return found

    def _fail(self, node: Node, loc: Loc, what: str, remedy: str) -> None:
        self.problems.append(Problem(node.start_mark.line + 1, path_text(loc), what, remedy))


def _first_line(error: Exception) -> int | None:
    found = re.search(r"line (\d+)", str(error))
    return int(found.group(1)) if found else None


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
