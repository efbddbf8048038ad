"""Statement → the clauses that each assert something, with the subject spelled out where it was shared."""

from __future__ import annotations

import re

from claims.clauses import Clause, parse
from claims.verb_forms import AUXILIARIES, BE, readings
from claims.vocabulary import entries

_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"'\u201d][.!?;])\s+(?=[A-Z\"\u201c'a-z])|(?<=\.\u201d)\s+")
_ABBREVIATIONS = re.compile(rf"\b(?:{'|'.join(map(re.escape, entries('abbreviations')))})\.$")
_OPEN = re.compile(
    r"\b(?:both|between|either|neither|who|that|which|because|when|if|unless|until|before|after)\b[^,]*$"
)
_DETERMINED = re.compile(
    r"(?i:the|a|an|no|each|every|all|any|our|its|their|his|her|this|that|these|those|it|they|we|he|she|i|there"
    r"|nobody|no one|none|nothing|neither|someone|only|everyone)\b|[A-Z][\w.]+"
)
_JOINT = re.compile(r"(?:,\s|\s)(?:and|but)\s(?!then\b)|:\s(?=[a-z]+\s)|\s[\u2013\u2014-]\s")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`; a semicolon ends one too."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(" ".join(text.split())):
        if found and _ABBREVIATIONS.search(found[-1]):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return tuple(p.strip(" ;") for p in found if p.strip(" ;"))


def assertions(sentence: str) -> tuple[str, ...]:
    """The independent clauses of `sentence`; one that shares the subject of the clause before it is given it.

    "X ended its trial in August 2020 and has not used the tool since." → two sentences. A clause is split off only
    where both halves have a verb of their own.
    """
    parts: list[str] = []
    rest = sentence
    start = 0
    while joint := _JOINT.search(rest, start):
        left, right = rest[: joint.start()], rest[joint.end() :]
        first = parse(left)
        second = (
            _own_clause(first, right, joint.group())
            if first and (joint.group().startswith(",") or not _is_open(left) or _turns_back(right))
            else None
        )
        if second is None:
            start = joint.end()
            continue
        parts.append(left)
        rest, start = second, 0
    return (*parts, rest)


def _is_open(left: str) -> bool:
    """Whether what stands before "and" opens something that "and" continues ("both", "between", "who ... ")."""
    return bool(_OPEN.search(left))


def _turns_back(right: str) -> bool:
    """Whether "and has not …" goes back to the main subject: a clause of time in the past takes no perfect tense."""
    return bool(re.match(r"(?:has|have)\s(?:not|never)\b", right))


def _own_clause(first: Clause, right: str, joint: str) -> str | None:
    """`right` as a sentence of its own, None where it is only a further object."""
    words = re.findall(r"[\w'\u2019]+", right.lower())
    if not words:
        return None
    if words[0] in AUXILIARIES and joint.strip(" ,") in {"and", "but"}:
        agreeing = {"have": "has", "do": "does", "are": "is", "were": "was"}.get(words[0], words[0])
        return f"{first.subject} {words[0] if first.plural else agreeing}{right[len(words[0]) :]}"
    second = parse(right)
    if second and (_is_plain_subject(second.subject) or (joint.startswith(",") and second.auxiliaries)):
        return _without_pronoun(right, second, first)
    verbs = {r.tense for r in readings(words[0])}
    tenses = {r.tense for r in readings(first.verb)} | (
        {"past"} if first.verb in {"was", "were", "had"} else {"third"} if first.verb in {"is", "has"} else set()
    )
    invariant = "past" in verbs and "past" in tenses and not re.search(r"\bto\s[a-z]+\b", first.rest)
    shared = not first.auxiliaries and bool(verbs & tenses & {"past", "third"}) and ("base" not in verbs or invariant)
    return f"{first.subject} {right}" if shared and joint.strip(" ,") in {"and", "but"} else None


def _without_pronoun(right: str, second: Clause, first: Clause) -> str:
    """`right` with the first clause's subject for "they" or "it", where their numbers agree."""
    low = second.subject.lower()
    if (
        second.lead
        or low not in {"they", "it"}
        or (low == "they") != first.plural
        or (low == "it" and not is_intransitive(first))
        or first.subject.lower() in {"it", "they"}
    ):
        return right
    return first.subject + right[len(second.subject) :]


def is_intransitive(clause: Clause) -> bool:
    """Whether the clause has no object that a later "it" could mean: "was", "is held", "ended in"."""
    passive = clause.auxiliaries and clause.auxiliaries[-1] in BE | {"been", "be"}
    particle = not clause.rest or clause.rest.split()[0] in entries("reducing_prepositions")
    return bool(passive) or clause.verb in BE or particle


def _is_plain_subject(subject: str) -> bool:
    """Whether the text can only be a subject: a pronoun, or a noun phrase with its determiner or capital."""
    return bool(_DETERMINED.match(subject))
