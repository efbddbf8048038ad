"""Clause that dates an event → the event on the other side of that date: knew before, continued after, began before."""

from __future__ import annotations

import re

from claims.clauses import Clause, parse
from claims.timespans import dates_in
from claims.verb_forms import gerund, past, readings
from claims.vocabulary import entries

_LEARN = re.compile(
    r"""(?P<subject>.+?)\s(?:(?:only|just)\s)?(?:first\s)?
    (?:learned|learnt|heard|knew|found\ out|discovered
      |(?:became|become|was|were)(?:\s\w+ly)?\s(?:first\s|made\s)?(?:aware|told|notified|informed|alerted))
    (?:\s(?P<how>of|about|that))?\s?(?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_DAY = re.compile(
    r"""(?:,\s)?\b(?:only\s)?(?:in|on|during|from|by|at)\s
    (?:the\s\w+\s(?:of|on)\s|late\s|early\s|\w+\s(?:of|on)\s)?(?:the\s)?$""",
    re.VERBOSE,
)
_BEFORE_END = re.compile(
    r"""\s*\b(?:only\s)?(?:in|on|by|as\ of|at\ the\ end\ of|in\ late|in\ early|at|since)\s
    (?:the\s)?(?:end\ of\s|summer\ of\s|\w+\ of\s)?$""",
    re.VERBOSE,
)
_STOPPING = frozenset(entries("stopping_verbs"))
_DROPPING = frozenset(entries("dropping_verbs"))
_STARTING = frozenset(entries("starting_verbs"))


def knew_before(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "The Navy first learned in March 2017 that foam had reached wells" → it knew that before March 2017."""
    learned = re.search(r"\b(?:first|only)\b|\blearned\b|\blearnt\b|\bbecame aware\b|\bnews to\b", sentence)
    found = _LEARN.fullmatch(sentence.rstrip(" ."))
    if not learned or not found or parse(sentence) is None:
        return ()
    what, when = _what_and_when(found["rest"])
    how = found["how"]
    if how is None:
        opened = re.match(r"(?:of|about|that)\b", what)
        how, what = (opened.group(), what[opened.end() :].strip()) if opened else (None, what)
    if not how or not what or not when:
        return ()
    link = "that" if how == "that" else "of"
    return (f"{found['subject']} knew {link} {what.rstrip(' ,')} before {when}",)


def _what_and_when(rest: str) -> tuple[str, str]:
    """What was learned, and the date, event or messenger before which knowing it contradicts."""
    days = dates_in(rest, "2000-01-01")
    if days:
        day = days[-1] if not re.match(r"(?:in|on)\s", rest) else days[0]
        opener = _BEFORE_DAY.search(rest[: day.start])
        cut = opener.start() if opener else day.start
        what = (rest[:cut] + rest[day.end :]).strip(" ,")
        what = re.sub(r"\s(?:from|through)\s(?:the|a|an|[A-Z])[^,]*$", "", what)
        return re.sub(r",\s(?:when|two|after|from|through|the)\b.*$", "", what), rest[day.start : day.end]
    event = re.search(r"(?:,\s)?\b(?:only\s)?(?:when|after|as soon as|at the time)\s(?P<event>.+)$", rest)
    if event:
        return rest[: event.start()].strip(), event["event"]
    rest = re.sub(r"\sthe same way [^,]+,", "", rest)
    source = re.search(r"\b(?:from|through|in)\s(?P<source>(?:the|a|an)\s.+)$", rest)
    return (rest[: source.start()].strip(), f"{source['source']} reported it") if source else (rest, "")


def other_side_of_event(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "ended in March 2019" → "continued after March 2019"; "began in 2020" → after, "began only in" → before."""
    days = dates_in(clause.rest, "2000-01-01")
    if not days or clause.verb not in _STOPPING | _DROPPING | _STARTING:
        return ()
    day = clause.rest[days[0].start : days[0].end]
    before = clause.rest[: days[0].start]
    thing = re.sub(r"\s(?:when|after|as)\s.*$", "", _BEFORE_END.sub("", before)).strip(" ,")
    subject = clause.subject
    if clause.verb in _DROPPING and clause.auxiliaries[:1] in {("was",), ("were",)}:
        return (f"{subject} {clause.auxiliaries[0]} still in use after {day}",)
    if clause.verb in _STARTING:
        side = "before" if re.search(r"\bonly\b|\bnot until\b", before) or "only" in clause.adverbs else "after"
        thing = re.sub(r"\bonly$", "", thing).strip()
        return (" ".join(p for p in (subject, clause.verb, thing, side, day) if p),)
    if not thing:
        return (f"{subject} continued after {day}",)
    doing = re.match(r"(\w+ing)\b(.*)", thing)
    if doing:
        base = next((b for b in _bases_of_gerund(doing.group(1))), None)
        return (f"{subject} {past(base)}{doing.group(2)} after {day}",) if base else ()
    return (f"{subject} {'kept' if clause.verb in _DROPPING else 'continued'} {thing} after {day}",)


def _bases_of_gerund(word: str) -> list[str]:
    stem = word.removesuffix("ing")
    return [b for b in (stem, stem + "e", stem[:-1]) if b and readings(b) and gerund(b) == word]
