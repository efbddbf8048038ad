"""Text → the counts, shares and sums that it states, each with its bound and its span."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from claims.numbers import NUMBER, value_of
from claims.timespans import dates_in
from claims.verb_forms import is_also_noun, readings
from claims.vocabulary import entries

Bound = Literal["at_least", "at_most", "exactly", "approx"]


class FoundQuantity(NamedTuple):
    """A number with its unit and bound, and where it stands in the text.

    `strict` is true where the bound itself is left out ("fewer than 20"). `unit` is "percent", a currency sign, a unit
    of time or None for a plain count; `of` is what is counted, in the text's own words. The span [start, end) holds
    bound, number and unit; [number_start, number_end) the number alone.
    """

    value: float
    unit: str | None
    bound: Bound
    strict: bool
    of: str | None
    start: int
    end: int
    number_start: int
    number_end: int


# "StateRoads Line 9" inside a sentence: a name, not a count; the vocabulary lists what is numbered in any case.
_NAMED_BEFORE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\s$")
# "Station 7" at the head of a sentence.
_NAMED_FIRST = re.compile(r"^(?P<word>[A-Z][a-z]+)\s$")
# What parts the two numbers of a ratio: "nine in ten", "one traveller in ten thousand", "nine of every ten".
_RATIO = re.compile(r"(?P<noun>\s[a-z-]+(?:\s[a-z-]+)?)?\s(?:(?P<sure>out of|of every|in every)|in)\s", re.IGNORECASE)
_ENDS_COUNTED = frozenset((*entries("after_heads"), *entries("ends_of_counted"))) - {"of"}
_COUNTED = re.compile(r"\s+(?:of\s+)?(?P<of>[A-Za-z][^,.;:()\d]*)")
_ONE_ALONE = re.compile(
    r"\s(?:of|another|such|for|in|on|at|to|by|since|after|before|has|is|was|can|who|that|ever|from|and|or)\b|\W*$|,"
)
_NOT_COUNTED = re.compile(r"\b(?:no|any|every|some|each|not|which|that|this|the|another)\s$", re.IGNORECASE)


def quantities(text: str) -> tuple[FoundQuantity, ...]:
    """Every quantity that `text` states, in order. Dates, ordinals and numbered names are none.

    Returns:
        Offsets count code points of `text`.
    """
    taken = [(d.start, d.end) for d in dates_in(text, "2000-01-01")]
    found: list[FoundQuantity] = []
    for number in NUMBER.finditer(text):
        if not _overlaps(number, [*taken, *((q.start, q.end) for q in found)]):
            quantity = _ratio(text, number) or _quantity(text, number)
            found.extend([quantity] if quantity else [])
    return tuple(found)


def _ratio(text: str, number: re.Match[str]) -> FoundQuantity | None:
    """As in "two passengers in a hundred" → 2 percent of passengers; the span runs to the end of the second number."""
    parted = _RATIO.match(text, number.end())
    whole = NUMBER.match(text, parted.end()) if parted else None
    measured = number["currency"] or number["share"] or number["article"] or _unit(text, number)[0]
    if not parted or not whole or whole["currency"] or whole["share"] or measured:
        return None
    part, total = value_of(number), value_of(whole)
    is_round = total >= 10 and float(f"{total:.0e}") == total
    if not 0 < part < total or not (is_round or parted["sure"] or not parted["noun"]):
        return None
    bound, strict, start = _bound_before(text[: number.start()])
    of = (parted["noun"] or "").strip() or _counted(text, whole.end())
    share, end = round(100 * part / total, 6), whole.end()
    return FoundQuantity(share, "percent", bound or "exactly", strict, of, start, end, number.start(), end)


def _quantity(text: str, number: re.Match[str]) -> FoundQuantity | None:
    before = text[: number.start()]
    named = number["digits"] and not number["currency"] and _is_numbered_name(before)
    if named or _is_pronoun(text, number) or (re.search(r"\d", number.group()) and _is_bare_year(text, number)):
        return None
    bound, strict, start = _bound_before(before)
    if number["article"] and bound in {None, "approx"}:
        return None
    unit, end = ("percent", number.end()) if number["share"] else _unit(text, number)
    bound_after, end = _bound_after(text, end)
    return FoundQuantity(
        value=value_of(number),
        unit=unit,
        bound=bound_after or bound or "exactly",
        strict=strict and bound_after is None,
        of=_counted(text, end),
        start=start,
        end=end,
        number_start=number.start(),
        number_end=number.end(),
    )


def _counted(text: str, end: int) -> str | None:
    """What is counted: the words after the number up to the clause's verb, without words of time at their end."""
    found = _COUNTED.match(text, end)
    if not found:
        return None
    words: list[str] = []
    for word in found["of"].split():
        verbal = words and {r.tense for r in readings(word)} & {"past", "third", "participle"} and not _is_noun(word)
        if word.lower() in _ENDS_COUNTED or verbal:
            break
        words.append(word)
    while words and words[-1].lower() in {*entries("adverbs"), "of", "the"}:
        words.pop()
    return " ".join(words) or None


