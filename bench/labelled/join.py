"""Labelled places and the cases that hold their mail → rows in the shape of ../shared/data/claim-pairs/FORMAT.md.

    python -m bench.labelled.join oklahoma-ag-foia=CASE nih-foia-threads=CASE … --out pairs.jsonl
    python -m bench.labelled.join --groups nih-foia-threads=CASE --out groups.jsonl

Where passages are cut otherwise than when they were labelled, the labelled text is kept under the header of the passage
that overlaps most of it; a place that no passage covers by half is lost, and counted. Never commit the output.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from claims.model import Claim
from claims.store import load_claims
from evidence.lookup import Lookup
from evidence.premise import is_senders_own
from evidence.stored import MessageRow, PassageRow
from training.pair_groups import group_pairs
from training.pair_rows import read_lines

HERE = Path(__file__).parent
PLACES = (
    "SELECT p.pk, p.spans FROM passages p JOIN segments s ON s.pk = p.segment JOIN texts t ON t.pk = s.text"
    " JOIN messages m ON m.pk = s.message JOIN sources f ON f.pk = m.source"
    " WHERE f.sha256 = ? AND t.sha256 = ? AND m.member IS ? AND s.part IS ? ORDER BY p.pk"
)


def main() -> None:
    """Write the rows and print how many places were found as labelled, cut anew, lost, or in no case given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", metavar="RELEASE=CASE")
    parser.add_argument("--groups", action="store_true", help="the opposed statements of groups.jsonl instead")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    lookups = {name: _opened(Path(folder)) for name, _, folder in (c.partition("=") for c in given.cases)}
    rows, counts = joined_groups(lookups) if given.groups else joined(lookups)
    given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} rows in {given.out}: " + ", ".join(f"{n} {how}" for how, n in sorted(counts.items())))


def _opened(case: Path) -> Lookup:
    return Lookup(sqlite3.connect(f"{(case / 'case.sqlite').absolute().as_uri()}?mode=ro", uri=True))


def joined(lookups: Mapping[str, Lookup]) -> tuple[list[dict[str, Any]], Counter[str]]:
    """The rows whose place is found, in the order of passages.jsonl, and how places fared."""
    file = load_claims(HERE / "claims.yaml")
    claims = {claim.id: claim for claim in file.claims}
    rows, counts = [], Counter[str]()
    for number, place in enumerate(read_lines([HERE / "passages.jsonl"]), 1):
        lookup = lookups.get(place["release"])
        found = found_at(lookup, place) if lookup else ("in no case given", None, "")
        counts[found[0]] += 1
        if lookup and found[1]:
            claim, speaker = claims[place["claim"]], file.parties[claims[place["claim"]].speaker].name
            message = header(found[1], lookup.message(found[1].message))
            named = {"id": f"labelled-{number}", "domain": claim.id, "label": place["label"]}
            rows.append(named | said(claim, speaker) | {"message": message, "passage": " ".join(found[2].split())})
    return rows, counts


def joined_groups(lookups: Mapping[str, Lookup]) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Two rows a passage, under either statement of its group, in the order of groups.jsonl, and how places fared."""
    rows, counts = [], Counter[str]()
    for group in read_lines([HERE / "groups.jsonl"]):
        lookup, passages = lookups.get(group["release"]), []
        counts["in no case given"] += 0 if lookup else len(group["passages"])
        for place in group["passages"] if lookup else ():
            how, passage, text = found_at(lookup, place)
            counts[how] += 1
            if passage:
                message = header(passage, lookup.message(passage.message))
                labels = {"a": place["a"], "b": place["b"]}
                passages.append(message | labels | {"passage": " ".join(text.split())})
        pairs = group_pairs({**group, "domain": group["group"], "passages": passages})
        rows += [pair | {"release": group["release"]} for pair in pairs]
    return rows, counts


def found_at(lookup: Lookup, place: Mapping[str, Any]) -> tuple[str, PassageRow | None, str]:
    """How the place fared, the passage that stands there, and the labelled text."""
    spans = place["spans"]
    where = (place["sha256"], place["text_sha256"], place["member"], place["part"])
    near = [(pk, json.loads(stored)) for pk, stored in lookup.connection.execute(PLACES, where)]
    pk, stored = max(near, key=lambda n: (n[1] == spans, overlap(n[1], spans)), default=(0, []))
    if 2 * overlap(stored, spans) < sum(end - start for start, end in spans):
        return "lost", None, ""
    (whole,) = lookup.connection.execute("SELECT text FROM texts WHERE sha256 = ?", where[1:2]).fetchone()
    text = "\n".join(whole[start:end] for start, end in spans)
    return "as labelled" if stored == spans else "cut anew", lookup.passage(pk), text


def overlap(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> int:
    """Characters that two lists of spans share."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def header(passage: PassageRow, message: MessageRow) -> dict[str, Any]:
    """The header under which the product reads a passage: its own author and date, never the outer sender's."""
    own = is_senders_own(passage.kind, passage.author, message.sender)
    date = passage.date or (message.date if own else None)
    to = [a.raw for a in message.to] if own else []
    return {"from": passage.author and passage.author.raw, "to": to, "date": date, "subject": message.subject}


def said(claim: Claim, speaker: str) -> dict[str, Any]:
    """The claim and its propositions as a pair holds them."""
    period = claim.assertion and claim.assertion.covers
    covers = {"from": period.from_, "to": period.to} if period else None
    about = {"speaker": speaker, "statement": claim.statement, "made_on": claim.made_on, "covers": covers}
    return {"claim": about, "propositions": {"asserts": list(claim.asserts), "counter": list(claim.counter)}}


if __name__ == "__main__":
    main()
