"""Labelled claim pairs → (premise, hypothesis, label) rows with contrast: every passage under claims that part labels.

A passage stands under its own statement and propositions, under the opposite statement, and under a statement or a
counter-proposition of another claim of its domain, so that "guilty-sounding" alone predicts nothing. Groups
(pairs/GROUPS.md) hold each passage under two opposed statements already.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evidence.premise import header_line, premise
from training.nli_rows import LABELS, Row
from training.pair_groups import FLIPPED, read_groups

OWN_PAIRS = Path(__file__).with_name("pairs")
ALL_GROUPS = "pairs*.jsonl"
RELATION_LABELS = {"contradicts": "contradiction", "supports": "entailment", "neutral": "neutral"}
PROPOSITION_LABELS = {"entailed": "entailment", "refuted": "contradiction", "neutral": "neutral"}
# set5 is never fitted on, so that there is a figure on pairs that nothing has seen.
TRAINING_SETS = ("set1", "set2", "set3", "set4")
# Of a pair's propositions, how many become rows.
MOST_PROPOSITIONS = 2
# Domains of the groups that are kept from the entailment model, to fit the score on: about one in ten.
KEPT = frozenset((OWN_PAIRS / "kept-areas.txt").read_text("utf-8").splitlines())


def read_pairs(folder: Path, sets: Sequence[str]) -> list[dict[str, Any]]:
    """The lines of claim-pairs files in order, each with its opposite statement where one was written."""
    opposites = _opposites(folder)
    return [_with_opposite(pair, opposites) for pair in read_lines([folder / f"{name}.jsonl" for name in sets])]


def read_lines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The objects of files of JSON lines, in order."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def group_pairs(*, held_out: bool, files: str = ALL_GROUPS) -> list[dict[str, Any]]:
    """The pairs of the project's own groups, or of some files of them: of the domains KEPT, or of all others."""
    found = sorted(OWN_PAIRS.glob(files))
    if not found:
        raise SystemExit(f"no file of {OWN_PAIRS} is named {files}")
    pairs = read_groups(found)
    return [p for p in pairs if (p["domain"] in KEPT) == held_out]


def _opposites(folder: Path) -> dict[str, dict[str, Any]]:
    files = [*sorted(folder.glob("opposites*.jsonl")), *sorted(OWN_PAIRS.glob("opposites*.jsonl"))]
    return {row["statement"]: row for row in read_lines(files)}


def _with_opposite(pair: dict[str, Any], opposites: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found = opposites.get(pair["claim"]["statement"])
    if found is None:
        return pair
    opposite = {key: found[key] for key in ("opposite", "opposite_speaker", "not_flipped")}
    return pair | {"claim": pair["claim"] | {"opposite": opposite}}


class Contrast(NamedTuple):
    """What a pair gives besides its own statement: of propositions and other claims, the share that is drawn."""

    header: bool = True
    propositions: float = 1.0
    opposite: bool = True
    others: float = 1.0

    def within(self, most: Contrast) -> Contrast:
        """What both of them give."""
        return Contrast(*(min(own, other) for own, other in zip(self, most, strict=True)))


FULL = Contrast()


def training_pairs(
    folder: Path, sets: Sequence[str], real: Sequence[Path] = (), groups: str = ALL_GROUPS
) -> list[dict[str, Any]]:
    """The pairs of `sets`, of the groups that the score is not fitted on, and of files of labelled real passages."""
    passages = ({**pair, "real": True} for pair in read_lines(real))
    return [*read_pairs(folder, sets), *group_pairs(held_out=False, files=groups), *passages]


def pair_rows(pairs: Sequence[Mapping[str, Any]], seed: int, contrast: Contrast = FULL) -> list[Row]:
    """The rows that pairs give in one pass, shuffled; propositions and other claims are drawn with `seed`."""
    rng = random.Random(seed)
    by_domain: dict[str, list[Mapping[str, Any]]] = {}
    for pair in pairs:
        by_domain.setdefault(pair["domain"], []).append(pair)
    invented = [p for p in pairs if "real" not in p]
    rows = []
    for pair in pairs:
        rows += _own(pair, rng, contrast)
        if contrast.opposite:
            rows += _turned(pair, contrast)
        if _drawn(contrast.others, rng):
            rows += _other(pair, invented if "real" in pair else by_domain[pair["domain"]], rng, contrast)
    rng.shuffle(rows)
    return rows


def _own(pair: Mapping[str, Any], rng: random.Random, contrast: Contrast) -> Iterator[Row]:
    read = _premise(pair, contrast)
    yield _row(read, pair["claim"]["statement"], RELATION_LABELS[pair["label"]])
    propositions, found = pair.get("propositions") or {}, []
    for kind in ("asserts", "counter"):
        labels = pair.get(f"{kind}_labels") or ()
        found += list(zip(propositions.get(kind) or (), labels, strict=False))
    for text, label in rng.sample(found, min(len(found), MOST_PROPOSITIONS)):
        if _drawn(contrast.propositions, rng):
            yield _row(read, text, PROPOSITION_LABELS[label])


def _drawn(share: float, rng: random.Random) -> bool:
    """Whether a row of those of which a share is drawn is one; the whole needs no lot."""
    return share >= 1 or (share > 0 and rng.random() < share)


def _turned(pair: Mapping[str, Any], contrast: Contrast) -> Iterator[Row]:
    """The passage under the opposite statement; in a group that is a pair of its own already."""
    opposite = pair["claim"].get("opposite")
    if opposite and not pair.get("group") and pair["id"] not in opposite["not_flipped"]:
        yield _row(_premise(pair, contrast), opposite["opposite"], RELATION_LABELS[FLIPPED[pair["label"]]])


def _other(
    pair: Mapping[str, Any], near: Sequence[Mapping[str, Any]], rng: random.Random, contrast: Contrast
) -> Iterator[Row]:
    """The passage under a statement, and now and then a counter-proposition, of another claim of its domain.

    For a real passage it is any invented claim: others about the same records may well bear on it.
    """
    own = {pair["claim"]["statement"], (pair["claim"].get("opposite") or {}).get("opposite")}
    others = [p for p in near if p["claim"]["statement"] not in own] if "real" not in pair else near
    if not others:
        return
    other = rng.choice(others)
    counter = (other.get("propositions") or {}).get("counter") or ()
    text = rng.choice(counter) if counter and rng.random() < 1 / 3 else other["claim"]["statement"]
    yield _row(_premise(pair, contrast), text, "neutral")


def _premise(pair: Mapping[str, Any], contrast: Contrast) -> str:
    return as_premise(pair) if contrast.header else without_header(pair)


def without_header(pair: Mapping[str, Any]) -> str:
    """The passage alone, for the ablation of the header line."""
    return str(pair["passage"])


def as_premise(pair: Mapping[str, Any]) -> str:
    """Header line and passage as the product reads them."""
    message = pair["message"]
    to = message.get("to") or []
    header = header_line(
        message.get("from"), [to] if isinstance(to, str) else to, message.get("date"), message.get("subject")
    )
    return premise(header, pair["passage"])


def _row(read: str, hypothesis: str, label: str) -> Row:
    return Row(read, hypothesis, LABELS.index(label))


def main() -> None:
    """Sets named on the command line → their pairs with opposite statements, for `checker evaluate pairs --probes`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--pairs", type=Path, default=Path("../shared/data/claim-pairs"))
    given = parser.parse_args()
    for pair in read_pairs(given.pairs, given.sets):
        sys.stdout.write(json.dumps(pair, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
