import pytest

from evidence.header_labels import label_of
from evidence.segments import segments
from tests.evidence.mails import Piece, eml, only, pieces

ADA, BRAM, CLEO = "ada@vendor.example", "bram@agency.example", "cleo@agency.example"


def shown(body: str, subject: str = "Pilot") -> list[tuple[str, str | None, str]]:
    """Kind, author and words of each segment of a mail by Ada."""
    return [(p.kind, p.author, p.text) for p in pieces(only(eml(body, subject=subject)))]


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Mar 4, 2019 at 9:00 AM Bram Otter <bram@agency.example> wrote:",
        "On Mon, Mar 4, 2019 at 9:00 AM Bram Otter\n<bram@agency.example> wrote:",
        "On Mon, Mar 4, 2019 at 9:00\nAM, Bram Otter <bram@agency.example>\nwrote:",
        "On 4 March 2019 09:00, Bram Otter <bram@agency.example> wrote:",
        "Am 04.03.2019 um 09:00 schrieb Bram Otter <bram@agency.example>:",
    ],
)
def test_who_wrote_a_quotation_is_read_from_its_attribution(attribution: str) -> None:
    """An attribution, also over several lines, gives the quotation its author and date and belongs to nobody."""
    found = pieces(only(eml(f"It does.\n\n{attribution}\n> Does it work?\n")))
    assert found == [
        Piece("own", ADA, "2019-03-05T10:00:00-05:00", "It does."),
        Piece("quoted", BRAM, found[1].date, "Does it work?"),
    ]
    assert (found[1].date or "").startswith("2019-03-04")


def test_inline_replies_keep_their_authors() -> None:
    """Question and answer in turns: the marked lines are the other's, those between are the sender's."""
    body = f"On Mon, Mar 4, 2019 at 9:00 AM Bram <{BRAM}> wrote:\n> How many users?\nForty.\n> Since when?\nOctober.\n"
    assert shown(body) == [
        ("quoted", BRAM, "How many users?"),
        ("own", ADA, "Forty."),
        ("quoted", BRAM, "Since when?"),
        ("own", ADA, "October."),
    ]


def test_quoted_words_without_attribution_are_nobodys() -> None:
    """A marked line whose author is not named has none: never the outer sender."""
    assert shown("See below.\n\n> We never used it.\n") == [
        ("own", ADA, "See below."),
        ("quoted", None, "We never used it."),
    ]


def test_deeper_quotations_have_their_own_authors() -> None:
    """Each depth of quotation keeps its own author."""
    body = (
        f"Done.\n\nOn Mon, Mar 4, 2019 at 9:00 AM Bram Otter <{BRAM}> wrote:\n> Please do.\n>\n"
        f"> On Sun, Mar 3, 2019 at 8:00 AM Cleo Marsh <{CLEO}> wrote:\n>> Shall I?\n> Yes.\n"
    )
    assert shown(body) == [
        ("own", ADA, "Done."),
        ("quoted", BRAM, "Please do."),
        ("quoted", CLEO, "Shall I?"),
        ("quoted", BRAM, "Yes."),
    ]


def test_the_rest_of_a_broken_quoted_line_is_quoted() -> None:
    """Where a mail program broke a long quoted line, its unmarked rest is not the sender's."""
    long = "We have told the council that nobody in the department ever had an account with the"
    found = shown(f"Look at this.\n\n> {long}\nvendor, which is wrong.\n> And more.\n\nI agree.\n")
    assert ("own", ADA, "I agree.") in found
    assert not any(author == ADA and "vendor" in text for _, author, text in found)


OUTLOOK = "From: Bram Otter\nSent: Monday, March 4, 2019 9:00 AM\nTo: Ada Quill\nSubject: RE: Pilot\n\nWe use it.\n"


def test_the_rest_of_a_broken_line_with_fewer_marks_is_as_deep_as_the_line() -> None:
    """A word that a mail program broke off before somebody marked the lines anew belongs to the line above it."""
    body = (
        f"On Mon, Mar 4, 2019 at 9:00 AM Bram <{BRAM}> wrote:\n> We did.\n>\n"
        f"> On Sun, Mar 3, 2019 at 9:00 AM Cleo <{CLEO}> wrote:\n"
        "> > Please tell us whether you need anything for the meeting, say an\n> overhead\n> > projector.\n"
    )
    assert shown(body) == [
        ("quoted", BRAM, "We did."),
        ("quoted", CLEO, "Please tell us whether you need anything for the meeting, say an\noverhead\nprojector."),
    ]


