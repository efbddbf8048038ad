"""Printed texts whose head is no mail's or was misread: memoranda, web mail, spoiled labels, marks. All is invented."""

import pytest

from evidence.model import Message
from tests.evidence.mails import messages, only, pieces
from tests.evidence.test_printed_state import STAMP

MARGIN = " " * 80


def printed(*lines: str) -> list[Message]:
    """The messages of a page."""
    return messages((STAMP + "\n" + "\n".join(lines) + "\n").encode())


@pytest.mark.parametrize(
    ("head", "date", "sender", "to", "subject"),
    [
        (
            ("CONFIDENTIAL", "", "   March 5, 2019", "", " For: Ada Quill", " From: Bram", " Re: The pier"),
            "2019-03-05",
            "Bram",
            ["Ada Quill"],
            "The pier",
        ),
        (
            ("SENSITIVE          June 4th, 2019", "INFORMATION MEMORANDUM", "TO:      Harbour Master Cleo Marsh", "",
             "THROUGH: Dora Finch", "FROM:    Pier Section, Edda Reed", "         Deputy Head", "", "SUBJECT: Cameras"),
            "2019-06-04",
            "Pier Section, Edda Reed",
            ["Harbour Master Cleo Marsh"],
            "Cameras",
        ),
        (
            ("   November 5, 2019-11-05", " \u2022 For Ada:", "From: Bram", "CC: Cleo", "Re:                   1.4(B)"),
            "2019-11-05",
            "Bram",
            ["Ada"],
            None,
        ),
        (
            ("NOTE FOR DEPUTY SECRETARY QUILL", "", "SUBJECT: Tolls", "", "FROM:    Pier Section", "DATE: 6/5/2019"),
            "2019-06-05",
            "Pier Section",
            ["DEPUTY SECRETARY QUILL"],
            "Tolls",
        ),
        (
            ("MEMORANDUM FOR LIST", "FROM: EDDA REED", "DATE: 6 May 2019", "SUBJECT: Tides"),
            "2019-05-06",
            "EDDA REED",
            ["LIST"],
            "Tides",
        ),
    ],
    ids=["labels", "capitals", "name behind", "note", "dated"],
)  # fmt: skip
def test_the_head_of_a_memorandum_is_read(
    head: tuple[str, ...], date: str, sender: str, to: list[str], subject: str | None
) -> None:
    """A memorandum says from whom, for whom, on what and when; it is flagged as one, and its head is no part of it."""
    (found,) = printed(*head, "", "The cameras at the pier are ours.")
    assert found.sender is not None
    assert (found.date, found.sender.raw, [a.raw for a in found.to], found.subject) == (date, sender, to, subject)
    assert found.flags == ("memorandum",)
    assert [(p.kind, p.text) for p in pieces(found)] == [("own", "The cameras at the pier are ours.")]


@pytest.mark.parametrize(
    "head",
    [
        ("From: Quay", "To: Pier", "", "The ferry takes nine minutes."),
        ("For: Ada Quill", "Re: The pier"),
        ("We came from far.", "For whom: nobody", "From: where we were"),
    ],
)
def test_what_names_no_author_and_matter_is_no_memorandum(head: tuple[str, ...]) -> None:
    """A text that does not say from whom, for whom and on what or when stays a message without header."""
    (found,) = printed(*head, "", "The cameras at the pier are ours.")
    assert (found.sender, "no-header" in found.flags) == (None, True)


@pytest.mark.parametrize("label", ["Front", "prom:", "Frorn.", "\u201e From:"])
def test_a_misread_label_before_a_whole_header_is_from(label: str) -> None:
    """What recognition makes of "From:" names the sender where the rest of a header stands below it."""
    (found,) = printed(
        f"{label}     Ada Quill <ada@vendor.example>",
        "Sent:     Monday, March 4, 2019 3:17 PM",
        "To:       Bram Otter",
        "Subject:  Pilot",
        "",
        "We use it daily.",
    )
    assert found.sender is not None
    assert (found.sender.address, found.subject) == ("ada@vendor.example", "Pilot")


LONG = "Re: The pilot of the cameras at the pier and what it costs the harbour"


