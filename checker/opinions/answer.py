"""Body of a judge's reply → a checked Opinion, or why it is none. Nothing that the judge words itself is kept."""

from __future__ import annotations

import json
from typing import Any, get_args

from checker.opinions.model import Opinion, OpinionRelation, Question, Trouble

MOST_SPANS = 3
# What servers are given as the form of the answer; the answer is checked here whether or not they heed it.
ANSWER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["mark", "spans", "relation"],
    "properties": {
        "mark": {"type": "string"},
        "spans": {
            "type": "array",
            "maxItems": MOST_SPANS,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        },
        "relation": {"type": "string", "enum": list(get_args(OpinionRelation))},
    },
}


def opinion_of(body: bytes, question: Question) -> Opinion | Trouble:
    """What a reply says, if it is what was asked for: one JSON object, right keys and types, offsets in the passage.

    Args:
        body: of the reply, a chat completion.
        question: what was asked.
    """
    content = _content(_loaded(body))
    if content is None:
        return Trouble("nonsense", "the reply is no chat completion")
    answer = _loaded(content)
    if not isinstance(answer, dict) or answer.keys() != set(ANSWER_SCHEMA["required"]):
        return Trouble("nonsense", "the answer is not the JSON object that was asked for")
    relation = next((r for r in get_args(OpinionRelation) if answer["relation"] == r), None)
    if relation is None or not _pairs(answer["spans"]):
        return Trouble("nonsense", "the answer has values that were not offered")
    if answer["mark"] != question.mark:
        # An answer made out in the mail cannot carry it: it is a hash over statement and passage.
        return Trouble("wrong-mark", "the answer does not carry the question's mark")
    spans = tuple((start, end) for start, end in answer["spans"])
    if any(not 0 <= start < end <= question.length for start, end in spans):
        return Trouble("wrong-offsets", "the answer names offsets outside the passage")
    return Opinion(relation, tuple(sorted(set(spans))))


def _content(reply: object) -> str | None:
    choices = reply.get("choices") if isinstance(reply, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else None


def _pairs(spans: object) -> bool:
    return (
        isinstance(spans, list)
        and len(spans) <= MOST_SPANS
        and all(isinstance(s, list) and len(s) == 2 and all(type(n) is int for n in s) for s in spans)
    )


def _loaded(text: bytes | str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
