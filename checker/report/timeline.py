"""Finding → a figure of its time as inline SVG, and the same in words: period, day made, claimed event, messages.

Drawn from what report.json holds, so that a saved report can be drawn again: days from claim and links, months from the
rule of a pattern. A date is as wide as what it can mean: a day is a mark, a month or a year a bar. Shapes differ
beside colours, for pages are printed in grey. No style and no script: the page's policy forbids both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from checker.model import Finding, Link, Pattern, Relation
from checker.months import months_in
from checker.report.accounts import Row
from checker.report.svg import LEFT, WIDTH, Axis, Span, line, rect, text
from checker.report.words import PATTERN_WORDS, RELATION_WORDS, date_words, period_words
from claims.model import PatternKind
from claims.timespans import first_day, last_day

LANES: tuple[Relation, ...] = ("contradicts", "in_tension", "supports")
COLOURS: Mapping[Relation, str] = {
    "contradicts": "#a3301f",
    "in_tension": "#96690a",
    "supports": "#1d6b45",
    "neutral": "#5c5c5c",
}
MONTHS_FROM: tuple[PatternKind, ...] = (
    "correspondence",
    "after",
    "before",
    "third_party",
    "reach",
    "personal_accounts",
)
EVENT_WORDS = {"started": "claimed start", "ended": "claimed end", "first_knew": "claimed first knowledge"}
BARS, LANE = 46, 18  # heights in user units
_TOP = 34


class Timeline(NamedTuple):
    """The figure, and the same in words."""

    svg: Markup
    rows: tuple[Row, ...]


class Marked(NamedTuple):
    """A passage in time."""

    rank: int
    span: Span


class _Drawn(NamedTuple):
    """All that is drawn, as spans of days."""

    covers: Span | None
    open_ends: tuple[bool, bool]
    made: Span | None
    event: Span | None
    event_words: str
    months: Mapping[str, int]
    lanes: Mapping[Relation, Sequence[Marked]]
    undated: Mapping[Relation, int]


def timeline(finding: Finding) -> Timeline | None:
    """The timeline of one claim; None where nothing about it has a date."""
    pattern = _months_pattern(finding.patterns)
    drawn = _drawn(finding, pattern)
    days = list(_days(drawn))
    if not days:
        return None
    axis = Axis(min(days), max(days))
    parts = [*_frame(axis, drawn), *_statement(axis, drawn), *_bars(axis, drawn.months), *_lanes(axis, drawn)]
    height = _TOP + BARS + LANE * len(LANES) + 40
    title = f"Timeline of {finding.claim.id}, {axis.first.isoformat()} to {axis.last.isoformat()}"
    svg = Markup(
        '<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' font-family="sans-serif" font-size="10">{}</svg>'
    ).format(LEFT + WIDTH, height, title, Markup("").join(parts))
    return Timeline(svg, tuple(_rows(finding, drawn, pattern)))


def day_span(date: str | None) -> Span | None:
    """First and last day that an ISO date or a prefix of one can mean, in the zone that it states."""
    try:
        return (first_day(date[:10]), last_day(date[:10])) if date else None
    except ValueError:
        return None


def _drawn(finding: Finding, pattern: Pattern | None) -> _Drawn:
    assertion, claim = finding.claim.assertion, finding.claim
    start, end = day_span(assertion.covers.from_), day_span(assertion.covers.to)
    known = [d for d in (start, end) if d]
    placed = [(link, day_span(_date_of(link))) for link in finding.links]
    return _Drawn(
        covers=(min(d[0] for d in known), max(d[1] for d in known)) if known else None,
        open_ends=(start is None, end is None),
        made=day_span(claim.made_on),
        event=day_span(assertion.event.on) if assertion.event else None,
        event_words=EVENT_WORDS[assertion.event.kind] if assertion.event else "",
        months=months_in(pattern.rule) if pattern else {},
        lanes={r: [Marked(x.rank, span) for x, span in placed if span and x.relation == r] for r in LANES},
        undated={r: sum(span is None and x.relation == r for x, span in placed) for r in LANES},
    )


def _date_of(link: Link) -> str | None:
    """When the words were written: a quotation has its own date or none, never the outer message's."""
    own = link.segment.author == link.message.from_ and link.segment.kind not in ("quoted", "forwarded")
    return link.segment.date or (link.message.date if own else None)


def _months_pattern(patterns: Iterable[Pattern]) -> Pattern | None:
    stated = [p for p in patterns if p.kind in MONTHS_FROM and months_in(p.rule)]
    return min(stated, key=lambda p: MONTHS_FROM.index(p.kind), default=None)


def _days(drawn: _Drawn) -> Iterator[dt.date]:
    for span in (drawn.covers, drawn.made, drawn.event, *(m.span for lane in drawn.lanes.values() for m in lane)):
        yield from span or ()
    for month in drawn.months:
        yield first_day(month)
        yield last_day(month)


