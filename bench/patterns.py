"""Invented mailboxes of 100,000 messages × ten claims → time and memory of every kind of pattern.

    python -m bench patterns [--messages N]

The messages are written straight into a case's tables, as ingest would leave them: a third are second copies from
another mailbox (same Message-ID), one in twenty is printed again (same sender, minute, subject and text); half run
between the claims' parties; one in four is signed. Each kind is asked of its own claim, all ten in one finder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from checker.parties import PartyBook
from checker.patterns import Absent, Outcome, PatternFinder
from claims.model import ClaimsFile, PatternKind
from evidence.index import open_index, transaction
from evidence.lookup import Lookup

START = dt.datetime(2016, 1, 4, 9, 0, tzinfo=dt.UTC)
DAYS = 1500
GROUPS = (
    ("police.example.gov", 400),
    ("vision.example.com", 40),
    ("border.example.gov", 60),
    ("gmail.com", 120),
    ("other.example.org", 4000),
)
FAMILIES = {"police.example.gov": "Police", "gmail.com": "Police", "border.example.gov": "Border"}
SAID = (
    "Thank you for the call on Monday; we will write again about the date of the visit.",
    "The slides are with the office and the room is booked for the afternoon.",
    "My account works again and I ran {n} searches this week with good results.",
    "Could you send the login to my personal email?",
    "Please meet Name{p} Border{p}, who works with us at the port.",
    "The report of the quarter is attached, with the figures that the committee asked for.",
    "Example Vision called about the meeting.",
)
KINDS: tuple[PatternKind, ...] = (
    *("correspondence", "after", "before", "third_party", "personal_accounts"),
    *("dual_affiliation", "volume", "reach", "silence", "statements"),
)


def main() -> None:
    """Make the case, run the patterns, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    wanted = parser.parse_args().messages
    claims = _claims()
    with tempfile.TemporaryDirectory() as folder, open_index(Path(folder) / "case.sqlite") as connection:
        with transaction(connection):
            _fill(connection, wanted)
        before = _peak_mb()
        begun = (time.perf_counter(), time.process_time())
        lookup = Lookup(connection)
        finder = PatternFinder(lookup, PartyBook(claims.parties, lookup), claims)
        print(f"{wanted:,} messages\n{'acts and people':18} {time.process_time() - begun[1]:6.2f} CPU-s")
        for claim in claims.claims:
            start = time.process_time()
            outcomes = finder.outcomes(claim)
            took = time.process_time() - start
            print(f"{claim.id:18} {took:6.2f} CPU-s  {', '.join(map(_said, outcomes))}")
        wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
        print(f"{'all':18} {cpu:6.2f} CPU-s ({wall:.2f} s by the clock)")
        print(f"peak memory {_peak_mb():,.0f} MB, of it {before:,.0f} MB before the first pattern")


def _said(outcome: Outcome | Absent) -> str:
    if isinstance(outcome, Absent):
        return outcome.reason
    counts = outcome.pattern.counts
    return f"{counts.acts:,} acts, {counts.messages:,} messages, {counts.people:,} people"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _claims() -> ClaimsFile:
    parties = {
        "police": {"name": "Port Example Police", "domains": ["police.example.gov"], "kind": "agency"},
        "vision": {"name": "Example Vision", "domains": ["vision.example.com"], "kind": "vendor"},
        "border": {
            "name": "Border Example Agency",
            "aliases": ["BEA"],
            "domains": ["border.example.gov"],
            "kind": "agency",
        },
    }
    assertion = {
        "subject": "police",
        "object": "vision",
        "polarity": "denies",
        "quantifier": "no",
        "predicate": "has ties with",
    }
    events = {"after": {"kind": "ended", "on": "2018-03"}, "before": {"kind": "first_knew", "on": "2016-06"}}
    claims = [
        {
            "id": kind,
            "speaker": "police",
            "statement": "An invented statement about Example Vision.",
            "quoted": ["the room is booked"],
            "assertion": {**assertion, "event": events.get(kind)},
            "patterns": [
                {
                    "kind": kind,
                    "between": ["police", "border" if kind in ("third_party", "dual_affiliation") else "vision"],
                }
            ],
        }
        for kind in KINDS
    ]
    return ClaimsFile.model_validate({"parties": parties, "claims": claims})


