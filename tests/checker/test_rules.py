"""Comparisons by rule, parties, qualifiers and speech acts: each a category with the compared values in words."""

from __future__ import annotations

from typing import Any

import pytest

from checker.compare import Compared, View, category, compare, involved
from checker.match import Hypothesis
from checker.nli import Reading
from checker.parties import PartyNames
from checker.qualify import concession_pairs, implied_counters, qualify, states, without
from checker.speech import speech_act
from claims.model import Assertion, Claim, Party
from evidence.headers import address_of

PARTIES = {
    "board": Party(name="Harbour Board", aliases=("the Board",), domains=("harbour.example",), kind="agency"),
    "tollcam": Party(name="Tollcam", domains=("tollcam.example",), kind="vendor"),
    "ice": Party(name="Inland Customs Enforcement", aliases=("ICE",), domains=("ice.example",), kind="agency"),
    "reed": Party(name="Dana Reed", kind="person"),
}
NAMES = PartyNames(PARTIES)


def claim(**reading: Any) -> Claim:
    """A claim of the Board about Tollcam."""
    read = {"subject": "board", "object": "tollcam", "polarity": "denies", "quantifier": "no"} | reading
    statement = "The Harbour Board has no relationship with Tollcam."
    return Claim(id="c", speaker="board", statement=statement, assertion=Assertion.model_validate(read))


def view(quote: str = "It is done.", sender: str = "Kim <kim@tollcam.example>", **more: Any) -> View:
    """A passage of a message from the vendor to the board."""
    author = address_of(sender)
    plain = {"kind": "own", "date": "2019-03-05", "subject": None, "recipients": (address_of("d@harbour.example"),)}
    stated = plain | more
    return View(
        quote, stated["kind"], stated.get("author", author), author, stated["recipients"], stated["date"],
        stated["subject"],
    )  # fmt: skip


def found(name: str, of: Claim, seen: View) -> Compared:
    """One comparison."""
    return next(c for c in compare(of, NAMES, seen) if c.name == name)


def test_every_comparison_comes_in_one_order_with_its_values_in_words() -> None:
    """A reader can check each without the program."""
    compared = compare(claim(), NAMES, view())
    names = ["parties", "side", "capacity", "time", "quantity", "speech_act", "segment"]
    assert [c.name for c in compared] == names
    assert all(c.text for c in compared)
    assert category(compared, "segment") == "own"


def test_a_vendors_words_are_not_the_agencys_act() -> None:
    """The side that wrote is that of the author of the segment, never of the outer sender."""
    assert found("side", claim(), view()).category == "counterpart"
    assert found("side", claim(), view(sender="Dana <dana@harbour.example>")).category == "speaker"
    quoted = view(sender="Dana <dana@harbour.example>", kind="quoted", author=None)
    assert found("side", claim(), quoted).category == "unknown"


@pytest.mark.parametrize(
    ("quote", "sender", "recipient", "expected"),
    [
        ("It is done.", "k@tollcam.example", "d@harbour.example", "both"),
        ("Tollcam has sent it.", "d@harbour.example", "e@harbour.example", "both"),
        ("It is done.", "d@harbour.example", "e@bakery.example", "subject"),
        ("It is done.", "k@tollcam.example", "e@bakery.example", "object"),
        ("It is done.", "a@mill.example", "e@bakery.example", "neither"),
    ],
)
def test_mail_about_another_party_does_not_count_as_about_this_one(
    quote: str, sender: str, recipient: str, expected: str
) -> None:
    """Parties are bound by address and by name, in header and passage."""
    seen = view(quote, sender, recipients=(address_of(recipient),))
    assert found("parties", claim(), seen).category == expected


