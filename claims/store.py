"""Claims file ⇄ Claims: read with every mistake at once, complete by rule, write as YAML; its schema and template."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from claims.checks import check
from claims.errors import ClaimsInvalid, Problem
from claims.model import Assertion, Claim, ClaimsFile
from claims.propositions import Draft, draft
from claims.tree import read_tree
from claims.validation import problems_of

DRAFTED_NOTE = "drafted"


def load_claims(path: Path) -> ClaimsFile:
    """Reads a claims file, YAML or JSON.

    Raises:
        ClaimsInvalid: with every mistake of the file, each with its line, its path and what to do.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise ClaimsInvalid(str(path), (Problem(None, "file", what, "check the path and its permissions"),)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(line, "file", f"not UTF-8 (byte {error.start})", "save the file as UTF-8")
        raise ClaimsInvalid(str(path), (problem,)) from error
    tree = read_tree(text)
    problems = list(tree.problems)
    claims: ClaimsFile | None = None
    if tree.root is not None:
        problems.extend(check(tree))
        try:
            claims = ClaimsFile.model_validate(tree.root)
        except ValidationError as error:
            problems.extend(problems_of(error, tree))
    if claims is None and not problems:
        problems.append(Problem(1, "file", "the file is empty", "start from the template of `checker new`"))
    if problems or claims is None:
        raise ClaimsInvalid(str(path), tuple(sorted(problems, key=lambda p: (p.line or 0, p.path))))
    return claims


def complete(claims: ClaimsFile) -> ClaimsFile:
    """Fills what the file leaves out by rule; each filled field's path stands in its claim's `drafted`.

    What the file states is kept, also where it states null or an empty list.
    """
    return claims.model_copy(update={"claims": tuple(_completed(c, draft(c, claims.parties)) for c in claims.claims)})


def _completed(claim: Claim, first: Draft) -> Claim:
    update: dict[str, Any] = {}
    for name in ("asserts", "counter", "patterns"):
        if name not in claim.model_fields_set and getattr(first, name):
            update[name] = getattr(first, name)
    stated = claim.assertion.model_fields_set
    empty = Assertion()
    filled = {
        name: value
        for name in Assertion.model_fields
        if name not in stated and (value := getattr(first.assertion, name)) != getattr(empty, name)
    }
    if _takes_quantity(claim.assertion, filled):
        filled.pop("quantity", None)
    if filled:
        update["assertion"] = claim.assertion.model_copy(update=filled)
    paths = [*(f"assertion.{name}" for name in filled), *(name for name in update if name != "assertion")]
    return claim.model_copy(update={**update, "drafted": tuple(paths)})


def _takes_quantity(stated: Assertion, filled: dict[str, Any]) -> bool:
    """Whether a drafted quantity would contradict a stated quantifier that has none."""
    return "quantity" in filled and stated.quantifier not in {None, "at_least", "at_most", "exactly"}


def claims_schema() -> dict[str, Any]:
    """The JSON Schema of the claims file, for editors; without what only the program writes."""
    schema = ClaimsFile.model_json_schema(by_alias=True)
    schema["$defs"]["Claim"]["properties"].pop("drafted")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Claims file of the statement checker",
    }


def new_claims_yaml() -> str:
    """The commented claims file that a new case begins with."""
    return files("claims").joinpath("template.yaml").read_text(encoding="utf-8")


def dump_claim_yaml(claim: Claim) -> str:
    """One claim as YAML, as a list item that can stand under `claims:`; drafted fields carry a comment."""
    tree = claim.model_dump(mode="json", by_alias=True, exclude={"drafted"})
    kept = _commented(_without_empty(tree))
    for path in claim.drafted:
        _note(kept, path.split("."))
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(CommentedSeq([kept]), out)
    return out.getvalue()


def _without_empty(value: Any) -> Any:
    """Drops null, [] and {}: in a claims file they say the same as leaving the key out."""
    if isinstance(value, dict):
        kept = {k: _without_empty(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, [], {})}
    return [_without_empty(v) for v in value] if isinstance(value, list) else value


def _commented(value: Any) -> Any:
    if isinstance(value, dict):
        return CommentedMap((k, _commented(v)) for k, v in value.items())
    return CommentedSeq(_commented(v) for v in value) if isinstance(value, list) else value


def _note(tree: CommentedMap, path: list[str]) -> None:
    """Puts the comment beside the key; above it where its value takes lines of its own."""
    *outer, last = path
    for key in outer:
        tree = tree[key]
    if last not in tree:
        return
    if isinstance(tree[last], CommentedMap | CommentedSeq):
        if _is_short(tree[last]):
            tree[last].fa.set_flow_style()
        tree.yaml_set_comment_before_after_key(last, before=DRAFTED_NOTE, indent=4 + 2 * len(outer))
    else:
        tree.yaml_add_eol_comment(DRAFTED_NOTE, last)


def _is_short(value: CommentedMap | CommentedSeq) -> bool:
    inner = value.values() if isinstance(value, CommentedMap) else value
    plain = dict(value) if isinstance(value, CommentedMap) else list(value)
    return all(not isinstance(v, CommentedMap | CommentedSeq) for v in inner) and len(str(plain)) < 80