@pytest.mark.parametrize(
    "lead", ["", "-----Original Message-----\n", "________________________________\n", "--- Original Message ---\n"]
)
def test_an_outlook_block_begins_anothers_words(lead: str) -> None:
    """Below a printed header everything is the named sender's, with the date of that header."""
    found = pieces(only(eml(f"Good news.\n\n{lead}{OUTLOOK}")))
    assert found == [
        Piece("own", ADA, "2019-03-05T10:00:00-05:00", "Good news."),
        Piece("quoted", "Bram Otter", "2019-03-04T09:00:00", "We use it."),
    ]


@pytest.mark.parametrize(
    ("lead", "subject"),
    [
        ("---------- Forwarded message ---------\n", "Pilot"),
        ("Begin forwarded message:\n\n", "Pilot"),
        ("", "Fwd: Pilot"),
    ],
)
def test_a_forward_is_its_first_authors(lead: str, subject: str) -> None:
    """A forwarded mail is evidence of its own author, kept and marked as forwarded."""
    found = shown(f"FYI\n\n{lead}{OUTLOOK}", subject)
    assert found[0] == ("own", ADA, "FYI")
    assert found[1] == ("forwarded", "Bram Otter", "We use it.")


def test_a_forward_whose_header_cannot_be_read_is_nobodys() -> None:
    """Behind a lead without a readable header the author is unknown: never the outer sender."""
    found = shown("FYI\n\n---------- Forwarded message ---------\nWe use it daily.\n")
    assert found[0] == ("own", ADA, "FYI")
    assert all(author is None for kind, author, text in found if "daily" in text)


def test_a_header_without_sender_is_nobodys() -> None:
    """To, cc and Subject in a row are another mail's header, though its sender is not shown."""
    found = shown("Try them.\n\n\nTo: ada@vendor.example\ncc:\nSubject: Re: Hello\n\nThank you for the leads.\n")
    assert found == [("own", ADA, "Try them."), ("quoted", None, "Thank you for the leads.")]


@pytest.mark.parametrize(
    "head",
    [
        "Bram Otter on 03/04/2019 09:00:00 AM\nTo: Ada Quill\ncc:\nSubject: Re: Pilot\n",
        "Bram Otter\n03/04/2019 09:00 AM\nTo: Ada Quill\ncc:\nSubject: Re: Pilot\n",
        "\tBram Otter\n\tSent by: Cleo\n\t03/04/2019 09:00 AM\n\n\tTo: Ada Quill\n\tcc:\n\tSubject: Re: Pilot\n",
        "From:  Bram Otter                      03/04/2019 09:00 AM\n\n\n\nTo: Ada Quill\ncc:\nSubject: Re: Pilot\n",
        "----- Message from Bram Otter on Mon, 04 Mar 2019 09:00:00 -----\nTo: Ada Quill\ncc:\nSubject: Re: Pilot\n",
    ],
)
def test_lotus_heads_name_the_author(head: str) -> None:
    """Name and date above `To:`, as Lotus prints them, are a header."""
    found = pieces(only(eml(f"Good.\n\n\n{head}\nWe use it.\n")))
    assert [(p.kind, p.author, p.text) for p in found] == [
        ("own", ADA, "Good."),
        ("quoted", "Bram Otter", "We use it."),
    ]
    assert found[1].date == "2019-03-04T09:00:00"


@pytest.mark.parametrize(
    "closing",
    [
        "Regards,\nAda Quill",
        "-- \nAda Quill\nDetective of nothing",
        "Thanks!\nAda",
        "Ada Quill\nHead of Sales\nQuill & Marsh\nOffice: 555-010-0100\nada@vendor.example",
        "Sent from my phone",
        "--Ada",
    ],
)
def test_signatures_are_segments_of_their_own(closing: str) -> None:
    """A signature is the sender's, and apart from what the sender says."""
    assert shown(f"The app is working great for us here.\n\n{closing}\n") == [
        ("own", ADA, "The app is working great for us here."),
        ("signature", ADA, closing.strip()),
    ]


