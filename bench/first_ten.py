"""A checked case → a blind sheet of its first ten links a claim, and judgements of it → their precision.

    python -m bench.first_ten sheet CASE --out sheet.jsonl
    python -m bench.first_ten join sheet.jsonl labels.jsonl --judge WHO --out bench/judgements/NAME.jsonl
    python -m bench.first_ten score CASE bench/judgements/NAME.jsonl

The sheet shows neither relation nor score, and mixes the links with random passages of the same case, so that a judge
cannot tell which is which. Judgements keep place and label alone: the mail's text stays out of the repository.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker.links import locator_of, view_of
from checker.model import Finding, Locator, Report
from checker.report.as_json import load_report
from evidence.hashing import sha256_hex
from evidence.lookup import Lookup

FIRST = 10
RANDOM_A_CLAIM = 5
SEED = 20261125
LABELS = ("contradicts", "in_tension", "supports", "neutral")
AGAINST = ("contradicts", "in_tension")


class Place(NamedTuple):
    """Where a passage stands, for a claim."""

    claim: str
    sha256: str
    member: str | None
    part: str | None
    spans: tuple[tuple[int, int], ...]

    @property
    def key(self) -> str:
        """A name for the place that tells a judge nothing."""
        return sha256_hex(json.dumps(self))[:16]


def place_of(claim: str, at: Locator) -> Place:
    """The place that a locator names."""
    return Place(claim, at.sha256, at.member, at.part, at.spans)


def report_of(case: Path) -> Report:
    """The last report of a case."""
    return load_report((case / "reports" / "report.json").read_text(encoding="utf-8"))


def sheet(case: Path, out: Path) -> None:
    """Write the blind sheet of a checked case."""
    rng = random.Random(SEED)
    report = report_of(case)
    connection = sqlite3.connect(case / "case.sqlite")
    lookup = Lookup(connection)
    rows = [row for finding in report.findings for row in (*_linked(finding), *_random(finding, lookup, rng))]
    rng.shuffle(rows)
    out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(f"{len(rows)} rows, {out}")


def _linked(finding: Finding) -> list[dict[str, Any]]:
    rows = []
    for link in finding.links[:FIRST]:
        shown = {"before": link.context.before, "passage": link.quote, "after": link.context.after}
        author = link.segment.author.raw if link.segment.author else None
        to = [p.raw for p in link.message.to]
        header = {"author": author, "to": to, "date": link.segment.date}
        rows.append(
            _row(finding, place_of(finding.claim.id, link.locator), header | {"subject": link.message.subject}, shown)
        )
    return rows


def _random(finding: Finding, lookup: Lookup, rng: random.Random) -> list[dict[str, Any]]:
    last = lookup.connection.execute("SELECT max(pk) FROM passages").fetchone()[0]
    rows = []
    for pk in rng.sample(range(1, last + 1), RANDOM_A_CLAIM):
        passage = lookup.passage(pk)
        message = lookup.message(passage.message)
        before, after = lookup.neighbours(passage)
        header = {
            "author": passage.author.raw if passage.author else None,
            "to": [a.raw for a in message.to],
            "date": view_of(passage, message).date,
            "subject": message.subject,
        }
        place = place_of(finding.claim.id, locator_of(passage, message))
        rows.append(_row(finding, place, header, {"before": before, "passage": passage.quote, "after": after}))
    return rows


def _row(finding: Finding, place: Place, header: dict[str, Any], shown: dict[str, str | None]) -> dict[str, Any]:
    claim = finding.claim
    said = {"statement": claim.statement, "speaker": claim.speaker, "made_on": claim.made_on, "note": claim.source.note}
    return {"key": place.key, "place": place._asdict(), **said, **header, **shown}


def join(sheet_file: Path, labels: Path, judge: str, out: Path) -> None:
    """Sheet and labels ({key, label}) → judgements without the mail's text.

    Raises:
        SystemExit: a row of the sheet has no label, or one that is none.
    """
    said = {row["key"]: row["label"] for row in _lines(labels)}
    rows = list(_lines(sheet_file))
    wrong = [r["key"] for r in rows if said.get(r["key"]) not in LABELS]
    if wrong:
        raise SystemExit(f"{len(wrong)} rows lack one of the labels {', '.join(LABELS)}: {', '.join(wrong[:5])}")
    text = "".join(json.dumps({**r["place"], "label": said[r["key"]], "judge": judge}) + "\n" for r in rows)
    out.write_text(text, encoding="utf-8")
    print(f"{len(rows)} judgements, {out}")


def score(case: Path, judgements: Path) -> None:
    """Print the precision of the first ten links of each claim, as judged."""
    report = report_of(case)
    said = {}
    for row in _lines(judgements):
        place = Place(row["claim"], row["sha256"], row["member"], row["part"], tuple(map(tuple, row["spans"])))
        said[place.key] = row["label"]
    print("| claim | verdict | links judged | same relation | same direction | not judged |")
    print("| --- | --- | --- | --- | --- | --- |")
    totals = [0, 0, 0]
    for finding in report.findings:
        pairs = [(x.relation, said.get(place_of(finding.claim.id, x.locator).key)) for x in finding.links[:FIRST]]
        judged = [(relation, label) for relation, label in pairs if label is not None]
        exact, direction = sum(r == j for r, j in judged), sum(_direction(r) == _direction(j) for r, j in judged)
        totals = [t + n for t, n in zip(totals, (len(judged), exact, direction), strict=True)]
        missing = len(pairs) - len(judged)
        print(f"| {finding.claim.id} | {finding.verdict} | {len(judged)} | {exact} | {direction} | {missing} |")
    n, exact, direction = totals
    print(f"| all | | {n} | {_share(exact, n)} | {_share(direction, n)} | |")
    print(f"\nLabels of the whole sheet, links and random passages: {_counted(said.values())}")


def _direction(label: str) -> str:
    return "against" if label in AGAINST else label


def _counted(labels: Iterable[str]) -> str:
    found = list(labels)
    return ", ".join(f"{label} {found.count(label)}" for label in LABELS)


def _share(right: int, n: int) -> str:
    """Share with its Wilson interval at 95 % (Wilson 1927)."""
    if not n:
        return "–"
    z, p = 1.96, right / n
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
    return f"{right} ({p:.2f}, 95 % {low:.2f}–{high:.2f})"


def _lines(path: Path) -> Sequence[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Run one of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    for name, arguments in {"sheet": ["case"], "join": ["sheet", "labels"], "score": ["case", "judgements"]}.items():
        step = steps.add_parser(name)
        for argument in arguments:
            step.add_argument(argument, type=Path)
        if name != "score":
            step.add_argument("--out", type=Path, required=True)
        if name == "join":
            step.add_argument("--judge", required=True)
    given = parser.parse_args()
    if given.step == "sheet":
        sheet(given.case, given.out)
    elif given.step == "join":
        join(given.sheet, given.labels, given.judge, given.out)
    else:
        score(given.case, given.judgements)


if __name__ == "__main__":
    main()
