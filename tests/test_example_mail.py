"""The shipped example's mail and claims: what they are, what they say of themselves, what nobody may take them for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from claims.model import ClaimsFile
from claims.store import load_claims
from evidence.hashing import sha256_hex
from evidence.model import InputFile, Message
from evidence.readers.detect import read_any
from evidence.segments import segments

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "nypd-clearview"
# The account's own words; README.md lists them.
PUBLISHED = (
    "See if you can reach 100 searches",
    "you should have a setup email in your inbox shortly",
    "the app is working great",
    "we continue to receive positive results",
    "gone on to make arrests",
)


def _messages() -> list[tuple[Path, Message]]:
    found = []
    for path in sorted(p for p in (EXAMPLE / "records").rglob("*") if p.is_file()):
        data = path.read_bytes()
        file = InputFile(file=path.name, member=None, data=data, sha256=sha256_hex(data))
        for _, message in read_any(file):
            assert isinstance(message, Message), (path, message)
            found.append((path, message))
    return found


@pytest.fixture(scope="module")
def mail() -> list[tuple[Path, Message]]:
    """Every message of the example, as the readers find it."""
    return _messages()


@pytest.fixture(scope="module")
def claims() -> ClaimsFile:
    """The example's claims as written."""
    return load_claims(EXAMPLE / "claims.yaml")


def test_the_example_has_enough_mail_in_every_form(mail: list[tuple[Path, Message]]) -> None:
    """Single messages, an mbox and a printed production, and no message of any of them is lost."""
    by_form = {s: sum(p.suffix == s for p, _ in mail) for s in (".eml", ".mbox", ".txt")}
    assert by_form == {".eml": 104, ".mbox": 16, ".txt": 11}
    printed = [m for p, m in mail if p.suffix == ".txt"]
    assert all(m.bates and m.sender and m.to and m.date and m.subject for m in printed)


def test_every_message_says_that_it_is_invented() -> None:
    """No file of the example can be taken for a record."""
    for path in (EXAMPLE / "records").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".txt":
            assert text.count("RECONSTRUCTION") == text.count("\f") + 1
        else:
            assert len(re.findall(r"^X-Reconstruction: ", text, re.MULTILINE)) == len(
                re.findall(r"^Message-ID: ", text, re.MULTILINE)
            )


def test_most_of_the_mail_is_about_something_else(mail: list[tuple[Path, Message]]) -> None:
    """The statements' subject stands in fewer than half of the messages."""
    about = 0
    for _, m in mail:
        people = " ".join(a.raw for a in (m.sender, *m.to, *m.cc) if a)
        words = " ".join(b.text.text[s:e] for b in m.bodies for s, e in b.spans)
        about += bool(re.search(r"clearview|\bICE\b|dhs\.example", f"{people} {m.subject} {words}", re.IGNORECASE))
    assert 40 <= about < len(mail) / 2


def test_no_mailbox_of_the_example_can_belong_to_anybody(mail: list[tuple[Path, Message]]) -> None:
    """Addresses are under .example but for the department's domain and one that its provider does not give out."""
    addresses = {a.address for _, m in mail for a in (m.sender, *m.to, *m.cc) if a and a.address}
    outside = {a for a in addresses if not a.endswith((".example", "@nypd.org"))}
    assert outside == {"chert-invented@gmail.com"}


def test_the_published_phrases_stand_in_the_mail_and_in_the_readme(mail: list[tuple[Path, Message]]) -> None:
    """What is the account's own is there to the letter and is named as such."""
    words = " ".join(" ".join(b.text.text[s:e] for b in m.bodies for s, e in b.spans) for _, m in mail)
    folded = " ".join(words.split())
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for phrase in PUBLISHED:
        assert phrase in folded
        assert f'"{phrase}"' in readme


def test_what_is_not_on_record_stays_null(claims: ClaimsFile) -> None:
    """The account gives neither dates nor addresses; a paraphrase quotes nothing, a verbatim text is quoted whole."""
    for claim in claims.claims:
        assert claim.made_on is None
        assert claim.source.url is None
        assert claim.source.title is None
        assert claim.quoted == {"paraphrase": (), "verbatim": (claim.statement,)}.get(claim.wording, claim.quoted)
    assert {c.id: c.speaker for c in claims.claims if c.speaker != "nypd"} == {
        "few-officers": "defence",
        "one-section": "lawyer",
    }


def test_the_example_ships_in_the_wheel() -> None:
    """`checker demo` finds its mail where no checkout is."""
    build = tomllib.loads((EXAMPLE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["force-include"]["examples/nypd-clearview"] == "checker/example"


def test_quoted_mail_keeps_its_author(mail: list[tuple[Path, Message]]) -> None:
    """A forwarded or quoted passage of the example is never the outer sender's."""
    (answer,) = [m for _, m in mail if m.message_id and ".three-more-done@" in m.message_id]
    (forward,) = [m for _, m in mail if m.message_id and "positive-results-forwarded@" in m.message_id]
    quoted = next(s for s in segments(answer) if s.kind == "quoted")
    forwarded = next(s for s in segments(forward) if s.kind == "forwarded")
    assert quoted.author
    assert quoted.author.raw == "Sgt. Feldspar <feldspar@nypd.org>"
    assert forwarded.author
    assert forwarded.author.name == "Sgt. Feldspar"
    assert forwarded.date == "2019-02-08T14:03:00"


def test_a_name_under_a_mail_is_a_signature(mail: list[tuple[Path, Message]]) -> None:
    """The author's name below the last paragraph says nothing and is not quoted as if it did."""
    (thanks,) = [m for _, m in mail if m.message_id and ".limit-raised@" in m.message_id]
    kinds = [(s.kind, thanks.bodies[0].text.text[s.spans[0][0] : s.spans[-1][1]]) for s in segments(thanks)]
    assert kinds == [("own", "Raised to 200 a day. Keep going, detective!"), ("signature", "Spinel")]
