"""Statement → propositions and patterns: what stands on its own, what is kept apart, what is asked of many messages."""

from __future__ import annotations

import pytest

from claims.model import Claim, Party
from claims.propositions import Draft, draft

PARTIES = {
    "pepd": Party(name="Port Example Police Department", aliases=("PEPD",), kind="agency"),
    "vision": Party(name="Example Vision", kind="vendor"),
    "border": Party(name="Border Agency", kind="agency"),
}


def _draft(statement: str, made_on: str | None = "2020-06-15", speaker: str = "pepd") -> Draft:
    return draft(Claim(id="a", speaker=speaker, statement=statement, made_on=made_on), PARTIES)


def test_one_counter_for_each_hedge() -> None:
    """A hedged denial falls hedge by hedge: without any of them first, then with each alone, then as worded."""
    found = _draft("The PEPD has no institutional relationship with Example Vision, formally or informally.")
    assert found.counter == (
        "The PEPD has a relationship with Example Vision.",
        "The PEPD has an institutional relationship with Example Vision.",
        "The PEPD has a formal relationship with Example Vision.",
        "The PEPD has an informal relationship with Example Vision.",
        "The PEPD has an institutional relationship with Example Vision, formally or informally.",
        "The PEPD had an institutional relationship with Example Vision, formally or informally.",
    )
    assert found.assertion.subject == "pepd"
    assert found.assertion.object == "vision"
    assert found.assertion.predicate == "has an institutional relationship with"


def test_a_purpose_is_kept_apart() -> None:
    """A purpose-qualified denial has a counter with its purpose and one without, which only puts it in tension."""
    found = _draft("Information is not shared in furtherance of immigration enforcement.")
    assert found.assertion.purpose == "in furtherance of immigration enforcement"
    assert found.assertion.object is None
    assert found.counter[:2] == (
        "Information is shared in furtherance of immigration enforcement.",
        "Information is shared.",
    )


@pytest.mark.parametrize(
    ("statement", "counter"),
    [
        (
            "Face recognition goes through the Facial Identification Section.",
            "Face recognition takes place outside the Facial Identification Section.",
        ),
        (
            "Investigators compare images with a controlled and limited group of photographs.",
            "Investigators compare images with something other than a controlled and limited group of photographs.",
        ),
        (
            "Images are compared only with mugshots.",
            "Images are compared with something other than mugshots.",
        ),
        ("Homes are searched only with a court order.", "Homes are searched without a court order."),
    ],
)
def test_what_excludes_falls_to_one_instance(statement: str, counter: str) -> None:
    """A limited group, one channel and the word itself are read as `only`."""
    found = _draft(statement)
    assert found.assertion.quantifier == "only"
    assert found.counter == (counter,)


def test_sentences_stand_on_their_own() -> None:
    """The speaker's "we" and "this office", "they" of the sentence before and dates without a year are written out."""
    found = _draft("Our officers attend clean-ups. They made no arrests last March.", "2020-06-15")
    assert found.asserts == (
        "The Port Example Police Department's officers attend clean-ups.",
        "The Port Example Police Department's officers made no arrests in March 2020.",
    )
    assert "The Port Example Police Department's officers made arrests in March 2020." in found.counter


def test_what_only_points_back_is_left_out() -> None:
    """A sentence that points to the one before it says nothing alone."""
    found = _draft("Officers do not handle discipline. That is for principals. Managers do not.")
    assert found.asserts == ("Officers do not handle discipline.",)


def test_without_a_date_nothing_is_dated() -> None:
    """A statement of unknown date keeps "last March" as it is, and its period stays open."""
    found = _draft("We ended the trial last March.", None)
    assert found.assertion.event is None
    assert found.assertion.covers.to is None
    assert found.asserts == ("The Port Example Police Department ended the trial last March.",)


@pytest.mark.parametrize(
    ("statement", "patterns"),
    [
        (
            "The PEPD has no relationship with Example Vision.",
            [("correspondence", ("pepd", "vision"), None), ("silence", ("pepd", "vision"), None)],
        ),
        (
            "The PEPD trial of Example Vision ended in March 2019.",
            [("correspondence", ("pepd", "vision"), None), ("after", ("pepd", "vision"), "2019-03")],
        ),
        (
            "Information is not shared with other agencies.",
            [("third_party", ("pepd", "border"), None), ("dual_affiliation", ("pepd", "border"), None)],
        ),
        (
            "A few officers tried Example Vision.",
            [("correspondence", ("pepd", "vision"), None), ("reach", ("pepd", "vision"), None)],
        ),
        ("Searches go through the approved system.", [("personal_accounts", ("pepd",), None)]),
        ("The water is safe.", []),
    ],
)
def test_patterns_follow_from_what_is_said(
    statement: str, patterns: list[tuple[str, tuple[str, ...], str | None]]
) -> None:
    """A second party asks for correspondence, an end for what followed, sharing for others, few for the reach."""
    assert [(p.kind, p.between, p.date) for p in _draft(statement).patterns] == patterns


def test_an_unknown_speaker_is_named_by_its_key() -> None:
    """A claim read without parties still drafts."""
    found = draft(Claim(id="a", speaker="Port Sennett Police", statement="We never sold data."), {})
    assert found.counter == ("Port Sennett Police sold data.",)


@pytest.mark.parametrize(
    "statement", ["", "Yes.", "???", "No", "Only", "the", "We", "\u00e9\u00e8 \U0001f600", "a" * 5000, "not " * 400]
)
def test_nothing_is_guessed_for_what_is_no_sentence(statement: str) -> None:
    """Text without a verb gives no counter and no failure."""
    found = _draft(statement or " ")
    assert found.counter == ()
    assert found.assertion.polarity is None
