"""Affirming clause → positive sentences that would make it false: other than, more than, before, after, some not."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.beyond_bounds import UNIVERSAL, beyond_bound, one_case_of
from claims.clauses import Clause
from claims.events import done_at_another_time, done_before, had_more, knew_before, other_side_of_event
from claims.exclusions import not_that_but, something_else
from claims.lifting import negate
from claims.positive_phrases import without_polarity
from claims.verb_forms import bases_of_gerund, readings, third_person
from claims.vocabulary import entries

_MINIMISERS = re.compile(
    r"\b(?:only\s|just\s)?(?:a few|a handful of|a small number of|a couple of|very few|few|isolated|one or two)\b",
    re.IGNORECASE,
)
_NO_MORE_THAN_FEW = re.compile(
    r"\b(?:no|not) more than (?P<few>a few|a handful|a couple|one or two|a dozen)\b", re.IGNORECASE
)
_ORDER = re.compile(r"\b(?:before|after|ahead of|prior to|by(?= (?:the end|june|july|\w+ \d))|until)\b", re.IGNORECASE)
_BANS = {"banned": "permitted", "prohibited": "permitted", "forbidden": "permitted", "barred": "permitted"} | {
    "prohibits": "permits",
    "forbids": "permits",
    "bans": "permits",
    "prohibit": "permit",
    "forbid": "permit",
    "ban": "permit",
}


def _some(phrase: str) -> str:
    """As in "its obligations" → "some of its obligations"."""
    owned = re.match(r"(?:its|their|his|her|the|these|those)\b", phrase)
    return f"some of {phrase}" if owned else f"some {phrase}"


_NEARLY = re.compile(r"(?:nearly|almost|virtually|practically)\s(?:all|every)(?:\sof)?(?:\sthe)?\s", re.IGNORECASE)
_EVERY_SO_OFTEN = re.compile(
    r"\bevery\s(?P<span>(?:\d+|two|three|four|five|six|seven|ten|twelve)\s(?:days|weeks|months|years|hours))\b"
)
_EACH_TIME = re.compile(
    rf",?\s*\b(?:in\s)?(?:every|each)\s(?P<time>{'|'.join(entries('time_nouns'))})\b(?!\s(?:of|the|that|it|they|we|[A-Z])\b)"
)
_SPENDING = re.compile(r"\b(?:go|goes|went|gone|spent|used)\b")


_WHOLE_SUM = re.compile(
    r"(?:every|each)\s(?:dollar|cent|penny|pound|euro)\b"
    r"|all(?: of)?\s(?=.*\b(?:money|funds?|proceeds|revenue|fees)\b)",
    re.IGNORECASE,
)


def spent_otherwise(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "Every dollar has gone to treatment" → "Money … went to something other than treatment"."""
    whole = _WHOLE_SUM.match(clause.subject)
    to = re.match(r"(?P<to>to|on|for|toward|towards)\s(?P<what>[^,]+)$", clause.rest)
    if not whole or not to or not _SPENDING.fullmatch(clause.verb):
        return ()
    subject = re.sub(r"^(?:the|of)\s", "", clause.subject[whole.end() :].strip())
    money = (
        f"some {subject}"
        if not subject.startswith("of ") and not re.match(r"[A-Z]|its|our", subject)
        else f"some of {subject}"
    )
    clause = clause._replace(subject=money)
    verb = " ".join((*clause.auxiliaries, *clause.adverbs, clause.verb))
    return (f"{money} {verb} {to['to']} something other than {to['what']}", negate(clause))


