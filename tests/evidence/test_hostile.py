import time
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.hostile_mails import HOSTILE, nested
from evidence.model import Message, Skipped
from evidence.passages import passages
from evidence.readers.mapped import input_file
from evidence.reading import ReadMessage, read_file
from evidence.segments import MOST_SEGMENTS, segments
from tests.evidence.mails import eml, messages, only, pieces, read, texts

SECONDS = 20  # of one busy core; each of these takes well under two on an idle one


def everything(data: bytes) -> list[Message]:
    """Read some bytes to the last passage."""
    found = messages(data)
    for message in found:
        for segment in segments(message):
            passages(message, segment)
    return found


def each(names: Iterable[str]) -> list[object]:
    """The names, the longer ones marked as such."""
    return [pytest.param(name, marks=pytest.mark.fuzz if name.startswith("1 MB") else ()) for name in names]


@pytest.mark.parametrize("name", each(HOSTILE))
def test_hostile_mail_costs_neither_minutes_nor_the_mail(name: str) -> None:
    """A mail built to hang a parser is read in seconds, and it is still a message."""
    begun = time.process_time()
    found = everything(HOSTILE[name])
    assert time.process_time() - begun < SECONDS
    assert found


def test_words_in_html_too_deep_for_the_parser_are_kept_as_nobodys() -> None:
    """HTML nested beyond the parser's limit still yields its words; whose they are is unknown."""
    found = only(eml(b"<p>above</p>" + b"<blockquote>" * 50_000 + b"inside", extra="Content-Type: text/html\r\n"))
    assert [(p.author, p.text) for p in pieces(found)] == [(None, "above\ninside")]


def test_too_deep_is_flagged() -> None:
    """What lies deeper than the limit is not read, and the message says so."""
    assert "mime-too-deep" in only(nested(2_000)).flags


@pytest.mark.parametrize("name", ["2,000 nested parts", "200,000 recipients"])
def test_what_was_left_off_stands_in_the_ledger(name: str) -> None:
    """A mail that was read in part has a row that says so, beside its message."""
    items = [found for _, found in read_file(input_file("mail", None, HOSTILE[name]))]
    assert [
        (found.status, found.reason.endswith("were left off")) for found in items if isinstance(found, Skipped)
    ] == [("partial", True)]


def test_recipients_beyond_the_limit_are_flagged() -> None:
    """Recipients that were left off are never left off silently."""
    found = only(HOSTILE["200,000 recipients"])
    assert len(found.to) == 10_000
    assert "too-many-recipients" in found.flags


def test_nul_characters_are_kept_and_flagged() -> None:
    """A NUL in a text shifts no offset, and the text is flagged."""
    found = only(eml(b"before\x00after the NUL. It works."))
    assert texts(found) == ["before\x00after the NUL. It works."]
    assert "nul-characters" in found.bodies[0].text.flags


def test_lone_surrogates_become_replacement_characters() -> None:
    """Half a surrogate pair, which no database takes, is replaced and flagged."""
    found = only(eml(b"half \xed\xa0\x80 pair", charset="utf-8"))
    found.model_dump_json()
    texts(found)[0].encode("utf-8")
    assert any(f.startswith("charset") or f == "replacement-characters" for f in found.bodies[0].text.flags)


@given(st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes whatever raise; they end as messages or as refusals with reason and remedy."""
    for item in read(data):
        if not isinstance(item, Message):
            assert item.reason
            assert item.remedy


@given(st.binary(max_size=300), st.integers(5, 400), st.binary(max_size=8))
def test_a_damaged_mail_is_still_read(noise: bytes, at: int, patch: bytes) -> None:
    """Bytes put in anywhere behind the first label, NULs included, cost no mail: it is read to the last passage."""
    whole = eml(
        b"--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nwords\r\n--cut--\r\n" + noise,
        extra='Content-Type: multipart/mixed; boundary="cut"\r\n',
    )
    assert everything(whole[:at] + patch + whole[at:])


def test_an_author_who_changes_too_often_is_unknown_from_there_on() -> None:
    """Beyond the limit of segments no word is lost and none is ascribed; the ledger says so."""
    data = eml(b"> quoted\r\n\r\nown\r\n" * (MOST_SEGMENTS // 2 + 50))
    read_of, told = [found for _, found in read_file(input_file("mail", None, data))]
    assert isinstance(read_of, ReadMessage)
    assert isinstance(told, Skipped)
    *_, before, rest = [segment for segment, _ in read_of.cut]
    assert len(read_of.cut) == MOST_SEGMENTS + 1
    assert (before.author is None, rest.kind, rest.author, rest.attributed) == (False, "quoted", None, "unknown")
    text = read_of.message.bodies[0].text.text
    assert text[before.spans[-1][1] : rest.spans[0][0]].strip(" >\n") == ""
    assert text[rest.spans[0][0] : rest.spans[-1][1]].count("own") == 50
    assert (told.status, "20,000 times" in told.reason) == ("partial", True)
