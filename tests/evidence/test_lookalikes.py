"""Domains that look like another and are not it are told; others are left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.lookalikes import look_alikes, mixes_scripts, readable, registered

AGENCY = "harbour.example"
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12)


@pytest.mark.parametrize(
    "domain",
    [
        "harb0ur.example",
        "harbor.example",
        "harbuor.example",
        "harbours.example",
        "harbour.exarnple",
        "harbour.examp1e",
        "h\u0430rbour.example",
        "xn--hrbour-3nf.example",
        "harb\u00f6ur.example",
        "mail.harbouur.example",
        "harbour.example.login.test",
    ],
)
def test_doubles_of_a_partys_domain_are_told(domain: str) -> None:
    """One edit, a digit or two letters for a letter, another script, an accent, the party's domain put in front."""
    assert look_alikes({domain: 500}, [AGENCY]) == {domain: AGENCY}


@pytest.mark.parametrize(
    "domain",
    ["harbour.example", "mail.harbour.example", "pier.example", "harbourmaster.example", "harbour.test", "gmail.com"],
)
def test_other_domains_are_left_in_peace(domain: str) -> None:
    """A party's own domain, its subdomains and names that merely share a word are no doubles."""
    assert look_alikes({domain: 3}, [AGENCY]) == {}


def test_short_names_are_alike_by_chance() -> None:
    """Names of four letters that are one letter apart are not told."""
    assert look_alikes({"abc.example": 2, "bbc.example": 900}, []) == {}


def test_a_frequent_domain_is_guarded_as_well() -> None:
    """Where a domain is frequent in the release, a rare double of it is told; of two frequent ones neither is."""
    assert look_alikes({"tollcam.example": 400, "tolIcam.example".lower(): 2}, []) == {
        "tolicam.example": "tollcam.example"
    }
    assert look_alikes({"tollcam.example": 400, "tollcams.example": 300}, []) == {}
    assert look_alikes({"tollcam.example": 19, "tollcams.example": 1}, []) == {}


@given(LETTERS, st.integers(0, 11), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_any_one_edit_of_a_long_name_is_told(name: str, at: int, letter: str) -> None:
    """Whichever letter of a name is exchanged, the domain is told, and never the name itself."""
    at %= len(name)
    changed = name[:at] + letter + name[at + 1 :]
    expected = {} if changed == name else {f"{changed}.example": f"{name}.example"}
    assert look_alikes({f"{changed}.example": 1}, [f"{name}.example"]) == expected


@given(st.dictionaries(st.text(min_size=1, max_size=12), st.integers(0, 99), max_size=6), st.lists(st.text(max_size=9)))
def test_any_text_is_taken(uses: dict[str, int], trusted: list[str]) -> None:
    """Whatever stands where a domain should stand, nothing raises, and no domain is its own double."""
    assert all(domain != twin for domain, twin in look_alikes(uses, trusted).items())


def test_scripts_are_told_apart() -> None:
    """Two scripts within one label are told; one script a label, and the mixtures of East Asian writing, are not."""
    assert mixes_scripts("h\u0430rbour.example")
    assert mixes_scripts("xn--hrbour-3nf.example")
    assert not mixes_scripts("\u0433\u0430\u0432\u0430\u043d\u044c.example")
    assert not mixes_scripts("\u6771\u4eac\u30bf\u30ef\u30fc.example")
    assert readable("xn--hrbour-3nf.example") == "h\u0430rbour.example"


@pytest.mark.parametrize(
    ("domain", "own"),
    [
        ("mail.agency.gov", "agency.gov"),
        ("a.b.police.uk", "b.police.uk"),
        ("x.council.gov.uk", "council.gov.uk"),
        ("one", "one"),
    ],
)
def test_what_somebody_registered(domain: str, own: str) -> None:
    """The registered part is two labels, or three below a country's own kind such as gov.uk."""
    assert registered(domain) == own
