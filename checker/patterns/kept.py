"""Patterns and links of the last run ⇄ the case's tables, where any SQLite tool can count them again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checker.model import Finding

_TOTALS = """
SELECT count(DISTINCT a.act), min(m.date), max(m.date) FROM pattern_messages pm
    JOIN messages m ON m.pk = pm.message JOIN message_acts a ON a.message = pm.message WHERE pm.pattern = ?
"""
_IDS = """
SELECT m.id FROM pattern_messages pm JOIN messages m ON m.pk = pm.message JOIN message_acts a ON a.message = pm.message
WHERE pm.pattern = ? GROUP BY m.id
ORDER BY min(a.first_day) IS NULL, min(a.first_day), min(m.date), m.id
"""
_SIDE = """
SELECT count(DISTINCT a.act) FROM pattern_messages pm JOIN message_acts a ON a.message = pm.message
    JOIN message_mailboxes x ON x.message = pm.message AND x.role = 'from'
    JOIN mailbox_parties y ON y.mailbox = x.mailbox
WHERE pm.pattern = ? AND y.party = ?
"""


# A copy that lacks what another shows (a printed page has no References) witnesses the act all the same.
_COPIES = """
INSERT OR IGNORE INTO pattern_messages
SELECT pm.pattern, o.message, 'copy: ' || min(pm.why) FROM pattern_messages pm
    JOIN message_acts a ON a.message = pm.message JOIN message_acts o ON o.act = a.act
WHERE pm.pattern = ? GROUP BY o.message
"""


class Counted(NamedTuple):
    """What SQL counts of a kept pattern. `first` and `last` are dates as the records state them."""

    ids: tuple[str, ...]
    acts: int
    per_side: dict[str, int]
    first: str | None
    last: str | None


def forget(connection: sqlite3.Connection, claim: str) -> None:
    """Drop the patterns of a claim's earlier run."""
    connection.execute(
        "DELETE FROM pattern_messages WHERE pattern IN (SELECT pk FROM patterns WHERE claim = ?)", (claim,)
    )
    connection.execute("DELETE FROM patterns WHERE claim = ?", (claim,))


def keep(connection: sqlite3.Connection, row: tuple[str, str, str, str, str], messages: Mapping[int, str]) -> int:
    """Keep a pattern (id, claim, kind, relation, rule) and the messages behind it, each with why it counts.

    Every other copy of these messages is kept with them.
    """
    cursor = connection.execute("INSERT INTO patterns (id, claim, kind, relation, rule) VALUES (?, ?, ?, ?, ?)", row)
    assert cursor.lastrowid is not None
    rows = ((cursor.lastrowid, message, why) for message, why in sorted(messages.items()))
    connection.executemany("INSERT INTO pattern_messages VALUES (?, ?, ?)", rows)
    connection.execute(_COPIES, (cursor.lastrowid,))
    return cursor.lastrowid


def counted(connection: sqlite3.Connection, pattern: int, parties: Iterable[str]) -> Counted:
    """Count a kept pattern."""
    acts, first, last = connection.execute(_TOTALS, (pattern,)).fetchone()
    sides = {party: int(connection.execute(_SIDE, (pattern, party)).fetchone()[0]) for party in parties}
    ids = tuple(ident for (ident,) in connection.execute(_IDS, (pattern,)))
    return Counted(ids, acts, sides, first, last)


def keep_links(connection: sqlite3.Connection, findings: Iterable[Finding]) -> None:
    """Keep the links of findings in place of those of the same claims' earlier run."""
    for finding in findings:
        connection.execute("DELETE FROM links WHERE claim = ?", (finding.claim.id,))
        rows = (
            (x.id, finding.claim.id, x.rank, x.relation, x.score, x.band, x.message.id, x.segment.kind, x.quote)
            for x in finding.links
        )
        connection.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
