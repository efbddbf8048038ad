"""What was read of some bytes → which of the rules that hold for any bytes are broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from evidence.model import Message, Skipped, Span, Text
from evidence.reading import ReadMessage

_SURROGATE = re.compile("[\ud800-\udfff]")
_DOUBT = re.compile(r"charset-|replacement-characters|utf-?7|guessed")


def broken(data: bytes, read: Sequence[ReadMessage], skips: Iterable[Skipped]) -> Iterator[str]:
    """Each rule that is broken, with where."""
    for found in read:
        message = found.message
        if not 0 <= message.raw[0] <= message.raw[1] <= len(data):
            yield f"raw range {message.raw} outside {len(data)} bytes"
        if _lone(_strings(message)):
            yield "lone surrogate"
        yield from (f"{body.text.part}: {fault}" for body in message.bodies for fault in _of_text(body.text))
        # The subject of printed mail stands in its text, whose flags it shares.
        flags = [*message.flags, *(flag for body in message.bodies for flag in body.text.flags)]
        if "\ufffd" in (message.subject or "") and not any(_DOUBT.search(flag) for flag in flags):
            yield "U+FFFD in the subject without a flag"
        for segment, passages in found.cut:
            text = message.bodies[segment.body].text.text
            yield from _of_spans(segment.spans, text)
            for passage in passages:
                yield from _of_spans(passage.spans, text)
                if "\n".join(text[s:e] for s, e in passage.spans) != passage.quote:
                    yield "a quote that its spans do not cut"
    for skipped in skips:
        if not skipped.reason or not skipped.remedy or _lone((skipped.reason, skipped.remedy, skipped.member or "")):
            yield f"a reason or remedy that is empty or cannot be stored: {skipped!r}"


def _strings(message: Message) -> Iterator[str]:
    people = [p for p in (message.sender, *message.to, *message.cc) if p]
    yield from (value for p in people for value in (p.name or "", p.address or "", p.raw))
    yield from (message.subject or "", message.message_id or "", message.in_reply_to or "", *message.references)
    yield from (*message.flags, *message.date_flags, message.date or "")


def _lone(values: Iterable[str]) -> bool:
    return any(_SURROGATE.search(value) for value in values)


def _of_text(text: Text) -> Iterator[str]:
    if _SURROGATE.search(text.text):
        yield "lone surrogate in a text"
    if "\ufffd" in text.text and not any(_DOUBT.search(flag) for flag in text.flags):
        yield "U+FFFD in a text without a flag"


def _of_spans(spans: Sequence[Span], text: str) -> Iterator[str]:
    at = 0
    for start, end in spans:
        if not at <= start < end <= len(text):
            yield f"spans {spans} out of order, overlapping, empty or outside {len(text)} characters"
            return
        at = end