@pytest.mark.parametrize(
    ("head", "to", "subject"),
    [
        ("From:\nTo:\n\nBram Otter\nada@vendor.example\n\nCc:\n\nCleo Marsh\n\nDate:\nSubject:\n\n"
         "02/25/2014 10:15 AM\nRe: Pilot", ["ada@vendor.example"], "Re: Pilot"),
        (f"From:\nTo:\nSubject:\n\nBram Otter\nAda Quill;\nCleo Marsh\n{LONG}\nin May\n02/25/2014 10:15 AM\n\nDate:\n",
         ["Ada Quill", "Cleo Marsh"], f"{LONG} in May"),
        ("From:\nTo:\nDate:\nSubject:\n\nBram Otter\nAda Quill\n02/25/2014 10:15 AM\nRe: Pilot",
         ["Ada Quill"], "Re: Pilot"),
    ],
    ids=["groups", "day first", "one group"],
)  # fmt: skip
def test_labels_in_groups_get_their_values(head: str, to: list[str], subject: str) -> None:
    """Labels above the group of their values are matched in order, the moment is the date; it is flagged."""
    (found,) = printed(head, "", "We use it daily.")
    assert found.sender is not None
    assert (found.sender.raw, [a.raw for a in found.to], found.subject) == ("Bram Otter", to, subject)
    assert (found.date, found.flags) == ("2014-02-25T10:15:00", ("header-columns",))
    assert [p.text for p in pieces(found)] == ["We use it daily."]


@pytest.mark.parametrize(
    "head",
    [
        "From:\nTo:\n\nBram Otter\nAda Quill\n\nDate:\nSubject:\n\n02/25/2014 10:15 AM\nPilot",
        "From:\nBram Otter\nTo:\nAda Quill\nSubject:\nPilot\nDate:\n02/25/2014 10:15 AM",
    ],
)
def test_a_text_that_begins_with_a_bare_label_is_printed(head: str) -> None:
    """A page that begins with "From:" alone on its line is no raw mail, of which sender and date would be lost."""
    found = only(f"{head}\n\nWe use it daily.\n".encode())
    assert found.sender is not None
    assert (found.sender.raw, found.date, found.subject) == ("Bram Otter", "2014-02-25T10:15:00", "Pilot")


def test_a_subject_takes_no_words_of_the_body() -> None:
    """Where a short subject stands right above the body in one group, nothing of the body becomes subject."""
    found = only(
        b"From:\nTo:\n\nBram Otter\nAda Quill\n\nDate:\nSubject:\n\n02/25/2014 10:15 AM\nPilot\nWe use it daily.\n"
    )
    assert "We use it daily." in " ".join(p.text for p in pieces(found))


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (
            "----- Forwarded by Ada Quill/VENDOR on 02/26/2014 06:12 PM ----From:        Bram Otter/AGENCY\n"
            "To:        ada@vendor.example\nDate:        02/25/2014 10:15 AM\nSubject:        Re: Pilot",
            "Bram Otter/AGENCY",
        ),
        (
            "-----Original message----From: Bram Otter\nTo: Ada Quill\nSent: Tuesday, February 25, 2014 10:15 AM\n"
            "Subject: Re: Pilot",
            "Bram Otter",
        ),
        (
            "  From: bram@agency.example [mailto:bram@agency.example] Sent: Tuesday, February 25, 2014 10:15 AM\nTo:\n"
            " Ada Quill\nSubject:\n Re: Pilot",
            "bram@agency.example [mailto:bram@agency.example]",
        ),
    ],
    ids=["forwarded", "original", "sent"],
)
def test_header_lines_that_lost_their_line_break_are_read(head: str, sender: str) -> None:
    """A sender behind an announcement, and a date behind a sender, are read where a line break was lost."""
    found = only(f"{head}\n\nWe use it daily.\n".encode())
    assert found.sender is not None
    assert (found.sender.raw, found.date, found.subject) == (sender, "2014-02-25T10:15:00", "Re: Pilot")
    assert [p.text for p in pieces(found)] == ["We use it daily."]


