"""A release of single documents: a stamp above and below each page, codes in the margin. Every word is invented."""

import pytest

from evidence.model import Message
from evidence.passages import passages
from evidence.segments import segments
from tests.evidence.mails import messages, pieces

STAMP = "      UNCLASSIFIED U.S. Department of State Case No. F-2019-00001 Doc No. C05000001 Date: 11/30/2020\n"
DOCUMENT = (
    STAMP
    + "\n                                                                                      RELEASE IN PART\n"
    + "                                                                                      B6\n\n\n"
    + "From:                              Otter, Bram J <OtterBJ@agency.example >\n"
    + "Sent:                              Monday, March 4, 2019 3:17 PM\n"
    + "To:                                Quill, Ada\n"
    + "Subject:                           Fw: Pilot      Classified by DAS on 11/30/2020 \u2014 Class: SECRET\n\n\n"
    + "Please read this. The trial                                                                          B5\n"
    + "accounts that we made in January will be\n\n"
    + STAMP
    + STAMP.replace("      U", "     U")
    + "\n\n\n\nclosed at the end of the month.\n\n"
    + "     Original Message\n"
    + "From: Marsh, Cleo\n"
    + "To: Otter, Bram J; 'Ada Quill'\n"
    + "Cc: Finch, Dora D\n"
    + "Sent: Mon Mar 04 08:14:14 2019\n"
    + "Subject: Pilot\n\n"
    + "We use it daily.\n"
    + "                                                                                                    1.4(B)\n"
    + "                                                                                                      4(D)\n\n"
    + "                                        33\n\n"
    + STAMP
)


def both() -> tuple[Message, Message]:
    """The two messages of the document."""
    newer, older = messages(DOCUMENT.encode())
    return newer, older


def test_each_printed_header_begins_a_message() -> None:
    """A document with two printed mails is two messages, newest first, each with its own header."""
    newer, older = both()
    assert newer.sender is not None
    assert older.sender is not None
    assert (newer.sender.address, newer.sender.name) == ("otterbj@agency.example", "Otter, Bram J")
    assert (older.sender.address, older.sender.name) == (None, "Marsh, Cleo")
    assert (newer.date, older.date) == ("2019-03-04T15:17:00", "2019-03-04T08:14:14")
    assert [a.name for a in older.to] == ["Otter, Bram J", "'Ada Quill'".strip("'")]
    assert [a.name for a in older.cc] == ["Finch, Dora D"]


def test_a_long_subject_goes_on_over_three_lines() -> None:
    """Full lines below a subject and a short one above a blank are its rest, and nobody's words."""
    whole = (
        "Subject: Pilot",
        "Subject: Re: Former head of the harbour office would be glad to join you in signing a letter that calls for\n"
        "lasting independence of the harbour museum, and suggests that you invite the present and the last\n"
        "chair of the board",
    )
    _, older = messages(DOCUMENT.replace(*whole).encode())
    assert older.subject is not None
    assert older.subject.endswith("chair of the board")
    assert "lasting independence" not in str(pieces(older))


@pytest.mark.parametrize(
    "paragraph",
    [
        "I took the four hundred dollars out of the box and gave them to the driver and the clerk\nBram",
        "We took the four hundred dollars out of the box and gave them to the driver and then to\nthe clerk on Monday",
        "took the four hundred dollars out of the box and gave them to the driver and then to the\n"
        "harbour office, which asked for no receipt and wrote nothing down, as I was told\nthe clerk on Monday",
    ],
)
def test_a_first_paragraph_is_no_rest_of_the_subject(paragraph: str) -> None:
    """Words right below a long subject are kept, unless they can only be its rest."""
    subject = "Subject: the harbour museum and its lasting independence from the office of the harbour board"
    _, older = messages(
        DOCUMENT.replace("Subject: Pilot\n\nWe use it", f"{subject}\n{paragraph}\n\nWe use it").encode()
    )
    assert "four hundred dollars" in str(pieces(older))


def test_a_classification_behind_the_subject_is_no_subject() -> None:
    """What the releasing office printed behind a header's value is furniture."""
    newer, older = both()
    assert (newer.subject, older.subject) == ("Fw: Pilot", "Pilot")


def test_a_sentence_across_pages_is_quoted_without_the_stamps() -> None:
    """Stamps, codes and page numbers are no part of a quote; the sentence goes on behind them."""
    newer, _ = both()
    (segment,) = segments(newer)
    quotes = [p.quote for p in passages(newer, segment)]
    assert any(" ".join(q.split()).endswith("will be closed at the end of the month.") for q in quotes)
    assert not any(word in q for q in quotes for word in ("UNCLASSIFIED", "B5", "C0500"))


def test_codes_in_the_margin_are_no_words() -> None:
    """Exemption codes and what OCR leaves of them, and numbers at a page's foot, are furniture."""
    _, older = both()
    assert [(p.kind, p.text) for p in pieces(older)] == [("own", "We use it daily.")]


