"""Passages into acts: copies, quotations, misread variants are one; other numbers, negations, names, days are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.derived.near import groups
from checker.derived.sameness import exact_key, same_mail, same_text, words
from checker.derived.tables import derive_copies
from checker.derived.times import days_meet, minutes_meet
from evidence.index import open_index
from evidence.ingest import ingest
from tests.checker.small_case import eml

SAID = "The harbour police opened 5 accounts for the camera desk and will use them from Monday on."
READ = "The harbonr police opened 5 accounts for the carnera desk and will use thern from Monday on."
KIM, DANA, ANA = "Kim Vale <kim@tollcam.example>", "Dana Reed <dana@harbour.example>", "Ana Moor <ana@moor.example>"
OTHER_DAY, NOON = "Fri, 08 Mar 2019 12:00:00 +0000", "Tue, 05 Mar 2019 12:00:00 +0000"
PRINTED = """\
From: Vale, Kim <kim@tollcam.example>
Sent: Tuesday, March 5, 2019 7:00 AM
To: Reed, Dana
Subject: Note 1

{body}
"""


def acts(folder: Path, mails: Sequence[str], printed: Sequence[str] = ()) -> list[set[str]]:
    """The files that witness each act which holds words of `SAID`, the largest act first."""
    records = folder / "mail"
    records.mkdir()
    for number, mail in enumerate(mails, 1):
        (records / f"{number}.eml").write_text(mail, encoding="utf-8")
    for number, text in enumerate(printed, 1):
        (records / f"p{number}.txt").write_text(text, encoding="utf-8")
    with open_index(folder / "case.sqlite") as connection:
        ingest(connection, [records], lambda done, total: None)
        derive_copies(connection)
        rows = connection.execute(
            "SELECT a.act, f.file FROM passage_acts a JOIN passages p ON p.pk = a.passage JOIN segments s ON"
            " s.pk = p.segment JOIN messages m ON m.pk = s.message JOIN sources f ON f.pk = m.source JOIN"
            " distinct_texts d ON d.pk = p.distinct_text WHERE d.text LIKE '%accounts%'"
        ).fetchall()
    found: dict[int, set[str]] = {}
    for act, file in rows:
        found.setdefault(act, set()).add(file.rpartition("/")[2])
    return sorted(found.values(), key=lambda files: (-len(files), sorted(files)))


def test_the_same_mail_from_two_mailboxes_is_one_act(tmp_path: Path) -> None:
    """Bytes differ by a folder's header; the act is one and both witnesses stay."""
    one = eml(1, SAID, Date=NOON)
    assert acts(tmp_path, [one, f"X-Folder: Sent\n{one}"]) == [{"1.eml", "2.eml"}]


def test_a_misread_print_of_a_mail_is_one_act_with_it(tmp_path: Path) -> None:
    """Slips of text recognition and the printer's time zone change no act."""
    assert acts(tmp_path, [eml(1, SAID, Date=NOON)], [PRINTED.format(body=READ)]) == [{"1.eml", "p1.txt"}]


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("5", "6"),
        SAID.replace("will", "will not"),
        SAID.replace("Monday", "Sunday"),
        SAID.replace("opened", "closed"),
        SAID.replace("5 accounts", "15 accounts"),
        SAID.replace("5 accounts", "five hundred accounts"),
    ],
)
def test_another_number_negation_or_day_is_another_act(other: str, tmp_path: Path) -> None:
    """Nearly the same words of the same author at the same minute that say another thing stay apart."""
    assert acts(tmp_path, [eml(1, SAID, Date=NOON), eml(2, other, Date=NOON)]) == [{"1.eml"}, {"2.eml"}]


def test_the_same_words_of_two_authors_are_two_acts(tmp_path: Path) -> None:
    """Words prove nothing where the authors are two and the mails no exchange."""
    assert acts(tmp_path, [eml(1, SAID, Date=NOON), eml(2, SAID, Date=NOON, From=ANA)]) == [{"1.eml"}, {"2.eml"}]


def test_the_same_words_on_another_day_are_another_act(tmp_path: Path) -> None:
    """Who says a thing again days later acts again."""
    assert acts(tmp_path, [eml(1, SAID, Date=NOON), eml(2, SAID, Date=OTHER_DAY)]) == [{"1.eml"}, {"2.eml"}]


