"""Noun phrase after "no" or "any" → the same phrase said positively, with the article that it needs."""

from __future__ import annotations

import re
from functools import cache

from claims.vocabulary import entries

# Where a noun phrase's head has been passed.
_AFTER_HEAD = frozenset(entries("after_heads"))
_WORD = re.compile(r"[^\W_]+(?:['\u2019.&-][^\W_]+)*")
_AN_SOUND = re.compile(r"(?i:[aeiou])|[FHLMNRSX](?=[A-Z]|\b)|(?i:hour|honest|honou?r|heir)")
_A_SOUND = re.compile(r"(?i:one\b|once|uni(?!n|m)|use|usu|user|util|u\.?s\b|eu|ub)|U[A-Z]")


def with_article(phrase: str) -> str:
    """As in "agency" → "an agency"; plurals and mass nouns stay bare."""
    if not phrase.strip() or is_plural(phrase) or is_mass(phrase):
        return phrase
    return f"{article(phrase)} {phrase}"


def article(phrase: str) -> str:
    """As in "a" or "an", by the sound that `phrase` begins with."""
    if _A_SOUND.match(phrase):
        return "a"
    return "an" if _AN_SOUND.match(phrase) else "a"


def head(phrase: str) -> str:
    """The head noun of a phrase, lower-case: "plate scans that match" → "scans"; "" where there is none."""
    last = ""
    words = list(_WORD.finditer(phrase))
    for i, found in enumerate(words):
        word = found.group().lower()
        if word in _AFTER_HEAD and not _joins_adjectives(word, words, i, phrase):
            break
        last = word
        if phrase[found.end() : found.end() + 1] in {",", ";", ":", "."}:
            break
    return last.removesuffix("'s").removesuffix("\u2019s")


def _joins_adjectives(word: str, words: list[re.Match[str]], i: int, phrase: str) -> bool:
    """Whether "or" stands between adjectives, as in "formal or informal arrangement"."""
    if word not in {"or", "and"} or i == 0 or i + 2 >= len(words):
        return False
    before, after = words[i - 1].group().lower(), words[i + 2].group().lower()
    return bool(re.search(r"(al|ic|ive|ous|ary|ect|ten|ed)$", before)) and after not in _AFTER_HEAD


@cache
def is_plural(phrase: str) -> bool:
    """Whether the phrase's head is a plural."""
    noun = head(phrase)
    if noun in entries("plural_nouns"):
        return True
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is", "ics", "news")) and len(noun) > 3


@cache
def is_mass(phrase: str) -> bool:
    """Whether the phrase's head takes no "a": a listed mass noun, or a gerund."""
    noun = head(phrase)
    return noun in entries("mass_nouns") or (noun.endswith("ing") and noun not in _COUNTED_ING)


def is_person(phrase: str) -> bool:
    """Whether the phrase's head is a kind of person."""
    noun = head(phrase)
    people = entries("person_nouns")
    return noun in people or noun + "s" in people


_COUNTED_ING = frozenset(entries("counted_gerunds"))
