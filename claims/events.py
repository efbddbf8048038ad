"""Clause that dates an event → the event on the other side of that date: knew before, continued after, began before."""

from __future__ import annotations

import calendar
import re

from claims.clauses import Clause, parse
from claims.model import EventKind
from claims.noun_phrases import article, is_plural
from claims.quantities import quantities
from claims.timespans import dates_in
from claims.verb_forms import bases_of_gerund, past
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
_SEASON = re.compile(
    r"\b(?:the\s(?:spring|summer|autumn|fall|winter|end|start|beginning)\sof|late|early|mid)\s$", re.IGNORECASE
)
_BEFORE_END = re.compile(
    r"""\s*\b(?:only\s)?(?:in|on|by|as\ of|at\ the\ end\ of|in\ late|in\ early|at|since)\s
    (?:the\s)?(?:end\ of\s|summer\ of\s|\w+\ of\s)?$""",
    re.VERBOSE,
)
_STOPPING = frozenset(entries("stopping_verbs"))
_DROPPING = frozenset(entries("dropping_verbs"))
_STARTING = frozenset(entries("starting_verbs"))


_FIRST_TIME = re.compile(
    r"the first time (?:that )?(?P<said>.+?) (?:was|came) (?:(?:on|in) )?(?:the \w+ of )?(?P<day>.+)", re.IGNORECASE
)
_GATHERING = re.compile(
    r"(?:at|in|during|on)\s(?P<gathering>the\s(?:[\w'\u2019-]+\s){0,3}"
    r"(?:hearing|meeting|briefing|trial|audit|inspection|session))\b"
)


def _days(text: str) -> list[tuple[int, int]]:
    """The spans of the dates in `text`; for a sentence about either side of a date a month alone will do."""
    found = [(d.start, d.end) for d in dates_in(text, "2000-01-01")]
    return found or [m.span("month") for m in _MONTH_ALONE.finditer(text)]


_MONTH_ALONE = re.compile(
    rf"\b(?:in|since|by|until|during)\s(?P<month>{'|'.join(calendar.month_name[1:])})\b(?!\s\d|\sof\b)"
)


