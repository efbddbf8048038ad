"""Lines of printed mail → the header fields that begin on one of them: a label a line, its value beside or below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evidence.header_labels import label_of
from evidence.page_furniture import Line

ADDRESSES = frozenset({"from", "to", "cc", "bcc", "reply-to", "sent-by"})
# A sender is told once; a line for each of the others may follow.
REPEATED = ADDRESSES - {"from"}
MOST_LINES, MOST_VALUE_LINES, DEEP_INDENT = 400, 300, 8
MOST_BLANKS, MOST_BLANKS_BEFORE_SUBJECT, MOST_WRAPS = 2, 4, 2
LIST_MARKS, LONG_LINE, SHORT_REST, LIST_LINES = 2, 65, 40, 40
_DAY = r"(?:\w{2,9}\.?,? )?(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9}\.?,? \d{4})"
# "Ada Quill <ada@vendor.example>      Thu, Jan 17, 2019 at 8:05 AM", at the edges of the page.
WEBMAIL_HEAD = re.compile(
    rf"^\s*(?P<sender>\S[^<>]{{0,120}}<[^<>@\s]+@[^<>@\s]+>)\s+"
    rf"(?P<date>{_DAY}(?: at|,)? \d{{1,2}}:\d{{2}}(?:\s?[AP]M)?)\s*$",
    re.IGNORECASE,
)
_GOES_ON_SMALL = re.compile(r"^\s*(?!i\b)[a-z]")
# What a list of people looks like below a label with nothing beside it.
_LISTED = re.compile(r"[@;<]|^\W?[\w.'-]+, [A-Z]")
_TECHNICAL = re.compile(
    r"^\s*(?:Message-ID|MIME-Version|Content-[\w-]+|X-[\w-]+|Received|Return-Path|In-Reply-To|References|Thread-[\w-]+|User-Agent|Organization):",
    re.IGNORECASE,
)

# "boundary=…" below "Content-Type: …;", at the margin.
_PARAMETER = re.compile(r"^(?:boundary|charset|name|filename|format)\s*=", re.IGNORECASE)


def fields_below(lines: Sequence[Line], at: int) -> tuple[dict[str, str], int]:
    """The fields that begin on line `at`, and the line after the last of them."""
    fields: dict[str, str] = {}
    current, end, blank, wrapped = "", at, 0, 0
    for here in range(at, min(at + MOST_LINES, len(lines))):
        text = lines[here].text
        hit = label_of(text)
        if not text.strip():
            blank += 1
            if blank > (MOST_BLANKS if "subject" in fields else MOST_BLANKS_BEFORE_SUBJECT):
                break
        elif (blank > MOST_BLANKS and not hit) or (here > at and WEBMAIL_HEAD.match(text)):
            break
        elif hit and hit[0] not in fields and not (blank and is_complete(fields) and hit[0] in ("from", "date", "to")):
            current, fields[hit[0]] = hit
            end, blank, wrapped = here + 1, 0, 0
        elif hit and not blank and hit[0] in REPEATED and hit[0] in fields:
            current, end = hit[0], here + 1
            fields[current] = f"{fields[current]}; {hit[1]}".strip("; ")
        elif end == here and not blank and fields and (is_technical(text) or _is_folded(lines, here)):
            current, end = "", here + 1
        elif hit or not _goes_on(lines, here, current, fields, (blank, wrapped)):
            break
        else:
            fields[current] = f"{fields[current]} {text.strip()}".strip()
            end, blank, wrapped = here + 1, 0, wrapped + 1
    return fields, end


def is_technical(line: str) -> bool:
    """Whether a line is a header field of the transport, which says nothing to a reader."""
    return bool(_TECHNICAL.match(line))


def _is_folded(lines: Sequence[Line], here: int) -> bool:
    """Whether a line is the rest of a transport line above it: folded, or behind the mark of a mail program."""
    text = lines[here].text
    begins = text[:1] in (" ", "\t", "|") or bool(_PARAMETER.match(text))
    above = here - 1
    while above >= 0 and here - above < MOST_BLANKS and not is_technical(lines[above].text):
        above -= 1
    return begins and above >= 0 and is_technical(lines[above].text)


def is_complete(fields: Mapping[str, str]) -> bool:
    """Whether sender, date and subject are all there."""
    return {"from", "date", "subject"} <= fields.keys()


def _goes_on(
    lines: Sequence[Line], here: int, current: str, fields: Mapping[str, str], so_far: tuple[int, int]
) -> bool:
    """Whether a line without a label goes on with the value before it."""
    blank, wrapped = so_far
    text = lines[here].text
    if not current or wrapped >= MOST_VALUE_LINES or (blank and fields[current]):
        return False
    indent = len(text) - len(text.lstrip())
    following = _label_below(lines, here + 1, 1 if current in ("subject", "date") else 25, sender="from" in fields)
    if current in ADDRESSES:
        return following or _list_goes_on(fields[current], text, blank) or _label_behind_blank(lines, here, fields)
    if not fields[current]:
        return not blank or following
    wraps = current == "subject" and wrapped < MOST_WRAPS and _is_wrap(lines, here, wrapped)
    return following or wraps or (indent >= DEEP_INDENT and wrapped < 3 and not blank)


def _list_goes_on(value: str, text: str, blank: int) -> bool:
    """Whether a line goes on with a list of addresses."""
    bare = text.strip()
    if not value and blank:
        return bool(_LISTED.search(bare))
    if not value or value.rstrip().endswith((";", ",", "<")) or bare.startswith((">", "<")):
        return True
    if "@" in bare and (len(text) - len(text.lstrip()) >= DEEP_INDENT or ("<" in value and "<" in bare)):
        return True
    return value.count(";") >= LIST_MARKS and bare.count(";") >= LIST_MARKS


def _label_behind_blank(lines: Sequence[Line], here: int, fields: Mapping[str, str]) -> bool:
    """Whether the paragraph from line `here` on holds addresses, and a label of the same header follows below it."""
    end = next((n for n in range(here, min(here + LIST_LINES, len(lines))) if not lines[n].text.strip()), len(lines))
    below = next((n for n in range(end, min(end + 3, len(lines))) if lines[n].text.strip()), None)
    hit = label_of(lines[below].text) if below is not None else None
    listed = re.search(r"[@/;]", " ".join(line.text for line in lines[here:end]))
    return hit is not None and hit[0] in ("cc", "bcc", "subject") and hit[0] not in fields and bool(listed)


def _is_wrap(lines: Sequence[Line], here: int, wrapped: int) -> bool:
    """Whether a line is the rest of a long subject: one short line above a blank, or a full one and a short one.

    Where two lines go on they begin in small letters: a sentence of the mail does not.
    """
    below = range(here, min(here + MOST_WRAPS - wrapped, len(lines)))
    end = next((n for n in below if not lines[n].text.strip()), below.stop)
    rest = lines[end - 1].text.strip()
    ends = end >= len(lines) or not lines[end].text.strip()
    full = all(len(line.text) >= LONG_LINE for line in lines[here - 1 : end - 1])
    small = all(_GOES_ON_SMALL.match(lines[n].text) for n in range(here - wrapped, end))
    short = len(rest) < SHORT_REST and not rest.endswith((".", ",", "!", "?", ":", "-"))
    return ends and full and short and (small or end - here + wrapped == 1)


def _label_below(lines: Sequence[Line], start: int, reach: int, *, sender: bool) -> bool:
    """Whether a label comes before a blank line; `From:` only where the `sender` was not told before."""
    for line in lines[start : start + reach]:
        if not line.text.strip() or WEBMAIL_HEAD.match(line.text):
            return False
        hit = label_of(line.text)
        if hit:
            return hit[0] != "from" or not sender
    return False


def is_header(fields: Mapping[str, str]) -> bool:
    """Whether the fields make a mail's header: a sender, and a date or what else a header has."""
    if "from" not in fields or len(fields) < 2:
        return False
    dated = bool(re.search(r"\d", fields.get("date", "")))
    return dated or ("subject" in fields and "to" in fields) or ("date" in fields and "to" in fields)
