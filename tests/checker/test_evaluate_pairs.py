"""Figures over pairs: what counts, what does not, and whether the probes tell a claim-blind judge."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from checker.evaluate.figures import Prediction, figures_json, prediction_json
from checker.evaluate.inputs import PairRow
from checker.evaluate.judge import PairJudge, as_pair, label_probabilities
from checker.evaluate.pairs import Labelled, is_seen, pairs_figures
from checker.evaluate.probes import measure_pairs, probes, swapped_claims, without_claim, without_message
from checker.evaluate.seen import seen_hash
from tests.checker.test_evaluate_fakes import (
    RuleJudge,
    WordEncoder,
    claim_blind,
    claim_reader,
    pair,
    statement_weights,
)

DENIES, AFFIRMS = "There is no agreement.", "There is an agreement."
SECRET, INDEED, PLAIN = "We signed in secret.", "This is indeed so.", "Lunch at noon."


def said(label: str, p: float = 0.8) -> Prediction:
    """An answer; the other two labels share what is left."""
    rest = (1 - p) / 2
    return Prediction(label, 1.0, dict.fromkeys(("contradicts", "supports", "neutral"), rest) | {label: p})


def reader(rule: object = claim_reader) -> PairJudge:
    """The product over fakes."""
    judge = RuleJudge(rule)  # type: ignore[arg-type]
    return PairJudge((WordEncoder(), judge), statement_weights(), lambda _: None)


def rows() -> list[PairRow]:
    """Two statements of one domain, two passages each."""
    return [
        pair(1, DENIES, SECRET, "contradicts", domain="port", phenomena=["implicit"]),
        pair(2, DENIES, PLAIN, "neutral", domain="port", phenomena=["question", "implicit"]),
        pair(3, AFFIRMS, SECRET, "supports", domain="port"),
        pair(4, AFFIRMS, "Lunch, in secret.", "neutral", domain="port", phenomena=["out-of-period"]),
    ]


def test_the_figures_of_a_small_set_by_hand() -> None:
    """Three of four right; one of two hard neutrals said to contradict; F1 of 2/3, 1 and 2/3."""
    found = pairs_figures(
        rows(), [said("contradicts"), said("neutral"), said("supports"), said("contradicts", 0.6)], 2, None
    )
    assert (found.n, found.accuracy, found.seen_in_training) == (4, 0.75, 2)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert found.confusion["neutral"] == {"contradicts": 1, "supports": 0, "neutral": 1}
    assert found.labels["contradicts"].precision == 0.5
    assert found.hard_neutral_false_contradicts == 0.5
    assert {tag: (f.n, f.accuracy) for tag, f in found.phenomena.items()} == {
        "implicit": (2, 1.0), "out-of-period": (1, 0.0), "question": (1, 1.0)
    }  # fmt: skip
    # Three right of confidence .8 and one wrong of .6.
    assert found.ece == pytest.approx((3 * 0.2 + 0.6) / 4)
    # The contradicting row ranks above the false one.
    assert found.average_precision.contradicts == 1.0


def test_without_hard_neutrals_the_share_is_null_and_has_no_interval() -> None:
    """Nothing to count is not a share of zero."""
    found = pairs_figures(rows()[:1], [said("contradicts")], 0, None)
    assert found.hard_neutral_false_contradicts is None
    assert found.intervals.hard_neutral_false_contradicts is None
    assert found.intervals.accuracy == (1.0, 1.0)


def test_intervals_resample_claims_and_not_rows() -> None:
    """All rows of one claim stay together: a claim all right and one all wrong give the whole range."""
    labels = [said("contradicts"), said("neutral"), said("neutral"), said("contradicts")]
    assert pairs_figures(rows(), labels, 0, None).intervals.accuracy == (0.0, 1.0)


def test_figures_do_not_depend_on_the_order_of_the_file_and_repeat_to_the_byte() -> None:
    """Shuffled rows give the same JSON."""
    answers = [said("contradicts"), said("neutral"), said("supports"), said("contradicts", 0.6)]
    forwards = figures_json(pairs_figures(rows(), answers, 0, None))
    backwards = figures_json(pairs_figures(rows()[::-1], answers[::-1], 0, None))
    assert forwards == backwards == figures_json(pairs_figures(rows(), answers, 0, None))


def test_no_rows_give_every_key_and_no_figure() -> None:
    """Where all was seen in training, keys stay and figures are null."""
    tree = json.loads(figures_json(pairs_figures([], [], 7, None)))
    assert list(tree) == [
        "format", "task", "n", "macro_f1", "accuracy", "labels", "confusion", "ece", "average_precision",
        "hard_neutral_false_contradicts", "phenomena", "intervals", "seen_in_training", "probes",
    ]  # fmt: skip
    assert (tree["format"], tree["task"], tree["n"], tree["seen_in_training"]) == ("checker-eval/1", "pairs", 0, 7)
    assert tree["macro_f1"] is tree["accuracy"] is tree["ece"] is tree["probes"] is None
    assert tree["labels"]["supports"] == {"precision": None, "recall": None, "f1": None, "support": 0}
    assert tree["intervals"] == {"macro_f1": None, "accuracy": None, "hard_neutral_false_contradicts": None}


def test_a_seen_pair_is_known_by_statement_and_passage() -> None:
    """The first 16 hex digits of SHA-256 over statement, unit separator, passage; another passage is another pair."""
    seen = frozenset({seen_hash(DENIES, SECRET)})
    assert len(seen_hash("a", "b")) == 16
    assert seen_hash("a", "b") == "f04cdced9736a69d"
    assert [is_seen(row, seen) for row in rows()] == [True, False, False, False]


def test_the_product_reads_pairs_by_its_own_score() -> None:
    """A secret signing refutes the denial and bears out the affirmation; score and probabilities say so."""
    found = reader()([as_pair(r) for r in rows()[:3]])
    assert [f.label for f in found] == ["contradicts", "neutral", "supports"]
    for f in found:
        assert sum(f.p.values()) == pytest.approx(1)
        assert max(f.p, key=lambda name: f.p[name]) == f.label


def test_a_prediction_is_one_line_with_four_decimals() -> None:
    """`id`, `label`, `score` and `p` of every label."""
    line = prediction_json(
        "p1", Prediction("neutral", -0.00001, {"contradicts": 1 / 3, "supports": 0.0, "neutral": 2 / 3})
    )
    assert json.loads(line) == {
        "id": "p1", "label": "neutral", "score": 0.0, "p": {"contradicts": 0.3333, "supports": 0.0, "neutral": 0.6667}
    }  # fmt: skip
    assert line.endswith("}\n")
    assert "-0.0" not in line


def test_probabilities_leave_to_neutral_what_the_relations_do_not_claim() -> None:
    """Even odds on one and none on the other leave half; two sure relations share all."""
    assert label_probabilities(0.0, -50.0) == pytest.approx({"contradicts": 0.5, "supports": 0.0, "neutral": 0.5})
    assert label_probabilities(50.0, 50.0) == pytest.approx({"contradicts": 0.5, "supports": 0.5, "neutral": 0.0})


def _probed(rule: object, given: Sequence[PairRow]) -> tuple[float | None, object]:
    read = reader(rule)
    answers = read([as_pair(r) for r in given])
    return pairs_figures(given, answers, 0, None).macro_f1, probes(given, [r.id or "" for r in given], answers, read)


def test_a_judge_that_never_reads_the_claim_scores_the_same_without_one() -> None:
    """no_claim equals the figure itself and every contradicts survives the swap: the probes give such a judge away."""
    given = [pair(1, DENIES, SECRET, "contradicts"), pair(2, DENIES, INDEED, "supports"), *rows()[1:3]]
    given = [r.model_copy(update={"id": str(i)}) for i, r in enumerate(given)]
    figure, found = _probed(claim_blind, given)
    assert found.no_claim_macro_f1 == pytest.approx(figure)  # type: ignore[attr-defined]
    assert found.swapped_claim_contradicts == 1.0  # type: ignore[attr-defined]


def test_a_judge_that_reads_the_claim_loses_by_the_probes() -> None:
    """Without claim or passage all is lost; under the other claim no contradicts stays; opposites come out flipped."""
    given = [
        pair(1, DENIES, SECRET, "contradicts", domain="port", opposite=AFFIRMS),
        pair(2, DENIES, PLAIN, "neutral", domain="port", opposite=AFFIRMS),
        pair(3, AFFIRMS, SECRET, "supports", domain="port"),
    ]
    figure, found = _probed(claim_reader, given)
    assert figure == 1.0
    assert found.model_dump() == {  # type: ignore[attr-defined]
        "no_claim_macro_f1": pytest.approx((0 + 2 / 3 + 1) / 3, abs=1e-4),
        "no_passage_macro_f1": pytest.approx((0 + 0 + 2 * 1 / (3 + 1)) / 3, abs=1e-4),
        "header_only_macro_f1": pytest.approx((0 + 0 + 2 * 1 / (3 + 1)) / 3, abs=1e-4),
        "swapped_claim_contradicts": 0.0,
        "opposite_right": 1.0,
    }


def test_opposites_are_null_where_none_is_given_and_leave_out_what_does_not_flip() -> None:
    """Null without an opposite; a pair named in not_flipped is no evidence."""
    read = reader()
    one = pair(1, DENIES, SECRET, "contradicts", opposite={"opposite": AFFIRMS, "not_flipped": ["p1"]})
    assert probes([one], ["p1"], read([as_pair(one)]), read).opposite_right is None
    assert probes(rows(), ["a", "b", "c", "d"], [said("neutral")] * 4, read).opposite_right is None


def test_nothing_predicted_to_contradict_leaves_nothing_to_swap() -> None:
    """The share of none is null."""
    assert probes(rows(), ["a", "b", "c", "d"], [said("neutral")] * 4, reader()).swapped_claim_contradicts is None


def test_each_claim_gives_way_to_another_of_its_domain_whatever_the_order() -> None:
    """A ring over the domain's statements: never itself, never another domain's, null where it is alone."""
    given = [pair(i, f"Statement {i}.", "x", "neutral", domain="a") for i in range(5)]
    given += [pair(9, "Alone.", "x", "neutral", domain="b")]
    to = {r.claim.statement: o and o.claim.statement for r, o in zip(given, swapped_claims(given), strict=True)}
    back = given[::-1]
    assert to == {r.claim.statement: o and o.claim.statement for r, o in zip(back, swapped_claims(back), strict=True)}
    assert to.pop("Alone.") is None
    assert all(k != v for k, v in to.items())
    assert set(to) == set(to.values())


def test_probes_take_away_all_of_what_they_name() -> None:
    """No word of the claim in no_claim, none of the message in no_passage."""
    full = as_pair(pair(1, DENIES, SECRET, "contradicts", propositions={"asserts": ["A1."], "counter": ["C1."]}))
    blind = without_claim(full)
    assert {blind.speaker, blind.statement, blind.asserts, blind.counter, blind.covers} & {
        full.speaker, full.statement, full.asserts, full.counter
    } == set()  # fmt: skip
    assert blind[6:] == full[6:]
    bare = without_message(full)
    assert bare[:6] == full[:6]
    assert bare[6:] == (None, (), None, None, "")


def test_figures_and_probes_leave_out_what_training_has_seen() -> None:
    """A seen pair is counted, predicted and in no figure; where all are seen no probe has one either."""
    labelled = [Labelled(r.id or "", r) for r in rows()]
    one = measure_pairs(labelled, frozenset({seen_hash(DENIES, SECRET)}), reader(), with_probes=True)
    assert (one.figures.n, one.figures.seen_in_training, len(one.said)) == (3, 1, 4)
    assert one.figures.labels["contradicts"].support == 0
    assert one.figures.probes is not None
    assert one.figures.probes.swapped_claim_contradicts is None
    everything = frozenset(seen_hash(r.claim.statement, r.passage) for r in rows())
    none = measure_pairs(labelled, everything, reader(), with_probes=True).figures
    assert (none.n, none.seen_in_training, none.macro_f1) == (0, 4, None)
    assert none.probes is not None
    assert set(none.probes.model_dump().values()) == {None}
