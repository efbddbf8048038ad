"""Long lists of passages, names of parties, and words for what is weak."""

from __future__ import annotations

import re

import pytest

from checker.model import Context, Finding, Report
from checker.report.as_html import report_html
from checker.report.as_markdown import report_markdown
from checker.report.cards import card
from checker.report.view import OPEN_CARDS, report_view
from checker.report.visible import folded, visible
from checker.report.words import in_short, verdict_words
from tests.checker.test_report_factory import claims, correspondence, finding, link, report

NAMES = {"harbour": "the Harbour Board", "tollcam": "Tollcam Ltd <of> the *quay*"}


def _many(count: int) -> Finding:
    """A finding with so many passages against the statement and one for it."""
    against = tuple(link(n, "contradicts") for n in range(1, count + 1))
    return finding(claims()[0], "contradicted", (*against, link(count + 1, "supports")), (correspondence(),))


@pytest.fixture(scope="module")
def long() -> Report:
    """A report whose one finding has 23 passages against the statement."""
    return report(_many(23))


def test_passages_after_the_tenth_stand_folded_and_none_is_lost(long: Report) -> None:
    """Ten passages a side are read at once; the others are one click away, and every one is on the page once."""
    page = report_html(long)
    head, _, rest = page.partition('<details class="more single">')
    folded_part = rest.partition("<h3>")[0]
    assert head.count('<div class="card ') == OPEN_CARDS + 1
    assert "13 more passages against the statement" in folded_part
    assert folded_part.count('<div class="card ') == 13
    assert page.count('<div class="card ') == 24
    assert report_markdown(long).count("\n#### No. ") == 24


def test_short_lists_are_not_folded() -> None:
    """Where ten passages or fewer stand on a side, nothing is hidden."""
    assert '<details class="more' not in report_html(report(_many(10)))


def test_reasons_name_the_first_passages_and_count_the_others(long: Report) -> None:
    """A reason that rests on two dozen passages names ten, strongest first, and says how many more there are."""
    (reason,) = report_view(long, {}).findings[0].reasons
    assert [x.rank for x in reason.links] == list(range(1, 11))
    assert reason.more == 14
    assert "no. 10</a> and 14 more." in report_html(long)
    assert "no. 10 and 14 more." in report_markdown(long)


def test_parties_are_called_by_their_names(long: Report) -> None:
    """A reader sees who spoke and between whom, not the claims file's keys; names are text like any other."""
    page = report_html(long, NAMES)
    shown = "Tollcam Ltd &lt;of&gt; the *quay*"
    assert "Attributed to <b>the Harbour Board</b>" in page
    assert f"the Harbour Board — has a relationship with — {shown}" in page
    assert f"Correspondence between parties: the Harbour Board and {shown}" in page
    assert f"the Harbour Board: 7; {shown}: 4" in page
    assert "Attributed to the Harbour Board, Jun 2021" in report_markdown(long, NAMES)
    assert r"Tollcam Ltd \<of\> the \*quay\*" in report_markdown(long, NAMES)


def test_a_party_without_a_name_is_called_by_its_key(long: Report) -> None:
    """A report that is read without its claims file still says who spoke."""
    assert "Attributed to <b>harbour</b>" in report_html(long)


def test_a_side_without_a_passage_leaves_the_width_to_the_other() -> None:
    """Two columns stand only where there is something to hold side by side, and an empty side is said to be empty."""
    one_sided = report_html(report(finding(claims()[0], "contradicted", (link(1, "contradicts"),))))
    assert '<div class="sides single">' in one_sided
    assert "No passage for the statement was found in what was searched." in one_sided
    both = report_html(report(finding(claims()[0], "mixed", (link(1, "contradicts"), link(2, "supports")))))
    assert '<div class="sides">' in both


def test_a_weak_passage_only_may_contradict() -> None:
    """No weak sign is worded like a strong one."""
    weak = link(1, "contradicts", band="weak")
    one = report(finding(claims()[0], "not_addressed", (weak,)))
    assert "<b>may contradict</b>" in report_html(one)
    assert "<b>appears to contradict</b>" not in report_html(one)
    assert "No. 1: may contradict, weak" in report_markdown(one)


def test_weaker_passages_are_named_beside_every_verdict_that_they_do_not_carry() -> None:
    """A verdict of tension or of nothing decisive does not pass over what is listed below it."""
    denial, against, tension = claims()[0], link(1, "contradicts", band="weak"), link(2, "in_tension")
    assert verdict_words(finding(denial, "in_tension", (against, tension))).endswith(
        "do not contradict it as it is worded, apart from 1 weaker passage that may contradict it, listed for reading"
    )
    assert verdict_words(finding(denial, "not_addressed", (against, tension))).endswith(
        "apart from 2 weaker passages, listed for reading"
    )
    assert "apart from" not in verdict_words(finding(denial, "in_tension", (tension,)))
    assert "apart from" not in verdict_words(finding(denial, "contradicted", (against, tension)))


def test_the_tally_counts_every_finding_once() -> None:
    """The line above the table adds up to the statements of the report."""
    view = report_view(report(), {})
    numbers = [int(n) for n in re.findall(r"\d+", view.tally)]
    assert numbers[0] == sum(numbers[1:]) == len(view.findings)


def test_long_context_is_cut_and_says_so() -> None:
    """Pages of text round a quote do not bury it; the quote itself is never cut."""
    words = " ".join(f"w{n}" for n in range(900))
    one = card(link(1, "contradicts", context=Context(before=words, after=words), quote=words, quote_display=words))
    assert one.quote == words
    assert one.before.startswith("… w")
    assert one.before.endswith(words[-100:])
    assert one.after.startswith(words[:100])
    assert one.after.endswith(" …")
    assert max(len(one.before), len(one.after)) <= 362
    assert card(link(1, "contradicts", context=Context(before="Short.", after=None))).before == "Short."


def test_a_long_rule_is_told_clause_by_clause_and_only_once() -> None:
    """The table and the verdict's box give a pattern's first clauses; its own section gives them all."""
    rule = "; ".join(f"clause {n} about what was counted and how many are needed for it" for n in range(9))
    pattern = correspondence().model_copy(update={"rule": rule})
    told = finding(claims()[0], "contradicted", (), (pattern,))
    reason = told.reasons[0].model_copy(update={"text": f"11 distinct messages: {rule}."})
    one = report(told.model_copy(update={"reasons": (reason,)}))
    for text in (report_html(one), report_markdown(one)):
        assert text.count("clause 0 about") == 3
        assert text.count("clause 8 about") == 1
    assert in_short("One; two.") == "One; two."
    assert in_short(reason.text).endswith("needed for it …")


def test_folded_passages_keep_their_quotes(long: Report) -> None:
    """What stands folded is quoted like the rest."""
    page = report_html(long)
    for one in long.findings[0].links:
        assert f"<mark>{visible(folded(one.quote_display))}</mark>" in page
