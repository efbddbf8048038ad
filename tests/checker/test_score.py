"""Readings and comparisons into terms that add up, caps among them, and a relation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.compare import Compared
from checker.match import Hypothesis
from checker.nli import Reading
from checker.score import (
    LOGIT_LIMIT,
    READ,
    UNREAD,
    Evidence,
    RelationWeights,
    Weights,
    band_of,
    evidence,
    log_odds,
    score,
    shipped_weights,
    terms,
    total,
)

NETWORK = (*READ, "bearing", "similarity", "placebo")
NAMES = ("parties", "side", "capacity", "time", "quantity", "speech_act", "segment")
CATEGORIES = {
    "parties": ("both", "subject", "object", "neither", "unstated"),
    "side": ("speaker", "counterpart", "other", "unknown"),
    "capacity": ("institution", "private", "unknown"),
    "time": ("inside", "before_period", "after_period", "undated", "unstated", "after_end", "before_end"),
    "quantity": ("breaks", "meets", "none"),
    "speech_act": ("statement", "question", "proposal", "hypothetical", "marketing", "press", "auto-reply"),
    "segment": ("own", "quoted", "forwarded", "signature", "disclaimer", "attachment"),
}
odds = st.floats(-LOGIT_LIMIT, LOGIT_LIMIT, allow_nan=False)
evidences = st.builds(
    Evidence, odds, odds, odds, odds, odds, st.floats(-1, 1), st.floats(0, LOGIT_LIMIT), st.just("c"), st.just("a")
)
comparisons = st.tuples(*(st.sampled_from(CATEGORIES[n]) for n in NAMES)).map(
    lambda found: tuple(Compared(n, c, f"{n} {c}") for n, c in zip(NAMES, found, strict=True))
)


def relation(prior: float = -1.0, caps: dict[str, dict[str, float]] | None = None, **network: float) -> RelationWeights:
    """Weights that listen to the named terms alone."""
    return RelationWeights(
        prior=prior,
        threshold=0.0,
        release_threshold=0.0,
        network=dict.fromkeys(NETWORK, 0.0) | network,
        rules={"parties": {"both": 0.5}},
        caps=caps or {},
        release_caps={},
        bands={"strong": 2.0, "moderate": 1.0},
    )


def weights(contradicts: RelationWeights, supports: RelationWeights) -> Weights:
    """Both relations, with a shift of -1 for running mail."""
    return Weights(provenance={"name": "test"}, release_shift=-1.0, contradicts=contradicts, supports=supports)


def compared(**categories: str) -> tuple[Compared, ...]:
    """Every comparison; those not named are plain."""
    plain = {n: CATEGORIES[n][0] for n in NAMES} | categories
    return tuple(Compared(n, c, f"{n} is {c}") for n, c in plain.items())


def reading(refuted: float, entailed: float) -> Reading:
    """What a network said of a pair."""
    return Reading(refuted, entailed, 1 - refuted - entailed)


BEARING = (reading(0.9, 0.0), reading(0.0, 0.9), reading(0.05, 0.05))


@given(found=evidences, compares=comparisons, running=st.booleans())
def test_terms_sum_to_the_score_under_the_shipped_weights(
    found: Evidence, compares: tuple[Compared, ...], running: bool
) -> None:
    """Whatever the network and the rules say, what is printed adds up to what is printed."""
    scored = score(found, compares, shipped_weights(), running_mail=running)
    assert math.isclose(sum(t.value for t in scored.terms), scored.score, abs_tol=1e-9)
    assert all(round(t.value, 4) == t.value for t in scored.terms)


@given(found=evidences, compares=comparisons)
def test_no_sum_exceeds_a_cap_that_applies(found: Evidence, compares: tuple[Compared, ...]) -> None:
    """A cap is a term of its own that takes off what is too much, and only that."""
    for own in (shipped_weights().contradicts, shipped_weights().supports):
        made = terms(found, compares, own, None)
        limits = [own.caps[c.name][c.category] for c in compares if c.category in own.caps.get(c.name, {})]
        assert total(made) <= min(limits, default=math.inf) + 1e-9
        assert all(t.value < 0 for t in made if t.name.startswith("cap:"))


def test_a_cap_says_what_it_takes_off_and_why() -> None:
    """`cap:<reason>` holds the difference, with the compared values in words."""
    own = relation(prior=0.0, caps={"segment": {"disclaimer": -1.0}}, counter_entailed=1.0)
    found = Evidence(3.0, 0, 0, 0, 0, 0, 0, "c", "a")
    made = terms(found, compared(segment="disclaimer"), own, None)
    assert (made[-1].name, made[-1].value) == ("cap:segment=disclaimer", -4.5)
    assert "segment is disclaimer" in made[-1].text
    assert total(made) == -1.0
    assert not [t for t in terms(found, compared(), own, None) if t.name.startswith("cap:")]


def test_the_intercept_is_the_prior_with_the_shift_of_running_mail() -> None:
    """Contradictions are rarer in running mail than among labelled pairs, and the first term says so."""
    both = weights(relation(prior=-0.5), relation(prior=-2.0))
    found = Evidence(0, 0, 0, 0, 0, 0, 0, None, None)
    in_mail, in_pairs = (score(found, compared(), both, running_mail=r).terms[0] for r in (True, False))
    assert (in_mail.name, in_mail.value, in_pairs.value) == ("prior", -1.5, -0.5)


def test_below_the_threshold_a_passage_is_neutral_whatever_is_stronger() -> None:
    """Two weak relations make no link."""
    both = weights(relation(prior=-1.5), relation(prior=-2.0))
    scored = score(Evidence(0, 0, 0, 0, 0, 0, 0, None, None), compared(), both, running_mail=False)
    assert (scored.relation, scored.score) == ("neutral", -1.0)


@pytest.mark.parametrize(("refuted", "entailed", "expected"), [(4.0, -4.0, "contradicts"), (-4.0, 4.0, "supports")])
def test_the_stronger_relation_wins_and_brings_its_terms(refuted: float, entailed: float, expected: str) -> None:
    """A refuted assertion contradicts, an entailed one supports."""
    both = weights(relation(assertion_refuted=1.0), relation(assertion_entailed=1.0))
    scored = score(Evidence(0, 0, refuted, entailed, 0, 0, 0, None, None), compared(), both, running_mail=False)
    assert (scored.relation, scored.score) == (expected, 3.5)


def test_a_decisive_counter_proposition_is_not_averaged_away() -> None:
    """One entailed of three counts as it stands; the mean would out-vote it."""
    sentences = (Hypothesis("s", "statement", False), *(Hypothesis(f"c{i}", "counter", True) for i in range(3)))
    readings = {0: reading(0.1, 0.1), 1: reading(0.01, 0.98), 2: reading(0.5, 0.01), 3: reading(0.5, 0.01)}
    found = evidence(sentences, readings, (0.1, 0.7, 0.2, 0.3))
    assert found.counter_entailed == pytest.approx(log_odds(0.98))
    assert (found.best_counter, found.similarity) == ("c0", 0.7)


def test_what_is_neither_met_nor_denied_bears_on_nothing() -> None:
    """Whichever way a passage decides, it bears on the claim; the mean over what was tested counts."""
    sentences = (Hypothesis("s", "statement", False), Hypothesis("c", "counter", False))
    denied, met, beside = (evidence(sentences, {0: r, 1: r}, (0.1, 0.1)) for r in BEARING)
    assert denied.bearing == pytest.approx(met.bearing) == pytest.approx(log_odds(0.9))
    assert beside.bearing == pytest.approx(log_odds(0.1))


def test_what_was_written_after_the_period_is_held_down_in_running_mail_alone() -> None:
    """A pair that somebody chose looks back on the period; mail that runs on is about its own day."""
    caps = {"release_caps": {"time": {"after_period": -1.0}}}
    both = weights(relation(prior=2.0).model_copy(update=caps), relation(prior=-9.0))
    found = Evidence(0, 0, 0, 0, 0, 0, 0, None, None)
    in_mail, in_pairs = (score(found, compared(time="after_period"), both, running_mail=r) for r in (True, False))
    assert (in_mail.terms[-1].name, in_mail.score) == ("cap:time=after_period", -1.0)
    assert in_pairs.score == 2.5


def test_what_was_not_read_is_no_evidence_of_anything() -> None:
    """A claim without counter-propositions gets the value of "unlikely", never that of "refuted" or "entailed"."""
    found = evidence((Hypothesis("s", "statement", False),), {}, ())
    assert {found.counter_entailed, found.assertion_refuted, found.assertion_entailed, found.bearing} == {UNREAD}
    assert (found.best_counter, found.best_assert, found.similarity, found.placebo) == (None, None, 0.0, 0.0)


def test_the_placebo_is_that_of_the_best_counter_and_never_helps() -> None:
    """Mail between others that entails it too takes away; mail that does not adds nothing."""
    sentences = (Hypothesis("s", "statement", False), Hypothesis("c", "counter", False))
    readings = {1: reading(0.01, 0.9)}
    assert evidence(sentences, readings, (0.0, 0.0), {1: 2.0}).placebo == 2.0
    assert evidence(sentences, readings, (0.0, 0.0), {1: -2.0}).placebo == 0.0


@pytest.mark.parametrize(
    ("value", "band"), [(2.0, "strong"), (1.9999, "moderate"), (1.0, "moderate"), (0.9999, "weak"), (-3.0, "weak")]
)
def test_bands_begin_at_their_bound(value: float, band: str) -> None:
    """A score on the bound belongs to the higher band."""
    assert band_of(value, relation()) == band


@pytest.mark.parametrize(("p", "expected"), [(0.0, -LOGIT_LIMIT), (1.0, LOGIT_LIMIT), (0.5, 0.0)])
def test_a_network_is_never_surer_than_the_limit(p: float, expected: float) -> None:
    """0 and 1 are finite."""
    assert log_odds(p) == pytest.approx(expected)


def test_an_attached_file_is_weighed_as_quoted_text() -> None:
    """A kind of text that the weights do not hold is weighed and capped as its nearest relative."""
    unfitted = relation(caps={"segment": {"quoted": -1.5}}).model_copy(update={"rules": {"segment": {"quoted": -0.7}}})
    found = Evidence(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "c", "a")
    made = {t.name: t.value for t in terms(found, (Compared("segment", "attachment", "attached"),), unfitted, None)}
    assert made == made | {"segment": -0.7}
    assert "cap:segment=attachment" not in made
    high = unfitted.model_copy(update={"prior": 3.0})
    capped = terms(found, (Compared("segment", "attachment", "attached"),), high, None)
    assert total(capped) == -1.5
