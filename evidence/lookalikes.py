"""Domains of a release, with how often each occurs → those that look like another: slips or disguises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from rapidfuzz.distance import OSA

from evidence.vocabulary import entries

# A domain of the release is one to be mistaken for where it occurs so often, and so much oftener than its double.
FREQUENT, TIMES_AS_OFTEN = 20, 10
# Short names are one letter apart by chance (abc.example, bbc.example).
SHORTEST_FOR_ONE_EDIT, SHORTEST_FOR_SHAPE = 5, 4
_SECOND_LEVEL = re.compile(r"(?:co|com|org|net|gov|gob|gouv|govt|ac|edu|nhs|police|mil)\.[a-z]{2}$")


def look_alikes(uses: Mapping[str, int], trusted: Collection[str]) -> dict[str, str]:
    """Each domain that resembles another, with that other; a trusted one comes before a frequent one.

    Args:
        uses: how often each domain occurs in the release, subdomains by themselves.
        trusted: domains of parties.
    """
    total: dict[str, int] = {}
    for domain, number in uses.items():
        total[registered(domain)] = total.get(registered(domain), 0) + number
    parties = {registered(d.lower()) for d in trusted}
    known = [*sorted(parties), *sorted(d for d, n in total.items() if n >= FREQUENT and d not in parties)]
    near = _Neighbours(known)
    found = {}
    for domain in sorted(uses):
        own = registered(domain)
        if own in parties:
            continue
        twin = next(
            (k for k in near.of(domain) if k in parties or total.get(k, 0) >= TIMES_AS_OFTEN * total[own]), None
        )
        if twin is not None:
            found[domain] = twin
    # A double that is frequent itself has doubles of its own; they are all doubles of the first.
    return {domain: found.get(twin, twin) for domain, twin in found.items()}


def registered(domain: str) -> str:
    """The part of a domain that somebody registered: "mail.agency.gov" → "agency.gov"."""
    labels = domain.strip(".").split(".")
    kept = 3 if _SECOND_LEVEL.search(domain) else 2
    return ".".join(labels[-kept:])


def mixes_scripts(domain: str) -> bool:
    """Whether one label of a domain holds letters of two scripts, as "agency" with a Cyrillic first letter does."""
    return any(len({_script(c) for c in label if c.isalpha()}) > 1 for label in readable(domain).split("."))


def readable(domain: str) -> str:
    """A domain with its encoded labels (xn--…) decoded (RFC 3492)."""
    return ".".join(_decoded(label) for label in domain.split("."))


def _decoded(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "?").partition(" ")[0].partition("-")[0]
    return "EAST ASIAN" if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO") else script


class _Neighbours:
    """Finds which of some domains a domain resembles, without comparing it with each."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = tuple(known)
        self._by_shape: dict[str, list[str]] = {}
        self._by_part: dict[str, list[str]] = {}
        for domain in known:
            self._by_shape.setdefault(_shape(domain), []).append(domain)
            for part in {domain, *_shortened(domain)}:
                self._by_part.setdefault(part, []).append(domain)

    def of(self, domain: str) -> Iterator[str]:
        """Each known domain that `domain` resembles and is not, in the order of the known ones."""
        own = registered(domain)
        likely = set(self._by_shape.get(_shape(own), ()))
        for part in {own, *_shortened(own)}:
            likely.update(self._by_part.get(part, ()))
        likely.update(k for k in self._known if "." in k and domain.startswith(f"{k}."))
        yield from (k for k in self._known if k in likely and k != own and _alike(domain, own, k))


def _alike(domain: str, own: str, known: str) -> bool:
    name = known.partition(".")[0]
    if "." in known and domain.startswith(f"{known}."):
        return True
    if len(name) >= SHORTEST_FOR_SHAPE and _shape(own) == _shape(known):
        return True
    return len(name) >= SHORTEST_FOR_ONE_EDIT and OSA.distance(own, known) == 1


def _shortened(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1 :] for at in range(len(text)))


def _shape(domain: str) -> str:
    """What a domain looks like at a glance: accents off, letters and pairs that pass for others written as those."""
    bare = unicodedata.normalize("NFKD", readable(domain)).casefold()
    shape = "".join(c for c in bare if not unicodedata.combining(c))
    for sign, letter in _passing():
        shape = shape.replace(sign, letter)
    return shape


@cache
def _passing() -> tuple[tuple[str, str], ...]:
    pairs = [(sign, letter) for sign, _, letter in (line.partition("=") for line in entries("look-alike-letters"))]
    # One sign for one letter first, then pairs, so that a disguised "r" still makes an "m" with its "n".
    return tuple(sorted(pairs, key=lambda pair: (len(pair[0]), pair[0])))
