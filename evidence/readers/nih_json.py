"""JSON of threads ({names, emails: [[{sender, recipients, cc, subject, time, body}]]}) → its messages, one an entry."""

from __future__ import annotations

import codecs
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

BETWEEN = "JSON round the mails"
_KEYS = frozenset({"sender", "recipients", "subject", "time", "body"})


class _Entry(NamedTuple):
    """One mail: its JSON pointer, its value, its bytes and where they stand."""

    pointer: str
    value: object
    data: bytes
    raw: Span


class _Decoded(NamedTuple):
    """The file's text, the charset that gives its bytes back to the letter, how many bytes precede it, the guesses."""

    text: str
    charset: str
    lead: int
    flags: tuple[str, ...]


class _Whole(NamedTuple):
    """What holds for all mails of a file: names that numbers stand for, prefixes of its stamps, what was guessed."""

    names: Sequence[str]
    prefixes: frozenset[str]
    flags: tuple[str, ...]


def matches(file: InputFile) -> bool:
    """Whether the file is such a JSON object."""
    head = file.data[:200_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and (b'"emails"' in head or b'"emails"' in file.data) and b'"body"' in file.data


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each entry of each thread; `raw` is the byte range of its JSON object."""
    decoded = _decoded(file.data)
    try:
        names = _names(json.loads(decoded.text))
        entries = list(_entries(decoded))
    except (ValueError, RecursionError) as error:
        yield _skipped("refused", f"the JSON cannot be read: {error}", "ask for the file again; it may be cut off")
        return
    bodies = (str(e.value.get("body") or "") for e in entries if isinstance(e.value, dict))
    whole = _Whole(names, trusted_prefixes("\n".join(bodies)), decoded.flags)
    for entry in entries:
        if isinstance(entry.value, dict) and _KEYS & entry.value.keys():
            yield _message(entry, whole)
        else:
            yield _skipped("partial", f"{entry.pointer} is no mail", "nothing to do if the file says so on purpose")


def _skipped(status: str, reason: str, remedy: str) -> Skipped:
    return Skipped.model_validate({"member": None, "status": status, "reason": reason, "remedy": remedy})


def _decoded(data: bytes) -> _Decoded:
    """The text in a charset that gives the bytes back: byte ranges are counted by encoding stretches of it."""
    lead = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    text, flags = decode(data[lead:], None)
    guessed = [f.partition(":")[2] for f in flags if f.startswith("charset-guessed:")]
    charset = guessed[0] if guessed else "utf-8"
    try:
        whole = text.encode(charset) == data[lead:]
    except UnicodeError:
        whole = False
    if whole:
        return _Decoded(text, charset, lead, flags)
    return _Decoded(data[lead:].decode("latin-1"), "latin-1", lead, ("charset-guessed:latin-1",))


def _entries(decoded: _Decoded) -> Iterator[_Entry]:
    """Every entry with its place: the list is walked by hand, for `json` keeps no offsets."""
    decoder, text, charset = json.JSONDecoder(), decoded.text, decoded.charset
    at = _after(text, re.search(r'"emails"\s*:\s*\[', text))
    thread, bytes_before, done = 0, decoded.lead, 0
    while (at := _skip(text, at)) < len(text) and text[at] != "]":
        if text[at] != "[":
            raise ValueError(f"emails[{thread}] is no list of mails (character {at})")
        at, number = _skip(text, at + 1), 0
        while text[at] != "]":
            value, end = decoder.raw_decode(text, at)
            bytes_before += len(text[done:at].encode(charset))
            data = text[at:end].encode(charset)
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
    made = Text(
        part=f"{entry.pointer}/body", text=body, sha256=sha256_hex(body), flags=whole.flags, pages=printed.pages
    )
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
