"""Sentence → the qualifiers and purposes in it; sentence → the same without them."""

from __future__ import annotations

import re
from functools import cache

from claims.verb_forms import AUXILIARIES, readings
from claims.vocabulary import entries

_PURPOSE = re.compile(rf"\b(?:{'|'.join(entries('purposes'))})\b[^,;.]*", re.IGNORECASE)


_TITLED = re.compile(
    r"\b(?:inspector|attorney|director|surgeon|solicitor|secretary|postmaster|consul|auditor)s?[\s-]$", re.IGNORECASE
)
_LIMIT = re.compile(r"\s(?:to\b|(?:\w+\s)?(?:group|set|number|pool|list)\b)", re.IGNORECASE)
_GENERAL_OF = re.compile(
    r"\s(?:counsel|public|ledger|manager|fund|assembly|election|hospital|practitioner|court|contractor|obligation)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(r"\b(?:is|are|was|were|be|been|remains?)\s(?:\w+(?:,\s\w+)*\s(?:and|or)\s)?$", re.IGNORECASE)


def hedges_in(text: str) -> tuple[str, ...]:
    """The qualifiers of the vocabulary that stand in `text`, in order, lower-case, each once."""
    return tuple(dict.fromkeys(m.group().lower() for m in _pattern().finditer(text) if _qualifies(text, m)))


def _qualifies(text: str, found: re.Match[str]) -> bool:
    """Whether the word qualifies: not in a title ("inspector general"), nor as what is said ("full and current")."""
    before, after = text[: found.start()], text[found.end() :]
    if found.group().lower() == "limited" and _LIMIT.match(after):
        return False
    if found.group().lower() == "general" and (_TITLED.search(before) or _GENERAL_OF.match(after)):
        return False
    plain = not found.group().lower().endswith("ly")
    if plain and (_is_noun_here(before, after) or _DETERMINED.match(after) or _HEAD_OF.match(after)):
        return False
    ends = not re.match(r"\s\w|,\s\w|\s?(?:or|and)\b", after)
    said = ends and not found.group().lower().endswith("ly") and bool(_PREDICATE.search(before))
    return not said or " " in found.group()


# "a Commission official since 2018": the noun itself, for what ends a noun phrase follows.
_HEAD_OF = re.compile(
    rf"\s(?:{'|'.join(w for w in entries('after_heads') if w not in {'and', 'or', 'but'})})\b", re.IGNORECASE
)
# "direct the contractor": a verb, for no adjective stands before a determiner.
_DETERMINED = re.compile(r"\s(?:the|an?|its|our|their|his|her|any|anyone|no|every|each)\b", re.IGNORECASE)


def _is_noun_here(before: str, after: str) -> bool:
    """As in "any official accepted": a determiner before it and the clause's verb after it."""
    following = re.match(r"\s([a-z]+)\b", after)
    verb = following.group(1) if following else ""
    finite = verb in AUXILIARIES or any(r.tense in {"past", "third"} for r in readings(verb))
    return finite and bool(re.search(r"\b(?:any|an?|the|no|every|one|that)\s$", before, re.IGNORECASE))


def purpose_in(text: str) -> str | None:
    """The purpose clause of `text` to the letter, None where it has none."""
    found = _PURPOSE.search(text)
    return found.group().strip() if found else None


def without_purpose(text: str) -> str:
    """`text` without its purpose clause."""
    return " ".join(_PURPOSE.sub("", text).split()).strip(" ,")


def without_hedges(text: str) -> str:
    """`text` without its qualifiers and the commas and "or" that joined them."""
    kept = _pattern().sub(lambda m: m.group() if _qualifies(text, m) else f"{m.group()[0]}\1{m.group()[1:]}", text)
    return _folded(_pairs().sub("", kept)).replace("\1", "")


def with_one_hedge(text: str, hedge: str) -> str:
    """`text` with `hedge` as its only qualifier; the empty string where the hedge does not stand in it."""
    found = re.search(rf"\b{re.escape(hedge)}\b", text, re.IGNORECASE)
    if not found:
        return ""
    marked = text[: found.start()] + "\0" + text[found.end() :]
    pair = re.compile(
        rf"\0,?\s(?:or|and|nor)\s(?:(?:{_words()})\b|{_THROUGH})|(?:{_words()}),?\s(?:or|and|nor)\s\0", re.IGNORECASE
    )
    return without_hedges(pair.sub("\0", marked)).replace("\0", found.group())


def as_adjective(hedge: str) -> str:
    """As in "formally" → "formal", "automatically" → "automatic"."""
    stem = hedge.removesuffix("ly")
    return stem.removesuffix("al") if stem.endswith("ical") else stem


# What stands for "indirectly" beside "directly".
_THROUGH = r"(?:through|via)\s[^,.;]+"


@cache
def _words() -> str:
    return "|".join(re.escape(h) for h in sorted(entries("hedges"), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words()})\b", re.IGNORECASE)


@cache
def _pairs() -> re.Pattern[str]:
    one = rf"\b(?:{_words()})\b"
    return re.compile(
        rf",?\s*(?:whether\s)?{one}(?:,?\s(?:or|and|nor)\s(?:{one}|{_THROUGH}))?(?P<comma>,)?(?=\W|$)", re.IGNORECASE
    )


def _folded(text: str) -> str:
    return re.sub(r"\s+([,.;])", r"\1", " ".join(text.split())).strip(" ,")