def _is_pronoun(text: str, number: re.Match[str]) -> bool:
    """Whether "one" counts nothing: "no one", "one of them", "one has"."""
    if number.group().lower() != "one":
        return False
    return bool(_NOT_COUNTED.search(text[: number.start()]) or _ONE_ALONE.match(text, number.end()))


def _is_noun(word: str) -> bool:
    return not word.endswith("ed") and all(is_also_noun(r.base) for r in readings(word))


def _is_numbered_name(before: str) -> bool:
    words = before.split()
    if not words:
        return False
    first = _NAMED_FIRST.match(before)
    named = first and first["word"].lower() not in {
        *entries("before_nouns"),
        *entries("after_heads"),
        *entries("adverbs"),
    }
    return words[-1].lower() in entries("numbered_names") or bool(_NAMED_BEFORE.search(before)) or bool(named)


def _is_bare_year(text: str, number: re.Match[str]) -> bool:
    """A year that no rule of dates caught ("the 2019 audit"): no count is written so without a comma."""
    plain = re.fullmatch(r"(?:19|20)\d\d", number.group().strip())
    return bool(plain) and not re.match(r"\s?%|\s(?:percent|people|times|searches)\b", text[number.end() :])


def _unit(text: str, number: re.Match[str]) -> tuple[str | None, int]:
    if number["currency"]:
        return number["currency"], number.end()
    for pattern, unit in _units():
        found = pattern.match(text, number.end())
        if found:
            return unit, found.end()
    return None, number.end()


def _bound_before(before: str) -> tuple[Bound | None, bool, int]:
    for words, kind, strict in _bounds("bounds_before"):
        found = re.search(rf"\b{re.escape(words)}\s+(?:the\s+|a\s+)?$", before, re.IGNORECASE)
        if found:
            return kind, strict, found.start()
    return None, False, len(before)


def _bound_after(text: str, end: int) -> tuple[Bound | None, int]:
    for words, kind, _ in _bounds("bounds_after"):
        found = re.match(rf"\s*{re.escape(words)}\b", text[end:], re.IGNORECASE)
        if found:
            return kind, end + found.end()
    return None, end


@cache
def _bounds(vocabulary: str) -> tuple[tuple[str, Bound, bool], ...]:
    rows = [line.partition(": ") for line in entries(vocabulary)]
    found = [(words, cast("Bound", kind.split()[0]), kind.endswith(" strict")) for kind, _, words in rows]
    return tuple(sorted(found, key=lambda row: -len(row[0])))


@cache
def _units() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = sorted((line.partition(": ") for line in entries("units")), key=lambda row: -len(row[2]))
    return tuple((re.compile(rf"[\s-]?{re.escape(words)}(?!\w)", re.IGNORECASE), unit) for unit, _, words in rows)


def _overlaps(number: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(number.start() < end and start < number.end() for start, end in taken)
