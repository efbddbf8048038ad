"""Claims file → Claims: every key, every mistake at once, drafts that never touch what is written."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from claims.errors import ClaimsInvalid
from claims.model import Claim, ClaimsFile
from claims.store import complete, load_claims, new_claims_yaml, parse_claims

INTERFACE = Path(__file__).with_name("interface.yaml")
SMALL = """\
parties: {town: {name: Town of Example}}
claims:
  - id: a
    speaker: town
    statement: The Town of Example has no contract with any vendor.
"""


def _mistakes(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ClaimsInvalid) as caught:
        parse_claims(text, "claims.yaml")
    assert caught.value.exit_code == 2
    return [(p.line, p.path) for p in caught.value.problems]


def _only(text: str) -> str:
    with pytest.raises(ClaimsInvalid) as caught:
        parse_claims(text, "claims.yaml")
    assert len(caught.value.problems) == 1, str(caught.value)
    return str(caught.value)


def test_every_key_of_the_interface_is_read_as_it_is_written() -> None:
    """What the file states comes back key by key, `no` as text and a date as its ISO form."""
    stated = YAML(typ="safe", pure=True).load(INTERFACE.read_text(encoding="utf-8"))
    loaded = load_claims(INTERFACE).model_dump(mode="json", by_alias=True)
    [given], [claim] = stated["claims"], loaded["claims"]
    assert claim.pop("drafted") == []
    assert given.pop("made_on") == dt.date(2020, 3, 4)
    assert claim.pop("made_on") == "2020-03-04"
    assert given["assertion"].pop("quantifier") == "no"
    assert claim["assertion"].pop("quantifier") == "no"
    assert claim["patterns"] == [{**given.pop("patterns")[0], "date": None, "minimum": None}]
    del claim["patterns"]
    assert claim == given
    assert loaded["records"] == stated["records"]
    assert loaded["parties"]["pepd"] == stated["parties"]["pepd"]
    assert loaded["parties"]["vision"] == {**stated["parties"]["vision"], "domains": []}


def test_the_interface_file_names_every_key_of_the_nouns() -> None:
    """A key added to a noun must be added to the file that these tests read."""
    [claim] = YAML(typ="safe", pure=True).load(INTERFACE.read_text(encoding="utf-8"))["claims"]
    assert set(claim) | {"drafted"} == set(Claim.model_fields)
    assert set(claim["assertion"]) == set(Claim.model_fields["assertion"].default.model_dump(by_alias=True))


def test_json_gives_the_same_claims(tmp_path: Path) -> None:
    """JSON is the same tree."""
    claims = load_claims(INTERFACE)
    tree = claims.model_dump(mode="json", by_alias=True, exclude={"claims": {"__all__": {"drafted"}}})
    twin = tmp_path / "claims.json"
    twin.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    assert load_claims(twin) == claims
    twin.write_text(json.dumps(tree), encoding="utf-8-sig")
    assert load_claims(twin) == claims


@pytest.mark.parametrize(
    ("written", "read"),
    [("2019", "2019"), ("'2019'", "2019"), ("2019-03", "2019-03"), ("2019-03-05", "2019-03-05"), ("null", None)],
)
def test_a_date_may_be_text_number_or_date(written: str, read: str | None) -> None:
    """A year, month or day is read alike with and without quotes."""
    assert parse_claims(SMALL + f"    made_on: {written}\n", "f").claims[0].made_on == read
    native = Claim(id="a", speaker="b", statement="c", made_on=dt.date(2019, 3, 5))  # type: ignore[arg-type]
    assert native.made_on == "2019-03-05"
    assert Claim(id="a", speaker="b", statement="c", made_on=2019).made_on == "2019"  # type: ignore[arg-type]


def test_words_stay_as_written() -> None:
    """`no`, `on`, `1.10` and `007` are text, as are folded lines."""
    text = SMALL + "    quoted: [no, on, 1.10, 007]\n    asserts:\n      - >\n        One\n        line.\n"
    [claim] = parse_claims(text, "f").claims
    assert claim.quoted == ("no", "on", "1.10", "007")
    assert claim.asserts == ("One line.\n",)


def test_five_mistakes_are_reported_at_once() -> None:
    """Each mistake has its line and path, in the order of the file."""
    text = """\
records: {period: {from: 2021-05, to: 2020}}
parties:
  town: {name: Town of Example, kind: agancy}
