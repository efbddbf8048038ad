"""Command line → one call each; every failure ends in one message and its exit code.

A command imports what it runs, so that `checker --help` loads none of it: neither numpy nor pydantic, let alone torch.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from checker import __version__
from checker.cli_claims import claims_app
from checker.cli_evaluate import evaluate_app
from checker.failures import GuardedGroup
from checker.options import (
    CaseFolder,
    DeviceOption,
    EmbeddingOption,
    JsonOption,
    JudgeModelOption,
    JudgeOption,
    JudgeTimeoutOption,
    JudgeTopOption,
    NliOption,
    Quiet,
)

app = typer.Typer(
    cls=GuardedGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Hold public statements against released e-mail: find, quote, score and explain; a person confirms.",
)
app.add_typer(claims_app, name="claims")
app.add_typer(evaluate_app, name="evaluate")


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal of another character set gets "\\u2192" for an arrow, not a traceback.
            stream.reconfigure(errors="backslashreplace")
    app()


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Statement checker."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def new(case: CaseFolder) -> None:
    """Make a case: a folder with a commented claims.yaml."""
    from checker.commands import records

    records.new(case)


@app.command()
def ingest(
    case: CaseFolder,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders as released.")],
    ocr: Annotated[bool, typer.Option("--ocr", help="Recognise the text of scanned pages (needs Tesseract).")] = False,
    encode: Annotated[bool, typer.Option("--encode", help="Compute the vectors now, not at the first check.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where any file was refused.")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", help="What the columns of a table are: sender=From,date=Sent,body=Text."),
    ] = None,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    device: DeviceOption = None,
) -> None:
    """Read released files into the case; ends with the ledger of every file."""
    from checker.commands import records
    from checker.settings import Settings

    settings = Settings(embedding_model=embedding_model, device=device)
    asked = records.Asked(records.columns_of(columns or []), ocr=ocr, encode=encode, strict=strict, quiet=quiet)
    records.ingest_paths(case, paths, settings, asked)


@app.command()
def check(
    case: CaseFolder,
    claim: Annotated[list[str] | None, typer.Option("--claim", help="Check this claim alone; may be repeated.")] = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    nli_model: NliOption = None,
    device: DeviceOption = None,
    judge: JudgeOption = None,
    judge_model: JudgeModelOption = None,
    judge_top: JudgeTopOption = 20,
    judge_timeout: JudgeTimeoutOption = 120.0,
) -> None:
    """Hold the claims against the records; writes reports/report.json and report.html."""
    from checker.commands import checks
    from checker.opinions.opening import judge_settings
    from checker.settings import Settings

    settings = Settings(embedding_model=embedding_model, nli_model=nli_model, device=device)
    asked = judge_settings(judge, judge_model, judge_top, judge_timeout)
    checks.check_case(case, claim or [], settings, asked, as_json=json_, quiet=quiet)


@app.command()
def report(
    case: CaseFolder,
    format_: Annotated[str, typer.Option("--format", help="html, json or md.")] = "html",
    output: Annotated[str | None, typer.Option("--output", help="A file, or - for stdout.")] = None,
) -> None:
    """Write the last check's report in another format."""
    from checker.commands import checks

    checks.write_report(case, format_, output)


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
    from checker.commands import reading
    from checker.settings import Settings

    settings = Settings(embedding_model=embedding_model, device=device)
    reading.search_case(case, " ".join(words), top, settings, as_json=json_, quiet=quiet)


@app.command()
def show(
    case: CaseFolder,
    message: Annotated[str, typer.Argument(help="A message's id, Message-ID or Bates number.")],
    json_: JsonOption = False,
) -> None:
    """Show a message with its segments."""
    from checker.commands import reading

    reading.show_message(case, message, as_json=json_)


@app.command()
def patterns(
    case: CaseFolder,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="This kind alone; may be repeated.")] = None,
    claim: Annotated[list[str] | None, typer.Option("--claim", help="This claim alone; may be repeated.")] = None,
    json_: JsonOption = False,
) -> None:
    """Show the facts over many messages that bear on the claims; needs no model."""
    from checker.commands import patterns as commands

    commands.show_patterns(case, claim or [], kind or [], as_json=json_)


@app.command()
def verify(
    case: CaseFolder,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Where the files are now, if not where they were read: folders or files."),
    ] = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
) -> None:
    """Derive every quote anew from the source files, and compare every file and message with the case."""
    from checker.commands import verify as commands

    commands.verify(case, paths or [], as_json=json_, quiet=quiet)


@app.command()
def doctor(json_: JsonOption = False) -> None:
    """Say what is installed, and whether the packaged models are whole."""
    from checker.doctor import examine, show_examined

    show_examined(examine(), as_json=json_)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", help="Folder for the case; must be absent or empty.")] = Path(
        "statement-checker-demo"
    ),
    quiet: Quiet = False,
) -> None:
    """Run the shipped example from start to report."""
    from checker.commands import example

    example.demo(output, quiet=quiet)
