"""Labelled pairs → rows with contrast; trials → the part of the pairs that they train on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from training.nli_rows import LABELS, Row
from training.pair_rows import Contrast, pair_rows

BARE = Contrast(propositions=0.0, opposite=False, others=0.0)


def _pair(number: int, label: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"x-{number}",
        "domain": "ferries",
        "claim": {
            "speaker": "Harbour Office",
            "statement": f"No boat {number} left.",
            "opposite": {"opposite": f"Boat {number} left.", "opposite_speaker": "Crew", "not_flipped": []},
        },
        "propositions": {"asserts": [f"Boat {number} stayed."], "counter": [f"Boat {number} sailed."]},
        "asserts_labels": ["refuted"],
        "counter_labels": ["entailed"],
        "message": {"from": "Ann <ann@harbour.example>", "to": "Bo", "date": "2019-02-01", "subject": "boats"},
        "passage": f"Boat {number} went at nine.",
        "label": label,
    } | more


def _by_hypothesis(rows: Sequence[Row]) -> dict[str, str]:
    return {r.hypothesis: LABELS[r.label] for r in rows}


def test_a_passage_stands_under_its_statement_its_opposite_and_its_propositions() -> None:
    """One pair gives rows whose labels part by the hypothesis alone."""
    rows = _by_hypothesis(pair_rows([_pair(1, "contradicts")], 1))
    assert rows == {
        "No boat 1 left.": "contradiction",
        "Boat 1 left.": "entailment",
        "Boat 1 stayed.": "contradiction",
        "Boat 1 sailed.": "entailment",
    }


def test_another_claim_of_the_domain_is_neutral() -> None:
    """A passage under somebody else's statement or counter-proposition decides nothing."""
    rows = pair_rows([_pair(1, "contradicts"), _pair(2, "supports")], 1, BARE._replace(others=1.0))
    crossed = [r for r in rows if ("Boat 1 went" in r.premise) != ("1" in r.hypothesis)]
    assert len(crossed) == 2
    assert {LABELS[r.label] for r in crossed} == {"neutral"}


def test_a_real_passage_meets_invented_claims_as_others() -> None:
    """Claims about the same records may bear on a real passage, so that another claim for it is an invented one."""
    real = _pair(3, "neutral", real=True, domain="claim-of-a-release")
    rows = pair_rows([real, _pair(1, "supports")], 1, BARE._replace(others=1.0))
    assert [r for r in rows if "Boat 3" in r.premise and "1" in r.hypothesis]


def test_a_pair_of_a_group_is_not_turned_again() -> None:
    """In a group the opposite statement is a pair of its own."""
    rows = pair_rows([_pair(1, "contradicts", group="g-1")], 1, BARE._replace(opposite=True))
    assert [r.hypothesis for r in rows] == ["No boat 1 left."]


def test_an_ablation_leaves_one_thing_out() -> None:
    """Without the header line the premise is the passage."""
    (row,) = pair_rows([_pair(1, "supports")], 1, BARE._replace(header=False))
    assert row == Row("Boat 1 went at nine.", "No boat 1 left.", LABELS.index("entailment"))


def test_passes_draw_anew_and_a_seed_draws_the_same() -> None:
    """Two passes differ in what they draw; the same pass does not."""
    pairs = [_pair(n, "contradicts") for n in range(20)]
    assert pair_rows(pairs, 5) == pair_rows(pairs, 5)
    assert set(pair_rows(pairs, 5)) != set(pair_rows(pairs, 6))


def test_a_share_of_the_contrast_is_drawn() -> None:
    """A share draws about so many of the propositions and other claims, and the own statement always."""
    pairs = [_pair(n, "contradicts") for n in range(400)]
    rows = pair_rows(pairs, 5, Contrast(propositions=0.25, opposite=False, others=0.5))
    others = sum(r.label == LABELS.index("neutral") for r in rows)
    assert 170 < others < 230
    assert 160 < len(rows) - 400 - others < 240


def test_an_ablation_takes_from_what_a_stage_draws() -> None:
    """The last stage draws less; what a trial leaves out stays out of it."""
    assert Contrast(others=0.0).within(Contrast(propositions=0.25, others=0.3)) == Contrast(True, 0.25, True, 0.0)


@pytest.mark.model
def test_a_pass_holds_its_rows_and_base_rows() -> None:
    """A mixture with a number draws so many rows of the pairs, and base rows beside them."""
    from training.train_nli import Mixture, mixed

    public = [Row(f"premise {n}", f"hypothesis {n}", 0) for n in range(50)]
    rows = mixed([_pair(n, "contradicts") for n in range(40)], public, Mixture(BARE, 30, 10), 1)
    assert len(rows) == 40
    assert sum(r in public for r in rows) == 10
    real = [_pair(n, "supports", real=True, domain="case") for n in range(50, 55)]
    rows = mixed([_pair(1, "contradicts"), *real], public, Mixture(Contrast(propositions=0.25, others=0.6), 0, 0), 1)
    assert len(rows) == 5 * 4


@pytest.mark.model
def test_folds_hold_each_area_out_once() -> None:
    """Every topic area is in one fold's held-out part and in no other's."""
    from training.trials import FOLDS, fold_domains

    pairs = [{"domain": f"area {n}"} for n in range(56)]
    held = [fold_domains(pairs, n) for n in range(FOLDS)]
    assert sum(map(len, held)) == 56 == len(set().union(*held))


@pytest.mark.model
def test_a_share_of_pairs_keeps_a_group_whole() -> None:
    """A claim and its opposite are both in or both out."""
    from training.trials import share_of_pairs

    pairs = [_pair(n // 2, "supports", group=f"g-{n // 2}") for n in range(40)]
    kept = share_of_pairs(0.5)(pairs)
    assert len(kept) == 20
    assert all(sum(p["group"] == q["group"] for q in kept) == 2 for p in kept)


@pytest.mark.model
def test_figures_of_a_network_are_those_of_the_definitions() -> None:
    """Macro-F1 and average precision by hand."""
    torch = pytest.importorskip("torch")
    from training.measured import average_precision, macro_f1

    assert macro_f1(torch.tensor([0, 0, 1, 2]), torch.tensor([0, 1, 1, 2])) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    scores, relevant = torch.tensor([0.9, 0.8, 0.7, 0.1]), torch.tensor([True, False, True, False])
    assert average_precision(scores, relevant) == pytest.approx((1 + 2 / 3) / 2)