@pytest.mark.parametrize(
    "notice",
    [
        "CONFIDENTIALITY NOTICE: This message is not an agreement.",
        "This e-mail and any attachments are intended for the recipient.\nNothing in it binds us.",
        "Confidentiality Warning: This message is privileged.",
    ],
)
def test_disclaimers_are_segments_of_their_own(notice: str) -> None:
    """A notice is marked as one, so that "this message is not an agreement" is no denial."""
    assert shown(f"We have signed.\n\n{notice}\n") == [("own", ADA, "We have signed."), ("disclaimer", ADA, notice)]


def test_a_closing_word_in_the_middle_cuts_nothing() -> None:
    """Thanks for something, or before more prose, are words and no signature."""
    body = "Thanks for the demo.\n\nWe would like to extend the trial by three months, if your office agrees to it.\n"
    assert [kind for kind, _, _ in shown(body)] == ["own"]
    assert [kind for kind, _, _ in shown("It works.\n\nThank you for the trial.\n")] == ["own"]


def test_a_rule_of_dashes_is_not_another_mail() -> None:
    """A line of dashes with no header below it leaves the words the sender's."""
    found = shown("Numbers:\n\n------------------------------\nForty users.\n")
    assert all(author == ADA for _, author, _ in found)
    assert any("Forty users." in text for _, _, text in found)


def test_everything_below_a_forward_is_forwarded() -> None:
    """A mail that was passed on holds its own quotations: they are part of what was passed on, at any depth."""
    older = "\n\nBram Otter\n03/02/2019 09:00 AM\nTo: Cleo Marsh\ncc:\nSubject: Pilot\n\nShall we?\n"
    body = f"FYI\n----- Forwarded by Ada Quill on 03/05/2019\n10:00 AM -----\n\n{OUTLOOK}{older}\n> Perhaps.\n"
    assert [kind for kind, _, _ in shown(body)] == ["own", "forwarded", "forwarded", "forwarded"]


def test_what_a_reply_quotes_is_quoted_even_if_it_was_a_forward() -> None:
    """A reply quotes whatever the other wrote, and what the other had passed on."""
    body = f"No.\n\n{OUTLOOK}\n---------- Forwarded message ---------\n{OUTLOOK.replace('Bram Otter', 'Cleo Marsh')}"
    assert [(kind, author) for kind, author, _ in shown(body, "Re: Pilot")] == [
        ("own", ADA),
        ("quoted", "Bram Otter"),
        ("quoted", "Cleo Marsh"),
    ]


def test_marked_lines_below_an_unmarked_header_are_its_authors() -> None:
    """Older Outlook marks the words but not the header; answers between the marks stay the sender's."""
    head = OUTLOOK.removesuffix("We use it.\n")
    assert shown(f"Hi.\n\n-----Original Message-----\n{head}> We use it.\n> Every day.\n") == [
        ("own", ADA, "Hi."),
        ("quoted", "Bram Otter", "We use it.\nEvery day."),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "                    Bram Otter\n                    <bram@agency.ex        To:     Ada Quill\n"
        "                    ample>                 cc:     Cleo Marsh\n"
        "                                           Subject:     Re: Pilot\n                    03/04/2019 09:00\n"
        "                    AM\n",
        '                    "Otter,\n                    Bram"                To:     <ada@vendor.example>\n'
        "                    <bram@agency.        cc:     Cleo Marsh\n"
        "                    example>             <cleo@agency.example>\n"
        "                    Office:              Subject:     Pilot\n\n"
        "                    03/04/2019\n                    10:42 AM\n",
        "\tThe Agency Corp.\n\t\n\tFrom:  Bram Otter <bram@agency.example>                03/04/2019 09:00 AM\n\t\n\n"
        "To: Ada Quill\ncc: Cleo Marsh, Dora\nFinch/HOU@AGENCY\n\nSubject: Re: Pilot\n",
    ],
)
def test_lotus_headers_in_columns_and_under_a_letterhead_are_headers(head: str) -> None:
    """Name and date in a column beside the labels, or below a company's name, are a header and nobody's words."""
    assert shown(f"Good.\n\n\n{head}\n\nWe use it.\n") == [("own", ADA, "Good."), ("quoted", BRAM, "We use it.")]


