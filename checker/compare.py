"""Claim × passage → what can be compared by rule: parties, side, capacity, time, quantity, speech act, segment.

No network here. Each comparison is a category with the compared values in words, so that a reader can check it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Literal, NamedTuple

from checker.parties import PartyNames
from checker.speech import SpeechAct, speech_act
from checker.when import when
from claims.model import Claim, Quantity
from claims.quantities import quantities
from evidence.closings import reads_as_closing
from evidence.model import Address
from evidence.people import is_free_mail

PartiesFound = Literal["both", "subject", "object", "neither", "unstated"]
Side = Literal["speaker", "counterpart", "other", "unknown"]
Capacity = Literal["institution", "private", "unknown"]
QuantityFound = Literal["breaks", "meets", "within", "none"]


# A run of so many words, of such a share of the statement's and of the passage's, is the statement.
LEAST_REPEATED, REPEATED_SHARE, LEAST_OF_PASSAGE = 6, 0.6, 0.5


class View(NamedTuple):
    """What is known of a passage: its words, who wrote them, in which message."""

    quote: str
    kind: str
    author: Address | None
    sender: Address | None
    recipients: tuple[Address, ...]
    date: str | None
    subject: str | None


class Compared(NamedTuple):
    """One category with the compared values in words."""

    name: str
    category: str
    text: str


def compare(claim: Claim, names: PartyNames, view: View) -> tuple[Compared, ...]:
    """Every rule-based comparison of a claim with a passage, in a fixed order."""
    return (
        _parties(claim, names, view),
        _side(claim, names, view),
        _capacity(view),
        _time(claim, view),
        _quantity(claim, view),
        _speech(claim, view),
        _segment(view),
    )


def _segment(view: View) -> Compared:
    closing = reads_as_closing(view.quote) if view.kind in ("own", "quoted", "forwarded", "attachment") else None
    if closing:
        return Compared("segment", closing, f"reads as {SEGMENT_WORDS[closing]} text run into what stands before it")
    return Compared("segment", view.kind, f"the words stand in {SEGMENT_WORDS.get(view.kind, view.kind)} text")


SEGMENT_WORDS = {
    "own": "the sender's own",
    "quoted": "quoted",
    "forwarded": "forwarded",
    "signature": "signature",
    "disclaimer": "disclaimer",
    "attachment": "attached",
}


def involved(names: PartyNames, view: View) -> frozenset[str]:
    """The parties that wrote, received or are named in a passage or its subject."""
    found = names.named_in(view.quote) | names.named_in(view.subject or "")
    for address in (view.author, view.sender, *view.recipients):
        found |= names.of_address(address)
    return found


def _parties(claim: Claim, names: PartyNames, view: View) -> Compared:
    subject, other = _two_sides(claim, names)
    present = involved(names, view)
    label = {key: party.name for key, party in names.parties.items()}
    has_subject, has_other = bool(subject & present), bool(other & present)
    shown = ", ".join(label[k] for k in sorted(present)) or "none of the parties"
    if not has_subject and not has_other and not any(names.parties[k].domains for k in subject | other):
        # Without a mail domain nobody can tell whose an address is: absence of the name is no evidence.
        return Compared("parties", "unstated", "no mail domain of the claim's parties is known")
    if not other:
        category = "subject" if has_subject else "neither"
        return Compared(
            "parties", "both" if category == "subject" else "neither", f"in the passage or its header: {shown}"
        )
    category = {(True, True): "both", (True, False): "subject", (False, True): "object"}.get(
        (has_subject, has_other), "neither"
    )
    wanted = ", ".join(label[k] for k in sorted(other))
    return Compared("parties", category, f"in the passage or its header: {shown}; the claim is about {wanted}")


def _two_sides(claim: Claim, names: PartyNames) -> tuple[frozenset[str], frozenset[str]]:
    about = names.of_claim(claim)
    subject = {claim.assertion.subject, claim.speaker} & set(names.parties)
    return frozenset(k for k in subject if k), frozenset(about) - subject


def _side(claim: Claim, names: PartyNames, view: View) -> Compared:
    subject, other = _two_sides(claim, names)
    wrote = names.of_address(view.author)
    who = view.author.raw if view.author else "an unknown author"
    if wrote & subject:
        return Compared("side", "speaker", f"written on the speaker's side by {who}")
    if wrote & other:
        return Compared("side", "counterpart", f"written on the other side by {who}: not an act of the speaker")
    category = "other" if view.author and view.author.address else "unknown"
    return Compared("side", category, f"written by {who}")


def _capacity(view: View) -> Compared:
    address = view.author.address if view.author else None
    if not address:
        return Compared("capacity", "unknown", "no address of the author is shown")
    if is_free_mail(address):
        return Compared("capacity", "private", f"from a private account: {address}")
    return Compared("capacity", "institution", f"from an institution's account: {address}")


def _time(claim: Claim, view: View) -> Compared:
    return Compared("time", *when(claim, view.quote, view.date))


def _quantity(claim: Claim, view: View) -> Compared:
    bound, stated = claim.assertion.quantifier, claim.assertion.quantity
    if stated is None or bound not in ("at_least", "at_most", "exactly"):
        return Compared("quantity", "none", "the claim states no number")
    counted = quantities(view.quote)
    for found in counted:
        if _same_thing(stated, found.unit, found.of):
            broken = _breaks(bound, stated.value, found.value)
            text = f"{found.value:g} {found.of or found.unit or ''} against {bound.replace('_', ' ')} {stated.value:g}"
            return Compared("quantity", "breaks" if broken else "meets", text)
    measure = _measure(stated.unit)
    alike = [q.value for q in counted if q.unit == measure and q.of is None]
    if alike and bound != "exactly" and not any(_breaks(bound, stated.value, value) for value in alike):
        told = ", ".join(f"{value:g}" for value in alike)
        return Compared(
            "quantity", "within", f"{told}: no number here breaks {bound.replace('_', ' ')} {stated.value:g}"
        )
    return Compared("quantity", "none", "the passage has no number of the same thing")


@cache
def _measure(unit: str | None) -> str | None:
    """What a number is given in: a currency, percent, time; None for a plain count, whatever is counted."""
    if unit is None or not unit[0].isalpha():
        return unit
    return next((q.unit for q in quantities(f"5 {unit}")), None)


def _same_thing(stated: Quantity, unit: str | None, of: str | None) -> bool:
    wanted = _stems(f"{stated.unit or ''} {stated.of or ''}")
    return bool(wanted & _stems(f"{unit or ''} {of or ''}"))


def _stems(text: str) -> set[str]:
    return {w.lower().rstrip("s") for w in text.split() if len(w) > 2}


def _breaks(bound: str, stated: float, found: float) -> bool:
    if bound == "at_most":
        return found > stated
    return found < stated if bound == "at_least" else found != stated


def _speech(claim: Claim, view: View) -> Compared:
    if repeats(view.quote, claim.statement):
        return Compared("speech_act", "restatement", "repeats the statement itself, which is no evidence for it")
    act: SpeechAct = speech_act(view.quote, view.subject)
    return Compared("speech_act", act, f"reads as {SPEECH_WORDS[act]}")


def repeats(passage: str, statement: str) -> bool:
    """Whether a passage is a statement word for word and little else: a draft or a press answer, not what was done."""
    said, stated = (re.findall(r"\w+", text.lower()) for text in (passage, statement))
    return longest_run(said, stated) >= max(LEAST_REPEATED, REPEATED_SHARE * len(stated), LEAST_OF_PASSAGE * len(said))


def longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of words that two texts have in common in a row, at most."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


SPEECH_WORDS: dict[SpeechAct, str] = {
    "statement": "a plain statement",
    "question": "a question",
    "proposal": "a proposal or wish",
    "hypothetical": "a conjecture",
    "instruction": "an instruction",
    "marketing": "advertising",
    "press": "a press inquiry or quoted statement",
    "auto-reply": "an automatic reply",
}


def category(compared: Sequence[Compared], name: str) -> str:
    """The category of one comparison."""
    return next(c.category for c in compared if c.name == name)
