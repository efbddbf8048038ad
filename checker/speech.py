"""Passage → what kind of speech act it is: only a plain statement records an act.

Judged sentence by sentence: what a question's neighbour asserts still counts ("any way to raise my cap? I did 60
searches" admits use), so a passage takes another kind only where no plain statement is left in it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Literal

from claims.vocabulary import entries
from evidence.sentences import sentences

SpeechAct = Literal[
    "statement", "question", "proposal", "hypothetical", "instruction", "marketing", "press", "auto-reply"
]
# The first that matches names a sentence's kind.
_CUED: tuple[SpeechAct, ...] = ("auto-reply", "press", "marketing", "proposal", "hypothetical", "instruction")
_WHOLE: tuple[SpeechAct, ...] = ("auto-reply", "press")
_LEAST_WORDS = 3


def speech_act(passage: str, subject: str | None = None) -> SpeechAct:
    """The speech act of a passage; `subject` gives automatic replies away."""
    if subject and _cues("auto-reply").search(subject):
        return "auto-reply"
    kinds = [_of_sentence(passage[s:e]) for s, e in sentences(passage) if len(passage[s:e].split()) >= _LEAST_WORDS]
    for kind in _WHOLE:
        # A quotation colours what stands round it: its neighbours report too.
        if kind in kinds:
            return kind
    if not kinds or "statement" in kinds:
        return "statement"
    return Counter(kinds).most_common(1)[0][0]


def _of_sentence(sentence: str) -> SpeechAct:
    for kind in _CUED[:3]:
        if _cues(kind).search(sentence):
            return kind
    if sentence.rstrip(" \"')»”").endswith("?"):
        return "question"
    for kind in _CUED[3:]:
        if _cues(kind).search(sentence):
            return kind
    return "statement"


@cache
def _cues(kind: SpeechAct) -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in entries(kind, "checker"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