def _fill(connection: sqlite3.Connection, wanted: int) -> None:
    """Write the invented messages; the same for every run."""
    chance = random.Random(5)
    boxes = list(_mailboxes())
    connection.executemany("INSERT INTO mailboxes VALUES (?, ?, ?, ?)", boxes)
    connection.execute("INSERT INTO sources VALUES (1, 'a.mbox', '/', 'x', 1, 'ok', NULL, NULL)")
    groups = [[pk for pk, _, address, _ in boxes if address.endswith("@" + domain)] for domain, _ in GROUPS]
    for number in range(1, wanted + 1):
        original = number - 1 if number % 3 == 0 else number - 2 if number % 20 == 2 else number
        _message(connection, number, max(1, original), groups, chance)
    connection.execute("INSERT INTO distinct_fts (distinct_fts) VALUES ('rebuild')")


def _mailboxes() -> Iterator[tuple[int, str, str, str]]:
    pk = 0
    for domain, size in GROUPS:
        family = FAMILIES.get(domain, domain[:5].title())
        for i in range(size):
            pk += 1
            name = f"Name{_letters(i)} {family}{_letters(i)}"
            address = f"n{i}@{domain}"
            yield pk, name, address, f"{name} <{address}>"


def _letters(number: int) -> str:
    return "".join(chr(97 + int(d)) for d in str(number))


def _message(
    connection: sqlite3.Connection, number: int, original: int, groups: list[list[int]], chance: random.Random
) -> None:
    """One message; what is drawn for a copy is drawn by its original's number."""
    chance.seed(original)
    moment = START + dt.timedelta(days=original * DAYS / 100_000 % DAYS, seconds=original * 61 % 30_000)
    sender, to = _sides(groups, chance)
    body = SAID[min(int(chance.expovariate(0.7)), len(SAID) - 1)].format(
        n=original % 90 + 10, p=_letters(original % 60)
    )
    text = f"Reference {original}. {body}"
    printed = number % 20 == 2
    digest = hashlib.sha256(f"{number}".encode()).hexdigest()
    subject = f"Note {original}" if original % 7 else f"RE: Note {original - 1}"
    reply = f"m{original - 1 if original % 11 else 'gone'}@example.net" if original % 5 == 0 else None
    connection.execute(
        "INSERT INTO messages VALUES (?, ?, 1, NULL, 'x', 0, 1, ?, NULL, NULL, ?, '[]', '[]', ?, ?, '[]')",
        (number, digest[:12], None if printed else f"m{original}@example.net", moment.isoformat(), subject, reply),
    )
    connection.executemany(
        "INSERT INTO message_mailboxes VALUES (?, ?, 0, ?)", [(number, "from", sender), (number, "to", to)]
    )
    signature = (
        "\nDetective\nRobbery Squad\nBorder Example Agency" if original % 400 == 0 else "\nDetective\nRobbery Squad"
    )
    kinds = [("own", text)] + ([("signature", signature.strip())] if original % 4 == 0 else [])
    for part, (kind, said) in enumerate(kinds):
        pk = number * 2 + part
        connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (pk, f"{pk}", said))
        connection.execute(
            "INSERT INTO segments (pk, message, part, text, text_flags, pages, kind, spans, author, date, attributed)"
            " VALUES (?, ?, NULL, ?, '[]', '[]', ?, ?, ?, NULL, 'stated')",
            (pk, number, pk, kind, json.dumps([[0, len(said)]]), sender),
        )
        connection.execute("INSERT INTO distinct_texts VALUES (?, ?, ?)", (pk, f"{pk}", f"From x, {subject}. {said}"))
        connection.execute("INSERT INTO passages VALUES (?, ?, ?, ?)", (pk, pk, json.dumps([[0, len(said)]]), pk))


def _sides(groups: list[list[int]], chance: random.Random) -> tuple[int, int]:
    police, vision, border, private, other = groups
    draw = chance.random()
    pairs = (
        (0.3, police, vision),
        (0.5, vision, police),
        (0.53, border, police),
        (0.55, private, vision),
        (1, other, other),
    )
    _, senders, receivers = next(pair for pair in pairs if draw < pair[0])
    return chance.choice(senders), chance.choice(receivers)


if __name__ == "__main__":
    main()
