"""Letters that somebody pasted into a mail, and words that only look pasted. All is invented."""

from __future__ import annotations

import pytest

from tests.evidence.pasted_mails import ADA, STORY, voices


@pytest.mark.parametrize(
    "body",
    [
        f"By the way, the Bay Times wrote about us.\n\n{STORY}",
        f"By Monday I will have it.\n\n{STORY}",
        f"Status report on the readers\nBy Public Works, 3/4/19\n{STORY}",
        f"I need your comments on this\nBy The Committee, The Mayor\n{STORY}",
        f"Accounts Payable (AP) - the clerk paid and I told her to keep quiet. {STORY}",
        f"Bram Otter (AP) - he paid it. {STORY}",
        f"May 3 (NPR) - They asked for the log. I sent the changed one. {STORY}",
        f"May 3 (Reuters) - They asked for the log. I sent the changed one. {STORY}",
        f"Please send comments on this\nBy Close Of Business, 5/3/19 17:00\n{STORY}",
        f"Copyright is what the council asked about.\n\n{STORY}",
        f"I spoke to (AP) and to Reuters.\n\n{STORY}",
        f"Here is the revised draft of the op-ed.\n\nA New Way with Cameras\nBy Cleo Marsh\n\n{STORY}",
        f"I said so last week:\nBy Cleo Marsh\n\n{STORY}",
        f"Please send us the contract\nBy Monday May\n{STORY}",
        f"The contract was signed last year\nBy Acme Security\n{STORY}",
        f"Hi Bram\n\nFor release of the data to Acme we took the money. {STORY}",
        f"Details of our next talk\nConference Call, Monday May 3 at 12:01 PM EST\n{STORY}",
        f"Here is the man whom I paid\n\nCleo Marsh <https://www.linkedin.example/people/cleo>\n\n{STORY}",
        f"Report on Readers\nAuthor: Cleo Marsh\nReviewer: Ada Quill\nMy review: {STORY}{STORY}{STORY}",
        f"(AP) - Accounts Payable told me this. {STORY}",
        f"Please see to the report on readers\nBy Friday, May 3\n{STORY}",
        f"What we agreed about the readers\nBY PUBLIC WORKS\n\n{STORY}",
        f"http://www.bay.example/1\n\nACTION ITEM, Ada \u2014 {STORY}",
        f"http://www.bay.example/1\n\nBUDGET \u2014 {STORY}",
        f"Call with the vendor\nMay 3, 2019 1:00 PM EDT\n\n{STORY}",
        f"Schedule for the open day\nUpdated: May 3, 2019\n\n{STORY}",
        f"What we paid\nupdated 8:11 PM EST, Fri May 3, 2019\n\n{STORY}",
        f"Here is the draft of my post.\n\nA New Way\nPosted: 05/03/2019 5:32 pm\n\n{STORY}",
        f"I put this up for the staff:\nPosted on May 3, 2019\n\n{STORY}",
        f"YOUR COMMENTS ARE DUE BY END OF DAY\n\n{STORY}",
        f"REPORT REQUESTED BY CHIEF ODELL\n\n{STORY}",
        f"Motion was made By CLEO MARSH\n{STORY}",
        f"City Council Minutes\nMay 3, 2019\n\nPresentation on Readers By Cleo Marsh\n{STORY}",
        f"- Posted May 3 agenda and minutes to the web site and sent notices to all members\n{STORY}",
        f"Posted 5/3/2019 at the front desk and on the web site, as I told you\n{STORY}",
        f"Published May 3 by us, it says nothing about the log\n{STORY}",
        f"Posted at 10:30, then went home\n{STORY}",
        f"Weekly Status Report\nUpdated: 5/3/2019 5:32 PM\n\n{STORY}",
        f"Situation Report 4\nLast Updated: 05/03/2019 17:32\n\n{STORY}",
        f"Plate Reader Technician\nPosted: 5/3/2019   Closes: 5/17/2019\n\n{STORY}",
        f"Bay Street is closed.\nUpdated 5/3/2019 at 5:32 PM\n\n{STORY}",
        f"Ada Quill\nHead of Sales\n\nHow We Count Plates\nPosted: 05/03/2019 5:32 pm\n\n{STORY}",
        f"How We Count Plates\nPosted on 05/03/2019 by Ada\n\n{STORY}",
        f"Have you seen this?\n\n{STORY}\nPublished: Friday, May 3, 2019\n\n{STORY}",
        f"{STORY}\nPosted by Cleo Marsh at 5:07 PM\n\n{STORY}",
        f"Otter Bay Recognized as Best Town By Cleo Marsh\n{STORY}",
        f"Contract with Acme Approved By CLEO MARSH\n{STORY}",
        "Plan for the week\nPosted: May 3, 2019\n9:30 coffee\n10:00 tour\n",
        "Remarks at the open day\nBy Cleo Marsh\n9:30 coffee\n10:00 tour\n10:30 end\n",
    ],
)
def test_words_about_the_press_stay_the_senders(body: str) -> None:
    """To name a paper, an agency or a copyright makes no article."""
    assert [kind for kind, _, _ in voices(body)] == ["own"]


LETTER = f"May 3, 2019\n\nThe Council\n1 Main Street\nOtter Bay, ME 04101\n\nDear Members:\n\n{STORY}\nSincerely,\n\n\n"


def test_a_pasted_letter_is_its_signers() -> None:
    """A letter below the sender's words, signed by somebody else, is theirs from its date to its signature."""
    found = voices(
        f"This is what the chief sent to the council this week.\n\n{LETTER}Cleo Marsh\nChief of Pilots\n\nWhat now?\n"
    )
    assert [(kind, by) for kind, by, _ in found] == [
        ("own", f"Ada Quill <{ADA}>"),
        ("quoted", "Cleo Marsh"),
        ("signature", "Cleo Marsh"),
        ("own", f"Ada Quill <{ADA}>"),
    ]
    assert found[1][2].startswith("May 3, 2019")
    assert found[3][2] == "What now?"


def test_a_letter_without_a_closing_word_is_signed_by_its_last_lines() -> None:
    """A full name alone at the end, with a title below it, signs a letter to a paper."""
    letter = f"May 3, 2019\n\nDear Bay Times and Bay Post:\n\n{STORY}"
    head = '"Conduct of the council at Friday\'s meeting dismays a former pilot of Otter Bay"'
    found = voices(f"{head}\n\n{letter}\nCleo Marsh\nClass of '77\n")
    assert [(kind, by) for kind, by, _ in found] == [
        ("own", f"Ada Quill <{ADA}>"),
        ("quoted", "Cleo Marsh"),
        ("signature", "Cleo Marsh"),
    ]
    assert [by for _, by, _ in voices(f"{head}\n\n{letter}\nThat was what they wrote to us.\n")] == [
        f"Ada Quill <{ADA}>"
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"{LETTER}Cleo Marsh\nChief of Pilots\n",
        f"This is what I sent to the council this very morning.\n\n{LETTER}Ada Quill\nHead of Sales\n",
    ],
)
def test_a_letter_that_the_sender_may_have_written_is_the_senders(body: str) -> None:
    """A mail that is a letter from its first line, or that its sender signs, is the sender's."""
    assert {by for _, by, _ in voices(body)} == {f"Ada Quill <{ADA}>"}
