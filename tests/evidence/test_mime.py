import base64

import pytest

from evidence.model import Message
from tests.evidence.mails import eml, messages, multipart, only, pieces, read, texts

PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe trial went well."
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>The trial <b>went</b> well.</p>"
INNER = (
    "From: Cleo Marsh <cleo@agency.example>\r\nTo: Ada Quill <ada@vendor.example>\r\n"
    "Date: Fri, 01 Mar 2019 09:00:00 -0500\r\nSubject: Inner\r\n\r\nWe use it daily.\r\n"
)


def test_of_alternatives_the_plain_one_is_read() -> None:
    """Two spellings of one text are one text."""
    assert texts(only(multipart("alternative", PLAIN, HTML))) == ["The trial went well."]


def test_an_empty_plain_alternative_does_not_hide_the_html() -> None:
    """Where the plain alternative holds no word, the other is read."""
    assert texts(only(multipart("alternative", "Content-Type: text/plain\r\n\r\n \r\n", HTML))) == [
        "The trial went well."
    ]


def test_inline_text_behind_an_attachment_is_read() -> None:
    """All inline text of a mixed mail is read, not only the first part; each text knows its part number."""
    file = (
        'Content-Type: application/pdf; name="a.pdf"\r\n'
        'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF\r\n'
    )
    found = only(multipart("mixed", PLAIN, file, PLAIN.replace("well", "on")))
    assert [(b.text.part, b.text.text) for b in found.bodies] == [
        ("1", "The trial went well."),
        ("3", "The trial went on."),
    ]
    assert "attachment:a.pdf" in found.flags


def test_an_attached_text_file_is_no_words_of_the_sender() -> None:
    """A text file that is attached is named and read, not as what the sender wrote."""
    file = 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="notes.txt"\r\n\r\nx y\r\n'
    found = only(multipart("mixed", PLAIN, file))
    assert [(b.text.text, b.attachment) for b in found.bodies] == [
        ("The trial went well.", None),
        ("x y\n", "notes.txt"),
    ]
    assert "attachment:notes.txt" in found.flags


def test_an_attached_mail_is_a_message_of_its_own() -> None:
    """The words of an attached mail are its own sender's, with its own date and byte range."""
    data = multipart("mixed", PLAIN, f"Content-Type: message/rfc822\r\n\r\n{INNER}")
    outer, inner = messages(data)
    assert texts(outer) == ["The trial went well."]
    assert inner.sender is not None
    assert (inner.sender.address, inner.date) == ("cleo@agency.example", "2019-03-01T09:00:00-05:00")
    assert f"attached-to:{outer.id}" in inner.flags
    again = only(data[slice(*inner.raw)])
    assert (again.id, texts(again)) == (inner.id, texts(inner))


def test_an_encoded_attached_mail_is_read_and_says_so() -> None:
    """A mail attached in base64, which the standard forbids, is read; its byte range is flagged as encoded."""
    coded = base64.encodebytes(INNER.encode()).decode()
    part = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"
    _, inner = messages(multipart("mixed", PLAIN, part))
    assert texts(inner) == ["We use it daily.\n"]
    assert "raw-is-transfer-encoded" in inner.flags


def test_a_mail_attached_to_an_encoded_mail_is_read() -> None:
    """What is attached to a mail in base64 is read as a file of its own, for its bytes stand nowhere in the source."""
    middle = multipart("mixed", PLAIN, f"Content-Type: message/rfc822\r\n\r\n{INNER}")
    coded = base64.encodebytes(middle).decode()
    part = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"
    _, outer, inner = messages(multipart("mixed", PLAIN, part))
    assert "raw-is-transfer-encoded" in outer.flags
    assert inner.subject == "Inner"
    assert (inner.flags[0], inner.raw[0]) == (f"attached-to:{outer.id}", 0)


def test_a_raw_mail_under_the_name_of_an_outlook_file_is_a_mail() -> None:
    """Header fields decide what a file named .msg is; other text under that name is no mail."""
    head = 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="old.msg"\r\n\r\n'
    assert [m.subject for m in messages(multipart("mixed", PLAIN, head + INNER))] == ["Pilot", "Inner"]
    assert len(messages(multipart("mixed", PLAIN, head + "Subject: to change"))) == 1


def test_parts_of_a_digest_are_mails() -> None:
    """A part of a digest without a type is a mail."""
    outer, inner = messages(multipart("digest", f"\r\n{INNER}"))
    assert texts(outer) == []
    assert inner.subject == "Inner"


def test_a_folded_boundary_is_found() -> None:
    """A boundary that is folded over two lines still parts the mail."""
    data = multipart("mixed", PLAIN, boundary="one two").replace(b'"one two"', b'"one\r\n two"')
    assert texts(only(data)) == ["The trial went well."]


