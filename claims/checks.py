"""Tree of a claims file → what is wrong with it beyond types: names that refer to nothing, periods, quotes, bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapidfuzz import process

from claims.errors import Problem
from claims.timespans import as_iso_prefix, first_day, last_day
from claims.tree import Loc, Tree

_BOUNDED = frozenset({"at_least", "at_most", "exactly"})


def check(tree: Tree) -> tuple[Problem, ...]:
    """Every mistake of reference and sense; reads what it can where types are wrong too."""
    root = tree.root if isinstance(tree.root, dict) else {}
    parties = set(_mapping(root.get("parties")))
    claims = [(i, c) for i, c in enumerate(_list(root.get("claims"))) if isinstance(c, dict)]
    found = [*_period(tree, ("records", "period"), _mapping(_mapping(root.get("records")).get("period")))]
    if "claims" not in root or root["claims"] in (None, []):
        remedy = "add at least one under `claims:`, with id, speaker and statement"
        found.append(tree.problem((), "the file has no claims", remedy))
    found.extend(_duplicated_ids(tree, claims))
    for i, claim in claims:
        at = ("claims", i)
        found.extend(_speaker(tree, at, claim, parties))
        found.extend(_quoted(tree, at, claim))
        found.extend(_assertion(tree, at, _mapping(claim.get("assertion"))))
        found.extend(_between(tree, at, claim, parties))
        if "drafted" in claim:
            remedy = "leave it out: the program writes it into the report"
            found.append(tree.problem((*at, "drafted"), "`drafted` is not for the claims file", remedy))
    return tuple(found)


def nearest(word: str, allowed: list[str], likeness: float = 55) -> str | None:
    """The allowed word that `word` was most likely meant to be; None where none is as like as `likeness` percent."""
    found = process.extractOne(word.lower(), allowed, score_cutoff=likeness)
    return str(found[0]) if found else None


def _duplicated_ids(tree: Tree, claims: list[tuple[int, dict[str, Any]]]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for i, claim in claims:
        name = claim.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            first = tree.line(("claims", seen[name], "id"))
            yield tree.problem(
                ("claims", i, "id"), f"the id {name!r} is taken (line {first})", "give each claim an id of its own"
            )
        seen.setdefault(name, i)


def _speaker(tree: Tree, at: Loc, claim: dict[str, Any], parties: set[str]) -> Iterator[Problem]:
    speaker = claim.get("speaker")
    if isinstance(speaker, str) and speaker not in parties:
        yield tree.problem((*at, "speaker"), f"no party {speaker!r} is defined", _party_remedy(speaker, parties))


def _between(tree: Tree, at: Loc, claim: dict[str, Any], parties: set[str]) -> Iterator[Problem]:
    for j, pattern in enumerate(_list(claim.get("patterns"))):
        for k, key in enumerate(_list(_mapping(pattern).get("between"))):
            if isinstance(key, str) and key not in parties:
                loc = (*at, "patterns", j, "between", k)
                yield tree.problem(loc, f"no party {key!r} is defined", _party_remedy(key, parties))


def _party_remedy(key: str, parties: set[str]) -> str:
    near = nearest(key, sorted(parties))
    if near:
        return f"did you mean {near!r}? Else define it under `parties:`"
    return f"define it under `parties:`, as `{key}: {{name: …, kind: agency}}`"


def _quoted(tree: Tree, at: Loc, claim: dict[str, Any]) -> Iterator[Problem]:
    statement = claim.get("statement")
    if claim.get("wording") not in {"verbatim", "reported"} or not isinstance(statement, str):
        return
    for j, phrase in enumerate(_list(claim.get("quoted"))):
        if isinstance(phrase, str) and _folded(phrase) not in _folded(statement):
            remedy = "quote it as it stands in `statement`, or mark the wording as paraphrase"
            yield tree.problem((*at, "quoted", j), f"the statement does not hold the words {phrase!r}", remedy)


def _folded(text: str) -> str:
    plain = text.translate(str.maketrans("\u2019\u2018\u201c\u201d", "''\"\""))
    return " ".join(plain.split()).casefold().removesuffix(".")


def _assertion(tree: Tree, at: Loc, assertion: dict[str, Any]) -> Iterator[Problem]:
    here = (*at, "assertion")
    yield from _period(tree, (*here, "covers"), _mapping(assertion.get("covers")))
    quantifier = assertion.get("quantifier")
    if quantifier in _BOUNDED and not isinstance(assertion.get("quantity"), dict):
        remedy = "add `quantity: {value: 4, unit: null, of: officers}`"
        yield tree.problem((*here, "quantifier"), f"{quantifier!r} without a quantity", remedy)


def _period(tree: Tree, loc: Loc, period: dict[str, Any]) -> Iterator[Problem]:
    try:
        first, last = as_iso_prefix(period["from"]), as_iso_prefix(period["to"])
    except (KeyError, ValueError):  # an open end; or no date, which the types report
        return
    if first_day(first) > last_day(last):
        yield tree.problem(
            (*loc, "from"), f"the period begins ({first}) after its end ({last})", "swap `from` and `to`"
        )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
