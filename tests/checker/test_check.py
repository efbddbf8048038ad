"""The second half of the journey with networks that answer by rule and count what they are asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.case import Case
from checker.check import check
from checker.encoder import Floats
from checker.errors import NothingIngested
from checker.model import Report
from checker.report.as_json import report_json
from checker.settings import Settings
from checker.vectors import encode_missing, missing_vectors
from evidence.index import open_index
from evidence.ingest import ingest
from tests.checker.small_case import BODIES, CLAIMS, eml, make_case
from tests.checker.test_evaluate_fakes import RuleJudge, WordEncoder

CONTRACT, CAMERAS, LUNCH = BODIES


class CountingEncoder(WordEncoder):
    """Counts the texts that it is asked for; stops like Ctrl-C after `most` of them."""

    def __init__(self, most: int | None = None) -> None:
        self.asked = 0
        self._most = most

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), 64)."""
        if self._most is not None and self.asked + len(texts) > self._most:
            raise KeyboardInterrupt
        self.asked += len(texts)
        return super().encode(texts)


class Silent:
    """Is told the progress and says nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""

    def step(self, done: int) -> None:
        """More is done."""


def bears(premise: str, hypothesis: str) -> tuple[float, float, float]:
    """A passage entails a hypothesis that shares "contract" or "cameras" with it, and refutes it where it denies."""
    shared = any(w in premise and w in hypothesis for w in ("contract", "cameras"))
    denies = any(w in hypothesis for w in (" no ", " not "))
    if "contract" in premise and "relationship" in hypothesis:
        shared = True
    if not shared:
        return 0.02, 0.02, 0.96
    return (0.96, 0.02, 0.02) if denies else (0.02, 0.96, 0.02)


@contextmanager
def opened(case: Case) -> Iterator[sqlite3.Connection]:
    """The case's index."""
    with open_index(case.database) as connection:
        yield connection


def checked(case: Case, encoder: CountingEncoder | None = None, judge: RuleJudge | None = None) -> Report:
    """The report of a case under fakes."""
    with opened(case) as connection:
        models = (encoder or CountingEncoder(), judge or RuleJudge(bears))
        return check(connection, case.claims(), models, Settings(), Silent())


def said(report: Report) -> dict[str, tuple[str, dict[str, tuple[str, float]]]]:
    """Verdict and links of each claim, whatever their order."""
    return {f.claim.id: (f.verdict, {k.id: (k.relation, k.score) for k in f.links}) for f in report.findings}


def without_times(report: Report) -> str:
    """The report to the byte, but for the times."""
    times = report.run.times.model_copy(update={"started_at": "", "seconds": {}})
    return report_json(report.model_copy(update={"run": report.run.model_copy(update={"times": times})}))


def test_a_second_check_asks_the_networks_nothing_about_the_records(tmp_path: Path) -> None:
    """Vectors and readings are kept: only the claims' own sentences are encoded again."""
    case, first, second = make_case(tmp_path / "case"), CountingEncoder(), CountingEncoder()
    judges = RuleJudge(bears), RuleJudge(bears)
    reports = [checked(case, e, j) for e, j in zip((first, second), judges, strict=True)]
    sentences = sum(2 + len(c.counter) if c.id == "no-relationship" else 0 for c in case.claims().claims)
    assert judges[0].asked > 0
    assert judges[1].asked == 0
    assert second.asked == first.asked - reports[0].run.counts.distinct_texts
    assert second.asked >= sentences
    assert without_times(reports[0]) == without_times(reports[1])


def test_editing_one_claim_reads_that_claim_alone(tmp_path: Path) -> None:
    """Only pairs with a sentence that is new are read: three passages against one."""
    case, judge = make_case(tmp_path / "case"), RuleJudge(bears)
    checked(case)
    edited = CLAIMS.replace("have a contract", "have had a contract")
    case.claims_file.write_text(edited, encoding="utf-8")
    report = checked(case, judge=judge)
    assert judge.asked == report.run.counts.distinct_texts


def test_another_model_finds_nothing_kept(tmp_path: Path) -> None:
    """Readings belong to the model that gave them."""
    case, judge = make_case(tmp_path / "case"), RuleJudge(bears)
    checked(case)
    judge.used = judge.used.model_copy(update={"sha256": "2" * 64})
    checked(case, judge=judge)
    fresh = RuleJudge(bears)
    checked(make_case(tmp_path / "b" / "case"), judge=fresh)
    assert judge.asked == fresh.asked > 0


def test_new_records_are_encoded_and_old_ones_are_not(tmp_path: Path) -> None:
    """Ingesting one more file costs that file."""
    case, encoder = make_case(tmp_path / "case"), CountingEncoder()
    checked(case)
    more = tmp_path / "more.eml"
    more.write_text(eml(9, "The paint on the crane has dried. It is open again."), encoding="utf-8")
    with opened(case) as connection:
        ingest(connection, [more], lambda done, total: None)
        new = missing_vectors(connection, encoder)
        encode_missing(connection, encoder, lambda done: None)
        assert (encoder.asked, missing_vectors(connection, encoder)) == (new, 0)
    assert 0 < new < len(BODIES)


