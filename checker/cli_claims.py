"""`checker claims CASE list|show|lint|draft` → what the claims file says, and what a rule would draft."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from checker.case import existing_case
from checker.console import Screen
from checker.errors import BadUsage, CheckerError
from checker.options import CaseFolder, JsonOption
from claims.errors import ClaimsInvalid
from claims.lint import lint
from claims.model import Claim
from claims.store import dump_claim_yaml

claims_app = typer.Typer(no_args_is_help=True, help="The statements of a case: list, show, lint, draft.")


@claims_app.callback()
def claims(context: typer.Context, case: CaseFolder) -> None:
    """Read the claims file of CASE."""
    context.obj = case


@claims_app.command(name="list")
def list_(context: typer.Context, json_: JsonOption = False) -> None:
    """List the claims."""
    found = _claims(context)
    if json_:
        _write([c.model_dump(mode="json") for c in found])
        return
    table = Table("id", "speaker", "made on", "wording", "reading", "statement")
    for c in found:
        reading = " ".join(filter(None, (c.assertion.polarity, c.assertion.quantifier, c.assertion.modality)))
        table.add_row(c.id, c.speaker, c.made_on or "not stated", c.wording or "not stated", reading, c.statement)
    Screen(quiet=False).out.print(table)


@claims_app.command()
def show(
    context: typer.Context, claim: Annotated[str, typer.Argument(help="A claim's id.")], json_: JsonOption = False
) -> None:
    """Show one claim with what was drafted for it."""
    found = next((c for c in _claims(context) if c.id == claim), None)
    if found is None:
        known = ", ".join(c.id for c in _claims(context))
        raise BadUsage(f"no claim {claim} in this case", f"its claims: {known}")
    _write(found.model_dump(mode="json")) if json_ else sys.stdout.write(dump_claim_yaml(found))


@claims_app.command(name="lint")
def lint_(context: typer.Context, json_: JsonOption = False) -> None:
    """Say what would make the claims easier to test; exits 1 where the file has mistakes."""
    case = existing_case(_folder(context))
    try:
        found = lint(case.claims())
    except ClaimsInvalid as error:
        problems = [p._asdict() for p in error.problems]
        if json_:
            _write({"errors": problems, "warnings": []})
        raise CheckerError(str(error), "mend the lines named above") from error
    if json_:
        _write({"errors": [], "warnings": [p._asdict() for p in found]})
        return
    for p in found:
        sys.stdout.write(f"{p.path}: {p.what}\n  → {p.remedy}\n")
    sys.stdout.write(f"No mistakes, {len(found)} {'remark' if len(found) == 1 else 'remarks'}.\n")


@claims_app.command()
def draft(
    context: typer.Context,
    claim: Annotated[list[str] | None, typer.Argument(help="Claim ids; all where none is given.")] = None,
) -> None:
    """Print each claim with its drafted reading and propositions, to be edited and pasted into the claims file."""
    case = existing_case(_folder(context))
    kept = case.chosen(case.claims(), claim or [])
    for c in kept.claims:
        sys.stdout.write(dump_claim_yaml(c))


def _claims(context: typer.Context) -> tuple[Claim, ...]:
    return existing_case(_folder(context)).claims().claims


def _folder(context: typer.Context) -> Path:
    folder: Path = context.obj
    return folder


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
