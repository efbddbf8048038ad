"""Pages of the web and several articles in one mail. All is invented but the agencies in datelines."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from evidence.bylines import LINK
from evidence.pasted import pasted
from tests.evidence.pasted_mails import ADA, STORY, voices


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


@pytest.mark.parametrize("place", ["WASHINGTON \u2014 ", "OTTER BAY, Maine -- ", "TOKYO, Japan \u2013 "])
def test_a_place_alone_opens_a_story_beside_a_paper_or_a_link(place: str) -> None:
    """Press releases begin with a place, too, and may be the sender's own: more must tell whose story it is."""
    head = "Have you seen this?\n\nhttp://www.bay.example/1\n\nOtter Bay Pauses\n\n"
    assert [(kind, by) for kind, by, _ in voices(f"{head}{place}{STORY}")][1:] == [("quoted", None)]
    for body in (f"Otter Bay Pauses\n\n{place}{STORY}", f"http://www.bay.example/1\n\n{place}I saw this: {STORY}"):
        assert [kind for kind, _, _ in voices(body)] == ["own"]


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
