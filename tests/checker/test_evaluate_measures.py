"""The figures against numbers worked out by hand."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.evaluate import measures

LABELS = ("contradicts", "supports", "neutral")
GOLD = ["contradicts", "contradicts", "contradicts", "supports", "supports", "neutral"]
SAID = ["contradicts", "contradicts", "neutral", "supports", "contradicts", "neutral"]


def test_the_confusion_counts_gold_by_said() -> None:
    """The first axis is gold, the second what was said."""
    assert measures.confusion(GOLD, SAID, LABELS).tolist() == [[2, 0, 1], [1, 1, 0], [0, 0, 1]]


def test_precision_recall_and_f1_of_each_label() -> None:
    """contradicts: 2 of 3 said, 2 of 3 found; supports: 1 of 1, 1 of 2; neutral: 1 of 2, 1 of 1."""
    found = measures.by_label(measures.confusion(GOLD, SAID, LABELS))
    expected = [(2 / 3, 2 / 3, 2 / 3, 3), (1, 1 / 2, 2 / 3, 2), (1 / 2, 1, 2 / 3, 1)]
    for one, other in zip(found, expected, strict=True):
        assert tuple(one) == pytest.approx(other)


def test_macro_f1_is_the_unweighted_mean_over_all_labels() -> None:
    """A label that is never there and never said counts as 0, whatever the number of rows."""
    assert measures.macro_f1(measures.confusion(GOLD, SAID, LABELS)) == pytest.approx(2 / 3)
    only = measures.confusion(["supports"] * 4, ["supports"] * 4, LABELS)
    assert measures.macro_f1(only) == pytest.approx(1 / 3)


def test_nothing_to_divide_by_is_none_and_not_zero() -> None:
    """No rows: no figure; never said: no precision; never there: no recall."""
    none = measures.confusion([], [], LABELS)
    assert (measures.macro_f1(none), measures.accuracy(none)) == (None, None)
    found = measures.by_label(measures.confusion(["supports"], ["neutral"], LABELS))
    assert found[1].precision is None
    assert found[1].recall == 0
    assert found[2].recall is None


def test_calibration_error_weighs_the_gap_of_each_bin() -> None:
    """Bin .9-1: two rows of .95, one right, gap .45; bin .6-.7: one row of .6, right, gap .4; (2 x .45 + .4) / 3."""
    assert measures.calibration_error([0.95, 0.95, 0.6], [True, False, True]) == pytest.approx((0.9 + 0.4) / 3)
    assert measures.calibration_error([1.0, 1.0], [True, True]) == 0
    assert measures.calibration_error([], []) is None


def test_average_precision_adds_precision_where_recall_grows() -> None:
    """Hits at ranks 1 and 3 of four: (1 + 2/3) / 2."""
    assert measures.average_precision([0.9, 0.8, 0.7, 0.1], [True, False, True, False]) == pytest.approx(5 / 6)
    assert measures.average_precision([0.3, 0.4], [False, False]) is None


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.3]), st.booleans()), min_size=1), st.randoms())
def test_average_precision_ignores_the_order_of_rows(rows: list[tuple[float, bool]], draw: random.Random) -> None:
    """Rows of one score count together, so that no order of the file is rewarded."""
    shuffled = draw.sample(rows, len(rows))
    first, second = (measures.average_precision([s for s, _ in r], [p for _, p in r]) for r in (rows, shuffled))
    assert first == pytest.approx(second)


def test_average_precision_of_one_score_for_all_is_the_share_of_positives() -> None:
    """Knowing nothing earns the base rate."""
    assert measures.average_precision([0.5] * 4, [True, False, False, False]) == pytest.approx(0.25)


def test_ndcg_discounts_by_rank_and_counts_grades() -> None:
    """Grades 2 and 1; found at ranks 1 (grade 1) and 3 (grade 2): (1 + 2/2) / (2 + 1/log2 3)."""
    found = measures.ndcg(["b", "x", "a"], {"a": 2, "b": 1, "x": 0}, 10)
    assert found == pytest.approx((1 + 2 / math.log2(4)) / (2 + 1 / math.log2(3)))
    assert measures.ndcg(["x", "a"], {"a": 1}, 1) == 0


def test_recall_counts_relevant_documents_down_to_its_depth() -> None:
    """Two relevant, one within two ranks; a grade of 0 is not relevant."""
    assert measures.recall(["a", "x", "b"], {"a": 1, "b": 1, "x": 0}, 2) == 0.5


def test_intervals_draw_whole_groups_and_repeat_themselves() -> None:
    """A figure that is the same in every group has no width; two runs give the same bounds."""
    groups = [np.array([[right, 10 - right], [0, 0]]) for right in (0, 2, 5, 9, 10)]
    figures = {"right": measures.accuracy, "rows": lambda c: float(c.sum())}
    found = measures.intervals(groups, figures)
    assert found["rows"] == (50, 50)
    assert found == measures.intervals(groups, figures)
    low, high = found["right"] or (1, 0)
    assert 0.1 < low < 0.52 < high < 1


def test_a_figure_that_no_draw_has_gets_no_interval() -> None:
    """No hard neutrals, no interval; no groups, no interval."""
    assert measures.intervals([np.ones((2, 2), dtype=np.int64)], {"x": lambda _: None}) == {"x": None}
    assert measures.intervals([], {"x": measures.accuracy}) == {"x": None}
