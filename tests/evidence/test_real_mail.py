"""Samples of real releases, read to the last passage; skipped where the data beside the project is absent."""

import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.mail_hard import unpack
from evidence.errors import EvidenceError
from evidence.index import counts, open_index
from evidence.ingest import ingest
from evidence.model import Message, Skipped
from evidence.passages import passages
from evidence.readers.detect import read_any
from evidence.segments import segments
from tests.evidence.mails import input_file
from tests.evidence.records import silent
from tests.evidence.test_offsets import check_offsets

ROOT = Path(__file__).parents[2]
MAIL = ROOT.parent / "shared" / "data" / "mail"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not MAIL.is_dir(), reason="the data beside the project (../shared/data/mail) is absent"),
]
STAMPS = re.compile(r"UNCLASSIFIED U\.S\. Department|[A-Z][a-z]{2}-\d{2}-\d{4} \d{6}|RELEASE IN (?:PART|FULL)")
# Archive, one file in how many, the least share of messages with a sender and with a date.
RELEASES = {
    "state": ("state-foia.tar.xz", 60, 0.97, 0.95),
    "oklahoma": ("oklahoma-ag-foia.tar.xz", 4, 0.97, 0.95),
    "nih": ("nih-foia-threads.json.xz", 1, 0.99, 0.99),
    "enron": ("enron-801.tar.xz", 5, 0.99, 0.99),
}
GATED = frozenset(["subject", "from", "from_name", "date", "body_contains", "body_equals_ws", "html_text_equals_ws"])


def members(archive: str, every: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every so many-th file of an archive."""
    if not archive.endswith(".tar.xz"):
        yield archive, (MAIL / archive).read_bytes()
        return
    with tarfile.open(MAIL / archive) as held:
        for number, entry in enumerate(e for e in held if e.isfile()):
            stream = held.extractfile(entry) if number % every == 0 else None
            if stream is not None:
                yield entry.name, stream.read()


@pytest.mark.parametrize("name", RELEASES)
def test_senders_and_dates_of_real_releases_are_found(name: str) -> None:
    """In each kind of release nearly every message has its sender and date, and every offset cuts back."""
    archive, every, least_senders, least_dates = RELEASES[name]
    found: list[Message] = []
    for file, data in members(archive, every):
        for _, item in read_any(input_file(data, file)):
            assert not isinstance(item, Skipped), item
            found.append(item)
    assert len(found) > 100
    assert sum(m.sender is not None for m in found) / len(found) >= least_senders
    assert sum(m.date is not None for m in found) / len(found) >= least_dates
    for message in found[::10]:
        check_offsets(message)
        quotes = [p.quote for s in segments(message) for p in passages(message, s)]
        assert not [q for q in quotes if STAMPS.search(q)]


def test_a_sample_of_a_release_is_ingested_whole(tmp_path: Path) -> None:
    """Every document of a sample ends as ok, none of its messages is lost, and a second run adds nothing."""
    folder = tmp_path / "mail"
    folder.mkdir()
    for name, data in members("state-foia.tar.xz", 60):
        (folder / Path(name).name).write_bytes(data)
    with open_index(tmp_path / "case.sqlite") as connection:
        new = ingest(connection, [folder], silent)
        held = dict(counts(connection))
        assert ingest(connection, [folder], silent) == 0
        assert dict(counts(connection)) == held
    assert new == held["sources"] == held["ok"]
    assert held["messages"] > 1.5 * held["sources"]
    assert held["passages"] > held["messages"] / 2


@pytest.fixture(scope="module")
def mail_hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The third-party test mails, unpacked."""
    folder = tmp_path_factory.mktemp("hard")
    unpack(folder)
    return next(folder.rglob("expected.jsonl")).parent


def test_third_party_mails_are_read_as_their_tests_say(mail_hard: Path) -> None:
    """Subject, sender, date and text are right in all test mails but those in UTF-7, which is never decoded."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.mail_hard", "--json", str(mail_hard)], cwd=ROOT, capture_output=True, check=True
    )
    found = json.loads(run.stdout)
    rows = {row["field"]: row["rows"] for row in found["fields"] if row["confidence"] == "test"}
    assert rows.keys() >= GATED
    assert sum(rows[field] for field in GATED) > 300
    assert found["unread"] == []
    wrong = {file for field in GATED for file in found["failures"].get(f"test {field}", [])}
    assert {f for f in wrong if b"utf-7" not in (mail_hard / f).read_bytes().lower()} == set()
    outlook = {
        row["field"]: (row["rows"] > 0, row["wrong"]) for row in found["fields"] if row["confidence"] == "test (.msg)"
    }
    assert outlook == dict.fromkeys(["subject", "to", "body_equals_ws", "attachments"], (True, 0))


def test_any_third_party_file_is_read_or_refused(mail_hard: Path) -> None:
    """Mails, PDFs, archives and pictures of other projects' tests never raise; what is refused says why."""
    for path in sorted(p for p in mail_hard.rglob("*") if p.is_file() and p.stat().st_size < 300_000):
        try:
            items = [item for _, item in read_any(input_file(path.read_bytes(), path.name))]
        except EvidenceError as error:
            pytest.fail(f"{path.name}: {error}")
        for item in items:
            if isinstance(item, Message):
                check_offsets(item)
            else:
                assert item.reason
                assert item.remedy
