"""Noun phrase or object under a negation → the same said positively: "no tenant" → "a tenant"."""

from __future__ import annotations

import re

from claims.noun_phrases import is_mass, is_plural, with_article

# "no more than ten" is a bound, "no longer" an adverb.
NO = r"\bno\s(?!(?:longer|more than|fewer than|less than|later than|sooner than|matter)\b)"
# What only makes sense under a negation, and what says the same without it.
_POLARITY_ITEMS = (
    (r",?\s*\b(?:whatsoever|at all|in any way, shape or form|, ever|ever)\b", ""),
    (r"\banyone\b|\banybody\b", "someone"),
    (r"\banything\b", "something"),
    (r"\banywhere\b", "somewhere"),
    (r"\bany of\b", "some of"),
    (r"\bany part of\b", "part of"),
    (r"\ba single\b|\bone single\b", "a"),
    (r"\bat any (?:time|point)\b", "at some time"),
    (r"\bnor\b", "or"),
    (r",?\s*\beither$", ""),
    (r"\buntil\b|\btill\b", "before"),
)


def positive_subject(subject: str) -> str:
    """As in "No tenant" → "a tenant", "nobody" → "someone", "neither the mayor nor staff" → "the mayor or staff"."""
    text = _or(subject)
    if (group := _NONE_OF.match(text)) and is_plural(_owned(text[group.end() :])):
        return f"at least one of {text[group.end() :]}"
    for negative, positive in _NEGATIVE_PRONOUNS:
        if negative.match(text):
            return without_polarity(negative.sub(positive, text, count=1))
    one = re.match(r"not (?P<one>one|an?|any)\s(?:single\s)?", text, re.IGNORECASE)
    if one:
        phrase = text[one.end() :]
        return f"at least one {phrase}" if phrase.startswith("of ") else with_article(phrase)
    if part := re.match(r"not (?=(?:all|every|everyone)\b)", text, re.IGNORECASE):
        return text[part.end() :]
    if re.match(NO, text, re.IGNORECASE):
        return _positive_noun(text[3:], subject=True)
    return without_polarity(subject)


_NONE_OF = re.compile(r"(?:none|not one|not a single one|no one|neither) of\s", re.IGNORECASE)


def _owned(phrase: str) -> str:
    """As in "the Port's drones" → "drones": what the owner's name hides from the search for the head noun."""
    return re.split(r"['\u2019]s?\s", phrase)[-1]


_NEGATIVE_PRONOUNS = tuple(
    (re.compile(rf"{negative}\b\s?", re.IGNORECASE), positive)
    for negative, positive in (
        ("no one", "someone "),
        ("nobody", "someone "),
        ("nothing", "something "),
        ("none", "some "),
        ("neither(?=.* or )", ""),
        ("neither of", "one of "),
        ("neither", "one "),
    )
)


def positive_rest(rest: str) -> str:
    """As in "no contact with any vendor" → "contact with a vendor"."""
    text = re.sub(r",\s(?:and\s)?(?:has\s|have\s|is\s)?(?:never|not)\b.*$", "", rest)
    text = re.sub(r"\bnothing to do with\b", "something to do with", text)
    text = re.sub(r"\bno one\b|\bnobody\b", "someone", text)
    text = re.sub(r"\bnothing\b", "something", text)
    text = re.sub(r"\bnone of\b", "some of", text)
    text = re.sub(r"\bneither\s", "", text)
    while found := re.search(NO, text):
        text = text[: found.start()] + _positive_noun(text[found.end() :], subject=False)
    return without_polarity(text)


def _positive_noun(phrase: str, subject: bool) -> str:
    if not (is_plural(phrase) or is_mass(phrase)):
        return with_article(phrase)
    return f"some {phrase}" if subject else phrase


def _or(text: str) -> str:
    return re.sub(r"\band (?:no|none of)\b|\bnor\b|\bor no\b", "or", text)


def without_polarity(text: str) -> str:
    """`text` without the words that need a negation: "any", "ever", "at all"."""
    for pattern, plain in _POLARITY_ITEMS:
        text = re.sub(pattern, plain, text)
    while found := re.search(r"\bany\s(?=\w)", text):
        text = text[: found.start()] + with_article(text[found.end() :])
    return text
