"""Lines above a `To:` → the name and date that Lotus Notes and Domino print there instead of labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.header_labels import is_lead, label_of
from evidence.page_furniture import Line

MOMENT = r"\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?(?:\s+[A-Z]{2,4}\b)?"
LINES_ABOVE, HEAD_LINES = 8, 3
_HEAD = re.compile(rf"^\s*(?P<sender>\S.{{1,160}}?)\s{{0,400}}(?:\bon\s+|\s)(?P<date>{MOMENT})\s*$", re.IGNORECASE)
_MESSAGE_FROM = re.compile(
    r"^\s*-{3,}\s*Message from (?P<sender>.{2,160}?) on (?P<date>\S.{5,60}?)\s*-{3,}\s*$", re.IGNORECASE
)
_FROM = re.compile(r"^\s*From:\s*(?=\S)", re.IGNORECASE)
_ASIDE = re.compile(r"^\s*(?:please respond to|sent by:|\(embedded image)", re.IGNORECASE)


class LotusHead(NamedTuple):
    """Who and when, and the line on which they begin."""

    first: int
    sender: str
    date: str


def lotus_head(lines: Sequence[Line], at: int) -> LotusHead | None:
    """The head above line `at`, which must be a `To:`; None where there is none."""
    hit = label_of(lines[at].text)
    if hit is None or hit[0] != "to":
        return None
    above = [n for n in range(at - 1, max(at - 1 - LINES_ABOVE, -1), -1) if lines[n].text.strip()]
    head = [n for n in above if not _ASIDE.match(lines[n].text)][:HEAD_LINES]
    for size in range(1, len(head) + 1):
        used = head[:size][::-1]
        joined = _FROM.sub("", " ".join(lines[n].text.strip() for n in used))
        found = _MESSAGE_FROM.match(joined) or _HEAD.match(joined)
        if found and _is_name(found["sender"]):
            return LotusHead(used[0], found["sender"].strip(" ,"), found["date"])
    return None


def _is_name(text: str) -> bool:
    bare = re.sub(r"<[^<>]*>", "", text)
    return ":" not in bare and not is_lead(text) and bool(re.search(r"[^\W\d_]{2}", text)) and "---" not in text
