"""Text → where numbers stand in it, in digits and in words, and what each is worth."""

from __future__ import annotations

import re

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
    "a single": 1.0,
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
# `article` is "a week": a number only where a bound stands before it.
NUMBER = re.compile(
    rf"""(?<![\w.,/:#$€£-])(?:
      (?P<fixed>{_FIXED})\b
    | (?P<share>{"|".join(map(re.escape, _SHARES))})\b(?=\s(?:of|the)\b)
    | (?P<currency>[$€£])?\s?(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?:\s?(?P<scale>hundred|thousand|million|billion|bn|[km])\b)?
    | (?P<article>an?)\b(?=\s(?:second|minute|hour|day|week|fortnight|month|year)\b)
    | (?P<spelled>(?:{_SPELLED})(?:[\s-](?:{_SPELLED}|hundred|thousand|million|billion|and(?=\s(?:{_SPELLED})\b)))*)\b
    )(?![\w/:]|[.,]\d|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def value_of(number: re.Match[str]) -> float:
    """What a match of `NUMBER` is worth; shares in percent."""
    text = number.group().lower()
    if number["article"]:
        return 1.0
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
