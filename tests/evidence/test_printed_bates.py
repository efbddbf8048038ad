"""A Bates-stamped production of printed mail in several layouts. Every word is invented."""

import pytest

from evidence.model import Message
from tests.evidence.mails import Piece, messages, pieces


def page(number: int, text: str) -> str:
    """A page with the date and number that the producing office stamped below it."""
    return f"{text}\n\nFeb-17-2020 {number:06}\n\n"


WORDS = "It works well for us. Could we extend it?\n"
RUN_TOGETHER = f"From: \nBram Otter\nTo: \nAda Quill\nSubject:RE: PilotDate:03/04/2019 04:53 PM{WORDS}"
COLUMNS = (
    "From:\nTo:\nCc:\nSubject:\nDate:\n\nBram Otter\nAda Quill\nCleo Marsh; Dora Finch\nRE: Pilot\n"
    f"03/04/2019 04:53 PM\n\n{WORDS}"
)
COLONS = (
    'From:        Bram Otter <bram@agency.example>\nTo:        "Ada Quill" <ada@vendor.example>\n'
    "Date:        03/04/2019 04:53 PM\nSubject:        RE: Pilot\n\nIt works well for us. Could we extend it?\n"
)
INLINE = (
    "From: Bram Otter [mailto:bram@agency.example] Sent: Monday, March 04, 2019 4:53 PMTo: Ada Quill"
    f"Subject: RE: Pilot\n{WORDS}"
)
GLUED_LABELS = (
    "From:\nBram Otter\nTo:Subject:RE: PilotDate:03/04/2019 04:53 PMIt works well for us. Could we extend it?\n"
)


@pytest.mark.parametrize("layout", [RUN_TOGETHER, COLUMNS, COLONS, INLINE, GLUED_LABELS])
def test_every_layout_of_a_header_is_read(layout: str) -> None:
    """Whichever way a header is printed, sender, date and subject are read and none of it is left in the body."""
    (found,) = messages(page(1, layout).encode())
    assert found.sender is not None
    assert (found.sender.name, found.date, found.subject) == ("Bram Otter", "2019-03-04T16:53:00", "RE: Pilot")
    assert [p.text for p in pieces(found)] == ["It works well for us. Could we extend it?"]


def test_a_stamp_with_a_date_is_the_pages_number() -> None:
    """The number of a stamp is the locator; its date is when the page was produced, not when anything was sent."""
    first, second = messages((page(41, COLONS) + page(42, COLONS.replace("works", "worked"))).encode())
    assert (first.bates, second.bates) == ("000041", "000042")
    assert (first.date, second.date) == ("2019-03-04T16:53:00", "2019-03-04T16:53:00")
    assert not any("Feb-17" in p.text for m in (first, second) for p in pieces(m))


def test_a_message_over_two_pages_has_both_numbers() -> None:
    """A message that runs over a page break begins on one number and ends on the next."""
    (found,) = messages(
        (page(7, COLONS.removesuffix(" Could we extend it?\n")) + page(8, "Could we extend it?")).encode()
    )
    assert (found.bates, found.bates_end) == ("000007", "000008")
    assert " ".join(pieces(found)[0].text.split()) == "It works well for us. Could we extend it?"


def test_a_run_together_header_is_read_once() -> None:
    """The line on which header and body stand is not read as a second header."""
    found = messages((page(1, RUN_TOGETHER) + page(2, RUN_TOGETHER.replace("Bram Otter", "Cleo Marsh"))).encode())
    assert [m.sender.name for m in found if m.sender] == ["Bram Otter", "Cleo Marsh"]


def test_an_attributed_reply_is_not_the_senders() -> None:
    """Words behind "On … wrote:", broken over lines as printers do, are their author's."""
    said = 'On Mar 3, 2019, at 10:31 AM, "ada@vendor.example"\n<ada@vendor.example> wrote:\nShall we meet?\n'
    body = f"Fine.\nThanks,\nBram\n{said}"
    (found,) = messages(page(1, COLONS.replace(WORDS, body)).encode())
    assert pieces(found) == [
        Piece("own", "bram@agency.example", "2019-03-04T16:53:00", "Fine."),
        Piece("signature", "bram@agency.example", "2019-03-04T16:53:00", "Thanks,\nBram"),
        Piece("quoted", "ada@vendor.example", "2019-03-03T10:31:00", "Shall we meet?"),
    ]


def test_a_header_glued_into_a_line_ends_the_senders_words() -> None:
    """A lead that a printout glued behind the last word still begins somebody else's words."""
    glued = (
        "It works. Thanks-----Original Message-----From: Ada Quill [mailto:ada@vendor.example] "
        "Sent: Sunday, March 03, 2019 9:00 AMTo: Bram OtterSubject: Pilot\nDoes it work?\n"
    )
    (found,) = messages(page(1, COLONS.replace(WORDS, glued)).encode())
    assert not any(p.author == "bram@agency.example" and "Does it work?" in p.text for p in pieces(found))


