import pytest

from evidence.encoded_words import header_text
from evidence.headers import address_of, mailboxes
from evidence.mail_dates import parse_date
from tests.evidence.mails import eml, only


def sender_of(raw: bytes) -> tuple[str | None, tuple[str, ...]]:
    """The sender's address, and what is doubtful about the mail."""
    found = only(raw)
    return found.sender.address if found.sender else None, found.flags


def test_an_address_in_the_name_is_flagged_and_not_believed() -> None:
    """`From: boss@agency.example <x@evil.example>` is x@evil.example, flagged."""
    raw = eml("Hi.").replace(b"Ada Quill <ada@vendor.example>", b"boss@agency.example <x@evil.example>")
    address, flags = sender_of(raw)
    assert address == "x@evil.example"
    assert "ambiguous-from:address-in-name" in flags


def test_an_encoded_word_never_is_the_address() -> None:
    """An address hidden in an encoded word is shown as a name and flagged."""
    word = b"=?utf-8?q?_=3Cboss=40agency=2Eexample=3E?= <x@evil.example>"
    address, flags = sender_of(eml("Hi.").replace(b"Ada Quill <ada@vendor.example>", word))
    assert address == "x@evil.example"
    assert only(eml("Hi.").replace(b"Ada Quill <ada@vendor.example>", word)).sender is not None
    assert not any(f.startswith("sender-not") for f in flags)


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        (b"From: Cleo <cleo@agency.example>\r\n", "ambiguous-from:several"),
        (b"Sender: other@vendor.example\r\n", "ambiguous-from:sender-differs"),
    ],
)
def test_a_second_sender_is_flagged(line: bytes, flag: str) -> None:
    """A second From, or a Sender that differs, is never settled silently."""
    address, flags = sender_of(
        line.join(eml("Hi.").split(b"To:", 1)[:1]) + line + b"To:" + eml("Hi.").split(b"To:", 1)[1]
    )
    assert address == "ada@vendor.example"
    assert flag in flags


def test_no_sender_and_no_date_are_none() -> None:
    """What a mail does not state is None and flagged; the mail is kept."""
    found = only(b"Subject: bare\r\nMessage-ID: <x@y.example>\r\n\r\nNobody signed this.\r\n")
    assert (found.sender, found.date) == (None, None)
    assert "sender-not-shown" in found.flags
    assert found.date_flags == ("date-missing",)


@pytest.mark.parametrize(
    ("raw", "date", "flags"),
    [
        ("Tue, 05 Mar 2019 10:00:00 -0500", "2019-03-05T10:00:00-05:00", ()),
        ("Tue, 05 Mar 2019 10:00:00 -0500 (EST)", "2019-03-05T10:00:00-05:00", ()),
        ("5 Mar 2019 10:00:00 GMT", "2019-03-05T10:00:00+00:00", ()),
        ("Tue, 05 Mar 2019 10:00:00 -0000", "2019-03-05T10:00:00", ()),
        ("Tue, 05 Mar 2019 10:00:00", "2019-03-05T10:00:00", ()),
        ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00", ()),
        ("", None, ("date-missing",)),
        ("soon", None, ("date-unparsable",)),
        ("Tue, 35 Mar 2019 10:00:00 -0500", None, ("date-unparsable",)),
    ],
)
def test_dates_are_read_or_flagged(raw: str, date: str | None, flags: tuple[str, ...]) -> None:
    """A date is given with the zone that it states, or it is None with the reason; nothing is guessed silently."""
    assert parse_date(raw) == (date, flags)


def test_a_zone_that_is_not_known_is_no_zone() -> None:
    """A zone's name that is not in the standard says nothing, whatever zone this machine stands in."""
    assert parse_date("2019-03-05 10:00:00 NCST") == ("2019-03-05T10:00:00", ("date-guessed",))
    assert parse_date("2019-03-05 10:00:00 EST") == ("2019-03-05T10:00:00-05:00", ("date-guessed",))


