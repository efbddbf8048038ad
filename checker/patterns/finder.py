"""Claim × index → the patterns that it asks for, each with its exact messages and people; no network is used.

Each kind chooses its messages and says why each counts; they are kept in the case (`patterns_v`), and every count of a
pattern is one SQL query over what was kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from checker.model import Pattern, PatternCounts, Person
from checker.months import months_words
from checker.parties import PartyBook
from checker.patterns.accounts import personal_accounts
from checker.patterns.affiliation import dual_affiliation
from checker.patterns.asked import Absent, Asked, Found, asked
from checker.patterns.correspondence import correspondence, reach
from checker.patterns.dates import after, before
from checker.patterns.facts import Facts
from checker.patterns.kept import counted, forget, keep
from checker.patterns.signatures import Standings
from checker.patterns.silence import silence
from checker.patterns.statements import statements
from checker.patterns.third_party import third_party
from checker.patterns.volume import volume
from claims.model import Claim, ClaimsFile, PatternKind
from evidence.index import transaction
from evidence.lookup import Lookup

NEEDS_TWO: tuple[PatternKind, ...] = ("correspondence", "third_party", "dual_affiliation")
NEEDS_DATE: tuple[PatternKind, ...] = ("after", "before")
MAY_BE_EMPTY: tuple[PatternKind, ...] = ("silence", "statements")


class Outcome(NamedTuple):
    """A pattern that holds, with what `checker patterns --json` says beside it."""

    pattern: Pattern
    minimum: int
    details: Mapping[str, object]


class PatternFinder:
    """Finds the patterns of one case."""

    def __init__(self, lookup: Lookup, book: PartyBook, claims: ClaimsFile) -> None:
        self._facts = Facts(lookup, book)
        self._claims = claims
        self._all: Sequence[Claim] = claims.claims
        self._standings = Standings(self._facts)
        self._kinds: Mapping[PatternKind, Callable[[Asked], Found]] = {
            "correspondence": lambda a: correspondence(self._facts, self._standings, a),
            "after": lambda a: after(self._facts, a),
            "before": lambda a: before(self._facts, a),
            "third_party": lambda a: third_party(self._facts, a, book.of_claim(a.claim)),
            "personal_accounts": lambda a: personal_accounts(self._facts, a),
            "dual_affiliation": lambda a: dual_affiliation(self._facts, a),
            "volume": lambda a: volume(self._facts, a),
            "reach": lambda a: reach(self._facts, self._standings, a),
            "silence": lambda a: silence(self._facts, a, claims.records.withheld_pages),
            "statements": lambda a: statements(self._facts, a, self._all),
        }

    def find(self, claim: Claim) -> tuple[Pattern, ...]:
        """The patterns that a claim asks for and that hold, in the order asked."""
        return tuple(o.pattern for o in self.outcomes(claim) if isinstance(o, Outcome))

    def outcomes(self, claim: Claim, kinds: Sequence[str] = ()) -> tuple[Outcome | Absent, ...]:
        """What became of each pattern that a claim asks for; of some kinds only where `kinds` names any."""
        requests = [r for r in claim.patterns if not kinds or r.kind in kinds]
        known = self._parties(claim)
        # Two requests may come to the same once they are completed; the first one's threshold holds.
        wanted = {(a.kind, a.parties, a.date): a for r in reversed(requests) for a in [asked(claim, r, known)]}
        with transaction(self._facts.connection):
            forget(self._facts.connection, claim.id)
            return tuple(self._outcome(a) for a in reversed(wanted.values()))

    def _parties(self, claim: Claim) -> tuple[str, ...]:
        keys = self._facts.book.of_claim(claim)
        # A claim about the party's own conduct names it as the subject; the speaker may be its spokesman.
        subject = claim.assertion.subject
        return tuple(dict.fromkeys([*([subject] if subject in keys else []), *keys]))

    def _outcome(self, a: Asked) -> Outcome | Absent:
        if reason := self._why_not(a):
            return Absent(a.kind, a.parties, reason)
        found = self._kinds[a.kind](a)
        if not found.messages and not (a.kind in MAY_BE_EMPTY and found.details):
            return Absent(a.kind, a.parties, f"nothing in the records: {found.rule}")
        return Outcome(self._noun(a, found), a.minimum, found.details)

    def _why_not(self, a: Asked) -> str | None:
        unknown = [key for key in a.parties if key not in self._facts.book.parties]
        if unknown:
            return f"{', '.join(unknown)} is no party of the claims file"
        if len(a.parties) < (2 if a.kind in NEEDS_TWO else 1):
            return "it needs two parties; name them in `between`" if a.kind in NEEDS_TWO else "it names no party"
        if a.kind in NEEDS_DATE and a.date is None:
            return "no date is stated; give one in `date` or in the claim's `event`"
        return None

    def _noun(self, a: Asked, found: Found) -> Pattern:
        facts, between = self._facts, a.parties[:2]
        date = a.date if a.kind in NEEDS_DATE else None
        key = "\x1f".join((a.claim.id, a.kind, *between, date or ""))
        ident = "p-" + hashlib.sha256(key.encode()).hexdigest()[:10]
        months = months_words(facts.months(found.messages))
        rule = f"{found.rule}; {months}" if months else found.rule
        kept = keep(facts.connection, (ident, a.claim.id, a.kind, found.relation, rule), found.messages)
        totals = counted(facts.connection, kept, between)
        people = sorted(
            (facts.mailboxes[m] for m in found.people.values()), key=lambda x: (x.address or x.name or "", x.raw)
        )
        return Pattern(
            id=ident,
            kind=a.kind,
            between=between,
            date=date,
            rule=rule,
            counts=PatternCounts(
                messages=len(totals.ids), acts=totals.acts, people=len(people), per_side=totals.per_side
            ),
            first=totals.first,
            last=totals.last,
            message_ids=totals.ids,
            people=tuple(Person(name=x.name, address=x.address, raw=x.raw) for x in people),
            relation=found.relation,
        )