def test_a_quotation_is_a_witness_of_what_it_quotes(tmp_path: Path) -> None:
    """Quoted with author and date in a mail of another thread, the words are still said once."""
    quoting = f"See below.\n\nOn Tue, Mar 5, 2019 at 12:00 PM Kim Vale <kim@tollcam.example> wrote:\n> {SAID}"
    other = eml(2, quoting, From=DANA, To=ANA, Subject="Cameras", Date=OTHER_DAY)
    assert acts(tmp_path, [eml(1, SAID, Date=NOON), other]) == [{"1.eml", "2.eml"}]


def test_a_quotation_without_author_joins_where_one_act_can_be_meant(tmp_path: Path) -> None:
    """Words that the release holds once are the ones quoted; of two people's, the quotation is of neither."""
    quoting = eml(
        3, f"Somebody told me:\n\n> {SAID}\n> Is it so?", From=DANA, To=ANA, Subject="Cameras", Date=OTHER_DAY
    )
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert acts(tmp_path / "a", [eml(1, SAID, Date=NOON), quoting]) == [{"1.eml", "2.eml"}]
    two = [eml(1, SAID, Date=NOON), eml(2, SAID, Date=NOON, From=ANA), quoting]
    assert acts(tmp_path / "b", two) == [{"1.eml"}, {"2.eml"}, {"3.eml"}]


def test_a_sentence_copied_through_a_thread_is_one_act(tmp_path: Path) -> None:
    """Whoever sends the words on in the exchange, they were said once."""
    copied = eml(2, f"FYI\n\n{SAID}", From=DANA, To=ANA, In_Reply_To="<note-1@tollcam.example>", Date=OTHER_DAY)
    assert acts(tmp_path, [eml(1, SAID, Date=NOON), copied]) == [{"1.eml", "2.eml"}]


def test_short_words_of_two_days_are_two_acts(tmp_path: Path) -> None:
    """What is as short as "Thanks for the accounts" is said anew each time."""
    short = "Thanks for the accounts."
    found = acts(tmp_path, [eml(1, short, Date=NOON), eml(2, short, Date="Tue, 05 Mar 2019 15:10:00 +0000")])
    assert found == [{"1.eml"}, {"2.eml"}]


def test_the_order_of_reading_changes_no_act(tmp_path: Path) -> None:
    """The same mails under other file names make the same acts."""
    mails = [eml(1, SAID, Date=NOON), eml(2, READ, Date=NOON), eml(3, SAID, Date=OTHER_DAY), eml(4, SAID, From=ANA)]
    found = []
    for name, order in (("a", mails), ("b", mails[::-1])):
        (tmp_path / name).mkdir()
        made = acts(tmp_path / name, order)
        back = {f"{n}.eml": f"{n if name == 'a' else 5 - n}.eml" for n in range(1, 5)}
        found.append(sorted(sorted(back[f] for f in files) for files in made))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The contract was signed by Mills on Monday.", "The contract was signed by Mi11s on Monday."),
        ("It began in 1999 and went on.", "It began in l999 and went on."),
        ("The committee will meet on the 3rd.", "The com-\nmittee will meet on the 3rd."),
        ("They agreed to the agreement in full.", "They agreed to the agreernent in fu11."),
        ("We ran 1,200 searches.", "We ran 1200 searches."),
        ("Haven\u2019t they asked for it yet?", "Haven't they asked for it yet?"),
    ],
)
def test_slips_of_recognition_are_the_same_text(one: str, other: str) -> None:
    """Letters of one shape, words broken or joined, marks of a number."""
    assert same_text(words(one), words(other)) or exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We do share it with them.", "We do not share it with them."),
        ("We can now share it with them.", "We cannot share it with them."),
        ("It was approved for everybody there.", "It was unapproved for everybody there."),
        ("He is not able in this matter.", "He is notable in this matter."),
        ("We ran 1.5 million searches.", "We ran 15 million searches."),
        ("It costs 1,5 million a year.", "It costs 15 million a year."),
        ("The contract was signed by Mills.", "The contract was signed by Hills."),
        ("Ten of them agreed at once.", "Then of them agreed at once."),
        ("Ana sent it on 5 March 2019.", "Ana sent it on 6 March 2019."),
        ("Ana sent it to the desk.", "Bo sent it to the desk."),
    ],
)
def test_what_says_another_thing_is_another_text(one: str, other: str) -> None:
    """Numbers, negations, names, dates and words that are both known; not even where time and topic agree."""
    assert not same_text(words(one), words(other))
    assert exact_key(one) != exact_key(other)


