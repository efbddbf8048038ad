"""Damaged mail: what must hold whatever the bytes are. `make fuzz` runs the many; a few run always."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench.invariants import broken
from bench.mutations import failures, mutant
from bench.seed_mails import SEEDS
from evidence.index import counts, open_index
from evidence.message_rows import SegmentPassages
from evidence.model import Message, Skipped
from evidence.readers.mapped import input_file
from evidence.reading import ReadMessage, read_file
from tests.evidence.mails import eml, only
from tests.evidence.records import ingested, rows

BLOCK, BLOCKS, FUZZ_BLOCK, FUZZ_BLOCKS = 100, 5, 2_500, 40
# What mail and printed releases are made of, in any order.
TOKENS = st.sampled_from(
    [
        *(seed[:400] for seed in SEEDS.values()),
        b"From: a <a@b.example>\n",
        b"From x@y.example Tue Mar  5 10:00:00 2019\n",
        b"To: b\nCc: c\n",
        b"Subject: =?utf-8?b?w6k=?= =?utf-8?q?=\n",
        b"Date: Tue, 05 Mar 2019 10:00:00 +9999\n",
        b"Sent: Friday, March 1, 2019 8:15 AM\n",
        b'Content-Type: multipart/mixed; boundary="cut"\n',
        b"Content-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: base64\n",
        b"Content-Type: message/rfc822\n\n",
        b"--cut\n",
        b"--cut--\n",
        b"-----Original Message-----\n",
        b"On 5 March 2019, Ada wrote:\n",
        b"> > quoted\n",
        b"<blockquote><p>x</blockquote>",
        b"begin 644 x\n#0V%T\nend\n",
        b"NYPD-CV-000123\n\f",
        b"(b) (6) B5\n",
        b"\n\n",
        b"\r",
        b"\x00\xff\xfe",
        b"\xed\xa0\x80",
        b"word. Another word! ",
    ]
)


@pytest.fixture(scope="module")
def database() -> Iterator[object]:
    """A database in memory that rows are tried in."""
    with open_index(Path(":memory:")) as connection:
        yield connection


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_damage_costs_a_mail_or_breaks_a_rule(block: int, database: object) -> None:
    """Of a damaged mail each message is read, stored and quoted to the letter, or a reason says why not."""
    assert damaged(database, range(block * BLOCK, (block + 1) * BLOCK)) == {}


@pytest.mark.fuzz
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("block", range(FUZZ_BLOCKS))
def test_none_of_many_damages_costs_a_mail_or_breaks_a_rule(block: int, database: object) -> None:
    """The same holds for 100,000 of them."""
    assert damaged(database, range(block * FUZZ_BLOCK, (block + 1) * FUZZ_BLOCK)) == {}


def damaged(database: object, numbers: range) -> dict[int, list[str]]:
    """The mutants of these numbers with which something is wrong."""
    seeds = list(SEEDS.values())
    found = {number: list(failures(database, mutant(seeds, number))) for number in numbers}  # type: ignore[arg-type]
    return {number: faults for number, faults in found.items() if faults}


@given(st.lists(TOKENS, max_size=30).map(b"".join))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_heap_of_mail_is_read_or_refused(data: bytes) -> None:
    """Pieces of mail in any order break no rule."""
    assert faults(data) == []


@pytest.mark.fuzz
@pytest.mark.timeout(3600)
@given(st.one_of(st.lists(TOKENS, max_size=60).map(b"".join), st.binary(max_size=5_000)))
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@example(b"")
def test_any_of_many_heaps_is_read_or_refused(data: bytes) -> None:
    """The same holds for many more of them, and for any bytes."""
    assert faults(data) == []


def faults(data: bytes) -> list[str]:
    """Which rules the reading of some bytes breaks."""
    items = [found for _, found in read_file(input_file("heap", None, data))]
    messages = [found for found in items if isinstance(found, ReadMessage)]
    skips = [found for found in items if isinstance(found, Skipped)]
    lost = [] if messages or skips else ["neither a message nor a reason"]
    return [*lost, *broken(data, messages, skips), *(s.reason for s in skips if "failed: " in s.reason)]


def test_each_damaged_file_has_its_row(tmp_path: Path) -> None:
    """Every file, whatever was done to it, ends in the ledger; what is not "ok" says why and what to do."""
    (tmp_path / "mail").mkdir()
    for number in range(60):
        (tmp_path / "mail" / f"{number}").write_bytes(mutant(list(SEEDS.values()), number))
    assert ingested(tmp_path / "case.sqlite", tmp_path / "mail") == 60
    with open_index(tmp_path / "case.sqlite") as connection:
        assert counts(connection)["sources"] == 60
    assert rows(tmp_path / "case.sqlite", "SELECT * FROM sources WHERE status <> 'ok' AND reason IS NULL") == []


def test_broken_rules_are_seen() -> None:
    """The rules notice a quote, spans, a range and a flag that are wrong."""
    message = only(eml("One \ufffd two."))
    (found,) = (item for _, item in read_file(input_file("a", None, eml("Words."))) if isinstance(item, ReadMessage))
    (segment, (passage, *_)), *_ = found.cut
    wrong = [
        found._replace(cut=(SegmentPassages(segment, (passage.model_copy(update={"quote": "Other."}),)),)),
        found._replace(cut=(SegmentPassages(segment.model_copy(update={"spans": ((3, 2),)}), ()),)),
        ReadMessage(found.message.model_copy(update={"raw": (0, 10_000)}), ()),
        ReadMessage(unflagged(message), ()),
    ]
    assert [len(list(broken(eml("Words."), [one], []))) for one in wrong] == [1, 1, 1, 1]


def unflagged(message: Message) -> Message:
    """A message whose texts say nothing of what was guessed in them."""
    bodies = [b.model_copy(update={"text": b.text.model_copy(update={"flags": ()})}) for b in message.bodies]
    return message.model_copy(update={"bodies": tuple(bodies), "raw": (0, 10)})
