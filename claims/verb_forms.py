"""Base form of a verb → its inflected forms; inflected word → the base forms and tenses that it can be.

The lists of verbs are vocabulary; regular forms follow the spelling rules of English.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from claims.vocabulary import entries

VOWELS = "aeiou"
# Verbs of two syllables or more that double their last letter: "permitted", "referred".
_DOUBLING = frozenset(entries("doubling_verbs"))
BE = frozenset({"am", "is", "are", "was", "were"})
HAVE = frozenset({"has", "have", "had"})
DO = frozenset({"do", "does", "did"})
MODALS = frozenset({"can", "could", "may", "might", "must", "shall", "should", "will", "would", "cannot"})
AUXILIARIES = BE | HAVE | DO | MODALS


class Reading(NamedTuple):
    """One way to read a word as a verb form. `tense`: base, third, past, participle."""

    base: str
    tense: str


def third_person(base: str) -> str:
    """As in "carry" → "carries"."""
    special = {"be": "is", "have": "has", "do": "does", "go": "goes", "can": "can"}
    if base in special:
        return special[base]
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def past(base: str) -> str:
    """As in "carry" → "carried", "write" → "wrote"."""
    irregular = _irregular().get(base)
    return irregular[0] if irregular else _regular_past(base)


def participle(base: str) -> str:
    """As in "write" → "written"."""
    irregular = _irregular().get(base)
    return irregular[1] if irregular else _regular_past(base)


def gerund(base: str) -> str:
    """As in "use" → "using"."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return (base + base[-1] if _doubles(base) else base) + "ing"


def readings(word: str) -> tuple[Reading, ...]:
    """Every reading of `word` as a form of a listed verb, empty where it is none."""
    return _forms().get(word.lower(), ())


def bases_of_gerund(word: str) -> tuple[str, ...]:
    """The listed bases of a form in -ing: "using" → ("use",)."""
    stem = word.removesuffix("ing")
    return tuple(b for b in (stem, stem + "e", stem[:-1]) if b and readings(b) and gerund(b) == word)


def guessed_base(word: str) -> str | None:
    """The base of a past form in -ed of no listed verb, by the spelling of the listed ones; None for other words.

    As in "grounded" → "ground", "bulldozed" → "bulldoze": a stem goes the way of most listed stems that end like it.
    """
    stem = word.removesuffix("ed")
    if stem == word or len(stem) < 3 or readings(word):
        return None
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1] == stem[-2] and stem[-1] not in VOWELS + "lsfz":
        return stem[:-1]
    votes = _silent_e_by_ending()
    ending = next((stem[-n:] for n in (4, 3, 2, 1) if stem[-n:] in votes), "")
    return stem + "e" if votes.get(ending, 0) > 0 else stem


@cache
def _silent_e_by_ending() -> dict[str, int]:
    """For each ending of a stem, how many more listed verbs write it with a silent e than without."""
    votes: dict[str, int] = {}
    for base in (*entries("verbs"), *entries("verbs_also_nouns")):
        stem = _regular_past(base).removesuffix("ed")
        for length in (1, 2, 3, 4):
            ending = stem[-length:]
            votes[ending] = votes.get(ending, 0) + (1 if base.endswith("e") else -1)
    return votes


def bases_of(word: str) -> tuple[str, ...]:
    """The base forms that `word` can come from."""
    return tuple(dict.fromkeys(r.base for r in readings(word)))


@cache
def is_also_noun(base: str) -> bool:
    """Whether the verb stands as a noun at least as often ("record", "use")."""
    return base in entries("verbs_also_nouns")


def past_of(word: str) -> str:
    """The past tense of the verb whose base, participle or present form `word` is; regular where it is not listed."""
    known = [r.base for r in readings(word)]
    if known:
        return past(known[0])
    return word if word.endswith("ed") else _regular_past(word)


def base_of_participle(word: str) -> str | None:
    """The base of a participle, None where `word` is no listed one."""
    found = [r.base for r in readings(word) if r.tense == "participle"]
    return found[0] if found else None


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base[:-1] + "ied"
    return (base + base[-1] if _doubles(base) else base) + "ed"


def _doubles(base: str) -> bool:
    if base in _DOUBLING:
        return True
    short = sum(c in VOWELS for c in base) == 1
    return short and len(base) > 2 and base[-1] not in VOWELS + "wxy" and base[-2] in VOWELS and base[-3] not in VOWELS


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in entries("irregular_verbs"))
    return {base: (simple, part) for base, simple, part in rows}


@cache
def _forms() -> dict[str, tuple[Reading, ...]]:
    forms: dict[str, list[Reading]] = {}
    for base in dict.fromkeys((*entries("verbs"), *entries("verbs_also_nouns"), *_irregular())):
        for form, tense in (
            (base, "base"),
            (third_person(base), "third"),
            (past(base), "past"),
            (participle(base), "participle"),
        ):
            forms.setdefault(form, []).append(Reading(base, tense))
    return {form: tuple(found) for form, found in forms.items()}
