"""A case's claims file → what it says, and what a rule would draft: `checker claims CASE list|show|lint|draft`."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.table import Table

from checker.case import existing_case
from checker.console import Screen, escaped, write_json
from checker.errors import CheckerError
from claims.errors import ClaimsInvalid
from claims.lint import lint
from claims.store import dump_claim_yaml


def list_claims(folder: Path, *, as_json: bool) -> None:
    """`checker claims CASE list`."""
    found = existing_case(folder).claims().claims
    if as_json:
        write_json([c.model_dump(mode="json") for c in found])
        return
    table = Table("id", "speaker", "made on", "wording", "reading", "statement")
    for c in found:
        reading = " ".join(filter(None, (c.assertion.polarity, c.assertion.quantifier, c.assertion.modality)))
        cells = (c.id, c.speaker, c.made_on or "not stated", c.wording or "not stated", reading, c.statement)
        table.add_row(*map(escaped, cells))
    Screen(quiet=False).out.print(table)


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
    case = existing_case(folder)
    try:
        found = lint(case.claims())
    except ClaimsInvalid as error:
        if as_json:
            write_json({"errors": [p._asdict() for p in error.problems], "warnings": []})
        raise CheckerError(str(error), "mend the lines named above") from error
    if as_json:
        write_json({"errors": [], "warnings": [p._asdict() for p in found]})
        return
    for p in found:
        sys.stdout.write(f"{p.path}: {p.what}\n  → {p.remedy}\n")
    sys.stdout.write(f"No mistakes, {len(found)} {'remark' if len(found) == 1 else 'remarks'}.\n")


def draft_claims(folder: Path, wanted: list[str]) -> None:
    """`checker claims CASE draft`."""
    case = existing_case(folder)
    for claim in case.chosen(case.claims(), wanted).claims:
        sys.stdout.write(dump_claim_yaml(claim))
