"""Claim × passage → the question that is put to a judge: instructions, and all else as JSON data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from checker.links import ScoredCandidate, view_of
from checker.match import Hypothesis, HypothesisKind
from checker.opinions.model import Question
from claims.model import Claim
from evidence.hashing import sha256_hex
from evidence.premise import header_line, is_senders_own
from evidence.sentences import sentences

MARK_DIGITS = 6
# What chat templates may read as a turn of their own, such as <|im_start|> or [INST]: in JSON an escape means the same.
_TEMPLATE_WORDS = re.compile(r"[<>]|\[(?=/?[A-Z_]{2,}\])")


def question(
    asked: tuple[str, str], claim: Claim, speaker: str, hypotheses: Sequence[Hypothesis], candidate: ScoredCandidate
) -> Question:
    """The question about one passage.

    Args:
        asked: address and model; with the two texts they make the key.
        claim: the claim.
        speaker: its speaker's name.
        hypotheses: all of the claim's.
        candidate: the passage and its place.
    """
    covers = claim.assertion.covers
    tree = {
        "statement": {
            "speaker": speaker,
            "text": claim.statement,
            "made_on": claim.made_on,
            "covers": {"from": covers.from_, "to": covers.to},
        },
        "would_contradict": _texts(hypotheses, "counter"),
        "would_support": _texts(hypotheses, "asserts"),
        "conceded": _texts(hypotheses, "concedes"),
        "passage": _passage(candidate),
    }
    mark = sha256_hex(as_data(tree))[:MARK_DIGITS]
    data = as_data({"mark": mark, **tree})
    key = sha256_hex("\x1f".join((*asked, instructions(), data)))
    return Question(key, instructions(), data, mark, len(candidate.passage.quote))


@cache
def instructions() -> str:
    """What the judge is told to do."""
    return files("checker.opinions").joinpath("instructions.txt").read_text(encoding="utf-8").strip()


def as_data(tree: object) -> str:
    """JSON of ASCII alone: nothing in it is invisible, ends the object early, or is a word of a chat template."""
    text = json.dumps(tree, ensure_ascii=True, sort_keys=False)
    return _TEMPLATE_WORDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _texts(hypotheses: Sequence[Hypothesis], kind: HypothesisKind) -> list[str]:
    return [h.text for h in hypotheses if h.kind == kind]


def _passage(candidate: ScoredCandidate) -> dict[str, object]:
    passage, message = candidate.passage, candidate.message
    view = view_of(passage, message)
    own = is_senders_own(passage.kind, passage.author, message.sender)
    to = [a.raw for a in message.to] if own else []
    quote = _sendable(passage.quote)
    return {
        "header": _sendable(header_line(view.author.raw if view.author else None, to, view.date, view.subject)),
        "kind": passage.kind,
        "pieces": [{"start": start, "end": end, "text": quote[start:end]} for start, end in sentences(quote)],
    }


def _sendable(text: str) -> str:
    """A lone surrogate is no character of any encoding; the one sign in its place keeps the offsets."""
    return text.encode("utf-8", "replace").decode("utf-8")
