"""Command line → one call each; errors end in one message and their exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from checker import __version__, commands
from checker.cli_claims import claims_app
from checker.cli_evaluate import evaluate_app
from checker.doctor import examine, show_examined
from checker.errors import CheckerError
from checker.options import CaseFolder, DeviceOption, EmbeddingOption, JsonOption, NliOption, Quiet
from checker.settings import Settings
from claims.errors import ClaimsError
from evidence.errors import EvidenceError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Hold public statements against released e-mail: find, quote, score and explain; a person confirms.",
)
app.add_typer(claims_app, name="claims")
app.add_typer(evaluate_app, name="evaluate")


def main() -> None:
    """Run the command line; every known error ends in its message and exit code, Ctrl-C in 130."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        app(standalone_mode=True)
    except (CheckerError, ClaimsError, EvidenceError) as error:
        sys.stderr.write(f"checker: {error}\n")
        raise SystemExit(error.exit_code) from error
    except KeyboardInterrupt:
        sys.stderr.write("checker: stopped; run the same command again to go on\n")
        raise SystemExit(130) from None


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Statement checker."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def new(case: CaseFolder) -> None:
    """Make a case: a folder with a commented claims.yaml."""
    commands.new(case)


@app.command()
def ingest(
    case: CaseFolder,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders as released.")],
    encode: Annotated[bool, typer.Option("--encode", help="Compute the vectors now, not at the first check.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where any file was refused.")] = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    device: DeviceOption = None,
) -> None:
    """Read released files into the case; ends with the ledger of every file."""
    commands.ingest_paths(case, paths, encode=encode, strict=strict, quiet=quiet, models=(embedding_model, device))


@app.command()
def check(
    case: CaseFolder,
    claim: Annotated[list[str] | None, typer.Option("--claim", help="Check this claim alone; may be repeated.")] = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    nli_model: NliOption = None,
    device: DeviceOption = None,
) -> None:
    """Hold the claims against the records; writes reports/report.json and report.html."""
    settings = Settings(embedding_model=embedding_model, nli_model=nli_model, device=device)
    commands.check_case(case, claim or [], settings, as_json=json_, quiet=quiet)


@app.command()
def report(
    case: CaseFolder,
    format_: Annotated[str, typer.Option("--format", help="html, json or md.")] = "html",
    output: Annotated[str | None, typer.Option("--output", help="A file, or - for stdout.")] = None,
) -> None:
    """Write the last check's report in another format."""
    commands.write_report(case, format_, output)


@app.command()
def search(
    case: CaseFolder,
    words: Annotated[list[str], typer.Argument(help="What to look for.")],
    top: Annotated[int, typer.Option("--top", min=1, help="How many passages.")] = 10,
    json_: JsonOption = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    device: DeviceOption = None,
) -> None:
    """Find passages by words and meaning."""
    settings = Settings(embedding_model=embedding_model, device=device)
    commands.search_case(case, " ".join(words), top, settings, as_json=json_, quiet=quiet)


@app.command()
def show(
    case: CaseFolder,
    message: Annotated[str, typer.Argument(help="A message's id, Message-ID or Bates number.")],
    json_: JsonOption = False,
) -> None:
    """Show a message with its segments."""
    commands.show_message(case, message, as_json=json_)


@app.command()
def patterns(
    case: CaseFolder,
    claim: Annotated[list[str] | None, typer.Option("--claim", help="This claim alone; may be repeated.")] = None,
    json_: JsonOption = False,
) -> None:
    """Show the facts over many messages that bear on the claims; needs no model."""
    commands.show_patterns(case, claim or [], as_json=json_)


@app.command()
def doctor(json_: JsonOption = False) -> None:
    """Say what is installed, and whether the packaged models are whole."""
    lines = examine()
    show_examined(lines, as_json=json_)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", help="Folder for the case; must be absent or empty.")] = Path(
        "statement-checker-demo"
    ),
    quiet: Quiet = False,
) -> None:
    """Run the shipped example from start to report."""
    commands.demo(output, quiet=quiet)
