"""One voice's lines → segments: what they say, signature, notice, and the articles that were pasted in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evidence.cited import cited
from evidence.closings import is_devices, kinds
from evidence.enclosed import enclosed
from evidence.headers import address_of
from evidence.letters import letters
from evidence.model import Address, Attributed, Segment, SegmentKind, Span
from evidence.page_furniture import Line, joined
from evidence.pasted import Pasted, pasted, sent_round
from evidence.signatures import signed_name
from evidence.signers import is_own_name, signer_of

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_RULE = re.compile(r"^\s*[=_*#-]{4,}\s*$")


class Voice(NamedTuple):
    """Whose words they are; `reader` is the one person to whom the words were sent, where it was one.

    `doubts` are about their date.
    """

    kind: SegmentKind
    author: Address | None
    date: str | None
    attributed: Attributed
    reader: Address | None = None
    doubts: tuple[str, ...] = ()


class _Piece(NamedTuple):
    """What a line is, and in whose voice."""

    mark: SegmentKind | None
    voice: Voice


def cut(body: tuple[int, str], voice: Voice, lines: Sequence[Line], known: Mapping[str, Address]) -> Iterator[Segment]:
    """The segments of lines in one voice.

    Args:
        body: number and text of the body in which they stand.
        voice: whose words they are.
        lines: without quote marks.
        known: who speaks in the mail, by address.
    """
    pieces = _pieces([line.text for line in lines], voice, known)
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and pieces[end] == pieces[start]:
            continue
        spans = _spans(lines[start:end], body[1])
        if spans:
            mark, by = pieces[start]
            yield Segment(
                body=body[0],
                kind=mark or by.kind,
                spans=spans,
                author=by.author,
                date=by.date,
                attributed=by.attributed,
                flags=by.doubts,
            )
        start = end


def _pieces(texts: Sequence[str], voice: Voice, known: Mapping[str, Address]) -> list[_Piece]:
    below = enclosed(texts, voice.author)
    # What is enclosed ends the mail: its signature stands above.
    parts = (texts[: below.first], texts[below.first :]) if below else (texts,)
    marked = [kind for part in parts for kind in kinds(part, voice.author)]
    voice = _signed(voice, [t for t, kind in zip(texts, marked, strict=True) if kind == "signature"])
    found = [_Piece(mark, voice) for mark in marked]
    for first, end, by in _others_signatures(texts, marked, voice.author, known):
        found[first:end] = [_Piece(piece.mark, by) for piece in found[first:end]]
    for letter in letters(texts, voice.author):
        theirs = _of_article(Pasted(letter.first, letter.end, letter.author), voice)
        for number in range(letter.first, letter.end):
            found[number] = _Piece("signature" if number >= letter.closing else None, theirs)
    for passage in cited(texts):
        found[passage.first : passage.end] = [_Piece(None, _of_article(passage, voice))] * (passage.end - passage.first)
    for article in _articles(texts, voice.author, below):
        end = _own_signature(texts, marked, article, voice.author)
        theirs = _of_article(article, voice)
        said = [n for n in range(article.first, end) if marked[n] != "disclaimer" and not is_devices(texts[n])]
        for number in range(article.first, said[-1] + 1 if said else article.first):
            # A notice within it was put there by the mail that carries it.
            if not is_devices(texts[number]) and marked[number] != "disclaimer":
                found[number] = _Piece(None, theirs)
    return found


def _articles(texts: Sequence[str], author: Address | None, below: Pasted | None) -> list[Pasted]:
    """The articles among the lines: by their signs, else below the author's signature, else as a desk's clipping."""
    if articles := pasted(texts, author):
        return articles
    other = below or sent_round(texts, author)
    return [other] if other else []


def _of_article(article: Pasted, voice: Voice) -> Voice:
    """The voice of an article; who pasted it in did not write it."""
    kind: SegmentKind = "quoted" if voice.kind == "own" else voice.kind
    author = address_of(article.author) if article.author else None
    return Voice(kind, author, None, "inferred" if author else "unknown")


def _own_signature(
    texts: Sequence[str], marked: Sequence[SegmentKind | None], article: Pasted, author: Address | None
) -> int:
    """Where an article ends: before the signature of who pasted it in, known by their own name in it."""
    signed = [n for n in range(article.first, article.end) if marked[n] == "signature"]
    own = any(is_own_name(texts[n], signer_of(author)) for n in signed)
    return signed[0] if own else article.end


def _others_signatures(
    texts: Sequence[str], marked: Sequence[SegmentKind | None], author: Address | None, known: Mapping[str, Address]
) -> Iterator[tuple[int, int, Voice]]:
    """Signatures with the address of somebody else who speaks in the mail, and not the author's own."""
    start: int | None = None
    for number in range(len(texts) + 1):
        ends = number == len(texts) or marked[number] != "signature" or _RULE.match(texts[number])
        if not ends and start is None:
            start = number
        elif ends and start is not None:
            shown = {a.lower() for text in texts[start:number] for a in _ADDRESS.findall(text)}
            named = author is not None and (author.address or "").lower() in shown
            named = named or any(is_own_name(text, signer_of(author)) for text in texts[start:number])
            if len(theirs := shown & known.keys()) == 1 and not named:
                yield start, number, Voice("own", known[theirs.pop()], None, "inferred")
            start = None


def _signed(voice: Voice, signature: Sequence[str]) -> Voice:
    """The voice; where no header names the author, the full name in his signature does."""
    name = signed_name(signature) if voice.author is None and voice.kind in ("quoted", "forwarded") else None
    return voice._replace(author=address_of(name), attributed="inferred") if name else voice


def _spans(lines: Sequence[Line], text: str) -> tuple[Span, ...]:
    """Runs of neighbouring lines, blank edges left out; () where nothing is written. A form feed cuts a run."""
    written = [n for n, line in enumerate(lines) if line.text.strip()]
    if not written:
        return ()
    return joined(((line.start, line.end) for line in lines[written[0] : written[-1] + 1]), text)
