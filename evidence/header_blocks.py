"""Lines of printed mail → its header blocks, in the layouts that mail programs and document platforms print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evidence.attachment_lists import past_attachments
from evidence.header_fields import ADDRESSES, MOST_VALUE_LINES, fields_below, is_complete, is_header
from evidence.header_groups import column_fields, grouped_fields
from evidence.header_labels import label_of
from evidence.header_lotus import MOMENT, lotus_head
from evidence.header_nameless import led_fields, may_be_from, nameless_fields, unsigned_fields
from evidence.header_run_on import apples_run, outlooks_run
from evidence.header_scattered import scattered_fields
from evidence.header_tops import top_of
from evidence.header_two_columns import two_columns
from evidence.header_webmail import webmail_head
from evidence.page_furniture import Line

RECIPIENTS = ADDRESSES - {"from", "sent-by"}
RUN_TOGETHER = re.compile(
    r"(?:To:|Cc:|CC:|Bcc:)*Subject:(?P<subject>.*?)"
    r"Date:\s?(?P<date>\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)",
    re.DOTALL,
)


_SUBJECT = re.compile(r"\s*(?:To:|Cc:|CC:|Bcc:)*Subject:")
_LOTUS_LINE = re.compile(
    # What follows the first "cc:" follows any later one, so that no later one need be tried.
    rf"^\s*(?P<from>\S.{{1,100}}?)\s{{1,400}}(?:on\s+)?(?P<date>{MOMENT})\s+To:\s?(?>(?P<to>.*?)\scc:)"
    r"(?P<cc>.*?)\sSubject:(?P<subject>.*)$",
    re.IGNORECASE,
)
_NAME_AND_MOMENT = re.compile(
    rf"^(?P<from>\S.{{1,100}}?)(?:\s{{2,400}}|\s{{1,400}}on\s+)(?P<date>{MOMENT})\s*$", re.IGNORECASE
)
# A date that has lost its line: "Ada Quill [mailto:ada@vendor.example] Sent: Friday, April 5, 2013 2:37 PM".
_NAME_AND_SENT = re.compile(r"^(?P<from>\S.{1,200}?)[ \t]+Sent:[ \t]*(?P<date>\S.{5,60})$")


class HeaderBlock(NamedTuple):
    """A header block: the line on which it begins, where its body begins (line, column), its fields by name."""

    first: int
    body_line: int
    body_column: int
    fields: Mapping[str, str]


def header_blocks(lines: Sequence[Line]) -> list[HeaderBlock]:
    """Every header block among `lines`, in order; a lead ("Original Message") belongs to the block after it."""
    found: list[HeaderBlock] = []
    at = 0
    while at < len(lines):
        block = _block_at(lines, at) if lines[at].text.strip() else None
        if block is None:
            at += 1
            continue
        floor = found[-1].body_line if found else 0
        line, column = past_attachments(lines, block.body_line, block.body_column)
        block = block._replace(body_line=line, body_column=column, fields=_with_moment(block.fields))
        found.append(block._replace(first=top_of(lines, block.first, floor)))
        # Where the body begins on the header's last line, that line is no header again.
        at = max(block.body_line + (block.body_column > 0), at + 1)
    return found


def _block_at(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    text = lines[at].text
    # These need a colon on the line; most lines have none.
    for layout in (_lotus_line, _webmail, _two_columns, _apple) if ":" in text else ():
        if block := layout(lines, at):
            return block
    hit = label_of(text)
    if hit is None and not may_be_from(text):
        return None
    if hit and _was_tried(lines, at, hit[0]):
        return None
    if hit and hit[0] in ("from", "date", "to", "subject", "reply-to"):
        for layout in (_lotus, _run_together, _columns, _inline, _labelled):
            if block := layout(lines, at):
                return block
    for fields in (unsigned_fields, led_fields, nameless_fields):
        if found := fields(lines, at):
            return HeaderBlock(at, found[1], 0, found[0])
    return None


def _lotus_line(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """All of it on one line, as Lotus Notes prints it."""
    line = _LOTUS_LINE.match(lines[at].text)
    fields = {name: " ".join(value.split()) for name, value in line.groupdict().items()} if line else {}
    return HeaderBlock(at, at + 1, 0, fields) if line else None


def _was_tried(lines: Sequence[Line], at: int, label: str) -> bool:
    """Whether a header from the line above would hold this one, too: a run of recipients begins on its first line.

    Else each of a hundred thousand `To:` lines would be read as the first of those below it.
    """
    above = label_of(lines[at - 1].text) if at and label in RECIPIENTS else None
    return above is not None and above[0] in RECIPIENTS


def _two_columns(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """Sender and date in a column on the left, as newer Lotus Notes prints them."""
    found = two_columns(lines, at)
    return HeaderBlock(found.first, found.end, 0, found.fields) if found else None


def _with_moment(fields: Mapping[str, str]) -> Mapping[str, str]:
    """The fields, with a date that stands behind the sender's name taken from there."""
    sender = fields.get("from", "") if "date" not in fields else ""
    found = _NAME_AND_MOMENT.match(sender) or _NAME_AND_SENT.match(sender)
    return {**fields, "from": found["from"], "date": found["date"]} if found else fields


