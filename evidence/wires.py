"""A line → whether it names a news agency as its wires do: in the dateline of a story, at its head, or alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.speaking import speaks
from evidence.vocabulary import entries

LINES_WITHOUT_I, LINES_OF_OPENING, LEAST_OPENING = 40, 8, 55
# Labels of so few letters are other bodies' too: abc.example, cp.example.
LONGEST_CHANCE = 3
_SAYS_I = re.compile(r"(?<![\"\u201c])\b(?:I|my)\b")
_BARE = re.compile(
    r"^\s*(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?, [A-Z][A-Za-z. ]{1,20}?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"|(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)\.? \d{1,2}) "
    r"\((?P<agency>Reuters|AFP|CNN|Xinhua|Bloomberg|Associated Press)\) ?[-\u2013\u2014]"
)
_PLACE_ALONE = re.compile(
    r"^\s*(?P<city>[A-Z][A-Z.' ]{2,25}[A-Z])(?:, (?P<region>[A-Z][A-Za-z. ]{1,20}?))?"
    r" ?(?:[\u2014\u2013]|--) ?[A-Z\"\u201c]"
)
# A place on a line of its own, as a wire prints it above its story: "OTTER BAY, Maine | Fri May 3, 2019 2:23pm EDT".
PLACE = re.compile(r"^\s*[A-Z][A-Z. ]+[A-Z]\b[^\n]{0,60}\d{4}")


def below_place(lines: Sequence[str], at: int) -> re.Match[str] | None:
    """An agency in brackets that opens a paragraph, where its place and day stand on a line above."""
    found = _bare_agency().match(lines[at])
    return found if found and any(PLACE.match(t) for t in lines[max(at - 3, 0) : at]) else None


@cache
def _bare_agency() -> re.Pattern[str]:
    return re.compile(rf"^\s*\((?P<agency>(?i:{_names()}))\)\s*[-\u2013\u2014]+\s")


def bracketed_agency(line: str) -> str | None:
    """The agency in brackets that opens a line, a place before it or not: "New Delhi (PTI) The minister …"."""
    found = _bracketed().match(line)
    return found["agency"] if found else None


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:[A-Z][\w'\u2019 .,/-]{{1,60}} )?\((?P<agency>(?i:{_names()}))\)")


@cache
def dateline() -> re.Pattern[str]:
    """The dateline of an agency: "CHICAGO (Reuters) - "; group `agency`."""
    return re.compile(
        r"^\s*[*_]?(?P<place>[A-Z][A-Z.,'\u2019 &-]{2,60}?"
        r"(?:, [A-Z][A-Za-z. ]{1,20})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, (?:19|20)\d\d)?)?,?)\s*"
        rf"[*_]?\s*(?:[-\u2013\u2014]+\s*)?[(/](?P<agency>(?i:{_names()}))[)/]\s*(?:[-\u2013\u2014:.]|[A-Z])"
    )


def bare_dateline(lines: Sequence[str], at: int) -> re.Match[str] | None:
    """A dateline in small letters, with its country ("Otter Bay, Maine (CNN) -- "), or of a day alone.

    A sentence that abbreviates a name, or a log of calls, reads like it: it must open a paragraph, the agency's name
    be no other word's, and nobody say "I" below.
    """
    found = _BARE.match(lines[at])
    if found is None or (at and lines[at - 1].strip()):
        return None
    return None if any(_SAYS_I.search(line) for line in lines[at : at + LINES_WITHOUT_I]) else found


def opens_story(lines: Sequence[str], at: int) -> bool:
    """Whether a line opens a story with its place alone: "CHICAGO \u2014 The mayor said", "DOVER, Fla. -- The".

    It must open a paragraph as long as prose, and nobody speak in what follows: heads of paragraphs read like it.
    Press releases do, too, and are their senders' own as often as not, so that more must tell whose story it is.
    """
    found = _PLACE_ALONE.match(lines[at])
    if found is None or len(lines[at].strip()) < LEAST_OPENING or (at and lines[at - 1].strip()):
        return False
    places = entries("dateline-regions" if found["region"] else "dateline-cities")
    return (found["region"] or found["city"]).lower() in places and not speaks(lines[at : at + LINES_OF_OPENING])


def _names() -> str:
    """The names of all agencies as alternatives, the longest first."""
    longest_first = sorted(entries("news-agencies"), key=len, reverse=True)
    return "|".join(re.escape(e).replace(r"\ ", r"\s+") for e in longest_first)


def is_agency(line: str) -> bool:
    """Whether a line is the name of an agency alone."""
    bare = line.strip().lower()
    return " " in bare and bare in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return frozenset(entries("news-agencies"))


@cache
def agency_labels() -> frozenset[str]:
    """The names of agencies as they stand in a domain, each a whole label: `platts` is none of plattsburgh.example."""
    packed = (re.sub(r"\W", "", e) for e in _agencies())
    return frozenset(e for e in packed if len(e) > LONGEST_CHANCE)
