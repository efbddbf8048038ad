"""Message → segments: who wrote each stretch of its text, and when, as far as the record says.

Quoted and forwarded words are never the outer sender's: where no header or attribution names their author, it is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from evidence.attribution import Attribution, attribution_at
from evidence.cutting import Voice, cut
from evidence.header_blocks import HeaderBlock, header_blocks
from evidence.header_labels import is_lead
from evidence.leads import is_forward, lead_at
from evidence.model import Address, Attributed, Body, Dated, Message, Segment, SegmentKind, Span
from evidence.page_furniture import Line
from evidence.printed_dates import printed_date
from evidence.printed_people import people, person
from evidence.quote_marks import Written, written_lines

MOST_SEGMENTS = 20_000
_FORWARDS = re.compile(r"^\s*\[?(?:fwd?|wg|tr|rv|i|enc|doorst|pd|vb|vs|vl|tov)\s*:", re.IGNORECASE)


UNKNOWN_QUOTE = Voice("quoted", None, None, "unknown")
UNKNOWN_FORWARD = Voice("forwarded", None, None, "unknown")

# Labels that OCR parts and that stand below the fields of a header.
_HEADER_REST = frozenset(["attachment", "attachments", "importance", "sensitivity", "priority"])
# A printer repeats sender and addressees on one line; what did not fit stands below.
_HEADER_AGAIN = re.compile(r"From:\s[^:\n]{2,80}\s{3,}To:\s")
_ADDRESSES = re.compile(r"(?:<?[\w.+-]{1,60}@[\w.-]{1,60}>?[,;\s]{0,3}){1,9}$")
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|txt|zip|msg|html?)\s*$", re.IGNORECASE)
# Marks of some programs: "| ", or the name or initials of the author, "BO> ".
_OTHER_MARK = re.compile(r"\| |[ \t]*[A-Z]\w{0,9}> ?")


class _Speakers:
    """Who speaks at each depth of quotation, while a body is read from top to bottom.

    Whether others' words are a forward is settled once: by the subject or by what leads in the first of them. A mail
    that somebody passed on holds its own quotations; a reply quotes whatever the other had passed on.
    """

    def __init__(self, own: Voice, *, forwards: bool) -> None:
        # What is quoted was written no later.
        self.by = own.date
        self.known: dict[str, Address] = {}
        self._at: dict[int, Voice] = {0: own}
        self._kind: SegmentKind | None = "forwarded" if forwards else None
        self._meet(own.author)

    def begin(self, depth: int, voice: Voice) -> None:
        """From here on `voice` speaks at `depth`; who speaks deeper is not known any more."""
        self._kind = self._kind or voice.kind
        self._at = {d: known for d, known in self._at.items() if d < depth}
        self._at[depth] = voice._replace(kind=self._kind)
        self._meet(voice.author)

    def _meet(self, author: Address | None) -> None:
        if author and author.address:
            self.known.setdefault(author.address.lower(), author)

    def voice(self, depth: int) -> Voice:
        """Who speaks at this depth."""
        return self._at.get(depth) or (UNKNOWN_FORWARD if self._kind == "forwarded" else UNKNOWN_QUOTE)


def segments(message: Message) -> list[Segment]:
    """The segments of a message, body by body, in the order of the text.

    No correspondence changes its author so often as `MOST_SEGMENTS`: what follows is nobody's, a segment a body.
    """
    whole = (s for number, body in enumerate(message.bodies) for s in _of_body(message, number, body))
    found = list(islice(whole, MOST_SEGMENTS))
    return [*found, *_rest(message, found[-1])] if next(whole, None) else found


def _rest(message: Message, last: Segment) -> Iterator[Segment]:
    """What stands behind a segment, its author unknown."""
    for number, body in enumerate(message.bodies[last.body :], last.body):
        after = last.spans[-1][1] if number == last.body else 0
        spans = tuple(_unblank(body.text.text, max(start, after), end) for start, end in body.spans if end > after)
        if spans := tuple(span for span in spans if span[0] < span[1]):
            kind: SegmentKind = "attachment" if body.attachment is not None else "quoted"
            yield Segment(body=number, kind=kind, spans=spans, author=None, date=None, attributed="unknown")


def _unblank(text: str, start: int, end: int) -> Span:
    """A stretch without white space at its head."""
    return end - len(text[start:end].lstrip()), end


def _of_body(message: Message, number: int, body: Body) -> Iterator[Segment]:
    if body.attachment is not None:
        # Who wrote an attached file, and when, is not known; its words are never the sender's by default.
        yield Segment(body=number, kind="attachment", spans=body.spans, author=None, date=None, attributed="unknown")
        return
    own = Voice("own", message.sender, message.date, "stated" if message.sender else "unknown", _one(message.to))
    written = _piped(written_lines(body))
    if body.text.pages:
        written = written[_header_rest(written) :]
    speakers = _Speakers(own, forwards=bool(_FORWARDS.match(message.subject or "")))
    for voice, lines in _stretches(written, speakers):
        yield from cut((number, body.text.text), voice, lines, speakers.known)


def _header_rest(written: Sequence[Written]) -> int:
    """How many lines at the head of a printed body still belong to its header: importance, names of files."""
    end, label = 0, ""
    for number, (line, _) in enumerate(written):
        text = line.text.strip()
        named = re.sub(r"\s", "", text.partition(":")[0]).lower() if ":" in text else ""
        if named in _HEADER_REST or _HEADER_AGAIN.match(text):
            end, label = number + 1, named
        elif (label == "from" and _ADDRESSES.match(text)) or (label.startswith("attach") and _FILE_NAME.search(text)):
            end = number + 1
        elif text:
            break
    return end


def _piped(written: Sequence[Written]) -> list[Written]:
    """The lines; those behind "|" or "BO>" below somebody's name and "wrote:" are quoted, as behind ">"."""
    found = list(written)
    for number, (line, depth) in enumerate(found):
        told = not depth and number and ("> " in line.text or line.text.startswith("| "))
        mark = _OTHER_MARK.match(line.text) if told else None
        if mark is None:
            continue
        above = [w.line for w in found[max(number - 2, 0) : number] if w.line.text.strip()]
        if (found[number - 1].depth == 1 and written[number - 1].depth == 0) or (
            above and attribution_at(above, len(above) - 1, quotes_below=True)
        ):
            found[number] = Written(Line(line.start + mark.end(), line.end, line.text[mark.end() :]), 1)
    return found


