"""Articles that somebody pasted into a mail. All is invented but the agencies in datelines."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from evidence.bylines import LINK
from evidence.pasted import pasted
from evidence.segments import segments
from tests.evidence.mails import eml, only

ADA = "ada@vendor.example"
STORY = (
    "The council of Otter Bay said on Friday that it had paused its use of plate readers until a review is\n"
    "finished. A spokesman said that no account had been opened for the department since the spring, and that\n"
    "the readers would be taken down by the end of the month.\n"
)


def voices(body: str, sender: str = f"Ada Quill <{ADA}>") -> list[tuple[str, str | None, str]]:
    """Kind, author as printed and words of each segment of a mail."""
    message = only(eml(body).replace(f"Ada Quill <{ADA}>".encode(), sender.encode()))
    found: list[tuple[str, str | None, str]] = []
    for segment in segments(message):
        text = message.bodies[segment.body].text.text
        words = "\n".join(text[s:e] for s, e in segment.spans)
        found.append((segment.kind, segment.author.raw if segment.author else None, words.strip()))
    return found


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("Otter Bay Pauses Plate Readers\n\nOTTER BAY, Maine (Reuters) - ", "Reuters"),
        ("OTTER BAY, Maine, May 3 /PRNewswire/ -- ", "PRNewswire"),
        ("OTTER BAY -(Dow Jones)-", "Dow Jones"),
        ("OTTER BAY, Maine (AP) \u2014 ", "AP"),
        (
            "Otter Bay Pauses\nCleo Marsh, Chronicle Maine Bureau\nFriday, May 3, 2019\n,2019 Bay Chronicle\n\n",
            "Cleo Marsh",
        ),
        ("May 3, 2019\n\nTime to let it go\n\nBy CLEO MARSH\n\n", "CLEO MARSH"),
        (
            "Otter Bay\n\n05/03/2019\nPlate Daily\n(c) Copyright 2019 Marsh Publications, Inc. All Rights Reserved.\n",
            "Marsh Publications, Inc",
        ),
        ("Otter Bay Pauses\nThe Associated Press\nMay 3, 2019\n\n", "The Associated Press"),
        ("Otter Bay Pauses Plate Readers\nBy CLEO MARSH, Bay Times Staff Writer\n\n", "CLEO MARSH"),
        (
            "Otter Bay pauses plate readers\nBy Cleo Marsh and Bram Odell\n\nOTTER BAY, Maine \u2014 ",
            "Cleo Marsh and Bram Odell",
        ),
        ("Otter Bay pauses plate readers\nCleo Marsh, 05.03.19, 12:01 AM ET\n\n", "Cleo Marsh"),
        ("A town takes its time with cameras\nby Cleo Marsh | May 3, 2019 4:45 AM EDT\n\n", "Cleo Marsh"),
        ("Otter Bay pauses\nCleo Marsh <http://www.bay.example/profile/cleomarsh> and Bram Odell\n\n", "Cleo Marsh"),
        (
            "Otter Bay pauses its readers\nBy Cleo Marsh and Bram Odell, Updated: Friday, May 3, 1:30 PM\n\n",
            "Cleo Marsh and Bram Odell",
        ),
        ("Otter Bay pauses its readers\nBy CLEO MARSH I 5/3/19 3:42 PM EDT\n\n", "CLEO MARSH"),
        ("Otter Bay pauses its readers\nBy Cleo Marsh on May 3, 2019\n\n", "Cleo Marsh"),
        ("Otter Bay Pauses Its Readers\nPublished: May 3, 2019\nBy Cleo Marsh, The Baysider\n\n", "Cleo Marsh"),
        ("Otter Bay Pauses Readers\nBy Cleo Marsh (Bay Times)\n\n", "Cleo Marsh"),
        (
            "MAY 3, 2019\n\nHow Towns Should Handle Readers\n\nBy CLEO MARSH AND BRAM ODELL\n\n",
            "CLEO MARSH AND BRAM ODELL",
        ),
        ("OTTER BAY, May 3, 2019 (AFP) - ", "AFP"),
        ("Otter Bay, Maine (CNN) -- ", "CNN"),
        ("May 3 (Reuters) - ", "Reuters"),
        (
            "Business\nTime to let it go\nCleo Marsh\n\n05/03/2019\nThe Bay Times\n(Copyright Bay Times Ltd, 2019)\n\n",
            "Cleo Marsh",
        ),
        (
            "THE CITY OF OTTER BAY\nOffice of Press Relations\nFor Immediate Release     May 3, 2019\n\n",
            "THE CITY OF OTTER BAY",
        ),
        ("Otter Bay Pauses\n\nOTTER BAY, Maine | Fri May 3, 2019 2:23pm EDT\n\n(Reuters) - ", "Reuters"),
        (
            "Otter Bay Pauses Plate Readers\n05/03/2019\nBay Times\n(Copyright (c) 2019, Bay Times Company)\n",
            "Bay Times Company",
        ),
        ("How Otter Bay paused its readers By CLEO MARSH\n\n", "CLEO MARSH"),
        ("How Otter Bay paused its readers\nBy CLEO MARSH\n\n", "CLEO MARSH"),
        ("Otter Bay Pauses\nThe Bay Times\nBy Cleo Marsh, Friday, May 3, 4:13 PM EDT\n\n", "Cleo Marsh"),
        ("Otter Bay pauses its readers\nMay 3, 2019 1:00 AM EDT\nCleo Marsh\n\n", "Cleo Marsh"),
        ("How Otter Bay paused its readers\nOn 05.03.19, By Cleo Marsh\n\n", "Cleo Marsh"),
        ("Otter Bay pauses its readers\nPosted By Cleo Marsh Friday, May 3, 2019 - 5:07 PM\nShare\n\n", "Cleo Marsh"),
        ("Otter Bay pauses its readers\nPosted on May 3, 2019 at 4:23pm by Cleo Marsh\n\n", "Cleo Marsh"),
        ("Otter Bay Pauses Its Readers\nBy REUTERS\nPublished: May 3, 2019\n\nOTTER BAY (Reuters) - ", "Reuters"),
        ("By Cleo Marsh in Otter Bay\nPublished: May 3 2019 18:51\n\n", "Cleo Marsh"),
        ("MAYOR'S OFFICE\nFor Immediate\nRelease      \n2019/12\n\n", "MAYOR'S OFFICE"),
        ("For Immediate Release\n\nSTATEMENT BY CLEO MARSH, SPOKESPERSON\n\n", "CLEO MARSH"),
    ],
)
def test_a_pasted_article_is_not_the_senders(head: str, author: str) -> None:
    """Words of a paper or an agency are quoted from it, headline and all, and never those of who pasted them in."""
    found = voices(f"Have you seen this?\n\n{head}{STORY}")
    assert found[0] == ("own", f"Ada Quill <{ADA}>", "Have you seen this?")
    assert [(kind, by) for kind, by, _ in found[1:]] == [("quoted", author)]
    assert found[1][2].startswith(head.strip().partition("\n")[0])


@pytest.mark.parametrize(
    "stamp",
    [
        "Posted: 05/03/2019 5:32 pm",
        "First Posted: 5-3-19 12:16 AM I Updated: 5-3-19 01:15 AM",
        "Published: Friday, May 3, 2019",
        "Published: 2:51PM BST 3 May 2019",
        "Last Updated: Friday, May 3, 2019 2:14 PM ET\nhttp://www.bay.example/1",
        "Fri, 05/03/2019 - 5:56pm",
        "Published on Baypost, http://www.bay.example/1",
    ],
)
def test_what_stands_below_the_stamp_of_a_page_is_nobodys_known(stamp: str) -> None:
    """A page of the web that names no author was not written by who pasted it in."""
    found = voices(f"Have you seen this?\n\n\nOtter bay pauses its readers\n{stamp}\n\n{STORY}")
    assert [(kind, by) for kind, by, _ in found] == [("own", f"Ada Quill <{ADA}>"), ("quoted", None)]
    assert found[1][2].startswith("Otter bay pauses")


def test_the_foot_of_a_page_names_its_author() -> None:
    """Beside the permanent link stands who wrote the page."""
    found = voices(f"Otter Bay pauses\nFri, 05/03/2019 - 5:56pm\n{STORY}\nCleo Marsh I Permalink I 3 Comments\n")
    assert [(kind, by) for kind, by, _ in found] == [("quoted", "Cleo Marsh")]


def test_each_article_of_several_is_its_own_authors() -> None:
    """A further headline with its byline or stamp ends the article above it, which has told its story by then."""
    long = STORY * 2
    articles = [
        f"Otter Bay Pauses\nBy CLEO MARSH\nMay 3, 2019\n\n{long}",
        f"Readers Come Back\nBy BRAM ODELL\nMay 4, 2019\n\n{long}",
        f"How It Began By DORA FENN\n\n{long}",
        f"Mayor Denies It\nPosted: 05/04/2019 9:21 am\n\n{long}",
        f"What I Told the Council\nBy ADA QUILL\nMay 4, 2019\n\n{long}",
    ]
    found = voices("\n\n".join(articles))
    assert [by for _, by, _ in found] == ["CLEO MARSH", "BRAM ODELL", "DORA FENN", None, f"Ada Quill <{ADA}>"]
    assert [text.partition("\n")[0] for _, _, text in found] == [a.partition("\n")[0] for a in articles]


def test_articles_of_a_bulletin_end_at_its_next_heading() -> None:
    """The second of two under one heading ends where the first would have ended."""
    first, second = "Otter Bay Pauses\nBy CLEO MARSH\nMay 3, 2019", "Readers Come Back\nBy BRAM ODELL\nMay 4, 2019"
    found = voices(f"IN THE NEWS\n{first}\n\n{STORY}{STORY}\n{second}\n\n{STORY}\nWELCOME\n\nI hid the log, Bram.\n")
    assert found[-1] == ("own", f"Ada Quill <{ADA}>", "WELCOME\n\nI hid the log, Bram.")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Two Women Attacked By Stray Dogs\nBy CLEO MARSH\nMay 3, 2019\n\n", "CLEO MARSH"),
        ("Readers Banned By Otter Bay Council\n\nOTTER BAY, Maine (Reuters) - ", "Reuters"),
        ("Remarks by Mayor Odell Anger Town\nBy CLEO MARSH\nMay 3, 2019\n\n", "CLEO MARSH"),
        ("HERALD PHOTO BY BRAM ODELL\n\nOTTER BAY, Maine (AP) - ", "AP"),
        ("Otter Bay Pauses\nPosted by Cleo Marsh, May 3, 2019 5:07 PM\n\n", "Cleo Marsh"),
        ("Otter Bay Pauses\nPosted by Cleo Marsh Fri, 05/03/2019 - 5:07pm\n\n", "Cleo Marsh"),
    ],
)
def test_an_article_is_nobodys_whom_its_headline_names(line: str, author: str) -> None:
    """A "by" within a headline, a credit or a stamp's day is no part of the author's name."""
    assert [by for kind, by, _ in voices(f"{line}{STORY}") if kind == "quoted"] == [author]


@pytest.mark.parametrize(
    "line",
    [
        "STAFF PHOTOS BY BRAM ODELL",
        "A TOWN DIVIDED BY PLATE READERS",
        "PLEASE COMMENT BY NEXT WEEK",
        "* (Reuters) said",
    ],
)
def test_a_credit_or_a_subhead_splits_no_article(line: str) -> None:
    """What stands in the middle of a story and names somebody begins no other."""
    found = voices(f"Otter Bay Pauses\nBy CLEO MARSH\nMay 3, 2019\n\n{STORY}{STORY}\n{line}\n\n{STORY}")
    assert [by for _, by, _ in found] == ["CLEO MARSH"]


def test_a_dateline_below_the_byline_of_its_article_begins_no_other() -> None:
    """Between them stand points of the same story."""
    head = "Otter Bay Pauses Its Readers\nBy Cleo Marsh and Bram Odell, Updated: Friday, May 3, 1:30 PM\n\n"
    found = voices(f"{head}* No account since spring\n* Readers taken down\n\nOTTER BAY (Reuters) - {STORY}")
    assert [(kind, by) for kind, by, _ in found] == [("quoted", "Cleo Marsh and Bram Odell")]


@pytest.mark.parametrize(
    ("foot", "author"),
    [
        ("Copyright 2019 Bay Times Company\n", "Bay Times Company"),
        (
            "http://news.bay.example/1\n\nPublished: 2019/05/03 17:35:13 GMT\n\n\u00a9 BAY MMXIX\n\nAnd what now?\n",
            "BAY MMXIX",
        ),
        (
            "Story from BAY NEWS:\nhttp://news.bay.example/1\n\nPublished: 2019/05/03 17:35:13 GMT\n\n"
            "\u00a9 BAY MMXIX\n\nAnd what now?\n",
            "BAY NEWS",
        ),
    ],
)
def test_a_copyright_below_an_article_tells_it_from_its_headline_on(foot: str, author: str) -> None:
    """What stands between a headline and the copyright of a paper is the paper's; what stands below is not."""
    found = voices(f"Have you seen this one, by any chance?\n\nOtter Bay Pauses Plate Readers\n\n{STORY}\n{foot}")
    assert [(kind, by) for kind, by, _ in found[:2]] == [("own", f"Ada Quill <{ADA}>"), ("quoted", author)]
    assert found[1][2].startswith("Otter Bay Pauses")
    assert [text for _, _, text in found[2:]] == (["And what now?"] if "now" in foot else [])


