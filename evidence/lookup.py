"""The case's index → nouns: passages with all that a quote needs, messages, the ledger. Reads only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TypeVar

from evidence.model import Address, PageMark, Span
from evidence.stored import MessageRow, PassageRow, SegmentRow

T = TypeVar("T")


class Lookup:
    """Reads one case. Rows come in the order of their keys, which is the order of ingest."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._text = lru_cache(maxsize=64)(self._read_text)
        self._mailbox = lru_cache(maxsize=100_000)(self._read_mailbox)

    def distinct_after(self, pk: int, limit: int) -> list[tuple[int, str]]:
        """Key and text of the next distinct texts."""
        return self.connection.execute(
            "SELECT pk, text FROM distinct_texts WHERE pk > ? ORDER BY pk LIMIT ?", (pk, limit)
        ).fetchall()

    def distinct_text(self, pk: int) -> str:
        """The text that the networks read."""
        return str(self.connection.execute("SELECT text FROM distinct_texts WHERE pk = ?", (pk,)).fetchone()[0])

    def text_hashes(self, texts: Iterable[int]) -> dict[int, str]:
        """SHA-256 of distinct texts."""
        found: dict[int, str] = {}
        for block in blocks(sorted(texts)):
            marks = ",".join("?" * len(block))
            found |= dict(
                self.connection.execute(f"SELECT pk, sha256 FROM distinct_texts WHERE pk IN ({marks})", block)
            )
        return found

    def common_words(self, share: float) -> frozenset[str]:
        """Index terms that stand in more than `share` of the distinct texts (and in more than 20)."""
        total = self.connection.execute("SELECT count(*) FROM distinct_texts").fetchone()[0]
        rows = self.connection.execute("SELECT term FROM distinct_words WHERE doc > ?", (max(20, total * share),))
        return frozenset(term for (term,) in rows)

    def bm25(self, words: Sequence[str], top: int) -> list[int]:
        """Distinct texts by BM25 for any of `words` (words or phrases), best first; ties by key."""
        query = " OR ".join('"' + w.replace('"', " ") + '"' for w in words if w.strip())
        if not query:
            return []
        rows = self.connection.execute(
            "SELECT rowid FROM distinct_fts WHERE distinct_fts MATCH ? ORDER BY bm25(distinct_fts), rowid LIMIT ?",
            (query, top),
        )
        return [pk for (pk,) in rows]

    def mailboxes(self) -> list[tuple[int, Address]]:
        """Every distinct mailbox of the case."""
        rows = self.connection.execute("SELECT pk, name, address, raw FROM mailboxes ORDER BY pk")
        return [(pk, Address(name=name, address=address, raw=raw)) for pk, name, address, raw in rows]

    def uses_of_mailboxes(self) -> dict[int, int]:
        """On how many messages each mailbox stands, in whatever role."""
        return dict(self.connection.execute("SELECT mailbox, count(*) FROM message_mailboxes GROUP BY mailbox"))

    def messages_of(self, mailboxes: Iterable[int]) -> dict[int, set[str]]:
        """Messages that any of `mailboxes` wrote or received, each with the roles they have in it."""
        found: dict[int, set[str]] = {}
        for block in blocks(sorted(mailboxes)):
            marks = ",".join("?" * len(block))
            rows = self.connection.execute(
                f"SELECT message, role FROM message_mailboxes WHERE mailbox IN ({marks})", block
            )
            for message, role in rows:
                found.setdefault(message, set()).add(role)
        return found

    def dates(self) -> dict[int, str | None]:
        """Every message's date."""
        return dict(self.connection.execute("SELECT pk, date FROM messages"))

    def distinct_of_messages(self, messages: Iterable[int]) -> set[int]:
        """Distinct texts of what people wrote in `messages`, or sent along with them."""
        found: set[int] = set()
        for block in blocks(sorted(messages)):
            marks = ",".join("?" * len(block))
            rows = self.connection.execute(
                "SELECT p.distinct_text FROM passages p JOIN segments s ON s.pk = p.segment"
                f" WHERE s.kind IN ('own', 'quoted', 'forwarded', 'attachment') AND s.message IN ({marks})",
                block,
            )
            found.update(pk for (pk,) in rows)
        return found

    def passages_of(self, distinct: int) -> list[PassageRow]:
        """Every place where a distinct text stands: all its witnesses, in the order of their files' names."""
        keys = self.connection.execute(
            "SELECT p.pk FROM passages p JOIN segments s ON s.pk = p.segment JOIN messages m ON m.pk = s.message"
            " JOIN sources f ON f.pk = m.source WHERE p.distinct_text = ? ORDER BY f.file, f.sha256, p.pk",
            (distinct,),
        )
        return [self.passage(pk) for (pk,) in keys.fetchall()]

    def passage(self, pk: int) -> PassageRow:
        """One passage with its quote, cut from the source's text."""
        row = self.connection.execute(
            "SELECT p.distinct_text, s.message, s.pk, s.kind, s.author, s.date, s.attributed, s.part, s.text_flags,"
            " s.text, s.pages, s.attachment, p.spans FROM passages p JOIN segments s ON s.pk = p.segment"
            " WHERE p.pk = ?",
            (pk,),
        ).fetchone()
        distinct, message, segment, kind, author, date, attributed, part, flags, text, pages, attachment, spans = row
        digest, whole = self._text(text)
        cut = tuple((s, e) for s, e in json.loads(spans))
        marks = tuple(PageMark(start=s, number=n, bates=b, flags=tuple(f)) for s, n, b, f in json.loads(pages))
        return PassageRow(
            pk, distinct, message, segment, kind, self._mailbox(author) if author else None, author, date, attributed,
            part, (*json.loads(flags), *_flags_of_pages(marks, cut)), digest, cut,
            "\n".join(whole[s:e] for s, e in cut), marks, attachment,
        )  # fmt: skip

    def neighbours(self, passage: PassageRow) -> tuple[str | None, str | None]:
        """What stands just before and after a passage in its segment."""

        def quote(comparison: str, order: str) -> str | None:
            row = self.connection.execute(
                f"SELECT pk FROM passages WHERE segment = ? AND pk {comparison} ? ORDER BY pk {order} LIMIT 1",
                (passage.segment, passage.pk),
            ).fetchone()
            return self.passage(row[0]).quote if row else None

        return quote("<", "DESC"), quote(">", "ASC")

    def segment_texts(self, message: int, kind: str) -> list[str]:
        """The text of a message's segments of one kind."""
        rows = self.connection.execute(
            "SELECT text, spans FROM segments WHERE message = ? AND kind = ? ORDER BY pk", (message, kind)
        ).fetchall()
        return ["\n".join(self._text(text)[1][s:e] for s, e in json.loads(spans)) for text, spans in rows]

    def segments(self, message: int) -> list[SegmentRow]:
        """A message's segments in order."""
        rows = self.connection.execute(
            "SELECT kind, author, date, attributed, attachment, text, spans FROM segments"
            " WHERE message = ? ORDER BY pk",
            (message,),
        ).fetchall()
        return [
            SegmentRow(
                kind,
                self._mailbox(author).raw if author else None,
                date,
                attributed,
                "\n".join(self._text(text)[1][s:e] for s, e in json.loads(spans)),
                attachment,
            )
            for kind, author, date, attributed, attachment, text, spans in rows
        ]

    def message(self, pk: int) -> MessageRow:
        """One message with its mailboxes."""
        row = self.connection.execute(
            "SELECT m.id, s.file, s.sha256, m.member, m.raw_start, m.raw_end, m.message_id, m.bates, m.bates_end,"
            " m.date, m.date_flags, m.flags, m.subject FROM messages m"
            " JOIN sources s ON s.pk = m.source WHERE m.pk = ?",
            (pk,),
        ).fetchone()
        ident, file, digest, member, start, end, message_id, bates, bates_end, date, date_flags, flags, subject = row
        roles: Mapping[str, list[Address]] = {"from": [], "to": [], "cc": []}
        keys = []
        for role, mailbox in self.connection.execute(
            "SELECT role, mailbox FROM message_mailboxes WHERE message = ? ORDER BY role, position", (pk,)
        ):
            roles[role].append(self._mailbox(mailbox))
            keys.append((role, mailbox))
        return MessageRow(
            pk, ident, file, digest, member, (start, end), message_id, bates, bates_end,
            roles["from"][0] if roles["from"] else None, tuple(roles["to"]), tuple(roles["cc"]), date,
            tuple(json.loads(date_flags)), tuple(json.loads(flags)), subject, tuple(keys),
        )  # fmt: skip

    def find_messages(self, name: str) -> list[int]:
        """Messages by id, Message-ID (with or without angle brackets) or Bates number."""
        bare = name.strip().strip("<>")
        rows = self.connection.execute(
            "SELECT pk FROM messages WHERE id = ? OR message_id = ? OR bates = ? ORDER BY pk", (bare, bare, bare)
        ).fetchall()
        if not rows:
            rows = self.connection.execute(
                "SELECT pk FROM messages WHERE bates <= ? AND bates_end >= ? AND length(bates) = length(?) ORDER BY pk",
                (bare, bare, bare),
            ).fetchall()
        return [pk for (pk,) in rows]

    def ledger(self) -> Iterator[tuple[str, str | None, str, str, str | None]]:
        """File, member, status, reason and remedy of everything that did not end as plain "ok"."""
        rows = self.connection.execute(
            "SELECT s.file, k.member, k.status, k.reason, k.remedy FROM skips k JOIN sources s ON s.pk = k.source"
            " UNION SELECT file, NULL, status, coalesce(reason, status), remedy FROM sources WHERE status != 'ok'"
            " AND pk NOT IN (SELECT source FROM skips) ORDER BY 1, 2, 3, 4"
        )
        yield from rows

    def no_text_pages(self) -> int:
        """How many pages show something and have no text: what stands on them was not searched."""
        return int(self.connection.execute("SELECT coalesce(sum(no_text_pages), 0) FROM skips").fetchone()[0])

    def inputs(self) -> list[tuple[str, str]]:
        """File and SHA-256 of everything that was given."""
        return self.connection.execute("SELECT file, sha256 FROM sources WHERE sha256 != '' ORDER BY 1, 2").fetchall()

    def _read_text(self, pk: int) -> tuple[str, str]:
        digest, text = self.connection.execute("SELECT sha256, text FROM texts WHERE pk = ?", (pk,)).fetchone()
        return digest, text

    def _read_mailbox(self, pk: int) -> Address:
        name, address, raw = self.connection.execute(
            "SELECT name, address, raw FROM mailboxes WHERE pk = ?", (pk,)
        ).fetchone()
        return Address(name=name, address=address, raw=raw)


def _flags_of_pages(marks: Sequence[PageMark], cut: Sequence[Span]) -> tuple[str, ...]:
    """What the pages on which a passage stands say of it, each once."""
    touched = (
        mark
        for mark, following in zip_longest(marks, marks[1:])
        if any((following is None or s < following.start) and mark.start < e for s, e in cut)
    )
    return tuple(dict.fromkeys(flag for mark in touched for flag in mark.flags))


def blocks(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """`items` in runs that fit into one SQL statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
