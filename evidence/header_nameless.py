"""Lines of printed mail → the fields of a header of which something is missing: the sender, or all but the sender."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.header_fields import fields_below, is_header
from evidence.header_labels import is_lead, label_of
from evidence.header_lotus import MOMENT
from evidence.page_furniture import Line

FEWEST_FIELDS, LINES_BELOW_NAME = 3, 4
# What is left of "From:" where the name behind it was cut out of the page, or its letters or the colon were misread.
_BARE = re.compile(
    r"^\W{0,3}(?:From|[Pp]rom|Front|Frorn)(?:\W{0,2}\s*$|[.;,:]{0,3} (?P<name>\s*[^\s\n:][^\n:]{1,120})$)"
)


def may_be_from(line: str) -> bool:
    """Whether a line holds "From", or what recognition makes of it; most lines need no further look."""
    return "Fro" in line or "rom" in line


def nameless_fields(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int] | None:
    """Fields of a header that begins on line `at`, and the line after it; None where none begins there.

    "From" with nothing behind it may stand above; without it date, recipient and subject must follow each other.
    """
    bare = _BARE.match(lines[at].text)
    start = _below_bare(lines, at) if bare else at
    if start is None:
        return None
    hit = label_of(lines[start].text)
    if hit is None or hit[0] not in ("date", "to") or ":" not in lines[start].text:
        return None
    fields, end = fields_below(lines, start)
    led = start != at or _below_lead(lines, at)
    wanted = {"date", "to", "subject"}
    if bare and bare["name"] and not wanted <= fields.keys():
        return None
    enough = "date" in fields and bool({"to", "subject"} & fields.keys()) if led else wanted <= fields.keys()
    if fields.get("from") or not enough or not _is_moment(fields["date"]):
        return None
    named = {"from": bare["name"].strip()} if bare and bare["name"] else {}
    return {**{name: value for name, value in fields.items() if name != "from"}, **named}, end


def _below_bare(lines: Sequence[Line], at: int) -> int | None:
    """The line of the label below a bare "From"."""
    below = (n for n in range(at + 1, min(at + 1 + LINES_BELOW_NAME, len(lines))) if lines[n].text.strip())
    first = next(below, None)
    return first if first is not None and label_of(lines[first].text) else None


def _is_moment(value: str) -> bool:
    """Whether a value is a day with a clock, as only a mail program prints it."""
    return bool(re.search(r"\d{1,2}[:.]\d{2}", value)) and bool(re.search(r"\d[^:]*\d{2,4}", value))


def unsigned_fields(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int] | None:
    """Fields with no sender among them: a mail whose author is not shown.

    Right below a lead any two will do; elsewhere it takes `To:`, `cc:` and `Subject:` in this order.
    """
    hit = label_of(lines[at].text)
    if hit is None or hit[0] not in ("date", "to", "subject", "reply-to"):
        return None
    fields, end = fields_below(lines, at)
    in_order = list(fields)[:3] == ["to", "cc", "subject"] and "@" in fields["to"]
    known = len(fields) > 1 if _below_lead(lines, at) else in_order
    if "author" in fields and _below_lead(lines, at):
        # cc:Mail calls the sender so.
        fields["from"] = fields.pop("author")
        return (fields, end) if is_header(fields) else None
    return (fields, end) if known and "from" not in fields else None


def led_fields(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int] | None:
    """`From:` alone right below a lead: the rest of the header was torn off or taken out."""
    hit = label_of(lines[at].text)
    if hit is None or hit[0] != "from" or ":" not in lines[at].text:
        return None
    dated = re.search(rf"\son\s+{MOMENT}\s*$|\s\s{MOMENT}\s*$", hit[1]) is not None and not re.search(
        r"\S", lines[at + 1].text if at + 1 < len(lines) else ""
    )
    sender, _, date = hit[1].partition("Sent:")
    fields = {"from": sender.strip(), **({"date": date.strip()} if date else {})}
    return (fields, at + 1) if dated or _below_lead(lines, at) else None


def _below_lead(lines: Sequence[Line], at: int) -> bool:
    above = next((n for n in range(at - 1, max(at - 4, -1), -1) if lines[n].text.strip()), None)
    return above is not None and is_lead(lines[above].text) and bool(re.search(r"[^\W\d_]", lines[above].text))
