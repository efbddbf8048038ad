"""Rules under the patterns: what is one act, who is one person, what a date can mean, how a pattern decides."""

from __future__ import annotations

import pytest

from checker.derived.acts import day_span
from checker.derived.persons import persons
from checker.model import Pattern, PatternCounts, Relation
from checker.patterns.asked import asked
from checker.patterns.plain import stated
from checker.patterns.signatures import is_unit, rank_in
from checker.patterns.silence import empty_months
from checker.patterns.statements import differences
from checker.verdict import decide
from claims.model import Claim, PatternRequest
from evidence.headers import address_of


def _claim(**assertion: object) -> Claim:
    return Claim.model_validate(
        {"id": "c", "speaker": "a", "statement": "An invented statement.", "assertion": assertion}
    )


def _pattern(relation: Relation) -> Pattern:
    counts = PatternCounts(messages=4, acts=3, people=2, per_side={"a": 3})
    return Pattern(
        id="p-1", kind="after", between=("a", "b"), date="2019-03", rule="messages after the end", counts=counts,
        first="2019-04-02", last="2020-02-01", message_ids=("1", "2", "3", "4"), people=(), relation=relation,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Roe <ana.roe@x.example>", "Roe, Ana", True),
        ("ana.roe@x.example", "Ana Roe", True),
        ('"ana.roe@x.example" <ana.roe@x.example>', "Ana Roe/ORG", True),
        ("Ana Roe <ana.roe@x.example>", "Ana Roe <aroe@mail.example>", True),
        ("Ana Roe <ana.roe@x.example>", "Ben Roe <ben.roe@x.example>", False),
        ("Help Desk <help@x.example>", "Help Desk <help@y.example>", False),
    ],
)
def test_one_person_is_one_whatever_the_spelling(one: str, other: str, same: bool) -> None:
    """Spellings of one full name meet; people and desks of different bodies stay apart."""
    found = persons({1: address_of(one), 2: address_of(other)})
    assert (found[1] == found[2]) is same


def test_an_address_of_many_people_joins_none_of_them() -> None:
    """A list's address does not make one person of all who wrote through it."""
    shown = ["Ana Roe <list@x.example>", "Ben Poe <list@x.example>", "Cy Doe <list@x.example>", "Ana Roe", "Ben Poe"]
    found = persons({i: address_of(text) for i, text in enumerate(shown)})
    assert found[0] == found[1] == found[2]
    assert len({found[0], found[3], found[4]}) == 3


def test_a_blacked_out_name_is_nobody() -> None:
    """A redaction mark is not counted as a person."""
    assert persons({1: address_of("B6")}) == {1: None}


@pytest.mark.parametrize(
    ("date", "flags", "span"),
    [
        ("2019-03-31T23:30:00-05:00", "[]", ("2019-03-31", "2019-03-31")),
        ("2019-02", "[]", ("2019-02-01", "2019-02-28")),
        ("2019-03-05", '["date-order-assumed"]', ("2019-03-05", "2019-05-03")),
        ("2019-13-45", "[]", (None, None)),
        (None, "[]", (None, None)),
    ],
)
def test_a_date_spans_what_it_can_mean(date: str | None, flags: str, span: tuple[str | None, str | None]) -> None:
    """The day of its own zone, all days of a partial date, both readings of a doubtful order, none of a broken one."""
    assert day_span(date, flags) == span


def test_a_month_that_a_partial_date_may_fill_is_not_empty() -> None:
    """Only a month in which no message can lie is a gap."""
    day, year = ("2019-01-05", "2019-01-05"), ("2019-02-01", "2019-03-31")
    assert empty_months([day, ("2019-06-01", "2019-06-02")]) == ["2019-02 to 2019-05"]
    assert empty_months([day, year, ("2019-06-01", "2019-06-02")]) == ["2019-04 to 2019-05"]
    assert empty_months([day, ("2019-03-01", "2019-03-01")], least=2) == []


def test_a_threshold_comes_from_the_file_then_the_statement_then_the_default() -> None:
    """What the claims file states holds before what the statement says, and that before the default."""
    few = _claim(quantifier="at_most", quantity={"value": 3, "of": "officers"})
    request = PatternRequest(kind="reach", between=("a", "b"))
    assert asked(few, request.model_copy(update={"minimum": 9}), ()).minimum == 9
    assert asked(few, request, ()).minimum == 4
    assert asked(_claim(), request, ()).minimum == 6


def test_what_a_request_leaves_out_comes_from_the_claim() -> None:
    """Parties and date are completed from the claim's own."""
    found = asked(_claim(event={"kind": "ended", "on": "2019-03"}), PatternRequest(kind="after"), ("a", "b", "c"))
    assert (found.parties, found.date) == (("a", "b"), "2019-03")


@pytest.mark.parametrize(
    ("quote", "sentences"),
    [
        ("Thank you. We ran 60 searches last week.", 2),
        ("See if you can reach 100 searches by Friday.", 0),
        ("Did anybody run 60 searches last week?", 0),
    ],
)
def test_only_plain_statements_count(quote: str, sentences: int) -> None:
    """An instruction or a question reports nothing."""
    assert len(stated(quote)) == sentences


@pytest.mark.parametrize(
    ("text", "level"),
    [("Deputy Chief", "leadership"), ("Sgt. Ana Roe", "middle"), ("Detective", "junior"), ("P.O. Box 12", None)],
)
def test_a_rank_has_its_level(text: str, level: str | None) -> None:
    """The longest rank that a line begins with counts; a post office box is no officer."""
    found = rank_in(text)
    assert (found.level if found else None) == level


def test_a_unit_is_a_name_and_not_a_sentence() -> None:
    """Capitals and a unit's last word; a sentence that ends in one is none."""
    assert is_unit("Image Analysis Section")
    assert is_unit("94th Precinct")
    assert not is_unit("thanks from the whole section")


def test_statements_differ_only_where_both_say_something() -> None:
    """A field that either statement leaves open is no difference."""
    one = _claim(predicate="has a contract", polarity="denies", hedges=["formal"])
    other = _claim(predicate="has a contract", polarity="affirms", hedges=["formal"], quantifier="some")
    assert list(differences(one, other)) == ["polarity (affirms against denies)"]


@pytest.mark.parametrize(
    ("relation", "verdict"),
    [
        ("contradicts", "contradicted"),
        ("in_tension", "in_tension"),
        ("supports", "supported"),
        ("neutral", "not_addressed"),
    ],
)
def test_a_pattern_alone_decides_and_the_verdict_says_so(relation: Relation, verdict: str) -> None:
    """Without any passage the verdict rests on the pattern, names it and says that it stands alone."""
    decided = decide(_claim(polarity="affirms"), (), (_pattern(relation),))
    assert decided.verdict == verdict
    if relation != "neutral":
        (reason,) = decided.reasons
        assert reason.patterns == ("p-1",)
        assert reason.text.startswith(
            "Decided by this pattern, without a decisive passage: 3 distinct messages, 2 people"
        )
