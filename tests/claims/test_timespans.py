"""Text → dates: every written form, the precision that it has, nothing guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.timespans import as_iso_prefix, dates_in, first_day, last_day

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
MONTHS = calendar.month_name[1:]
WRITTEN = (
    lambda d: d.isoformat(),
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year}",
    lambda d: f"{MONTHS[d.month - 1][:3]}{'' if d.month == 5 else '.'} {d.day}, {d.year}",
    lambda d: f"{d.month}/{d.day}/{d.year}",
)


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_prefix_spans_its_days(day: dt.date, length: int) -> None:
    """The day lies in every prefix of its date; a longer prefix lies inside a shorter one."""
    prefix = day.isoformat()[:length]
    assert as_iso_prefix(prefix) == prefix
    assert first_day(prefix) <= day <= last_day(prefix)
    assert first_day(prefix) >= first_day(prefix[:4])
    assert last_day(prefix) <= last_day(prefix[:4])
    assert (first_day(prefix) == last_day(prefix)) == (length == 10)
    following = last_day(prefix) + dt.timedelta(days=1)
    assert not following.isoformat().startswith(prefix)


@given(st.text(max_size=12).filter(lambda text: not re.fullmatch(r"\s*\d{4}(-\d\d){0,2}\s*", text)))
def test_what_is_no_date_is_refused(text: str) -> None:
    """Only a year, a month or a day of the calendar is a date; the error shows what was written."""
    with pytest.raises(ValueError, match="is not a date like 2019") as caught:
        as_iso_prefix(text)
    assert repr(text.strip()) in str(caught.value)


def test_dates_and_numbers_are_taken_as_they_are() -> None:
    """A day from YAML, a moment and a bare year give their ISO form."""
    assert as_iso_prefix(dt.date(2019, 3, 5)) == "2019-03-05"
    assert as_iso_prefix(dt.datetime(2019, 3, 5, 12, tzinfo=dt.UTC)) == "2019-03-05"
    assert as_iso_prefix(2019) == "2019"


@given(DAYS, st.integers(0, len(WRITTEN) - 1))
def test_a_written_day_is_found(day: dt.date, form: int) -> None:
    """Each form gives the day, the span of its text, and needs no anchor."""
    written = WRITTEN[form](day)
    text = f"They signed on {written} in the hall."
    [found] = dates_in(text, None)
    assert found.iso == day.isoformat()
    assert text[found.start : found.end].rstrip(".") == written.rstrip(".")
    assert not found.relative


@given(st.text(max_size=80), st.one_of(st.none(), DAYS.map(str)))
def test_spans_cut_back_and_do_not_overlap(text: str, anchor: str | None) -> None:
    """Any text: spans stand in order, apart, and hold a date of the calendar."""
    end = 0
    for found in dates_in(text, anchor):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        first_day(found.iso)


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("ended in March 2019", ["2019-03"]),
        ("ended last March", ["2020-03"]),
        ("ended last December", ["2019-12"]),
        ("this March", ["2020-03"]),
        ("last year and this year", ["2019", "2020"]),
        ("on Feb. 3 and 5 November", ["2020-02-03", "2019-11-05"]),
        ("September of last year", ["2019-09"]),
        ("a year ago", ["2019-04"]),
        ("two months ago", ["2020-02"]),
        ("three weeks ago", ["2020-03-25"]),
        ("since 2018, in fiscal 2017", ["2018", "2017"]),
        ("between January 2019 and June 2019", ["2019-01", "2019-06"]),
        ("2019 searches, room 2018, $2,017, 10:30", []),
        ("they may march 3 abreast", []),
        ("2019-02-30 and 13/13/2019", []),
    ],
)
def test_dates_lean_on_the_day_of_the_text(text: str, isos: list[str]) -> None:
    """Relative dates are reckoned from 15 April 2020; what only looks like a date is none."""
    assert [d.iso for d in dates_in(text, "2020-04-15")] == isos


def test_without_an_anchor_nothing_relative_is_dated() -> None:
    """What leans on the day of an undated text is no date."""
    assert dates_in("last March, a year ago, on Feb. 3, this year", None) == ()


def test_an_anchor_of_a_year_dates_no_month() -> None:
    """A year is not enough to say which March was the last."""
    assert dates_in("last March, two weeks ago", "2020") == ()
