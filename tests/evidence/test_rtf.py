import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.mapi.compressed_rtf import unpacked
from evidence.rtf import rtf_text
from tests.evidence.outlook_files import packed_rtf

FONTS = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Mincho;}}"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi Hello \b bold\b0  words\par Next\line line\tab tab}", "Hello bold words\nNext\nline\ttab"),
        (rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 \ldblquote x\rdblquote \emdash}", "Café “x”—"),
        (rb"{\rtf1\ansi\deff0" + FONTS + rb"{\f1\'cf\'f0\'e8} \'e9}", "При é"),
        (rb"{\rtf1\ansi" + FONTS + rb"{\f2\'82\'a0\'83A}}", "あア"),
        (rb"{\rtf1\ansi\uc1 \u1055?\u8364\'80.}", "П€."),
        (rb"{\rtf1\uc2\u1055 ab\uc0\u8364 c}", "П€c"),
        (rb"{\rtf1 \u-10179?\u-8704?}", "\U0001f600"),
        (rb"{\rtf1 a{\*\unknown gone}{\pict 0102}{\v hidden}{\info{\title gone}}b}", "ab"),
        (rb"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt the link}}}", "the link"),
        (b"{\\rtf1 a\\bin4 {}{}b}", "ab"),
        (rb"{\rtf1 braces \{x\} back\\slash\~.}", "braces {x} back\\slash\u00a0."),
        (rb"{\rtf1 not closed {\b x", "not closed x"),
        (rb"closed} too often}}", "closed too often"),
    ],
)
def test_rtf_shows_its_words(rtf: bytes, text: str) -> None:
    """RTF yields the words that a reader sees, in the charset of each font, without what is hidden or not text."""
    assert (rtf_text(rtf).text, rtf_text(rtf).is_html) == (text, False)


def test_html_is_unwrapped() -> None:
    """HTML in RTF is what stands in its HTML tags and what is not marked as for RTF alone."""
    rtf = (
        rb"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0"
        + FONTS
        + rb"{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
        rb"{\f1\'cf\'f0} text{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 b\{c\}{\*\mhtmltag64 <p>}\htmlrtf }\htmlrtf0"
        rb"{\*\htmltag72 </p>}{\*\htmltag241 <style>a \{b\}</style>}}"
    )
    found = rtf_text(rtf)
    assert found.is_html
    assert found.text == "<html><p>Пр text&nbsp;b{c}</p><style>a {b}</style>"


def test_guesses_in_rtf_are_flagged() -> None:
    """Bytes that their font's charset cannot hold are flagged."""
    found = rtf_text(rb"{\rtf1\ansi" + FONTS + rb"{\f2 \'82}}")
    assert any(flag.startswith("charset-guessed:") for flag in found.flags)
    assert "replacement-characters" in rtf_text(rb"{\rtf1 \u-10179?}").flags


@given(st.binary(max_size=400))
def test_any_bytes_are_rtf(data: bytes) -> None:
    """Whatever the bytes, reading them as RTF ends, with text that can be stored."""
    assert rtf_text(b"{\\rtf1 " + data).text.encode("utf-8") is not None


@given(st.binary(max_size=5000))
def test_compressed_rtf_gives_back_what_was_packed(data: bytes) -> None:
    """Literal runs of compressed RTF are given back to the byte, across the window of 4,096 bytes."""
    assert unpacked(packed_rtf(data)) == (data, ())


def test_compressed_rtf_refers_back() -> None:
    """References into the window are followed, also where they run into what they write (MS-OXRTFCP, section 4)."""
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(packed) == (b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", ())
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(packed) == (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", ())


@pytest.mark.parametrize("data", [b"", b"short", packed_rtf(b"{\\rtf1 x}", checksum=1), packed_rtf(b"abc" * 9)[:-4]])
def test_broken_compressed_rtf_is_flagged(data: bytes) -> None:
    """Compressed RTF that is cut off or fails its checksum gives what can be had, flagged."""
    assert unpacked(data).flags == ("rtf-broken",)


def test_uncompressed_rtf_is_taken_as_it_is() -> None:
    """RTF that is stored without compression is given as it stands."""
    assert unpacked(b"\x10\x00\x00\x00\x03\x00\x00\x00MELA\x00\x00\x00\x00abcd") == (b"abc", ())
