"""`checker evaluate pairs|nli|retrieval|case` → one call each: figures over labelled data, as a table or as JSON.

A command imports what it runs, so that `checker --help` loads none of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.options import CaseFolder, DeviceOption, EmbeddingOption, JsonOption, NliOption, Quiet

evaluate_app = typer.Typer(no_args_is_help=True, help="Measure on labelled data: pairs, nli, retrieval, case.")

RowsFile = Annotated[Path, typer.Argument(help="JSON lines, plain or gzipped.", show_default=False)]
PredictionsOption = Annotated[
    Path | None, typer.Option("--predictions", help="Write what was said of each row: JSON lines.")
]


@evaluate_app.command()
def pairs(
    file: RowsFile,
    probes: Annotated[bool, typer.Option("--probes", help="Also without claim, passage, under other claims.")] = False,
    predictions: PredictionsOption = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    nli_model: NliOption = None,
    device: DeviceOption = None,
) -> None:
    """Measure the relation of passages to statements on labelled pairs."""
    from checker.evaluate.commands import Output, evaluate_pairs
    from checker.settings import Settings

    settings = Settings(embedding_model=embedding_model, nli_model=nli_model, device=device)
    evaluate_pairs(file, settings, Output(json_, quiet, predictions), with_probes=probes)


@evaluate_app.command()
def nli(
    file: RowsFile,
    predictions: PredictionsOption = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
    nli_model: NliOption = None,
    device: DeviceOption = None,
) -> None:
    """Measure the entailment network alone on premises and hypotheses."""
    from checker.evaluate.commands import Output, evaluate_nli
    from checker.settings import Settings

    evaluate_nli(file, Settings(nli_model=nli_model, device=device), Output(json_, quiet, predictions))


@evaluate_app.command()
def retrieval(
    folder: Annotated[Path, typer.Argument(help="A folder in BEIR's layout.", show_default=False)],
    split: Annotated[str | None, typer.Option("--split", help="Which queries; test, else dev, else the only.")] = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    device: DeviceOption = None,
) -> None:
    """Measure the dense and BM25 nets and their fusion."""
    from checker.evaluate.commands import Output, evaluate_retrieval
    from checker.settings import Settings

    settings = Settings(embedding_model=embedding_model, device=device)
    evaluate_retrieval(folder, split, settings, Output(json_, quiet))


@evaluate_app.command()
def case(
    case_folder: CaseFolder,
    gold: Annotated[Path, typer.Option("--gold", help="JSON lines: claim, message_id or bates, label, quote.")],
    gray: Annotated[Path | None, typer.Option("--gray", help="JSON lines: passages to leave out.")] = None,
    json_: JsonOption = False,
    quiet: Quiet = False,
    embedding_model: EmbeddingOption = None,
    nli_model: NliOption = None,
    device: DeviceOption = None,
) -> None:
    """Check a case and hold what it shows against gold passages."""
    from checker.evaluate.commands import Output, evaluate_case
    from checker.settings import Settings

    settings = Settings(embedding_model=embedding_model, nli_model=nli_model, device=device)
    evaluate_case(case_folder, gold, gray, settings, Output(json_, quiet))
