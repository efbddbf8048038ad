"""Scored candidates × domains of the case → the same, flagged where a sender's domain looks like another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from checker.links import ScoredCandidate
from claims.model import Party
from evidence.lookalikes import look_alikes, mixes_scripts
from evidence.lookup import Lookup
from evidence.people import domain_of

LOOK_ALIKE = "look-alike-domain"
MIXED = "mixed-scripts-domain"


class SenderDoubts:
    """Knows which domains of a case look like a party's, or like one that is frequent in it."""

    def __init__(self, parties: Mapping[str, Party], lookup: Lookup) -> None:
        self._trusted = [domain for party in parties.values() for domain in party.domains]
        self._lookup = lookup

    @cached_property
    def _doubles(self) -> dict[str, str]:
        uses: Counter[str] = Counter()
        times = self._lookup.uses_of_mailboxes()
        for pk, address in self._lookup.mailboxes():
            if address.address and (domain := domain_of(address.address)):
                uses[domain] += times.get(pk, 0)
        return look_alikes(uses, self._trusted)

    def flagged(self, scored: Sequence[ScoredCandidate]) -> tuple[ScoredCandidate, ...]:
        """The candidates that can become links, with a flag for a doubtful domain of sender or author."""
        return tuple(
            c if c.relation == "neutral" else c._replace(flags=(*c.flags, *self._of_candidate(c))) for c in scored
        )

    def _of_candidate(self, candidate: ScoredCandidate) -> tuple[str, ...]:
        found = []
        for address in (candidate.message.sender, candidate.passage.author):
            domain = domain_of(address.address) if address and address.address else None
            if domain in self._doubles:
                found.append(f"{LOOK_ALIKE}:{domain}/{self._doubles[domain]}")
            if domain and mixes_scripts(domain):
                found.append(f"{MIXED}:{domain}")
        return tuple(dict.fromkeys(found))
