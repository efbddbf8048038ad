"""Articles that somebody pasted into a mail, and whose they are. All is invented but the agencies in datelines."""

from __future__ import annotations

import pytest

from tests.evidence.pasted_mails import ADA, STORY, voices


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
        ("Otter Bay Pauses\nhttp://www.bay.example/1\nPosted: 05/03/2019\n\nOTTER BAY (Reuters) - ", "Reuters"),
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
