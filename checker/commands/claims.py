"""A case's claims file → what it says, and what a rule would draft: `checker claims CASE list|show|lint|draft`."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.table import Table

from checker.case import existing_case
from checker.console import Screen, escaped, write_json
from checker.errors import CheckerError
from claims.errors import ClaimsInvalid, Problem
from claims.model import Claim
from claims.store import lint_file, write_drafts
from claims.yaml_text import dump_claim_yaml


def list_claims(folder: Path, *, as_json: bool) -> None:
    """`checker claims CASE list`."""
    found = existing_case(folder).claims().claims
    if as_json:
        write_json([c.model_dump(mode="json") for c in found])
    else:
        Screen(quiet=False).out.print(_table(found))


def show_claim(folder: Path, wanted: str, *, as_json: bool) -> None:
    """`checker claims CASE show`."""
    case = existing_case(folder)
    found = case.chosen(case.claims(), [wanted]).claims[0]
    write_json(found.model_dump(mode="json")) if as_json else sys.stdout.write(dump_claim_yaml(found))


def lint_claims(folder: Path, *, as_json: bool) -> None:
    """`checker claims CASE lint`.

    Raises:
        CheckerError: the file has mistakes.
    """
    file = existing_case(folder).claims_file
    errors: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    try:
        remarks = lint_file(file)
    except ClaimsInvalid as error:
        errors = error.problems
    if as_json:
        write_json({"errors": [p._asdict() for p in errors], "warnings": [p._asdict() for p in remarks]})
    else:
        sys.stdout.write("".join(f"{file}:{p}\n" for p in (*errors, *remarks)))
    if errors:
        raise CheckerError(f"{file}: {_count(errors, 'mistake')}", "mend them and run lint again")
    Screen(quiet=as_json).say(f"No mistakes, {_count(remarks, 'remark')}.")


def draft_claims(folder: Path, wanted: list[str], *, write: bool, as_json: bool) -> None:
    """`checker claims CASE draft`."""
    case = existing_case(folder)
    found = case.chosen(case.claims(), wanted).claims
    if write:
        added = write_drafts(case.claims_file, [c.id for c in found])
        Screen(quiet=False).say(f"{case.claims_file}: drafts written for {', '.join(added) or 'no claim'}.")
    if as_json:
        write_json([c.model_dump(mode="json") for c in found])
    elif not write:
        sys.stdout.write("".join(map(dump_claim_yaml, found)))


def _table(claims: tuple[Claim, ...]) -> Table:
    """Every cell folds: an id or a statement cut short cannot be used."""
    table = Table("id", "said", "reading", "statement", show_lines=True)
    for column in table.columns:
        column.overflow = "fold"
    table.columns[-1].ratio = 1
    for c in claims:
        said = (c.speaker, c.made_on or "no date", c.wording or "no wording")
        reading = filter(None, (c.assertion.polarity or "unread", c.assertion.quantifier, c.assertion.modality))
        table.add_row(*map(escaped, (c.id, "\n".join(said), "\n".join(reading), c.statement)))
    return table


def _count(problems: tuple[Problem, ...], noun: str) -> str:
    return f"{len(problems)} {noun}{'' if len(problems) == 1 else 's'}"
