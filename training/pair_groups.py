"""Group files (two opposed statements × passages, `pairs/GROUPS.md`) → labelled pairs as in claim-pairs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

SIDES = {"a": "b", "b": "a"}
FLIPPED = {"contradicts": "supports", "supports": "contradicts", "neutral": "neutral"}
IMPLIED = {
    "contradicts": {"asserts": "refuted", "counter": "entailed"},
    "supports": {"asserts": "entailed", "counter": "refuted"},
    "neutral": {"asserts": "neutral", "counter": "neutral"},
}
JUDGED = frozenset({"entailed", "refuted", "neutral"})


class BadGroup(ValueError):
    """A group breaks a rule of `pairs/GROUPS.md`; the message says which group, which passage and which rule."""


def read_groups(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The pairs of all groups in the files, in order.

    Raises:
        BadGroup: a group's name stands twice, or a group breaks a rule of the format.
    """
    seen: set[str] = set()
    pairs: list[dict[str, Any]] = []
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            group = json.loads(line)
            if group["group"] in seen:
                raise BadGroup(f"{path.name}: group {group['group']} stands twice; rename one")
            seen.add(group["group"])
            pairs.extend(group_pairs(group))
    return pairs


def group_pairs(group: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Two pairs a passage: under statement a and under statement b."""
    opposites = {side: _opposite(group, side) for side in SIDES}
    for number, passage in enumerate(group["passages"], 1):
        if passage["a"] == passage["b"] != "neutral":
            raise BadGroup(f"{group['group']} passage {number}: {passage['a']} under both statements")
        for side in SIDES:
            yield _pair(group, number, side, opposites[side])


def _opposite(group: Mapping[str, Any], side: str) -> dict[str, Any]:
    other = SIDES[side]
    kept = [
        _pair_id(group, number, side)
        for number, passage in enumerate(group["passages"], 1)
        if FLIPPED[passage[side]] != passage[other]
    ]
    stated = group[other]
    return {"opposite": stated["statement"], "opposite_speaker": stated["speaker"], "not_flipped": kept}


def _pair_id(group: Mapping[str, Any], number: int, side: str) -> str:
    return f"{group['group']}-{number:02d}{side}"


def _pair(group: Mapping[str, Any], number: int, side: str, opposite: Mapping[str, Any]) -> dict[str, Any]:
    stated, passage = group[side], group["passages"][number - 1]
    label = passage[side]
    where = f"{group['group']} passage {number} under {side}"
    asserts = _proposition_labels(passage, side, "asserts", stated["asserts"], where)
    counter = _proposition_labels(passage, side, "counter", stated["counter"], where)
    _require_agreement(label, asserts, counter, where)
    return {
        "id": _pair_id(group, number, side),
        "group": group["group"],
        "domain": group["domain"],
        "claim": {key: stated[key] for key in ("speaker", "statement", "made_on", "covers")} | {"opposite": opposite},
        "propositions": {"asserts": stated["asserts"], "counter": stated["counter"]},
        "message": {key: passage[key] for key in ("from", "to", "date", "subject")},
        "passage": passage["passage"],
        "label": label,
        "counter_labels": counter,
        "asserts_labels": asserts,
        "phenomena": passage.get("phenomena", []),
    }


def _proposition_labels(
    passage: Mapping[str, Any], side: str, kind: str, propositions: Sequence[str], where: str
) -> list[str]:
    given = passage.get(f"{side}_{kind}")
    labels: list[str] = [IMPLIED[passage[side]][kind]] * len(propositions) if given is None else given
    if len(labels) != len(propositions) or set(labels) - JUDGED:
        raise BadGroup(f"{where}: {kind} labels {labels} do not fit {len(propositions)} propositions")
    return labels


def _require_agreement(label: str, asserts: Sequence[str], counter: Sequence[str], where: str) -> None:
    against = "refuted" in asserts or "entailed" in counter
    favours = "entailed" in asserts or "refuted" in counter
    agrees = {"contradicts": against, "supports": favours, "neutral": not (against or favours)}
    if not agrees[label]:
        raise BadGroup(
            f"{where}: {label} disagrees with its propositions' labels, asserts {asserts}, counter {counter}"
        )


def main() -> None:
    """Group files named on the command line → claim-pairs lines on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="group files, *.jsonl")
    for pair in read_groups(parser.parse_args().files):
        sys.stdout.write(json.dumps(pair, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