def test_a_cut_off_mail_keeps_what_came() -> None:
    """Without its closing delimiter the last part runs to the end of the mail."""
    data = multipart("mixed", PLAIN, PLAIN.replace("well", "on"))
    assert texts(only(data.partition(b"on.")[0] + b"on")) == ["The trial went well.", "The trial went on"]


def test_a_multipart_without_parts_is_read_as_text() -> None:
    """A mail that says multipart and has no parts still shows its words, flagged."""
    found = only(eml("Just words.", extra='Content-Type: multipart/mixed; boundary="never"\r\n'))
    assert texts(found) == ["Just words."]
    assert "multipart-without-parts" in found.flags


@pytest.mark.parametrize(
    ("encoding", "body", "flags"),
    [
        ("base64", base64.b64encode(b"It works."), ()),
        ("base64", base64.b64encode(b"It works.") + b"\r\n--\r\nList footer here", ("base64-broken",)),
        ("base64", b"It was never encoded at all.", ("base64-broken",)),
        ("quoted-printable", b"It =\r\nworks=2E", ()),
        ("x-uuencode", b"begin 644 x\r\n)270@=V]R:W,N\r\n \r\nend\r\n", ()),
        ("nonsense", b"It works.", ("transfer-encoding-unknown:nonsense",)),
    ],
)
def test_transfer_encodings_are_undone_or_flagged(encoding: str, body: bytes, flags: tuple[str, ...]) -> None:
    """Each transfer encoding is undone; what is broken is read as far as it goes and flagged."""
    found = only(eml(body, extra=f"Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n"))
    assert texts(found)[0].startswith("It w")
    assert found.bodies[0].text.flags == flags


def test_a_line_that_is_no_header_ends_the_header() -> None:
    """Words right below the header, without a blank line, are the body and not lost."""
    data = b"From: Ada <ada@vendor.example>\r\nSubject: Hi\r\nMessage-ID: <x@y>\r\nNo blank line here.\r\n"
    assert texts(only(data)) == ["No blank line here.\n"]


def test_html_quotations_are_not_the_senders() -> None:
    """A blockquote in HTML is quoted text; hidden text and scripts show nothing."""
    html = (
        "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Agreed.</p><div style='display:none'>hidden</div>"
        "<script>no()</script><div>On 4 March 2019, Cleo Marsh &lt;cleo@agency.example&gt; wrote:</div>"
        "<blockquote>We use it.</blockquote>\r\n"
    )
    found = pieces(only(multipart("mixed", html)))
    assert [(p.kind, p.author, p.text) for p in found] == [
        ("own", "ada@vendor.example", "Agreed."),
        ("quoted", "cleo@agency.example", "We use it."),
    ]


def test_nothing_but_a_picture_is_a_message_without_text() -> None:
    """A mail without text is kept, its attachment named."""
    (found,) = read(multipart("mixed", "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n"))
    assert isinstance(found, Message)
    assert texts(found) == []
    assert found.flags == ("attachment:image/png", "attachment-unread:image/png:picture")


def test_html_that_says_more_than_a_stub_is_read_too() -> None:
    """Where the plain alternative only points to the HTML, both are read, and the mail says that they differ."""
    stub = "Content-Type: text/plain\r\n\r\nPlease look at this in a browser."
    found = only(multipart("alternative", stub, HTML))
    assert texts(found) == ["Please look at this in a browser.", "The trial went well."]
    assert "alternatives-differ" in found.flags


def test_html_that_goes_on_where_the_plain_text_ends_is_read_instead() -> None:
    """Of a plain alternative that was cut off nothing is read twice, and of the HTML nothing is lost."""
    cut = "Content-Type: text/plain\r\n\r\nThe trial"
    related = (
        "Content-Type: multipart/related; boundary=inner\r\n\r\n"
        f"--inner\r\n{HTML}\r\n--inner\r\nContent-Type: image/gif\r\n\r\nGIF8\r\n--inner--"
    )
    for html in (HTML, related):
        found = only(multipart("alternative", cut, html))
        assert texts(found) == ["The trial went well."]
        assert "alternatives-differ" in found.flags


def test_alternatives_that_differ_by_a_word_are_flagged() -> None:
    """One word more in a long HTML leaves the plain text, with a flag; layout and addresses of pages are no words."""
    plain = "Content-Type: text/plain\r\n\r\nThe trial went well and will go on until May <https://vendor.example/a>."
    html = "Content-Type: text/html\r\n\r\n<p>The trial <i>went</i> well and will {}go on until May.</p>"
    same = only(multipart("alternative", plain, html.format("")))
    differing = only(multipart("alternative", plain, html.format("never ")))
    assert texts(same) == texts(differing)
    assert ("alternatives-differ" in same.flags, "alternatives-differ" in differing.flags) == (False, True)


