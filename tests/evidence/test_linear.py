import pytest

from bench.hostile_mails import eml, with_field
from evidence import header_labels, headers, mime
from evidence.header_labels import is_lead, label_of
from evidence.headers import mailboxes
from evidence.mime import part_at
from evidence.readers.mapped import input_file
from evidence.reading import ReadMessage, read_file
from evidence.vocabulary import entries

# In each of these, work that grows with the square of the size would take minutes.
HOSTILE_MAILS = {
    "spaces behind a letter": eml(b"a" + b" " * 300_000 + b"x"),
    "stops": eml(b"." * 300_000 + b"x"),
    "sentences of a notice": eml(b"confidential. Privileged. " * 20_000 + b"received in error, intended recipient"),
    "days without a year": eml(b"From: a\r\nSent: " + b"March 5 " * 50_000 + b"\r\nTo: b\r\nSubject: c\r\n\r\nx"),
    "a sender and spaces": eml(b"Ada 3/5/2019 10:00 To:" + b" cc:" * 100_000 + b" " * 100_000 + b"x"),
    "parameters without a name": eml(b"x", "Content-Type: text/plain" + ";" * 700_000 + "\r\n"),
    "parameters": eml(b"x", "Content-Type: text/plain" + "; a=b" * 300_000 + "\r\n"),
    "spaces behind On and a day": eml(b"On 5 March 2019 " + b" " * 300_000 + b"x"),
    "spaces behind a sender": eml(b"From: a" + b" " * 300_000 + b"x"),
    "stops in a date": with_field(b"Date:", b"1" + b"." * 2_000_000 + b"x"),
    "mailboxes of a header run together": eml(
        b"From: a Subject: b Date: March 4, 2019 9:00To: " + b"a <b@c.de>, " * 60_000
    ),
    "salutations": eml(b"Dear Bram,\r\n" * 50_000),
    "letters that nobody signs": eml(b"I write to you about all of these things.\r\nDear Bram,\r\nx\r\n" * 20_000),
    "citations that nothing closes": eml(b'Ada Quill said:\r\n"We do it all.\r\n' * 30_000),
    "copyrights": eml(b"it was so in the paper\r\nCopyright 2019 Bay Times\r\n" * 20_000),
    "bylines": eml(b"By ADA QUILL\r\n" * 30_000),
    "datelines": eml(b"OTTER BAY (Reuters) - x\r\n" * 30_000),
    "a copyright and spaces": eml(b"Copyright" + b" " * 300_000 + b"x"),
    "removals": eml(b"(b)(6)\r\n" * 30_000),
    "letters below a notice": eml(b"Confidentiality notice\r\n\r\n" + b"a" * 300_000),
    "a list of one address": with_field(b"To:", b"a@b.example" + b" " * 500_000 + b"x"),
}
HOSTILE_LISTS = {
    "colons behind an address": b"a@b.example" + b" :" * 1_000_000,
    "spaces behind an address": b"a@b.example" + b" " * 500_000 + b"x",
}


@pytest.mark.parametrize("name", HOSTILE_MAILS)
def test_a_mail_of_one_repeated_sign_is_read_in_one_pass(name: str) -> None:
    """Reading takes time that grows with the size of a mail, whatever sign it repeats."""
    items = [found for _, found in read_file(input_file("mail", None, HOSTILE_MAILS[name]))]
    assert [type(found) for found in items] == [ReadMessage]


@pytest.mark.parametrize("name", HOSTILE_LISTS)
def test_a_long_list_of_addresses_is_read_in_one_pass(name: str) -> None:
    """A list of addresses is cut in time that grows with its length, not with its square."""
    assert len(mailboxes(HOSTILE_LISTS[name])[0]) <= 1


def test_long_lines_and_values_are_not_remembered() -> None:
    """What is kept for the next question is short: lines of a hostile mail never fill the memory."""
    kept = (header_labels._remembered, headers._remembered, mime._remembered, mime._type_remembered)
    before = [function.cache_info().misses for function in kept]
    long = "x" * 2_000
    label_of(f"Subject: {long}")
    mailboxes(f"{long} <ada@vendor.example>".encode())
    part = part_at(f'Content-Type: text/plain; name="{long}"\r\n\r\nx'.encode(), "", 0, 2_100)
    mime.file_name(part)
    assert [function.cache_info().misses for function in kept] == before


@pytest.mark.parametrize("vocabulary", ["thread-leads", "forward-leads"])
def test_every_known_announcement_is_seen_at_a_glance(vocabulary: str) -> None:
    """The first look at a line, which spares most lines the second, passes every announcement, alone or in dashes."""
    leads = entries(vocabulary)
    assert [lead for lead in leads if not is_lead(f"----- {lead.upper()} -----")] == []
    assert [lead for lead in leads if not is_lead(f"  {lead.title()}:")] == []
