"""Days → places along an axis, and shapes → pieces of inline SVG, every value escaped."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from checker.months import months_from
from claims.timespans import first_day, last_day

Span = tuple[dt.date, dt.date]
LEFT, WIDTH = 130, 590  # user units; the figure is 720 wide


class Axis:
    """Days → user units; from the first of a month to the last of one."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first.replace(day=1), last_day(last.isoformat()[:7])
        self.months = months_from(self.first.isoformat(), self.last.isoformat())
        self._days = (self.last - self.first).days + 1

    def at(self, day: dt.date) -> float:
        """Where a day begins."""
        return round(LEFT + WIDTH * (day - self.first).days / self._days, 1)

    def stretch(self, span: Span) -> tuple[float, float]:
        """Where a span begins, and how wide it is."""
        start = self.at(span[0])
        return start, round(max(1.0, self.at(span[1] + dt.timedelta(days=1)) - start), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Months that are labelled, some twelve at most: every month, quarter or year."""
        step = next(s for s in (1, 3, 12, 60, 120, 1200) if len(self.months) <= 14 * s or s == 1200)
        chosen = [m for m in self.months if (int(m[:4]) * 12 + int(m[5:]) - 1) % step == 0] or self.months[:1]
        return [(self.at(first_day(m)), m[:4] if step >= 12 else m) for m in chosen]


def text(x: float, y: float, words: str, anchor: str = "start", fill: str = "#1c1c1c") -> Markup:
    """Words at a place; `anchor` is start, middle or end."""
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(x, y, anchor, fill, words)


def line(x: float, y1: float, y2: float, stroke: str, dashes: str = "none") -> Markup:
    """A line down the figure."""
    return Markup('<path d="M{} {}V{}" stroke="{}" stroke-dasharray="{}" fill="none"/>').format(
        x, y1, y2, stroke, dashes
    )


def rect(x: float, y: float, width: float, height: float, paint: str) -> Markup:
    """A filled box; `paint` is a colour, with its opacity after a space where it is not solid."""
    fill, _, opacity = paint.partition(" ")
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" fill-opacity="{}"/>').format(
        x, y, width, height, fill, opacity or "1"
    )
