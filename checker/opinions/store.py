"""The case's store of what the judge said (port `OpinionStore`), in SQLite or in memory."""

from __future__ import annotations

import json
import sqlite3

from checker.opinions.model import Opinion
from evidence.index import transaction
from evidence.lookup import blocks

# Made by the first check that asks a judge: a case that never did has no such table.
_TABLE = """
CREATE TABLE IF NOT EXISTS opinions (
    question TEXT PRIMARY KEY, -- SHA-256 of address, model, instructions and data
    relation TEXT NOT NULL CHECK (relation IN ('contradicts', 'supports', 'neither')),
    spans TEXT NOT NULL        -- JSON list of [start, end), code points of the passage
) WITHOUT ROWID
"""


class CaseOpinions:
    """Opinions kept in the case's database, a transaction each: what was answered is never asked again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_TABLE)

    def get(self, keys: list[str]) -> dict[str, Opinion]:
        """Those that are known."""
        found: dict[str, Opinion] = {}
        for block in blocks(sorted(set(keys))):
            marks = ",".join("?" * len(block))
            query = f"SELECT question, relation, spans FROM opinions WHERE question IN ({marks})"
            for key, relation, spans in self._connection.execute(query, block):
                found[key] = Opinion(relation, tuple((start, end) for start, end in json.loads(spans)))
        return found

    def put(self, key: str, opinion: Opinion) -> None:
        """Keep one."""
        with transaction(self._connection):
            values = (key, opinion.relation, json.dumps(opinion.spans))
            self._connection.execute("INSERT OR REPLACE INTO opinions VALUES (?, ?, ?)", values)


class MemoryOpinions:
    """Opinions kept for one run: for tests."""

    def __init__(self) -> None:
        self._found: dict[str, Opinion] = {}

    def get(self, keys: list[str]) -> dict[str, Opinion]:
        """Those that are known."""
        return {key: self._found[key] for key in keys if key in self._found}

    def put(self, key: str, opinion: Opinion) -> None:
        """Keep one."""
        self._found[key] = opinion
