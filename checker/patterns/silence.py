"""What the release lacks: months without a message in a steady exchange, missing originals, withheld pages.

It never bears on a statement: what was not released says nothing for or against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from checker.months import months_from
from checker.patterns.asked import Asked, Found
from checker.patterns.facts import Facts, Keys
from checker.patterns.wording import count, some
from evidence.subjects import LEAST_TO_BEGIN, topic

STEADY_ACTS = 10
STEADY_SHARE = 0.5  # of the months between first and last that hold a message
_PREFIX = re.compile(r"^\s*(?:(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*[:;]\s*)", re.IGNORECASE)
_REFERRED = """
SELECT m.pk, r.value FROM messages m,
    json_each(iif(m.in_reply_to IS NULL, m.refers_to, json_insert(m.refers_to, '$[#]', m.in_reply_to))) r
WHERE NOT EXISTS (SELECT 1 FROM messages o WHERE o.message_id = r.value)
"""
_QUOTED = """
SELECT s.message, substr(s.date, 1, 10) FROM segments s JOIN mailbox_persons p ON p.mailbox = s.author
WHERE s.kind IN ('quoted', 'forwarded') AND p.person IS NOT NULL AND length(s.date) >= 10 AND NOT EXISTS (
    SELECT 1 FROM mailbox_persons q JOIN message_mailboxes x ON x.mailbox = q.mailbox AND x.role = 'from'
        JOIN message_acts a ON a.message = x.message
    WHERE q.person = p.person AND a.first_day <= date(s.date, '+1 day') AND a.last_day >= date(s.date, '-1 day'))
"""


def silence(facts: Facts, asked: Asked, withheld_pages: int | None) -> Found:
    """Gaps, missing originals and withheld pages of what a party (or two parties) exchanged."""
    messages = facts.in_period(facts.exchanged(asked.one, asked.other), *asked.period)
    whys, missing = _missing(facts, messages)
    months = empty_months(facts.spans(messages), asked.minimum) if _is_steady(facts, messages) else []
    whom = f" and {facts.name(asked.other)}" if asked.other else ""
    rule = [
        f"replies and forwards of {facts.name(asked.one)}{whom} whose originals are not in the release:"
        f" {count(facts.acts(whys), 'message')}, by References {missing[0]}, by the subject RE: {missing[1]}, by quoted"
        f" headers {missing[2]}",
        f"months without any message within a steady exchange (at least {STEADY_ACTS} messages, at least half of the"
        f" months, {count(asked.minimum, 'month')} in a row or more): {some(months) or 'none'}",
        "withheld pages: " + ("not stated in the claims file" if withheld_pages is None else str(withheld_pages)),
        "what is missing says nothing for or against the statement",
    ]
    if not (whys or months or withheld_pages):
        return Found({}, {}, "; ".join(rule), "neutral")
    details = {"empty_months": months, "withheld_pages": withheld_pages}
    return Found(whys, facts.people(set(whys), asked.one), "; ".join(rule), "neutral", details)


def empty_months(spans: Iterable[tuple[str, str]], least: int = 1) -> list[str]:
    """Months between the first and the last message in which none can lie, in runs of at least `least`.

    "2019-03" is one month, "2019-03 to 2019-05" a run.
    """
    held: set[str] = set()
    for first, last in spans:
        held.update(months_from(first, last))
    if not held:
        return []
    runs: list[list[str]] = []
    for month in months_from(min(held), max(held)):
        if month in held:
            runs.append([])
        elif runs:
            runs[-1].append(month)
    return [r[0] if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs if len(r) >= max(1, least)]


def _is_steady(facts: Facts, messages: Keys) -> bool:
    by_month = facts.months(messages)
    if facts.acts(messages) < STEADY_ACTS or not by_month:
        return False
    return len(by_month) >= STEADY_SHARE * len(months_from(min(by_month), max(by_month)))


def _missing(facts: Facts, messages: Keys) -> tuple[dict[int, str], Sequence[int]]:
    referred = {m: f"refers to {ident}" for m, ident in facts.connection.execute(_REFERRED) if m in messages}
    quoted = {m: f"quotes a message of {day}" for m, day in facts.connection.execute(_QUOTED) if m in messages}
    answers = dict.fromkeys(_answers(facts) & messages, "answers a subject without an earlier message")
    counts = [facts.acts(found) for found in (referred, answers, quoted)]
    return {**quoted, **answers, **referred}, counts


def _answers(facts: Facts) -> set[int]:
    """Messages with "RE:" before a subject under which the records hold nothing earlier; threads by id left out."""
    rows = facts.connection.execute(
        "SELECT m.pk, m.subject, m.date, a.act, m.in_reply_to IS NOT NULL OR m.refers_to != '[]' FROM messages m"
        " JOIN message_acts a ON a.message = m.pk WHERE m.subject IS NOT NULL AND m.date IS NOT NULL"
    ).fetchall()
    earliest: dict[str, tuple[str, int]] = {}
    for _, subject, date, act, _ in rows:
        about = topic(subject)
        earliest[about] = min(earliest.get(about, (date, act)), (date, act))
    beginnings: dict[str, list[str]] = {}
    for about in earliest:
        beginnings.setdefault(about[:LEAST_TO_BEGIN], []).append(about)
    found = set()
    for pk, subject, date, act, threaded in rows:
        about = topic(subject)
        if threaded or not about or not _PREFIX.match(subject):
            continue
        # A printed subject may run into the line that follows it: one that begins with the other is the same.
        same = [t for t in beginnings[about[:LEAST_TO_BEGIN]] if t.startswith(about) or about.startswith(t)]
        if not any(earliest[t][0] < date and earliest[t][1] != act for t in same):
            found.add(pk)
    return found
