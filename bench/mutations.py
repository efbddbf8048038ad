"""Damaged mails, 100,000 of them → how many crash the reading, vanish or cannot be stored, here and with `email`.

    python -m bench mutations [--number N] [--seeds DIR]

Mutant n is made of seed n modulo their number with `random.Random(n)`, so the same come out each time. Seeds are the
project's invented mails and, with --seeds, the mails of a folder (the test mails of other projects, say). Each goes the
way of `checker ingest`: reader, segments, passages, rows in SQLite, and is checked for what must hold whatever the
bytes are (`bench/invariants.py`). Beside it `email` with `policy.default` reads those mutants that were single mails,
the five headers and every text part; "dropped" is where it shows no word of them. Prints one table and the first
mutants of each kind of failure.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.invariants import broken
from bench.seed_mails import NO_MAILS, SEEDS
from evidence.hashing import sha256_hex
from evidence.index import LedgerRow, add_source, open_index, transaction
from evidence.message_rows import add_message
from evidence.model import InputFile, Skipped
from evidence.readers import rfc822
from evidence.reading import ReadMessage, read_file

LARGEST_SEED = 60_000
LINES_MOVED = 3
CHARSETS = (
    b"utf-8",
    b"us-ascii",
    b"utf-16",
    b"utf-7",
    b"unicode_escape",
    b"x-none",
    b"cp1252",
    b"iso-2022-jp",
    b"gb18030",
)
AWKWARD = (
    b"\x00",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\f",
    b"\x1b$B",
    b"=?utf-8?b?",
    b"\xe2\x80\xae",
)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(prog="bench mutations", description=__doc__.partition("\n")[0])
    options.add_argument("--number", type=int, default=100_000)
    options.add_argument("--seeds", type=Path)
    given = options.parse_args()
    seeds = [*SEEDS.values(), *(from_folder(given.seeds) if given.seeds else ())]
    no_mails = {place for place, name in enumerate(SEEDS) if name in NO_MAILS}
    here: Counter[str] = Counter()
    library: Counter[str] = Counter()
    first: dict[str, list[str]] = {}
    with open_index(Path(":memory:")) as connection:
        for number in range(given.number):
            data = mutant(seeds, number)
            for failure in failures(connection, data):
                here[failure.partition(":")[0]] += 1
                first.setdefault(failure.partition(":")[0], []).append(f"{number} ({failure})")
            if number % len(seeds) not in no_mails:
                library[with_library(data)] += 1
    print(f"{given.number} mutants of {len(seeds)} seeds, {library.total()} of them mails\n")
    print("| | here | `policy.default` |\n| --- | --- | --- |")
    for kind in ("crash", "dropped", "unstorable"):
        print(f"| {kind} | {here[kind]} | {library[kind]} |")
    print(f"| what must hold is broken | {here['broken']} | – |")
    for kind, found in first.items():
        print(f"{kind}: {'; '.join(found[:10])}")


def from_folder(folder: Path) -> list[bytes]:
    """Every mail of a folder that is no larger than most are."""
    found = [p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size <= LARGEST_SEED]
    return [data for data in found if rfc822.matches(InputFile(file="", member=None, data=data, sha256=""))]


def mutant(seeds: Sequence[bytes], number: int) -> bytes:
    """The mail of this number: a seed with one to four kinds of damage."""
    source = random.Random(number)
    data = seeds[number % len(seeds)]
    for _ in range(source.randint(1, 4)):
        data = source.choice(DAMAGES)(data, source)
    return data


def failures(connection: sqlite3.Connection, data: bytes) -> Iterator[str]:
    """What went wrong with a file: "crash: …", "dropped: …", "unstorable: …", "broken: …"."""
    file = InputFile(file="mutant", member=None, data=data, sha256=sha256_hex(data))
    items = list(read_file(file))
    messages = [(member, found) for member, found in items if isinstance(found, ReadMessage)]
    skips = [found for _, found in items if isinstance(found, Skipped)]
    if not messages and not skips:
        yield "dropped: neither a message nor a reason"
    # A fault that the reader was spared is a crash all the same: it cost a mail.
    yield from (f"crash: {s.reason}" for s in skips if "failed: " in s.reason)
    for fault in broken(data, [found for _, found in messages], skips):
        yield f"broken: {fault}"
    try:
        with transaction(connection):
            source = add_source(connection, LedgerRow("mutant", "", file.sha256, len(data), "ok", None, None))
            for member, found in messages:
                add_message(connection, source, (member.name, member.sha256), found.message, found.cut)
            raise _Undone
    except _Undone:
        return
    except (ValueError, OverflowError, sqlite3.Error) as error:
        yield f"unstorable: {type(error).__name__}: {error}"


class _Undone(Exception):
    """Rows are tried, not kept."""


def with_library(data: bytes) -> str:
    """How the standard library fares: "read", or the kind of failure."""
    try:
        held = email.message_from_bytes(data, policy=email.policy.default)
        values = [str(held[name]) for name in ("from", "to", "cc", "date", "subject")]
        for part in held.walk():
            if part.get_content_maintype() == "text":
                values.append(part.get_content())
    except Exception:  # noqa: BLE001 - it raises all kinds; each is the same failure
        return "crash"
    try:
        "".join(values).encode("utf-8")
    except UnicodeEncodeError:
        return "unstorable"
    return "read" if "".join(values[5:]).strip() or not data.strip() else "dropped"


def _flipped(data: bytes, source: random.Random) -> bytes:
    held = bytearray(data)
    for _ in range(source.randint(1, 20)):
        if held:
            held[source.randrange(len(held))] = source.randrange(256)
    return bytes(held)


def _deleted(data: bytes, source: random.Random) -> bytes:
    at = source.randrange(len(data) + 1)
    return data[:at] + data[at + source.randint(1, 200) :]


def _inserted(data: bytes, source: random.Random) -> bytes:
    at = source.randrange(len(data) + 1)
    noise = source.choice((source.randbytes(source.randint(1, 40)), source.choice(AWKWARD) * source.randint(1, 5)))
    return data[:at] + noise + data[at:]


def _cut_off(data: bytes, source: random.Random) -> bytes:
    return data[: source.randrange(len(data) + 1)]


def _lines_moved(data: bytes, source: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(source.randint(1, LINES_MOVED)):
        if lines:
            taken = lines.pop(source.randrange(len(lines)))
            lines.insert(source.randrange(len(lines) + 1), taken)
    return b"".join(lines)


def _lines_doubled(data: bytes, source: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        at = source.randrange(len(lines))
        lines[at:at] = lines[at : at + source.randint(1, 5)] * source.randint(1, 3)
    return b"".join(lines)


def _header_spliced(data: bytes, source: random.Random) -> bytes:
    other = source.choice(list(SEEDS.values())).splitlines(keepends=True)
    lines = data.splitlines(keepends=True)
    at = source.randrange(min(len(lines), 12) + 1)
    return b"".join([*lines[:at], *source.sample(other[:12], min(3, len(other[:12]))), *lines[at:]])


def _charset_swapped(data: bytes, source: random.Random) -> bytes:
    new = source.choice(CHARSETS)
    for old in CHARSETS:
        if old in data.lower():
            at = data.lower().index(old)
            return data[:at] + new + data[at + len(old) :]
    return _inserted(data, source)


def _boundary_damaged(data: bytes, source: random.Random) -> bytes:
    places = [at for at in range(len(data) - 2) if data[at : at + 3] in (b"\n--", b"ry=")]
    if not places:
        return _flipped(data, source)
    at = source.choice(places) + source.randint(0, 8)
    return data[:at] + source.choice((b"", b"-", b"--", b'"', b"\r\n")) + data[at + source.randint(0, 3) :]


def _breaks_changed(data: bytes, source: random.Random) -> bytes:
    old, new = source.choice(((b"\r\n", b"\n"), (b"\n", b"\r\n"), (b"\n", b"\r"), (b"\n\n", b"\n")))
    return data.replace(old, new, source.choice((-1, 1, 3)))


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped,
    _deleted,
    _inserted,
    _cut_off,
    _lines_moved,
    _lines_doubled,
    _header_spliced,
    _charset_swapped,
    _boundary_damaged,
    _breaks_changed,
)


if __name__ == "__main__":
    main()
