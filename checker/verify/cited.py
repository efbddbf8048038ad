"""Saved reports → the places in the sources that they cite, and what in them cannot be right whatever a source says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from checker.errors import BadUsage
from checker.model import Link, Locator, MessageRef, Report
from checker.report.as_json import FORMAT, load_report
from checker.verify.model import Difference
from evidence.hashing import sha256_hex

ANEW = (
    "put the report back as it was written, or write it anew with `checker check`;"
    " where another version of the program had read the records, ingest them into a new case"
)
# Each value is rounded to four decimals.
ROUNDING = 0.0005
# A mark in a display, and what may stand in its place in the quote: what is left where words were taken out.
_MARK = re.compile(r"\s*\[(?:redacted(?:: [^\[\]]{1,20})?|gap)\]\s*")
_REMOVED = (
    r"[(C] ?b ?\) ?\( ?\d ?\)(?: ?\( ?[A-F] ?\))?|[\[(<{]? ?(?:redact|withh)[^\])>}]{0,50}[\])>}]?"
    r"|[\u2588\u25a0\u25ac ]+|B\d|1\.4 ?\(.\)"
)


class Cited(NamedTuple):
    """A place that a report cites: of a link (with its quote), or of a copy of the same words (`link` None)."""

    report: str
    link_id: str
    message: MessageRef
    locator: Locator
    link: Link | None


class Saved(NamedTuple):
    """The reports of a case: their names, what they cite, what is wrong with them, what is no report."""

    reports: tuple[str, ...]
    cited: tuple[Cited, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


def saved_reports(folder: Path, written: Mapping[str, str]) -> Saved:
    """Every report in a case's folder of reports.

    Args:
        folder: the folder; it need not be there.
        written: SHA-256 of each report as the program wrote it, by name.
    """
    reports: list[str] = []
    cited: list[Cited] = []
    differences: list[Difference] = []
    notes: list[str] = []
    for path in sorted(p for p in folder.glob("*") if p.is_file()) if folder.is_dir() else []:
        data = path.read_bytes()
        if path.name in written and sha256_hex(data) != written[path.name]:
            differences.append(_fault(path.name, "the whole file", "it is not as the program wrote it"))
        if path.suffix != ".json":
            continue
        try:
            report = load_report(data.decode("utf-8", "replace"), path.name)
        except BadUsage as error:
            if path.name in written or _claims_to_be_one(data):
                differences.append(_fault(path.name, "the whole file", error.what))
            else:
                notes.append(f"{path.name} is no report and was passed over")
            continue
        reports.append(path.name)
        cited += cited_by(path.name, report)
        differences += inner_faults(path.name, report)
    notes += [f"{name} is no longer in the folder of reports" for name in written if not (folder / name).is_file()]
    return Saved(tuple(reports), tuple(cited), tuple(differences), tuple(notes))


def cited_by(name: str, report: Report) -> Iterator[Cited]:
    """Every place that a report cites: each link's, then those of its copies."""
    for link in (link for finding in report.findings for link in finding.links):
        yield Cited(name, link.id, link.message, link.locator, link)
        for witness in link.same_act:
            yield Cited(name, link.id, witness.message, witness.locator, None)


def inner_faults(name: str, report: Report) -> Iterator[Difference]:
    """What no source is needed for: terms that add up, references that arrive, a display that is the quote's."""
    for finding in report.findings:
        known = {link.id for link in finding.links} | {pattern.id for pattern in finding.patterns}
        for reason in finding.reasons:
            for missing in sorted({*reason.links, *reason.patterns} - known):
                yield _fault(name, f"reason {reason.rule} of {finding.claim.id}", f"it rests on {missing}: not there")
        for link in finding.links:
            total = sum(term.value for term in link.terms)
            if abs(total - link.score) > ROUNDING * (len(link.terms) + 1):
                yield _fault(name, link.id, f"the score is {link.score}, its terms add up to {total:.4f}", link.id)
            if not _displays(link.quote, link.quote_display):
                yield _fault(name, link.id, "quote_display shows other words than quote", link.id)


def _displays(quote: str, display: str) -> bool:
    """Whether a display is the quote with white space folded, and marks only where something was taken out."""
    kept = [re.escape(" ".join(piece.split())) for piece in _MARK.split(display)]
    between = rf"\s*(?:(?i:{_REMOVED}))?\s*"
    return re.fullmatch(between.join(kept), " ".join(quote.split())) is not None


def _claims_to_be_one(data: bytes) -> bool:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(tree, dict) and tree.get("format") == FORMAT


def _fault(report: str, place: str, what: str, link: str | None = None) -> Difference:
    return Difference(file=report, member=None, place=place, what=what, remedy=ANEW, report=report, link=link)
