"""A cited place × the message read anew → where the report says something else than the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from checker.model import Person
from checker.verify.cited import ANEW, Cited
from checker.verify.model import Difference
from checker.verify.second import header_again, text_again
from evidence.hashing import sha256_hex
from evidence.model import Address, Body, Message, PageMark, Segment, Span
from evidence.passages import passages
from evidence.segments import segments

MOST_SHOWN, BEFORE_PLACE = 100, 30


class Said(NamedTuple):
    """One thing that a report says of a source, and what the source says."""

    what: str
    report: object
    source: object


def differences(cited: Cited, message: Message) -> list[Difference]:
    """Everything in which a cited place differs from its source, read anew."""
    body = _body(cited, message)
    said = [*_header(cited, message), *_place(cited, body)]
    if cited.link is not None and body is not None:
        said += _words(cited, message, body)
    return _told(cited, said)


def second_differences(cited: Cited, data: bytes, message: Message) -> tuple[bool, list[Difference]]:
    """Whether the standard library alone could judge the place, and in what it says otherwise.

    Args:
        cited: the place.
        data: the bytes of the file, or of the member of an archive, that the message stands in.
        message: the message as the readers gave it.
    """
    text = text_again(data, cited.locator.raw, cited.locator.part)
    if text is None:
        return False, []
    said = [Said("SHA-256 of the decoded text, by the standard library", cited.locator.text_sha256, sha256_hex(text))]
    if cited.link is not None:
        said.append(Said("quote, by the standard library", cited.link.quote, cut(text, cited.locator.spans)))
    if cited.locator.part is not None and not cited.locator.part.startswith("/"):
        header = header_again(data, cited.locator.raw)
        address = cited.message.from_.address if cited.message.from_ else None
        said += [Said("sender, by the standard library", address, header.address)] if header.address else []
        stated = header.date is not None and not message.date_flags
        said += [Said("date, by the standard library", cited.message.date, header.date)] if stated else []
    return True, _told(cited, said)


def different(cited: Cited, what: str, remedy: str = ANEW) -> Difference:
    """A difference at a cited place."""
    raw, part = cited.locator.raw, cited.locator.part
    place = f"message {cited.message.id}, bytes {raw[0]}–{raw[1]}" + (f", part {part}" if part else "")
    return Difference(
        file=cited.locator.file,
        member=cited.locator.member,
        place=place,
        what=what,
        remedy=remedy,
        report=cited.report,
        link=cited.link_id,
    )


def cut(text: str, spans: Sequence[Span]) -> str:
    """The spans of a text joined by one newline."""
    return "\n".join(text[start:end] for start, end in spans)


def _told(cited: Cited, said: Iterable[Said]) -> list[Difference]:
    found = []
    for one in said:
        if one.report != one.source:
            here, there = _shown(one.report, one.source)
            found.append(different(cited, f"{one.what}: {here} in the report, {there} in the source"))
    return found


def _shown(one: object, other: object) -> tuple[str, str]:
    """Two values that differ, for a line of output: long texts from just before the place where they part."""
    if not isinstance(one, str) or not isinstance(other, str):
        return _short(one), _short(other)
    begins = max(0, _same(one, other) - BEFORE_PLACE)
    lead = "… " if begins else ""
    return f"“{lead}{_folded(one[begins:])}”", f"“{lead}{_folded(other[begins:])}”"


def _same(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _short(value: object) -> str:
    if value is None or value == []:
        return "nothing"
    return f"“{_folded(value)}”" if isinstance(value, str) else _folded(value)


def _folded(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


def _body(cited: Cited, message: Message) -> Body | None:
    same_part = [b for b in message.bodies if b.text.part == cited.locator.part]
    same_text = [b for b in same_part if b.text.sha256 == cited.locator.text_sha256]
    return next(iter(same_text or same_part), None)


def _header(cited: Cited, message: Message) -> Iterator[Said]:
    shown_, ends = cited.message, (message.bates, message.bates_end)
    yield Said("sender", _person(shown_.from_), _address(message.sender))
    yield Said("recipients", [_person(p) for p in shown_.to], [_address(a) for a in message.to])
    yield Said("copies to", [_person(p) for p in shown_.cc], [_address(a) for a in message.cc])
    yield Said("date", shown_.date, message.date)
    yield Said("doubts about the date", list(shown_.date_flags), list(message.date_flags))
    yield Said("subject", shown_.subject, message.subject)
    yield Said("Message-ID", shown_.message_id, message.message_id)
    yield Said("Bates numbers of the message", [shown_.bates, shown_.bates_end], list(ends))


def _place(cited: Cited, body: Body | None) -> Iterator[Said]:
    locator = cited.locator
    yield Said("part of the message", locator.part, body.text.part if body else "no such part")
    if body is None:
        return
    yield Said("SHA-256 of the decoded text", locator.text_sha256, body.text.sha256)
    inside = all(0 <= start < end <= len(body.text.text) for start, end in locator.spans) and bool(locator.spans)
    yield Said("spans inside the text", True, inside)
    pages = _pages_under(body.text.pages, locator.spans)
    yield Said("pages", list(locator.page), [p.number for p in pages])
    yield Said("Bates numbers", list(locator.bates), list(dict.fromkeys(p.bates for p in pages if p.bates)))


def _words(cited: Cited, message: Message, body: Body) -> Iterator[Said]:
    link = cited.link
    assert link is not None
    yield Said("quote", link.quote, cut(body.text.text, cited.locator.spans))
    segment = _segment(message, body, cited.locator.spans)
    doubts = (*body.text.flags, *message.date_flags, *(segment.flags if segment else ()))
    yield Said("doubts that the report leaves out", [], [f for f in doubts if f not in link.flags])
    if segment is None:
        yield Said("stretch by one author that holds the quote", "one", "none")
        return
    about = link.segment
    yield Said("kind of text", about.kind, segment.kind)
    yield Said("author", _person(about.author), _address(segment.author))
    yield Said("date of the words", about.date, segment.date)
    yield Said("how the author is known", about.attributed, segment.attributed)
    quotes = [(p.spans, p.quote) for p in passages(message, segment)]
    at = next((n for n, (spans, _) in enumerate(quotes) if spans == cited.locator.spans), None)
    around = (link.context.before, link.context.after)
    if at is None:
        # Another version of the program cut the passages elsewhere: the words around must stand in the text even so.
        lines = [line for words in around for line in (words or "").split("\n")]
        yield Said("words around the quote", [], [line for line in lines if line not in body.text.text])
        return
    yield Said("words before the quote", around[0], quotes[at - 1][1] if at else None)
    yield Said("words after the quote", around[1], quotes[at + 1][1] if at + 1 < len(quotes) else None)


def _segment(message: Message, body: Body, spans: Sequence[Span]) -> Segment | None:
    return next(
        (
            s
            for s in segments(message)
            if message.bodies[s.body] == body and all(any(a <= x and y <= b for a, b in s.spans) for x, y in spans)
        ),
        None,
    )


def _pages_under(pages: Sequence[PageMark], spans: Sequence[Span]) -> list[PageMark]:
    """The pages that the spans touch: each begins at its mark and ends where the next begins."""
    touched = []
    for number, page in enumerate(pages):
        end = pages[number + 1].start if number + 1 < len(pages) else None
        if any(stop > page.start and (end is None or start < end) for start, stop in spans):
            touched.append(page)
    return touched


def _person(person: Person | None) -> tuple[str | None, str | None, str] | None:
    return (person.name, person.address, person.raw) if person else None


def _address(address: Address | None) -> tuple[str | None, str | None, str] | None:
    return (address.name, address.address, address.raw) if address else None
