"""What each `checker evaluate` command does: read the file, open the models, compute, show."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from checker.case import existing_case
from checker.commands.checks import run_check
from checker.console import Bar, Screen
from checker.errors import BadUsage
from checker.evaluate.case import case_figures, read_gold
from checker.evaluate.figures import Figures, Prediction, figures_json, prediction_json
from checker.evaluate.inputs import NliRow
from checker.evaluate.judge import PairJudge
from checker.evaluate.nli import judge_rows, nli_figures
from checker.evaluate.pairs import read_pairs_file
from checker.evaluate.probes import measure_pairs
from checker.evaluate.retrieval import read_retrieval, retrieval_figures
from checker.evaluate.rows import read_rows
from checker.evaluate.seen import shipped_seen
from checker.evaluate.tables import tables
from checker.models import open_encoder, open_judge
from checker.score import shipped_weights
from checker.settings import Settings


class Output(NamedTuple):
    """Where the result goes: JSON or tables on stdout, progress on stderr unless quiet, predictions to a file."""

    as_json: bool
    quiet: bool
    predictions: Path | None = None


def evaluate_nli(file: Path, settings: Settings, output: Output) -> None:
    """`checker evaluate nli`."""
    rows = read_rows(file, NliRow)
    _must_be_writable(output)
    with _stage(output, "Reading rows", len(rows)) as bar:
        said = judge_rows([row for _, row in rows], open_judge(settings), bar.step)
    _save(output, zip((row.id or str(number) for number, row in rows), said, strict=True))
    _show(nli_figures([row for _, row in rows], said), output)


def evaluate_pairs(file: Path, settings: Settings, output: Output, *, with_probes: bool) -> None:
    """`checker evaluate pairs`."""
    labelled, seen = read_pairs_file(file), shipped_seen()
    _must_be_writable(output)
    with _stage(output, "Reading pairs", None) as bar:
        read = PairJudge((open_encoder(settings), open_judge(settings)), shipped_weights(), bar.step)
        measured = measure_pairs(labelled, seen, read, with_probes=with_probes)
    _save(output, zip((x.id for x in labelled), measured.said, strict=True))
    if not measured.figures.n:
        sys.stderr.write(f"checker: every pair of {file} was seen in training: there are no figures\n")
    _show(measured.figures, output)


def evaluate_retrieval(folder: Path, split: str | None, settings: Settings, output: Output) -> None:
    """`checker evaluate retrieval`."""
    given = read_retrieval(folder, split)
    Screen(quiet=output.quiet).say(f"Split {given.split}: {len(given.queries)} queries")
    with _stage(output, "Opening the model", None) as bar:
        figures = retrieval_figures(given, open_encoder(settings), bar)
    _show(figures, output)


def evaluate_case(folder: Path, gold: Path, gray: Path | None, settings: Settings, output: Output) -> None:
    """`checker evaluate case`."""
    case = existing_case(folder, ingested=True)
    given = read_gold(gold, gray, [c.id for c in case.claims().claims])
    report = run_check(case, [], settings, Screen(quiet=output.quiet))
    _show(case_figures(report, given), output)


@contextmanager
def _stage(output: Output, name: str, total: int | None) -> Iterator[Bar]:
    with Screen(quiet=output.quiet).progress() as bar:
        bar.stage(name, total)
        yield bar


def _must_be_writable(output: Output) -> None:
    # Said before the models run for minutes, not after.
    target = output.predictions
    if target and (target.is_dir() or not target.absolute().parent.is_dir()):
        raise BadUsage(f"--predictions {target} cannot be written", "name a file in a folder that is there")


def _save(output: Output, said: Iterable[tuple[str, Prediction]]) -> None:
    if output.predictions:
        lines = "".join(prediction_json(key, one) for key, one in said)
        output.predictions.write_text(lines, encoding="utf-8")


def _show(figures: Figures, output: Output) -> None:
    if output.as_json:
        sys.stdout.write(figures_json(figures))
        return
    for table in tables(figures):
        Screen(quiet=False).out.print(table)
