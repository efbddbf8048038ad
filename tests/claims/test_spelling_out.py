"""The speaker's voice → names: who "we", "I" and "this office" are, and what stays as it is."""

from __future__ import annotations

import pytest

from claims.model import Party, PartyKind
from claims.spelling_out import capital, spell_out, voice_of


@pytest.mark.parametrize(
    ("name", "kind", "body", "person"),
    [
        ("Port Example Council", "agency", "the Port Example Council", "the Port Example Council"),
        ("Port Example Police", "agency", "Port Example Police", "Port Example Police"),
        ("District 9", "agency", "District 9", "District 9"),
        ("Director Ann Lee, Harbor Agency", "other", "the Harbor Agency", "Director Ann Lee"),
        ("Chair Ann Lee, Federal Thrift Supervisor", "other", "Federal Thrift Supervisor", "Chair Ann Lee"),
        ("Port Example Police Chief Ann Lee", "person", "Port Example Police", "Port Example Police Chief Ann Lee"),
        ("Ann Lee", "person", "Ann Lee's office", "Ann Lee"),
        ("City Attorney for Oxmoor", "other", "Oxmoor", "Oxmoor"),
    ],
)
def test_we_and_i(name: str, kind: PartyKind, body: str, person: str) -> None:
    """The body is "we", "I" the person who speaks for it, each as it can stand in a sentence."""
    assert voice_of(Party(name=name, kind=kind)) == (body, person)


@pytest.mark.parametrize(
    ("said", "spelled"),
    [
        ("We don't share our data.", "The Port Example Council does not share its data."),
        ("Our officers haven't met them.", "The Port Example Council's officers have not met them."),
        ("Since the pilot we have made no arrests.", "Since the pilot, the Port Example Council has made no arrests."),
        ("This council never paid us.", "The Port Example Council never paid the Port Example Council."),
        ("There is no backlog in this state.", "There is no backlog in this state."),
        ("The vendor pays the city council.", "The vendor pays the city council."),
        ("Every meal we serve is fresh.", "Every meal that the Port Example Council serves is fresh."),
        ("To our knowledge, none was lost.", "To its knowledge, none was lost."),
        ("Under no circumstances do we sell it.", "Under no circumstances does the Port Example Council sell it."),
    ],
)
def test_the_speaker_is_named(said: str, spelled: str) -> None:
    """Verbs agree with the name, contractions are written out, other bodies and places keep their names."""
    assert spell_out(said, Party(name="Port Example Council", kind="agency")) == spelled


def test_a_person_keeps_one_name_in_a_sentence() -> None:
    """A sentence about oneself names the person once."""
    assert spell_out("I paid my own way.", Party(name="Ann Lee", kind="person")) == "Ann Lee paid their own way."


def test_a_sentence_has_a_capital_and_one_full_stop() -> None:
    """Stray marks and spaces go, "can not" is one word."""
    assert capital("the  board can not vote ;") == "The board cannot vote."
    assert capital("it can not only vote") == "It can not only vote."
