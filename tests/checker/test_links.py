"""Scored candidates into links: one a distinct act, every witness kept, ids that last, unread ends flagged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from checker.derived.tables import derive_copies
from checker.link import Placed, one_a_place
from checker.links import ScoredCandidate, links_of, representative
from checker.match import Hypothesis, fuse
from checker.model import Link, Relation, ScoreTerm
from checker.nli import Reading
from checker.score import shipped_weights
from checker.unread import EMBEDDING_FLAG, ENTAILMENT_FLAG, flag_unread_ends
from checker.vectors import cosines_of, encode_missing, nearest
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup
from tests.checker.small_case import BODIES, eml, make_case
from tests.checker.test_evaluate_fakes import RuleJudge, WordEncoder, claim_blind

NOON = "Tue, 05 Mar 2019 12:00:00 +0000"
LONG = "The contract between the Harbour Board and Tollcam was signed at noon on the north pier."


def candidates(lookup: Lookup, relation: Relation = "contradicts", score: float = 1.0) -> list[ScoredCandidate]:
    """Every distinct text of a case, scored alike."""
    found = []
    for distinct, _ in lookup.distinct_after(0, 1000):
        passage = representative(lookup.passages_of(distinct))
        term = ScoreTerm(name="prior", value=score, text="set")
        reading = {0: Reading(0.8, 0.1, 0.1)}
        message = lookup.message(passage.message)
        found.append(ScoredCandidate(distinct, passage, message, relation, score, (term,), (), reading))
    return found


def links(folder: Path, bodies: Sequence[str], limit: int = 40, **headers: str) -> tuple[Link, ...]:
    """The links of a case in which every passage contradicts."""
    case = make_case(folder, bodies=[])
    records = folder.with_name("mail")
    records.mkdir(exist_ok=True)
    for number, body in enumerate(bodies, 1):
        (records / f"{number}.eml").write_text(eml(number, body, **headers), encoding="utf-8")
    with open_index(case.database) as connection:
        ingest(connection, [records], lambda done, total: None)
        derive_copies(connection)
        lookup = Lookup(connection)
        return links_of("c", candidates(lookup), lookup, shipped_weights(), limit)


def test_one_sentence_sent_twice_is_one_act_with_two_witnesses(tmp_path: Path) -> None:
    """Copies are counted once and none is lost."""
    (one,) = links(tmp_path / "case", [LONG, LONG], Date=NOON)
    assert one.locator.file == "1.eml"
    assert [w.locator.file for w in one.same_act] == ["2.eml"]


def test_a_sentence_inside_a_longer_passage_is_the_same_act(tmp_path: Path) -> None:
    """A quotation of it within more words says nothing new."""
    found = links(tmp_path / "case", [LONG, f"{LONG} Both sides keep a copy of it."], Date=NOON)
    assert len(found) == 1
    assert len(found[0].same_act) == 1


def test_short_sentences_are_said_anew_on_another_day(tmp_path: Path) -> None:
    """A “thanks, will do” of two days is two acts, of one day one."""
    assert len(links(tmp_path / "two", ["It was signed.", "It was signed."])) == 2
    same_day = {"Date": "Tue, 05 Mar 2019 10:00:00 +0000"}
    assert len(links(tmp_path / "one", ["It was signed.", "It was signed."], **same_day)) == 1


def test_a_limit_holds_for_each_relation_and_witnesses_pass_it(tmp_path: Path) -> None:
    """The strongest are shown; a copy of one that is shown still counts as its witness."""
    found = links(tmp_path / "case", [*BODIES, BODIES[0]], limit=2, Date=NOON)
    assert len(found) == 2
    assert sum(len(k.same_act) for k in found) == 1


def test_link_ids_are_unique_and_last_over_runs(tmp_path: Path) -> None:
    """Made of claim, message and place: another case with the same mail has the same ids."""
    first, second = links(tmp_path / "a" / "case", BODIES), links(tmp_path / "b" / "case", BODIES)
    assert [k.id for k in first] == [k.id for k in second]
    assert len({k.id for k in first}) == len(first) > 1


def test_a_neutral_candidate_is_no_link(tmp_path: Path) -> None:
    """The report holds what bears on the claim."""
    case = make_case(tmp_path / "case")
    with open_index(case.database) as connection:
        lookup = Lookup(connection)
        assert links_of("c", candidates(lookup, "neutral"), lookup, shipped_weights(), 40) == ()


class ShortSighted(WordEncoder):
    """Reads the first 140 characters."""

    def exceeds(self, texts: Sequence[str]) -> list[bool]:
        """Which texts are longer."""
        return [len(t) > 140 for t in texts]


class ShortSightedJudge(RuleJudge):
    """Reads pairs of up to 180 characters."""

    def exceeds(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Which pairs are longer."""
        return [len(p) + len(h) > 180 for p, h in pairs]