def test_a_headline_in_small_letters_below_a_link_is_the_articles() -> None:
    """The line between a link and a byline is the headline; a link behind "Link:" is who sends it along's."""
    head = "http://news.bay.example/1\n\nOtter Bay seeks to pause its plate readers"
    found = voices(f"This is the one:\nLink:\n{head}\n\nBy CLEO MARSH\n\n{STORY}")
    assert [(kind, by) for kind, by, _ in found] == [("own", f"Ada Quill <{ADA}>"), ("quoted", "CLEO MARSH")]
    assert found[1][2].startswith("Otter Bay seeks")


def test_an_article_ends_at_the_senders_own_signature() -> None:
    """What is pasted ends where its sender signs."""
    found = voices(f"See below.\n\nOTTER BAY (Reuters) - {STORY}\nRegards,\nAda Quill\n")
    assert [(kind, by) for kind, by, _ in found] == [
        ("own", f"Ada Quill <{ADA}>"),
        ("quoted", "Reuters"),
        ("signature", f"Ada Quill <{ADA}>"),
    ]


def test_a_day_in_capitals_ends_an_article_of_a_bulletin() -> None:
    """Where articles stand under days, what stands under the next day is the sender's again."""
    found = voices(f"MAY 3, 2019\n\nOTTER BAY (Reuters) - {STORY}\nMAY 4, 2019\n\nI told Bram to hide the log.\n")
    assert found[-1] == ("own", f"Ada Quill <{ADA}>", "MAY 4, 2019\n\nI told Bram to hide the log.")


