"""Sentence → its clause: lead, subject, verb group and rest, cut to the letter.

A clause whose verb is not found is not returned; nothing is guessed for it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.verb_forms import readings
from claims.verb_groups import Token, end_of_group, group, subject_is_plural, tokens_of, verb_at
from claims.vocabulary import entries

NEGATIONS = frozenset({"not", "neither", "never", "no longer", "at no time", "at no point", "nowhere"})


class Clause(NamedTuple):
    """One subject with one verb group, cut to the letter from a sentence.

    `lead` is an opening adverbial ("Since January 2019"), `auxiliaries` and `adverbs` stand in order, `verb` is the
    main verb as written ("" where an auxiliary stands alone as in "had a contract": then `auxiliaries` is empty and the
    verb is that word). `negated` is true where the verb group holds "not", "never", "no longer" or the like.
    """

    lead: str
    subject: str
    auxiliaries: tuple[str, ...]
    adverbs: tuple[str, ...]
    verb: str
    rest: str
    negated: bool

    @property
    def plural(self) -> bool:
        """Whether the verb agrees with a plural subject."""
        for word in (*self.auxiliaries, self.verb):
            if word in {"are", "were", "have", "do"}:
                return True
            if word in {"is", "was", "has", "does", "am"}:
                return False
        tenses = {r.tense for r in readings(self.verb)}
        if not self.auxiliaries and "third" in tenses and "base" not in tenses:
            return False
        return subject_is_plural(self.subject)


def parse(sentence: str) -> Clause | None:
    """The clause that `sentence` opens with, up to its end; None where no verb was found."""
    text = sentence.strip().rstrip(".!")
    tokens = tokens_of(text)
    for lead_end in dict.fromkeys((_lead_end(text), 0)):
        first = next((i for i, t in enumerate(tokens) if t.start >= lead_end), 0)
        at = verb_at(tokens, first)
        if at is not None:
            return _cut(text, tokens, first, at)
    return None


def _cut(text: str, tokens: list[Token], first: int, at: int) -> Clause | None:
    auxiliaries, adverbs, main = group(tokens, at)
    subject = text[tokens[first].start : tokens[at].start].strip()
    before = _leading_adverbs(subject)
    for adverb in before:
        subject = re.sub(rf",?\s*\b{adverb}$", "", subject, flags=re.IGNORECASE)
    adverbs = (*before, *adverbs)
    if not subject:
        return None
    if main is None:  # an auxiliary that is the verb itself: "had a contract", "is advisory"
        auxiliaries, verb, end = auxiliaries[:-1], auxiliaries[-1], end_of_group(tokens, at)
    else:
        verb, end = tokens[main].low, tokens[main].end
    return Clause(
        lead=text[: tokens[first].start].strip(),
        subject=subject if "," in subject[:-1] else subject.rstrip(","),
        auxiliaries=auxiliaries,
        adverbs=adverbs,
        verb=verb,
        rest=text[end:].strip(),
        negated=any(a in NEGATIONS for a in adverbs) or "cannot" in auxiliaries,
    )


_TRAILING_ADVERB = re.compile(
    r"""(?<=[\w,\u2019'\"])\s
    (at\ no\ (?:time|point)|no\ longer|never|neither|always|only|first|also|still|ever|now|each|both|[a-z]{3,}ly)$""",
    re.VERBOSE,
)
# Words in -ly that end a noun phrase.
_NOUNS_IN_LY = frozenset(entries("nouns_in_ly"))


def _leading_adverbs(subject: str) -> list[str]:
    """Adverbs that stand between subject and verb group: "We never shared", "The office first learned"."""
    found: list[str] = []
    match = _TRAILING_ADVERB.search(subject)
    while match and match.group(1) not in _NOUNS_IN_LY:
        found.insert(0, match.group(1))
        subject = subject[: match.start()].rstrip(",")
        match = _TRAILING_ADVERB.search(subject)
    return found


_YEAR_OR_MONTH = r"(?:[A-Z][a-z]+\s)?(?:\d{1,2},?\s)?(?:19|20)\d\d"
_DATED_LEAD = re.compile(
    rf"(?:this|last|next)\s(?:\w+\s)?(?:{'|'.join(entries('time_nouns'))}),?\s|(?:since|in|during|before|after|until|by|between|from|on)\s{_YEAR_OR_MONTH}(?:\s(?:and|to|or|through)\s{_YEAR_OR_MONTH})?,?\s",
    re.IGNORECASE,
)
_COMMA_LEAD = re.compile(rf"(?:{'|'.join(entries('lead_openers'))})\b[^,]{{1,90}},\s+", re.IGNORECASE)


def _lead_end(text: str) -> int:
    """Where the subject begins: after an opening adverbial, which a date or a comma closes."""
    opening = _DATED_LEAD.match(text) or _COMMA_LEAD.match(text)
    return opening.end() if opening else 0
