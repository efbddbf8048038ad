"""Lines of real mail labelled by hand → share to which the reader gives the right kind and the right author.

    python -m bench.segments [--wrong] [RELEASE…]

Labels: bench/judgements/segments-<release>.jsonl and, for further samples, .second.jsonl and so on, one text a line:
{file_sha256, part, text_sha256, ranges: [[start, end, kind, author]]}, offsets in code points of the decoded text;
`author` is "outer" (who sent the mail), "unknown", null (nobody's words) or the span of the text in which the author is
named. A range holds whole lines of one label.
Right means: a line of words lies in a segment of that kind and author; a header line or page furniture lies in none.
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evidence.hashing import sha256_hex
from evidence.model import Address, InputFile, Message, Segment, Span
from evidence.people import name_key
from evidence.printed_people import person
from evidence.readers.detect import read_any
from evidence.segments import segments

LABELS = Path(__file__).parent / "judgements"
MAIL = Path(__file__).parents[2] / "shared" / "data" / "mail"
NOBODYS = ("header", "furniture")


class LabelledText(NamedTuple):
    """A text, its labels, and the segments that the program finds in it."""

    labels: Mapping[str, Any]
    text: str
    found: list[tuple[Message, Segment]]


class Labelled(NamedTuple):
    """One line as it was labelled: its place, its kind, whose words ("outer", "unknown", None or a name as printed).

    `sure` is false where the judge took the likeliest of several labels.
    """

    span: Span
    kind: str
    author: str | None
    sure: bool


class Read(NamedTuple):
    """A line as the program reads it; `segment` None where it is in none."""

    message: Message | None
    segment: Segment | None


def main() -> None:
    """Print, for each release, lines, the share right, and what was taken for what."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("releases", nargs="*", default=["state-foia", "enron-801"])
    options.add_argument("--wrong", action="store_true", help="list the wrong lines")
    given = options.parse_args()
    for release in given.releases:
        texts = list(labelled_texts(release, LABELS / f"segments-{release}.jsonl"))
        report(f"{release}, odd texts", texts[::2], wrong=given.wrong)
        report(f"{release}, even texts", texts[1::2], wrong=given.wrong)
        for further in sorted(LABELS.glob(f"segments-{release}.*.jsonl")):
            name = f"{release}, {further.name.split('.')[1]} sample"
            report(name, list(labelled_texts(release, further)), wrong=given.wrong)


def report(name: str, texts: Sequence[LabelledText], *, wrong: bool) -> None:
    """The figures of some texts."""
    counts: Counter[tuple[str, str]] = Counter()
    right = by_kind = lines = sure = sure_right = 0
    for labels, text, found in texts:
        for line in labelled_lines(labels, text):
            read = reading_of(line.span, found)
            kind_right, author_right = is_kind(line, read), is_author(line, read)
            lines, by_kind, right = lines + 1, by_kind + kind_right, right + (kind_right and author_right)
            sure, sure_right = sure + line.sure, sure_right + (line.sure and kind_right and author_right)
            if not (kind_right and author_right):
                told = read.segment.kind if read.segment else "in no segment"
                counts[line.kind, told if not kind_right else f"{told}, another author"] += 1
                if wrong:
                    author = read.segment.author.raw if read.segment and read.segment.author else None
                    shown = text[slice(*line.span)].strip()[:70]
                    print(
                        f"{labels['file_sha256'][:12]} {line.span} {line.kind}/{line.author} {told}/{author}: {shown}"
                    )
    print(f"{name}: {len(texts)} texts, {lines} lines, kind {by_kind / lines:.3f}, kind and author {right / lines:.3f}")
    if sure < lines:
        print(f"  of the {sure} lines that the judge was sure of: {sure_right / sure:.3f}")
    for (kind, told), number in counts.most_common():
        print(f"  {number:5} {kind} → {told}")


def labelled_texts(release: str, labels: Path) -> Iterator[LabelledText]:
    """The labelled texts in the order of the labels, which was drawn at random."""
    rows = [json.loads(r) for r in labels.read_text("utf-8").splitlines()]
    wanted = {row["file_sha256"]: row for row in rows}
    found: dict[str, LabelledText] = {}
    with tarfile.open(MAIL / f"{release}.tar.xz") as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.isfile() else None
            data = opened.read() if opened else b""
            row = wanted.get(sha256_hex(data))
            if row:
                messages = messages_of(member.name, data)
                cut = [(message, segment) for message in messages for segment in segments(message)]
                texts = {body.text.sha256: body.text.text for message in messages for body in message.bodies}
                kept = [(m, s) for m, s in cut if m.bodies[s.body].text.sha256 == row["text_sha256"]]
                found[row["file_sha256"]] = LabelledText(row, texts[row["text_sha256"]], kept)
    if lost := wanted.keys() - found.keys():
        raise SystemExit(f"{release}: not in the archive: {', '.join(sorted(lost))}")
    yield from (found[row["file_sha256"]] for row in rows)


def messages_of(name: str, data: bytes) -> list[Message]:
    """Every message of a file."""
    whole = InputFile(file=Path(name).name, member=None, data=data, sha256=sha256_hex(data))
    return [item for _, item in read_any(whole) if isinstance(item, Message)]


def labelled_lines(labels: Mapping[str, Any], text: str) -> Iterator[Labelled]:
    """The lines with words in the labelled ranges."""
    unsure = labels.get("unsure", ())
    for start, end, kind, author in labels["ranges"]:
        named = text[slice(*author)] if isinstance(author, list) else author
        at = start
        for line in text[start:end].split("\n"):
            if re.search(r"\w", line):
                yield Labelled((at, at + len(line)), kind, named, [at, at + len(line)] not in unsure)
            at += len(line) + 1


def reading_of(span: Span, found: Sequence[tuple[Message, Segment]]) -> Read:
    """The segment that covers most of a line; what covers less than half of its words covers it not."""
    best = max(found, key=lambda pair: _covered(span, pair[1]), default=None)
    if best is None or not _covered(span, best[1]):
        return Read(None, None)
    return Read(*best)


def _covered(span: Span, segment: Segment) -> int:
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in segment.spans)


def is_kind(line: Labelled, read: Read) -> bool:
    """Whether the kind is the labelled one; words that nobody wrote belong in no segment."""
    return read.segment is None if line.kind in NOBODYS else read.segment is not None and read.segment.kind == line.kind


def is_author(line: Labelled, read: Read) -> bool:
    """Whether the words are given to the labelled author."""
    if line.kind in NOBODYS or line.author is None:
        return True
    author = read.segment.author if read.segment else None
    if line.author == "unknown":
        return author is None
    if line.author == "outer":
        return author is not None and read.message is not None and author == read.message.sender
    return author is not None and same_person(line.author, author)


def same_person(named: str, author: Address) -> bool:
    """Whether a name as printed and an author are spellings of one person."""
    shown = person(" ".join(named.split()))
    if shown is None:
        return False
    if shown.address and shown.address == author.address:
        return True
    left, right = (name_key(a.name or a.address or a.raw) for a in (shown, author))
    return left == right or bool(set(left.split()) & set(right.split()) - {"the", "of"})


if __name__ == "__main__":
    main()
