"""A release → sheets of numbered lines to label by hand; the labels → places in the release, without its text.

    python -m bench.segment_sheets write RELEASE FOLDER --count 100      sheets/NNN.txt and index.jsonl
    python -m bench.segment_sheets write RELEASE FOLDER --seed 7         others: texts with labels are left out
    python -m bench.segment_sheets take RELEASE FOLDER                   FOLDER/labels.jsonl → bench/judgements
    python -m bench.segment_sheets take RELEASE FOLDER --sample third    the same, beside those that are there

A label file holds one sheet a line: {sheet, ranges: [[first_line, last_line, kind, author]], unsure: [line]}. Texts are
drawn with a fixed seed, or with one given, for a sample to read while rules are made, among those of at most LONGEST
lines; a mail is drawn where it has one body. The program's segments are not shown.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.segments import LABELS, MAIL, NOBODYS, messages_of
from evidence.hashing import sha256_hex

LONGEST = 250
SEED = 20261126
JUDGE = "language model, blind to the program's segments, 2026-11-26"


def main() -> None:
    """Write sheets, or take labels in."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("step", choices=["write", "take"])
    options.add_argument("release")
    options.add_argument("folder", type=Path)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--sample", help="name of a further sample, beside those that are there")
    given = options.parse_args()
    if given.step == "write":
        write(given.release, given.folder, given.count, given.seed)
    else:
        name = f"segments-{given.release}.{given.sample}" if given.sample else f"segments-{given.release}"
        take(given.folder, LABELS / f"{name}.jsonl")


def write(release: str, folder: Path, count: int, seed: int = SEED) -> None:
    """Numbered lines of `count` texts drawn at random."""
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    index = []
    for head, row, text in drawn(release, count, seed):
        number = f"{len(index) + 1:03}"
        numbered = "".join(f"L{n}| {line}\n" for n, line in enumerate(text.split("\n"), 1))
        (folder / "sheets" / f"{number}.txt").write_text(head + numbered, encoding="utf-8")
        index.append({"sheet": number, **row})
    (folder / "index.jsonl").write_text("".join(json.dumps(row) + "\n" for row in index), encoding="utf-8")


def drawn(release: str, count: int, seed: int) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A line about the mail's header, the place of a text, the text; with another seed, only texts without labels."""
    labelled = _labelled(release) if seed != SEED else frozenset()
    with tarfile.open(MAIL / f"{release}.tar.xz") as archive:
        # In the archive's order: to go back in it is to unpack it from its start.
        files = {m.name: opened.read() for m in archive if (opened := archive.extractfile(m)) is not None}
    names = sorted(files)
    random.Random(seed).shuffle(names)
    found = (_sheet(name, files[name]) for name in names if sha256_hex(files[name]) not in labelled)
    yield from itertools.islice(filter(None, found), count)


def _sheet(name: str, data: bytes) -> tuple[str, dict[str, Any], str] | None:
    """What `drawn` gives of a file; None where its first mail has several bodies, or none, or one too long."""
    messages = messages_of(name, data)
    if not messages or len(messages[0].bodies) != 1:
        return None
    first, text = messages[0], messages[0].bodies[0].text
    if text.text.count("\n") > LONGEST or not text.text.strip():
        return None
    sender = first.sender.raw if first.sender else None
    head = "" if text.part is None else f"HEADER From: {sender} | {first.date} | {first.subject}\n"
    return head, {"file_sha256": sha256_hex(data), "part": text.part, "text_sha256": text.sha256}, text.text


def _labelled(release: str) -> frozenset[str]:
    """Hashes of the files that have labels."""
    rows = [r for path in LABELS.glob(f"segments-{release}*.jsonl") for r in path.read_text("utf-8").splitlines()]
    return frozenset(json.loads(row)["file_sha256"] for row in rows)


def take(folder: Path, target: Path) -> None:
    """Labels by line number → ranges of code points; a name becomes the span in which the text shows it."""
    if target.exists():
        sys.exit(f"{target} is there: name another sample with --sample")
    labels = {r["sheet"]: r for r in map(json.loads, (folder / "labels.jsonl").read_text("utf-8").splitlines())}
    out = []
    for row in map(json.loads, (folder / "index.jsonl").read_text("utf-8").splitlines()):
        lines = (folder / "sheets" / f"{row['sheet']}.txt").read_text("utf-8").split("\n")[:-1]
        text = "\n".join(line.partition("| ")[2] for line in lines if re.match(r"L\d+\|", line))
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        ranges = [
            [starts[first - 1], starts[last] - 1, kind, _place(text, starts[first - 1], kind, author)]
            for first, last, kind, author in labels[row["sheet"]]["ranges"]
        ]
        unsure = [[starts[n - 1], starts[n] - 1] for n in labels[row["sheet"]].get("unsure", ())]
        kept = {key: row[key] for key in ("file_sha256", "part", "text_sha256")}
        out.append(json.dumps({**kept, "ranges": ranges, "unsure": unsure, "judge": JUDGE}) + "\n")
    target.write_text("".join(out), encoding="utf-8")


def _place(text: str, before: int, kind: str, author: str) -> list[int] | str | None:
    """Where the text shows the author's name: the last time before his words, else the first time at all."""
    if kind in NOBODYS or author in ("outer", "unknown"):
        return None if kind in NOBODYS else author
    spaced = r"\s+".join(re.escape(word) for word in author.split())
    found = [m.span() for m in re.finditer(spaced, text)]
    if not found:
        sys.exit(f"the text does not show {author!r}: correct the label")
    return list(next((span for span in reversed(found) if span[0] < before), found[0]))


if __name__ == "__main__":
    main()
