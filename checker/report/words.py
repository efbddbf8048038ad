"""Values of a report → words for a reader. Findings are worded as what records appear to show, never as a charge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from checker.model import Band, Finding, JoinedBy, Link, Locator, Net, Person, Relation, Verdict
from claims.model import PatternKind, Wording

VERDICT_LABELS: Mapping[Verdict, str] = {
    "contradicted": "appears contradicted",
    "in_tension": "in tension",
    "mixed": "mixed",
    "supported": "consistent",
    "not_addressed": "not addressed",
}
VERDICT_WORDS: Mapping[Verdict, str] = {
    "contradicted": "the records appear to contradict the statement",
    "in_tension": "the records are in tension with the statement; they do not contradict it as it is worded",
    "mixed": "some records appear to contradict the statement, and others are consistent with it",
    "supported": "records consistent with the statement were found",
    "not_addressed": "nothing is said for or against the statement: the records that were searched do not address it",
}
UNIVERSAL_SUPPORTED = "records consistent with the statement were found, and nothing against it in what was searched"
RELATION_WORDS: Mapping[Relation, str] = {
    "contradicts": "appears to contradict",
    "in_tension": "in tension",
    "supports": "consistent with the statement",
    "neutral": "neither for nor against",
}
# A weak passage shows a possibility, not an appearance.
WEAK_WORDS: Mapping[Relation, str] = {
    **RELATION_WORDS,
    "contradicts": "may contradict",
    "in_tension": "may be in tension",
    "supports": "may be consistent with the statement",
}
BAND_WORDS: Mapping[Band, str] = {"strong": "strong", "moderate": "moderate", "weak": "weak"}
WORDING_WORDS: Mapping[Wording | None, str] = {
    "verbatim": "verbatim",
    "reported": "as reported; only what stands in quotation marks is quoted",
    "paraphrase": "paraphrase, not a quotation",
    None: "the wording is not marked",
}
STATUS_WORDS: Mapping[Literal["unreviewed", "confirmed", "rejected"], str] = {
    "unreviewed": "machine reading, not reviewed",
    "confirmed": "confirmed by a person",
    "rejected": "rejected by a person",
}
NET_WORDS: Mapping[Net, str] = {
    "dense": "by meaning (vectors)",
    "bm25": "by words (BM25)",
    "structure": "by who wrote to whom",
}
JOINED_WORDS: Mapping[JoinedBy, str] = {
    "reference": "by Message-ID",
    "quote": "by what one quotes of another",
    "printed": "by what is printed below one another",
    "subject": "by subject, people and dates",
}
PATTERN_WORDS: Mapping[PatternKind, str] = {
    "correspondence": "Correspondence between parties",
    "after": "What came after a date",
    "before": "What came before a date",
    "third_party": "A third party in the correspondence",
    "personal_accounts": "Private accounts",
    "dual_affiliation": "People of two bodies",
    "volume": "How much was written",
    "reach": "How far it reached",
    "silence": "Silence",
    "statements": "Statements",
}
SEGMENT_WORDS: Mapping[str, str] = {
    "own": "text of the message",
    "quoted": "quoted text",
    "forwarded": "forwarded text",
    "signature": "signature",
    "disclaimer": "disclaimer",
    "attachment": "attached file",
}
MOST_REASON_CHARACTERS = 240
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# By verdict, what else may be listed that it does not rest on.
_WEAKER: Mapping[Verdict, tuple[tuple[Relation, ...], str]] = {
    "supported": (("contradicts", "in_tension"), " on the other side"),
    "in_tension": (("contradicts",), " that may contradict it"),
    "not_addressed": (("contradicts", "in_tension", "supports"), ""),
}
_ISO = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


def verdict_words(finding: Finding) -> str:
    """The verdict in words. Weaker passages that it does not rest on are named, for the reader will see them listed."""
    assertion = finding.claim.assertion
    universal = assertion.quantifier in ("no", "all", "only") or assertion.polarity == "denies"
    words = VERDICT_WORDS[finding.verdict]
    if finding.verdict == "supported" and universal:
        words = UNIVERSAL_SUPPORTED
    passages, way = _WEAKER.get(finding.verdict, ((), ""))
    weaker = sum(link.relation in passages for link in finding.links)
    if not weaker:
        return words
    return f"{words}, apart from {weaker} weaker {'passage' if weaker == 1 else 'passages'}{way}, listed for reading"


def in_short(text: str) -> str:
    """The first clauses of a reason; a pattern's rule stands whole in its own section. The cut is marked."""
    clauses = text.split("; ")
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept) + len(clause) > MOST_REASON_CHARACTERS:
            return f"{kept} …"
        kept += f"; {clause}"
    return kept


