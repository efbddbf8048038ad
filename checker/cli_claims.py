"""`checker claims CASE list|show|lint|draft` → one call each.

A command imports what it runs, so that `checker --help` loads none of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from checker.options import CaseFolder, JsonOption


class CaseFirst(TyperGroup):
    """A group whose argument, the case, stands before the subcommand; says so where the two change places."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The subcommand that the arguments name."""
        case = str(ctx.params.get("case"))
        if args and args[0] not in self.commands and case in self.commands:
            ctx.fail(f"the case comes first: {ctx.command_path} {args[0]} {case}")
        return super().resolve_command(ctx, args)


claims_app = typer.Typer(
    cls=CaseFirst,
    no_args_is_help=True,
    help="The statements of a case: list them, show one, lint the file, draft what it leaves out.",
    epilog="The case comes first: checker claims CASE lint",
)


@claims_app.callback()
def claims(context: typer.Context, case: CaseFolder) -> None:
    """Read the claims file of CASE."""
    context.obj = case


@claims_app.command(name="list")
def list_(context: typer.Context, json_: JsonOption = False) -> None:
    """One row a claim: who said what when, and how it is read."""
    from checker.commands.claims import list_claims

    list_claims(_folder(context), as_json=json_)


@claims_app.command()
def show(
    context: typer.Context, claim: Annotated[str, typer.Argument(help="A claim's id.")], json_: JsonOption = False
) -> None:
    """One claim as YAML, with what was drafted for it marked."""
    from checker.commands.claims import show_claim

    show_claim(_folder(context), claim, as_json=json_)


@claims_app.command()
def lint(context: typer.Context, json_: JsonOption = False) -> None:
    """Mistakes, and what would make the claims easier to test; exits 1 where the file has mistakes."""
    from checker.commands.claims import lint_claims

    lint_claims(_folder(context), as_json=json_)


@claims_app.command()
def draft(
    context: typer.Context,
    claim: Annotated[list[str] | None, typer.Argument(help="Claim ids; all where none is given.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Put them into the claims file instead.")] = False,
    json_: JsonOption = False,
) -> None:
    """Print claims with their drafted reading and propositions, to edit; what you wrote is never changed."""
    from checker.commands.claims import draft_claims

    draft_claims(_folder(context), claim or [], write=write, as_json=json_)


def _folder(context: typer.Context) -> Path:
    folder: Path = context.obj
    return folder
