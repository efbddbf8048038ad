"""Message → segments: who wrote each stretch of its text, and when, as far as the record says.

Quoted and forwarded words are never the outer sender's: where no header or attribution names their author, it is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidence.attribution import attribution_at
from evidence.closings import kinds
from evidence.header_blocks import HeaderBlock, header_blocks
from evidence.header_labels import is_lead, label_of
from evidence.model import Address, Attributed, Body, Message, Segment, SegmentKind, Span
from evidence.page_furniture import Line, joined
from evidence.printed_dates import printed_date
from evidence.printed_people import person
from evidence.quote_marks import Written, written_lines

_FORWARDS = re.compile(r"^\s*(?:fw|fwd|wg|tr|rv|doorst)\s*:", re.IGNORECASE)


class _Voice(NamedTuple):
    """Whose words they are."""

    kind: SegmentKind
    author: Address | None
    date: str | None
    attributed: Attributed


LINES_BELOW_RULE = 10
UNKNOWN_QUOTE = _Voice("quoted", None, None, "unknown")
UNKNOWN_FORWARD = _Voice("forwarded", None, None, "unknown")
_FORWARD_LEAD = re.compile(r"forward|weitergeleit|transf|reenvi|inoltr", re.IGNORECASE)


def segments(message: Message) -> list[Segment]:
    """The segments of a message, body by body, in the order of the text."""
    return [s for number, body in enumerate(message.bodies) for s in _of_body(message, number, body)]


def _of_body(message: Message, number: int, body: Body) -> Iterator[Segment]:
    if body.attachment is not None:
        # Who wrote an attached file, and when, is not known; its words are never the sender's by default.
        yield Segment(body=number, kind="attachment", spans=body.spans, author=None, date=None, attributed="unknown")
        return
    own = _Voice("own", message.sender, message.date, "stated" if message.sender else "unknown")
    written = written_lines(body)
    for voice, lines in _stretches(written, own, forwards=bool(_FORWARDS.match(message.subject or ""))):
        yield from _cut((number, body.text.text), voice, lines)


def _stretches(written: Sequence[Written], own: _Voice, *, forwards: bool) -> Iterator[tuple[_Voice, list[Line]]]:
    """Runs of lines with one voice; header blocks and attributions change it and belong to nobody."""
    voices: dict[int, _Voice] = {0: own}
    lines = [w.line for w in written]
    blocks = {b.first: b for b in _blocks(written)}
    at = 0
    run: tuple[_Voice, list[Line]] | None = None
    while at < len(written):
        depth, line = written[at].depth, written[at].line
        if at in blocks:
            block = blocks[at]
            _deeper_unknown(voices, depth, _voice_of(block, lines, forwards=forwards))
            at = max(block.body_line, at + 1)
            continue
        if _announces(lines, at):
            # Another mail is announced and its header cannot be read: its words are nobody's that we know.
            _deeper_unknown(voices, depth, UNKNOWN_FORWARD if _FORWARD_LEAD.search(line.text) else UNKNOWN_QUOTE)
        named = attribution_at(lines, at) if line.text.strip() else None
        if named:
            voice = _Voice("quoted", named.author, named.date, "stated" if named.author else "unknown")
            rest = lines[named.last_line]
            held = Line(rest.start + named.column, rest.end, rest.text[named.column :])
            nested = _is_marked(written, named.last_line + 1, depth) and not held.text.strip()
            _deeper_unknown(voices, depth + 1 if nested else depth, voice)
            at = named.last_line + 1
            if not held.text.strip():
                continue
            line = held
        else:
            at += 1
        voice = voices.get(depth, UNKNOWN_QUOTE)
        if run and run[0] is voice:
            run[1].append(line)
        else:
            if run:
                yield run
            run = (voice, [line])
    if run:
        yield run


def _announces(lines: Sequence[Line], at: int) -> bool:
    """Whether a line announces another mail: by its words, or as a rule with header lines below it."""
    text = lines[at].text
    if "-" not in text and "_" not in text:
        return False
    if is_lead(f"{text} {lines[at + 1].text if at + 1 < len(lines) else ''}") and text.count("-") > 2:
        return True
    below = [line.text for line in lines[at + 1 : at + 1 + LINES_BELOW_RULE]]
    return is_lead(text) and (bool(re.search(r"[^\W\d_]", text)) or sum(label_of(t) is not None for t in below) > 1)


def _deeper_unknown(voices: dict[int, _Voice], depth: int, voice: _Voice) -> None:
    for deeper in [d for d in voices if d >= depth]:
        del voices[deeper]
    voices[depth] = voice


def _is_marked(written: Sequence[Written], at: int, depth: int) -> bool:
    """Whether the next line with words carries more quote marks than `depth`."""
    for item in written[at : at + 4]:
        if item.line.text.strip() or item.depth > depth:
            return item.depth > depth
    return False


def _blocks(written: Sequence[Written]) -> list[HeaderBlock]:
    """Header blocks within runs of lines of one depth."""
    found: list[HeaderBlock] = []
    start = 0
    for end in range(1, len(written) + 1):
        if end == len(written) or written[end].depth != written[start].depth:
            for block in header_blocks([w.line for w in written[start:end]]):
                found.append(block._replace(first=block.first + start, body_line=block.body_line + start))
            start = end
    return found


def _voice_of(block: HeaderBlock, lines: Sequence[Line], *, forwards: bool) -> _Voice:
    lead = lines[block.first].text
    forwarded = forwards or (is_lead(lead) and bool(_FORWARD_LEAD.search(lead)))
    author = person(block.fields.get("from", ""))
    kind: SegmentKind = "forwarded" if forwarded else "quoted"
    return _Voice(kind, author, printed_date(block.fields.get("date", "")).date, "stated" if author else "unknown")


def _cut(body: tuple[int, str], voice: _Voice, lines: Sequence[Line]) -> Iterator[Segment]:
    """One voice's lines, of the body with this number and text, cut into words, signature and disclaimer."""
    marked = kinds([line.text for line in lines], voice.author.name if voice.author else None)
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and marked[end] == marked[start]:
            continue
        spans = _spans(lines[start:end], body[1])
        if spans:
            yield Segment(
                body=body[0],
                kind=marked[start] or voice.kind,
                spans=spans,
                author=voice.author,
                date=voice.date,
                attributed=voice.attributed,
            )
        start = end


def _spans(lines: Sequence[Line], text: str) -> tuple[Span, ...]:
    """Runs of neighbouring lines, blank edges left out; () where nothing is written. A form feed cuts a run."""
    written = [n for n, line in enumerate(lines) if line.text.strip()]
    if not written:
        return ()
    return joined(((line.start, line.end) for line in lines[written[0] : written[-1] + 1]), text)
