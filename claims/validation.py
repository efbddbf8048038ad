"""pydantic's errors about a claims tree → Problems with line, path, allowed values and the nearest known word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from claims.checks import nearest
from claims.errors import Problem
from claims.model import ClaimsFile
from claims.tree import Loc, Tree

_REMEDIES = {
    "missing": (
        "this key is missing",
        "add it: only id, speaker and statement of a claim, and the name of a party, are required",
    ),
    "string_type": ("text is expected here", "write one value, in quotes where it holds a colon"),
    "tuple_type": ("a list is expected here", 'write it as a list, as ["…"]'),
    "dict_type": ("keys and values are expected here", "indent them under this key"),
    "model_type": ("keys and values are expected here", "indent them under this key, as `key: value`"),
    "model_attributes_type": ("keys and values are expected here", "indent them under this key, as `key: value`"),
    "string_too_short": ("the text is empty", "write it out"),
    "float_parsing": ("a number is expected here", "write digits only, as 4 or 2.5"),
    "int_parsing": ("a whole number is expected here", "write digits only, as 12"),
    "int_from_float": ("a whole number is expected here", "write digits only, as 12"),
    "greater_than_equal": ("the number is too small", "write a positive whole number"),
}


def problems_of(error: ValidationError, tree: Tree) -> tuple[Problem, ...]:
    """One problem for each of pydantic's errors, in the order of the file."""
    return tuple(_problem(detail, tree) for detail in error.errors(include_url=False))


def _problem(detail: ErrorDetails, tree: Tree) -> Problem:
    kind, loc = detail["type"], detail["loc"]
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = _keys_at(loc[:-1])
        near = nearest(key, known, likeness=70)
        remedy = f"did you mean {near!r}?" if near else f"known keys here: {', '.join(known)}"
        return tree.problem(loc, f"unknown key {key!r}", remedy)
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
        given = str(detail["input"])
        near = nearest(given, allowed)
        hint = f"did you mean {near!r}? " if near else ""
        return tree.problem(loc, f"{given!r} is not allowed here", f"{hint}Allowed: {', '.join(allowed)}")
    if kind == "value_error":
        return tree.problem(
            loc, str(detail["ctx"]["error"]), "write a year, a month or a day: 2019, 2019-03 or 2019-03-05"
        )
    if kind == "string_pattern_mismatch":
        return tree.problem(loc, f"{detail['input']!r} has the wrong form", _pattern_remedy(loc))
    what, remedy = _REMEDIES.get(kind, (detail["msg"], "see docs/claims.schema.json"))
    return tree.problem(loc, f"{what}{'' if kind == 'missing' else _given(detail['input'])}", remedy)


def _pattern_remedy(loc: Loc) -> str:
    if loc and loc[-1] == "sha256":
        return "write the 64 hex digits of a SHA-256, lower-case"
    return "use letters, digits, `.`, `_` and `-`, and begin with a letter or digit"


def _given(value: Any) -> str:
    if value is None:
        return ", not null"
    return "" if isinstance(value, dict | list) else f", not {str(value)[:40]!r}"


def _keys_at(loc: Loc) -> list[str]:
    """The keys that the model allows at `loc`, as they are written in the file."""
    model: Any = ClaimsFile
    for part in loc:
        if isinstance(part, str) and isinstance(model, type) and issubclass(model, BaseModel):
            fields = {(f.alias or name): f.annotation for name, f in model.model_fields.items()}
            model = fields.get(part)
        model = next(_models(model), model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [f.alias or name for name, f in model.model_fields.items() if name != "drafted"]
    return []


def _models(annotation: Any) -> Iterator[Any]:
    """The nouns inside an annotation such as `tuple[Claim, ...]`, `dict[str, Party]` or `Period | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