def knew_before(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "The Navy first learned in March 2017 that foam had reached wells" → it knew that before March 2017."""
    if (timed := _FIRST_TIME.fullmatch(sentence.rstrip(" ."))) and _days(f"in {timed['day']}"):
        return (f"{re.sub(r'^any(one|body)', 'someone', timed['said'])} before {timed['day']}",)
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


def done_before(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "first used the app in May 2019" → "used the app before May 2019"; "at the October hearing" → before it."""
    if "first" not in clause.adverbs:
        return ()
    days = _days(clause.rest)
    gathering = _GATHERING.search(clause.rest)
    if days:
        when = clause.rest[days[0][0] : days[0][1]]
        what = _BEFORE_END.sub("", clause.rest[: days[0][0]])
    elif gathering:
        when, what = gathering["gathering"], clause.rest[: gathering.start()]
    else:
        return ()
    adverbs = (a for a in clause.adverbs if a != "first")
    return (
        " ".join(
            p
            for p in (clause.subject, *clause.auxiliaries, *adverbs, clause.verb, what.strip(" ,"), "before", when)
            if p
        ),
    )


def _what_and_when(rest: str) -> tuple[str, str]:
    """What was learned, and the date, event or messenger before which knowing it contradicts."""
    days = _days(rest)
    if days:
        day = days[-1] if not re.match(r"(?:in|on)\s", rest) else days[0]
        opener = _BEFORE_DAY.search(rest[: day[0]])
        cut = opener.start() if opener else day[0]
        what = (rest[:cut] + rest[day[1] :]).strip(" ,")
        what = re.sub(r"\s(?:from|through)\s(?:the|an?)\s[^,]*$", "", what)
        what = re.sub(r"(?:\swhen\s|,\s(?:when|two|after|from|through|the)\b).*$", "", what)
        season = _SEASON.search(rest[: day[0]])
        return what, (season.group().strip() + " " if season else "") + rest[day[0] : day[1]]
    event = re.search(r"(?:,\s)?\b(?:only\s)?(?:when|after|as soon as|at the time)\s(?P<event>.+)$", rest)
    if event:
        return rest[: event.start()].strip(), event["event"]
    rest = re.sub(r"\sthe same (?:way|day|time) [^,]+,", "", rest)
    source = re.search(r"\b(?:from|through|in)\s(?P<source>(?:the|a|an)\s.+)$", rest)
    return (rest[: source.start()].strip(), f"{source['source']} reported it") if source else (rest, "")


def kind_of_event(clause: Clause) -> EventKind | None:
    """What the clause says happened to its subject or object: it began, or it ended; None where it is no such event."""
    if _of_a_number(clause):
        return None
    if clause.verb in _STOPPING | _DROPPING or _SWITCHED_OFF.match(f"{clause.verb} {clause.rest}"):
        return "ended"
    return "started" if clause.verb in _STARTING or "first" in clause.adverbs else None


def _of_a_number(clause: Clause) -> bool:
    """As in "suspended fewer than 30 students": a count of cases, not the end of one thing."""
    found = quantities(clause.rest)
    return bool(found) and found[0].start == 0


def other_side_of_event(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "ended in March 2019" → "continued after March 2019"; "began in 2020" → before and after it."""
    days = _days(clause.rest)
    off = bool(_SWITCHED_OFF.match(f"{clause.verb} {clause.rest}"))
    if not days or "first" in clause.adverbs or kind_of_event(clause) is None:
        return ()
    day = clause.rest[days[0][0] : days[0][1]]
    before = clause.rest[: days[0][0]]
    thing = re.sub(r"\s(?:when|after|as)\s.*$", "", _BEFORE_END.sub("", before)).strip(" ,")
    if off or (clause.verb in _DROPPING and clause.auxiliaries[:1] in {("was",), ("were",)}):
        be = clause.auxiliaries[0] if clause.auxiliaries[:1] in {("was",), ("were",)} else "was"
        return (f"{clause.subject} {be} still in use after {day}",)
    if clause.verb in _STARTING:
        only = bool(re.search(r"\bonly\b|\bnot until\b", before)) or "only" in clause.adverbs
        thing = re.sub(r"\bonly$", "", thing).strip()
        sides = ("before",) if only else ("before", "after")
        group = (clause.subject, *clause.auxiliaries, clause.verb, thing)
        return tuple(" ".join(p for p in (*group, side, day) if p) for side in sides)
    return _went_on(clause, thing, day)


# "Switched off", "shut down", "phased out": the end of a thing's use.
_SWITCHED_OFF = re.compile(
    r"(?:switched|turned|shut|powered|taken|phased)\s(?:off|down|out(?: of (?:service|use))?)\b"
    r"|(?:decommissioned|withdrawn)\b"
)


def _went_on(clause: Clause, thing: str, day: str) -> tuple[str, ...]:
    if not thing:
        return (f"{clause.subject} continued after {day}",)
    doing = re.match(r"(\w+ing)\b(.*)", thing)
    if doing:
        base = next(iter(bases_of_gerund(doing.group(1))), None)
        return (f"{clause.subject} {past(base)}{doing.group(2)} after {day}",) if base else ()
    return (f"{clause.subject} {'kept' if clause.verb in _DROPPING else 'continued'} {thing} after {day}",)


def done_at_another_time(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "was completed in March 2021" → "was completed after March 2021", and before: for what is done once."""
    days = _days(clause.rest)
    before = _BEFORE_END.search(clause.rest[: days[0][0]]) if len(days) == 1 else None
    if not before or clause.verb not in entries("single_acts"):
        return ()
    group = (
        clause.lead,
        clause.subject,
        *clause.auxiliaries,
        *clause.adverbs,
        clause.verb,
        clause.rest[: before.start()].strip(),
    )
    rest = clause.rest[days[0][0] :]
    return tuple(" ".join(p for p in (*group, side, rest) if p) for side in ("after", "before"))


def had_more(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "sold its last tobacco holding on June 30, 2017" → "had a tobacco holding after June 30, 2017"."""
    days = _days(clause.rest)
    last = re.match(r"(?:its|his|her|their|the)\s(?:last|final|only)\s(?P<what>.+)", clause.rest) if days else None
    if not last or not days:
        return ()
    what = _BEFORE_END.sub("", clause.rest[last.start("what") : days[0][0]])
    day = clause.rest[days[0][0] : days[0][1]]
    verb = "had" if clause.verb in entries("parting_verbs") else clause.verb
    thing = what.strip(" ,")
    thing = thing if is_plural(thing) else f"{article(thing)} {thing}"
    return (f"{clause.subject} {verb} {thing} after {day}",)
