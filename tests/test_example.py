"""The shipped example: its mail says what it is, and `checker demo` finds in it what is there to be found."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from checker.cli import app
from claims.model import ClaimsFile
from claims.store import load_claims
from evidence.hashing import sha256_hex
from evidence.model import InputFile, Message
from evidence.readers.detect import read_any
from evidence.segments import segments

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "nypd-clearview"
VERDICTS = {
    "no-relationship": "contradicted",
    "trial-ended": "contradicted",
    "few-officers": "contradicted",
    "limited-photographs": "contradicted",
    "not-shared": "in_tension",
    "no-access-for-agencies": "in_tension",
    "one-section": "contradicted",
}
# The account's own words; README.md lists them.
PUBLISHED = (
    "See if you can reach 100 searches",
    "you should have a setup email in your inbox shortly",
    "the app is working great",
    "we continue to receive positive results",
    "gone on to make arrests",
)
USE = {
    "accounts-stay-open",
    "bypassing-the-section",
    "chert-private-address",
    "chiefs-office-log-ins",
    "gym-page",
    "limit-raised",
    "marl-personal-email",
    "not-in-our-photographs",
    "positive-results",
    "positive-results-forwarded",
    "raise-my-limit",
    "ranks-with-accounts",
    "schist-personal-phone",
    "shale-personal-device",
    "tally",
    "three-more",
    "three-more-done",
    "trial-account-created-chert",
    "trial-account-created-schist",
    "trial-account-thanks",
    "tuff-task-force",
    "working-great",
}
AGREEMENT = {"agreement-signed", "agreement-countersigned"}
AFTER_MARCH = {
    "accounts-stay-open",
    "bypassing-the-section",
    "breccia-two-agencies",
    "chert-private-address",
    "chiefs-office-log-ins",
    "gym-page",
    "limit-raised",
    "pumice-two-agencies",
    "raise-my-limit",
    "schist-personal-phone",
    "shale-personal-device",
    "three-more",
    "three-more-done",
    "trial-account-created-chert",
    "trial-account-created-schist",
    "trial-account-thanks",
    "tuff-task-force",
}
# Messages any of which is a right first passage against the claim.
RIGHT = {
    "no-relationship": AGREEMENT | USE | {"introduction", "introduction-answer"},
    "trial-ended": AFTER_MARCH,
    "few-officers": AGREEMENT | {"ranks-with-accounts", "tally", "chiefs-office-log-ins", "positive-results",
                                 "positive-results-forwarded", "three-more", "three-more-done", "accounts-stay-open"},
    "limited-photographs": {"not-in-our-photographs", "gym-page", "positive-results", "schist-personal-phone",
                            "bypassing-the-section", "raise-my-limit", "working-great", "tally", "third-agent-answer",
                            "trial-account-thanks"},
    "one-section": {"bypassing-the-section", "schist-personal-phone", "shale-personal-device", "chert-private-address",
                    "marl-personal-email", "not-in-our-photographs", "gym-page", "working-great", "raise-my-limit",
                    "positive-results", "third-agent-answer"},
}  # fmt: skip
# score-1 hardly weighs what the network reads of a passage; the marks go when the refitted weights come.
AWAITS = pytest.mark.xfail(reason="score-1 hardly weighs the entailment of counter-propositions", strict=False)
CONCEDED = {"on-a-trial-basis", "trial-period-ends"}
TRAPS = {
    "auto-reply",
    "case-study",
    "court-suit",
    "first-contact",
    "forum-agenda",
    "if-we-were-to-sign",
    "lenswright-accounts",
    "lenswright-agreement",
    "newsletter",
    "platenode-offer",
    "platenode-renewal",
    "press-inquiry",
    "press-inquiry-handed-on",
    "rumour",
    "sheriff-has-contract",
}


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


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `checker demo` writes its reports to."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    ended = CliRunner().invoke(app, ["demo", "--output", str(folder), "--quiet"])
    assert ended.exit_code == 0, ended.output
    return folder / "reports"


@pytest.fixture(scope="module")
def report(reports: Path) -> dict[str, Any]:
    """Its report."""
    return json.loads((reports / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(reports: Path) -> str:
    """Its page."""
    return (reports / "report.html").read_text(encoding="utf-8")


def _finding(report: dict[str, Any], claim: str) -> dict[str, Any]:
    return next(f for f in report["findings"] if f["claim"]["id"] == claim)


def _slug(link: dict[str, Any]) -> str:
    """The name that the example gives a message: in its Message-ID, or by its page and subject where it is printed."""
    message = link["message"]
    if message["message_id"]:
        return message["message_id"].split("@")[0].split(".")[-1]
    by_subject = {
        "still from the garage": "gym-page",
        "RE: photo of the driver": "third-agent-answer",
        "Clearview trial period": "trial-period-ends",
        "Budget hearing": "no-purchase",
    }
    return by_subject.get(message["subject"], message["subject"])


def _against(report: dict[str, Any], claim: str) -> list[dict[str, Any]]:
    return [x for x in _finding(report, claim)["links"] if x["relation"] == "contradicts"]


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


@pytest.mark.model
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        pytest.param(c, v, marks=AWAITS if c in ("no-relationship", "limited-photographs") else ())
        for c, v in VERDICTS.items()
    ],
)
def test_each_statement_gets_the_verdict_that_the_records_bear_out(
    report: dict[str, Any], claim: str, verdict: str
) -> None:
    """The case that the design sets: each row ends as its table says."""
    assert _finding(report, claim)["verdict"] == verdict


@AWAITS
@pytest.mark.model
@pytest.mark.parametrize("claim", RIGHT)
def test_the_first_passage_against_a_statement_is_right(report: dict[str, Any], claim: str) -> None:
    """Who reads one passage alone reads one that contradicts the statement."""
    first = _against(report, claim)[0]
    assert _slug(first) in RIGHT[claim], first["quote"]


@AWAITS
@pytest.mark.model
def test_what_the_department_concedes_does_not_contradict_it(report: dict[str, Any]) -> None:
    """Evidence of the trial is no evidence against a statement that admits the trial."""
    assert not {_slug(x) for x in _against(report, "no-relationship")} & CONCEDED


@pytest.mark.model
@pytest.mark.parametrize("claim", ["not-shared", "no-access-for-agencies"])
def test_a_denial_with_a_purpose_is_not_refuted_where_no_purpose_is_stated(report: dict[str, Any], claim: str) -> None:
    """Referrals and a photograph that was run put the statement in tension and do no more."""
    finding = _finding(report, claim)
    assert not _against(report, claim)
    assert not [p for p in finding["patterns"] if p["relation"] == "contradicts"]
    assert {p["kind"] for p in finding["patterns"]} >= {"third_party", "dual_affiliation"}


@pytest.mark.model
@pytest.mark.parametrize("claim", RIGHT)
def test_no_verdict_rests_on_a_trap(report: dict[str, Any], claim: str) -> None:
    """Offers, advertising, the press, other vendors and other agencies decide nothing."""
    finding = _finding(report, claim)
    against = {r for reason in finding["reasons"] if reason["rule"] != "nothing-decisive" for r in reason["links"]}
    decisive = [_slug(x) for x in _against(report, claim) if x["id"] in against]
    assert not set(decisive) & TRAPS


@pytest.mark.model
def test_the_facts_over_many_messages_are_counted_right(report: dict[str, Any]) -> None:
    """Patterns name their people: three with two affiliations, four with devices or addresses of their own."""
    people = {
        p["kind"]: sorted(x["name"] for x in p["people"])
        for claim in ("not-shared", "one-section", "trial-ended")
        for p in _finding(report, claim)["patterns"]
    }
    assert people["dual_affiliation"] == ["Det. Breccia", "Det. Pumice", "Det. Tuff"]
    assert people["personal_accounts"] == ["Det. Marl", "Det. Schist", "Det. Shale", "P.O. Chert"]
    (after,) = _finding(report, "trial-ended")["patterns"]
    assert after["last"] == "2020-02-07T07:58:00-05:00"
    assert after["counts"]["acts"] >= 15


@pytest.mark.model
def test_the_page_names_who_said_what(report: dict[str, Any], page: str) -> None:
    """The page shows parties by name, says that it is a reconstruction, and puts marks only round what is on record."""
    above, _, below = page.partition("What the records show")
    assert "reconstruction: every message is invented" in above
    assert below.count("Attributed to <b>New York City Police Department</b>") == 5
    assert "Attributed to <b>a lawyer who describes the policies of the department, not the department</b>" in below
    quoted = {q for f in report["findings"] for q in f["claim"]["quoted"]}
    assert set(re.findall("“([^”]*)”", page)) <= quoted


@pytest.mark.model
def test_copies_of_one_mail_are_one_act(report: dict[str, Any]) -> None:
    """A mail that two custodians kept counts once, and both places are named."""
    everywhere = [x for f in report["findings"] for x in f["links"] if _slug(x) == "agreement-signed"]
    assert everywhere
    for link in everywhere:
        assert {w["locator"]["file"].split("/")[0] for w in link["same_act"]} & {"technology", "chief-of-bureau"}
    per_finding = [[x["quote"] for x in f["links"] if _slug(x) == "agreement-signed"] for f in report["findings"]]
    assert all(len(quotes) == len(set(quotes)) for quotes in per_finding)