def test_a_bulletin_goes_on_below_an_article() -> None:
    """An article under a heading of a bulletin ends at the next heading."""
    found = voices(f"BUSINESS\n\nSales are up.\n\nIN THE NEWS\nOTTER BAY (Reuters) - {STORY}\nWELCOME\n\nTo Bram.\n")
    assert [kind for kind, _, _ in found] == ["own", "quoted", "own"]
    assert found[2][2] == "WELCOME\n\nTo Bram."


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


def test_a_papers_own_mail_is_its_own() -> None:
    """What a news service sends is its own, articles and all."""
    assert [k for k, _, _ in voices(f"OTTER BAY (Reuters) - {STORY}", "Bay News Alerts <t@alerts.example>")] == ["own"]


def test_an_agencys_service_of_clippings_wrote_none_of_them() -> None:
    """What a body's own desk sends round is quoted from the paper: a reporter's words are not the body's."""
    told = voices(f"OTTER BAY (Reuters) - {STORY}", "OpsNewsTicker <ticker@city.example>")
    assert [(kind, by) for kind, by, _ in told] == [("quoted", "Reuters")]
    papers = voices(f"OTTER BAY (Reuters) - {STORY}", "Bay Times Clips <clips@baytimes.example>")
    assert [kind for kind, _, _ in papers] == ["own"]


