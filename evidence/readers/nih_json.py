"""JSON of threads ({names, emails: [[{sender, recipients, cc, subject, time, body}]]}) → its messages, one an entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidence.charsets import decode
from evidence.hashing import message_id, sha256_hex
from evidence.headers import address_of
from evidence.model import Address, Body, InputFile, Message, Skipped, Span, Text
from evidence.page_furniture import joined, read_pages, trusted_prefixes
from evidence.printed_dates import printed_date

_KEYS = frozenset({"sender", "recipients", "subject", "time", "body"})


class _Entry(NamedTuple):
    """One mail: its JSON pointer, its value, its bytes and where they stand."""

    pointer: str
    value: object
    data: bytes
    raw: Span


class _Whole(NamedTuple):
    """What the file says for all its mails: the names that numbers stand for, the prefixes of its stamps."""

    names: Sequence[str]
    prefixes: frozenset[str]


def matches(file: InputFile) -> bool:
    """Whether the file is such a JSON object."""
    head = file.data[:200_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and (b'"emails"' in head or b'"emails"' in file.data) and b'"body"' in file.data


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each entry of each thread; `raw` is the byte range of its JSON object."""
    text = decode(file.data, None).text
    try:
        names = _names(json.loads(text))
        entries = list(_entries(text))
    except ValueError as error:
        yield _skipped("refused", f"the JSON cannot be read: {error}", "ask for the file again; it may be cut off")
        return
    bodies = (str(e.value.get("body") or "") for e in entries if isinstance(e.value, dict))
    whole = _Whole(names, trusted_prefixes("\n".join(bodies)))
    for entry in entries:
        if isinstance(entry.value, dict) and _KEYS & entry.value.keys():
            yield _message(entry, whole)
        else:
            yield _skipped("partial", f"{entry.pointer} is no mail", "nothing to do if the file says so on purpose")


def _skipped(status: str, reason: str, remedy: str) -> Skipped:
    return Skipped.model_validate({"member": None, "status": status, "reason": reason, "remedy": remedy})


def _entries(text: str) -> Iterator[_Entry]:
    """Every entry with its place: the list is walked by hand, for `json` keeps no offsets."""
    decoder = json.JSONDecoder()
    at = _after(text, re.search(r'"emails"\s*:\s*\[', text))
    thread = bytes_before = done = 0
    while (at := _skip(text, at)) < len(text) and text[at] != "]":
        if text[at] != "[":
            raise ValueError(f"emails[{thread}] is no list of mails (character {at})")
        at, number = _skip(text, at + 1), 0
        while text[at] != "]":
            value, end = decoder.raw_decode(text, at)
            bytes_before += len(text[done:at].encode("utf-8", "surrogatepass"))
            data = text[at:end].encode("utf-8", "surrogatepass")
            yield _Entry(f"/emails/{thread}/{number}", value, data, (bytes_before, bytes_before + len(data)))
            bytes_before, done = bytes_before + len(data), end
            at, number = _skip(text, end), number + 1
        at, thread = at + 1, thread + 1


def _after(text: str, found: re.Match[str] | None) -> int:
    if found is None:
        raise ValueError('"emails" is no list')
    return found.end()


def _skip(text: str, at: int) -> int:
    found = re.compile(r"[\s,]*").match(text, at)
    return found.end() if found else at


def _message(entry: _Entry, whole: _Whole) -> Message:
    fields = entry.value if isinstance(entry.value, dict) else {}
    body = _clean(str(fields.get("body") or ""))
    printed = read_pages(body, whole.prefixes)
    made = Text(part=f"{entry.pointer}/body", text=body, sha256=sha256_hex(body), pages=printed.pages)
    spans = joined(((line.start, line.end) for line in printed.lines), body)
    stamps = [p.bates for p in printed.pages if p.bates]
    sender = _person(fields.get("sender"), whole.names)
    dated = printed_date(str(fields.get("time") or ""))
    return Message(
        id=message_id(entry.data),
        raw=entry.raw,
        message_id=None,
        bates=stamps[0] if stamps else None,
        bates_end=stamps[-1] if stamps else None,
        sender=sender,
        to=_people(fields.get("recipients"), whole.names),
        cc=_people(fields.get("cc"), whole.names),
        date=dated.date,
        subject=_clean(str(fields.get("subject") or "")) or None,
        bodies=(Body(text=made, spans=spans),),
        date_flags=dated.flags,
        flags=() if sender else ("sender-not-shown",),
    )


def _clean(text: str) -> str:
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def _names(whole: object) -> tuple[str, ...]:
    """The file's list of names, into which senders and recipients may count."""
    listed = whole.get("names") if isinstance(whole, dict) else None
    return tuple(str(name) for name in listed) if isinstance(listed, list) else ()


def _people(values: object, names: Sequence[str]) -> tuple[Address, ...]:
    listed = values if isinstance(values, list) else [values]
    return tuple(p for v in listed if (p := _person(v, names)))


def _person(value: object, names: Sequence[str]) -> Address | None:
    if isinstance(value, int):
        value = names[value] if 0 <= value < len(names) else None
    text = _clean(str(value or "")).strip()
    return address_of(text) if re.search(r"\w", text) else None
