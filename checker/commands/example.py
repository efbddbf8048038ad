"""The shipped example → a case of its own, read and checked: `checker demo`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from checker.case import new_case
from checker.commands.checks import run_check, show_report, write_reports
from checker.console import Screen, ledger_lines
from checker.errors import NotFound
from checker.settings import Settings
from evidence.index import counts, open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup


def demo(output: Path, *, quiet: bool) -> None:
    """`checker demo`."""
    screen, example = Screen(quiet=quiet), example_folder()
    case = new_case(output)
    case.claims_file.write_bytes((example / "claims.yaml").read_bytes())
    screen.say("The example is a reconstruction: its mail is invented. Reading it …")
    with open_index(case.database) as connection:
        with screen.progress() as bar:
            ingest(connection, [example / "records"], bar.reached)
        screen.ledger(ledger_lines(dict(counts(connection)), Lookup(connection).ledger()))
    report = run_check(case, [], Settings(), screen)
    written = write_reports(case, report)
    show_report({name: path.resolve() for name, path in written.items()}, report, screen, as_json=False)


def example_folder() -> Path:
    """The shipped example: inside an installed wheel, or in the checkout.

    Raises:
        NotFound: neither holds it.
    """
    packaged = Path(str(files("checker").joinpath("example")))
    checkout = Path(__file__).resolve().parents[2] / "examples" / "nypd-clearview"
    for folder in (packaged, checkout):
        if (folder / "claims.yaml").is_file():
            return folder
    raise NotFound("the shipped example is missing", "reinstall the program")
