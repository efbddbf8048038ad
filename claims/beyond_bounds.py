"""Clause with a bound on a number or a time → the sentences on the other side of it: "fewer than 20" → "20 or more"."""

from __future__ import annotations

import re

from claims.clauses import Clause
from claims.noun_phrases import article, is_mass, is_plural
from claims.numbers import NUMBER
from claims.quantities import FoundQuantity, quantities

UNIVERSAL = re.compile(r"\b(?:every|each|all(?: of)?(?: the)?|any)\s", re.IGNORECASE)


def beyond_bound(clause: Clause, sentence: str) -> tuple[str, ...]:
    """Each stated bound turned round: "fewer than 2 percent" → "2 percent or more", "at least" → "fewer than".

    A share of cases is turned alone ("nine of ten calls within six minutes"), and bare numbers only where no bound is
    put in words ("within 60 minutes of the index passing 150").
    """
    if times := _TIMES.search(sentence):
        least = (times["bound"] or "").startswith(("at least", "no fewer")) or (times["rate"] and not times["bound"])
        other = "less than" if least else "more than"
        return (f"{sentence[: times.start()]}{other} {times['times']}{sentence[times.end('times') :]}",)
    if "only" in clause.adverbs:
        sentence = re.sub(r"\bonly\s", "", sentence, count=1)
    of_which = sentence.find(clause.subject) + len(clause.subject) if UNIVERSAL.match(clause.subject) else 0
    reason = re.search(r"\b(?:because|so that)\b", sentence)
    said = reason.start() if reason else len(sentence)
    found = [q for q in quantities(sentence) if of_which <= q.start < said and _is_a_bound(sentence, q)]
    shares = [q for q in found if q.unit == "percent"]
    worded = [q for q in found if q.start != q.number_start or q.bound != "exactly"]
    chosen = shares[:1] if shares and len(found) > 1 else worded or found
    turned = [t for q in chosen for t in _turned(sentence, q, share_of_limit=q in shares and len(found) > 1)]
    if "only" in clause.adverbs:
        turned = [t for t in turned if "more than" in t]
    one, rest = one_case_of(clause), _one_case(clause.rest)
    return tuple(
        re.sub(rf"\b(?:always|generally|each(?=\s{clause.verb}\b))\s", "", t.replace(clause.rest, rest, 1)).replace(
            clause.subject, one, 1
        )
        if not shares
        else t
        for t in turned
    )


def _one_case(rest: str) -> str:
    return re.sub(r"^(?:every|each)\s(?=(\w+))", lambda m: f"{article(m.group(1))} ", rest)


def one_case_of(clause: Clause) -> str:
    """The subject of a universal clause as one case of it: "every complaint" → "a complaint"."""
    universal = UNIVERSAL.match(clause.subject)
    if not universal:
        return clause.subject
    phrase = clause.subject[universal.end() :]
    if phrase.startswith("of "):
        return f"one {phrase}"
    if " of" in universal.group().lower():
        return f"some of {'the ' if universal.group().lower().endswith('the ') else ''}{phrase}"
    if numbered := NUMBER.match(phrase):
        of = re.match(r"\sof\s", phrase[numbered.end() :])
        return f"some{phrase[numbered.end() :]}" if of else f"some of the {phrase}"
    universal_word = universal.group().lower().split()[0]
    singular = universal_word in {"every", "each"} or (
        universal_word == "any" and not (is_plural(phrase) or is_mass(phrase))
    )
    return f"{article(phrase)} {phrase}" if singular else f"some {phrase}"


def _is_a_bound(text: str, quantity: FoundQuantity) -> bool:
    """Whether the number limits the statement; "all 48,000 citizens" and "its forty-year audit" name, not limit."""
    if quantity.start != quantity.number_start:
        return True
    if text[quantity.number_end : quantity.number_end + 1] == "-" or quantity.value == 0:
        return False
    return not re.search(
        r"(?:\b(?:all|every|each|some|the|its|our|their|these|those|of|on|both|last|past|next|first|other|same|(?:down|up)\sfrom"
        r"|passing|reaching|hitting)|['\u2019]s?)\s$",
        text[: quantity.start],
        re.IGNORECASE,
    )


def _turned(sentence: str, quantity: FoundQuantity, share_of_limit: bool) -> tuple[str, ...]:
    amount = sentence[quantity.number_start : quantity.end]
    amount = amount if quantity.number_start else amount[:1].lower() + amount[1:]
    amount = re.sub(r"\s*(?:,? no more|or (?:more|longer|above|fewer|less|under)|at most|at least)$", "", amount)
    before, after = sentence[: quantity.start], sentence[quantity.end :]
    less = "less than" if quantity.unit and not _RATIO.search(amount) else "fewer than"
    opening = sentence[quantity.start : quantity.number_start].lower()
    if opening.startswith(("within", "inside")):
        return (before + _too_late(amount, after),)
    capped = re.search(r",\s(?:no more|at (?:the )?most)(?=,|$)", after)
    if capped:
        after = after[: capped.start()] + after[capped.end() :].removeprefix(",")
    if opening.startswith(("below", "above")):
        return (f"{before}at or {'above' if opening.startswith('below') else 'below'} {amount}{after}",)
    if quantity.bound == "at_most" or capped or amount.lower().startswith("a single"):
        amount = re.sub(r"^a single\b", "one", amount, flags=re.IGNORECASE)
        new = [_or_more(amount, "more") if quantity.strict else f"more than {amount}"]
    elif quantity.bound == "at_least":
        new = [_or_more(amount, less.partition(" ")[0]) if quantity.strict else f"{less} {amount}"]
    elif re.match(r"(?:only|just)\b", opening) or (before.endswith(" after ") and quantity.unit in _LASTING):
        new = [f"more than {amount}"]
    elif share_of_limit or _NOTICE.match(after):  # more of what was promised breaks no promise
        new = [f"{less} {amount}"]
    else:
        new = [f"{less} {amount}", f"more than {amount}"]
    return tuple(before + words + after for words in new)


def _or_more(amount: str, more: str) -> str:
    """As in "two passengers in a hundred" → "two or more passengers in a hundred"."""
    first, _, rest = amount.partition(" ")
    return f"{first} or {more} {rest}" if _RATIO.search(amount) else f"{amount} or {more}"


_TIMES = re.compile(
    r"\b(?:(?P<bound>only|just|exactly|at least|at most|no (?:more|fewer) than)\s)?(?P<times>once|twice)"
    r"(?=$|(?P<rate>\s(?:an?|per|each|every)\b)|\s(?:in|during|since|before|after)\b)"
)
_LASTING = frozenset(["hour", "day", "week", "month", "year", "working day"])
_RATIO = re.compile(r"\b(?:in|of)\s")
_NOTICE = re.compile(r"['\u2019]?s?\s(?:\w+\s)?(?:notice|warning|training|advance)\b")


def _too_late(amount: str, after: str) -> str:
    """As in "within a week of the first complaint" → "more than a week after the first complaint"."""
    amount = re.sub(r"^an?\s", "one ", amount)
    since = re.match(r"\sof\s", after)
    if since:
        return f"more than {amount} after {after[since.end() :]}"
    return f"more than {amount} later{after}" if not after.strip(" .,") else f"after more than {amount}{after}"
