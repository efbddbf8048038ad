"""The timeline of a claim: what is drawn, what partial and missing dates look like, and the same in words."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Finding, SegmentRef
from checker.months import months_from, months_in, months_words
from checker.report.as_html import report_html
from checker.report.as_json import load_report, report_json
from checker.report.timeline import Timeline, day_span, timeline
from claims.model import Assertion, Event, Period
from tests.checker.test_report_factory import CLERK, VENDOR, claims, correspondence, finding, link, message, report

months = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)).map(lambda d: d.isoformat()[:7])
BY_MONTH = correspondence().model_copy(
    update={"rule": "messages between them; by month: 2021-01 4, 2021-02 8, 2021-04 2; and so on"}
)


def _drawn(made: Finding) -> tuple[Timeline, ET.Element]:
    found = timeline(made)
    assert found is not None
    return found, ET.fromstring(str(found.svg))


def _words(found: Timeline) -> dict[str, str]:
    return {row.label: row.text for row in found.rows}


def _plain(**assertion: object) -> Finding:
    claim = claims()[0].model_copy(update={"assertion": Assertion.model_validate(assertion), "made_on": None})
    return finding(claim, "contradicted", ())


@given(st.dictionaries(months, st.integers(1, 9999), max_size=30))
def test_months_in_a_rule_are_read_back(counts: dict[str, int]) -> None:
    """What a rule states by month is what a saved report draws."""
    assert months_in(f"messages, copies counted once; {months_words(counts)}") == counts


@given(months, months)
def test_months_from_one_to_another_leave_none_out(one: str, other: str) -> None:
    """Every month stands once, in order."""
    first, last = sorted((one, other))
    found = months_from(first, last)
    assert (found[0], found[-1]) == (first, last)
    assert found == sorted(set(found))
    assert len(found) == (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1


def test_bars_are_as_high_as_months_are_busy() -> None:
    """A month with twice the messages has a bar twice as high."""
    _, svg = _drawn(finding(claims()[0], "contradicted", (), (BY_MONTH,)))
    heights = [float(r.get("height", 0)) for r in svg.iter("rect") if r.get("fill") == "#4a4a4a"]
    assert len(heights) == 3
    assert heights[1] == pytest.approx(2 * heights[0]) == pytest.approx(4 * heights[2])


def test_a_day_is_a_mark_and_a_month_a_bar() -> None:
    """A partial date is drawn as wide as what it can mean."""
    day = link(1, "contradicts", message=message(1, date="2021-03-04T10:00:00-05:00"))
    month = link(2, "contradicts", message=message(2, date="2021-04"))
    _, svg = _drawn(finding(claims()[0], "contradicted", (day, month)))
    marks = [p for p in svg.iter("path") if p.get("fill") == "#a3301f"]
    bars = [r for r in svg.iter("rect") if r.get("fill") == "#a3301f"]
    assert (len(marks), len(bars)) == (1, 1)
    span = {r.get("fill"): float(r.get("width", 0)) for r in svg.iter("rect")}
    assert span["#a3301f"] > 10


def test_an_undated_passage_is_counted_and_not_placed() -> None:
    """What has no date has no place on the axis, and the figure says how many there are."""
    dated = link(1, "supports", message=message(1, date="2021-03-04"))
    undated = link(2, "supports", message=message(2, date=None))
    found, svg = _drawn(finding(claims()[0], "supported", (dated, undated)))
    assert len(list(svg.iter("circle"))) == 1
    assert "(+1 undated)" in str(found.svg)
    assert "no. 2 undated" in _words(found)["Passages: consistent with the statement"]


def test_a_quotation_does_not_take_the_date_of_the_mail_round_it() -> None:
    """Quoted words are often years older than the message that holds them."""
    quoted = link(1, "contradicts", segment=SegmentRef(kind="quoted", author=VENDOR, date=None, attributed="stated"))
    own = link(2, "contradicts", segment=SegmentRef(kind="own", author=CLERK, date=None, attributed="stated"))
    found, _ = _drawn(finding(claims()[0], "contradicted", (quoted, own)))
    assert "no. 1 undated, no. 2 4 Mar 2021" in _words(found)["Passages: appears to contradict"]


def test_a_day_stays_the_day_of_its_own_zone() -> None:
    """Late in the evening five hours west is not yet the next day."""
    assert day_span("2021-03-31T23:30:00-05:00") == (dt.date(2021, 3, 31), dt.date(2021, 3, 31))
    assert day_span("2021-02") == (dt.date(2021, 2, 1), dt.date(2021, 2, 28))
    assert day_span("no date") is None


@pytest.mark.parametrize(("kind", "words"), [("ended", "claimed end"), ("first_knew", "claimed first knowledge")])
def test_a_claimed_event_stands_where_it_was_said_to_be(kind: str, words: str) -> None:
    """The event has its line, and its name in figure and words."""
    event = Event.model_validate({"kind": kind, "on": "2021-03-05"})
    found, _ = _drawn(_plain(event=event.model_dump()))
    assert words in str(found.svg)
    assert _words(found)[words.capitalize()] == "5 Mar 2021"


def test_an_open_period_reaches_the_edge() -> None:
    """A period without an end covers everything up to the edge of the figure."""
    covers = Period.model_validate({"from": "2021-03", "to": None}).model_dump()
    _, svg = _drawn(_plain(covers=covers, event={"kind": "ended", "on": "2021-12"}))
    (band,) = (r for r in svg.iter("rect") if r.get("fill") == "#eeece5")
    assert float(band.get("x", 0)) + float(band.get("width", 0)) == pytest.approx(720)


def test_nothing_dated_has_no_figure() -> None:
    """A claim about which nothing has a date gets no empty axis."""
    assert timeline(_plain()) is None


def test_a_saved_report_draws_the_same_figure() -> None:
    """The figure needs nothing but report.json."""
    whole = report(finding(claims()[0], "contradicted", (link(1, "contradicts"),), (BY_MONTH,)))
    again = load_report(report_json(whole))
    assert timeline(again.findings[0]) == timeline(whole.findings[0])
    assert 'class="timeline"' in report_html(again)


def test_a_hostile_party_or_claim_stays_text() -> None:
    """Nothing that a claims file or mail holds becomes markup of the figure."""
    evil = BY_MONTH.model_copy(update={"between": ("<script>x</script>", "b")})
    page = report_html(report(finding(claims()[0], "contradicted", (), (evil,))))
    assert not re.search(r"<script", page)
