"""A case → its facts over many messages, without a network: `checker patterns`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from checker.case import existing_case, held
from checker.console import Screen, write_json
from checker.errors import BadUsage
from checker.parties import PartyBook
from checker.patterns import Absent, Outcome, PatternFinder
from claims.model import PatternKind
from evidence.index import open_index
from evidence.lookup import Lookup

KINDS = get_args(PatternKind)


def show_patterns(folder: Path, wanted: list[str], kinds: list[str], *, as_json: bool) -> None:
    """`checker patterns`.

    Raises:
        BadUsage: a kind that is not known.
        NothingIngested: the index holds no message.
    """
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise BadUsage(f"--kind {unknown[0]} is not known", f"choose from {', '.join(KINDS)}")
    case, screen = existing_case(folder, ingested=True), Screen(quiet=False)
    claims = case.claims()
    with open_index(case.database) as connection:
        held(connection)
        lookup = Lookup(connection)
        finder = PatternFinder(lookup, PartyBook(claims.parties, lookup), claims)
        found = {c.id: finder.outcomes(c, kinds) for c in case.chosen(claims, wanted).claims}
    if as_json:
        write_json([{"claim": claim_id, **_tree(outcomes)} for claim_id, outcomes in found.items()])
        return
    for claim_id, outcomes in found.items():
        screen.write(claim_id, style="bold")
        for outcome in outcomes:
            screen.write(_line(outcome), indent=2)
        if not outcomes:
            screen.write("none asked for", indent=2)


def _tree(outcomes: Sequence[Outcome | Absent]) -> dict[str, object]:
    """Patterns as in report.json; beside them, by id, what they rest on; and what is not there, with the reason."""
    found = [o for o in outcomes if isinstance(o, Outcome)]
    return {
        "patterns": [o.pattern.model_dump(mode="json") for o in found],
        "details": {o.pattern.id: {"minimum": o.minimum, **o.details} for o in found},
        "absent": [o._asdict() for o in outcomes if isinstance(o, Absent)],
    }


def _line(outcome: Outcome | Absent) -> str:
    if isinstance(outcome, Absent):
        between = f" ({', '.join(outcome.between)})" if outcome.between else ""
        return f"{outcome.kind}{between}: not there. {outcome.reason}."
    pattern, counted = outcome.pattern, outcome.pattern.counts
    span = f", {pattern.first[:10]} to {pattern.last[:10]}" if pattern.first and pattern.last else ""
    said = f"{counted.acts} messages, {counted.people} people{span}"
    return f"{pattern.kind} ({', '.join(pattern.between)}) → {pattern.relation}: {said}. {pattern.rule}."