def nearly_all(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "nearly all licences were renewed" → "many licences were not renewed"; "every five years" → for longer."""
    if nearly := _NEARLY.match(clause.subject):
        return (negate(clause._replace(subject=f"many {clause.subject[nearly.end() :]}")),)
    period = _EVERY_SO_OFTEN.search(clause.rest)
    if not period:
        return ()
    rest = f"{clause.rest[: period.start()]}for more than {period['span']}{clause.rest[period.end() :]}"
    return (negate(clause._replace(rest=rest)),)


def some_did_not(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "Every call gets a truck" → "A call does not get a truck", with the noun in its right number."""
    if UNIVERSAL.match(clause.subject):
        return (negate(clause._replace(subject=one_case_of(clause))),)
    inside = re.search(r"\b(?:every|each|all(?: of)?(?: the)?)\s(?=\w)", clause.rest, re.IGNORECASE)
    if timed := _EACH_TIME.search(clause.rest):
        rest = (clause.rest[: timed.start()] + clause.rest[timed.end() :].lstrip(",")).strip()
        on = "on" if timed["time"] in {"day", "night", "weekend"} else "in"
        return (negate(clause._replace(lead=f"{on} at least one {timed['time']}", rest=rest)),)
    always = "always" in clause.adverbs or "always" in clause.rest
    if inside and not re.search(r"[,;]|\bthat\b", clause.rest[: inside.start()]):
        phrase = clause.rest[inside.end() :]
        some = _some(phrase) if inside.group().lower().startswith("all") else f"at least one {phrase}"
        some = re.sub(r"^at least one one\b", "at least one of them", some)
        bare = phrase.split()[0] in entries("time_nouns") and not re.search(
            r"\b(?:in|on|at|of|for)\s$", clause.rest[: inside.start()]
        )
        some = f"in {some}" if bare else some
        return (negate(clause._replace(rest=clause.rest[: inside.start()] + some)),)
    if always:
        adverbs = tuple(a for a in clause.adverbs if a != "always")
        return (negate(clause._replace(adverbs=adverbs, rest=re.sub(r",?\s*\balways\b", "", clause.rest))),)
    return ()


_AT_ONCE = re.compile(
    r"\b(?:as soon as|(?:on |at )?the (?:moment|minute|instant|day|same day)(?: that)?(?=\s[A-Za-z])"
    r"|immediately (?:after|upon|on)|upon)(?=\s)"
)


def other_order(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "after the hearing" → "before the hearing" and the other way round; "by the end" → "after the end"."""
    if prompt := _AT_ONCE.search(clause.rest):
        parts = (clause.lead, clause.subject, *clause.auxiliaries, *clause.adverbs, clause.verb)
        return (
            " ".join(
                p
                for p in (*parts, clause.rest[: prompt.start()] + "some time after" + clause.rest[prompt.end() :])
                if p
            ),
        )
    found = _ORDER.search(clause.rest)
    if not found or re.match(r"\s(?:they|he|she|it)\scan\b", clause.rest[found.end() :]):
        return ()
    rest = (
        clause.rest[: found.start()]
        + ("before" if found.group().lower() == "after" else "after")
        + without_polarity(re.sub(r",\s(?:and\s)?not\s(?:before|after)\s.*$", "", clause.rest[found.end() :]))
    )
    parts = (clause.lead, clause.subject, *clause.auxiliaries, *clause.adverbs, clause.verb, rest)
    return (" ".join(p for p in parts if p),)


def many(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "a few officers" → "many officers"."""
    if capped := _NO_MORE_THAN_FEW.search(sentence):
        aside = re.sub(r",\s[^,]+ to be (?:exact|precise),", "", sentence[capped.end() :])
        return (f"{sentence[: capped.start()]}more than {capped['few']}{aside}",)
    if lone := re.search(r"\b(?:an?|one) isolated (?P<what>\w+)", sentence):
        return (f"{sentence[: lone.start()]}one of many {third_person(lone['what'])}{sentence[lone.end() :]}",)
    if _MINIMISERS.search(sentence):
        return (_MINIMISERS.sub("many", sentence, count=1),)
    seldom = re.search(r"\b(?:very\s)?(?:rarely|seldom|hardly ever|almost never)\b", sentence)
    return (f"{sentence[: seldom.start()]}often{sentence[seldom.end() :]}",) if seldom else ()


def permitted(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "is banned" → "is permitted", "prohibits" → "permits"."""
    if clause.verb not in _BANS:
        return ()
    from_doing = re.search(rf"\b{clause.verb}\sfrom\s(\w+ing)\b", sentence)
    base = next(iter(bases_of_gerund(from_doing.group(1))), None) if from_doing else None
    if from_doing and base:
        return (f"{sentence[: from_doing.start()]}{_BANS[clause.verb]} to {base}{sentence[from_doing.end() :]}",)
    return (re.sub(rf"\b{clause.verb}\b", _BANS[clause.verb], sentence, count=1),)


# The first rule that applies gives the counters; a statement that none fits is negated.
RULES: tuple[Callable[[Clause, str], tuple[str, ...]], ...] = (
    knew_before,
    done_before,
    other_side_of_event,
    had_more,
    done_at_another_time,
    not_that_but,
    something_else,
    many,
    beyond_bound,
    permitted,
    spent_otherwise,
    nearly_all,
    some_did_not,
    other_order,
)
# What adds weight and no sense: it reads ill in a counter.
_EMPHASIS = re.compile(
    r",?\s(?:bar none|without exception|no exceptions|period|full stop|without fail|in every case|, always)$"
)


def reverse(clause: Clause, sentence: str) -> tuple[str, ...]:
    """Sentences (without capital or full stop) any of which makes the affirming clause false."""
    plain = _EMPHASIS.sub("", sentence.rstrip(" ."))
    clause = clause._replace(rest=_EMPHASIS.sub("", f" {clause.rest}").strip())
    for rule in RULES:
        found = rule(clause, plain)
        if found and rule is something_else and UNIVERSAL.match(clause.subject):
            return tuple(f.replace(clause.subject, one_case_of(clause), 1) for f in found)
        if found:
            return found
    return (*_other_means(clause), negate(_as_done(clause)))


def _as_done(clause: Clause) -> Clause:
    """A duty or a promise as what is done: "must use" → "use", so that its breach reads "does not use"."""
    duty = clause.auxiliaries[:1] in {("must",), ("shall",), ("will",), ("should",)} and len(clause.auxiliaries) == 1
    if not duty or not any(r.tense == "base" for r in readings(clause.verb)):
        return clause
    verb = clause.verb if clause.plural else third_person(clause.verb)
    return clause._replace(auxiliaries=(), verb=verb)


def _other_means(clause: Clause) -> tuple[str, ...]:
    """As in "must use the official system" → "use something other than the official system"."""
    if "must" not in clause.auxiliaries or clause.verb != "use":
        return ()
    done = _as_done(clause)
    what = re.split(r"\s(?:for|to|when|in)\s", clause.rest)[0]
    return (f"{done.subject} {done.verb} something other than {what}{clause.rest[len(what) :]}",)
