"""Statement → clauses that each assert something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.clauses import parse
from claims.sentences import assertions, sentences


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "X ended its trial in August 2020 and has not used the tool since",
            ("X ended its trial in August 2020", "X has not used the tool since"),
        ),
        (
            "The office dropped it when its trial lapsed and has not paid for a service since",
            ("The office dropped it when its trial lapsed", "The office has not paid for a service since"),
        ),
        ("It was a small seep, and nothing reached the creek", ("It was a small seep", "nothing reached the creek")),
        (
            "The town took the officers out and put the money into parks",
            ("The town took the officers out", "The town put the money into parks"),
        ),
        (
            "The lab never lost a sample and no result was altered",
            ("The lab never lost a sample", "no result was altered"),
        ),
        ("Both the mayor and the clerk were told", None),
        ("Officers who search and seize are trained", None),
        ("Data is shared with police and prosecutors", None),
    ],
)
def test_a_sentence_is_parted_where_both_halves_assert(sentence: str, clauses: tuple[str, ...] | None) -> None:
    """A shared subject is repeated; a list of objects and a relative clause stay whole."""
    assert assertions(sentence) == (clauses or (sentence,))


def test_abbreviations_end_no_sentence() -> None:
    """A title is part of its sentence, a semicolon ends one, spaces are folded."""
    assert sentences("Dr.  Lee left. No. 5 closed; the U.S. office stayed.") == (
        "Dr. Lee left.",
        "No. 5 closed",
        "the U.S. office stayed.",
    )


@given(st.text(max_size=120))
def test_any_text_is_read_without_failure(text: str) -> None:
    """Whatever a claims file holds, it is read; a sentence that is not parted stays as it is."""
    for sentence in sentences(text):
        parts = assertions(sentence)
        assert parts
        for part in parts:
            parse(part)
        if len(parts) == 1:
            assert parts[0] == sentence
