import base64
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.charset_names import codec_of
from evidence.charsets import decode
from evidence.vocabulary import entries
from tests.evidence.mails import eml, messages, only, texts


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf-7", "utf_7", "rot13", "hex"]
)
def test_codecs_that_rewrite_the_text_are_never_used(charset: str) -> None:
    """A sender cannot choose a codec that shows other words than the bytes do."""
    raw = b"Deal \\u0061nd +AGE- done"
    decoded = decode(raw, charset)
    assert decoded.text == raw.decode("ascii")


def test_an_unknown_charset_is_flagged_and_read_as_utf8() -> None:
    """An unknown charset is named in a flag; valid UTF-8 is read as that, and said to be guessed."""
    decoded = decode("Gr\u00fc\u00dfe".encode(), "x-nonsense")
    assert decoded.text == "Gr\u00fc\u00dfe"
    assert decoded.flags == ("charset-unknown:x-nonsense", "charset-guessed:utf-8")


def test_a_wrong_charset_is_flagged() -> None:
    """Bytes that are not what they say are read as UTF-8 or guessed, and the text says so."""
    decoded = decode("Gr\u00fc\u00dfe aus K\u00f6ln".encode("latin-1"), "utf-8")
    assert decoded.flags[0] == "charset-wrong:utf-8"
    assert decoded.flags[1].startswith("charset-guessed:")


def test_a_guess_is_flagged_on_the_text_that_is_quoted() -> None:
    """The flag of a guess stands on the text that quotes are cut from."""
    found = only(eml("Gr\u00fc\u00dfe aus K\u00f6ln, wie immer".encode("latin-1")))
    assert any(f.startswith("charset-guessed:") for f in found.bodies[0].text.flags)


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "na\u00efve \u2013 \u20ac"),
        ("iso-8859-1", "na\u00efve"),
        ("windows-1252", "\u20ac 5 \u2013 na\u00efve"),
    ],
)
def test_eight_bit_bodies_are_decoded_as_declared(charset: str, words: str) -> None:
    """An eight-bit body is decoded once, as declared, without a flag."""
    found = only(eml(words, charset=charset))
    assert texts(found) == [words]
    assert found.bodies[0].text.flags == ()


@given(
    st.binary(max_size=400),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-8", "utf-16", "big5", "iso-2022-jp"])),
)
def test_decoding_never_fails_and_yields_no_surrogate(data: bytes, charset: str | None) -> None:
    """Any bytes under any charset yield text that a database takes."""
    text = decode(data, charset).text
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("cp1252", "OK f\u00fcr."),
        ("cp1252", "D\u00e9j\u00e0 vu."),
        ("cp1252", "\u201cOk\u201d \u2013 it\u2019s done"),
        ("cp1252", "\u00a7 5 of the act"),
        ("cp1250", "by\u0142o w porz\u0105dku"),
        ("cp1251", "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430"),
        ("koi8_r", "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430"),
        ("mac_roman", "don\u2019t Gr\u00fc\u00dfe"),
        ("cp850", "Gr\u00fc\u00dfe K\u00f6ln"),
    ],
)
def test_a_few_signs_are_guessed_by_plausible_spelling(charset: str, words: str) -> None:
    """Short 8-bit text is read in the likeliest charset of mail, never in UTF-16 or a mainframe's, and flagged."""
    assert decode(words.encode(charset), None) == (words, (f"charset-guessed:{charset}",))


@pytest.mark.parametrize(
    ("declared", "data", "words", "meant"),
    [
        ("iso-8859-1", b"the vendor\x92s \x96 caf\xe9", "the vendor\u2019s \u2013 caf\u00e9", "cp1252"),
        ("latin1", b"\x80 5", "\u20ac 5", "cp1252"),
        ("iso-8859-9", b"\x93evet\x94 \xfd", "\u201cevet\u201d \u0131", "cp1254"),
        ("gb2312", "\u4f60\u9555".encode("gb18030"), "\u4f60\u9555", "gb18030"),
    ],
)
def test_a_charset_named_for_its_superset_is_read_as_meant(declared: str, data: bytes, words: str, meant: str) -> None:
    """Signs that the named charset lacks are read in the one that mail programs read it as, and that is flagged."""
    assert decode(data, declared) == (words, (f"charset-mended:{meant}",))


