"""What each command does: open the case, call the journey, show the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from checker.case import Case, existing_case, new_case
from checker.check import check
from checker.console import Screen, ledger_table, verdict_table
from checker.errors import BadUsage, CheckerError, NotFound
from checker.links import locator_of, message_ref
from checker.match import Matcher
from checker.model import Pattern, Report
from checker.models import open_encoder, open_judge
from checker.parties import PartyBook
from checker.patterns import PatternFinder
from checker.report.as_html import report_html
from checker.report.as_json import load_report, report_json
from checker.report.as_markdown import report_markdown
from checker.settings import Settings
from checker.vectors import encode_missing, missing_vectors
from evidence.index import counts, open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup

FORMATS = ("html", "json", "md")


def new(folder: Path) -> None:
    """`checker new`."""
    case = new_case(folder)
    Screen(quiet=False).say(f"Made {case.claims_file}. Fill it in, then: checker ingest {folder} PATH…")


def ingest_paths(
    folder: Path,
    paths: Sequence[Path],
    *,
    encode: bool,
    strict: bool,
    quiet: bool,
    models: tuple[str | None, str | None],
) -> None:
    """`checker ingest`."""
    case, screen = existing_case(folder), Screen(quiet=quiet)
    with open_index(case.database) as connection:
        with screen.progress() as bar:
            bar.stage("Reading files", None)
            ingest(connection, paths, bar.reached)
            if encode:
                encoder = open_encoder(Settings(embedding_model=models[0], device=models[1]))
                bar.stage("Encoding passages", missing_vectors(connection, encoder))
                encode_missing(connection, encoder, bar.step)
        held = dict(counts(connection))
        rows = list(Lookup(connection).ledger())
    for shown in ledger_table(held, rows):
        screen.err.print(shown)
    troubled = held["partial"] + held["refused"]
    if troubled and quiet:
        sys.stderr.write(
            f"checker: {troubled} of {held['sources']} files were not read in full; the ledger lists them\n"
        )
    if strict and held["refused"]:
        raise CheckerError(f"{held['refused']} files were refused", "read the ledger, or leave --strict out")


def check_case(folder: Path, wanted: list[str], settings: Settings, *, as_json: bool, quiet: bool) -> None:
    """`checker check`."""
    screen = Screen(quiet=quiet)
    case = existing_case(folder, ingested=True)
    report = run_check(case, wanted, settings, screen)
    written = write_reports(case, report)
    if as_json:
        sys.stdout.write(report_json(report))
    elif not quiet:
        screen.out.print(verdict_table(report.findings))
    screen.say(f"Report: {written['html']} (and {written['json'].name} beside it)")


def run_check(case: Case, wanted: list[str], settings: Settings, screen: Screen) -> Report:
    """Check a case and return its report."""
    claims = case.chosen(case.claims(), wanted)
    with open_index(case.database) as connection:
        for claim in claims.claims:
            if unbuilt := PatternFinder(Lookup(connection), PartyBook(claims.parties, Lookup(connection))).unbuilt(
                claim
            ):
                screen.say(f"{claim.id}: patterns not computed by this version: {', '.join(unbuilt)}")
        models = (open_encoder(settings), open_judge(settings))
        with screen.progress() as bar:
            return check(connection, claims, models, settings, bar)


def write_reports(case: Case, report: Report) -> dict[str, Path]:
    """Write report.json and report.html; where each went."""
    case.reports.mkdir(exist_ok=True)
    texts = {"json": report_json(report), "html": report_html(report)}
    paths = {name: case.reports / f"report.{name}" for name in texts}
    for name, text in texts.items():
        unfinished = paths[name].with_suffix(f".{name}.tmp")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(paths[name])
    return paths


def write_report(folder: Path, format_: str, output: str | None) -> None:
    """`checker report`."""
    if format_ not in FORMATS:
        raise BadUsage(f"--format {format_} is not known", f"choose one of {', '.join(FORMATS)}")
    case = existing_case(folder)
    source = case.reports / "report.json"
    if not source.is_file():
        raise NotFound(f"{folder} has no report yet", f"run `checker check {folder}` first")
    report = load_report(source.read_text(encoding="utf-8"), str(source))
    text = {"html": report_html, "json": report_json, "md": report_markdown}[format_](report)
    if output == "-":
        sys.stdout.write(text)
        return
    target = Path(output) if output else case.reports / f"report.{format_}"
    target.write_text(text, encoding="utf-8")
    Screen(quiet=False).say(f"Report: {target}")


def search_case(folder: Path, words: str, top: int, settings: Settings, *, as_json: bool, quiet: bool) -> None:
    """`checker search`."""
    case, screen = existing_case(folder, ingested=True), Screen(quiet=quiet)
    encoder = open_encoder(settings)
    with open_index(case.database) as connection:
        lookup = Lookup(connection)
        with screen.progress() as bar:
            bar.stage("Encoding passages", missing_vectors(connection, encoder))
            encode_missing(connection, encoder, bar.step)
        matcher = Matcher(connection, encoder, PartyBook({}, lookup), settings)
        rows = []
        for distinct in matcher.search(words, top):
            passage = lookup.passages_of(distinct)[0]
            message = lookup.message(passage.message)
            rows.append((passage, message))
    if as_json:
        found = [
            {
                "quote": p.quote,
                "message": message_ref(m).model_dump(mode="json"),
                "locator": locator_of(p, m).model_dump(mode="json"),
            }
            for p, m in rows
        ]
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    for rank, (p, m) in enumerate(rows, 1):
        sender = m.sender.raw if m.sender else "unknown sender"
        screen.out.print(
            f"[bold]{rank}.[/] {m.id}  {(m.date or 'undated')[:10]}  {_plain(sender)}  {_plain(m.subject or '')}"
        )
        screen.out.print(f"   {' '.join(p.quote.split())}", markup=False)
        screen.out.print(f"   [dim]{_plain(m.file)}{f', {m.bates}' if m.bates else ''}[/]")


def show_message(folder: Path, name: str, *, as_json: bool) -> None:
    """`checker show`."""
    case, screen = existing_case(folder, ingested=True), Screen(quiet=False)
    with open_index(case.database) as connection:
        lookup = Lookup(connection)
        found = lookup.find_messages(name)
        if not found:
            raise NotFound(f"no message {name} in {folder}", "give an id from a report, a Message-ID or a Bates number")
        shown = [(lookup.message(pk), lookup.segments(pk)) for pk in found]
    if as_json:
        rows = [
            message_ref(m).model_dump(mode="json") | {"file": m.file, "segments": [s._asdict() for s in segments]}
            for m, segments in shown
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    for m, segments in shown:
        screen.out.print(f"{m.id}  {m.file}{f'  Bates {m.bates}' if m.bates else ''}", markup=False, style="bold")
        for label, people in (("From", (m.sender,) if m.sender else ()), ("To", m.to), ("Cc", m.cc)):
            screen.out.print(f"{label}: {'; '.join(a.raw for a in people) or 'not shown'}", markup=False)
        screen.out.print(f"Date: {m.date or 'not shown'}\nSubject: {m.subject or 'not shown'}", markup=False)
        for s in segments:
            screen.out.print(
                f"\n── {s.kind}, {s.author or 'author unknown'}{f', {s.date}' if s.date else ''}",
                style="dim",
                markup=False,
            )
            screen.out.print(s.text, markup=False)


def show_patterns(folder: Path, wanted: list[str], *, as_json: bool) -> None:
    """`checker patterns`."""
    case, screen = existing_case(folder, ingested=True), Screen(quiet=False)
    claims = case.chosen(case.claims(), wanted)
    with open_index(case.database) as connection:
        finder = PatternFinder(Lookup(connection), PartyBook(claims.parties, Lookup(connection)))
        found = [(claim.id, finder.find(claim)) for claim in claims.claims]
    if as_json:
        rows = [{"claim": c, "patterns": [p.model_dump(mode="json") for p in ps]} for c, ps in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    for claim_id, patterns in found:
        screen.out.print(claim_id, style="bold", markup=False)
        for pattern in patterns:
            screen.out.print(f"  {_pattern_line(pattern)}", markup=False)
        if not patterns:
            screen.out.print("  none asked for, or none found")


def _pattern_line(pattern: Pattern) -> str:
    span = f", {pattern.first[:10]} to {pattern.last[:10]}" if pattern.first and pattern.last else ""
    counts_ = pattern.counts
    return (
        f"{pattern.kind} → {pattern.relation}: {counts_.acts} messages, {counts_.people} people{span}. {pattern.rule}"
    )


def demo(output: Path, *, quiet: bool) -> None:
    """`checker demo`."""
    screen, example = Screen(quiet=quiet), example_folder()
    case = new_case(output)
    case.claims_file.write_bytes((example / "claims.yaml").read_bytes())
    screen.say("The example is a reconstruction: its mail is invented. Reading it …")
    with open_index(case.database) as connection:
        with screen.progress() as bar:
            ingest(connection, [example / "records"], bar.reached)
        for shown in ledger_table(dict(counts(connection)), Lookup(connection).ledger()):
            screen.err.print(shown)
    report = run_check(case, [], Settings(), screen)
    written = write_reports(case, report)
    if not quiet:
        screen.out.print(verdict_table(report.findings))
    screen.out.print(f"Report: {written['html'].resolve()}", markup=False)


def example_folder() -> Path:
    """The shipped example: inside an installed wheel, or in the checkout.

    Raises:
        NotFound: neither holds it.
    """
    packaged = Path(str(files("checker").joinpath("example")))
    checkout = Path(__file__).resolve().parent.parent / "examples" / "nypd-clearview"
    for folder in (packaged, checkout):
        if (folder / "claims.yaml").is_file():
            return folder
    raise NotFound("the shipped example is missing", "reinstall the program")


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
