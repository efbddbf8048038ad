"""A case → pairs of passages and of mailboxes to judge, and judgements of such pairs → how many the program gets right.

    python -m bench.copies sheet CASE --kind acts --pairs 40 > sheet.jsonl
    python -m bench.copies score CASE bench/judgements/copies-state-foia.jsonl

A sheet holds text and stays outside the project. `acts`: two witnesses of one act whose words are not the same to the
letter. `people`: half of them mailboxes that are resolved to one person, half that share a name and are not. A
judgement is {kind, one, other, label}: label is "same" or "different", one and other are hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from checker.derived.sameness import exact_key
from checker.derived.tables import derive_copies
from checker.derived.texts import Texts
from evidence.hashing import sha256_hex
from evidence.index import open_index

SEED = 18
MOST_ALIKE = 60  # mailboxes under one word: past that it is a domain or a title
_PASSAGES = """
SELECT a.act, p.pk, p.spans, s.text, m.id, coalesce(b.raw, '?'), coalesce(s.date, m.date), s.kind
FROM passage_acts a JOIN passages p ON p.pk = a.passage JOIN segments s ON s.pk = p.segment
    JOIN messages m ON m.pk = s.message LEFT JOIN mailboxes b ON b.pk = s.author ORDER BY m.id, s.part, p.spans
"""


def place(ident: str, spans: str) -> str:
    """The hash by which a judgement names a passage: its message's id and its spans."""
    return hashlib.sha256(f"{ident}\x1f{spans}".encode()).hexdigest()[:16]


def acts_sheet(connection: sqlite3.Connection, pairs: int) -> Iterator[dict[str, str]]:
    """Acts drawn at random, of each the first witness and a random one in other words."""
    texts, chance = Texts(connection), random.Random(SEED)
    groups: dict[int, list[dict[str, str]]] = defaultdict(list)
    for act, _, spans, text, ident, author, date, kind in connection.execute(_PASSAGES).fetchall():
        words = " ".join(texts.cut(text, spans).split())
        row = {"place": place(ident, spans), "text": words, "author": author, "date": date or "", "kind": kind}
        groups[act].append(row)
    several = [g for g in groups.values() if len({exact_key(w["text"]) for w in g}) > 1]
    for group in chance.sample(several, min(pairs, len(several))):
        first = group[0]
        other = chance.choice([w for w in group if exact_key(w["text"]) != exact_key(first["text"])])
        yield _pair("acts", first, other)


def _pair(kind: str, one: dict[str, str], other: dict[str, str]) -> dict[str, Any]:
    shown = [{k: v for k, v in w.items() if k != "place"} for w in (one, other)]
    return {"kind": kind, "one": one["place"], "other": other["place"], "shown": shown}


def people_sheet(connection: sqlite3.Connection, pairs: int) -> Iterator[dict[str, Any]]:
    """Pairs of mailboxes: half resolved to one person, half that share a word of a name and are not."""
    chance = random.Random(SEED)
    rows = connection.execute(
        "SELECT p.person, b.raw FROM mailbox_persons p JOIN mailboxes b ON b.pk = p.mailbox"
        " WHERE p.person IS NOT NULL AND length(b.raw) < 200 ORDER BY b.raw"
    ).fetchall()
    persons, words = defaultdict(list), defaultdict(list)
    for person, raw in rows:
        persons[person].append(raw)
        for word in set(re.findall(r"[a-z]{4,}", re.sub(r"@.*", "", raw.lower()))):
            words[word].append((person, raw))
    joined = sorted({pair for found in persons.values() for pair in combinations(sorted(set(found)), 2)})
    apart = sorted(
        {
            (a[1], b[1])
            for found in words.values()
            if len(found) <= MOST_ALIKE
            for a, b in combinations(found, 2)
            if a[0] != b[0]
        }
    )
    for pool in (joined, apart):
        for one, other in chance.sample(pool, min(pairs // 2, len(pool))):
            yield _pair("people", *({"place": sha256_hex(raw)[:16], "text": raw} for raw in (one, other)))


def score(connection: sqlite3.Connection, judged: list[dict[str, str]]) -> list[str]:
    """For each kind: how many joined pairs are the same, and how many of the same are joined."""
    group: dict[tuple[str, str], set[int]] = defaultdict(set)
    for act, _, spans, _, ident, *_ in connection.execute(_PASSAGES):
        group["acts", place(ident, spans)].add(act)
    for person, raw in connection.execute("SELECT person, raw FROM mailbox_persons JOIN mailboxes ON pk = mailbox"):
        group["people", sha256_hex(raw)[:16]].add(person)
    counted: Counter[tuple[str, str, bool]] = Counter()
    for row in judged:
        one, other = group.get((row["kind"], row["one"])), group.get((row["kind"], row["other"]))
        if one and other:
            counted[row["kind"], row["label"], bool(one & other)] += 1
    lines = []
    for kind in sorted({k for k, _, _ in counted}):
        right, wrong = counted[kind, "same", True], counted[kind, "different", True]
        missed, kept = counted[kind, "same", False], counted[kind, "different", False]
        lines.append(f"{kind}: {right} of {right + wrong} joined are the same; {right} of {right + missed} same joined")
        lines.append(f"{kind}: {kept} of {kept + missed} left apart are different")
    return lines


def main() -> None:
    """Write a sheet to stdout, or print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("sheet", "score"))
    parser.add_argument("case", type=Path)
    parser.add_argument("judgements", type=Path, nargs="?")
    parser.add_argument("--kind", choices=("acts", "people"), default="acts")
    parser.add_argument("--pairs", type=int, default=40)
    given = parser.parse_args()
    with open_index(given.case / "case.sqlite") as connection:
        derive_copies(connection)
        if given.action == "score":
            lines = given.judgements.read_text(encoding="utf-8").splitlines()
            print("\n".join(score(connection, [json.loads(line) for line in lines])))
            return
        sheet = acts_sheet if given.kind == "acts" else people_sheet
        for row in sheet(connection, given.pairs):
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