def test_a_mail_inside_an_encoded_mail_is_read() -> None:
    """A mail attached in base64 to a mail attached in base64 is a message of its own, of which every byte is told."""

    def coded(mail: str) -> str:
        return f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{_base64(mail)}\r\n"

    middle = multipart("mixed", PLAIN.replace("trial", "middle"), coded(INNER)).decode()
    outer = multipart("mixed", PLAIN, coded(middle))
    found = messages(outer)
    assert [t.strip() for m in found for t in texts(m)] == [
        "The trial went well.",
        "The middle went well.",
        "We use it daily.",
    ]
    assert f"attached-to:{found[1].id}" in found[2].flags


def _base64(mail: str) -> str:
    return base64.encodebytes(mail.encode()).decode().replace("\n", "\r\n")


@pytest.mark.parametrize("encoding", ["Base64", "base64 ; x", '"base64"', "base64 (of text)", " base64\t"])
def test_the_word_of_a_transfer_encoding_counts(encoding: str) -> None:
    """What stands behind the name of a transfer encoding does not keep the words encoded."""
    found = only(eml("SXQgd29ya3Mu", extra=f"Content-Transfer-Encoding: {encoding}\r\n"))
    assert [t.strip() for t in texts(found)] == ["It works."]


def test_enriched_text_is_read_without_its_commands() -> None:
    """Of text/enriched the words are read: breaks as shown, quotations marked, parameters left out."""
    body = (
        "<bold>It</bold> works\r\nnow, << 5.\r\n\r\n<color><param>red</param>Use it</color>.\r\n"
        "\r\n<excerpt>Does it?</excerpt>"
    )
    found = only(eml(body, extra="Content-Type: text/enriched\r\n"))
    assert texts(found) == ["It works now, < 5.\nUse it.\n\n> Does it?"]


def test_a_style_sheet_that_never_ends_hides_no_words() -> None:
    """Words behind an unclosed style sheet are read; those of a closed one never."""
    page = "<style>a{}</style><head><STYLE>p{}</head><body><p>It works.</p></body>"
    assert texts(only(eml(page, extra="Content-Type: text/html\r\n"))) == ["It works."]


def test_a_boundary_that_is_not_stated_or_wrong_is_told_by_its_looks() -> None:
    """Where the boundary is missing or never comes, the parts are read all the same, and the doubt is kept."""
    part = (
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=C3=A9 paid."
    )
    for stated in ("", '; boundary="other"'):
        raw = multipart("mixed", part).replace(b'; boundary="cut"', stated.encode())
        found = only(raw)
        assert texts(found) == ["Caf\u00e9 paid."]
        assert "multipart-boundary-guessed" in found.flags


def test_a_line_of_dashes_in_a_mail_of_one_part_is_no_boundary() -> None:
    """A mail that is no multipart is never cut, whatever its lines look like."""
    body = "--cut\r\nContent-Type: text/plain\r\n\r\nWe quote a mail's source.\r\n"
    assert texts(only(eml(body))) == [body.replace("\r\n", "\n")]


def test_parts_behind_the_end_of_the_parts_are_read_and_flagged() -> None:
    """What stands in a part behind the closing delimiter is not lost; other programs may not show it."""
    plain = "Content-Type: text/plain\r\n\r\n"
    raw = (
        multipart("mixed", f"{plain}Before.") + f"--cut\r\n{plain}Behind.\r\n--cut--\r\nThe list's footer.\r\n".encode()
    )
    found = only(raw)
    assert texts(found) == ["Before.", "Behind."]
    assert "parts-after-end" in found.flags


def test_texts_encoded_one_by_one_are_all_read() -> None:
    """Behind the padding of a first text in base64 a second one may stand; it is read, and the break is flagged."""
    coded = base64.b64encode(b"First piece. ") + b"\r\n" + base64.b64encode(b"Second piece!") + b"\r\n"
    found = only(eml(coded, extra="Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"))
    assert texts(found) == ["First piece. Second piece!"]
    assert found.bodies[0].text.flags == ("base64-broken",)


def test_blanks_behind_a_soft_line_break_do_not_undo_it() -> None:
    """RFC 2045, 6.7: white space that a transport put at the end of a line is no part of it."""
    head = "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    assert texts(only(eml("The cam=  \r\neras are=\t\r\n on.", extra=head))) == ["The cameras are on."]


def test_half_width_signs_in_iso_2022_jp_are_read() -> None:
    """Japanese programs write half-width katakana under the plain name of the charset; that is flagged as mended."""
    words = "\uff76\uff92\uff97\u5951\u7d04"
    found = only(eml(words.encode("iso2022_jp_ext"), charset="iso-2022-jp"))
    assert texts(found) == [words]
    assert found.bodies[0].text.flags == ("charset-mended:iso2022_jp_ext",)


def test_an_attached_mail_without_a_byte_is_no_message() -> None:
    """An empty part that says it is a mail is named at the mail that carries it, and is no message of nobody."""
    found = only(multipart("mixed", "Content-Type: text/plain\r\n\r\nSee it.", "Content-Type: message/rfc822\r\n\r\n"))
    assert "attachment:message/rfc822" in found.flags