def test_two_dates_are_flagged() -> None:
    """Of two differing Date headers the first is taken and the doubt is kept."""
    found = only(eml("Hi.", extra="Date: Wed, 06 Mar 2019 10:00:00 -0500\r\n"))
    assert found.date == "2019-03-05T10:00:00-05:00"
    assert "date-twice" in found.date_flags


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"=?iso-8859-1?Q?Fr=F6hlich?=", "Fr\u00f6hlich"),
        (b"=?iso-8859-1?Q?Fr\xf6hlich?=", "Fr\u00f6hlich"),
        (b"=?utf-8?B?w7w=?= =?utf-8?B?w7w=?=", "\u00fc\u00fc"),
        (b"=?utf-8?B?w7?=\r\n =?utf-8?B?w=?=", "=?utf-8?B?w7?==?utf-8?B?w=?="),
        (b"=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "\u00fc"),
        (b"plain\r\n folded", "plain folded"),
        (b"na\xc3\xafve", "na\u00efve"),
    ],
)
def test_encoded_words_are_decoded(raw: bytes, shown: str) -> None:
    """Encoded words are decoded as declared, also where raw bytes or a cut character stand in them."""
    text, _ = header_text(raw)
    assert text == shown or (raw.startswith(b"=?utf-8?B?w7?=") and "\u00fc" in text)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Ada Quill <ada@vendor.example>", "Ada Quill", "ada@vendor.example"),
        ('"Quill, Ada" <Ada@Vendor.example>', "Quill, Ada", "ada@vendor.example"),
        ("ada@vendor.example (Ada Quill)", "Ada Quill", "ada@vendor.example"),
        ("Quill, Ada [mailto:ada@vendor.example]", "Quill, Ada", "ada@vendor.example"),
        ("Quill, Ada M. [ada@vendor.example]", "Quill, Ada M.", "ada@vendor.example"),
        ("(b)(6)", "(b)(6)", None),
        ("Ada Quill", "Ada Quill", None),
        ("<ada@vendor.example>", None, "ada@vendor.example"),
    ],
)
def test_mailboxes_have_name_and_address(text: str, name: str | None, address: str | None) -> None:
    """Each way to write a mailbox gives name and address, None where one is not stated."""
    found = address_of(text)
    assert (found.name, found.address) == (name, address)


def test_lists_are_cut_outside_quotes_and_comments() -> None:
    """A comma in a quoted name or comment parts no mailbox, and a group's name is none."""
    raw = b'Team(all, of us): "Quill, Ada" <ada@v.example>, Bram <b@(his, host)a.example>, cleo@a.example; (the end)'
    found, _ = mailboxes(raw)
    assert [a.address for a in found] == ["ada@v.example", "b@a.example", "cleo@a.example"]


def test_blind_copies_and_a_second_subject_are_flagged() -> None:
    """Who was sent a blind copy stands among the copies, and that is told; so is a second subject."""
    found = only(eml("x", extra="Bcc: b@agency.example, c@agency.example\r\nSubject: Another\r\n"))
    assert {"bcc:2", "subject-twice"} <= set(found.flags)
    assert not {"bcc", "subject-twice"} & {f.partition(":")[0] for f in only(eml("x")).flags}


def test_addresses_without_a_comma_are_apart() -> None:
    """Bare addresses side by side are recipients each; a name with an address stays one."""
    found, _ = mailboxes(b"a@x.example b@y.example, Ada Quill <ada@vendor.example>")
    assert [m.address for m in found] == ["a@x.example", "b@y.example", "ada@vendor.example"]


@pytest.mark.parametrize(
    ("written", "date", "more"),
    [
        ("Di, 5 Mrz 2019 10:00:00 +0100", "2019-03-05T10:00:00+01:00", ()),
        ("Dienstag, 5. M\u00e4rz 2019 10:00", "2019-03-05T10:00:00", ()),
        ("Do., 09. Mai 2019 10:00:00 +0200", "2019-05-09T10:00:00+02:00", ()),
        ("Mi, 5 Dez 2018 10:00:00 +0100", "2018-12-05T10:00:00+01:00", ()),
        ("mar., 5 mars 2019 10:00:00 +0100", "2019-03-05T10:00:00+01:00", ()),
        ("lun. 3 d\u00e9c. 2018 10:00:00", "2018-12-03T10:00:00", ()),
        ("5 ago 2019 10:00:00 -0300", "2019-08-05T10:00:00-03:00", ()),
        ("05.03.2019 10:00", "2019-03-05T10:00:00", ()),
        ("5/3/2019 10:00", "2019-05-03T10:00:00", ("date-order-assumed",)),
    ],
)
def test_dates_in_other_languages_and_orders_are_read(written: str, date: str, more: tuple[str, ...]) -> None:
    """A header's date in another language or order is read as it is in print, and flagged as irregular."""
    assert parse_date(written) == (date, ("date-guessed", *more))


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Fri, 5 Mar 119 09:15:00 +0000", "2019-03-05T09:15:00+00:00"),
        ("Tue, 5 Mar 2019 23:59:60 +0000", "2019-03-05T23:59:59+00:00"),
    ],
)
def test_years_since_1900_and_leap_seconds_are_read(written: str, date: str) -> None:
    """A year of three digits counts from 1900, a leap second is the one before it, and both are flagged."""
    assert parse_date(written) == (date, ("date-guessed",))


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (b"QUILL, ADA", ["QUILL, ADA"]),
        (b"Ada Quill, Bram Otter", ["Ada Quill", "Bram Otter"]),
        (b"ada@v.example, bram@v.example", ["ada@v.example", "bram@v.example"]),
    ],
)
def test_a_last_name_before_a_comma_is_no_person_of_its_own(raw: bytes, names: list[str]) -> None:
    """Where nobody has an address, a word, a comma and a name are one person."""
    assert [a.name or a.address for a in mailboxes(raw)[0]] == names


