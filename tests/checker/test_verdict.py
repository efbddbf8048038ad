"""Links and patterns into a verdict, by rule: the table of cases, quantifier by quantifier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import (
    Band,
    Context,
    Link,
    Locator,
    MessageRef,
    Pattern,
    PatternCounts,
    Relation,
    Review,
    ScoreTerm,
    SegmentRef,
    Verdict,
)
from checker.verdict import CONTRARY, LEADING, decide
from claims.model import Assertion, Claim

UNIVERSAL = ("no", "all", "only")
BOUNDS = ("at_least", "at_most", "exactly")


def claim(quantifier: str | None = None, polarity: str = "affirms", **more: Any) -> Claim:
    """A statement with one reading."""
    read = Assertion.model_validate({"polarity": polarity, "quantifier": quantifier, **more})
    return Claim(id="c", speaker="board", statement="It is so.", assertion=read)


def link(number: int, relation: Relation, band: Band = "strong", review: Review | None = None) -> Link:
    """A link of an act of its own."""
    message = MessageRef(
        id=f"m{number}", message_id=None, bates=None, bates_end=None, from_=None, to=(), cc=(), date=None,
        date_flags=(), subject=None,
    )  # fmt: skip
    place = Locator(
        file="a.eml",
        sha256="0",
        member=None,
        part=None,
        raw=(0, 1),
        spans=((0, 1),),
        text_sha256="0",
        page=(),
        bates=(),
    )
    return Link(
        id=f"l-{number}", rank=number, relation=relation, score=2.0, band=band, terms=(), flags=(),
        quote=f"act {number}", quote_display=f"act {number}", context=Context(before=None, after=None),
        segment=SegmentRef(kind="own", author=None, date=None, attributed="stated"), message=message, thread=None,
        locator=place, same_act=(), review=review,
    )  # fmt: skip


def pattern(relation: Relation) -> Pattern:
    """A fact over many messages."""
    counts = PatternCounts(messages=3, acts=3, people=2, per_side={})
    return Pattern(
        id="p-1", kind="correspondence", between=("board", "tollcam"), date=None, rule="messages", counts=counts,
        first=None, last=None, message_ids=("m1",), people=(), relation=relation,
    )  # fmt: skip


def rejected() -> Review:
    """A person said no."""
    return Review(state="rejected", by="A", on="2021-01-01", note=None)


def confirmed() -> Review:
    """A person said yes."""
    return Review(state="confirmed", by="A", on="2021-01-01", note=None)


C, S, T = "contradicts", "supports", "in_tension"


@pytest.mark.parametrize("quantifier", UNIVERSAL)
def test_one_decisive_act_falsifies_a_universal_whatever_else_supports(quantifier: str) -> None:
    """The quantifiers "none", "all" and "only" fall to one instance; ninety supports do not out-vote it."""
    decided = decide(claim(quantifier), [link(1, C), *(link(n, S) for n in range(2, 92))], [])
    assert decided.verdict == "contradicted"
    assert decided.reasons[0].rule == f"one-act-falsifies-{quantifier}"
    assert decided.reasons[0].links == ("l-1",)


@pytest.mark.parametrize("quantifier", [None, "some", *BOUNDS])
def test_decisive_acts_on_both_sides_are_mixed_where_the_quantifier_admits_both(quantifier: str | None) -> None:
    """What is not universal can be so here and not so there."""
    assert decide(claim(quantifier), [link(1, C), link(2, S)], []).verdict == "mixed"


def test_a_denial_without_a_quantifier_falls_to_one_act() -> None:
    """The statements "we have no contract" and "we do not have a contract" are one denial."""
    assert decide(claim(None, polarity="denies"), [link(1, C), link(2, S)], []).verdict == "contradicted"


TABLE: list[tuple[str, list[Link], list[Pattern], Verdict]] = [
    ("nothing at all", [], [], "not_addressed"),
    ("weak links on both sides", [link(1, C, "weak"), link(2, S, "weak")], [], "not_addressed"),
    ("one moderate act is not corroborated", [link(1, C, "moderate")], [], "not_addressed"),
    ("two moderate acts corroborate each other", [link(1, C, "moderate"), link(2, C, "moderate")], [], "contradicted"),
    ("support alone", [link(1, S)], [], "supported"),
    ("tension alone", [link(1, T, "moderate")], [], "in_tension"),
    ("weak tension is none", [link(1, T, "weak")], [], "not_addressed"),
    ("tension beside support", [link(1, T), link(2, S)], [], "in_tension"),
    ("a decisive act beside tension", [link(1, C), link(2, T)], [], "contradicted"),
    ("a pattern alone", [], [pattern(C)], "contradicted"),
    ("a pattern beside support", [link(1, S)], [pattern(C)], "contradicted"),
    ("a pattern that only strains", [], [pattern(T)], "in_tension"),
    ("a pattern that says nothing", [], [pattern("neutral")], "not_addressed"),
    ("a rejected act does not count", [link(1, C, review=rejected())], [], "not_addressed"),
    ("a rejected support does not count", [link(1, S, review=rejected()), link(2, C)], [], "contradicted"),
    ("a confirmed weak act is decisive", [link(1, C, "weak", confirmed())], [], "contradicted"),
]


@pytest.mark.parametrize(("name", "links", "patterns", "expected"), TABLE, ids=[row[0] for row in TABLE])
@pytest.mark.parametrize("quantifier", UNIVERSAL)
def test_the_table_of_a_universal_claim(
    quantifier: str, name: str, links: Sequence[Link], patterns: Sequence[Pattern], expected: Verdict
) -> None:
    """Every row of the rules, for "no", "all" and "only" alike."""
    assert decide(claim(quantifier), links, patterns).verdict == expected, name


def test_two_moderate_passages_of_one_message_are_one_act() -> None:
    """A message does not corroborate itself."""
    one = link(1, C, "moderate")
    twin = link(2, C, "moderate").model_copy(update={"message": one.message})
    assert decide(claim("no"), [one, twin], []).verdict == "not_addressed"


def test_moderate_acts_decide_only_where_one_of_them_is_well_read() -> None:
    """Two acts whose scores barely reach the band do not corroborate each other; beside a better one they do."""
    barely = [link(n, C, "moderate").model_copy(update={"score": 1.2}) for n in (1, 2, 3)]
    assert decide(claim("no"), barely, []).verdict == "not_addressed"
    better = link(4, C, "moderate").model_copy(update={"score": LEADING})
    assert decide(claim("no"), [*barely, better], []).verdict == "contradicted"


def test_what_decides_against_a_claim_meets_a_contrary_proposition() -> None:
    """A strong link that only denies the assertion decides nothing, unless a person confirmed it."""
    denies, meets = (
        link(1, C).model_copy(update={"terms": (ScoreTerm(name="counter_entailed", value=n, text="how sure"),)})
        for n in (CONTRARY - 0.1, CONTRARY)
    )
    assert decide(claim("only"), [denies], []).verdict == "not_addressed"
    assert decide(claim("only"), [meets], []).verdict == "contradicted"
    assert decide(claim("only"), [denies.model_copy(update={"review": confirmed()})], []).verdict == "contradicted"
    leads = denies.model_copy(update={"band": "moderate"})
    assert decide(claim("only"), [leads, link(2, C, "moderate")], []).verdict == "contradicted"
    other = link(2, C, "moderate").model_copy(update={"score": 1.2})
    assert decide(claim("only"), [leads, other], []).verdict == "not_addressed"


def test_a_passage_and_a_longer_one_that_holds_it_are_one_act() -> None:
    """The same sentence in two mails, as one quotes the other, does not corroborate itself."""
    words = "As I said in my message, I work with the firm that sends the reports."
    one, more = (
        link(n, C, "moderate").model_copy(update={"quote": quote})
        for n, quote in ((1, words), (2, f"Bram, {words} They asked me to find out when he would be in the office."))
    )
    assert decide(claim("no"), [one, more], []).verdict == "not_addressed"
    other = link(3, C, "moderate").model_copy(update={"quote": "The firm has had a log-in of its own since May."})
    assert decide(claim("no"), [one, more, other], []).verdict == "contradicted"


@given(
    kinds=st.lists(st.tuples(st.sampled_from([C, S, T]), st.sampled_from(["strong", "moderate", "weak"])), max_size=8),
    quantifier=st.sampled_from([None, "some", *UNIVERSAL, *BOUNDS]),
    seed=st.randoms(use_true_random=False),
)
def test_reasons_name_only_links_that_are_there_and_order_does_not_matter(
    kinds: list[tuple[Relation, Band]], quantifier: str | None, seed: Any
) -> None:
    """Every verdict has a reason in words; shuffled links give the same verdict on the same links."""
    links = [link(n, relation, band) for n, (relation, band) in enumerate(kinds)]
    shuffled = list(links)
    seed.shuffle(shuffled)
    first, second = decide(claim(quantifier), links, []), decide(claim(quantifier), shuffled, [])
    assert first.verdict == second.verdict
    assert [sorted(r.links) for r in first.reasons] == [sorted(r.links) for r in second.reasons]
    assert first.reasons
    assert all(r.text.endswith(".") and set(r.links) <= {k.id for k in links} for r in first.reasons)


@pytest.mark.parametrize("links", [[link(1, C)], [link(1, S)], [link(1, T)], []])
def test_no_reason_says_what_is_not_known(links: list[Link]) -> None:
    """What a spokesperson knew is not tested: no reason says "lied" or "false"."""
    texts = " ".join(r.text.lower() for r in decide(claim("no"), links, []).reasons)
    assert not {"lied", "lie", "false", "liar"} & set(texts.replace(".", " ").split())


def test_tension_names_the_qualifier_that_the_passages_do_not_state() -> None:
    """The purpose stands in the reason, in the statement's words."""
    purpose = "in furtherance of immigration enforcement"
    decided = decide(claim("no", purpose=purpose), [link(1, T)], [])
    assert decided.verdict == "in_tension"
    assert purpose in decided.reasons[0].text


def test_a_pattern_is_told_in_one_clause_by_the_verdict() -> None:
    """Details, thresholds and months stand with the pattern; a table of verdicts says what was counted."""
    long = pattern("contradicts").model_copy(
        update={"rule": "messages (free mail, or so: as listed) between A and B: 3 from A; at least 2 needed"}
    )
    (reason,) = decide(claim("no"), [], [long]).reasons
    assert reason.text.endswith("3 distinct messages, 2 people: messages between A and B.")
