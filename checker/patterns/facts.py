"""The case's index × the parties of the claims file → sets of messages, people and acts, chosen by SQL.

`derive` fills the tables that the views of evidence/views.sql read, so that every set can be had again with any SQLite
tool (docs/patterns.md gives the queries).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import Any

from checker.derived.belonging import party_rows, write_parties
from checker.derived.tables import derive
from checker.derived.texts import Texts
from checker.parties import PartyBook
from claims.timespans import first_day, last_day
from evidence.index import transaction
from evidence.lookup import Lookup

_BETWEEN = """
SELECT DISTINCT f.message FROM mailbox_parties a JOIN message_mailboxes f ON f.mailbox = a.mailbox AND f.role = 'from'
    JOIN message_mailboxes t ON t.message = f.message AND t.role != 'from'
    JOIN mailbox_parties b ON b.mailbox = t.mailbox
WHERE a.party = ? AND b.party = ?
"""
_WITH = """
SELECT DISTINCT x.message FROM mailbox_parties a JOIN message_mailboxes x ON x.mailbox = a.mailbox
WHERE a.party = ? AND x.role IN (SELECT value FROM json_each(?))
"""
_PEOPLE = """
SELECT DISTINCT p.person, x.mailbox
FROM temp.chosen c JOIN message_mailboxes x ON x.message = c.message JOIN mailbox_parties a ON a.mailbox = x.mailbox
    JOIN mailbox_persons p ON p.mailbox = x.mailbox
