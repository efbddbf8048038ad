"""Words of a sentence → where its verb group begins, and what stands in that group.

There is no tagger behind this: the verb is the first auxiliary or listed verb form that stands outside relative
clauses and where a verb can stand.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.noun_phrases import is_plural
from claims.verb_forms import AUXILIARIES, BE, DO, HAVE, MODALS, guessed_base, is_also_noun, readings
from claims.vocabulary import entries

_TOKEN = re.compile(r"[$€£]?\d+(?:[.,]\d+)*%?(?![\w-])|[^\W_]+(?:['\u2019.-][^\W_]+)*|[^\w\s]")
_RELATIVE = frozenset(entries("clause_openers"))
_BEFORE_NOUN = frozenset(entries("before_nouns"))
_PRONOUNS = frozenset(entries("subject_pronouns"))
_PLURAL_PRONOUNS = frozenset({"we", "they", "you", "these", "those"})
_REDUCES = frozenset(entries("reducing_prepositions"))
_DETERMINERS = frozenset(["a", "all", "an", "any", "each", "every", "her", "his", "its", "no", "some", "the", "their"])
_FLOATING = frozenset({"only", "each", "both"})
_STOPS = frozenset({",", ";", ":", *entries("clause_stops")})


class Token(NamedTuple):
    """A word or mark with its span in the sentence; `low` is its lower-case form."""

    text: str
    low: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words and marks of `text`."""
    return [Token(m.group(), m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def subject_is_plural(subject: str) -> bool:
    """Whether a verb after `subject` takes its plural form."""
    low = subject.lower().strip()
    if low in _PLURAL_PRONOUNS or re.match(r"(?:both|many|few|several|all of)\b", low):
        return True
    named = re.fullmatch(r"(?:[A-Z][\w.&\u2019'-]*\s)+[A-Z][\w.&\u2019'-]*", subject.strip())
    if named or re.match(r"(?:every|each|any|a|an|one|no one)\s", low):
        return False
    return is_plural(subject) or bool(re.search(r"^[^,]*\b\w+ and (?:the |its |our )?\w+$", low))


def verb_at(tokens: list[Token], first: int) -> int | None:
    """The index at which the clause's verb group begins."""
    weak: int | None = None
    skip = 0
    i = first
    while i < len(tokens):
        low = tokens[i].low
        if i > first and low in _RELATIVE and not (low == "that" and i == first) and _opens_relative(tokens, i):
            skip += 1
            i += 1
            continue
        strength = _strength(tokens, i, first)
        if strength and skip:
            skip -= 1
            i = _last_of_group(tokens, i) + 1
            continue
        if strength >= 2:
            if weak is not None and any(_is_stop(tokens, j) for j in range(weak, i)):
                return weak
            if strength == 2 and _is_reduced(tokens, i):
                weak = i if weak is None else weak
                i += 1
                continue
            return i
        if strength == 1 and weak is None:
            weak = i
        i += 1
    return weak


def _is_stop(tokens: list[Token], j: int) -> bool:
    """Whether a weak verb before `j` keeps its clause; "that" before a verb opens a relative clause of its noun."""
    if tokens[j].low == "that" and j + 1 < len(tokens):
        return tokens[j + 1].low not in AUXILIARIES and not readings(tokens[j + 1].text)
    return tokens[j].low in _STOPS


def _opens_relative(tokens: list[Token], i: int) -> bool:
    """Whether the word at `i` opens a clause with a verb of its own, not a phrase ("before March 2019")."""
    low = tokens[i].low
    if low in {"before", "after", "since", "until"}:
        return not tokens[i + 1 : i + 2] or (
            not tokens[i + 1].text[0].isdigit()
            and any(t.low in AUXILIARIES or t.low in _PRONOUNS for t in tokens[i + 1 : i + 5])
        )
    return True


def _strength(tokens: list[Token], i: int, first: int) -> int:
    """3: auxiliary; 2: a verb that is seldom a noun, or any after a pronoun; 1: could be a noun; 0: no verb here."""
    token = tokens[i]
    if i == first or _is_no_verb(tokens, i):
        return 0
    # "The Board only keeps", "pathologists each perform": the word stands between subject and verb, not before a noun.
    previous = tokens[i - 2].low if i > first + 1 and tokens[i - 1].low in _FLOATING else tokens[i - 1].low
    if token.low in AUXILIARIES:
        named = token.low in {"may", "will", "can", "might"} and previous in {"a", "the", "of"}
        return 0 if named or previous == "to" else 3
    forms = readings(token.text) if token.text == token.low else ()
    finite = [r for r in forms if r.tense != "participle" or _may_be_past(token.low)]
    if not finite and _is_unlisted_past(tokens, i):
        return 2
    possessive = previous.endswith(("'s", "'", "\u2019s", "\u2019"))
    if not finite or previous in _BEFORE_NOUN or possessive or _is_hyphenated(tokens, i):
        return 0
    tenses = {r.tense for r in finite}
    if previous in _PRONOUNS:
        return 2
    noun_like = all(is_also_noun(r.base) for r in finite) and "past" not in tenses
    agrees = bool(tenses & {"past", "third"}) or _follows_plural(tokens, i, first)
    return (1 if noun_like else 2) if agrees else 0


def _is_no_verb(tokens: list[Token], i: int) -> bool:
    """Words that look like verbs: May the month, "last year", "all 48,000 affected people", "device searches touch"."""
    low, following = tokens[i].low, tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    if tokens[i].text == "May" and (following.text[0].isdigit() or tokens[i - 1].low in {"in", "since", "of", "by"}):
        return True
    if low == "last" and following.low in entries("time_nouns"):
        return True
    if low in AUXILIARIES:
        return False
    counted = i > 1 and tokens[i - 1].text[0].isdigit() and tokens[i - 2].low in _DETERMINERS
    return counted or _is_compound_noun(tokens, i)


def _is_compound_noun(tokens: list[Token], i: int) -> bool:
    """Whether a verb that is also a noun is followed at once by the clause's verb: "device searches touch few"."""
    if i + 2 >= len(tokens) or not any(r.tense == "third" for r in readings(tokens[i].text)):
        return False
    verb, after = tokens[i + 1], tokens[i + 2].low
    return any(r.tense == "base" for r in readings(verb.text)) and (after in _BEFORE_NOUN or after in _REDUCES)


def _is_unlisted_past(tokens: list[Token], i: int) -> bool:
    """A form in -ed of no listed verb, before a determiner: "grounded every aircraft"; adjectives stand otherwise."""
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    word = tokens[i]
    return (
        word.text == word.low
        and guessed_base(word.low) is not None
        and tokens[i - 1].low not in _BEFORE_NOUN
        and following in _DETERMINERS
    )


def _may_be_past(word: str) -> bool:
    return any(r.tense == "past" for r in readings(word))


def _is_hyphenated(tokens: list[Token], i: int) -> bool:
    return tokens[i - 1].text == "-" or (i + 1 < len(tokens) and tokens[i + 1].text == "-")


def _follows_plural(tokens: list[Token], i: int, first: int) -> bool:
    loose = {*entries("adverbs"), *_FLOATING}
    words = " ".join(t.text for t in tokens[first:i] if not t.low.endswith("ly") and t.low not in loose)
    words = re.sub(r"\s?,[^,]*,$", "", words)
    return subject_is_plural(words) or bool(re.search(r"(?:s|people|staff|police|personnel|children|data)$", words))


def _is_reduced(tokens: list[Token], i: int) -> bool:
    """Whether the past form at `i` is a reduced relative clause: "recordings held by this office have been"."""
    if tokens[i - 1].low in _PRONOUNS or i + 1 >= len(tokens):
        return False
    if not any(r.tense == "participle" for r in readings(tokens[i].low)) or tokens[i + 1].low not in _REDUCES:
        return False
    for later, token in enumerate(tokens[i + 1 :], i + 1):
        if token.low in _STOPS:
            return False
        if token.low in AUXILIARIES:
            return later + 1 < len(tokens) and tokens[later + 1].low not in _STOPS
    return False


def _last_of_group(tokens: list[Token], at: int) -> int:
    _, _, main = group(tokens, at)
    return at if main is None else main


def group(tokens: list[Token], at: int) -> tuple[tuple[str, ...], tuple[str, ...], int | None]:
    """Auxiliaries, adverbs and index of the main verb of the group at `at`; None: the last auxiliary is the verb."""
    auxiliaries: list[str] = []
    adverbs: list[str] = []
    i = at
    while i < len(tokens):
        low = tokens[i].low
        pair = f"{low} {tokens[i + 1].low}" if i + 1 < len(tokens) else low
        if low in AUXILIARIES or (auxiliaries and low in {"be", "been", "being"}):
            auxiliaries.append(low)
        elif pair in entries("adverbs"):
            adverbs.append(pair)
            i += 1
        elif auxiliaries and (low in entries("adverbs") or (low.endswith("ly") and len(low) > 4)):
            adverbs.append(low)
        else:
            break
        i += 1
    if not auxiliaries:
        return (), (), at
    return tuple(auxiliaries), tuple(adverbs), i if i < len(tokens) and _completes(auxiliaries, tokens[i]) else None


def _completes(auxiliaries: list[str], token: Token) -> bool:
    """Whether the word after the auxiliaries is the main verb that they call for."""
    last = auxiliaries[-1]
    tenses = {r.tense for r in readings(token.low)}
    if last in DO or last in MODALS:
        return token.text.isalpha()
    if last in HAVE:
        return "participle" in tenses or (token.low.endswith("ed") and not token.low.startswith("un"))
    if last in BE or last in {"be", "been", "being"}:
        return "participle" in tenses or token.low.endswith(("ed", "ing"))
    return False


def end_of_group(tokens: list[Token], at: int) -> int:
    """The offset at which a group without a main verb of its own ends ("had", "is advisory": after "is")."""
    i, end = at, tokens[at].end
    while i < len(tokens) and (
        tokens[i].low in AUXILIARIES | {"be", "been", "being"}
        or tokens[i].low in entries("adverbs")
        or (tokens[i].low.endswith("ly") and len(tokens[i].low) > 4 and i > at)
    ):
        if tokens[i].low in {"only"} and tokens[i - 1].low not in AUXILIARIES:
            break
        end = tokens[i].end
        i += 1
    return end