@pytest.mark.parametrize(
    "mark",
    [
        f"Classified by DAS, on 11/30/2020 \u2014 Class: SECRET\nReason: 1.4(D) \u2014 Declassify on: {MARGIN}B1",
        f"Classified by DAS, A/GIS, on\n11/30/2020 \u2014 Class: SECRET \u2014\non: 10/15/2035{MARGIN}B1, 1.4(B)",
        "\u2022    " + STAMP.strip().replace("C0500", "CO500"),
    ],
    ids=["reason", "day", "misread stamp"],
)
def test_release_marks_above_a_header_are_no_message(mark: str) -> None:
    """Marks of the releasing office that are broken over lines, and a misread stamp, are furniture, not a message."""
    header = "From: Ada Quill\nSent: Monday, March 4, 2019 3:17 PM\nTo: Bram Otter\nSubject: Pilot"
    found = only(f"{mark}\n\n{header}\n\nDaily.\n".encode())
    assert found.subject == "Pilot"
    assert [p.text for p in pieces(found)] == ["Daily."]


@pytest.mark.parametrize(("above", "kept"), [("Please see below.", True), ("drui\u25a0", False), ("DRAFT", False)])
def test_a_short_sentence_above_the_first_header_is_kept(above: str, kept: bool) -> None:
    """A sentence of a few words above the first header is somebody's; a speck or a mark is nobody's."""
    header = (
        "From: Ada Quill",
        "Sent: Monday, March 4, 2019 3:17 PM",
        "To: Bram Otter",
        "Subject: Pilot",
        "",
        "Daily.",
    )
    found = printed(above, "", *header)
    assert [p.text for message in found for p in pieces(message)] == ([above] if kept else []) + ["Daily."]


def test_a_misread_stamp_is_the_stamp() -> None:
    """An O for the nought of a stamp's number is read as the nought."""
    found = only(f"{STAMP.replace('C0500', 'CO500')}\nThe cameras at the pier are ours.\n".encode())
    assert found.bates == "C05000001"


OWNER = f"{' ' * 24}Ada Quill <ada@vendor.example>"
FIRST = (
    f"Bram Otter <bram@agency.example>{' ' * 21}Mon, Mar 4, 2019 at 4:53 PM",
    "To: Ada Quill <ada@vendor.example>",
    "",
    "Daily.",
)
SECOND = (f"Ada Quill <ada@vendor.example>{' ' * 21}Mon, Mar 4, 2019 at 5:53 PM", "To: Bram Otter", "", "Good to hear.")


@pytest.mark.parametrize(
    "head",
    [
        (OWNER, "", "Pilot at the pier", "2 messages", ""),
        (f"3/5/2019{' ' * 20}Harbour Board Mail - Pilot at the pier", "", OWNER, "", "Pilot at the pier", "2 messages"),
        (f"Gmail - Pilot at the pier{' ' * 9}https://mail.example/mail/u/0?ik=abc", "", "Gmail" + OWNER, "",
         "Pilot at the pier", "2 messages"),
        ("3/5/2019, 10:04 AM     Gmail - Pilot at the pier", "", "M Gmail" + OWNER, "", "Pilot at the pier", ""),
        ("M Gmail" + OWNER, "", "Pilot at the pier", ""),
    ],
    ids=["program", "day and title", "address", "no count", "no title"],
)  # fmt: skip
def test_what_a_browser_prints_above_web_mail_is_no_message(head: tuple[str, ...]) -> None:
    """A window's title, the day, the page's address and whose mail it is are the print's, not somebody's words."""
    first, second = messages("\n".join((*head, *FIRST, "", *SECOND)).encode())
    assert first.sender is not None
    assert (first.sender.address, first.subject) == ("bram@agency.example", "Pilot at the pier")
    assert [p.text for p in pieces(first)] == ["Daily."]
    assert second.sender is not None
    assert second.sender.address == "ada@vendor.example"


def test_a_line_of_its_own_above_web_mail_is_not_taken_for_its_subject() -> None:
    """Where nothing shows that a browser printed the page, what somebody wrote above the first mail stays his."""
    above, mail = messages("\n".join(("We should look at this one soon", "", *FIRST)).encode())
    assert [p.text for p in pieces(above)] == ["We should look at this one soon"]
    assert mail.subject is None