@pytest.mark.parametrize(
    ("reading", "day", "expected"),
    [
        ({"covers": {"from": "2019", "to": "2019"}}, "2019-03-05", "inside"),
        ({"covers": {"from": "2019-04", "to": None}}, "2019-03-05", "before_period"),
        ({"covers": {"from": None, "to": "2019-03"}}, "2019-03-31T23:59:00-05:00", "inside"),
        ({"covers": {"from": None, "to": "2019-02"}}, "2019-03-05", "after_period"),
        ({}, "2019-03-05", "unstated"),
        ({"covers": {"from": "2019", "to": "2019"}}, None, "undated"),
        ({"event": {"kind": "ended", "on": "2019-03"}}, "2019-03-31", "before_end"),
        ({"event": {"kind": "ended", "on": "2019-03"}}, "2019-04-01", "after_end"),
        ({"event": {"kind": "first_knew", "on": "2019-03-05"}}, "2019-03-04", "before_knowledge"),
        ({"event": {"kind": "first_knew", "on": "2019-03-05"}}, "2019-03-05", "after_knowledge"),
    ],
)
def test_dates_are_compared_by_the_calendar(reading: dict[str, Any], day: str | None, expected: str) -> None:
    """A partial date is its whole span: March ends with its last day."""
    assert found("time", claim(**reading), view(date=day)).category == expected


YEAR = {"covers": {"from": "2019", "to": "2019"}}
ENDED = {"event": {"kind": "ended", "on": "2019-03"}}
KNEW = {"event": {"kind": "first_knew", "on": "2019-03-05"}}


@pytest.mark.parametrize(
    ("reading", "day", "quote", "expected"),
    [
        (YEAR, "2020-02-03", "The drones flew twice in March 2019.", "told_inside"),
        (YEAR, "2020-02-03", "The drones flew in October and nobody saw them.", "told_inside"),
        (YEAR, "2020-02-03", "The drones flew two days ago.", "after_period"),
        (YEAR, "2019-02-03", "The drones flew in June 2016.", "told_outside"),
        (YEAR, "2019-02-03", "They flew in June 2016 and on January 4, 2019.", "inside"),
        (YEAR, "2018-11-03", "The drones will fly in March 2019.", "before_period"),
        (YEAR, "2020-02-03", "I may be there, or march on without you.", "after_period"),
        (ENDED, "2019-05-02", "The report on the flights of January 2019 is here.", "told_before_end"),
        (ENDED, "2019-05-02", "Since January 2019 we fly, and on April 30 we did.", "after_end"),
        (KNEW, "2019-06-01", "I had their warning in February.", "told_before_knowledge"),
        (KNEW, "2019-06-01", "I had their warning in May.", "after_knowledge"),
        (KNEW, "2019-06-01", "They will tell us in February 2020.", "after_knowledge"),
        (KNEW, "2019-11-01", "Their report is due at the end of February.", "after_knowledge"),
        (YEAR, "2020-02-03", "We will fly the drones in June.", "after_period"),
        (YEAR, "2019-05-02", "They flew in March of 2016.", "told_outside"),
        (ENDED, "2019-12-02", "We flew twice in 2019.", "after_end"),
    ],
)
def test_dates_that_a_passage_tells_of_count_beside_its_own(
    reading: dict[str, Any], day: str, quote: str, expected: str
) -> None:
    """A later mail may tell of the period, a mail of the period of another; what lies ahead is a plan."""
    seen = found("time", claim(**reading), view(quote, date=day))
    assert seen.category == expected
    assert ("tells of" in seen.text) == expected.startswith("told")


@pytest.mark.parametrize(
    ("bound", "stated", "quote", "expected"),
    [
        ("at_most", 5, "We ran 60 searches.", "breaks"),
        ("at_most", 60, "We ran 60 searches.", "meets"),
        ("at_least", 61, "We ran 60 searches.", "breaks"),
        ("exactly", 60, "We ran 60 searches.", "meets"),
        ("at_most", 5, "We bought 60 chairs.", "none"),
        ("at_most", 5, "It is four by now, on 12 May it was three.", "within"),
        ("at_most", 5, "It is four by now, on 12 May it was nine.", "none"),
        ("at_most", 5, "It cost $4.", "none"),
        ("at_least", 5, "It is nine by now.", "within"),
        ("at_least", 5, "We bought 60 chairs.", "none"),
        ("exactly", 5, "It is five by now.", "none"),
        ("at_most", 5, "We ran many searches.", "none"),
    ],
)
def test_numbers_are_compared_where_the_same_thing_is_counted(
    bound: str, stated: float, quote: str, expected: str
) -> None:
    """Chairs do not break a bound on searches; where nothing says what is counted, a number can only keep to it."""
    of = claim(quantifier=bound, quantity={"value": stated, "unit": "searches", "of": None})
    assert found("quantity", of, view(quote)).category == expected


