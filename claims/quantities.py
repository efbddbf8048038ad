"""Text → the counts, shares and sums that it states, each with its bound and its span."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from claims.timespans import dates_in
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


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {w: float(i) for i, w in enumerate(_ONES.split())} | {w: 10.0 * i for i, w in enumerate(_TENS.split(), 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3, "m": 1e6, "bn": 1e9}
_DOZENS = {
    "a dozen": 12.0,
    "a couple of": 2.0,
    "a hundred": 1e2,
    "a thousand": 1e3,
    "a million": 1e6,
    "half a million": 5e5,
}
_SHARES = {
    "half": 50.0,
    "a third": 100 / 3,
    "one third": 100 / 3,
    "two thirds": 200 / 3,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "three quarters": 75.0,
}
# Longest first: "half a million" is no half.
_FIXED = "|".join(re.escape(words) for words in sorted(_DOZENS, key=len, reverse=True))
_SPELLED = "|".join(_VALUES)
_NUMBER = re.compile(
    rf"""(?<![\w.,/:#$€£-])(?:
      (?P<fixed>{_FIXED})\b
    | (?P<share>{"|".join(map(re.escape, _SHARES))})\b(?=\s(?:of|the)\b)
    | (?P<currency>[$€£])?\s?(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?:\s?(?P<scale>hundred|thousand|million|billion|bn|[km])\b)?
    | (?P<spelled>(?:{_SPELLED})(?:[\s-](?:{_SPELLED}|hundred|thousand|million|billion|and(?=\s(?:{_SPELLED})\b)))*)\b
    )(?![\w/:]|[.,]\d|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)
# "StateRoads Line 9" inside a sentence: a name, not a count; the vocabulary lists what is numbered in any case.
_NAMED_BEFORE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\s$")
_NOT_COUNTED = re.compile(r"\b(?:no|any|every|some|each|not|which|that|this|the|another)\s$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?:of\s+)?(?P<of>[A-Za-z][^,.;:()\d]*?)(?=[,.;:()]|$|\s(?:is|are|was|were|has|have|had|will|can"
    r"|in|on|at|by|to|for|from|since|during|who|that|which|and|or|before|after)\b)"
)


def quantities(text: str) -> tuple[FoundQuantity, ...]:
    """Every quantity that `text` states, in order. Dates, ordinals and numbered names are none.

    Returns:
        Offsets count code points of `text`.
    """
    taken = [(d.start, d.end) for d in dates_in(text, None)]
    found = (_quantity(text, number) for number in _NUMBER.finditer(text) if not _overlaps(number, taken))
    return tuple(q for q in found if q is not None)


def _quantity(text: str, number: re.Match[str]) -> FoundQuantity | None:
    before = text[: number.start()]
    one = number.group().lower() == "one"
    if (number["digits"] and not number["currency"] and _is_numbered_name(before)) or (
        one
        and (
            _NOT_COUNTED.search(before)
            or re.match(
                r"\s(?:of|another|such|for|in|on|at|to|by|since|after|before|has|is|was|can|who|that|ever|from|and|or)\b|\W*$|,",
                text[number.end() :],
            )
        )
    ):
        return None
    if re.search(r"\d", number.group()) and _is_bare_year(text, number):
        return None
    bound, strict, start = _bound_before(before)
    unit, end = ("percent", number.end()) if number["share"] else _unit(text, number)
    bound_after, end = _bound_after(text, end)
    counted = _COUNTED.match(text, end)
    return FoundQuantity(
        value=_value(number),
        unit=unit,
        bound=bound_after or bound or "exactly",
        strict=strict and bound_after is None,
        of=counted["of"].strip() if counted else None,
        start=start,
        end=end,
        number_start=number.start(),
        number_end=number.end(),
    )


def _is_numbered_name(before: str) -> bool:
    words = before.split()
    return bool(words) and (words[-1].lower() in entries("numbered_names") or bool(_NAMED_BEFORE.search(before)))


def _value(number: re.Match[str]) -> float:
    text = number.group().lower()
    if number["fixed"]:
        return _DOZENS[text]
    if number["share"]:
        return _SHARES[text]
    if number["digits"]:
        return float(number["digits"].replace(",", "")) * _SCALES.get((number["scale"] or "").lower(), 1.0)
    total = current = 0.0
    for word in re.split(r"[\s-]+", text):
        if word in {"thousand", "million", "billion"}:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif word == "and":
            continue
        elif word == "hundred":
            current = (current or 1) * 100
        else:
            current += _VALUES[word]
    return total + current


def _is_bare_year(text: str, number: re.Match[str]) -> bool:
    """A year that no rule of dates caught ("the 2019 audit"): no count is written so without a comma."""
    plain = re.fullmatch(r"(?:19|20)\d\d", number.group().strip())
    return bool(plain) and not re.match(r"\s?%|\s(?:percent|people|times|searches)\b", text[number.end() :])


def _unit(text: str, number: re.Match[str]) -> tuple[str | None, int]:
    if number["currency"]:
        return number["currency"], number.end()
    rest = text[number.end() :]
    for written, unit in _units():
        found = re.match(rf"[\s-]?{re.escape(written)}(?!\w)", rest, re.IGNORECASE)
        if found:
            return unit, number.end() + found.end()
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
def _units() -> tuple[tuple[str, str], ...]:
    rows = [line.partition(": ") for line in entries("units")]
    return tuple(sorted(((written, unit) for unit, _, written in rows), key=lambda row: -len(row[0])))


def _overlaps(number: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(number.start() < end and start < number.end() for start, end in taken)
