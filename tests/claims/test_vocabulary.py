"""Vocabulary files and the forms of verbs that rest on them."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from claims.verb_forms import bases_of_gerund, gerund, guessed_base, participle, past, readings, third_person
from claims.vocabulary import entries

NAMES = sorted(p.name.removesuffix(".txt") for p in files("claims").joinpath("vocab").iterdir())
REGEXES = {
    "belief_cues",
    "exclusive_cues",
    "existential_cues",
    "handing_on",
    "lead_openers",
    "policy_cues",
    "procedures",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_vocabulary_has_a_heading_and_no_entry_twice(name: str) -> None:
    """The first line says what the file lists; entries are not empty, not doubled, without stray spaces."""
    lines = files("claims").joinpath("vocab", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    found = [line for line in lines if not line.startswith("#")]
    assert found
    assert all(line == line.strip() != "" for line in found)
    assert len(found) == len(set(found))
    assert entries(name) == tuple(found)


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_is_a_regular_expression_where_it_is_read_as_one(name: str) -> None:
    """Entries that are joined into a pattern compile."""
    for entry in entries(name):
        assert re.compile(entry)


@pytest.mark.parametrize(
    ("base", "third", "simple", "part", "ing"),
    [
        ("use", "uses", "used", "used", "using"),
        ("carry", "carries", "carried", "carried", "carrying"),
        ("stop", "stops", "stopped", "stopped", "stopping"),
        ("permit", "permits", "permitted", "permitted", "permitting"),
        ("write", "writes", "wrote", "written", "writing"),
        ("teach", "teaches", "taught", "taught", "teaching"),
        ("go", "goes", "went", "gone", "going"),
        ("have", "has", "had", "had", "having"),
        ("overwrite", "overwrites", "overwrote", "overwritten", "overwriting"),
        ("expel", "expels", "expelled", "expelled", "expelling"),
    ],
)
def test_forms_of_a_verb(base: str, third: str, simple: str, part: str, ing: str) -> None:
    """Regular forms follow the spelling, irregular ones the list; each form is read back as its verb."""
    assert (third_person(base), past(base), participle(base), gerund(base)) == (third, simple, part, ing)
    assert all(any(r.base == base for r in readings(form)) for form in (base, third, simple, part))
    assert base in bases_of_gerund(ing)


UNLISTED = {
    "airlifted": "airlift",
    "banished": "banish",
    "bulldozed": "bulldoze",
    "chlorinated": "chlorinate",
    "clamped": "clamp",
    "coaxed": "coax",
    "dislodged": "dislodge",
    "downsized": "downsize",
    "fumigated": "fumigate",
    "hospitalised": "hospitalise",
    "knelled": "knell",
    "notarized": "notarize",
    "overstaffed": "overstaff",
    "padlocked": "padlock",
    "quashed": "quash",
    "rigged": "rig",
    "skewed": "skew",
    "tarried": "tarry",
    "trimmed": "trim",
    "vilified": "vilify",
}


@pytest.mark.parametrize(("word", "base"), UNLISTED.items())
def test_the_base_of_an_unlisted_past_is_guessed_by_spelling(word: str, base: str) -> None:
    """A verb of no list is negated in its right form: "grounded" → "did not ground"."""
    assert not readings(word), "a listed verb needs no guess"
    assert guessed_base(word) == base


def test_no_other_word_is_taken_for_a_past() -> None:
    """Short words, words that end otherwise and listed verbs have no guess."""
    assert [guessed_base(word) for word in ("red", "seed", "signed", "officer", "")] == [None] * 5