@pytest.mark.parametrize(
    ("written", "date", "flags"),
    [
        ("Wed, 10 Jun 2020 2:05:00 PM +0200", "2020-06-10T14:05:00+02:00", ("date-guessed",)),
        ("Wed, 10 Jun 2020 12:05 AM -0500", "2020-06-10T00:05:00-05:00", ("date-guessed",)),
        ("Wed, 10 Jun 2020 14:05:00 +02:00", "2020-06-10T14:05:00+02:00", ()),
        ("Wed, 10 Jun 2020 14:05:00 GMT+0200", "2020-06-10T14:05:00+02:00", ()),
        ("Wed Jun 10 14:05:00 CEST 2020", "2020-06-10T14:05:00+02:00", ()),
        ("Wed, 10 Jun 2020 14:05:00 --0200", "2020-06-10T14:05:00", ("date-zone-unreadable",)),
        ("Wed, 10 Jun 2020 14:05:00 EST5EDT", "2020-06-10T14:05:00", ()),
        ("Wed, 10 Jun 2020 14:05:00 BST", "2020-06-10T14:05:00", ("date-zone-unreadable",)),
        ("mer., 10 juin 2020 14:05:00 +0200", "2020-06-10T14:05:00+02:00", ("date-guessed",)),
        ("Mi, 3 Mrz 2020 14:05:00 +0100", "2020-03-03T14:05:00+01:00", ("date-guessed",)),
        ("10 Jun 2020", "2020-06-10", ("date-guessed",)),
    ],
)
def test_clocks_zones_and_months_in_other_forms_are_read(written: str, date: str, flags: tuple[str, ...]) -> None:
    """A half-day clock, a zone with a colon or a name, and months in other languages give the moment meant."""
    assert parse_date(written) == (date, flags)


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        (b"Otter, Bram <bram@v.example>, Ada <ada@v.example>", ["bram@v.example", "ada@v.example"]),
        (b"Bram Otter [mailto:bram@v.example]", ["bram@v.example"]),
        (b"Team: Bram <bram@v.example>;, ada@v.example", ["bram@v.example", "ada@v.example"]),
        (b"bram(the (one) chief)@(office)v.example", ["bram@v.example"]),
    ],
)
def test_names_parted_by_marks_of_a_list_are_no_mailboxes(raw: bytes, people: list[str]) -> None:
    """An unquoted comma, a scheme's colon and comments inside an address make no mailboxes of their own."""
    assert [a.address for a in mailboxes(raw)[0]] == people


def test_the_name_before_an_unquoted_comma_is_kept() -> None:
    """`Otter, Bram <address>` is one person with both names."""
    assert [a.name for a in mailboxes(b"Otter, Bram <bram@v.example>")[0]] == ["Otter, Bram"]


def test_an_address_that_an_encoded_word_alone_holds_is_flagged() -> None:
    """Where From is nothing but an encoded word with an address in it, it is not believed and the doubt is kept."""
    word = b"=?utf-8?b?QnJhbSA8YnJhbUB2LmV4YW1wbGU+?="
    address, flags = sender_of(eml("Hi.").replace(b"Ada Quill <ada@vendor.example>", word))
    assert address is None
    assert "ambiguous-from:address-in-name" in flags


@pytest.mark.parametrize(
    ("subject", "charset"),
    [
        ("\u5951\u7d04\u306e\u66f4\u65b0\u306b\u3064\u3044\u3066", "shift_jis"),
        ("\u5951\u7d04\u306e\u66f4\u65b0", "iso-2022-jp"),
        ("\u5173\u4e8e\u91c7\u8d2d\u7684\u901a\u77e5", "gb2312"),
        ("\u0414\u043e\u0433\u043e\u0432\u043e\u0440", "koi8-r"),
    ],
)
def test_raw_signs_in_a_header_are_read_in_the_charset_of_the_text(subject: str, charset: str) -> None:
    """A subject in raw bytes beyond UTF-8 is read in the charset named for the text, flagged as a guess."""
    found = only(eml(subject, charset=charset).replace(b"Subject: Pilot", b"Subject: " + subject.encode(charset)))
    assert found.subject == subject
    assert any(f.startswith("subject:charset-guessed:") for f in found.flags)
