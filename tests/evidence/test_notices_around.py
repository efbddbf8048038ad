"""What stands around a notice and belongs to it: headings, rules, further paragraphs. Every name is invented."""

import pytest

from tests.evidence.pasted_mails import ADA, voices
from tests.evidence.test_closings import WORDS, told

NOTICE = "This message is intended only for the addressee.  If you are not the addressee, delete it."
RULE = "_" * 40


@pytest.mark.parametrize("heading", ["DISCLAIMER", "NOTICE:", "*** Warning ***", RULE, f"{RULE}\nCONFIDENTIAL"])
def test_a_heading_or_rule_right_above_a_notice_belongs_to_it(heading: str) -> None:
    """A word such as "DISCLAIMER" or a rule above a notice is nobody's statement."""
    found = told(f"{WORDS}\n\n{heading}\n\n{NOTICE}\n{RULE}")
    assert found == dict.fromkeys([*heading.split("\n"), NOTICE, RULE], "disclaimer")


@pytest.mark.parametrize("heading", ["Warning", "CONFIDENTIAL", "Notice"])
def test_the_same_heading_above_words_is_the_authors(heading: str) -> None:
    """Only a notice below makes a heading one: whoever warns of something says so himself."""
    assert told(f"{heading}\n\n{WORDS}\n\n{WORDS}") == {}


def test_a_notice_goes_on_with_who_is_registered_where() -> None:
    """Firms state their seat and what they answer for in paragraphs of their own below the notice."""
    seat = "Quill & Marsh is a trading name of Otter Bay Pilots Limited, registered in England."
    viruses = "Quill & Marsh accepts no responsibility for software viruses in any attachments."
    assert told(f"{WORDS}\n\n{NOTICE}\n\n{viruses}\n\n{seat}") == dict.fromkeys([NOTICE, viruses, seat], "disclaimer")


@pytest.mark.parametrize(
    "words",
    [
        "The vendor accepts no responsibility for the trial, the council was told.",
        "Otter Bay Pilots is registered in England, so the council cannot hire them.",
    ],
)
def test_the_same_words_away_from_a_notice_are_a_statement(words: str) -> None:
    """Who answers for what is a statement where no notice stands right above it."""
    assert told(f"{WORDS}\n\n{words}\n\n{WORDS}") == {}


def test_somebody_who_speaks_below_a_notice_is_heard() -> None:
    """A postscript below a notice is its author's, whatever it says of liability."""
    words = "I told the council that the vendor accepts no responsibility for the trial."
    assert words not in told(f"{WORDS}\n\n{NOTICE}\n\n{words}")


@pytest.mark.parametrize(
    "notice",
    [
        "Automatic electronic distribution to: A, B(D), C(L), OBP, QM.",
        "CAUTION: Electronic mail sent through the Internet is not secure and could be read by others.",
    ],
)
def test_what_a_program_says_of_its_own_mail_is_a_notice(notice: str) -> None:
    """Lists of whom a program sent a mail to, and warnings of how it travels, are nobody's words."""
    assert told(f"{WORDS}\n\n{notice}") == {notice: "disclaimer"}


def test_a_notice_between_an_article_and_its_rest_is_not_the_writers() -> None:
    """What a mail adds to an article that it carries is the mail's, not the agency's."""
    prose = "The council opened forty accounts for the readers in the spring and used them until the autumn.\n" * 3
    found = voices(f"See below.\n\nOTTER BAY (Reuters) - {prose}\n{NOTICE}\n\n{prose}")
    assert [by for kind, by, _ in found if kind == "disclaimer"] == [f"Ada Quill <{ADA}>"]
    assert [by for kind, by, _ in found if kind == "quoted"] == ["Reuters", "Reuters"]
