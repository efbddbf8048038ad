"""Invented cases with the truth about them → what the whole product finds in each: verdicts, recall, precision.

    python -m bench.cases [NAME…] [--held-out] [--keep FOLDER]

A case is a folder of bench/cases: `mail.mbox`, `claims.yaml`, `gold.jsonl` (lines of `evaluate case`, and gray ones to
leave out) and `expected.json` (claim → verdict). Those of HELD_OUT are read by nobody while anything is tuned.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from checker.case import Case
from checker.check import check
from checker.console import Screen
from checker.encoder import Encoder
from checker.evaluate.case import CaseGold, case_figures, meets
from checker.evaluate.figures import CaseFigures
from checker.evaluate.inputs import GoldRow, GrayRow
from checker.model import Band, Report
from checker.models import open_encoder, open_judge
from checker.nli import Judge
from checker.report.as_json import report_json
from checker.settings import Settings
from claims.model import ClaimsFile
from evidence.index import open_index
from evidence.ingest import ingest
from training.pair_rows import read_lines

CASES = Path(__file__).with_name("cases")
HELD_OUT = frozenset(
    {
        "campus-police",
        "debt-collectors",
        "dog-shelter",
        "exam-board",
        "grant-council",
        "housing-vouchers",
        "jail-phones",
        "levee-board",
        "library-cameras",
        "lottery-ads",
        "museum-gift",
        "organ-builders",
        "oyster-beds",
        "paragliding-sites",
        "press-office",
        "rail-noise",
        "ratings-desk",
        "spa-town",
        "tulip-auction",
    }
)


class Outcome(NamedTuple):
    """The figures of a case beside the verdicts that its writer expects."""

    name: str
    figures: CaseFigures
    expected: dict[str, str]

    def verdicts(self) -> Counter[tuple[str, str]]:
        """Expected and given verdict of each claim."""
        return Counter((self.expected[c.id], c.verdict) for c in self.figures.claims)


@contextmanager
def ingested(source: Path) -> Iterator[tuple[ClaimsFile, sqlite3.Connection]]:
    """The claims of an invented case and an index of its mail, both gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        case = Case(Path(folder))
        shutil.copyfile(source / "claims.yaml", case.claims_file)
        with open_index(case.database) as connection:
            ingest(connection, [source / "mail.mbox"], lambda done, total: None)
            yield case.claims(), connection


def outcome(name: str, models: tuple[Encoder, Judge], keep: Path | None) -> Outcome:
    """Ingest and check one case; `keep` is where its report stays."""
    with ingested(CASES / name) as (claims, connection), Screen(quiet=True).progress() as bar:
        report = check(connection, claims, models, Settings(), bar)
    if keep:
        (keep / f"{name}.json").write_text(report_json(report), encoding="utf-8")
    return measured(name, report)


def truth(name: str) -> tuple[tuple[GoldRow, ...], tuple[GrayRow, ...]]:
    """The gold and gray lines of a case."""
    lines = read_lines([CASES / name / "gold.jsonl"])
    gold = tuple(GoldRow.model_validate(line) for line in lines if line["label"] != "gray")
    gray = tuple(
        GrayRow.model_validate({k: v for k, v in line.items() if k != "label"})
        for line in lines
        if line["label"] == "gray"
    )
    return gold, gray


def measured(name: str, report: Report) -> Outcome:
    """What a report of the case is worth."""
    gold, gray = truth(name)
    expected = json.loads((CASES / name / "expected.json").read_text(encoding="utf-8"))
    judged = (GoldRow(claim=c, message_id="none", label="neutral", quote="none") for c in expected)
    return Outcome(name, case_figures(report, CaseGold((*gold, *judged), gray)), expected)


def links_held(name: str, report: Report) -> Iterator[tuple[str, Band, bool]]:
    """Relation, band and whether it holds of each link of a report that is not gray; tension counts as against."""
    gold, gray = truth(name)
    for finding in report.findings:
        for link in finding.links:
            side = "supports" if link.relation == "supports" else "contradicts"
            about = [g for g in gold if g.claim == finding.claim.id and meets(link, g)]
            if about or not any(g.claim == finding.claim.id and meets(link, g) for g in gray):
                yield side, link.band, any((g.label == "supports") == (side == "supports") for g in about)


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Means over claims, verdicts over all cases."""
    claims = [c for o in outcomes for c in o.figures.claims]
    verdicts = sum((o.verdicts() for o in outcomes), Counter[tuple[str, str]]())
    recall = [c.recall_at_20 for c in claims if c.recall_at_20 is not None]
    precision = [c.precision_at_10 for c in claims if c.precision_at_10 is not None]
    return {
        "claims": len(claims),
        "verdicts as expected": sum(n for (want, got), n in verdicts.items() if want == got),
        "contradicted where nothing contradicts": sum(
            n for (want, got), n in verdicts.items() if got == "contradicted" and want in ("supported", "not_addressed")
        ),
        "recall@20": round(sum(recall) / len(recall), 3),
        "precision@10": round(sum(precision) / len(precision), 3),
        "verdicts": {f"{want} → {got}": n for (want, got), n in sorted(verdicts.items())},
    }


def main() -> None:
    """Print a line a claim and the figures over all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*")
    options.add_argument("--held-out", action="store_true", help="the cases that nothing was tuned on, and they alone")
    options.add_argument("--keep", type=Path, help="folder for the reports")
    given = options.parse_args()
    every = sorted(path.parent.name for path in CASES.glob("*/claims.yaml"))
    names = given.names or [n for n in every if (n in HELD_OUT) == given.held_out]
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    models, outcomes = (open_encoder(Settings()), open_judge(Settings())), []
    for name in names:
        outcomes.append(outcome(name, models, given.keep))
        for c in outcomes[-1].figures.claims:
            print(f"{name}/{c.id}: {outcomes[-1].expected[c.id]} → {c.verdict}, gold {c.gold}, shown {c.shown}, "
                  f"recall@20 {c.recall_at_20}, precision@10 {c.precision_at_10}", flush=True)  # fmt: skip
    print(json.dumps(summary(outcomes), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
