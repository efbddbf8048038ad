"""Addresses, names and signatures → whose they are: domains, name keys, affiliations, private accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from evidence.vocabulary import entries

_GLUED = re.compile(r"(?<=[a-z]{2})([A-Z])(?=[\s,]|$)")
_AFTER_NAME = re.compile(r"\(.*?\)|\[.*?\]|,?\s+(?:esq|jr|sr|ph\.?d|m\.?d|iii?|iv)\b\.?", re.IGNORECASE)


def domain_of(address: str) -> str | None:
    """The domain of a mail address, lower-case; None where there is none."""
    local, at, domain = address.strip().lower().rpartition("@")
    return domain.strip(". ") if at and local and domain.strip(". ") else None


def in_domain(address: str, domains: Iterable[str]) -> bool:
    """Whether an address is in one of `domains` or below it."""
    domain = domain_of(address)
    return domain is not None and any(domain == d or domain.endswith("." + d) for d in (d.lower() for d in domains))


def is_free_mail(address: str) -> bool:
    """Whether an address is with a provider open to anybody."""
    return in_domain(address, _free_mail())


@cache
def _free_mail() -> tuple[str, ...]:
    return entries("free-mail-domains")


def name_key(name: str) -> str:
    """A key under which spellings of one name meet: "Mills, Cheryl D" and "Cheryl Mills" are "cheryl mills".

    First and last name, lower-case; middle names and initials, titles in brackets and suffixes are left out.
    """
    words = [w.lower() for w in name_words(name)]
    if len(words) <= 2 or any(w.isdigit() for w in words):
        return " ".join(words)
    full = [w for w in words if len(w) > 1] or words
    return f"{full[0]} {full[-1]}" if len(full) > 1 else full[0]


def name_words(name: str) -> list[str]:
    """The words of a name in speaking order, as written; an initial that lost its blank ("JacobJ") stands apart."""
    bare = _GLUED.sub(r" \1", _AFTER_NAME.sub("", name).strip(" '\"<>.,;"))
    last, comma, first = bare.partition(",")
    ordered = f"{first.strip()} {last.strip()}" if comma and first.strip() else bare
    return re.findall(r"[^\W_]+(?:['\u2019-][^\W_]+)*", ordered)


def directory_alias(text: str) -> str | None:
    """The alias at the end of an Exchange directory name: "/O=ORG/OU=EX/CN=RECIPIENTS/CN=AROE" → "aroe"."""
    found = re.findall(r"(?:/|_|^)cn=([^/_@<>\s]+)", text, re.IGNORECASE)
    return str(found[-1]).lower() if found else None


def affiliations(text: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The parties whose name, alias or mail domain stands in a signature.

    Args:
        text: a signature.
        names: for each party the names and domains to look for. One of at most four letters must stand in capitals.
    """
    found = []
    for party, shown in names.items():
        if any(_stands_in(text, name) for name in shown):
            found.append(party)
    return tuple(found)


def _stands_in(text: str, name: str) -> bool:
    folded = " ".join(name.split())
    if not folded:
        return False
    spaced = r"\s+".join(re.escape(w) for w in folded.split(" "))
    flags = re.NOFLAG if len(folded) <= 4 else re.IGNORECASE
    return re.search(rf"(?<!\w){spaced}(?!\w)", text, flags) is not None


def asks_for_personal(text: str) -> bool:
    """Whether somebody writes of using their own device or private address."""
    return _personal().search(text) is not None


@cache
def _personal() -> re.Pattern[str]:
    words = "|".join(r"\s+".join(re.escape(w) for w in e.split(" ")) for e in entries("personal-devices"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
