"""The term `judge`: bounded, under every cap, and never what makes a passage strong."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.compare import Compared
from checker.opinions.model import Opinion, OpinionRelation
from checker.opinions.weighing import as_comparison, judge_weights, score_with, with_judge
from checker.score import Evidence, band_of, score, shipped_weights, terms, total
from tests.checker.test_score import comparisons, evidences, weights
from tests.checker.test_score import relation as relation_weights

RELATIONS: tuple[OpinionRelation, ...] = ("contradicts", "supports", "neither")
opinions = st.sampled_from(RELATIONS).map(lambda r: Compared("judge", r, f"it {r}"))
JUDGED = with_judge(shipped_weights())


@given(found=evidences, compares=comparisons, opinion=opinions)
def test_terms_sum_to_the_score_with_an_opinion(
    found: Evidence, compares: tuple[Compared, ...], opinion: Compared
) -> None:
    """What a reader adds up is what is printed, opinion and its cap included."""
    scored = score_with(found, compares, opinion, JUDGED)
    assert math.isclose(sum(t.value for t in scored.terms), scored.score, abs_tol=1e-9)
    assert all(round(t.value, 4) == t.value for t in scored.terms)
    assert [t.name for t in scored.terms].count("judge") == 1


@given(found=evidences, compares=comparisons, opinion=opinions)
def test_no_passage_is_strong_by_its_opinion(
    found: Evidence, compares: tuple[Compared, ...], opinion: Compared
) -> None:
    """What is strong with the judge is strong for that relation without it."""
    scored = score_with(found, compares, opinion, JUDGED)
    own = JUDGED.supports if scored.relation == "supports" else JUDGED.contradicts
    if scored.relation != "neutral" and band_of(scored.score, own) == "strong":
        assert total(terms(found, compares, own, JUDGED.release_shift)) >= own.bands["strong"]


@given(found=evidences, compares=comparisons, opinion=opinions)
def test_no_opinion_lifts_a_passage_over_a_cap(
    found: Evidence, compares: tuple[Compared, ...], opinion: Compared
) -> None:
    """A disclaimer stays a disclaimer, and what the network reads as unmet stays weak, whatever the judge says."""
    for own in (JUDGED.contradicts, JUDGED.supports):
        limits = [own.caps[c.name][c.category] for c in compares if c.category in own.caps.get(c.name, {})]
        judged = total(terms(found, (*compares, opinion), own, JUDGED.release_shift))
        assert judged <= min(limits, default=math.inf) + 1e-9


@given(found=evidences, compares=comparisons, opinion=opinions)
def test_the_term_is_bounded(found: Evidence, compares: tuple[Compared, ...], opinion: Compared) -> None:
    """An opinion moves a score by one unit of log-odds at most: about one band."""
    plain, judged = score(found, compares, JUDGED, running_mail=True), score_with(found, compares, opinion, JUDGED)
    assert max(abs(t.value) for t in judged.terms if t.name == "judge") <= 1
    assert abs(plain.score - judged.score) <= 1 + 1e-9


def test_the_weights_order_what_a_judge_can_say() -> None:
    """Agreement adds, "neither" takes away, the opposite takes more, and the file says that nothing is fitted."""
    own = judge_weights()
    assert own.opposite < own.neither < 0 < own.same < 1
    assert own.same < JUDGED.contradicts.bands["strong"] - JUDGED.contradicts.bands["moderate"]
    assert own.provenance.keys() == {"name", "set_by_rule"}


def test_a_cap_says_that_the_judge_stands_alone() -> None:
    """The term `cap:judge=alone` takes what would have made the passage strong."""
    both = with_judge(weights(relation_weights(prior=2.7), relation_weights(prior=-9.0)))
    found = Evidence(0, 0, 0, 0, 0, 0, 0, "c", "a")
    scored = score_with(found, (), Compared("judge", "contradicts", "it contradicts"), both)
    assert [(t.name, t.value) for t in scored.terms if "judge" in t.name] == [
        ("judge", 0.5),
        ("cap:judge=alone", -0.25),
    ]
    assert (scored.score, band_of(scored.score, both.contradicts)) == (1.95, "moderate")
    stronger = with_judge(weights(relation_weights(prior=3.0), relation_weights(prior=-9.0)))
    assert score_with(found, (), Compared("judge", "contradicts", "it contradicts"), stronger).score == 2.5


def test_without_an_opinion_the_judges_weights_change_nothing() -> None:
    """They are beside the fitted ones, and touch none."""
    shipped = shipped_weights()
    for ours, theirs in ((JUDGED.contradicts, shipped.contradicts), (JUDGED.supports, shipped.supports)):
        assert {k: v for k, v in ours.rules.items() if k != "judge"} == theirs.rules
        assert ours.model_copy(update={"rules": {}}) == theirs.model_copy(update={"rules": {}})


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_term_says_who_said_what_where(relation: OpinionRelation) -> None:
    """Model, address, answer, the words that it points at cut from the passage, and that the weight is not fitted."""
    quote = "The contract was\nsigned today. " + "word " * 60
    told = as_comparison(Opinion(relation, ((0, 30), (0, len(quote)))), quote, "tiny at http://localhost:8080")
    assert (told.name, told.category) == ("judge", relation)
    assert told.text.startswith("tiny at http://localhost:8080 says: it ")
    assert "“The contract was signed today.” (characters 0–30)" in told.text
    assert f"… ” (characters 0–{len(quote)})".replace("… ", "…") in told.text
    assert told.text.endswith("the weight is set by hand, not fitted")