def test_a_private_account_is_told_from_an_institutions() -> None:
    """Who writes as a person does not write for the office."""
    assert found("capacity", claim(), view(sender="d@gmail.com")).category == "private"
    assert found("capacity", claim(), view()).category == "institution"
    assert found("capacity", claim(), view(author=None)).category == "unknown"


def test_abbreviations_are_matched_as_written_and_names_as_whole_words() -> None:
    """Ice on the pier is no agency, and a Boardwalk no Board."""
    assert NAMES.named_in("There was ice on the pier, and on the Boardwalk.") == frozenset()
    assert NAMES.named_in("ICE wrote to the Board.") == {"ice", "board"}


def test_an_address_decides_before_a_name() -> None:
    """A display name of another party does not move a mailbox out of its domain."""
    assert NAMES.of_address(address_of('"Harbour Board" <x@evil.example>')) == frozenset()
    assert NAMES.of_address(address_of("x@mail.harbour.example")) == {"board"}
    assert NAMES.of_address(address_of("x@notharbour.example")) == frozenset()
    assert NAMES.of_address(None) == frozenset()


def test_a_person_is_found_in_either_order_of_names() -> None:
    """Printed mail writes the family name first."""
    assert "reed" in NAMES.of_address(address_of('"Reed, Dana" <dr@anywhere.example>'))


def test_parties_involved_are_those_that_wrote_received_or_are_named() -> None:
    """Header, passage and subject count alike."""
    assert involved(NAMES, view("ICE asked.", subject="Re: Tollcam")) == {"tollcam", "board", "ice"}


HYPOTHESES = (
    Hypothesis("The Board has no institutional contract.", "statement", False),
    Hypothesis("The Board has an institutional contract.", "counter", False),
    Hypothesis("The Board tried it once.", "concedes", False),
)


def read(counter: float, conceded: float = 0.0) -> dict[int, Reading]:
    """What was read of the counter-proposition and of the concession."""
    return {1: Reading(0.0, counter, 1 - counter), 2: Reading(0.0, conceded, 1 - conceded)}


def test_only_a_contradiction_is_weighed_against_the_qualifiers() -> None:
    """Support needs no hedge to be met."""
    assert qualify(claim(purpose="for customs"), "supports", "x", HYPOTHESES, read(0.9)) == ("supports", ())


def test_a_purpose_that_is_not_stated_makes_tension_and_one_that_is_a_contradiction() -> None:
    """A denial "in furtherance of immigration enforcement" is not refuted by contact alone."""
    of = claim(purpose="in furtherance of immigration enforcement")
    met = "The list was passed on to further the enforcement of immigration law."
    assert qualify(of, "contradicts", "The list was passed on.", HYPOTHESES, read(0.9)) == (
        "in_tension",
        ("purpose-not-stated",),
    )
    assert qualify(of, "contradicts", met, HYPOTHESES, read(0.9)).relation == "contradicts"


def test_a_passage_that_shows_what_is_conceded_is_no_contradiction() -> None:
    """It is neutral and flagged; unless the counter-proposition follows even better."""
    conceded = qualify(claim(), "contradicts", "x", HYPOTHESES, read(0.6, conceded=0.9))
    assert conceded == ("neutral", ("concession",))
    assert qualify(claim(), "contradicts", "x", HYPOTHESES, read(0.95, conceded=0.9)).relation == "contradicts"


