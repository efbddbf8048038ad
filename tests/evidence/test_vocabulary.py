from importlib.resources import files

import pytest

from evidence.vocabulary import entries

NAMES = sorted(
    f.name.removesuffix(".txt") for f in files("evidence").joinpath("vocab").iterdir() if f.name.endswith(".txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_vocabularies_are_plain_lists(name: str) -> None:
    """A vocabulary begins with what it is for, is lower-case, and names nothing twice."""
    text = files("evidence").joinpath("vocab", f"{name}.txt").read_text(encoding="utf-8")
    found = entries(name)
    assert text.startswith("# ")
    assert found
    assert len(set(found)) == len(found)
    assert all(entry == entry.lower() for entry in found)


@pytest.mark.parametrize("name", ["disclaimers", "bulk-footers", "device-signatures", "page-furniture"])
def test_no_beginning_hides_another(name: str) -> None:
    """Of two beginnings of which one begins with the other, the longer does nothing and is not listed."""
    found = entries(name)
    assert [(a, b) for a in found for b in found if a != b and a.startswith(b)] == []