def _run_together(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """`From:` and `To:` alone on lines, values below, then `Subject:…Date:…` with the body behind it on one line."""
    if lines[at].text.strip() != "From:":
        return None
    for end in range(at + 1, min(at + MOST_VALUE_LINES, len(lines))):
        if not _SUBJECT.match(lines[end].text):
            if lines[end].text.strip() == "From:":
                return None
            continue
        for last in range(end, min(end + 4, len(lines))):
            joined = "\n".join(line.text for line in lines[end : last + 1])
            found = RUN_TOGETHER.match(joined.lstrip())
            if found:
                behind = len(joined.lstrip()) - found.end()
                fields = _stacked(lines[at:end]) | {
                    "subject": " ".join(found["subject"].split()),
                    "date": found["date"],
                }
                return HeaderBlock(at, last, len(lines[last].text) - behind, fields)
        return None
    return None


def _stacked(lines: Sequence[Line]) -> dict[str, str]:
    """Labels alone on lines, each with its value on the lines below."""
    fields: dict[str, str] = {}
    current = ""
    for line in lines:
        hit = label_of(line.text)
        if hit and hit[0] not in fields:
            current, fields[hit[0]] = hit
        elif current:
            fields[current] = f"{fields[current]} {line.text.strip()}".strip()
    return fields


def _inline(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """All labels in one run: `From: A Sent: … PMTo: BSubject: …`; the body begins on the next line."""
    found = outlooks_run(lines, at)
    return HeaderBlock(at, *found) if found else None


def _apple(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """The same in the order of Apple's programs: sender, subject, date, recipients."""
    found = apples_run(lines, at) if "From:" in lines[at].text else None
    return HeaderBlock(at, *found) if found else None


def _lotus(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """A name and a date above `To:`, as Lotus Notes and Domino print them."""
    head = lotus_head(lines, at)
    if head is None:
        return None
    fields, end = fields_below(lines, at)
    return HeaderBlock(head.first, end, 0, {**fields, "from": head.sender, "date": head.date})


def _webmail(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """Name, address and moment on one line, as web mail prints them; the subject stands atop the whole print."""
    head = webmail_head(lines, at)
    if head is None:
        return None
    fields, end = fields_below(lines, at + 1)
    subject = {"subject": head.subject} if head.subject else {}
    return HeaderBlock(head.first, end, 0, {**subject, **fields, "from": head.sender, "date": head.date})


def _columns(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """Labels in one group or several, above the groups of their values."""
    found = grouped_fields(lines, at) or column_fields(lines, at)
    return HeaderBlock(at, found[1], 0, found[0]) if found else None


def _labelled(lines: Sequence[Line], at: int) -> HeaderBlock | None:
    """A label a line with its value beside or below it, in any order; values may wrap."""
    fields, end = fields_below(lines, at)
    if not is_complete(fields):
        fields, end = scattered_fields(lines, at) or (fields, end)
    return HeaderBlock(at, end, 0, fields) if is_header(fields) else None
