"""Passages in quotation marks that a sender cites from others. All is invented."""

import pytest

from evidence.cited import cited
from tests.evidence.pasted_mails import ADA, voices

PASSAGE = (
    "The department opened forty accounts for the readers in the spring, and its officers went on to\n"
    "use them until the end of the year without asking anybody."
)
OWN = f"Ada Quill <{ADA}>"


@pytest.mark.parametrize(
    ("lead", "author"),
    [
        ("It went well.  Significantly, staff states\nin its comments that:", "staff"),
        ("Further, Cleo Marsh wrote about the readers:", "Cleo Marsh"),
        ("The Otter Bay Council had this to say:", "The Otter Bay Council"),
        ('He called it "a trial." This is the key part of his speech on it:', None),
        ("See this part of the column of today:", None),
    ],
)
def test_a_passage_below_a_colon_is_who_said_its(lead: str, author: str | None) -> None:
    """What a sender cites between quotation marks is quoted from whom the lead names, else from nobody known."""
    found = voices(f'{lead}\n\n"{PASSAGE}"\n\nWhat do you make of that?\n')
    assert [(kind, by) for kind, by, _ in found] == [("own", OWN), ("quoted", author), ("own", OWN)]
    assert found[1][2] == f'"{PASSAGE}"'


def test_a_passage_goes_on_over_paragraphs_that_each_begin_with_a_mark() -> None:
    """Printers set a mark at the head of each paragraph and one at the end of the last; a source may stand behind."""
    found = voices(f'Marsh wrote:\n\n"{PASSAGE}\n\n"{PASSAGE}" (page 3).\n\nWhat now?\n')
    assert [(kind, by) for kind, by, _ in found] == [("own", OWN), ("quoted", "Marsh"), ("own", OWN)]


@pytest.mark.parametrize(
    "body",
    [
        f'I said to them:\n\n"{PASSAGE}"\n',
        f'I suggest the following rewrite of what Marsh wrote:\n\n"{PASSAGE}"\n',
        f'My draft of the statement:\n\n"{PASSAGE}"\n',
        f'These are the facts:\n\n"{PASSAGE}"\n',
        f'Cleo Marsh wrote it.\n\n"{PASSAGE}"\n',
        'Cleo Marsh wrote:\n\n"A trial."\n',
        f'Cleo Marsh wrote:\n\n"{PASSAGE}" and more of the kind, as I hear from all sides.\n',
        f"Cleo Marsh wrote:\n\n{PASSAGE}\n",
    ],
)
def test_what_the_sender_says_or_proposes_is_the_senders(body: str) -> None:
    """Own words, drafts, a few words in marks and marks that nothing leads in make no citation."""
    assert [(kind, by) for kind, by, _ in voices(body)] == [("own", OWN)]


def test_a_mark_that_nothing_closes_cites_nothing() -> None:
    """A passage without an end is not cut off at a guess."""
    assert cited(["Cleo Marsh wrote:", "", f'"{PASSAGE}', "", PASSAGE, ""]) == []
