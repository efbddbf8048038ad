"""Sentence → the same said in the order and words that the rules read: plain denials, dates with their year."""

from __future__ import annotations

import calendar
import re

from claims.clauses import Clause, parse
from claims.lifting import denies, negate
from claims.timespans import FoundDate, dates_in
from claims.verb_forms import BE, DO, HAVE, bases_of_gerund, past, readings, third_person
from claims.vocabulary import entries

_INVERTED = re.compile(
    r"(?:at no (?:time|point|stage)|under no circumstances?|not once|never|nor|in no case|on no occasion)\s"
    r"(?P<when>(?:on|in|during|after|before|since|between)\b.{2,60}?\s)?"
    r"(?P<aux>has|have|had|did|do|does|was|were|is|are|will|can)\s(?=the\b|an?\b|any|its\b|our\b|[A-Z])",
    re.IGNORECASE,
)
_SAID = r"(?:reports?|claims?|allegations?|suggestions?|rumou?rs?|notion|idea|assertions?|accusations?)"
_FALSE = r"(?:false|untrue|wrong|baseless|unfounded|incorrect|not true|without (?:merit|foundation|basis))"
_CALLED_FALSE = (
    re.compile(rf"(?:(?:the|any|all)\s)?{_SAID} that (?P<said>.+) (?:is|are) (?:\w+ly )?{_FALSE}", re.IGNORECASE),
    re.compile(rf"it is (?:simply |\w+ly )?{_FALSE} (?:to say )?that (?P<said>.+)", re.IGNORECASE),
    re.compile(
        rf".{{1,80}}? (?:\w+ly )?(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:e|es|ed))"
        rf" (?:(?:the|any|all) {_SAID} )?that (?P<said>.+)",
        re.IGNORECASE,
    ),
)
_DENIES_ACT = re.compile(
    r"(?P<who>.{1,80}?) (?:\w+ly )?den(?:y|ies|ied) (?:ever )?(?P<how>having \w+|\w+ing|any)\b(?P<what>.*)"
)
_RAISED = re.compile(
    r"(?P<first>.+?),\s(?:and|or)\s(?P<second>(?:has|have|had|will|did|does|do|is|are|was|were|can|could|would)\b[^,]{2,40})"
    r",\s(?P<shared>.+)"
)
# "did not, at any time, direct the contractor": the aside goes to the end.
_ASIDE = re.compile(
    r"(?P<group>\b(?:do|does|did|will|is|are|was|were|has|have|had) (?:not|never)),"
    r" (?P<aside>(?!and\b|or\b|nor\b)[^,]{3,40}), (?P<rest>[a-z].*)"
)
_ONLY_THEN = re.compile(
    r"Only (?P<when>(?:after|when|once|in|with|if|on|by)\b.+?)"
    r" (?P<aux>did|does|do|has|have|was|were|is|are|can|will|may) (?P<rest>(?:the|an?|our|its|[A-Z]).+)"
)
# "count devices to plan maintenance, and that is the only purpose they serve"
_ONLY_PURPOSE = re.compile(
    r"(?P<said>.+?) (?P<purpose>(?:to|for) [a-z].+?),?"
    r" and (?:that|this) is (?:the|its|their) only (?:purpose|use|reason)\b.*"
)
# "do not, and never have, received": said of two times, with one verb for both.
_TWICE_DENIED = re.compile(
    r"^(?P<who>.{2,80}?) (?:do|does|did|will|would|is|are|was|were|has|have|had|can) not,? (?:and|nor)"
    r" (?:never (?=(?:has|have|had|will|did)))?(?P<aux>has|have|had|will|would|did)(?: never| not)?,? (?=[a-z])"
)
# "the May 17 hearing" needs no year more than "on May 17" does, but it reads ill with one.
_TAKES_NO_IN = re.compile(
    r"\b(?:in|on|of|by|since|until|till|from|to|before|after|during|than|between|and|for|the|as of|throughout|through"
    r"|late|early|mid)\s$",
    re.IGNORECASE,
)


def said_plainly(sentence: str) -> str:
    """As in "At no time has anyone asked" → "no one has ever asked"; "We deny that X" → "not X"; "zero" → "no"."""
    text = re.sub(r"\b(?:(Z)|z)ero (?!tolerance)(?=[a-z])", lambda m: "No " if m.group(1) else "no ", sentence)
    text = re.sub(r"\b(has|have|had|is|are|was|were) at all times\b", r"\1 always", text)
    text = _ASIDE.sub(lambda m: f"{m['group']} {m['rest']} {m['aside']}", text.rstrip(" ."))
    text = _ONLY_PURPOSE.sub(r"\g<said> only \g<purpose>", text)
    text = _TWICE_DENIED.sub(lambda m: f"{m['who']} {m['aux']} never ", text)
    return _only_then(_upright(_denied(text)))