def test_the_stamp_is_the_locator() -> None:
    """The document number that a page carries is the message's locator, not its text."""
    newer, older = both()
    assert (newer.bates, newer.bates_end, older.bates) == ("C05000001", "C05000001", "C05000001")
    assert [p.number for p in newer.bodies[0].text.pages] == [1, 2]


def test_the_byte_ranges_share_the_file() -> None:
    """The two messages follow each other and together are the whole file."""
    newer, older = both()
    assert (newer.raw[0], newer.raw[1], older.raw[1]) == (0, older.raw[0], len(DOCUMENT.encode()))


def test_a_header_torn_by_a_page_break_is_one_header() -> None:
    """Labels on the next page belong to the header that began on the page before."""
    torn = DOCUMENT.replace("Cc: Finch, Dora D\n", STAMP + STAMP + "\n\n\n\n\nCc: Finch, Dora D\n")
    _, older = messages(torn.encode())
    assert (older.subject, older.date) == ("Pilot", "2019-03-04T08:14:14")
    assert pieces(older)[0].text == "We use it daily."


def test_a_document_without_header_is_one_message() -> None:
    """A page of prose is kept as one message that says that it has no header."""
    (found,) = messages((STAMP + "\nTalking points for the trial. It works.\n" + STAMP).encode())
    assert found.flags == ("no-header",)
    assert (found.sender, found.date) == (None, None)
    assert [p.text for p in pieces(found)] == ["Talking points for the trial. It works."]


def test_the_authors_of_printed_quotations_are_read() -> None:
    """Marked lines in a printed mail are not its sender's, also where OCR printed two marks as one."""
    page = DOCUMENT.replace(
        "We use it daily.\n",
        "Yes.\n\nOn Mar 3, 2019, at 7:49 PM, Finch, Dora D <finchdd@agency.example> wrote:\n\n"
        "> Did you\n\u00bb Can we?\n",
    )
    found = [(p.kind, p.author) for p in pieces(messages(page.encode())[1])]
    assert found == [("own", "Marsh, Cleo"), ("quoted", "finchdd@agency.example"), ("quoted", None)]


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        ("From\nSent: Mon Mar 04 08:14:14 2019\nTo: Otter, Bram J\nSubject: Pilot\n", None),
        ("To: Otter, Bram J\nSent: Mon Mar 04 08:14:14 2019\nSubject: Pilot\n", None),
        ("From Marsh, Cleo\nTo: Otter, Bram J\nSent: Mon Mar 04 08:14:14 2019\nSubject: Pilot\n", "Marsh, Cleo"),
        (",From: Marsh, Cleo\nSent: Mon Mar 04 08:14:14 2019\nTo: Otter\nSubject: Pilot\n", "Marsh, Cleo"),
        ("Subject: Pilot of a long and\nwinding name\nFrom: Marsh, Cleo\nTo: Otter, Bram J\nCC:\n", "Marsh, Cleo"),
    ],
)
def test_a_header_with_a_gap_begins_a_message(head: str, sender: str | None) -> None:
    """Where the sender was cut out, or OCR spoiled the label, the words below are not those of who wrote above."""
    intact = DOCUMENT[DOCUMENT.index("From: Marsh") : DOCUMENT.index("We use it daily.")]
    newer, older = messages(DOCUMENT.replace(intact, head + "\n").encode())
    assert (older.sender.name if older.sender else None) == sender
    assert "We use it daily." in [p.text for p in pieces(older)]
    assert not any("daily" in p.text or "Subject" in p.text for p in pieces(newer))


def test_a_lead_without_a_header_ends_the_senders_words() -> None:
    """Below "Original Message" with nothing readable behind it stand words whose author is not known."""
    gone = DOCUMENT[DOCUMENT.index("From: Marsh") : DOCUMENT.index("We use it daily.")]
    (newer,) = messages(DOCUMENT.replace(gone, "\n").encode())
    assert [(p.kind, p.author) for p in pieces(newer) if "daily" in p.text] == [("forwarded", None)]


def test_what_is_left_of_a_header_is_nobodys() -> None:
    """Importance and names of files below a printed header, parted by text recognition, are no words of the sender."""
    rest = "Importanc e: High\nAttac hment s:     Plan of the\npilot.docx\n"
    (message, *_) = messages(DOCUMENT.replace("Please read", f"{rest}\nPlease read").encode())
    assert next(p.text for p in pieces(message)).startswith("Please read this.")


def test_a_header_that_a_printer_repeats_on_one_line_is_nobodys() -> None:
    """Sender and addressees printed again above the words, and what did not fit on that line, are no words."""
    again = (
        "      From: Marsh, Cleo              To: Bram Otter <otterbj@agency.example>,\nada.quill@vendor.example\n\n"
    )
    older = messages(DOCUMENT.replace("We use it daily.", f"{again}We use it daily.").encode())[1]
    assert [(p.kind, p.text) for p in pieces(older)] == [("own", "We use it daily.")]
