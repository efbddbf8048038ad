import pytest

from evidence.people import affiliations, asks_for_personal, domain_of, in_domain, is_free_mail, name_key
from evidence.printed_people import people, person


@pytest.mark.parametrize(
    "spelling", ["Quill, Ada", "Ada Quill", "Quill, Ada M", "Ada M. Quill", "QUILL, ADA (PACE)", "Ada Quill, Ph.D."]
)
def test_spellings_of_one_name_meet(spelling: str) -> None:
    """First and last name make the key, in whichever order and with whatever beside them."""
    assert name_key(spelling) == "ada quill"


def test_domains_hold_what_is_below_them_and_nothing_else() -> None:
    """A subdomain is in its domain; a domain that only ends in the same letters is not."""
    assert in_domain("a@mail.agency.example", ["agency.example"])
    assert not in_domain("a@notagency.example", ["agency.example"])
    assert not in_domain("agency.example", ["agency.example"])
    assert domain_of("A@Agency.Example.") == "agency.example"


def test_free_mail_is_known_by_its_domain() -> None:
    """A provider open to anybody is one; a name that contains its name is not."""
    assert is_free_mail("ada@gmail.com")
    assert not is_free_mail("ada@gmail.com.agency.example")


def test_short_names_must_stand_in_capitals() -> None:
    """A name of at most four letters counts in capitals alone, so that "ice" is no agency."""
    names = {"ice": ["ICE"], "marsh": ["Marsh County Police"]}
    assert affiliations("Det. Finch, ICE / Marsh\nCounty Police", names) == ("ice", "marsh")
    assert affiliations("We broke the ice", names) == ()


@pytest.mark.parametrize(
    ("text", "asks"), [("send it to my personal e-mail", True), ("on my own\nphone", True), ("personal matters", False)]
)
def test_asking_for_private_channels_is_heard(text: str, asks: bool) -> None:
    """Words for somebody's own device or address are found, also over a line's end."""
    assert asks_for_personal(text) is asks


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Quill, Ada; Otter, Bram J", ["Quill, Ada", "Otter, Bram J"]),
        ("Quill, Ada", ["Quill, Ada"]),
        ("Ada <a@x.example>, Bram <b@x.example>", ["Ada", "Bram"]),
        ("", []),
    ],
)
def test_printed_lists_are_parted_where_they_should(value: str, names: list[str]) -> None:
    """Semicolons part people; commas only where each part has an address."""
    assert [p.name for p in people(value)] == names


def test_on_behalf_of_is_whom_it_is_for() -> None:
    """Of "A on behalf of B" the sender is B."""
    sender = person("Marsh, Cleo on behalf of Quill, Ada")
    assert sender is not None
    assert sender.name == "Quill, Ada"