def test_encoding_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    """A block that was stored is not computed again."""
    case = make_case(tmp_path / "case", bodies=[f"Number {n} was painted and has dried." for n in range(4100)])
    with opened(case) as connection:
        total = missing_vectors(connection, CountingEncoder())
        stopped, resumed = CountingEncoder(most=4096), CountingEncoder()
        with pytest.raises(KeyboardInterrupt):
            encode_missing(connection, stopped, lambda done: None)
        assert missing_vectors(connection, stopped) == total - 4096
        encode_missing(connection, resumed, lambda done: None)
        assert resumed.asked == total - 4096
        assert missing_vectors(connection, resumed) == 0


def test_every_claim_has_a_finding_and_every_proposition_its_row(tmp_path: Path) -> None:
    """Absence is a value: what was looked for and not found is in the report."""
    report = checked(make_case(tmp_path / "case", bodies=[LUNCH]))
    assert [(f.claim.id, f.status) for f in report.findings] == [
        ("no-relationship", "unreviewed"),
        ("no-cameras", "unreviewed"),
    ]
    for finding in report.findings:
        assert {x.proposition for x in finding.coverage.looked_for} == {*finding.claim.asserts, *finding.claim.counter}
        assert all(x.best_link is None for x in finding.coverage.looked_for)


def test_of_a_small_case_every_passage_is_read(tmp_path: Path) -> None:
    """What no net brings is read all the same while there is room; with less, the nets decide."""
    case = make_case(tmp_path / "case", bodies=[f"Note {n} is about boat {n}." for n in range(9)])
    read = {}
    for room in (240, 5):
        narrow = Settings(depth_a_query=1, structure_depth=1, candidates_a_claim=room)
        with opened(case) as connection:
            report = check(connection, case.claims(), (CountingEncoder(), RuleJudge(bears)), narrow, Silent())
        read[room] = [f.coverage.candidates for f in report.findings]
    assert read == {240: [9, 9], 5: [5, 5]}


def test_the_terms_of_every_link_sum_to_its_score(tmp_path: Path) -> None:
    """What a reader adds up is what is printed, to the last decimal."""
    links = [k for f in checked(make_case(tmp_path / "case")).findings for k in f.links]
    assert links
    for link in links:
        assert sum(t.value for t in link.terms) == pytest.approx(link.score, abs=1e-9)
        assert link.terms[0].name == "prior"
        assert link.relation != "neutral"


def test_ranks_run_over_all_relations_strongest_first(tmp_path: Path) -> None:
    """1, 2, … without a gap, by falling score."""
    for finding in checked(make_case(tmp_path / "case")).findings:
        assert [k.rank for k in finding.links] == list(range(1, len(finding.links) + 1))
        scores = [k.score for k in finding.links]
        assert scores == sorted(scores, reverse=True)


def test_an_empty_index_is_refused(tmp_path: Path) -> None:
    """Nothing was read, so nothing can be said of any claim."""
    with pytest.raises(NothingIngested):
        checked(make_case(tmp_path / "case", bodies=[]))


def test_an_unrelated_message_changes_no_verdict(tmp_path: Path) -> None:
    """Mail between strangers on another matter leaves verdicts, links and scores as they were."""
    case = make_case(tmp_path / "case")
    before = said(checked(case))
    strangers = {"From": "ann@bakery.example", "To": "bob@mill.example", "Subject": "Flour"}
    more = tmp_path / "more.eml"
    more.write_text(eml(9, "The flour came on Friday. It was of the finest kind.", **strangers), encoding="utf-8")
    with opened(case) as connection:
        ingest(connection, [more], lambda done, total: None)
    assert said(checked(case)) == before


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(5)))
def test_the_order_of_input_does_not_matter(order: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files read in any order give the same verdicts, the same links under the same ids, the same scores."""
    folder = tmp_path_factory.mktemp("order")
    bodies = [*BODIES, f"{CONTRACT} Both sides keep a copy.", "The cameras on the south pier are off."]
    files = []
    for number, body in enumerate(bodies):
        files.append(folder / f"{number}.eml")
        files[-1].write_text(eml(number, body), encoding="utf-8")
    reports = []
    for name, chosen in (("sorted", range(5)), ("shuffled", order)):
        case = make_case(folder / name, bodies=[])
        with opened(case) as connection:
            for i in chosen:
                ingest(connection, [files[i]], lambda done, total: None)
        reports.append(checked(case))
    assert said(reports[0]) == said(reports[1])
    assert reports[0].run.inputs == reports[1].run.inputs