def _frame(axis: Axis, drawn: _Drawn) -> Iterator[Markup]:
    bottom = _TOP + BARS + LANE * len(LANES) + 8
    if drawn.covers:
        x, width = axis.stretch(drawn.covers)
        x, end = (LEFT if drawn.open_ends[0] else x), (LEFT + WIDTH if drawn.open_ends[1] else x + width)
        yield rect(x, _TOP - 6, round(end - x, 1), bottom - _TOP + 6, "#eeece5")
    yield Markup('<path d="M{} {}H{}" stroke="#999"/>').format(LEFT, bottom, LEFT + WIDTH)
    for x, label in axis.ticks():
        yield line(x, bottom, bottom + 4, "#999")
        yield text(x, bottom + 15, label, fill="#5c5c5c")


def _statement(axis: Axis, drawn: _Drawn) -> Iterator[Markup]:
    bottom = _TOP + BARS + LANE * len(LANES) + 8
    for span, words, colour, y in (
        (drawn.event, drawn.event_words, "#6c3a86", 10),
        (drawn.made, "statement made", "#1c1c1c", 22),
    ):
        if span is None:
            continue
        x, width = axis.stretch(span)
        if span[0] == span[1]:
            yield line(x, y + 2, bottom, colour, "none" if words == "statement made" else "4 2")
        else:
            yield rect(x, y + 4, width, bottom - y - 4, f"{colour} 0.18")
            yield line(x, y + 2, bottom, colour, "1 2")
            yield line(round(x + width, 1), y + 2, bottom, colour, "1 2")
        yield text(x, y, words, "end" if x > LEFT + WIDTH * 0.8 else "start", colour)


def _bars(axis: Axis, months: Mapping[str, int]) -> Iterator[Markup]:
    base = _TOP + BARS
    yield text(0, base - 4, "messages by month")
    most = max(months.values(), default=0)
    if most:
        yield text(LEFT - 6, _TOP + 8, str(most), "end", "#5c5c5c")
    for month in sorted(months):
        x, width = axis.stretch((first_day(month), last_day(month)))
        height = round(max(1.0, (BARS - 4) * months[month] / most), 1)
        yield rect(round(x + width * 0.1, 1), round(base - height, 1), round(width * 0.8, 1), height, "#4a4a4a")
    yield Markup('<path d="M{} {}H{}" stroke="#d5d2cb"/>').format(LEFT, base, LEFT + WIDTH)


def _lanes(axis: Axis, drawn: _Drawn) -> Iterator[Markup]:
    for place, relation in enumerate(LANES):
        y = _TOP + BARS + LANE * place + 14
        undated = drawn.undated[relation]
        yield text(
            0,
            y + 3,
            RELATION_WORDS[relation].replace(" the statement", "") + (f" (+{undated} undated)" if undated else ""),
        )
        for marked in sorted(drawn.lanes[relation], key=lambda m: (m.span, m.rank)):
            yield _mark(axis, marked.span, y, relation)


def _mark(axis: Axis, span: Span, y: int, relation: Relation) -> Markup:
    colour = COLOURS[relation]
    x, width = axis.stretch(span)
    if span[0] != span[1]:
        return rect(x, y - 3, width, 6, f"{colour} 0.35")
    middle = round(x + width / 2, 1)
    if relation == "contradicts":
        return Markup('<path d="M{} {}l5 5l-5 5l-5 -5z" fill="{}" fill-opacity="0.75"/>').format(middle, y - 5, colour)
    if relation == "in_tension":
        return Markup('<rect x="{}" y="{}" width="7" height="7" fill="none" stroke="{}" stroke-width="1.5"/>').format(
            round(middle - 3.5, 1), y - 3.5, colour
        )
    return Markup('<circle cx="{}" cy="{}" r="4" fill="{}" fill-opacity="0.6"/>').format(middle, y, colour)


def _rows(finding: Finding, drawn: _Drawn, pattern: Pattern | None) -> Iterator[Row]:
    covers, event = finding.claim.assertion.covers, finding.claim.assertion.event
    yield Row("Period of the statement", period_words(covers.from_, covers.to))
    yield Row("Statement made", date_words(finding.claim.made_on) or "date not known")
    if event:
        yield Row(drawn.event_words.capitalize(), date_words(event.on) or "date not stated")
    if pattern:
        listed = ", ".join(f"{date_words(m)}: {n}" for m, n in sorted(drawn.months.items()))
        about = f"{' and '.join(pattern.between)}; {PATTERN_WORDS[pattern.kind].lower()}"
        yield Row(f"Messages by month ({about})", listed)
    for relation in LANES:
        passages = sorted((x for x in finding.links if x.relation == relation), key=lambda x: x.rank)
        if passages:
            said = ", ".join(f"no. {x.rank} {(date_words((_date_of(x) or '')[:10]) or 'undated')}" for x in passages)
            yield Row(f"Passages: {RELATION_WORDS[relation]}", said)