claims:
  - id: a
    speaker: twon
    statement: We have no contract.
    made_on: 2019-13
    wordng: verbatim
"""
    assert _mistakes(text) == [
        (1, "records.period.from"),
        (3, "parties.town.kind"),
        (6, "claims[0].speaker"),
        (8, "claims[0].made_on"),
        (9, "claims[0].wordng"),
    ]


@pytest.mark.parametrize(
    ("line", "place", "what", "remedy"),
    [
        ("colour: red", "claims[0].colour", "unknown key 'colour'", "known keys here: id, speaker, statement"),
        ("wordng: verbatim", "claims[0].wordng", "unknown key 'wordng'", "did you mean 'wording'?"),
        ("drafted: [counter]", "claims[0].drafted", "not for the claims file", "the program writes it"),
        ("wording: exact", "claims[0].wording", "'exact' is not allowed", "Allowed: verbatim, reported, paraphrase"),
        ("made_on: soon", "claims[0].made_on", "'soon' is not a date", "2019, 2019-03 or 2019-03-05"),
        ("made_on: 2019-02-30", "claims[0].made_on", "no day of the calendar", "2019, 2019-03 or 2019-03-05"),
        ("made_on: 03/05/2019", "claims[0].made_on", "is not a date", "2019, 2019-03 or 2019-03-05"),
        (
            "counter: PEPD signed.",
            "claims[0].counter",
            "a list is expected here, not 'PEPD signed.'",
            "write it as a list",
        ),
        ("asserts: [[a]]", "claims[0].asserts[0]", "text is expected here", "write one value"),
        ("assertion: denies", "claims[0].assertion", "keys and values are expected", "indent them"),
        (
            "assertion: {polarity: deny}",
            "claims[0].assertion.polarity",
            "'deny' is not allowed",
            "did you mean 'denies'?",
        ),
        ("assertion: {quantifier: exactly}", "claims[0].assertion.quantifier", "without a quantity", "add `quantity:"),
        ("assertion: {quantity: {value: few}}", "claims[0].assertion.quantity.value", "a number is expected", "digits"),
        (
            "assertion: {event: {kind: stopped}}",
            "claims[0].assertion.event.kind",
            "'stopped'",
            "Allowed: started, ended",
        ),
        ("assertion: {covers: {until: 2020}}", "claims[0].assertion.covers.until", "unknown key 'until'", "from, to"),
        ("source: {sha256: ABC}", "claims[0].source.sha256", "wrong form", "64 hex digits"),
        ("patterns: [{kind: chat}]", "claims[0].patterns[0].kind", "'chat' is not allowed", "Allowed: correspondence"),
        ("patterns: [{kind: volume, minimum: 0}]", "claims[0].patterns[0].minimum", "too small", "positive"),
        ("patterns: [{kind: after, between: [twon]}]", "claims[0].patterns[0].between[0]", "no party 'twon'", "'town'"),
        ("response: {asked: 2020}", "claims[0].response.asked", "unknown key 'asked'", "did you mean 'asked_on'?"),
        ("id: b", "claims[0].id", "stands twice (first in line 3)", "keep one"),
    ],
)
def test_a_mistake_says_what_where_and_what_to_do(line: str, place: str, what: str, remedy: str) -> None:
    """File, line, path, what is wrong, and the remedy on a line of its own."""
    message = _only(SMALL + f"    {line}\n")
    where, _, told = message.partition("\n")
    assert where.startswith(f"claims.yaml:6: {place}: ")
    assert what in where
    assert remedy in told


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "1: file: the file is empty"),
        ("# nothing yet\n", "1: file: the file is empty"),
        ("claims: []\n", "the file has no claims"),
        ("parties: {}\n", "the file has no claims"),
        ("claims: [a: b: c]\n", "1: file: not valid YAML"),
        ("claims:\n\t- id: a\n", "2: file: not valid YAML"),
        ("claims: &a [*a]\n", "an alias refers to itself"),
        ("- id: a\n", "keys and values are expected here"),
        ("claims:\n  - a\n", "keys and values are expected here"),
        ("? [a]\n: b\nclaims: []\n", "a key is a list or a mapping"),
        ("claims: \x07\n", "not valid YAML"),
    ],
)
def test_what_is_no_claims_file_says_so(text: str, what: str) -> None:
    """Broken YAML, a wrong shape and an empty file are mistakes like any other, never a traceback."""
    with pytest.raises(ClaimsInvalid) as caught:
        parse_claims(text, "claims.yaml")
    assert what in str(caught.value)
    assert all(p.remedy for p in caught.value.problems)


def test_duplicate_ids_and_words_not_in_the_statement() -> None:
    """A second claim of one id names the first's line; quoted words must stand in a reported statement."""
    second = SMALL + "  - {id: a, speaker: town, statement: x, wording: verbatim, quoted: [y]}\n"
    with pytest.raises(ClaimsInvalid) as caught:
        parse_claims(second, "f")
    assert "the id 'a' is taken (line 3)" in str(caught.value)
    assert "the statement does not hold the words 'y'" in str(caught.value)