def test_a_full_name_in_a_signature_names_an_author_whom_no_header_shows() -> None:
    """Where a header shows no sender, the name below the words does, marked as inferred."""
    body = (
        "Try.\n\n\nTo: ada@vendor.example\ncc:\nSubject: Hello\n\nThank you for all of that.\n\nRegards,\nCleo Marsh\n"
    )
    found = [s for s in segments(only(eml(body))) if s.kind == "quoted"]
    assert [(s.author.name if s.author else None, s.attributed) for s in found] == [("Cleo Marsh", "inferred")]


def test_lines_behind_a_bar_below_a_name_are_quoted() -> None:
    """Below a name and "wrote:" a bar quotes as the other mark does; a bar in somebody's own text does not."""
    assert shown("Yes.\n\nBram Otter wrote:\n| Since when?\n| And where?\n\nSince March.\n") == [
        ("own", ADA, "Yes."),
        ("quoted", "Bram Otter", "Since when?\nAnd where?"),
        ("own", ADA, "Since March."),
    ]
    own = "We have:\n| keys\n| doors"
    assert shown(own + "\n") == [("own", ADA, own)]


@pytest.mark.parametrize("who", ["Bram Otter (<{0}>)", '"Bram" == Bram Otter <{0}>'])
def test_what_stands_round_a_name_is_no_part_of_it(who: str) -> None:
    """Brackets around an address, and the mark that a mail program quotes somebody with, are no part of the name."""
    (quoted,) = (
        s
        for s in segments(only(eml(f"Yes.\n\nOn Mon, Mar 4, 2019 at 9:00 AM {who.format(BRAM)} wrote:\n> Now?\n")))
        if s.kind == "quoted"
    )
    assert quoted.author is not None
    assert (quoted.author.name, quoted.author.address) == ("Bram Otter", BRAM)


@pytest.mark.parametrize("label", ["Sub\u0131ect", "\u017fubject", "SUB\u0130ECT", "Subject"])
def test_a_label_in_letters_that_count_as_others_breaks_nothing(label: str) -> None:
    """A pattern without regard to case takes a dotless i for an i: such a label is read as the other."""
    assert label_of(f"{label}: Pilot") == ("subject", "Pilot")


def test_you_wrote_is_the_one_reader_of_the_mail_that_says_so() -> None:
    """In "you wrote", "you" is the one person to whom the quoting mail went; of several, nobody."""
    body = "It does.\n\nAt 10:03 AM 3/4/19 -0600, you wrote:\n>Does it work?\n"
    assert shown(body) == [("own", ADA, "It does."), ("quoted", BRAM, "Does it work?")]
    several = eml(body).replace(b"To: Bram Otter <bram@agency.example>", f"To: {BRAM}, {CLEO}".encode())
    assert [p.author for p in pieces(only(several))] == [ADA, None]


def test_a_signature_with_another_speakers_address_is_theirs() -> None:
    """Below a quotation, the block of contacts with another's address is that speaker's, not the quoted author's."""
    body = (
        f"-----Original Message-----\nFrom: Bram Otter <{BRAM}>\nSent: Monday, March 4, 2019 9:00 AM\nTo: Ada Quill\n"
        "Subject: Pilot\n\nDoes it work?\n\nBram Otter\nOffice of Pilots\n555-010-0100\n555-010-0101\n\n"
        "==========================\nAda Quill\nHead of Sales\nPhone: 555-010-0102\nada@vendor.example\n"
    )
    found = shown(f"It does.\n\n{body}")
    assert [(kind, author) for kind, author, _ in found] == [
        ("own", ADA),
        ("quoted", BRAM),
        ("signature", BRAM),
        ("signature", ADA),
    ]


@pytest.mark.parametrize(
    ("date", "doubts"),
    [
        ("01/02/2019 08:00", ("quoted-date-order-assumed",)),
        ("05/02/2019 08:00", ()),
        ("3/4/19 8:00 AM", ("quoted-date-two-digit-year",)),
        ("Monday, March 4, 2019 8:00 AM", ()),
    ],
)
def test_a_doubtful_date_of_quoted_words_is_told(date: str, doubts: tuple[str, ...]) -> None:
    """Quoted words whose day and month fit both orders say so, unless one order is later than the mail that quotes."""
    quoted = f"From: Ada Quill\r\nSent: {date}\r\nTo: Bram Otter\r\nSubject: Pilot\r\n\r\nWe use it daily."
    own, theirs = segments(only(eml(f"See below.\r\n\r\n-----Original Message-----\r\n{quoted}")))
    assert (own.flags, theirs.flags) == ((), doubts)
