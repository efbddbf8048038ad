"""Segment → passages of one to three sentences, with offsets that cut back to the same text.

A sentence that runs across a page break is one passage with a span on either page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from evidence.model import Message, Passage, Segment, Span
from evidence.sentences import sentences

MOST_SENTENCES = 3
ENOUGH_CHARACTERS = 110
SHORT_PARAGRAPH = 30
FEWEST_PARAGRAPHS = 12
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# An exemption code that stands where words were removed, "(b) (6)"; OCR reads the first bracket as C.
_CODE = re.compile(r"[(C]\s?[bB]\s?\)\s?\(\s?\d\s?\)")
_LETTER = re.compile(r"[^\W_]")
_STOPPED = re.compile(r"[.!?:;\u2026][\"'\u201d\u2019)\]]*\s*$")


class _Joined:
    """A segment's spans joined by newlines, and the way back to the text's offsets."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.text = "\n".join(text[s:e] for s, e in spans)
        self.starts: list[int] = []
        at = 0
        for s, e in spans:
            self.starts.append(at)
            at += e - s + 1

    def back(self, start: int, end: int) -> tuple[Span, ...]:
        """The stretch [start, end) of the joined text as spans of the original, cut where the segment's spans end."""
        found = []
        for place in range(bisect_right(self.starts, start) - 1, len(self.spans)):
            at, (s, e) = self.starts[place], self.spans[place]
            low, high = max(start, at), min(end, at + e - s)
            if at >= end:
                break
            # Blank lines before a page's furniture are no part of what is quoted across it.
            high = at + len(self.text[at:high].rstrip()) if high < end else high
            if low < high:
                found.append((s + low - at, s + high - at))
        return tuple(found)

    def breaks(self, start: int, end: int) -> bool:
        """Whether a span ends inside [start, end): a page break or other furniture stood there."""
        return bisect_right(self.starts, end) != bisect_right(self.starts, start)


def passages(message: Message, segment: Segment) -> tuple[Passage, ...]:
    """The passages of one segment in order; what holds no letter or digit but in an exemption code is none."""
    text = message.bodies[segment.body].text.text
    joined = _Joined(text, segment.spans)
    found = []
    for start, end in _windows(joined):
        spans = joined.back(start, end)
        quote = "\n".join(text[s:e] for s, e in spans)
        if _LETTER.search(_CODE.sub("", quote) if ")" in quote else quote):
            found.append(Passage(spans=spans, quote=quote))
    return tuple(found)


def _windows(joined: _Joined) -> Iterator[Span]:
    """Stretches of one to three sentences, as short as still says something; paragraphs are not mixed."""
    held: Span | None = None
    for first, last in _paragraphs(joined):
        paragraph = [(first + s, first + e) for s, e in sentences(joined.text[first:last])]
        if held and paragraph and paragraph[0][0] - held[1] < SHORT_PARAGRAPH:
            # "Chief -" alone says nothing: it goes with what follows.
            paragraph[0] = (held[0], paragraph[0][1])
            held = None
        if len(paragraph) == 1 and paragraph[0][1] - paragraph[0][0] < SHORT_PARAGRAPH:
            held = paragraph[0]
            continue
        yield from _grouped(paragraph)
    if held:
        yield held


def _grouped(paragraph: Sequence[Span]) -> Iterator[Span]:
    group: list[Span] = []
    for place, sentence in enumerate(paragraph):
        group.append(sentence)
        rest = paragraph[-1][1] - sentence[1]
        long_enough = sentence[1] - group[0][0] >= ENOUGH_CHARACTERS
        if len(group) == MOST_SENTENCES or (long_enough and (rest == 0 or rest >= SHORT_PARAGRAPH)):
            yield group[0][0], group[-1][1]
            group = []
        elif place == len(paragraph) - 1:
            yield group[0][0], group[-1][1]


def _paragraphs(joined: _Joined) -> Iterator[Span]:
    """Stretches between blank lines; a sentence that a page break cut goes on after it."""
    if _one_word_a_line(joined.text):
        # A printout that gives each word a line of its own: blank lines say nothing there.
        yield 0, len(joined.text)
        return
    start = 0
    for gap in _BLANK.finditer(joined.text):
        before, after = joined.text[start : gap.start()], joined.text[gap.end() : gap.end() + 1]
        unfinished = bool(before.strip()) and not _STOPPED.search(before)
        if joined.breaks(gap.start(), gap.end()) and unfinished and (after.islower() or after.isdigit()):
            continue
        yield start, gap.start()
        start = gap.end()
    yield start, len(joined.text)


def _one_word_a_line(text: str) -> bool:
    if text.count("\n") < FEWEST_PARAGRAPHS:
        return False
    sizes = sorted(len(p.split(maxsplit=2)) for p in _BLANK.split(text) if p.strip())
    return len(sizes) >= FEWEST_PARAGRAPHS and sizes[len(sizes) * 3 // 4] <= 2