def test_copies_of_one_mail_may_be_read_badly_but_not_otherwise() -> None:
    """Where sender, time and topic agree, garbage is let pass; a number, a negation, another name is not."""
    one = words(f"Ana, {SAID} Please tell the others. Kfitfiken Eifarvey")
    garbled = words(f"Ana, {READ} Please teil the 0thers. i(Atfifeen E.Yfarvey")
    assert same_mail(one, garbled)
    for changed in (SAID.replace("5", "6"), SAID.replace("will", "will not"), SAID.replace("Monday", "Sunday")):
        assert not same_mail(one, words(f"Ana, {changed} Please tell the others. Kfitfiken Eifarvey"))
    assert not same_mail(one, words(f"Bob, {SAID} Please tell the others. Kfitfiken Eifarvey"))


@given(st.lists(st.text(max_size=80), max_size=12))
def test_exact_copies_always_meet(texts: list[str]) -> None:
    """Whatever else stands in a release, a text and its copy are of one group; no group leads to a third."""
    found = groups([*texts, SAID, SAID])
    assert found[len(texts)] == found[len(texts) + 1]
    assert all(found[found[place]] == found[place] for place in range(len(found)))


def test_near_texts_meet_among_many() -> None:
    """MinHash finds the misread twin among two hundred other sentences."""
    others = [
        f"Sentence {n} of the minutes says that item {n * 7} was put off until the next meeting." for n in range(200)
    ]
    found = groups([SAID, *others, READ])
    assert found[-1] == 0
    assert len(set(found[1:-1])) == 200


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2019-03-05T10:00:31", "2019-03-05T10:01:00", True),
        ("2019-03-05T10:00:00+00:00", "2019-03-05T05:00:00", True),
        ("2019-03-05T10:00:00", "2019-03-05T10:12:00", False),
        ("2019-03-05T10:00:00", "2019-03-07T10:00:00", False),
        ("2019-03-05", "2019-03-05T10:00:00", True),
        ("2019-03", "2019-03-05", True),
        ("2019-03-04", "2019-03-05", False),
        ("not a date", "2019-03-05", False),
    ],
)
def test_two_dates_can_be_one_moment(one: str, other: str, *, meet: bool) -> None:
    """Rounded to the minute, told in another zone, known to the day or month."""
    assert (minutes_meet(one, other) or days_meet(one, other)) is meet


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fourth", "fifth"),
        ("sixth", "sixteenth"),
        ("Monday", "Sunday"),
        ("Tuesday", "Thursday"),
        ("June", "July"),
        ("yes", "no"),
        ("sixty", "sixteen"),
        ("Thursday afternoon", "Tuesday morning"),
        ("approved", "denied"),
    ],
)
def test_mails_that_differ_in_a_telling_word_are_two(one: str, other: str) -> None:
    """Ordinals, numbers, days, months and answers are never one another misread, however alike they look."""
    said = "As agreed we meet {} with the department about the readers. {} Please tell the others before you leave."
    left, right = (words(said.format(w, SAID)) for w in (one, other))
    assert same_mail(left, left)
    assert not same_mail(left, right)
    assert not same_mail(left, right, to_each=True)
    assert not same_text(left, right)


def test_a_misread_telling_word_is_no_other_one() -> None:
    """A day or an ordinal that recognition broke is still the same mail."""
    said = "As agreed we meet {} with the department about the readers. {} Please tell the others before you leave."
    for one, misread in (("fourth", "fonrth"), ("Monday", "Moriday"), ("Thursday", "Thnrsday")):
        assert same_mail(words(said.format(one, SAID)), words(said.format(misread, SAID)))