def test_what_a_model_did_not_read_to_the_end_is_flagged(tmp_path: Path) -> None:
    """Nothing is cut silently: each passage says which model missed its end."""
    case = make_case(tmp_path / "case", bodies=["It was signed.", f"{LONG} {LONG.lower()}"])
    with open_index(case.database) as connection:
        lookup = Lookup(connection)
        sentences = (Hypothesis("There is a contract.", "counter", False),)
        models = (ShortSighted(), ShortSightedJudge(claim_blind))
        found = flag_unread_ends(candidates(lookup), sentences, lookup, models)
        by_length = {len(lookup.distinct_text(c.distinct)): c.flags for c in found}
        neutral = flag_unread_ends(candidates(lookup, "neutral"), sentences, lookup, models)
    assert by_length[max(by_length)] == (EMBEDDING_FLAG, ENTAILMENT_FLAG)
    assert by_length[min(by_length)] == ()
    assert all(c.flags == () for c in neutral)


def test_ranks_are_fused_and_ties_go_by_name() -> None:
    """A text that two nets bring beats one that either brings; raw scores are never added."""
    names = {1: "b", 2: "a", 3: "c"}
    assert [pk for pk, _ in fuse({"dense": [1, 3], "bm25": [2, 3]}, names)] == [3, 2, 1]
    assert fuse({}, {}) == []


def test_nearest_is_exact_over_blocks_and_within_a_choice(tmp_path: Path) -> None:
    """What is found block by block is what one product over all vectors finds."""
    case = make_case(tmp_path / "case", bodies=[f"Number {n} {'pier ' * (n % 7)}was painted." for n in range(60)])
    encoder = WordEncoder()
    with open_index(case.database) as connection:
        encode_missing(connection, encoder, lambda done: None)
        texts = Lookup(connection).distinct_after(0, 1000)
        keys, vectors = [pk for pk, _ in texts], encoder.encode([t for _, t in texts]).astype(np.float16)
        query = encoder.encode(["pier pier painted"])
        key = "fake/fp32/" + "0" * 64
        (found,) = nearest(connection, key, query, 5)
        cosines = (query @ vectors.astype(np.float32).T)[0]
        assert [n.cosine for n in found] == [round(float(c), 6) for c in sorted(cosines, reverse=True)[:5]]
        (chosen,) = nearest(connection, key, query, 5, frozenset(keys[:3]))
        assert {n.distinct for n in chosen} == set(keys[:3])
        assert np.allclose(cosines_of(connection, key, query, keys[::-1])[:, 0], cosines[::-1])
        assert nearest(connection, "another/model/key", query, 5) == [[]]


def test_a_quote_from_an_attached_file_is_flagged_with_its_name(tmp_path: Path) -> None:
    """What stands in an attachment is linked as such: kind, name, part; no author, no date, no recipients."""
    case = make_case(tmp_path / "case", bodies=[])
    mail = eml(1, "See below.", Content_Type='multipart/mixed; boundary="cut"').partition("MIME-Version")[0]
    part = 'Content-Type: text/plain\nContent-Disposition: attachment; filename="plan.txt"\n\n'
    records = tmp_path / "mail"
    records.mkdir()
    (records / "1.eml").write_text(
        f"{mail}\n--cut\nContent-Type: text/plain\n\n{BODIES[2]}\n--cut\n{part}{LONG}\n--cut--\n"
    )
    with open_index(case.database) as connection:
        ingest(connection, [records], lambda done, total: None)
        derive_copies(connection)
        lookup = Lookup(connection)
        found = {x.segment.kind: x for x in links_of("c", candidates(lookup), lookup, shipped_weights(), 40)}
        texts = [text for _, text in lookup.distinct_after(0, 10)]
    attached = found["attachment"]
    assert (attached.segment.author, attached.segment.date, attached.segment.attributed) == (None, None, "unknown")
    assert (attached.quote, attached.locator.part) == (LONG, "2")
    assert {"attachment:plan.txt", "author-unknown"} <= set(attached.flags)
    assert f"From unknown, subject: Note 1. {LONG}" in texts
    assert "attachment:plan.txt" not in found["own"].flags


def test_an_act_stands_on_one_side(tmp_path: Path) -> None:
    """Where a network reads two copies of one act in opposite ways, the stronger reading is the link."""
    case = make_case(tmp_path / "case", bodies=[])
    (tmp_path / "mail").mkdir()
    for number in (1, 2):
        (tmp_path / "mail" / f"{number}.eml").write_text(eml(number, LONG, Date=NOON), encoding="utf-8")
    with open_index(case.database) as connection:
        ingest(connection, [tmp_path / "mail"], lambda done, total: None)
        derive_copies(connection)
        lookup = Lookup(connection)
        against = candidates(lookup, "contradicts", 0.4)
        read = [against[0], against[1]._replace(relation="supports", score=0.9)]
        (one,) = links_of("c", read, lookup, shipped_weights(), 9)
    assert (one.relation, one.score, len(one.same_act)) == ("supports", 0.9, 1)


def test_one_place_has_one_candidate() -> None:
    """Words and what quotes them stand at one place; the candidate that has the place's own text is read."""
    place = SimpleNamespace(pk=7, distinct=2)
    quoting, own, other = (
        Placed(SimpleNamespace(distinct=d), p, SimpleNamespace())
        for d, p in ((1, place), (2, place), (3, SimpleNamespace(pk=8, distinct=3)))
    )
    assert one_a_place([quoting, own, other]) == [own, other]
    assert one_a_place([own, quoting, other]) == [own, other]
    assert one_a_place([quoting, other]) == [quoting, other]
