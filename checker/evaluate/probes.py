"""Labelled pairs → their figures, and what the product says once something is taken away or turned round.

A figure means little beside a probe that scores as well without the claim (Gururangan et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from checker.evaluate.figures import PairLabel, PairsFigures, Prediction, Probes
from checker.evaluate.inputs import PairRow
from checker.evaluate.judge import as_pair
from checker.evaluate.pairs import Labelled, is_seen, pairs_figures, pairs_macro_f1
from checker.pair_reading import Pair
from evidence.hashing import sha256_hex

Read = Callable[[Sequence[Pair]], list[Prediction]]

# A statement that says nothing, where a statement must stand.
NO_SPEAKER = "Someone"
NO_STATEMENT = "Someone said something."
FLIPPED: dict[PairLabel, PairLabel] = {"contradicts": "supports", "supports": "contradicts", "neutral": "neutral"}


class Measured(NamedTuple):
    """The figures of a file of pairs, and what was said of each pair, seen in training or not."""

    figures: PairsFigures
    said: list[Prediction]


def measure_pairs(labelled: Sequence[Labelled], seen: frozenset[str], read: Read, *, with_probes: bool) -> Measured:
    """Ask the product about every pair; figures and probes are over those that training has not seen."""
    said = read([as_pair(x.row) for x in labelled])
    new = [i for i, x in enumerate(labelled) if not is_seen(x.row, seen)]
    rows, answers = [labelled[i].row for i in new], [said[i] for i in new]
    probed = probes(rows, [labelled[i].id for i in new], answers, read) if with_probes else None
    return Measured(pairs_figures(rows, answers, len(labelled) - len(new), probed), said)


def probes(rows: Sequence[PairRow], ids: Sequence[str], said: Sequence[Prediction], read: Read) -> Probes:
    """All probes over the pairs that training has not seen.

    Args:
        rows: the pairs.
        ids: the id of each.
        said: what the product says of each.
        read: asks the product.
    """
    pairs = [as_pair(row) for row in rows]
    return Probes(
        no_claim_macro_f1=pairs_macro_f1(rows, read([without_claim(p) for p in pairs])),
        no_passage_macro_f1=pairs_macro_f1(rows, read([without_message(p) for p in pairs])),
        header_only_macro_f1=pairs_macro_f1(rows, read([p._replace(passage="") for p in pairs])),
        swapped_claim_contradicts=_swapped_claim_contradicts(rows, said, read),
        opposite_right=_opposite_right(rows, ids, read),
    )


def without_claim(pair: Pair) -> Pair:
    """The passage under a statement that says nothing."""
    return pair._replace(speaker=NO_SPEAKER, statement=NO_STATEMENT, made_on=None, covers=None, asserts=(), counter=())


def without_message(pair: Pair) -> Pair:
    """The claim alone: neither header nor passage."""
    return pair._replace(sender=None, to=(), date=None, subject=None, passage="")


def under(pair: Pair, other: Pair) -> Pair:
    """The message and passage of one pair under the claim of another."""
    return other._replace(sender=pair.sender, to=pair.to, date=pair.date, subject=pair.subject, passage=pair.passage)


def swapped_claims(rows: Sequence[PairRow]) -> list[PairRow | None]:
    """For each pair one that holds another claim of its domain; None where the domain has no other.

    The statements of a domain stand in a ring in the order of their hashes, and each gives way to the next: the same
    in every run and whatever the order of the file. Pairs without a domain are a domain together.
    """
    first: dict[str | None, dict[str, PairRow]] = {}
    for row in rows:
        first.setdefault(row.domain, {}).setdefault(row.claim.statement, row)
    after: dict[str | None, dict[str, PairRow]] = {}
    for domain, claims in first.items():
        ring = sorted(claims, key=sha256_hex)
        after[domain] = {s: claims[n] for s, n in zip(ring, ring[1:] + ring[:1], strict=True) if s != n}
    return [after[row.domain].get(row.claim.statement) for row in rows]


def _swapped_claim_contradicts(rows: Sequence[PairRow], said: Sequence[Prediction], read: Read) -> float | None:
    swapped = [
        under(as_pair(row), as_pair(other))
        for row, other, s in zip(rows, swapped_claims(rows), said, strict=True)
        if other is not None and s.label == "contradicts"
    ]
    if not swapped:
        return None
    return sum(s.label == "contradicts" for s in read(swapped)) / len(swapped)


def _opposite_right(rows: Sequence[PairRow], ids: Sequence[str], read: Read) -> float | None:
    chosen = [
        (row, row.claim.opposite)
        for row, key in zip(rows, ids, strict=True)
        if row.claim.opposite is not None and key not in row.claim.opposite.not_flipped
    ]
    if not chosen:
        return None
    turned = [
        as_pair(row)._replace(
            speaker=opposite.opposite_speaker or row.claim.speaker, statement=opposite.opposite, asserts=(), counter=()
        )
        for row, opposite in chosen
    ]
    right = [s.label == FLIPPED[row.label] for s, (row, _) in zip(read(turned), chosen, strict=True)]
    return sum(right) / len(right)
