"""What a run tells a person, on stderr: progress bars, the ledger, the table of verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from checker.model import Finding

VERDICT_STYLE = {
    "contradicted": "bold red",
    "in_tension": "yellow",
    "mixed": "magenta",
    "supported": "green",
    "not_addressed": "dim",
}


class Screen:
    """stderr for people, stdout for results; quiet leaves errors alone."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.err = Console(stderr=True, quiet=quiet, highlight=False)
        self.out = Console(highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """A line for a person."""
        self.err.print(text, markup=False)

    @contextmanager
    def progress(self) -> Iterator[Bar]:
        """A bar while long work goes on; nothing where stderr is no terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = self.err.is_terminal and not self.quiet
        with Progress(*columns, console=self.err, transient=True, disable=not shown) as progress:
            yield Bar(progress)


class Bar:
    """One line that shows the stage now at work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=total)

    def step(self, done: int) -> None:
        """So many more units are done."""
        if self._task is not None:
            self._progress.advance(self._task, done)

    def reached(self, done: int, total: int) -> None:
        """So many units are done in all."""
        if self._task is None:
            self.stage("Reading files", total)
        assert self._task is not None
        self._progress.update(self._task, completed=done, total=total)


def verdict_table(findings: Sequence[Finding]) -> Table:
    """One row a claim: verdict, links by relation, patterns."""
    table = Table(title="What the records show (machine reading, not reviewed)", title_justify="left")
    for name, justify in (("claim", "left"), ("verdict", "left"), ("against", "right"), ("tension", "right")):
        table.add_column(name, justify="left" if justify == "left" else "right")
    table.add_column("for", justify="right")
    table.add_column("patterns", justify="right")
    table.add_column("why", overflow="fold")
    for f in findings:
        count = {r: sum(link.relation == r for link in f.links) for r in ("contradicts", "in_tension", "supports")}
        style = VERDICT_STYLE[f.verdict]
        why = f.reasons[0].text if f.reasons else ""
        table.add_row(
            f.claim.id,
            f"[{style}]{f.verdict}[/]",
            str(count["contradicts"]),
            str(count["in_tension"]),
            str(count["supports"]),
            str(len(f.patterns)),
            why.replace("[", "\\["),
        )
    return table


def ledger_table(held: dict[str, int], rows: Iterable[Sequence[str | None]], limit: int = 20) -> list[Table | str]:
    """The sums of the ledger, and the first rows that are not plain "ok"."""
    parts = [f"{held[s]} {s}" for s in ("ok", "partial", "refused", "duplicate")]
    shown: list[Table | str] = [
        f"{held['sources']} files: {', '.join(parts)}. {held['messages']} messages, {held['passages']} passages,"
        f" {held['distinct_texts']} distinct texts."
    ]
    found = list(rows)
    if found:
        table = Table(
            "file", "member", "status", "reason", "what to do", title="Not read in full", title_justify="left"
        )
        for row in found[:limit]:
            table.add_row(*((cell or "").replace("[", "\\[") for cell in row))
        shown.append(table)
    if len(found) > limit:
        shown.append(f"… and {len(found) - limit} more; the report lists them all.")
    return shown
