"""A case folder → its files: claims, database, reports; made, found and locked here."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from checker.errors import BadUsage, NoSuchCase, NothingIngested
from claims.model import ClaimsFile
from claims.store import complete, load_claims, new_claims_yaml
from evidence.index import counts


class Case(NamedTuple):
    """Where a case keeps what."""

    folder: Path

    @property
    def claims_file(self) -> Path:
        """The claims file: `claims.yaml`, or `claims.json` where only that is there."""
        yaml, json = self.folder / "claims.yaml", self.folder / "claims.json"
        return json if json.is_file() and not yaml.is_file() else yaml

    @property
    def database(self) -> Path:
        """The index."""
        return self.folder / "case.sqlite"

    @property
    def reports(self) -> Path:
        """The folder of reports."""
        return self.folder / "reports"

    def claims(self) -> ClaimsFile:
        """The claims, what was left out drafted.

        Raises:
            ClaimsInvalid: with every mistake.
            NoSuchCase: there is no claims file.
        """
        return complete(self.claims_as_written())

    def claims_as_written(self) -> ClaimsFile:
        """The claims as the file states them."""
        if not self.claims_file.is_file():
            raise NoSuchCase(f"{self.folder} holds no claims.yaml", f"make a case with `checker new {self.folder}`")
        return load_claims(self.claims_file)

    def party_names(self) -> dict[str, str]:
        """The parties' names by key, for pages: reports know the keys alone."""
        return {key: party.name for key, party in self.claims_as_written().parties.items()}

    def chosen(self, claims: ClaimsFile, wanted: list[str]) -> ClaimsFile:
        """The claims file with the claims in `wanted` alone; all where none is named.

        Raises:
            BadUsage: an id that the file lacks.
        """
        known = {c.id for c in claims.claims}
        if missing := [w for w in wanted if w not in known]:
            raise BadUsage(
                f"no claim {', '.join(missing)} in {self.claims_file}", f"its claims: {', '.join(sorted(known))}"
            )
        kept = tuple(c for c in claims.claims if not wanted or c.id in wanted)
        return claims.model_copy(update={"claims": kept})


def new_case(folder: Path) -> Case:
    """Make a case folder with a commented claims file.

    Raises:
        BadUsage: the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadUsage(f"{folder} exists and is not empty", "name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    case = Case(folder)
    case.claims_file.write_text(new_claims_yaml(), encoding="utf-8")
    return case


def existing_case(folder: Path, *, ingested: bool = False) -> Case:
    """The case in `folder`.

    Raises:
        NoSuchCase: it is none.
        NothingIngested: it holds no records, where `ingested` asks for them.
    """
    case = Case(folder)
    if not folder.is_dir() or not (case.claims_file.is_file() or case.database.is_file()):
        raise NoSuchCase(f"no such case: {folder}", f"make one with `checker new {folder}`")
    if ingested and not case.database.is_file():
        raise NothingIngested(f"{folder} holds no records yet", f"run `checker ingest {folder} PATH…` first")
    return case


def held(connection: sqlite3.Connection) -> Mapping[str, int]:
    """What an open index holds, by noun.

    Raises:
        NothingIngested: not one message.
    """
    found = counts(connection)
    if not found["messages"]:
        raise NothingIngested("the case holds no message", "run `checker ingest CASE PATH…` first")
    return found
