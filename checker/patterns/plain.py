"""Passage → its sentences that plainly state something: no question, offer, instruction or press clipping."""

from __future__ import annotations

from functools import lru_cache

from checker.speech import speech_act
from evidence.sentences import sentences


@lru_cache(maxsize=50_000)
def stated(quote: str) -> tuple[str, ...]:
    """The sentences of a passage that state something, in order; none of a press clipping or an automatic reply."""
    if speech_act(quote) in ("press", "auto-reply"):
        return ()
    return tuple(quote[s:e] for s, e in sentences(quote) if speech_act(quote[s:e]) == "statement")