def _stretches(written: Sequence[Written], speakers: _Speakers) -> Iterator[tuple[Voice, list[Line]]]:
    """Runs of lines with one voice; header blocks, attributions and announcements change it and belong to nobody."""
    lines = [w.line for w in written]
    blocks = {b.first: b for b in _blocks(written)}
    marked = any(w.depth for w in written)
    at = 0
    run: tuple[Voice, list[Line]] | None = None
    while at < len(written):
        depth, line = written[at].depth, written[at].line
        if at in blocks:
            at = _past_block(blocks[at], written, speakers)
            continue
        blank = not line.text.strip()
        if not blank and (announced := lead_at(lines, at)):
            # Another mail is announced and its header cannot be read: its words are nobody's that we know.
            speakers.begin(depth, UNKNOWN_FORWARD if is_forward(lines, at) else UNKNOWN_QUOTE)
            at += announced
            continue
        below = marked and (_is_marked(written, at + 1, depth) or _is_marked(written, at + 2, depth))
        named = None if blank else attribution_at(lines, at, quotes_below=below, by=speakers.by)
        at += 1
        if named:
            at, line = named.last_line + 1, _behind(lines, named)
            nested = _is_marked(written, at, depth) and not line.text.strip()
            speakers.begin(depth + 1 if nested else depth, _attributed(named, speakers.voice(depth)))
            if not line.text.strip(" \t-"):
                continue
        voice = speakers.voice(depth)
        if run and run[0] is voice:
            run[1].append(line)
        else:
            if run:
                yield run
            run = (voice, [line])
    if run:
        yield run


def _past_block(block: HeaderBlock, written: Sequence[Written], speakers: _Speakers) -> int:
    """Let the author of a header block speak, one mark deeper where his words carry marks; the line after the block."""
    author, dated = person(block.fields.get("from", "")), printed_date(block.fields.get("date", ""), speakers.by)
    depth, after = written[block.first].depth, max(block.body_line, block.first + 1)
    forwarded = is_forward([w.line for w in written[block.first : block.first + 2]], 0)
    nested = _is_marked(written, after, depth) and not _speaks_unmarked(written, after, depth)
    # A program that marks only the header of what it forwards.
    if forwarded:
        below = (written[n].depth for n in range(after, len(written)) if written[n].line.text.strip())
        depth = min(next(below, depth), depth)
    kind: SegmentKind = "forwarded" if forwarded else "quoted"
    reader = _one(people(block.fields.get("to", "")))
    voice = Voice(kind, author, dated.date, "stated" if author else "unknown", reader, _doubts(dated))
    speakers.begin(depth + nested, voice)
    return after


def _attributed(named: Attribution, quoting: Voice) -> Voice:
    """Who wrote what an attribution leads in; "you" is the one person to whom the quoting mail went."""
    if named.author is None and named.to_reader and quoting.reader:
        return Voice("quoted", quoting.reader, named.dated.date, "inferred", doubts=_doubts(named.dated))
    attributed: Attributed = "stated" if named.author else "unknown"
    return Voice("quoted", named.author, named.dated.date, attributed, doubts=_doubts(named.dated))


def _doubts(dated: Dated) -> tuple[str, ...]:
    """What is doubtful about the date of words that somebody quotes; where they show none, nothing is."""
    return tuple(f"quoted-{flag}" for flag in dated.flags) if dated.date else ()


def _one(mailboxes: Sequence[Address]) -> Address | None:
    return mailboxes[0] if len(mailboxes) == 1 else None


def _speaks_unmarked(written: Sequence[Written], at: int, depth: int) -> bool:
    """Whether somebody goes on without further marks below: then what is marked is what he quotes."""
    for number in range(at, len(written)):
        item = written[number]
        if item.depth <= depth and item.line.text.strip():
            return item.depth == depth and not is_lead(item.line.text)
    return False


def _behind(lines: Sequence[Line], named: Attribution) -> Line:
    """What stands on an attribution's last line behind it."""
    rest = lines[named.last_line]
    return Line(rest.start + named.column, rest.end, rest.text[named.column :])


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