def date_words(text: str | None) -> str | None:
    """An ISO date or a prefix of one for a reader: "5 Nov 2018, 14:03 (UTC-05:00)"; anything else as it stands."""
    found = _ISO.fullmatch(text) if text else None
    if found is None:
        return text
    year, month, day, time, zone = found.groups()
    words = year
    if month:
        words = f"{MONTHS[int(month) - 1]} {words}"
    if day:
        words = f"{int(day)} {words}"
    if time:
        shown = {None: "zone not stated", "Z": "UTC"}.get(zone, f"UTC{zone}")
        words += f", {time} ({shown})"
    return words


def period_words(start: str | None, end: str | None) -> str:
    """A period, open ends said."""
    if start is None and end is None:
        return "not stated"
    if start is None:
        return f"up to {date_words(end)}"
    return f"from {date_words(start)} on" if end is None else f"{date_words(start)} to {date_words(end)}"


def joined_words(ways: Sequence[JoinedBy]) -> str:
    """How the mails of a thread were found to belong together."""
    return "joined " + ", ".join(JOINED_WORDS[way] for way in ways)


def person_words(person: Person | None) -> str:
    """A mailbox: name and address, or what the record shows where neither could be read."""
    if person is None:
        return "sender not shown"
    if person.name and person.address and person.name.strip().lower() != person.address.lower():
        return f"{person.name} <{person.address}>"
    return person.address or person.name or person.raw


def author_words(link: Link) -> str:
    """What kind of text the quote stands in, and who wrote it: never the outer sender by default."""
    segment = link.segment
    kind = SEGMENT_WORDS.get(segment.kind, segment.kind)
    if segment.kind == "attachment":
        named = next((f.partition(":")[2] for f in link.flags if f.startswith("attachment:")), "")
        kind = f"{came_as(link.locator.part)} “{named}”" if named else kind
    if segment.author is None:
        return f"{kind}, author unknown"
    if segment.kind == "own" and segment.author == link.message.from_:
        return "the sender's own text"
    how = {"stated": "as stated there", "inferred": "inferred from the thread"}.get(segment.attributed, "not certain")
    when = f", {date_words(segment.date)}" if segment.date else ", date not stated"
    return f"{kind}, by {person_words(segment.author)} ({how}){when}"


def came_as(part: str | None) -> str:
    """What words are that came with a message: a file, or a note that lies on a page ("page 3, note at …")."""
    return "beside the text of the page:" if (part or "").startswith("page ") else SEGMENT_WORDS["attachment"]


def place_words(locator: Locator, bates: str | None) -> str:
    """Where a quote stands: file, member, part, pages, stamps, bytes."""
    stamps = locator.bates or ((bates,) if bates else ())
    words = [locator.file]
    words += [f"in it: {locator.member}"] if locator.member else []
    words += [f"part {locator.part}"] if locator.part else []
    words += [f"{'page' if len(locator.page) == 1 else 'pages'} {', '.join(map(str, locator.page))}"] * bool(
        locator.page
    )
    words += [f"Bates {', '.join(stamps)}"] if stamps else []
    return " · ".join([*words, f"bytes {locator.raw[0]}–{locator.raw[1]}"])


def number_words(value: object) -> str:
    """A setting's value: numbers with thousands set apart, absence and truth in words."""
    if value is None:
        return "default"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number_words(each)}".replace("_", " ") for key, each in value.items()) or "none"
    return f"{value:,}" if isinstance(value, int) else str(value)
