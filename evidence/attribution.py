"""A line like "On 5 March 2019, Name <address> wrote:" → who wrote what follows, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.headers import address_of
from evidence.model import Address
from evidence.page_furniture import Line
from evidence.printed_dates import printed_date

MOST_LINES = 4
_VERBS = r"(?:wrote|writes|schrieb|a écrit|écrit|escribió|ha scritto|scrive|schreef|escreveu)"
_WROTE = re.compile(
    rf"(?P<head>(?:On|Am|Le|El|Il|Op|Em)\b.{{4,400}}?|[^\n]{{0,80}}<[^<>\n]+@[^<>\n]+>)\s*\b"
    # German and Dutch name the author behind the verb.
    rf"(?:{_VERBS}|(?:schrieb|schreef)\s+(?P<behind>[^:]{{2,150}}?))\s*:",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_DATE = (
    re.compile(
        r".*\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[AP]\.?M\.?)?\s*(?:\(?(?:[+-]\d{4}|(?-i:[A-Z]{2,4}\b))\)?)?\s*[,;]?\s*(?P<who>.*)$",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r".*?\b(?:19|20)\d\d\b\s*[,;]?\s*(?P<who>.*)$", re.DOTALL),
    re.compile(r".*?\d{1,2}/\d{1,2}/\d{2}\b\s*[,;]?\s*(?P<who>.*)$", re.DOTALL),
)


class Attribution(NamedTuple):
    """Who wrote what follows; `last_line` and `column` are where it begins."""

    author: Address | None
    date: str | None
    last_line: int
    column: int


def attribution_at(lines: Sequence[Line], at: int) -> Attribution | None:
    """The attribution that begins on a line, running over at most four."""
    if not re.match(r"\s*(?:On|Am|Le|El|Il|Op|Em)\b.*\d|.*<[^<>]+@", lines[at].text, re.IGNORECASE):
        return None
    window = [line.text for line in lines[at : at + MOST_LINES]]
    if "" in (stripped := [w.strip() for w in window]):
        window = window[: stripped.index("")]
    found = _WROTE.match("\n".join(window).lstrip()) if window else None
    if not found:
        return None
    lead = len(window[0]) - len(window[0].lstrip())
    used = found[0].count("\n")
    column = len(found[0].rsplit("\n", 1)[-1]) + (lead if used == 0 else 0)
    head = " ".join(f"{found['head']} {found['behind'] or ''}".split())
    return Attribution(_author(head), printed_date(head).date, at + used, column)


def _author(head: str) -> Address | None:
    who = head
    if not re.match(r"[^<]*<[^<>]+@[^<>]+>$", head) or re.match(r"(?:On|Am|Le|El|Il|Op|Em)\b", head, re.IGNORECASE):
        for pattern in _AFTER_DATE:
            if (found := pattern.match(head)) and re.search(r"[^\W\d]", found["who"]):
                who = found["who"]
                break
        else:
            return None
    who = re.sub(r"^(?:at|um|à|a las|alle|om|às)\s+", "", who.strip(" ,;"), flags=re.IGNORECASE)
    return address_of(who) if re.search(r"[^\W\d]{2}", who) and len(who) <= 200 else None
