"""The shipped example: `checker demo` finds in it what is there to be found."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from checker.cli import app

# One run of the demo serves all tests; it counts to the first, and networks are slow on a busy machine.
pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]
VERDICTS = {
    "no-relationship": "contradicted",
    "trial-ended": "contradicted",
    "few-officers": "contradicted",
    "limited-photographs": "contradicted",
    "not-shared": "in_tension",
    "no-access-for-agencies": "in_tension",
    "one-section": "contradicted",
}
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
                    "positive-results", "third-agent-answer", "trial-account-thanks"},
}  # fmt: skip
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


@pytest.mark.parametrize(
    ("claim", "verdict"),
    VERDICTS.items(),
)
def test_each_statement_gets_the_verdict_that_the_records_bear_out(
    report: dict[str, Any], claim: str, verdict: str
) -> None:
    """The case that the design sets: each row ends as its table says."""
    assert _finding(report, claim)["verdict"] == verdict


@pytest.mark.parametrize("claim", RIGHT)
def test_the_first_passage_against_a_statement_is_right(report: dict[str, Any], claim: str) -> None:
    """Who reads one passage alone reads one that contradicts the statement."""
    first = _against(report, claim)[0]
    assert _slug(first) in RIGHT[claim], first["quote"]


def test_what_the_department_concedes_does_not_contradict_it(report: dict[str, Any]) -> None:
    """Evidence of the trial is no evidence against a statement that admits the trial."""
    assert not {_slug(x) for x in _against(report, "no-relationship")} & CONCEDED


@pytest.mark.parametrize("claim", ["not-shared", "no-access-for-agencies"])
def test_a_denial_with_a_purpose_is_not_refuted_where_no_purpose_is_stated(report: dict[str, Any], claim: str) -> None:
    """Referrals and a photograph that was run put the statement in tension and do no more."""
    finding = _finding(report, claim)
    assert not _against(report, claim)
    assert not [p for p in finding["patterns"] if p["relation"] == "contradicts"]
    assert {p["kind"] for p in finding["patterns"]} >= {"third_party", "dual_affiliation"}


@pytest.mark.parametrize("claim", RIGHT)
def test_no_verdict_rests_on_a_trap(report: dict[str, Any], claim: str) -> None:
    """Offers, advertising, the press, other vendors and other agencies decide nothing."""
    finding = _finding(report, claim)
    against = {r for reason in finding["reasons"] if reason["rule"] != "nothing-decisive" for r in reason["links"]}
    decisive = [_slug(x) for x in _against(report, claim) if x["id"] in against]
    assert not set(decisive) & TRAPS


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


def test_the_page_names_who_said_what(report: dict[str, Any], page: str) -> None:
    """The page shows parties by name, says that it is a reconstruction, and puts marks only round what is on record."""
    above, _, below = page.partition("What the records show")
    assert "reconstruction: every message is invented" in above
    assert below.count("Attributed to <b>New York City Police Department</b>") == 5
    assert "Attributed to <b>a lawyer who describes the policies of the department, not the department</b>" in below
    quoted = {q for f in report["findings"] for q in f["claim"]["quoted"]}
    assert set(re.findall("“([^”]*)”", page)) <= quoted


def test_copies_of_one_mail_are_one_act(report: dict[str, Any]) -> None:
    """A mail that two custodians kept counts once, and both places are named."""
    everywhere = [x for f in report["findings"] for x in f["links"] if _slug(x) == "agreement-signed"]
    assert everywhere
    for link in everywhere:
        assert {w["locator"]["file"].split("/")[0] for w in link["same_act"]} & {"technology", "chief-of-bureau"}
    per_finding = [[x["quote"] for x in f["links"] if _slug(x) == "agreement-signed"] for f in report["findings"]]
    assert all(len(quotes) == len(set(quotes)) for quotes in per_finding)
