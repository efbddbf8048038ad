"""What somebody pasted below his own signature. All is invented."""

import pytest

from evidence.enclosed import MOST_SIGNATURES, enclosed
from evidence.model import Address
from tests.evidence.pasted_mails import ADA, STORY, voices

LONG = STORY * 4
OWN = f"Ada Quill <{ADA}>"


@pytest.mark.parametrize(
    ("mail", "first"),
    [
        (f"Bram, this article is worth a look.\n\nBest,\nAda\n\nA Town and Its Cameras\n\n{LONG}", "A Town"),
        (
            f"I will see them soon. Ada\n\nOPINION / OTHER\n\nMay 3, 2019\nBay Times\nA Town and Its Cameras\n\n{LONG}",
            "OPINION",
        ),
        (f"Here is the press release.\n\nRegards,\n\nAda\n\nOtter Bay Pauses Its Readers\n\n{LONG}", "Otter Bay"),
        (
            f"Look.\n\nThanks,\nAda Quill\nHead of Sales\n\nA Town and Its Cameras\nMay 3, 2019\nBay Times\n{LONG}",
            "A Town",
        ),
    ],
)
def test_an_article_below_the_senders_signature_is_nobodys_known(mail: str, first: str) -> None:
    """A text under a heading with a day or a paper, or that is called an article, is quoted."""
    found = voices(mail)
    assert [(kind, by) for kind, by, _ in found if kind != "signature"] == [("own", OWN), ("quoted", None)]
    assert found[-1][2].startswith(first)
    assert "signature" in [kind for kind, _, _ in found] or "soon. Ada" in mail


@pytest.mark.parametrize(
    "below",
    [
        f"A Town and Its Cameras\nBy Ada Quill\n\n{LONG}",
        f"PS: {LONG}",
        f"Further to the Article\n\nI told you that we paid. {LONG}",
        f"Status of the Reader Program\n\n{LONG}We paid the vendor and hid it from the auditor.\n",
        f"Where Things Stand Today\n\n{LONG}\nThanks again,\nAda\n",
        f"One more thing.\n\n{LONG}",
        "A Few Words More\n\nThe boxes came today.\n",
    ],
)
@pytest.mark.parametrize("lead", ["This article is worth a look.", "See you soon.", "Here is my draft."])
def test_what_the_sender_may_have_written_stays_the_senders(lead: str, below: str) -> None:
    """A postscript, an own article, a report in which we speak, or what the author signs below are the sender's."""
    assert "quoted" not in [kind for kind, _, _ in voices(f"{lead}\n\nBest,\nAda\n\n{below}")]


@pytest.mark.parametrize(
    "mail",
    [
        f"Below are the notes of our meeting.\n\nBest,\nAda\n\nMeeting with Otter Bay\n\n{LONG}",
        f"Background below, as in the article.\n\nBest,\nAda\n\nStatus of the Reader Program\n\n{LONG}",
        f"This is what you asked for.\n\nBest,\nAda\n\nStatus of the Reader Program\n\n{LONG}",
        f"The desk has moved to Seattle, Ada\n\nThe Article on the Readers\n\n{LONG}",
        f"Sir, as told.\n\nRegards,\nAda\n\nPost Orders at the Gate\n05/03/2019\n\n{LONG}",
        f"We will release it on Monday.\n\nRegards,\nAda\n\nStatus of the Reader Program\n\n{LONG}",
        f"This article is of interest.\n\nRegards,\nAda\n\nTimeline of the Search\n05/03/2019\nBay Times\n\n{LONG}",
        f"To the Board,\nAda Quill\n\nStatus of the Reader Program\nMay 3, 2019\n\n{LONG}",
    ],
)
def test_below_a_signature_the_rule_is_that_the_sender_speaks(mail: str) -> None:
    """Without a sign that a text is another's, and without a closing, nothing is taken from the sender."""
    assert "quoted" not in [kind for kind, _, _ in voices(mail)]


def test_many_signatures_cost_no_more_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the signatures in a mail the first few alone are looked below, so that time grows with its lines."""
    looked: list[int] = []
    monkeypatch.setattr("evidence.enclosed._is_anothers", lambda _, first, __: looked.append(first))
    lines = ["Thanks,", "Ada", "", "A Heading of Words", "", "The council said that it had paused the use of readers."]
    assert enclosed(lines * 500, Address(name="Ada Quill", address=ADA, raw=OWN)) is None
    assert len(looked) == MOST_SIGNATURES


@pytest.mark.parametrize(
    "words",
    [
        "To opt out of the pilot a town must write to us.",
        "To be removed from the watch list the driver paid me.",
    ],
)
def test_a_sentence_on_opting_out_is_no_foot_of_a_list(words: str) -> None:
    """Words on what one can leave hide neither themselves nor what stands below them."""
    found = voices(f"Dear Bram,\n\n{words}\n\nOtter Bay did so, and we paid.\n")
    assert [kind for kind, _, _ in found] == ["own"]
