import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.charsets import decode
from tests.evidence.mails import eml, only, texts


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
