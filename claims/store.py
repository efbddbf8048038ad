"""Claims file ⇄ Claims: read with every mistake at once, completed by rule, drafts written back; its template."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from claims.checks import check
from claims.draft_writing import with_drafts
from claims.errors import ClaimsError, ClaimsInvalid, Problem
from claims.lint import lint
from claims.model import Assertion, Claim, ClaimsFile
from claims.propositions import Draft, draft
from claims.tree import read_tree
from claims.validation import problems_of


def load_claims(path: Path) -> ClaimsFile:
    """Reads a claims file, YAML or JSON.

    Raises:
        ClaimsInvalid: with every mistake of the file, each with its line, its path and what to do.
    """
    return parse_claims(_text(path), str(path))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise ClaimsInvalid(str(path), (Problem(None, "file", what, "check the path and its permissions"),)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(line, "file", f"not UTF-8 (byte {error.start})", "save the file as UTF-8")
        raise ClaimsInvalid(str(path), (problem,)) from error


def parse_claims(text: str, name: str) -> ClaimsFile:
    """The claims of a file's text; `name` stands before each mistake.

    Raises:
        ClaimsInvalid: with every mistake, as `load_claims`.
    """
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
        raise ClaimsInvalid(name, tuple(sorted(problems, key=lambda p: (p.line or 0, p.path))))
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


def lint_file(path: Path) -> tuple[Problem, ...]:
    """What a careful editor would still ask about the claims file at `path`, each with its line.

    Raises:
        ClaimsInvalid: the file has mistakes.
    """
    text = _text(path)
    tree = read_tree(text)
    found = lint(complete(parse_claims(text, str(path))))
    return tuple(p._replace(line=tree.line(_loc(p.path))) for p in found)


def _loc(path: str) -> tuple[str | int, ...]:
    """As in "claims[2].assertion.polarity" → ("claims", 2, "assertion", "polarity")."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path))


def new_claims_yaml() -> str:
    """The commented claims file that a new case begins with."""
    return files("claims").joinpath("template.yaml").read_text(encoding="utf-8")


def write_drafts(path: Path, chosen: Collection[str]) -> tuple[str, ...]:
    """Writes what is drafted for the claims in `chosen` into the claims file; all that stands there is kept.

    Returns:
        The ids of the claims that were added to.

    Raises:
        ClaimsInvalid: the file has mistakes; it is left as it is.
        ClaimsError: the new text would not read back as the same claims; the file is left as it is.
    """
    text = _text(path)
    completed = complete(parse_claims(text, str(path)))
    added = tuple(c for c in completed.claims if c.id in chosen and c.drafted)
    new = with_drafts(text, added)
    if not _same(complete(parse_claims(new, str(path))), completed, {c.id for c in added}):
        raise ClaimsError(f"{path}: the drafts cannot be written in", "print them and paste what you keep")
    beside = path.with_name(f".{path.name}.new")
    mark = "\ufeff" if path.read_bytes().startswith(codecs.BOM_UTF8) else ""
    beside.write_bytes((mark + new).encode("utf-8"))
    beside.replace(path)
    return tuple(c.id for c in added)


def _same(written: ClaimsFile, completed: ClaimsFile, added: Collection[str]) -> bool:
    """Whether the file now states what was drafted for `added` and says all else as before."""
    now = [c.model_dump() for c in written.claims]
    wanted = [c.model_copy(update={"drafted": ()} if c.id in added else {}).model_dump() for c in completed.claims]
    return now == wanted and written.records == completed.records and written.parties == completed.parties
