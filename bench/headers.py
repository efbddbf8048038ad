"""A case → every message without date, sender or recipient, by cause, with how many and where one of each stands.

    python -m bench headers CASE [--list]

The cause is read off the message's own bytes (the released files must lie where they were ingested); no text is
printed. `--list` names the place of every message, so that each can be looked at.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evidence.charsets import decode
from evidence.header_labels import label_of
from evidence.page_furniture import read_pages

HEAD_LINES, FEWEST_WORDS = 40, 12
MISSING = {
    "date": "m.date IS NULL",
    "sender": "m.pk NOT IN (SELECT message FROM message_mailboxes WHERE role = 'from')",
    "recipient": "m.pk NOT IN (SELECT message FROM message_mailboxes WHERE role IN ('to', 'cc'))",
}
LABELS = {"date": ("date",), "sender": ("from",), "recipient": ("to", "cc", "bcc")}
GONE = "the file is not where it was ingested, or the message lies in a container"
# What a text without any header is, by the first that it matches.
KINDS: Mapping[str, re.Pattern[str]] = {
    "no mail: a memorandum or cable": re.compile(
        r"\b(?:MEMORANDUM|INFO(?:RMATION)? MEMO|CABLE|FM [A-Z]{4}|NOTE FOR)\b"
    ),
    "no mail: a schedule or call sheet": re.compile(r"\b(?:SCHEDULE|CALL SHEET|ITINERARY|AGENDA)\b", re.IGNORECASE),
    "no mail: a speech, talking points or draft": re.compile(
        r"\b(?:REMARKS|TALKING POINTS|DRAFT|OUTLINE|OP-?ED|SPEECH)\b", re.IGNORECASE
    ),
    "no mail: a letter": re.compile(r"^\s*(?:Dear|Sincerely|Yours)\b", re.MULTILINE),
    "no mail: a press release, article or report": re.compile(
        r"\b(?:PRESS RELEASE|FOR IMMEDIATE RELEASE|REPORT|EXECUTIVE SUMMARY|FACT ?SHEET|ARTICLE)\b", re.IGNORECASE
    ),
}
_TAKEN_OUT = re.compile(r"\W*(?:B ?\d+|1\.4 ?\(.\)|\(b\) ?\(\d\)|\[?redacted\]?|\[?mailto:?|[\W_])*$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Missed(NamedTuple):
    """A message without one of the three: where it stands and what it begins with; None where that is not at hand."""

    place: str
    flags: str
    lines: tuple[str, ...] | None


def main() -> None:
    """Print one table for each of the three."""
    options = argparse.ArgumentParser(prog="bench headers", description=__doc__.partition("\n")[0])
    options.add_argument("case", type=Path)
    options.add_argument("--list", action="store_true", help="name the place of every message")
    given = options.parse_args()
    connection = sqlite3.connect(f"file:{given.case / 'case.sqlite'}?mode=ro", uri=True)
    total = connection.execute("SELECT count(*) FROM messages").fetchone()[0]
    print(f"{total:,} messages")
    for what, where in MISSING.items():
        causes: dict[str, list[str]] = defaultdict(list)
        for missed in messages(connection, where):
            causes[cause(what, missed)].append(missed.place)
        count = sum(map(len, causes.values()))
        print(f"\n{what}: {1 - count / total:.2%} have one, {count:,} have none\n")
        print("| cause | messages | one of them |\n| --- | --- | --- |")
        for name, places in sorted(causes.items(), key=lambda entry: (-len(entry[1]), entry[0])):
            print(f"| {name} | {len(places)} | {places[0]} |")
            for place in places if given.list else ():
                print(f"    {name}: {place}")


def messages(connection: sqlite3.Connection, where: str) -> Iterator[Missed]:
    """The messages that a condition holds of, in the order of ingest."""
    rows = connection.execute(
        "SELECT f.root, f.file, m.member, m.raw_start, m.raw_end, m.flags FROM messages m"
        f" JOIN sources f ON f.pk = m.source WHERE {where} ORDER BY m.pk"
    )
    for root, file, member, start, end, flags in rows:
        place = f"`{file}`{f', {member}' if member else ''}, bytes {start}–{end}"
        yield Missed(place, flags, None if member else _lines(Path(root) / file, start, end))


def _lines(path: Path, start: int, end: int) -> tuple[str, ...] | None:
    """The message's lines without page furniture."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        file.seek(start)
        text = decode(file.read(end - start), None).text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(line.text for line in read_pages(text).lines)


def cause(what: str, missed: Missed) -> str:
    """Why a message has no date, sender or recipient, as its own lines tell."""
    if missed.lines is None:
        return GONE
    head = missed.lines[:HEAD_LINES]
    if "no-header" in missed.flags:
        return _of_no_mail(missed.lines)
    value = _value(head, LABELS[what])
    if value is None:
        return "the header has no such line"
    if _TAKEN_OUT.match(value):
        return "the line stands there and is empty, or what it said was taken out"
    return UNREADABLE[what](value)


def _of_no_mail(lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    if sum(label_of(line) is not None and label_of(line)[0] == "from" for line in lines[:HEAD_LINES]):  # type: ignore[index]
        return "a header's line stands there and no header was read"
    kind = next((kind for kind, found in KINDS.items() if found.search(text[:3000])), None)
    if kind:
        return kind
    few = len(re.findall(r"[^\W\d_]{2,}", text)) < FEWEST_WORDS
    return "a page of which hardly a word is left" if few else "no mail: other text"


def _value(head: Sequence[str], labels: Sequence[str]) -> str | None:
    """What stands behind the first of these labels, or on the next line where nothing does; None without the label."""
    for at, line in enumerate(head):
        hit = label_of(line) or label_of(f"{line.strip()}:")
        if hit is None or hit[0] not in labels:
            continue
        below = next((other for other in head[at + 1 : at + 3] if other.strip()), "")
        return hit[1] or ("" if label_of(below) else below)
    return None


def _of_date(value: str) -> str:
    if not _YEAR.search(value):
        return "the date shows no year, or it was misread"
    return "the date cannot be read: misread by text recognition, or cut"


UNREADABLE: Mapping[str, Callable[[str], str]] = {
    "date": _of_date,
    "sender": lambda value: "the sender's line holds words that are no name or address",
    "recipient": lambda value: "the recipients' line holds words that are no name or address",
}

if __name__ == "__main__":
    main()
