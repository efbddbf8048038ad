"""A few invented messages and a claims file → a case on disk, for the tests of commands and of the journey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from typer.testing import CliRunner, Result

from checker.case import Case
from checker.cli import app
from evidence.index import open_index
from evidence.ingest import ingest

CLAIMS = """\
records: {body: "Harbour Board", request: "invented for a test", period: {from: "2019", to: "2020"}}
parties:
  board: {name: "Harbour Board", aliases: ["the Board"], domains: ["harbour.example"], kind: agency}
  tollcam: {name: "Tollcam", domains: ["tollcam.example"], kind: vendor}
claims:
  - id: no-relationship
    speaker: board
    statement: "The Harbour Board has no relationship with Tollcam."
    wording: verbatim
    made_on: "2020-06"
    asserts: ["The Harbour Board has no relationship with Tollcam."]
    counter: ["The Harbour Board and Tollcam have a contract."]
    patterns: [{kind: correspondence, between: [board, tollcam]}]
  - id: no-cameras
    speaker: board
    statement: "The Harbour Board uses no cameras."
    made_on: "2020-06"
"""
BODIES = (
    "The contract between the Harbour Board and Tollcam was signed today. The first invoice follows.",
    "Your cameras at the north pier have been running since Monday. The pictures are clear.",
    "Lunch is at noon in the canteen. Bring the minutes of the last meeting.",
)


def eml(number: int, body: str, **headers: str) -> str:
    """One invented message from the vendor to the board."""
    stated = {
        "From": "Kim Vale <kim@tollcam.example>",
        "To": "Dana Reed <dana@harbour.example>",
        "Date": f"Tue, {5 + number % 20:02d} Mar 2019 10:00:00 +0000",
        "Subject": f"Note {number}",
        "Message-ID": f"<note-{number}@tollcam.example>",
    } | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in stated.items()]
    return "\n".join((*lines, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", body, ""))


def write_records(folder: Path, bodies: Sequence[str] = BODIES) -> Path:
    """One .eml file a body."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, body in enumerate(bodies, 1):
        (folder / f"{number:04d}.eml").write_text(eml(number, body), encoding="utf-8")
    return folder


def make_case(folder: Path, *, bodies: Sequence[str] = BODIES, claims: str = CLAIMS) -> Case:
    """A case with its records ingested; the records stand beside its folder."""
    folder.mkdir(parents=True)
    case = Case(folder)
    case.claims_file.write_text(claims, encoding="utf-8")
    records = write_records(folder.with_name(f"{folder.name}-records"), bodies)
    with open_index(case.database) as connection:
        ingest(connection, [records], lambda done, total: None)
    return case


def ran(*words: object, env: Mapping[str, str] | None = None) -> Result:
    """What `checker` with these words ended in."""
    return CliRunner().invoke(app, [str(w) for w in words], env=env)