def test_names_of_attachments_are_nobodys_words() -> None:
    """The list of attachments below a header is not what the sender wrote."""
    listed = COLUMNS.replace(
        "It works", "Attachments:\nPilot report March.pdf\nA longer name of a\nfile.docx\nIt works"
    )
    (found,) = messages(page(1, listed).encode())
    assert [p.text for p in pieces(found)] == ["It works well for us. Could we extend it?"]


def test_a_list_of_recipients_over_many_lines_is_one_header() -> None:
    """Recipients over many lines and a page break are recipients, not words."""
    people = ", ".join(f"Person {n} <p{n}@agency.example>" for n in range(40))
    wrapped = (
        people.replace("Person 10 ", "\nPerson 10 ")
        .replace("Person 20 ", "Person\n20 ")
        .replace("Person 30 ", "\n\nFeb-17-2020 000001\n\nPerson 30 ")
    )
    text = COLONS.replace('"Ada Quill" <ada@vendor.example>', wrapped)
    (found,) = messages(page(2, text).encode())
    assert found.subject == "RE: Pilot"
    assert len(found.to) >= 30
    assert [p.text for p in pieces(found)] == ["It works well for us. Could we extend it?"]


def test_lotus_lines_are_headers() -> None:
    """Name, date, To, cc and Subject on one line, as Lotus prints them, begin a message."""
    line = "Bram Otter 03/04/2019 04:53 PM To:Ada Quill cc:Cleo Marsh Subject:RE: Pilot\nIt works.\n"
    (found,) = messages(page(1, line).encode())
    assert found.sender is not None
    assert (found.sender.name, found.date, found.subject) == ("Bram Otter", "2019-03-04T16:53:00", "RE: Pilot")


def test_the_date_of_the_printout_is_furniture() -> None:
    """A moment alone beside the stamp of page after page is when it was printed."""
    body = "It works well for us.\n\n11/24/2019 1:56 PM"
    text = page(1, COLONS.replace("It works well for us. Could we extend it?", body)) + "".join(
        page(n, f"And so on for a {n}th page.\n\n11/24/2019 1:56 PM") for n in (2, 3, 4)
    )
    (found,) = messages(text.encode())
    assert not any("1:56" in p.text for p in pieces(found))


NIH = """{"names": ["quill, ada"], "emails": [[
 {"sender": "otter, bram", "recipients": [0], "cc": ["marsh, cleo"], "subject": "FW: Pilot",
  "time": "2020-02-20T05:59:00", "body": "It wor ks well. (b) (6) said so.\\n\\nBest,\\nBram\\nNIH-000 980\\n"},
 {"sender": 0, "recipients": ["otter, bram"], "cc": [], "subject": "Pilot", "time": "Mon, 17 Feb 2020 09:00:00 -0500",
  "body": "Does it work?\\n"}], [{"note": 1}]]}"""


def test_json_threads_are_messages() -> None:
    """Each entry of a JSON thread is a message whose byte range is its object; an entry that is no mail is recorded."""
    data = NIH.encode()
    newer, older = messages(data)
    assert (newer.sender.name if newer.sender else None, newer.date) == ("otter, bram", "2020-02-20T05:59:00")
    assert (older.sender.name if older.sender else None, older.date) == ("quill, ada", "2020-02-17T09:00:00-05:00")
    assert [a.name for a in newer.to] == ["quill, ada"]
    assert data[slice(*older.raw)].startswith(b'{"sender": 0')
    assert newer.bodies[0].text.part == "/emails/0/0/body"


def test_a_stamp_that_ocr_broke_is_a_stamp() -> None:
    """A Bates number with a blank in it is still the page's number and no word of the mail."""
    newer: Message = messages(NIH.encode())[0]
    assert newer.bates == "NIH-000980"
    assert [(p.kind, p.text) for p in pieces(newer)] == [
        ("own", "It wor ks well. (b) (6) said so."),
        ("signature", "Best,\nBram"),
    ]


def test_a_release_mark_in_words_is_furniture_where_it_comes_back_to_the_letter() -> None:
    """An office's mark may be a sentence; said once it may be somebody's words, on every page it is a mark."""
    mark = "Produced by the Office of Records. Every page of this mail has been reviewed."
    head = "From: Bram Otter <bram@agency.example>\nSent: Monday, March 4, 2019 4:53 PM\nSubject: RE: Pilot\n"
    paged = "".join(page(n, f"{mark}\n\n{head}\nIt works, {n}.") for n in (1, 2, 3))
    assert [p.text for m in messages(paged.encode()) for p in pieces(m)] == [
        "It works, 1.",
        "It works, 2.",
        "It works, 3.",
    ]
    (once,) = messages(page(1, f"{head}\n{mark}").encode())
    assert [p.text for p in pieces(once)] == [mark]