def halves(sentence: str) -> tuple[str, ...]:
    """As in "X does not sell, and has never sold, photographs" → both clauses with the object that they share."""
    found = _RAISED.fullmatch(sentence.rstrip(" ."))
    first = parse(found["first"]) if found else None
    if not found or first is None or not re.fullmatch(r"(?:[a-z]+)?", first.rest):
        return (sentence,)
    auxiliary, _, rest = found["second"].partition(" ")
    agreeing = {"have": "has", "do": "does", "are": "is", "were": "was"}
    auxiliary = auxiliary if first.plural else agreeing.get(auxiliary, auxiliary)
    return f"{found['first']} {found['shared']}", f"{first.subject} {auxiliary} {rest} {found['shared']}"


def with_years(sentence: str, anchor: str | None) -> str:
    """`sentence` with each date that leans on the day of the statement written out: "last March" → "in March 2019"."""
    for found in reversed(dates_in(sentence, anchor)):
        if found.relative:
            sentence = sentence[: found.start] + _spelled(sentence, found) + sentence[found.end :]
    return sentence


def in_words(iso: str) -> str:
    """As in "2019-03-05" → "March 5, 2019"."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = calendar.month_name[int(rest[0])]
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


def _spelled(sentence: str, found: FoundDate) -> str:
    before, written = sentence[: found.start], sentence[found.start : found.end]
    attribute = re.match(
        r"\s(?!and\b|or\b|to\b|by\b|for\b|in\b|at\b|of\b|on\b|with\b|when\b|that\b|was\b|were\b|is\b)[a-z]+",
        sentence[found.end :],
    )
    if before.lower().endswith("the ") and attribute:
        return written
    words = in_words(found.iso)
    if re.match(r"['\u2019]s\b", sentence[found.end :]):
        return words
    if _TAKES_NO_IN.search(before):
        return words
    if not before.strip():
        return f"In {words}"
    return f"{'on' if found.iso.count('-') == 2 else 'in'} {words}"


def _denied(sentence: str) -> str:
    text = sentence.rstrip(" .")
    for pattern in _CALLED_FALSE:
        found = pattern.fullmatch(text)
        clause = parse(found["said"]) if found else None
        if clause:
            return _negated(clause) if not denies(clause) else sentence
    act = _DENIES_ACT.fullmatch(text)
    return _act_denied(act["who"], act["how"], act["what"]) or sentence if act else sentence


def _negated(clause: Clause) -> str:
    """As in "any official accepted payment" → "no official accepted payment"."""
    any_ = re.match(r"any(one|body)?\b", clause.subject, re.IGNORECASE)
    if not any_:
        return negate(clause)
    subject = ("No one" if any_.group(1) else "No") + clause.subject[any_.end() :]
    group = (subject, *clause.auxiliaries, *clause.adverbs, clause.verb, clause.rest)
    return " ".join(part for part in group if part)


def _act_denied(who: str, how: str, what: str) -> str | None:
    """As in "denies sharing data" → "did not share data", "denies any role" → "has no role"."""
    if how == "any":
        return f"{who} has no{what}"
    if how.startswith("having "):
        return f"{who} did not {_base(how.removeprefix('having '))}{what}"
    base = next(iter(bases_of_gerund(how)), None)
    return f"{who} did not {base}{what}" if base else None


def _base(participle: str) -> str:
    return next((r.base for r in readings(participle) if r.tense == "participle"), participle)


def _upright(sentence: str) -> str:
    inverted = _INVERTED.match(sentence)
    if not inverted:
        return sentence
    when = (inverted["when"] or "").strip()
    auxiliary, rest = inverted["aux"].lower(), sentence[inverted.end() :].rstrip(" .") + (f" {when}" if when else "")
    subject = _subject_length(rest, auxiliary)
    if anyone := re.match(r"any(?:one|body)\b", rest):
        return " ".join(f"No one {rest[anyone.end() : subject]} {auxiliary} {rest[subject:]}".split())
    denied = "not" if auxiliary in DO else "never"
    return f"{rest[:subject].strip()} {auxiliary} {denied} {rest[subject:].strip()}"


def _only_then(sentence: str) -> str:
    """As in "Only after the audit did the agency change its policy" → "the agency changed its policy only after …"."""
    found = _ONLY_THEN.match(sentence.rstrip(" ."))
    subject = _subject_length(found["rest"], found["aux"]) if found else 0
    if not found or not subject:
        return sentence
    said, auxiliary = found["rest"], found["aux"]
    verb, _, what = said[subject:].partition(" ")
    form = {"did": past, "does": third_person}.get(auxiliary)
    group = form(verb) if form else verb if auxiliary == "do" else f"{auxiliary} {verb}"
    return f"{said[:subject].strip()} {group} {what} only {found['when']}".replace("  ", " ")


def _subject_length(rest: str, auxiliary: str) -> int:
    """Where the verb of an inverted clause begins: at the form that the auxiliary calls for, else at a preposition."""
    wanted = {"participle"} if auxiliary in BE | HAVE else {"base"}
    for word in re.finditer(r"(?<!to )\b[a-z]+\b", rest):
        if word.start() and any(r.tense in wanted for r in readings(word.group())):
            return word.start()
    preposition = re.search(rf"(?<=\s)(?:{'|'.join(entries('reducing_prepositions'))})\s", rest)
    return preposition.start() if preposition else 0
