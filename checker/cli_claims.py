"""`checker claims CASE list|show|lint|draft` → one call each.

A command imports what it runs, so that `checker --help` loads none of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.options import CaseFolder, JsonOption

claims_app = typer.Typer(no_args_is_help=True, help="The statements of a case: list, show, lint, draft.")


@claims_app.callback()
def claims(context: typer.Context, case: CaseFolder) -> None:
    """Read the claims file of CASE."""
    context.obj = case


@claims_app.command(name="list")
def list_(context: typer.Context, json_: JsonOption = False) -> None:
    """List the claims."""
    from checker.commands.claims import list_claims

    list_claims(_folder(context), as_json=json_)


@claims_app.command()
def show(
    context: typer.Context, claim: Annotated[str, typer.Argument(help="A claim's id.")], json_: JsonOption = False
) -> None:
    """Show one claim with what was drafted for it."""
    from checker.commands.claims import show_claim

    show_claim(_folder(context), claim, as_json=json_)


@claims_app.command()
def lint(context: typer.Context, json_: JsonOption = False) -> None:
    """Say what would make the claims easier to test; exits 1 where the file has mistakes."""
    from checker.commands.claims import lint_claims

    lint_claims(_folder(context), as_json=json_)


@claims_app.command()
def draft(
    context: typer.Context,
    claim: Annotated[list[str] | None, typer.Argument(help="Claim ids; all where none is given.")] = None,
) -> None:
    """Print each claim with its drafted reading and propositions, to be edited and pasted into the claims file."""
    from checker.commands.claims import draft_claims

    draft_claims(_folder(context), claim or [])


def _folder(context: typer.Context) -> Path:
    folder: Path = context.obj
    return folder
