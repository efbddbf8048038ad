"""Sentence in the speaker's voice → the same sentence with the speaker's name for "we", "our", "this office"."""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.model import Party
from claims.verb_forms import MODALS, readings, third_person
from claims.vocabulary import entries

_CONTRACTIONS = (
    (re.compile(r"\b(can)(?:['\u2019]t|not)\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\b(wo)n['\u2019]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"n['\u2019]t\b"), " not"),
    (re.compile(r"(?<=\w)['\u2019]ve\b"), " have"),
    (re.compile(r"(?<=\w)['\u2019]re\b"), " are"),
    (re.compile(r"(?<=\w)['\u2019]ll\b"), " will"),
    (re.compile(r"\b([Tt]here|[Tt]hat|[Ii]t|[Hh]e|[Ss]he)['\u2019]s\b"), r"\1 is"),
    (re.compile(r"\bI['\u2019]m\b"), "I am"),
)
_TITLES = re.compile(rf"\b(?:{'|'.join(entries('speaker_titles'))})\b", re.IGNORECASE)
_BODY_NOUN = "|".join(entries("organisation_heads"))
# As in "Port Example Police Chief Ann Lee": a body, a title, a name.
_PERSON_NAME = r"[A-Z][\w.'\u2019-]+(?:\s[A-Z][\w.'\u2019-]+){1,2}"
_TITLED = re.compile(
    rf"(?P<body>[A-Z][\w'\u2019. -]+?)\s(?i:{'|'.join(entries('speaker_titles'))})\s{_PERSON_NAME}",
)
_SELF = re.compile(
    rf"\b(?:this|our|my|the) (?P<noun>{_BODY_NOUN}|city|state|district|company|lab|sheriff's office)(?P<own>'s)?"
    r"(?! of\b)(?![ -](?:council|board|attorney|clerk|police|line))\b",
    re.IGNORECASE,
)


_LEADS = "|".join((*entries("lead_openers"), "this", "last"))


class Voice(NamedTuple):
    """How the speaker is named: `body` for "we", `person` for "I"."""

    body: str
    person: str


def voice_of(party: Party) -> Voice:
    """The names that stand for "we" and for "I".

    A name such as "Director Ann Lee, Harbor Agency" is a person speaking for a body: the part that has the noun of a
    body is what "we" means.
    """
    if party.kind not in {"person", "other"}:
        return Voice(_named(party.name), _named(party.name))
    if (titled := _TITLED.fullmatch(party.name)) and _is_body(titled["body"]):
        return Voice(_named(titled["body"]), party.name)
    parts = [
        re.sub(r"^(?i:testimony of|(?:city |county )?attorney for|answers? to)\s+", "", p.strip())
        for p in party.name.split(",")
    ]
    parts = [p for p in parts if p[:1].isupper() and p not in {"Inc.", "Inc", "LLC", "Ltd"}] or parts[:1]
    bodies = [p for p in parts if _is_body(p)] or [p for p in parts[1:] if not _TITLES.search(p)]
    if not bodies and _TITLES.match(parts[0]):  # "Chair Ann Lee, Federal Thrift Supervisor"
        bodies = parts[1:2]
    if party.kind == "person" and not bodies:
        return Voice(f"{party.name}'s office", party.name)
    body = _without_office(bodies[0] if bodies else parts[0])
    people = [p for p in parts if p not in bodies]
    return Voice(_named(body), people[0] if people and _TITLES.search(people[0]) else _named(body))


def spell_out(sentence: str, party: Party) -> str:
    """`sentence` without contractions, "we", "our", "I", "my" and "this office" replaced by the speaker's name."""
    text = sentence.replace("\u2019", "'")
    for pattern, plain in _CONTRACTIONS:
        text = pattern.sub(plain, text)
    text = re.sub(r"\b([Tt]o (?:the best of )?)(?:our|my) knowledge", r"\1its knowledge", text)
    text = re.sub(r"\b([Aa]s far as) (?:we|I) (?:know|are aware|am aware)\b", r"\1 it knows", text)
    text = re.sub(
        rf"^((?:{_LEADS})\b[^,]*?)(?<!\bdo)(?<!\bdid)(?<!\bwill)(?<!\bhave)(?<!\bcan)(?<!\bare)(?<!\bwere) (we|I) ",
        r"\1, \2 ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\bI\b([^.;]*?)\bmy\b", r"I\1their", text)
    text = re.sub(r"\bI\b([^.;]*?)\bmyself\b", r"I\1themselves", text)
    text = re.sub(r"\b([Tt]he|[Aa]ny|[Ee]very|[Aa]ll|[Ee]ach) ([a-z-]+) (we|I|they) (?=[a-z])", r"\1 \2 that \3 ", text)
    voice = voice_of(party)
    named = _SELF.sub(lambda m: _self_name(m, voice.body, party.name), text)
    replaced = _replace_plural(named, voice.body)
    replaced = _agree(replaced, "I", voice.person)
    replaced = re.sub(r"\b[Mm]y own\b|\b[Mm]y\b", lambda m: _possessive(voice.person), replaced)
    replaced = re.sub(r"\b(?:me|myself)\b", voice.person, replaced)
    return _capitalised(replaced)


def capital(sentence: str) -> str:
    """The sentence with a capital and one full stop."""
    text = " ".join(sentence.split()).rstrip(" .,;:")
    text = re.sub(r"\s+([,;:])", r"\1", text)
    text = re.sub(r"\b([Cc]an) not\b(?! only)", r"\1not", text)
    return _capitalised(text) + "."


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_body(part: str) -> bool:
    words = re.findall(r"[A-Za-z]+", part.lower())
    return any(w in entries("organisation_heads") for w in words[-3:]) or bool(
        re.match(
            r"(?:city|county|state|town|university|port|department|ministry|office|board|bureau) of\b", part.lower()
        )
    )


def _without_office(body: str) -> str:
    """Drops what stands round a body's name: a title before it, "spokesperson Jan Roe" after it."""
    cut = re.split(
        r"\s+(?:spokes\w+|deputy director|chief executive|press office|president|chairman)\b", body, flags=re.IGNORECASE
    )[0]
    return re.sub(r"^(?:Chief|Commissioner|Director) (?:of )?(?=[A-Z])", "", cut).strip() or body


# "In this state" is a place, whoever says it.
_PLACES = frozenset(["city", "county", "district", "state"])
# What any speaker may call its own body; "our board" is part of a body, "this city" a place.
_GENERAL = frozenset(
    [
        "administration",
        "agency",
        "authority",
        "bureau",
        "company",
        "department",
        "ministry",
        "office",
        "organisation",
        "organization",
        "service",
        "university",
    ]
)
# Bodies whose names go without "the": "Tessamine County", "Wexmoor University", "Port Sennett Police".
_BARE = frozenset({"police", "county", "university", "college", "services"})


def _named(name: str) -> str:
    """A body's name with "the" where English wants it, so that it can stand in a sentence."""
    last = re.findall(r"[A-Za-z]+", name)[-1:] or [""]
    takes_the = last[0].lower() in entries("organisation_heads") and last[0].lower() not in _BARE
    if re.search(
        r"\b(?:City|County|State|Town|University|Department|Ministry|Office|Board|Bureau|Division) of\b", name
    ):
        takes_the = True
    if (
        re.match(r"(?i:the)\s", name)
        or re.search(r"\d$", name)
        or not takes_the
        or re.match(r"[A-Z]\w+['\u2019]s\b", name)
    ):
        return name
    return f"the {name}"


def _self_name(match: re.Match[str], body: str, speaker: str) -> str:
    """The name for "this office"; for "the office" only where the speaker's own name has that noun."""
    place = match["noun"].lower() in _PLACES and match.group().lower().startswith("this ")
    if place and re.search(r"\b(?:in|across|throughout|within)\s$", match.string[: match.start()]):
        return match.group()
    general = match["noun"].lower() in _GENERAL and not match.group().lower().startswith("the ")
    mine = general or match["noun"].lower() in speaker.lower()
    return body + (match["own"] or "") if mine else match.group()


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _replace_plural(text: str, body: str) -> str:
    text = re.sub(r"\b([Ww]e)\b([^,;.]*?)\bour\b", r"\1\2its", text)
    text = _agree(text, "we", body)
    text = re.sub(r"\b[Oo]ur own\b|\b[Oo]urs?\b", lambda _: _possessive(body), text)
    return re.sub(r"\b(?:us|ourselves)\b", body, text)


_ADVERBS = r"(?P<adverbs>(?:(?:never|always|first|only|also|still|each|now|[a-z]+ly)\s+)*)"
_AGREE = {"have": "has", "do": "does", "are": "is", "were": "was", "am": "is"}


def _agree(text: str, pronoun: str, name: str) -> str:
    """Replaces a subject pronoun and makes the verb after it agree with a singular name."""

    def replace(match: re.Match[str]) -> str:
        adverbs, verb = match["adverbs"] or "", match["verb"]
        return f"{name} {adverbs}{_singular(verb)}"

    flags = re.IGNORECASE if pronoun == "we" else re.NOFLAG
    text = re.sub(
        rf"\b(have|do|are|were|am|did|will|can) {pronoun}\b", lambda m: _inverted(m.group(1), name), text, flags=flags
    )
    text = re.sub(rf"\b{pronoun}\s+{_ADVERBS}(?P<verb>[a-z]+)\b", replace, text, flags=flags)
    return re.sub(rf"\b{pronoun}\b", name, text, flags=flags)


def _inverted(auxiliary: str, name: str) -> str:
    """As in "do we" → "does the Council"; the verb behind it stays as it is."""
    return f"{_AGREE.get(auxiliary, auxiliary)} {name}"


def _singular(verb: str) -> str:
    if verb in _AGREE:
        return _AGREE[verb]
    tenses = {r.tense for r in readings(verb)}
    return third_person(verb) if "base" in tenses and "past" not in tenses and verb not in MODALS else verb
