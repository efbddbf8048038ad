"""Any text at all, on its way to a page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.model import Person, SegmentRef
from checker.report.as_html import anchor, shown
from checker.report.as_markdown import kept
from checker.report.as_markdown import shown as markdown_shown
from checker.report.cards import card, signed
from checker.report.flags import flag_words
from checker.report.reading import stretches, unplaced
from checker.report.visible import folded, visible
from checker.report.words import author_words, date_words, period_words, person_words
from claims.model import Claim
from tests.checker.test_report_factory import CLERK, VENDOR, link

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
MARKUP = st.text(st.sampled_from(list("*_`[]()<>!#+-=|~\\&:;/.\"' \n\t01aw\u00a0\u2028\x00")), max_size=40)


@given(ANY_TEXT)
def test_html_shows_every_text_as_text(text: str) -> None:
    """Taking tags of the program and escapes away gives the text back, hidden characters named."""
    page = str(shown(text))
    page.encode("utf-8")
    assert unescape(re.sub(r'</?span(?: class="hidden-character")?>', "", page)) == visible(text)


@given(st.one_of(ANY_TEXT, MARKUP))
def test_markdown_shows_every_text_as_text(text: str) -> None:
    """A CommonMark reader with tags, tables and strike-through finds one paragraph of plain text."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown_shown(text))
    found = [t for t in tokens if t.type not in ("paragraph_open", "paragraph_close")]
    inline = [child for t in found for child in t.children or ()]
    assert all(t.type == "inline" for t in found)
    assert all(child.type in ("text", "text_special") for child in inline)
    assert "".join(child.content for child in inline) == visible(folded(text)).strip()


@given(ANY_TEXT, ANY_TEXT)
def test_different_ids_have_different_safe_anchors(one: str, other: str) -> None:
    """An anchor can break out of no attribute, and leads to one place."""
    assert re.fullmatch(r"[A-Za-z0-9._-]*", anchor(one))
    assert (anchor(one) == anchor(other)) == (one == other)


@given(st.text(max_size=80))
def test_a_statement_keeps_its_words(statement: str) -> None:
    """Cutting a statement at its quotations loses only quotation marks."""
    claim = Claim(id="c", speaker="s", statement=f"x{statement}", wording="reported", quoted=("a", statement))
    bare = "".join(s.text for s in stretches(claim))
    assert re.sub("[\"“”„«»'‘’]", "", bare) == re.sub("[\"“”„«»'‘’]", "", claim.statement.strip())  # noqa: RUF001


def test_marks_in_the_statement_are_not_doubled() -> None:
    """A phrase that stands in quotation marks already gets no second pair."""
    claim = Claim(
        id="c", speaker="s", statement='It said "never  ever" and left.', wording="reported", quoted=("Never ever",)
    )
    assert stretches(claim) == [("It said ", False), ("never  ever", True), (" and left.", False)]
    assert unplaced(claim) == []


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2018", "2018"),
        ("2018-11", "Nov 2018"),
        ("2018-11-05", "5 Nov 2018"),
        ("2018-11-05T14:03:59-05:00", "5 Nov 2018, 14:03 (UTC-05:00)"),
        ("2018-11-05T14:03Z", "5 Nov 2018, 14:03 (UTC)"),
        ("2018-11-05T14:03:59", "5 Nov 2018, 14:03 (zone not stated)"),
        ("last week", "last week"),
        (None, None),
    ],
)
def test_dates_are_as_precise_as_they_are_known(iso: str | None, words: str | None) -> None:
    """No day, hour or zone is made up."""
    assert date_words(iso) == words


def test_open_periods_say_so() -> None:
    """An open end is named, and an unknown period too."""
    assert period_words(None, None) == "not stated"
    assert period_words("2018", None) == "from 2018 on"
    assert period_words(None, "2019-03") == "up to Mar 2019"
    assert period_words("2018", "2019-03") == "2018 to Mar 2019"


def test_people_are_shown_as_the_record_has_them() -> None:
    """Name and address where both are known, else what there is."""
    assert person_words(CLERK) == "Dana Example <dana@harbour.example>"
    assert person_words(VENDOR) == "kim@tollcam.example"
    assert person_words(Person(name=None, address=None, raw="/O=EX/CN=X")) == "/O=EX/CN=X"
    assert person_words(None) == "sender not shown"


def test_unknown_flags_are_shown_as_they_are() -> None:
    """A flag that the page has no words for is not lost."""
    assert flag_words("charset-guessed:cp1252") == "the character set was guessed: cp1252"
    assert flag_words("brand-new:x-y") == "brand new: x-y"


def test_own_words_of_another_author_name_that_author() -> None:
    """Where the author is not the sender, the card says who it is."""
    other = link(1, "supports", segment=SegmentRef(kind="own", author=VENDOR, date=None, attributed="stated"))
    assert author_words(other) == "text of the message, by kim@tollcam.example (as stated there), date not stated"
    assert not card(other).own


def test_a_quote_from_an_attached_file_names_the_file() -> None:
    """The card says that the words stand in an attachment, of which name, and that nobody knows who wrote them."""
    unknown = SegmentRef(kind="attachment", author=None, date=None, attributed="unknown")
    found = link(1, "supports", segment=unknown, flags=("attachment:pilot-plan: v2.docx", "author-unknown"))
    assert author_words(found) == "attached file “pilot-plan: v2.docx”, author unknown"
    assert not card(found).own
    assert card(found).flags == ("who wrote these words is not known",)


def test_printed_numbers_are_exact() -> None:
    """Four decimals and a sign, never minus nought."""
    assert [signed(x) for x in (1.5, -0.25, 0.0, -0.0)] == ["+1.5000", "−0.2500", "+0.0000", "+0.0000"]  # noqa: RUF001


def test_blanks_between_stretches_are_kept_in_markdown() -> None:
    """Words do not run together at a quotation."""
    assert str(kept(" and *so* ")) == r" and \*so\* "