WHERE a.party = ? AND p.person IS NOT NULL AND x.role IN (SELECT value FROM json_each(?))
"""
EVERY_ROLE = ("from", "to", "cc")
Keys = AbstractSet[int]  # of messages; never changed once made


class Facts:
    """Answers of one case's index about messages and people; every answer is a set of keys."""

    def __init__(self, lookup: Lookup, book: PartyBook) -> None:
        self.connection = lookup.connection
        self.book = book
        self.texts = Texts(lookup.connection)
        self.mailboxes = dict(lookup.mailboxes())
        self.wrote_to = lru_cache(maxsize=16)(self._wrote_to)
        self._with = lru_cache(maxsize=16)(self._with_party)
        self._chosen: Iterable[int] | None = None
        self._prepare()

    def _prepare(self) -> None:
        derive(self.connection)
        person_of = dict(self.connection.execute("SELECT mailbox, person FROM mailbox_persons"))
        with transaction(self.connection):
            write_parties(self.connection, party_rows(self.book, self.mailboxes, person_of))
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (message INTEGER PRIMARY KEY)")

    def name(self, party: str) -> str:
        """A party's name."""
        return self.book.parties[party].name

    def names(self, party: str) -> tuple[str, ...]:
        """A party's name and aliases."""
        return (self.book.parties[party].name, *self.book.parties[party].aliases)

    def _wrote_to(self, one: str, other: str) -> Keys:
        """Messages that somebody of `one` wrote to (or copied to) somebody of `other`."""
        return frozenset(m for (m,) in self.connection.execute(_BETWEEN, (one, other)))

    def between(self, one: str, other: str) -> Keys:
        """Messages that one of two parties wrote and the other received."""
        return self.wrote_to(one, other) | self.wrote_to(other, one)

    def with_party(self, party: str, roles: tuple[str, ...] = EVERY_ROLE) -> Keys:
        """Messages that somebody of a party takes part in, in one of `roles`."""
        return self._with(party, roles)

    def _with_party(self, party: str, roles: tuple[str, ...]) -> Keys:
        return frozenset(m for (m,) in self.connection.execute(_WITH, (party, json.dumps(roles))))

    def exchanged(self, one: str, other: str | None) -> Keys:
        """Messages between two parties; all that `one` takes part in where there is no other."""
        return self.between(one, other) if other else self.with_party(one)

    def in_period(self, messages: Keys, start: str | None, end: str | None) -> Keys:
        """Those whose date can lie in a period. Undated ones stay only where the period is open at both ends."""
        if start is None and end is None:
            return messages
        low = first_day(start).isoformat() if start else ""
        high = last_day(end).isoformat() if end else "9999"
        sql = "SELECT message FROM message_acts JOIN temp.chosen USING (message) WHERE last_day >= ? AND first_day <= ?"
        return frozenset(m for (m,) in self._of(messages, sql, (low, high)))

    def after(self, messages: Keys, date: str) -> Keys:
        """Those that can only have been written after every day that `date` can mean."""
        sql = "SELECT message FROM message_acts JOIN temp.chosen USING (message) WHERE first_day > ?"
        return frozenset(m for (m,) in self._of(messages, sql, (last_day(date).isoformat(),)))

    def before(self, messages: Keys, date: str) -> Keys:
        """Those that can only have been written before every day that `date` can mean."""
        sql = "SELECT message FROM message_acts JOIN temp.chosen USING (message) WHERE last_day < ?"
        return frozenset(m for (m,) in self._of(messages, sql, (first_day(date).isoformat(),)))

    def undated(self, messages: Keys) -> int:
        """How many acts have no date."""
        sql = "SELECT act FROM message_acts JOIN temp.chosen USING (message) GROUP BY act HAVING max(first_day) IS NULL"
        return len(self._of(messages, sql, ()))

    def acts(self, messages: Iterable[int]) -> int:
        """How many distinct acts messages witness."""
        return len({self.act_of[m] for m in messages})

    @cached_property
    def act_of(self) -> dict[int, int]:
        """Every message's act."""
        return dict(self.connection.execute("SELECT message, act FROM message_acts"))

    def people(self, messages: Keys, party: str, roles: tuple[str, ...] = EVERY_ROLE) -> dict[int, int]:
        """People of a party on messages, in one of `roles`: person → the mailbox that shows most of them there."""
        return self.shown(self._of(messages, _PEOPLE, (party, json.dumps(roles))))

    def senders(self, messages: Iterable[int]) -> Keys:
        """The persons who wrote messages."""
        sql = (
            "SELECT DISTINCT p.person FROM temp.chosen c"
            " JOIN message_mailboxes x ON x.message = c.message AND x.role = 'from'"
            " JOIN mailbox_persons p ON p.mailbox = x.mailbox WHERE p.person IS NOT NULL"
        )
        return {person for (person,) in self._of(messages, sql, ())}

    def sender_of(self, message: int) -> tuple[int | None, int | None]:
        """Person and mailbox of a message's sender."""
        row = self.connection.execute(
            "SELECT p.person, x.mailbox FROM message_mailboxes x JOIN mailbox_persons p ON p.mailbox = x.mailbox"
            " WHERE x.message = ? AND x.role = 'from' ORDER BY x.position LIMIT 1",
            (message,),
        ).fetchone()
        return row or (None, None)

    def parties_of(self, mailbox: int) -> set[str]:
        """The parties of a mailbox."""
        rows = self.connection.execute("SELECT party FROM mailbox_parties WHERE mailbox = ?", (mailbox,))
        return {party for (party,) in rows}

    def shown(self, found: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Person → the mailbox that shows most of them, of the mailboxes given; the same whatever their order."""
        best: dict[int, int] = {}
        for person, mailbox in found:
            best[person] = min(best.get(person, mailbox), mailbox, key=self._showing)
        return best

    def _showing(self, mailbox: int) -> tuple[bool, bool, str]:
        address = self.mailboxes[mailbox]
        return address.address is None, address.name is None, address.raw

    def months(self, messages: Iterable[int]) -> dict[str, int]:
        """Acts by month; those whose date spans more than a month, or that have none, are left out."""
        sql = (
            "SELECT substr(day, 1, 7), count(*) FROM (SELECT min(first_day) AS day FROM message_acts JOIN temp.chosen"
            " USING (message) WHERE substr(first_day, 1, 7) = substr(last_day, 1, 7) GROUP BY act) GROUP BY 1"
        )
        return dict(self._of(messages, sql, ()))

    def spans(self, messages: Iterable[int]) -> list[tuple[str, str]]:
        """First and last day of each message that has a date."""
        sql = (
            "SELECT first_day, last_day FROM message_acts JOIN temp.chosen USING (message) WHERE first_day IS NOT NULL"
        )
        return self._of(messages, sql, ())

    def ids(self, messages: Iterable[int]) -> dict[int, tuple[str, str | None]]:
        """Message id and first day of each message, in order of date and id."""
        sql = (
            "SELECT m.pk, m.id, a.first_day FROM temp.chosen c JOIN messages m ON m.pk = c.message JOIN message_acts a"
            " ON a.message = c.message ORDER BY a.first_day IS NULL, a.first_day, m.id, m.pk"
        )
        return {pk: (ident, day) for pk, ident, day in self._of(messages, sql, ())}

    def _of(self, messages: Iterable[int], sql: str, values: tuple[object, ...]) -> list[Any]:
        """Run a query over `temp.chosen`, filled with `messages`."""
        if messages is not self._chosen:
            # One transaction, or SQLite opens and closes one for each row.
            self.connection.execute("SAVEPOINT chosen")
            self.connection.execute("DELETE FROM temp.chosen")
            self.connection.executemany("INSERT OR IGNORE INTO temp.chosen VALUES (?)", ((m,) for m in messages))
            self.connection.execute("RELEASE chosen")
            # A frozen set can be asked again without being written again.
            self._chosen = messages if isinstance(messages, frozenset) else None
        return self.connection.execute(sql, values).fetchall()