def test_a_forwarded_article_is_a_forward_by_its_paper() -> None:
    """In a mail that was passed on, the article is the paper's, the words above it the mail's author's."""
    lead = "---- Forwarded by Ada Quill on 05/03/2019 09:00 AM ----\n\nBram Otter\n05/02/2019 04:16 PM\nTo: Ada Quill\n"
    found = voices(f"{lead}cc:\nSubject: News\n\nLook at this.\n\nOTTER BAY (Reuters) - {STORY}")
    assert [(kind, author) for kind, author, _ in found] == [("forwarded", "Bram Otter"), ("forwarded", "Reuters")]


def test_an_article_that_its_own_author_sends_is_theirs() -> None:
    """Who sends what a byline names them for sends their own words."""
    assert [k for k, _, _ in voices(f"May 3, 2019\n\nTime to let it go\n\nBy ADA QUILL AND CLEO MARSH\n\n{STORY}")] == [
        "own"
    ]


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


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (f"Otter Bay (PTI) {STORY}", [("quoted", "PTI")]),
        (f"Otter Bay pauses\nFriday, May 3, 2019\n\n{STORY}", [("quoted", None)]),
        (f"To all staff\n\n{STORY}", [("own", "DESK")]),
        (f"Otter Bay pauses\nFriday, May 3, 2019\n\n{STORY}\nI think that we should answer this.\n", [("own", "DESK")]),
        ("Nothing today.\n", [("own", "DESK")]),
    ],
)
def test_what_a_desk_of_clippings_sends_round_is_a_papers(body: str, kinds: list[tuple[str, str | None]]) -> None:
    """Without a sign of its paper it is nobody's known; where somebody speaks, or little is said, it is the desk's."""
    desk = f"OBPD Media Clips <{ADA}>"
    assert [(kind, by) for kind, by, _ in voices(body, desk)] == [(k, desk if by == "DESK" else by) for k, by in kinds]