def test_where_something_is_conceded_a_hint_is_no_contradiction() -> None:
    """A passage of which nothing is read as met may show what is conceded; without a concession it stays as scored."""
    of = claim(concedes=("The Board tried it once.",))
    assert qualify(of, "contradicts", "x", HYPOTHESES, read(0.4)) == ("neutral", ("concession",))
    assert qualify(of, "contradicts", "x", HYPOTHESES, read(0.6)).relation == "contradicts"
    assert qualify(claim(), "contradicts", "x", HYPOTHESES, read(0.4)).relation == "contradicts"


def test_a_counter_proposition_that_the_concession_entails_does_not_outweigh_it() -> None:
    """Who concedes a trial has conceded use: only a counter-proposition beyond the concession counts against it."""
    pairs = concession_pairs(HYPOTHESES)
    assert pairs == [(2, 1)]
    assert implied_counters(pairs, [Reading(0.0, 0.4, 0.6)]) == frozenset()
    implied = implied_counters(pairs, [Reading(0.0, 0.8, 0.2)])
    found = qualify(claim(), "contradicts", "x", HYPOTHESES, read(0.95, conceded=0.9), implied)
    assert found == ("neutral", ("concession",))


def test_a_hedge_that_is_not_met_makes_tension() -> None:
    """The passage must entail a counter-proposition that keeps the hedge, or use its word."""
    of = claim(hedges=("institutional",))
    assert qualify(of, "contradicts", "They spoke.", HYPOTHESES, read(0.2)) == ("in_tension", ("hedge-not-met",))
    assert qualify(of, "contradicts", "They spoke.", HYPOTHESES, read(0.9)).relation == "contradicts"
    assert qualify(of, "contradicts", "An institutional contract.", HYPOTHESES, read(0.2)).relation == "contradicts"


def test_a_partys_name_does_not_pass_for_a_purpose() -> None:
    """An agency of that name in the header states no purpose."""
    text = without("Note from Immigration Enforcement about lunch", ["Immigration Enforcement"])
    assert not states(text, "in furtherance of immigration enforcement")
    assert "lunch" in text


@pytest.mark.parametrize(
    ("passage", "subject", "expected"),
    [
        ("The cameras were switched on this morning.", None, "statement"),
        ("Could you switch the cameras on for us?", None, "question"),
        ("Any way to raise my cap? I did sixty searches on Monday.", None, "statement"),
        ("I am out of the office until Monday.", "Automatic reply: cameras", "auto-reply"),
    ],
)
def test_a_passage_is_a_plain_statement_where_one_sentence_of_it_is(
    passage: str, subject: str | None, expected: str
) -> None:
    """What stands beside a question still counts."""
    assert speech_act(passage, subject) == expected


def test_contact_lines_and_notices_run_into_a_text_count_as_such() -> None:
    """A printer runs signatures and notices into the words before them: they are no act of anybody."""
    block = (
        "Ann Merle Chief of Staff Harbour Board 12 Quay Street Port, OK 73105 Phone (405) 555-0100 ann@board.example"
    )
    notice = "Thank you. This message is intended for the addressee alone and may be privileged."
    plain = "Call me at (405) 555-0100 or write to ann@board.example once the cameras are up and the trial has begun."
    found = [category(compare(claim(), NAMES, view(text)), "segment") for text in (block, notice, plain)]
    assert found == ["signature", "disclaimer", "own"]


def test_parties_without_a_mail_domain_are_not_missed() -> None:
    """Where no domain is known, a message that does not name the party may still be its own."""
    unknown = PartyNames({"board": Party(name="Harbour Board")})
    found = compare(claim(), unknown, view("It is done."))
    assert category(found, "parties") == "unstated"
    assert category(compare(claim(), unknown, view("The Harbour Board did it.")), "parties") != "unstated"


def test_the_statement_itself_is_no_evidence() -> None:
    """A draft or a press answer that repeats the statement says what the office says, not what it did."""
    of = claim()
    said = found("speech_act", of, view(f'For the paper: "{of.statement}" Is that all right?'))
    assert said.category == "restatement"
    assert found("speech_act", of, view("We have the contract and no relationship at all.")).category == "statement"
    answer = f'You told the paper "{of.statement}" That is false, we signed their contract last week and they paid us.'
    assert found("speech_act", of, view(answer)).category != "restatement"
