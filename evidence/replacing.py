"""A file in the index that is to be read again → the index without it, and without the texts that only it held."""

from __future__ import annotations

import sqlite3

from evidence.pdf.ocr import OCR_REMEDY

# What such a text is called: vectors are counted by key, so that its row stays.
WITHDRAWN = "withdrawn:"
_MESSAGES = "SELECT pk FROM messages WHERE source = ?"
_SEGMENTS = f"SELECT pk FROM segments WHERE message IN ({_MESSAGES})"


def lacks_ocr(connection: sqlite3.Connection, root: str, file: str, sha256: str) -> int | None:
    """The key of a file whose pages without text were left to OCR; None where there are none."""
    row = connection.execute(
        "SELECT pk FROM sources WHERE root = ? AND file = ? AND sha256 = ?"
        " AND EXISTS (SELECT 1 FROM skips WHERE source = pk AND skips.remedy = ?)",
        (root, file, sha256, OCR_REMEDY),
    ).fetchone()
    return int(row[0]) if row else None


def forget(connection: sqlite3.Connection, source: int) -> list[int]:
    """Take a file and all that came of it out of the index, inside a transaction; the keys of its distinct texts."""
    texts = connection.execute(
        f"SELECT DISTINCT distinct_text FROM passages WHERE segment IN ({_SEGMENTS}) ORDER BY 1", (source,)
    ).fetchall()
    connection.execute(f"DELETE FROM passages WHERE segment IN ({_SEGMENTS})", (source,))
    for table in ("segments", "message_mailboxes", "message_acts", "message_threads", "pattern_messages"):
        connection.execute(f"DELETE FROM {table} WHERE message IN ({_MESSAGES})", (source,))
    connection.execute("DELETE FROM messages WHERE source = ?", (source,))
    for table in ("skips", "gaps"):
        connection.execute(f"DELETE FROM {table} WHERE source = ?", (source,))
    connection.execute("DELETE FROM sources WHERE pk = ?", (source,))
    return [pk for (pk,) in texts]


def withdraw(connection: sqlite3.Connection, texts: list[int]) -> None:
    """Of these distinct texts, take those that no passage holds any more out of the search."""
    for pk in texts:
        if connection.execute("SELECT 1 FROM passages WHERE distinct_text = ? LIMIT 1", (pk,)).fetchone():
            continue
        connection.execute(
            "INSERT INTO distinct_fts (distinct_fts, rowid, text) SELECT 'delete', pk, text FROM distinct_texts"
            " WHERE pk = ?",
            (pk,),
        )
        connection.execute("UPDATE distinct_texts SET sha256 = ?, text = '' WHERE pk = ?", (f"{WITHDRAWN}{pk}", pk))
