"""Invented cases with the truth about them → labelled rows of running mail, in the shape of claim-pairs/FORMAT.md.

    python -m bench.case_rows training/cases/*/ --out cases.jsonl

Every passage that the reader cuts is held against every claim of its case: what overlaps a gold passage has its label,
what overlaps a gray one or one in tension, or stands beside a gold one in its message, is left out, the rest is
neutral. Of the neutrals NEAR are those nearest to the claim by cosine, CROSSED decide another claim of the case, FAR
are drawn at random.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.cases import ingested
from bench.labelled.join import header, said
from checker.encoder import Encoder
from checker.evaluate.case import SHARED_WORDS, overlaps
from checker.models import open_encoder
from checker.settings import Settings
from claims.model import Claim
from evidence.lookup import Lookup
from evidence.stored import MessageRow, PassageRow
from training.pair_rows import read_lines

NEAR, CROSSED, FAR = 10, 8, 4
SEED = 20261126
ENTAILED = {"contradicts": ("refuted", "entailed"), "supports": ("entailed", "refuted"), "neutral": ("neutral",) * 2}


class Stands(NamedTuple):
    """A passage, the message that it stands in, and its words under their header as the network reads them."""

    passage: PassageRow
    message: MessageRow
    read: str


def main() -> None:
    """Write the rows of the cases named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    encoder = open_encoder(Settings())
    rows = [row for folder in given.cases for row in case_rows(folder, encoder)]
    given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    labels = [row["label"] for row in rows]
    print(f"{len(rows)} rows: " + ", ".join(f"{labels.count(label)} {label}" for label in sorted(set(labels))))


def case_rows(folder: Path, encoder: Encoder) -> list[dict[str, Any]]:
    """The rows of one case."""
    gold = read_lines([folder / "gold.jsonl"])
    with ingested(folder) as (file, connection):
        lookup = Lookup(connection)
        texts = [pk for (pk,) in connection.execute("SELECT pk FROM distinct_texts ORDER BY pk")]
        stands = [_stands(lookup, pk) for pk in texts]
    vectors = encoder.encode([s.read for s in stands])
    rows = []
    for claim in file.claims:
        of_claim = [g for g in gold if g["claim"] == claim.id]
        near = (vectors @ encoder.encode([claim.statement, *claim.counter]).T).max(axis=1)
        about = said(claim, file.parties[claim.speaker].name)
        others = [g["quote"] for g in gold if g["claim"] != claim.id and g["label"] != "gray"]
        for label, s in _labelled(stands, of_claim, others, near):
            message = header(s.passage, s.message)
            named = {"id": f"{folder.name}-{claim.id}-{s.passage.pk}", "domain": folder.name, "label": label}
            passage = " ".join(s.passage.quote.split())
            rows.append(named | about | _propositions(claim, label) | {"message": message, "passage": passage})
    return rows


def _stands(lookup: Lookup, distinct: int) -> Stands:
    passage = lookup.passages_of(distinct)[0]
    return Stands(passage, lookup.message(passage.message), lookup.distinct_text(distinct))


def _labelled(
    stands: Sequence[Stands], gold: Sequence[Mapping[str, str]], others: Sequence[str], near: np.ndarray
) -> Iterator[tuple[str, Stands]]:
    """Gold passages with their labels; of the rest the nearest, what decides other claims, and some at random."""
    beside = {g["message_id"].strip("<>") for g in gold}
    rest = []
    for n, s in enumerate(stands):
        labels = {g["label"] for g in gold if holds(s.passage.quote, g["quote"])}
        if len(labels) == 1 and (label := labels.pop()) in ENTAILED:
            yield label, s
        elif not any(overlaps(s.passage.quote, g["quote"]) for g in gold) and s.message.message_id not in beside:
            rest.append(n)
    rest.sort(key=lambda n: (-near[n], n))
    rng, far = random.Random(SEED), rest[NEAR:]
    crossed = [n for n in far if any(holds(stands[n].passage.quote, quote) for quote in others)]
    crossed = rng.sample(crossed, min(CROSSED, len(crossed)))
    plain = sorted(set(far) - set(crossed))
    for n in (*rest[:NEAR], *crossed, *rng.sample(plain, min(FAR, len(plain)))):
        yield "neutral", stands[n]


def holds(passage: str, quote: str) -> bool:
    """Whether a passage shares a run of words with a gold quote that is long enough to bear its label."""
    return overlaps(passage, quote) and len(passage.split()) >= min(SHARED_WORDS, len(quote.split()))


def _propositions(claim: Claim, label: str) -> dict[str, Any]:
    """The propositions with their labels; of several counters one alone may be met, so that none is labelled then."""
    asserted, countered = ENTAILED[label]
    counter = list(claim.counter) if len(claim.counter) == 1 or label == "neutral" else []
    return {
        "propositions": {"asserts": list(claim.asserts), "counter": counter},
        "asserts_labels": [asserted] * len(claim.asserts),
        "counter_labels": [countered] * len(counter),
    }


if __name__ == "__main__":
    main()