@pytest.mark.parametrize(
    "domain", ["physicians.example", "hosanahealth.example", "alcantara.example", "city.plattsburgh.example"]
)
def test_a_domain_that_holds_a_short_name_by_chance_is_no_agencys(domain: str) -> None:
    """An agency's name is a whole label of a domain: an article that such a sender pastes is quoted all the same."""
    told = voices(f"OTTER BAY (Reuters) - {STORY}", f"Ada Quill <ada@{domain}>")
    assert [(kind, by) for kind, by, _ in told] == [("quoted", "Reuters")]


@pytest.mark.parametrize("domain", ["platts.example", "mail.dow-jones.example"])
def test_what_an_agency_sends_from_its_own_domain_is_its_own(domain: str) -> None:
    """Its mail is made of stories, and none of them is pasted."""
    sender = f"Ada Quill <ada@{domain}>"
    assert [(kind, by) for kind, by, _ in voices(f"OTTER BAY (Reuters) - {STORY}", sender)] == [("own", sender)]


@pytest.mark.parametrize(
    "lines",
    [
        ["Posted: 05/03/2019 5:32 pm", STORY.partition("\n")[0]],
        ["Otter Bay Pauses", "By CLEO MARSH", *STORY.splitlines() * 3],
        ["Story from BAY NEWS:", "Posted: 05/03/2019 5:32 pm"],
        ["OTTER BAY (Reuters) - It paused."],
        [" " * 5_000 + "x", "Posted: 05/03/2019 5:32 pm", *STORY.splitlines()],
    ],
)
def test_time_grows_with_the_lines_where_every_one_is_a_sign(lines: list[str]) -> None:
    """Twice as many lines take far less than four times as long; a count of steps, not of seconds."""
    fewer, more = (lines_read((lines * size)[:size]) for size in (500, 1_000))
    assert more < 3 * fewer


def lines_read(lines: list[str]) -> int:
    """How many lines of the program the search for articles runs."""
    steps = 0

    def count(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        pasted(lines, None)
    finally:
        sys.settrace(before)
    return steps


def test_a_link_of_a_hundred_thousand_stops_is_read_at_once() -> None:
    """What stands behind a link is tried in one way alone."""
    assert LINK.match("http://bay.example/" + "." * 100_000 + " y") is None
    assert LINK.match("<http://bay.example/readers> ")
