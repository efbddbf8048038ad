"""What a party did after a claimed end, or before a claimed first knowledge or start: by calendar day, by rule.

A message counts only where every day that its date can mean lies after (before) every day that the claimed can mean.
"""

from __future__ import annotations

import datetime as dt

from checker.derived.texts import OWN, WRITTEN, phrase_pattern
from checker.model import Relation
from checker.patterns.asked import Asked, Found, is_denial
from checker.patterns.facts import Facts, Keys
from checker.patterns.plain import stated
from checker.patterns.wording import count
from claims.timespans import first_day, last_day
from claims.vocabulary import entries


def after(facts: Facts, asked: Asked) -> Found:
    """What the parties wrote to each other after a date; plain statements about use count against an end."""
    date = str(asked.date)
    messages = facts.after(facts.exchanged(asked.one, asked.other), date)
    active = in_use(facts, messages)
    ours = facts.with_party(asked.one, ("from",))
    rule = [
        f"{_exchange(facts, asked)} dated after {date}, {_days(facts, messages, date)}",
        f"{count(facts.acts(active), 'message')} of them state something about accounts, access or use"
        f" ({facts.acts(active & ours)} written by {facts.name(asked.one)}); at least {asked.minimum} are needed to"
        " contradict",
    ]
    whys = {m: "speaks of use" if m in active else "written after the date" for m in messages}
    return Found(whys, facts.people(messages, asked.one), "; ".join(rule), _against_end(facts, asked, active))


def before(facts: Facts, asked: Asked) -> Found:
    """What shows that a party knew of, or worked with, another before a date."""
    date, event = str(asked.date), asked.claim.assertion.event
    started = bool(event and event.kind == "started")
    ours = facts.with_party(asked.one)
    about = facts.exchanged(asked.one, asked.other)
    if asked.other:
        about |= naming(facts, asked.other, ours)
    messages = facts.before(about, date)
    if started:
        messages = in_use(facts, messages)
    written = facts.with_party(asked.one, ("from",)) & messages
    thing = f" that {facts.name(asked.other)} takes part in or that name it" if asked.other else ""
    use = " and state something about accounts, access or use" if started else ""
    rule = [
        f"messages of {facts.name(asked.one)}{thing}{use}, dated before {date}, {_days(facts, messages, date)}",
        f"{facts.acts(written)} written by {facts.name(asked.one)} (at least {asked.minimum} are needed to contradict);"
        f" the others show what it was told",
    ]
    enough = facts.acts(written) >= asked.minimum
    relation: Relation = "contradicts" if enough and event and event.kind != "ended" else "in_tension"
    whys = {m: "written" if m in written else "received" for m in messages}
    return Found(whys, facts.people(messages, asked.one), "; ".join(rule), relation)


def _against_end(facts: Facts, asked: Asked, active: Keys) -> Relation:
    event = asked.claim.assertion.event
    if not active or not ((event and event.kind == "ended") or is_denial(asked.claim)):
        return "neutral"
    return "contradicts" if facts.acts(active) >= asked.minimum else "in_tension"


def in_use(facts: Facts, messages: Keys) -> Keys:
    """Those of `messages` in which somebody states something about use; a question or an offer does not."""
    words = entries("activity", "checker")
    pattern = phrase_pattern(form for word in words for form in (word, word + "s"))
    found: set[int] = set()
    for stretch in facts.texts.holding(words, OWN):
        if stretch.message in messages and stretch.message not in found and pattern.search(stretch.quote):
            found |= {stretch.message} if any(map(pattern.search, stated(stretch.quote))) else set()
    return found


def naming(facts: Facts, party: str, among: Keys) -> Keys:
    """Those of `among` in whose text or subject a party stands under its name or an alias."""
    names = facts.names(party)
    found = {
        s.message
        for s in facts.texts.holding(names, WRITTEN)
        if s.message in among and party in facts.book.named_in(s.quote)
    }
    return found | {
        m for m, subject in facts.texts.subjects(names) if m in among and party in facts.book.named_in(subject)
    }


def _exchange(facts: Facts, asked: Asked) -> str:
    if asked.other:
        return f"messages between {facts.name(asked.one)} and {facts.name(asked.other)}"
    return f"messages of {facts.name(asked.one)}"


def _days(facts: Facts, messages: Keys, date: str) -> str:
    """How far the furthest message lies from the date, at least; partial dates count from their nearer end."""
    spans = facts.spans(messages)
    if not spans:
        return "none of them dated"
    late = max((dt.date.fromisoformat(first) - last_day(date)).days for first, _ in spans)
    early = max((first_day(date) - dt.date.fromisoformat(last)).days for _, last in spans)
    return f"the last {count(late, 'day')} after it" if late > 0 else f"the first {count(early, 'day')} before it"
