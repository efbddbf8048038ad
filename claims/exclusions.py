"""Clause with "only", "limited to" or "nothing else" → what it shuts out: "something other than"."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.clauses import Clause, parse
from claims.hedges import purpose_in
from claims.noun_phrases import head, is_person, with_article
from claims.positive_phrases import without_polarity
from claims.quantities import quantities
from claims.timespans import dates_in
from claims.verb_forms import readings, third_person
from claims.vocabulary import entries


def something_else(clause: Clause, sentence: str) -> tuple[str, ...]:
    """What "only", "solely", "limited to", "nothing but" and "other than" shut out."""
    if "only" in clause.adverbs and re.search(rf"\bonly\s{clause.verb}\b", sentence):
        if quantities(clause.rest):  # "only keeps recordings for 30 days" limits the number
            return ()
        clause, sentence = _only_moved(clause)
    for pattern, build in _EXCLUSIVES:
        found = pattern.search(sentence)
        if found:
            return (build(sentence, found),)
    return ()


def _only_moved(clause: Clause) -> tuple[Clause, str]:
    """As in "only shares data with police" → "shares data only with police": before the phrase that it limits."""
    phrases = list(re.finditer(rf"\b(?:{_PREPOSITIONS})\s", clause.rest))
    at = phrases[-1].start() if phrases else 0
    rest = f"{clause.rest[:at]}only {clause.rest[at:]}"
    moved = clause._replace(adverbs=tuple(a for a in clause.adverbs if a != "only"), rest=rest)
    return moved, " ".join(
        p for p in (moved.lead, moved.subject, *moved.auxiliaries, *moved.adverbs, moved.verb, rest) if p
    )


def _other(phrase: str) -> str:
    phrase = re.sub(r",?\s(?:and|but)\s(?:\w+\s)?(?:nothing else|no other \w+|no one else|only \w+)$", "", phrase)
    named = _before_participle(phrase)
    noun = head(named)
    is_body = noun in entries("organisation_heads") and noun != "services"
    opening = "someone" if is_person(named) or is_body else "something"
    return f"{opening} other than {phrase}"


def _before_participle(phrase: str) -> str:
    """As in "officers assigned to the parade" → "officers", so that its head is found."""
    words = phrase.split()
    for i, word in enumerate(words[1:], 1):
        reduced = any(r.tense == "participle" for r in readings(word)) and i + 1 < len(words)
        if reduced and words[i + 1] in entries("reducing_prepositions"):
            return " ".join(words[:i])
    return phrase


def _subject_only(sentence: str, found: re.Match[str]) -> str:
    clause = parse(sentence)
    if clause is None:
        return sentence
    phrase = re.sub(r"^(?:only|solely)\s", "", clause.subject, flags=re.IGNORECASE)
    verb = {"are": "is", "were": "was", "have": "has", "do": "does"}
    words = [verb.get(w, w) for w in (*clause.auxiliaries, *clause.adverbs, clause.verb)]
    if not clause.auxiliaries:
        words[-1] = verb.get(clause.verb) or (clause.verb if _is_past(clause.verb) else _third(clause.verb))
    return " ".join([clause.lead, _other(phrase), *words, clause.rest]).strip()


def _is_past(verb: str) -> bool:
    return any(r.tense == "past" for r in readings(verb))


def _third(verb: str) -> str:
    return third_person(verb) if any(r == (verb, "base") for r in readings(verb)) else verb


_OPPOSITES = {"after": "before", "before": "after", "with": "without"} | dict.fromkeys(
    ("in", "at", "inside", "within"), "outside"
)


def _preposition_only(sentence: str, found: re.Match[str]) -> str:
    """As in "only to victims" → "to someone other than victims", "only after/with/if" → "before/without/without"."""
    word, tail = found["preposition"].lower(), sentence[found.end() :].strip()
    lead = sentence[: found.start()].rstrip()
    if word == "in" and dates_in(f"in {tail}", None):
        return f"{lead} before {tail}"
    if word in {"when", "if", "where", "while", "once", "as"}:
        return f"{lead} in cases other than {'where' if word == 'if' else word} {tail}"
    if word == "with" and head(tail) not in entries("conditions"):
        return f"{lead} with {_other(tail)}"
    if word in _OPPOSITES:
        return f"{lead} {_OPPOSITES[word]} {tail}"
    if word == "to" and re.match(r"[a-z]+\b", tail) and any(r.tense == "base" for r in readings(tail.split()[0])):
        return f"{lead} for purposes other than to {tail}"
    return f"{lead} {word} {_other(tail)}"


def _object_only(sentence: str, found: re.Match[str]) -> str:
    return f"{sentence[: found.start()].rstrip()} {_other(sentence[found.end() :].strip())}"


def _limited(sentence: str, found: re.Match[str]) -> str:
    sentence = re.sub(r",?\sand\s(?:only|solely)\s.*$", "", sentence)
    limit = sentence[found.end() :].strip()
    if any(q.start == 0 for q in quantities(limit)):
        return f"{sentence[: found.start()].rstrip()} included more than {limit}"
    verb = {"is": "extends", "are": "extend"}.get(found.group().split()[0], "extended")
    return f"{sentence[: found.start()].rstrip()} {verb} beyond {sentence[found.end() :].strip()}"


def _reserved(sentence: str, found: re.Match[str]) -> str:
    verb = found.group().split()[0]
    return f"{sentence[: found.start()].rstrip()} {verb} used for {_other(sentence[found.end() :].strip())}"


def _outside(sentence: str, found: re.Match[str]) -> str:
    verb = "takes" if found.group().lower().startswith("goes") else "take"
    return f"{sentence[: found.start()].rstrip()} {verb} place outside {sentence[found.end() :].strip()}"


def _capped(sentence: str, found: re.Match[str]) -> str:
    return f"{sentence[: found.start()].rstrip()} exceeded {sentence[found.end() :].strip()}"


def _closed_list(sentence: str, found: re.Match[str]) -> str:
    """As in "spent on road safety and nothing else" → "spent on something other than road safety"."""
    said = re.sub(r"\s(?:strictly|solely|only|purely|exclusively)$", "", sentence[: found.start()].rstrip())
    if sentence.endswith("nowhere else"):
        return f"{said} somewhere other than {found['preposition']} {found['what']}"
    return f"{said} {found['preposition']} {_other(found['what'])}"


def _trailing_only(sentence: str, found: re.Match[str]) -> str:
    """As in "covers accounts only", "records temperature and nothing else" → "something other than" the object."""
    clause = parse(found["all"])
    if clause is None or not clause.rest:
        return sentence
    preposition = re.match(rf"(?:{_PREPOSITIONS}|of|about)\s", clause.rest)
    opening = preposition.group() if preposition else ""
    words = (clause.lead, clause.subject, *clause.auxiliaries, *clause.adverbs, clause.verb, opening.strip())
    return " ".join(w for w in (*words, _other(clause.rest[len(opening) :])) if w)


def _only_so(sentence: str, found: re.Match[str]) -> str:
    """As in "visit the plant unannounced, and only unannounced" → "visit the plant other than unannounced"."""
    said = found["so"]
    return f"{found['all'].removesuffix(said).rstrip()} other than {said}"


def _for_no_other_reason(sentence: str, found: re.Match[str]) -> str:
    return f"{found['all']} for a reason other than that {found['reason']}"


def _only_one(sentence: str, found: re.Match[str]) -> str:
    """As in "X's only meeting with Y was on March 4" → "X had a meeting with Y other than on March 4"."""
    clause = parse(sentence)
    if clause is None or clause.verb not in {"is", "was", "are", "were"}:
        return sentence
    noun = clause.subject[len(found.group()) :]
    tense = "has" if clause.verb in {"is", "are"} else "had"
    having = f"{found['owner']} {tense}" if found["owner"] else f"There {clause.verb}"
    return f"{having} {with_article(noun)} other than {clause.rest}"


def not_that_but(clause: Clause, sentence: str) -> tuple[str, ...]:
    """As in "made by the state, not by the base" → "made by the base"."""
    found = re.search(
        r"\b(?P<p>by|for|to|from|in|after|before|with|on)\s[^,]+,\s(?:and\s)?not\s(?P<other>(?P=p)\s.+)$", sentence
    )
    if found:
        return (sentence[: found.start()] + found["other"],)
    purpose = re.search(r",\s(?:and\s)?not\s(?P<aim>to\s[a-z]+\s.+)$", sentence)
    stated = purpose_in(sentence[: purpose.start()]) if purpose else None
    if not purpose:
        return ()
    said = sentence[: purpose.start()].removesuffix(stated or "").rstrip(" ,")
    return (f"{said} {without_polarity(purpose['aim'])}",)


_PREPOSITIONS = (
    "after|as|at|before|by|during|for|from|if|in|inside|on|once|through|to|under|via|when|where|while|with|within"
)
_NO_NUMBER = r"(?!once\b|\d|(?:one|two|three|four|five|six|ten|a few|a handful)\b)"
_NO_PREPOSITION = rf"(?:(?!\b(?:{_PREPOSITIONS}|about)\b)[^,])+?"
_NOTHING_ELSE = r"alone|and (?:\w+\s)?(?:nothing|no one|nowhere) else|and for no other \w+|and only (?:there|then)"
_CLOSED_GROUP = (
    r"an?\s(?:\w+\s(?:and|,)\s)?(?:controlled|limited|select|restricted|closed)\s"
    r"(?:\w+\s)?(?:group|set|number|pool|list)\s.+"
)
_Build = Callable[[str, "re.Match[str]"], str]
_EXCLUSIVES: tuple[tuple[re.Pattern[str], _Build], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (rf"^only\s{_NO_NUMBER}", _subject_only),
        (r"^(?:(?P<owner>[A-Z].{1,80}?)['\u2019]s?|the)\s(?:only|sole)\s(?!one\b)", _only_one),
        (r"^(?P<all>.+\b(?P<so>\w+)),?\sand only (?P=so)$", _only_so),
        (
            r"^(?P<all>.+?)\s(?:when|if|because|where)\s(?P<reason>[^,]+?),?\sand for no other reason$",
            _for_no_other_reason,
        ),
        (
            rf"(?<=\s)(?P<preposition>{_PREPOSITIONS}|about|of)\s(?P<what>[^,]+?)"
            r",?\sand\s(?P=preposition)\s(?:nothing|no one) else$",
            _closed_list,
        ),
        (
            rf"(?<=\s)(?P<preposition>{_PREPOSITIONS}|about|of)\s(?P<what>{_NO_PREPOSITION}),?\s(?:{_NOTHING_ELSE})$",
            _closed_list,
        ),
        (r"^(?P<all>.+?),?\s(?:(?<!the )only|exclusively|alone|and (?:nothing|no one) else)$", _trailing_only),
        (r"\b(?:is|are|was|were|has been|have been)\s(?:strictly\s)?(?:limited|confined|restricted)\sto\b", _limited),
        (rf"\b(?:only|solely|exclusively|strictly|purely)\s(?P<preposition>{_PREPOSITIONS})\b", _preposition_only),
        (
            rf"(?<!the )(?<!'s )(?<!' )\b(?:only|solely|exclusively|nothing (?:but|except|other than))\s{_NO_NUMBER}",
            _object_only,
        ),
        (r"\b(?:is|are|was|were)\sreserved\sfor\b", _reserved),
        (r"\bgo(?:es)?\sthrough\b", _outside),
        (rf"(?<=\s)(?P<preposition>{_PREPOSITIONS}|of)\s(?P<what>{_CLOSED_GROUP})$", _closed_list),
        (r"\b(?:is|are|was|were)\scapped\sat\b", _capped),
    )
)
