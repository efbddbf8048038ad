"""Text → quantities: value, unit, bound, what is counted, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.quantities import Bound, quantities

TEENS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _in_words(number: int) -> str:
    """As English writes it; below a million."""
    if number < 20:
        return TEENS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{TEENS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{TEENS[number // 100]} hundred" + (f" and {_in_words(number % 100)}" if number % 100 else "")
    rest = f" {_in_words(number % 1000)}" if number % 1000 else ""
    return f"{_in_words(number // 1000)} thousand{rest}"


@given(st.integers(2, 999_999), st.sampled_from(["digits", "commas", "words"]))
def test_a_number_is_worth_what_it_says(number: int, how: str) -> None:
    """Digits, digits with commas and words give the same value, and the span of the number alone."""
    written = {"digits": str(number), "commas": f"{number:,}", "words": _in_words(number)}[how]
    text = f"The clerks counted {written} letters there."
    found = [q for q in quantities(text) if text[q.number_start : q.number_end] == written]
    if how == "digits" and 1900 <= number < 2100:
        return  # a bare year is no count
    assert [(q.value, q.of) for q in found] == [(float(number), "letters")]


@given(st.text(max_size=80))
def test_spans_stand_in_order_inside_the_text(text: str) -> None:
    """Any text: the number lies in its quantity, quantities do not overlap."""
    end = 0
    for q in quantities(text):
        assert end <= q.start <= q.number_start < q.number_end <= len(text)
        assert q.number_end <= q.end <= len(text)
        assert q.value >= 0
        end = q.number_end


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound", "strict", "of"),
    [
        ("fewer than 20 searches", 20, None, "at_most", True, "searches"),
        ("no more than 20 searches", 20, None, "at_most", False, "searches"),
        ("up to a dozen officers", 12, None, "at_most", False, "officers"),
        ("at least four officers asked", 4, None, "at_least", False, "officers"),
        ("more than 3 billion images", 3e9, None, "at_least", True, "images"),
        ("20 or more people", 20, None, "at_least", False, "people"),
        ("exactly three bidders", 3, None, "exactly", False, "bidders"),
        ("about 40 people", 40, None, "approx", False, "people"),
        ("less than $2.5 million", 2.5e6, "$", "at_most", True, None),
        ("within 24 hours", 24, "hour", "at_most", False, None),
        ("inside a week", 1, "week", "at_most", False, None),
        ("ten working days", 10, "working day", "exactly", False, None),
        ("95 percent of calls", 95, "percent", "exactly", False, "calls"),
        ("more than half of the grants", 50, "percent", "at_least", True, "the grants"),
        ("two in a hundred scores", 2, "percent", "exactly", False, "scores"),
        ("fewer than one traveller in ten thousand", 0.01, "percent", "at_most", True, "traveller"),
        ("nine of every ten calls", 90, "percent", "exactly", False, "calls"),
        ("500 metres today", 500, "metre", "exactly", False, None),
        ("at a single station", 1, None, "exactly", False, "station"),
        ("two percentage points", 2, "point", "exactly", False, None),
        ("three firms took part", 3, None, "exactly", False, "firms"),
    ],
)
def test_a_quantity_is_read(
    text: str, value: float, unit: str | None, bound: Bound, strict: bool, of: str | None
) -> None:
    """Value, unit, bound, whether the bound itself is left out, and the words of what is counted."""
    [found] = quantities(f"There were {text}.")
    assert (found.value, found.unit, found.bound, found.strict, found.of) == (value, unit, bound, strict, of)


@pytest.mark.parametrize(
    "text",
    [
        "in March 2019 and since 2018",
        "Section 12, Precinct 7, Form 8 and room 101",
        "Station 7 opened",
        "no one, one of them, one another",
        "at 10:30 on 3/4/2019",
        "the A9 and the B52",
        "a week later",
        "on May 2",
        "version 1.10.3",
    ],
)
def test_dates_names_and_pronouns_count_nothing(text: str) -> None:
    """A number that names or dates is no quantity."""
    assert quantities(text) == ()


def test_counts_in_schools_are_no_share() -> None:
    """Two counts beside each other make no share of one another."""
    assert [q.value for q in quantities("nine students in two schools")] == [9, 2]
    assert [q.value for q in quantities("10 of 12 members")] == [10, 12]
