"""Claim → the statement as it may be quoted, and how the program read it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.report.words import date_words, period_words
from claims.model import Assertion, Claim, EventKind, Modality, Quantifier

QUANTIFIER_WORDS: Mapping[Quantifier, str] = {
    "no": "none at all; one instance meets it",
    "some": "some; a few instances to the contrary do not meet it",
    "all": "always or everyone; one instance to the contrary meets it",
    "only": "this and nothing else; one instance of something else meets it",
    "at_least": "at least",
    "at_most": "at most",
    "exactly": "exactly",
}
MODALITY_WORDS: Mapping[Modality, str] = {
    "fact": "says what is or was so",
    "policy": "says what is allowed or required",
    "belief": "says what the speaker knew or believed",
}
EVENT_WORDS: Mapping[EventKind, str] = {"started": "started", "ended": "ended", "first_knew": "first known"}
_OPENING, _CLOSING = "\"“„«'‘", "\"”“»'’"  # noqa: RUF001 - these are the marks to look for


class Stretch(NamedTuple):
    """A stretch of a statement; `quoted` stretches stand in quotation marks."""

    text: str
    quoted: bool


class ReadingRow(NamedTuple):
    """One line of the reading; `drafted` says that the program filled it in by rule."""

    label: str
    text: str
    drafted: bool


def stretches(claim: Claim) -> list[Stretch]:
    """The statement cut into what may stand in quotation marks and what may not.

    Verbatim statements are quoted whole; of others only the phrases that the claims file lists as quoted.
    """
    text = claim.statement.strip()
    if claim.wording == "verbatim":
        wrapped = len(text) > 2 and text[0] in '"“' and text[-1] in '"”'
        return [Stretch(text[1:-1] if wrapped else text, quoted=True)]
    found: list[Stretch] = []
    at = 0
    for start, end in _joined(span for phrase in claim.quoted for span in _places(text, phrase)):
        marked = start > at and end < len(text) and text[start - 1] in _OPENING and text[end] in _CLOSING
        found.append(Stretch(text[at : start - marked], quoted=False))
        found.append(Stretch(text[start:end], quoted=True))
        at = end + marked
    return [s for s in (*found, Stretch(text[at:], quoted=False)) if s.text]


def unplaced(claim: Claim) -> list[str]:
    """Quoted phrases that do not stand in the statement as it is worded here."""
    if claim.wording == "verbatim":
        return []
    return [phrase for phrase in claim.quoted if not list(_places(claim.statement.strip(), phrase))]


def reading(claim: Claim, names: Mapping[str, str]) -> list[ReadingRow]:
    """The assertion in words, one row a field that is stated; what is not stated has no row.

    Args:
        claim: the claim.
        names: of the parties, by key.
    """
    drafted = {path.removeprefix("assertion.") for path in claim.drafted}
    rows = _rows(claim.assertion, names)
    return [ReadingRow(label, text, bool(drafted & set(fields))) for label, text, fields in rows if text]


def _rows(assertion: Assertion, names: Mapping[str, str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    a = assertion
    core = ("subject", "predicate", "object", "polarity")
    said = " — ".join(names.get(part, part) for part in (a.subject, a.predicate, a.object) if part)
    polarity = {"denies": "denies this", "affirms": "affirms this", None: ""}[a.polarity]
    yield "What it is about", said, core[:3]
    yield "The statement", polarity, core[3:]
    yield "How far", _quantifier(a), ("quantifier", "quantity")
    yield "What kind of statement", MODALITY_WORDS[a.modality] if a.modality else "", ("modality",)
    yield "Qualifiers", ", ".join(a.hedges), ("hedges",)
    yield "Purpose", a.purpose or "", ("purpose",)
    event = f"{EVENT_WORDS[a.event.kind]}: {date_words(a.event.on) or 'date not stated'}" if a.event else ""
    yield "Dated event", event, ("event",)
    yield "Period it covers", period_words(a.covers.from_, a.covers.to), ("covers",)
    yield "What it concedes", " ".join(a.concedes), ("concedes",)


def _quantifier(assertion: Assertion) -> str:
    if assertion.quantifier is None:
        return ""
    words = QUANTIFIER_WORDS[assertion.quantifier]
    quantity = assertion.quantity
    if quantity is None:
        return words
    measured = [
        f"{quantity.value:g}",
        quantity.unit,
        f"of {quantity.of}" if quantity.unit and quantity.of else quantity.of,
    ]
    return " ".join([words, *(part for part in measured if part)])


def _places(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    words = phrase.split()
    if words:
        pattern = r"\s+".join(map(re.escape, words))
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _joined(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
