"""A case → its report, checked anew or as last written: `checker check` and `checker report`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from checker.case import Case, existing_case
from checker.check import check
from checker.commands.compared import compared, note_reports, refuse_altered
from checker.console import Screen, show_verdicts
from checker.errors import BadUsage, NotFound
from checker.model import Report
from checker.models import open_encoder, open_judge
from checker.opinions.opening import open_asked_judge
from checker.report.as_html import report_html
from checker.report.as_json import load_report, report_json
from checker.report.as_markdown import report_markdown
from checker.report.judged import unjudged_words
from checker.settings import JudgeSettings, Settings
from evidence.index import open_index

FORMATS = ("html", "json", "md")


def check_case(
    folder: Path,
    wanted: list[str],
    settings: Settings,
    judge: JudgeSettings | None = None,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """`checker check`."""
    screen, case = Screen(quiet=quiet), existing_case(folder, ingested=True)
    report = run_check(case, wanted, settings, screen, judge)
    show_report(write_reports(case, report), report, screen, as_json=as_json)


def run_check(
    case: Case, wanted: list[str], settings: Settings, screen: Screen, judge: JudgeSettings | None = None
) -> Report:
    """Check a case and return its report, its quotes compared with the sources."""
    claims = case.chosen(case.claims(), wanted)
    opened = open_asked_judge(judge) if judge else None
    if opened and opened.warning:
        screen.warn(opened.warning)
    with open_index(case.database) as connection:
        models = (open_encoder(settings), open_judge(settings))
        with screen.progress() as bar:
            report = check(connection, claims, models, settings, bar, opened.judge if opened else None)
        return compared(connection, report, screen)


def write_reports(case: Case, report: Report) -> dict[str, Path]:
    """Write report.json and report.html; where each went."""
    case.reports.mkdir(exist_ok=True)
    # JSON first: a page that cannot be made must not cost the result.
    pages: dict[str, Callable[[], str]] = {
        "json": lambda: report_json(report),
        "html": lambda: report_html(report, case.party_names()),
    }
    paths = {name: case.reports / f"report.{name}" for name in pages}
    for name, page in pages.items():
        unfinished = paths[name].with_suffix(f".{name}.tmp")
        unfinished.write_text(page(), encoding="utf-8")
        unfinished.replace(paths[name])
    note_reports(case, *paths.values())
    return paths


def show_report(written: dict[str, Path], report: Report, screen: Screen, *, as_json: bool) -> None:
    """The report as JSON or the table of verdicts on stdout; where it was written on stderr."""
    if as_json:
        sys.stdout.write(report_json(report))
    elif not screen.quiet:
        show_verdicts(screen, report.findings)
    unread = sum(any(f.startswith("end-not-read") for f in link.flags) for x in report.findings for link in x.links)
    if unread:
        screen.say(f"Longer than a model reads, and flagged so: {unread} of the passages shown")
    if unjudged := unjudged_words(report.run.settings):
        screen.warn(unjudged)
    screen.say(f"Report: {written['html']} (and {written['json'].name} beside it)")


def write_report(folder: Path, format_: str, output: str | None) -> None:
    """`checker report`."""
    if format_ not in FORMATS:
        raise BadUsage(f"--format {format_} is not known", f"choose one of {', '.join(FORMATS)}")
    case = existing_case(folder)
    source = case.reports / "report.json"
    if not source.is_file():
        raise NotFound(f"{folder} has no report yet", f"run `checker check {folder}` first")
    report = load_report(source.read_text(encoding="utf-8"), str(source))
    screen = Screen(quiet=False)
    if case.database.is_file():
        with open_index(case.database) as connection:
            report = compared(connection, report, screen)
            refuse_altered(connection, source)
    pages = {"html": report_html, "md": report_markdown}
    text = pages[format_](report, case.party_names()) if format_ in pages else report_json(report)
    if output == "-":
        sys.stdout.write(text)
        return
    target = Path(output) if output else case.reports / f"report.{format_}"
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise BadUsage(f"--output {target} cannot be written", "name a file in a folder that is there, or - for stdout")
    target.write_text(text, encoding="utf-8")
    note_reports(case, target)
    screen.say(f"Report: {target}")
