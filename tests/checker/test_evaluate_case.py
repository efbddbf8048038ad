"""Gold passages against the links of a report: what is met, what is missed, what is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import BadUsage
from checker.evaluate.case import CaseGold, case_figures, meets, overlaps, read_gold
from checker.evaluate.figures import CaseFigures, figures_json
from checker.evaluate.inputs import GoldRow, GrayRow
from checker.model import Link, Relation, Witness
from claims.model import Claim
from tests.checker.test_evaluate_fakes import write_lines
from tests.checker.test_report_factory import finding, link, locator, message, report

WORDS = "the plate readers went live on Monday at the north gate"


def shown(number: int, relation: Relation = "contradicts", quote: str = WORDS) -> Link:
    """A link of the numbered message."""
    return link(number, relation, quote=quote, quote_display=quote)


def gold(number: int, label: Relation = "contradicts", claim: str = "a", quote: str = WORDS) -> GoldRow:
    """A gold passage of the numbered message."""
    return GoldRow(claim=claim, message_id=f"m{number}@harbour.example", label=label, quote=quote)


def gray(number: int) -> GrayRow:
    """A gray passage of the numbered message."""
    return GrayRow(claim="a", message_id=f"m{number}@harbour.example", quote=WORDS)


def figures(links: list[Link], golds: list[GoldRow], grays: tuple[GrayRow, ...] = ()) -> CaseFigures:
    """The figures of a case with one claim."""
    claim = Claim(id="a", speaker="harbour", statement="There is none.")
    return case_figures(report(finding(claim, "contradicted", tuple(links))), CaseGold(tuple(golds), grays))


def test_recall_and_precision_of_one_claim_by_hand() -> None:
    """Three gold passages, two shown among four links: 2/3 and 2/4; the third is a miss that no link quotes."""
    found = figures([shown(1), shown(2), shown(3), shown(4)], [gold(1), gold(4), gold(9)])
    [claim] = found.claims
    assert (claim.gold, claim.shown, claim.verdict) == (3, 4, "contradicted")
    assert claim.recall_at_20 == pytest.approx(2 / 3)
    assert claim.precision_at_10 == 0.5
    [miss] = found.misses
    assert (miss.message_id, miss.rank, miss.relation) == ("m9@harbour.example", None, None)


def test_tension_counts_as_contradiction_and_support_does_not() -> None:
    """A passage shown on the wrong side is a miss that names what it was shown as."""
    assert figures([shown(1, "in_tension")], [gold(1)]).recall_at_20 == 1
    assert figures([shown(1)], [gold(1, "in_tension")]).recall_at_20 == 1
    wrong = figures([shown(1, "supports")], [gold(1)])
    assert (wrong.recall_at_20, wrong.precision_at_10) == (0, 0)
    assert (wrong.misses[0].rank, wrong.misses[0].relation) == (1, "supports")


def test_only_the_first_twenty_count_for_recall_and_the_first_ten_for_precision() -> None:
    """The 21st link is a miss with its rank; order is the rank's, not the list's."""
    links = [shown(n) for n in range(21, 0, -1)]
    found = figures(links, [gold(n) for n in (10, 11, 20, 21)])
    assert found.recall_at_20 == 0.75
    assert found.precision_at_10 == 0.1
    assert [(m.message_id, m.rank) for m in found.misses] == [("m21@harbour.example", 21)]


def test_gray_links_are_left_out_unless_they_are_gold() -> None:
    """A disputed passage is neither right nor wrong, and those after it move up."""
    links = [shown(n) for n in range(1, 12)]
    assert figures(links, [gold(11)]).precision_at_10 == 0
    assert figures(links, [gold(11)], (gray(1),)).precision_at_10 == 0.1
    both = figures([shown(1), shown(2)], [gold(1)], (gray(1),))
    assert (both.precision_at_10, both.claims[0].shown) == (0.5, 2)


def test_a_claim_that_nobody_judged_has_no_figures_and_weighs_nothing() -> None:
    """Null for the claim; the means are over the others. A neutral line says that it was judged."""
    one, other = (Claim(id=k, speaker="harbour", statement="None.") for k in "ab")
    saved = report(finding(one, "contradicted", (shown(1),)), finding(other, "contradicted", (shown(2),)))
    found = case_figures(saved, CaseGold((gold(1),), ()))
    assert [(c.recall_at_20, c.precision_at_10) for c in found.claims] == [(1, 1), (None, None)]
    assert (found.recall_at_20, found.precision_at_10) == (1, 1)
    judged = case_figures(saved, CaseGold((gold(1), gold(5, "neutral", "b")), ()))
    assert [(c.gold, c.recall_at_20, c.precision_at_10) for c in judged.claims] == [(1, 1, 1), (0, None, 0)]
    assert judged.precision_at_10 == 0.5


def test_witnesses_bates_ranges_and_ids_name_a_message() -> None:
    """The same act in another message counts; so does a number inside its pages; angle brackets do not matter."""
    copied = link(1, "contradicts", quote=WORDS, same_act=(Witness(message=message(7), locator=locator(7)),))
    ranged = link(2, "contradicts", quote=WORDS, message=message(2, bates="HB-00002", bates_end="HB-00005"))
    assert meets(copied, GoldRow(claim="a", message_id="<m7@harbour.example>", label="contradicts", quote=WORDS))
    for number, met in (("HB-00002", True), ("HB-00004", True), ("HB-00006", False), ("HB-2", False)):
        assert meets(ranged, GrayRow(claim="a", bates=number, quote=WORDS)) is met
    assert not meets(copied, gold(3))


def test_another_passage_of_the_same_message_is_not_met() -> None:
    """The message alone is not enough: the words must be shared."""
    assert not meets(shown(1, quote="See you for lunch on Friday, then, at the usual place."), gold(1))


def test_quotes_overlap_over_folded_white_space_and_ragged_ends() -> None:
    """Line breaks do not matter; a stretch of five words or the whole of a shorter quote does."""
    assert overlaps(
        "the plate\n  readers went live on Monday", "Yesterday the plate readers\twent live."
    )  # five in a row
    assert overlaps("Yes, sir.", "He said: Yes, sir. And left.")
    assert not overlaps("the plate readers were late", "the plate readers went live")
    assert not overlaps(" ", "word")


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_overlap_is_mutual(one: str, other: str) -> None:
    """Which quote is gold does not matter."""
    assert overlaps(one, other) == overlaps(other, one)


def test_the_json_has_the_names_of_the_interface() -> None:
    """`recall@20` and `precision@10`, by claim and for the case."""
    tree = json.loads(figures_json(figures([shown(1)], [gold(1), gold(2)])))
    assert list(tree) == ["format", "task", "claims", "recall@20", "precision@10", "misses"]
    assert list(tree["claims"][0]) == ["id", "verdict", "gold", "recall@20", "precision@10", "shown"]
    assert list(tree["misses"][0]) == ["claim", "message_id", "bates", "label", "quote", "rank", "relation"]


def test_gold_for_a_claim_that_the_case_lacks_is_refused(tmp_path: Path) -> None:
    """It would lower recall for ever; every such line is named."""
    lines = [{"claim": c, "bates": 12, "label": "supports", "quote": "Words."} for c in ("a", "x", "y")]
    path = write_lines(tmp_path / "gold.jsonl", lines)
    with pytest.raises(BadUsage, match=r"line 2: no claim x .*\n  line 3: no claim y") as caught:
        read_gold(path, None, ["a", "b"])
    assert caught.value.exit_code == 2
    assert read_gold(path, path, ["a", "x", "y"]).gray[0].bates == "12"
