"""What a run tells: results on stdout, progress and the ledger on stderr; nothing of a mail stays hidden."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from checker.model import Finding
from checker.report.visible import visible
from evidence.readers.columns import pairs_in

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
        """A line for a person, on stderr; the terminal wraps it, so that a path in it stays whole."""
        self.err.print(visible(text), markup=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """The same where it must be read: also when quiet."""
        Console(stderr=True, highlight=False).print(visible(text), markup=False, soft_wrap=True, style="bold red")

    def ledger(self, lines: Iterable[str]) -> None:
        """The lines of `ledger_lines`, on stderr."""
        for line in lines:
            self.say(line)

    def write(self, text: str, *, indent: int = 0, style: str | None = None) -> None:
        """Text of the records on stdout; wrapped at words on a terminal, left as it is in a file or pipe."""
        width = self.out.width - indent if self.out.is_terminal else sys.maxsize
        wrapper = textwrap.TextWrapper(
            width, expand_tabs=False, replace_whitespace=False, break_long_words=False, break_on_hyphens=False
        )
        for line in visible(text).split("\n"):
            for part in wrapper.wrap(line) or [""]:
                self.out.print(f"{' ' * indent}{part}", markup=False, style=style)

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


def show_verdicts(screen: Screen, findings: Sequence[Finding]) -> None:
    """The table of verdicts on stdout, and under it the first reason of each."""
    screen.out.print(verdict_table(findings))
    for f in findings:
        screen.write(f"{f.claim.id}: {f.reasons[0].text}" if f.reasons else f.claim.id)


def verdict_table(findings: Sequence[Finding]) -> Table:
    """One row a claim: verdict, links by relation, patterns."""
    table = Table(title="What the records show (machine reading, not reviewed)", title_justify="left")
    table.add_column("claim", overflow="fold")
    table.add_column("verdict", no_wrap=True)
    for name in ("against", "tension", "for", "patterns"):
        table.add_column(name, justify="right", no_wrap=True)
    for f in findings:
        count = [sum(link.relation == r for link in f.links) for r in ("contradicts", "in_tension", "supports")]
        verdict = f"[{VERDICT_STYLE[f.verdict]}]{f.verdict}[/]"
        table.add_row(escaped(f.claim.id), verdict, *map(str, (*count, len(f.patterns))))
    return table


def ledger_lines(held: Mapping[str, int], rows: Iterable[Sequence[str | None]], limit: int = 20) -> list[str]:
    """The sums of the ledger, and the first rows that are not plain "ok"."""
    parts = [f"{held[s]} {s}" for s in ("ok", "partial", "refused", "duplicate")]
    shown = [
        f"{_count(held['sources'], 'file')}: {', '.join(parts)}.",
        f"{_count(held['messages'], 'message')}, {_count(held['passages'], 'passage')},"
        f" {_count(held['distinct_texts'], 'distinct text')}.",
    ]
    found = list(rows)
    for file, member, status, reason, remedy in found[:limit]:
        shown.append(f"  {status}: {file}{f' ({member})' if member else ''}: {reason}")
        if remedy:
            shown.append(f"    → {remedy}")
    if len(found) > limit:
        shown.append(f"  … and {len(found) - limit} more; the report lists them all.")
    return shown


def table_lines(tables: Iterable[tuple[str, str | None, str]], limit: int = 20) -> list[str]:
    """What the columns of each table were taken for, so that a person can object."""
    shown = []
    for file, member, flag in tables:
        how, _, named = flag.removeprefix("columns-").partition(":")
        columns = ", ".join(f"{head} → {role}" for role, head in pairs_in(named))
        shown.append(f"  {file}{f' ({member})' if member else ''}: columns {how}: {columns}")
    more = [f"  … and {len(shown) - limit} more tables."] if len(shown) > limit else []
    remedy = "    → wrong? name them in a new case: checker ingest CASE FILE --columns sender=NAME,date=NAME,body=NAME"
    guessed = any("columns guessed" in line for line in shown)
    return [*shown[:limit], *more, *([remedy] if guessed else [])]


def write_json(value: object) -> None:
    """A value as JSON on stdout, with a newline at its end."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def escaped(text: str) -> str:
    """Text for a cell of a table: no markup, nothing hidden."""
    return visible(text).replace("[", "\\[")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
