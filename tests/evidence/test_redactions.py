"""What is shown where a releasing office took words out. Every word is invented."""

import pytest

from evidence.redactions import for_reading


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Call me at (b)(6) today.", "Call me at [redacted: (b)(6)] today."),
        ("Call me at (b) (7) (C) today.", "Call me at [redacted: (b)(7)(C)] today."),
        ("Call me at C b) (6) today.", "Call me at [redacted: (b)(6)] today."),
        ("We met [REDACTED] there.", "We met [REDACTED] there."),
        ("We met REDACTED there.", "We met [redacted] there."),
        ("We met \u2588\u2588\u2588\u2588 \u2588\u2588 there.", "We met [redacted] there."),
        ("We met somebody else there,      B6\nand left.", "We met somebody else there, [redacted: B6] and left."),
    ],
)
def test_what_was_taken_out_is_marked(quote: str, shown: str) -> None:
    """Exemptions, blocks and words that stand for removed ones are marked in one way, and flagged."""
    assert for_reading(quote, printed=True) == (shown, ("redacted",))


def test_white_space_in_a_printed_line_is_a_gap() -> None:
    """White space in printed prose may hide words: it is marked as a gap, and not said to be a redaction."""
    quote = "I had to postpone my trip to handle the                tomorrow."
    marked = "I had to postpone my trip to handle the [gap] tomorrow."
    assert for_reading(quote, printed=True) == (marked, ("gap-in-line",))
    assert for_reading(quote, printed=False) == (" ".join(quote.split()), ())


@pytest.mark.parametrize(
    "quote",
    [
        "Name        Rank        Unit        Since",
        "      Indented words are no gap at all.",
        "Vitamin B6 and plan B5 help.",
    ],
)
def test_what_only_looks_like_a_removal_is_left(quote: str) -> None:
    """A table, an indent and a code in running words are shown as they stand."""
    assert for_reading(quote, printed=True) == (" ".join(quote.split()), ())