def test_utf8_under_the_name_of_latin1_is_utf8() -> None:
    """Bytes that are UTF-8 and would be control characters in the named charset are read as UTF-8."""
    decoded = decode("it\u2019s".encode(), "iso-8859-1")
    assert decoded == ("it\u2019s", ("charset-wrong:iso-8859-1", "charset-guessed:utf-8"))


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("iso-8859-8-i", "iso-8859-8"),
        ("ISO-8859-8-E", "iso-8859-8"),
        ("iso-8859-6-i", "iso-8859-6"),
        ("cskoi8r", "koi8-r"),
        ("x-euc-jp", "euc-jp"),
        ("x-mac-roman", "mac-roman"),
        ("ibm850", "cp850"),
        ("cp-850", "cp850"),
        ("gb2312_charset", "gb2312"),
    ],
)
def test_other_names_of_a_charset_are_known(label: str, codec: str) -> None:
    """A charset is known by the labels that mails carry, without a flag."""
    data = next(bytes([a, b]) for a in range(0xC1, 0xF0) for b in range(0xC1, 0xF0) if _readable(bytes([a, b]), codec))
    assert decode(data, label) == (data.decode(codec), ())


def _readable(data: bytes, codec: str) -> bool:
    try:
        return data.decode(codec).isalpha()
    except UnicodeDecodeError:
        return False


def test_every_charset_in_the_vocabulary_is_one() -> None:
    """What an alias, a twin or a guess stands for is a codec of Python that may be used."""
    pairs = [entry.partition(" ") for name in ("charset-aliases", "charset-twins") for entry in entries(name)]
    assert [codec for _, _, codec in pairs if codec_of(codec) is None or not codecs.lookup(codec)] == []
    assert [name for entry in entries("charset-guesses") if not codecs.lookup(name := entry.split()[0])] == []


def test_a_refused_charset_is_flagged_even_in_plain_ascii() -> None:
    """Text in a charset that is never used says so, for it stands there still encoded."""
    assert decode(b"Gr+APwA3w-e", "UTF-7") == ("Gr+APwA3w-e", ("charset-refused:utf-7",))


@pytest.mark.parametrize(("first", "second"), [("w6Q=", "w7Y="), ("5pel5g==", "nKzoqp4="), ("SsM=", "vHJnZW4=")])
def test_a_character_cut_between_padded_words_is_whole(first: str, second: str) -> None:
    """Encoded words of one charset are decoded together, however each is padded."""
    data = f"Subject: =?utf-8?B?{first}?=\r\n =?UTF-8?B?{second}?=\r\nFrom: ada@vendor.example\r\n\r\nx\r\n"
    both = base64.b64decode(first) + base64.b64decode(second)
    found = only(data.encode())
    assert (found.subject, [f for f in found.flags if f.startswith("subject:")]) == (both.decode(), [])


MAIL = (
    "From: Ada Quill <ada@vendor.example>\r\nTo: Bram\r\nDate: Fri, 1 Mar 2019 08:15:00 -0500\r\n"
    "Subject: S\u00fc\u00df\r\n\r\nWords.\r\n"
)
PRINTED = (
    "From: Ada Quill\nSent: Friday, March 1, 2019 8:15 AM\nTo: Bram Otter\nSubject: One\n\nFirst \u0a0d words.\n\n"
)


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_a_mail_saved_in_utf16_is_read(charset: str) -> None:
    """A raw mail saved with two or four bytes a sign, with its mark, is read; its range is the whole file."""
    data = ("" if charset in ("utf-16", "utf-32") else "\ufeff").encode(charset) + MAIL.encode(charset)
    found = only(data)
    assert (found.subject, texts(found), found.raw) == ("S\u00fc\u00df", ["Words.\n"], (0, len(data)))
    assert found.flags[-1].startswith("raw-is-wide:utf-")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_printed_mail_in_utf16_keeps_its_bytes(charset: str, newline: str) -> None:
    """The range of a printed mail in UTF-16 cuts its lines out of the bytes, whatever its signs hold."""
    second = PRINTED.replace("One", "Two").replace("8:15", "9:15")
    data = ("\ufeff" + (PRINTED + second).replace("\n", newline)).encode(charset)
    found = messages(data)
    assert [m.subject for m in found] == ["One", "Two"]
    assert data[slice(*found[1].raw)].decode(charset) == second.replace("\n", newline)
    assert found[0].raw == (0, found[1].raw[0])
