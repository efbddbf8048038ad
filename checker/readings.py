"""The case's store of what the entailment network said (port `ReadingStore`), in SQLite or in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from checker.nli import Reading
from evidence.index import transaction
from evidence.lookup import blocks


class CaseReadings:
    """Readings kept in the case's database, a transaction a block."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, keys: Sequence[str]) -> dict[str, Reading]:
        """The readings that are known."""
        found: dict[str, Reading] = {}
        for block in blocks(sorted(set(keys))):
            marks = ",".join("?" * len(block))
            query = f"SELECT pair, contradiction, entailment, neutral FROM readings WHERE pair IN ({marks})"
            found |= {row[0]: Reading(*row[1:]) for row in self._connection.execute(query, block)}
        return found

    def put(self, found: dict[str, Reading]) -> None:
        """Keep new readings."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)",
                [(key, *reading) for key, reading in found.items()],
            )


class MemoryReadings:
    """Readings kept for one run: for evaluation and tests."""

    def __init__(self) -> None:
        self._found: dict[str, Reading] = {}

    def get(self, keys: Sequence[str]) -> dict[str, Reading]:
        """The readings that are known."""
        return {key: self._found[key] for key in keys if key in self._found}

    def put(self, found: dict[str, Reading]) -> None:
        """Keep new readings."""
        self._found |= found
