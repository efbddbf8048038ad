"""Claim pairs → how well the drafted propositions match the written ones: polarity lifted, coverage, word overlap.

Run: python -m bench.drafting [DIR]   (DIR holds set*.jsonl in the claim-pairs format)
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from claims.clauses import parse
from claims.lifting import denies
from claims.model import Claim, Party
from claims.propositions import Draft, draft

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "claim-pairs"


class Row(NamedTuple):
    """One statement with its drafted and its written propositions."""

    statement: str
    tags: frozenset[str]
    drafted: Draft
    gold_asserts: list[str]
    gold_counter: list[str]


def rows(folder: Path) -> list[Row]:
    """One row for each distinct statement under `folder`; its tags are those of all its pairs."""
    pairs: dict[tuple[str, str], list[dict]] = {}
    for file in sorted(folder.glob("set*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            pairs.setdefault((pair["claim"]["speaker"], pair["claim"]["statement"]), []).append(pair)
    return [_row(*key, found) for key, found in pairs.items()]


def _row(speaker: str, statement: str, pairs: list[dict]) -> Row:
    claim = Claim(id="s", speaker="speaker", statement=statement, made_on=(pairs[0]["claim"].get("made_on") or None))
    gold = pairs[0].get("propositions") or {}
    return Row(
        statement,
        frozenset(tag for pair in pairs for tag in pair.get("phenomena") or ()),
        draft(claim, {"speaker": Party(name=speaker)}),
        gold.get("asserts") or [],
        gold.get("counter") or [],
    )


def token_f1(drafted: str, written: str) -> float:
    """Harmonic mean of the shares of words that each sentence has in common with the other."""
    a, b = (Counter(re.findall(r"[\w$%]+", s.lower())) for s in (drafted, written))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def best_f1(drafted: tuple[str, ...], written: list[str]) -> float:
    """Mean over the written sentences of the best drafted match."""
    if not written:
        return 0.0
    return sum(max((token_f1(d, w) for d in drafted), default=0.0) for w in written) / len(written)


def has_negated_verb(sentence: str) -> bool:
    """Whether the main verb of `sentence` is negated."""
    clause = parse(sentence)
    return clause is not None and denies(clause)


def main() -> None:
    """Prints the figures."""
    found = rows(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
    denials = [r for r in found if r.drafted.assertion.polarity == "denies"]
    negated = [r for r in found if "negated-claim" in r.tags]
    lifted = [r for r in denials if r.drafted.counter and not any(map(has_negated_verb, r.drafted.counter))]
    plain = [r for r in found if any(not has_negated_verb(c) for c in r.drafted.counter)]
    figures = {
        "statements": str(len(found)),
        "with at least one drafted counter": share([bool(r.drafted.counter) for r in found]),
        "with a counter whose main verb is not negated": share([r in plain for r in found]),
        "read as denials": str(len(denials)),
        "denials whose counters all lift the negation": share([r in lifted for r in denials]),
        "tagged negated-claim and read as denials": share([r in denials for r in negated]),
        "token F1, best drafted counter for each written": counter_f1(found),
        "  of denials": counter_f1(denials),
        "  floor: the statement itself": mean([best_f1((r.statement,), r.gold_counter) for r in found]),
        "token F1, best drafted asserts for each written": asserts_f1(found),
        "  floor: the statement alone": mean([best_f1((r.statement,), r.gold_asserts) for r in found]),
    }
    for name, figure in figures.items():
        print(f"{name:50} {figure}")


def counter_f1(found: list[Row]) -> str:
    """Mean word overlap of the drafted counter-propositions with the written ones."""
    return mean([best_f1(r.drafted.counter, r.gold_counter) for r in found])


def asserts_f1(found: list[Row]) -> str:
    """Mean word overlap of the drafted restatements with the written ones."""
    return mean([best_f1(r.drafted.asserts, r.gold_asserts) for r in found])


def share(truths: list[bool]) -> str:
    """The share of true ones, with three decimals."""
    return f"{sum(truths) / max(1, len(truths)):.3f}"


def mean(values: list[float]) -> str:
    """The mean, with three decimals."""
    return f"{sum(values) / max(1, len(values)):.3f}"


if __name__ == "__main__":
    main()
