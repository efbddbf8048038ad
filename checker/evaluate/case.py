"""A report, gold and gray passages → what a reader of the report is shown, and what is missed.

`in_tension` counts as contradicts. A link meets a gold passage where it stands in the same message, quotes some of the
same words and says the same of the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from checker.compare import longest_run
from checker.evaluate.figures import CaseClaimFigures, CaseFigures, Miss
from checker.evaluate.inputs import GoldRow, GrayRow
from checker.evaluate.rows import Problem, read_rows, refuse
from checker.model import Finding, Link, Locator, MessageRef, Relation, Report

RECALL_DEPTH = 20
PRECISION_DEPTH = 10
Row = TypeVar("Row", bound=GrayRow)
# So many words in a row, or the whole of a shorter quote, are the same words and no turn of phrase.
SHARED_WORDS = 5
_WORD = re.compile(r"\w+")


class CaseGold(NamedTuple):
    """What people found in a case: passages that bear on a claim, and passages to leave out."""

    gold: tuple[GoldRow, ...]
    gray: tuple[GrayRow, ...]

    @property
    def claims(self) -> frozenset[str]:
        """The claims that were judged."""
        return frozenset(g.claim for g in (*self.gold, *self.gray))


class ClaimResult(NamedTuple):
    """The figures of one claim and what its first twenty links miss."""

    figures: CaseClaimFigures
    misses: tuple[Miss, ...]


def read_gold(gold: Path, gray: Path | None, claims: Sequence[str]) -> CaseGold:
    """The gold and gray lines of a case.

    Args:
        gold: JSON lines.
        gray: JSON lines, or None.
        claims: the ids of the case's claims.

    Raises:
        BadUsage: with every bad line; a claim that the case lacks is one.
    """
    return CaseGold(
        tuple(_of_claims(gold, read_rows(gold, GoldRow), claims)),
        tuple(_of_claims(gray, read_rows(gray, GrayRow), claims)) if gray else (),
    )


def case_figures(report: Report, given: CaseGold) -> CaseFigures:
    """The figures of `evaluate case` for a report of that case."""
    found = [_claim(f, given) for f in report.findings]
    return CaseFigures(
        claims=tuple(r.figures for r in found),
        recall_at_20=_mean([r.figures.recall_at_20 for r in found]),
        precision_at_10=_mean([r.figures.precision_at_10 for r in found]),
        misses=tuple(m for r in found for m in r.misses),
    )


def meets(link: Link, row: GrayRow) -> bool:
    """Whether a link quotes a passage: one of its messages, its witnesses' included, and some of the same words."""
    places = [(link.message, link.locator), *((w.message, w.locator) for w in link.same_act)]
    return any(_is_message(m, place, row) for m, place in places) and overlaps(link.quote, row.quote)


def overlaps(one: str, other: str) -> bool:
    """Whether two quotes of one message share a run of words; white space and punctuation do not matter."""
    first, second = _WORD.findall(one), _WORD.findall(other)
    return 0 < min(SHARED_WORDS, len(first), len(second)) <= longest_run(first, second)


def _of_claims(path: Path, rows: Sequence[tuple[int, Row]], claims: Sequence[str]) -> Iterator[Row]:
    known = set(claims)
    remedy = f"write one of {', '.join(claims)}"
    refuse(path, [Problem(n, f"no claim {r.claim} in this case", remedy) for n, r in rows if r.claim not in known])
    yield from (row for _, row in rows)


def _claim(finding: Finding, given: CaseGold) -> ClaimResult:
    key = finding.claim.id
    gold = [g for g in given.gold if g.claim == key and g.label != "neutral"]
    gray = [g for g in given.gray if g.claim == key]
    ordered = sorted(finding.links, key=lambda k: k.rank)
    kept = [k for k in ordered if _hit(k, gold) or not any(meets(k, g) for g in gray)]
    first, top = kept[:RECALL_DEPTH], kept[:PRECISION_DEPTH]
    missed = [g for g in gold if not any(_says(k, g) for k in first)]
    figures = CaseClaimFigures(
        id=key,
        verdict=finding.verdict,
        gold=len(gold),
        recall_at_20=1 - len(missed) / len(gold) if gold else None,
        precision_at_10=sum(_hit(k, gold) for k in top) / len(top) if top and key in given.claims else None,
        shown=len(ordered),
    )
    return ClaimResult(figures, tuple(_miss(g, ordered) for g in missed))


def _hit(link: Link, gold: Sequence[GoldRow]) -> bool:
    return any(_says(link, g) for g in gold)


def _says(link: Link, row: GoldRow) -> bool:
    return _side(link.relation) == _side(row.label) and meets(link, row)


def _side(relation: Relation) -> Relation:
    return "contradicts" if relation == "in_tension" else relation


def _miss(row: GoldRow, links: Sequence[Link]) -> Miss:
    link = next((k for k in links if _says(k, row)), None) or next((k for k in links if meets(k, row)), None)
    return Miss(
        claim=row.claim,
        message_id=row.message_id,
        bates=row.bates,
        label=row.label,
        quote=row.quote,
        rank=link.rank if link else None,
        relation=link.relation if link else None,
    )


def _is_message(message: MessageRef, locator: Locator, row: GrayRow) -> bool:
    if row.message_id is not None and row.message_id.strip("<>") in (message.message_id, message.id):
        return True
    if row.bates is None:
        return False
    first, last = message.bates, message.bates_end or message.bates
    if row.bates in locator.bates or row.bates == first:
        return True
    return first is not None and last is not None and len(first) == len(row.bates) and first <= row.bates <= last


def _mean(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None
