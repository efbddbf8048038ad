"""Link → card: one passage as a reader sees it, with who, to whom, when, where, and why it scored so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from checker.model import Link, MessageRef, Person, ScoreTerm, ThreadMail, ThreadRef
from checker.report.flags import flag_words
from checker.report.visible import folded
from checker.report.words import (
    BAND_WORDS,
    RELATION_WORDS,
    WEAK_WORDS,
    author_words,
    date_words,
    joined_words,
    person_words,
    place_words,
)

MOST_RECIPIENTS = 6
# A disclaimer or a table without full stops can be one passage of pages; context is to be read beside the quote.
MOST_CONTEXT_CHARACTERS = 360
TERM_WORDS = {
    "prior": "starting point",
    "counter_entailed": "a contrary proposition follows",
    "counter_refuted": "contrary propositions denied",
    "assertion_refuted": "the statement denied",
    "assertion_entailed": "the statement follows",
    "bearing": "bears on the statement",
    "similarity": "nearness of topic",
    "placebo": "reading of unrelated mail",
    "parties": "the parties",
    "side": "whose side wrote",
    "capacity": "in what capacity",
    "time": "time",
    "quantity": "numbers",
    "speech_act": "kind of utterance",
    "segment": "kind of text",
}


class TermRow(NamedTuple):
    """A term with its value as printed, and its bar: start and length in hundredths of the width."""

    label: str
    value: str
    text: str
    bar_start: float
    bar_length: float
    sign: str


class WitnessRow(NamedTuple):
    """Another place in the release that holds the same words."""

    message: str
    sender: str
    date: str
    place: str


class NeighbourRow(NamedTuple):
    """The mail before or after in the thread."""

    label: str
    message: str
    sender: str
    date: str
    first_words: str


class ThreadRows(NamedTuple):
    """What stands round the quoted message in its thread."""

    standing: str
    mails: tuple[NeighbourRow, ...]


class Card(NamedTuple):
    """One passage."""

    link: Link
    relation: str
    band: str
    sender: str
    to: str
    cc: str
    date: str
    subject: str
    author: str
    own: bool
    before: str
    quote: str
    after: str
    flags: tuple[str, ...]
    place: str
    weighed: tuple[TermRow, ...]
    unweighed: tuple[ScoreTerm, ...]
    score: str
    thread: ThreadRows | None
    witnesses: tuple[WitnessRow, ...]
    review: str
    rejected: bool


def card(link: Link) -> Card:
    """A link as a reader sees it."""
    message = link.message
    return Card(
        link=link,
        relation=(WEAK_WORDS if link.band == "weak" else RELATION_WORDS)[link.relation],
        band=BAND_WORDS[link.band],
        sender=person_words(message.from_),
        to=_people(message.to) or "recipients not shown",
        cc=_people(message.cc),
        date=_date(message),
        subject=folded(message.subject or "") or "not shown",
        author=author_words(link),
        own=link.segment.kind == "own" and link.segment.author == message.from_,
        before=_end_of(folded(link.context.before or "")),
        quote=folded(link.quote_display),
        after=_start_of(folded(link.context.after or "")),
        # The name of an attached file stands beside the author already.
        flags=tuple(dict.fromkeys(flag_words(f) for f in link.flags if not f.startswith("attachment:"))),
        place=place_words(link.locator, message.bates),
        weighed=_bars([t for t in link.terms if t.value]),
        unweighed=tuple(t for t in link.terms if not t.value),
        score=signed(link.score),
        thread=_thread(link.thread),
        witnesses=tuple(
            WitnessRow(
                w.message.id, person_words(w.message.from_), _date(w.message), place_words(w.locator, w.message.bates)
            )
            for w in link.same_act
        ),
        review=_review(link),
        rejected=bool(link.review and link.review.state == "rejected"),
    )


def _thread(thread: ThreadRef | None) -> ThreadRows | None:
    if thread is None:
        return None
    standing = f"message {thread.position} of {thread.messages} in its thread, {joined_words(thread.joined_by)}"
    found = (("before it", thread.previous), ("after it", thread.next))
    return ThreadRows(standing, tuple(_neighbour(label, mail) for label, mail in found if mail))


def _neighbour(label: str, mail: ThreadMail) -> NeighbourRow:
    words = folded(mail.first_words or "") or "no words of its sender"
    return NeighbourRow(label, mail.id, person_words(mail.from_), date_words(mail.date) or "date not stated", words)


def signed(value: float) -> str:
    """A number with its sign and four decimals, so that printed terms add up to the printed sum."""
    return f"{value + 0.0:+.4f}".replace("-", "\N{MINUS SIGN}")


def _bars(terms: Sequence[ScoreTerm]) -> tuple[TermRow, ...]:
    widest = max((abs(t.value) for t in terms), default=1.0)
    rows = []
    for term in terms:
        length = round(50 * abs(term.value) / widest, 1)
        start = 50.0 if term.value > 0 else 50.0 - length
        sign = "up" if term.value > 0 else "down"
        rows.append(TermRow(_label(term.name), signed(term.value), term.text, round(start, 1), length, sign))
    return tuple(rows)


def _label(name: str) -> str:
    if name.startswith("cap:"):
        held, _, reason = name.removeprefix("cap:").partition("=")
        return f"held down by {TERM_WORDS.get(held, held.replace('_', ' '))}" + (f" ({reason})" if reason else "")
    return TERM_WORDS.get(name, name.replace("_", " "))


def _people(people: Sequence[Person]) -> str:
    shown = "; ".join(person_words(p) for p in people[:MOST_RECIPIENTS])
    more = len(people) - MOST_RECIPIENTS
    return f"{shown}; and {more} more (report.json lists them)" if more > 0 else shown


def _end_of(text: str) -> str:
    """The end of what stands before a quote, cut at a blank; the cut is marked."""
    if len(text) <= MOST_CONTEXT_CHARACTERS:
        return text
    kept = text[-MOST_CONTEXT_CHARACTERS:]
    return f"… {kept.partition(' ')[2] or kept}"


def _start_of(text: str) -> str:
    """The beginning of what stands after a quote, likewise."""
    if len(text) <= MOST_CONTEXT_CHARACTERS:
        return text
    kept = text[:MOST_CONTEXT_CHARACTERS]
    return f"{kept.rpartition(' ')[0] or kept} …"


def _date(message: MessageRef) -> str:
    return date_words(message.date) or "date not stated"


def _review(link: Link) -> str:
    review = link.review
    if review is None:
        return ""
    note = f": {review.note}" if review.note else ""
    return f"{review.state} by {review.by} on {date_words(review.on)}{note}"