def test_what_is_required_is_named_when_missing() -> None:
    """Only id, speaker and statement of a claim, and the name of a party, are required."""
    assert _mistakes("parties: {a: {}}\nclaims: [{}]\n") == [
        (1, "parties.a.name"),
        (2, "claims[0].id"),
        (2, "claims[0].speaker"),
        (2, "claims[0].statement"),
    ]
    assert _mistakes("parties: {a: {name: A}}\nclaims:\n  - {id: x y, speaker: a, statement: ''}\n") == [
        (3, "claims[0].id"),
        (3, "claims[0].statement"),
    ]


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    """A file in another encoding is refused with the line of the first bad byte; so is one that is not there."""
    file = tmp_path / "claims.yaml"
    file.write_bytes(b"claims:\n  - id: caf\xe9\n")
    with pytest.raises(ClaimsInvalid, match=r":2: file: not UTF-8 \(byte 19\)"):
        load_claims(file)
    with pytest.raises(ClaimsInvalid, match="cannot be read"):
        load_claims(tmp_path)


def test_null_for_a_list_or_mapping_leaves_it_out() -> None:
    """`counter:` with nothing after it is no mistake, and is drafted; an empty list is a choice and stays."""
    left_out = complete(parse_claims(SMALL + "    counter:\n    assertion: null\n    source:\n", "f")).claims[0]
    assert left_out.counter
    assert {"counter", "assertion.polarity"} <= set(left_out.drafted)
    chosen = complete(parse_claims(SMALL + "    counter: []\n", "f")).claims[0]
    assert chosen.counter == ()
    assert "counter" not in chosen.drafted


def test_what_is_written_is_never_drafted_over() -> None:
    """A stated value stays, null included; all that a rule filled in is listed in `drafted`, nothing else."""
    written = load_claims(INTERFACE)
    assert complete(written) == written
    text = SMALL + "    assertion: {polarity: affirms, quantifier: null}\n    asserts: [Mine.]\n"
    [claim] = complete(parse_claims(text, "f")).claims
    assert claim.assertion.polarity == "affirms"
    assert claim.assertion.quantifier is None
    assert claim.asserts == ("Mine.",)
    assert not {"assertion.polarity", "assertion.quantifier", "asserts"} & set(claim.drafted)
    empty = ClaimsFile.model_validate({"claims": [{"id": "a", "speaker": "town", "statement": "x"}]}).claims[0]
    for path in claim.drafted:
        name, _, inner = path.partition(".")
        filled, blank = getattr(claim, name), getattr(empty, name)
        assert (getattr(filled, inner) if inner else filled) != (getattr(blank, inner) if inner else blank)


def test_a_drafted_quantity_never_joins_a_stated_quantifier_without_one() -> None:
    """`quantifier: all` in the file, with a number in the statement, gets no drafted quantity."""
    text = (
        SMALL.replace("no contract with any vendor", "at least three contracts") + "    assertion: {quantifier: all}\n"
    )
    [claim] = complete(parse_claims(text, "f")).claims
    assert claim.assertion.quantity is None


def test_the_template_is_a_valid_file() -> None:
    """`checker new` writes a file that loads, and whose commented keys are the claim's."""
    template = new_claims_yaml()
    assert parse_claims(template, "f").claims
    head, claims = template.split("claims:\n")
    [claim] = parse_claims(f"{head}claims:\n" + re.sub(r"^    # ", "    ", claims, flags=re.MULTILINE), "f").claims
    assert claim.model_fields_set == set(Claim.model_fields) - {"drafted"}
