"""Mails into threads: by reference, quotation, print and subject; in order of date; shown beside a quote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from checker.derived.tables import derive_threads
from checker.derived.threads import thread_of
from checker.refs import thread_ref
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.lookup import Lookup
from evidence.subjects import is_answer, topic
from tests.checker.small_case import eml, make_case, ran

KIM, DANA, ANA = "Kim Vale <kim@tollcam.example>", "Dana Reed <dana@harbour.example>", "Ana Moor <ana@moor.example>"
PRINTED = """\
From: Reed, Dana <dana@harbour.example>
Sent: Friday, March 8, 2019 9:15 AM
To: Vale, Kim
Subject: RE: North pier

Thursday is fine with us.

From: Vale, Kim <kim@tollcam.example>
Sent: Thursday, March 7, 2019 4:02 PM
To: Reed, Dana
Subject: North pier

Shall we come on Thursday?
"""


def threads(folder: Path, mails: Sequence[str]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Subject and position of each mail's thread, by file; mails that stand alone have none."""
    records = folder / "mail"
    records.mkdir(exist_ok=True)
    for number, mail in enumerate(mails, 1):
        (records / f"{number}.eml").write_text(mail, encoding="utf-8")
    with open_index(folder / "case.sqlite") as connection:
        ingest(connection, [records], lambda done, total: None)
        derive_threads(connection)
        found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        lookup = Lookup(connection)
        for (pk,) in connection.execute("SELECT pk FROM messages ORDER BY pk").fetchall():
            thread = thread_of(connection, pk)
            standing = (thread.position, thread.joined_by) if thread else (0, ())
            found.setdefault(lookup.message(pk).file.rpartition("/")[2], []).append(standing)
        return found


def test_references_join_over_a_mail_that_is_not_in_the_release(tmp_path: Path) -> None:
    """Two answers to one missing mail are of one thread, in order of date, whatever their subjects."""
    one = eml(3, "The second answer, written later.", References="<gone@x.example>", Subject="Other words")
    two = eml(1, "The first answer, written earlier.", In_Reply_To="<gone@x.example>")
    found = threads(tmp_path, [one, two, eml(2, "Nothing to do with it, as nobody named it.")])
    assert found == {"1.eml": [(2, ("reference",))], "2.eml": [(1, ("reference",))], "3.eml": [(0, ())]}


def test_a_subject_alone_joins_nothing(tmp_path: Path) -> None:
    """Two mails of one subject between other people, or of which neither is an answer, are two threads."""
    one = eml(1, "The pier is closed for the day.", Subject="North pier", To=DANA)
    strangers = eml(2, "Which pier do you mean?", Subject="Re: North pier", From=ANA, To="Bo Lund <bo@lund.example>")
    no_answer = eml(3, "The pier is open again.", Subject="North pier", To=DANA)
    found = threads(tmp_path, [one, strangers, no_answer])
    assert found == {f"{n}.eml": [(0, ())] for n in (1, 2, 3)}


def test_an_answer_without_references_joins_by_subject_and_people(tmp_path: Path) -> None:
    """The one who answers had the mail; the thread says that it rests on the subject."""
    one = eml(1, "The pier is closed for the day.", Subject="North pier", To=DANA)
    answer = eml(2, "Until when will it be closed?", Subject="RE: North pier", From=DANA, To=KIM)
    assert threads(tmp_path, [one, answer]) == {"1.eml": [(1, ("subject",))], "2.eml": [(2, ("subject",))]}


def test_what_refers_elsewhere_does_not_join_by_subject(tmp_path: Path) -> None:
    """A mail that names what it answers answers nothing else."""
    one = eml(1, "The pier is closed for the day.", Subject="North pier", To=DANA)
    answer = eml(2, "Until when?", Subject="RE: North pier", From=DANA, To=KIM, In_Reply_To="<other@x.example>")
    assert threads(tmp_path, [one, answer]) == {"1.eml": [(0, ())], "2.eml": [(0, ())]}


def test_a_quotation_joins_what_it_quotes_in_another_time_zone(tmp_path: Path) -> None:
    """Author, topic and minute name one mail, though clients print their own zone's hour."""
    one = eml(1, "The pier is closed for the day.", Subject="North pier", Date="Tue, 05 Mar 2019 10:07:31 +0000")
    quoting = (
        "Thank you.\n\nOn Tue, Mar 5, 2019 at 5:07 AM Kim Vale <kim@tollcam.example> wrote:\n> The pier is closed."
    )
    other = eml(2, quoting, Subject="Fwd: North pier", From=ANA, To="Bo Lund <bo@lund.example>")
    assert threads(tmp_path, [one, other]) == {"1.eml": [(1, ("quote",))], "2.eml": [(2, ("quote",))]}


def test_printed_mails_below_one_another_are_a_thread_oldest_first(tmp_path: Path) -> None:
    """A document prints the newest first; the thread counts from the oldest, and other documents' mail joins it."""
    later = PRINTED.replace("9:15 AM", "9:40 AM").replace("Thursday is fine with us.", "Make it noon, please.")
    records = tmp_path / "mail"
    records.mkdir()
    (records / "a.txt").write_text(PRINTED, encoding="utf-8")
    (records / "b.txt").write_text(later, encoding="utf-8")
    assert threads(tmp_path, []) == {
        "a.txt": [(2, ("printed",)), (1, ("printed",))],
        "b.txt": [(3, ("printed",)), (1, ("printed",))],
    }


def test_printed_mails_of_other_topics_are_not_joined(tmp_path: Path) -> None:
    """A production prints unrelated mail below one another too."""
    records = tmp_path / "mail"
    records.mkdir()
    other = PRINTED.replace("Subject: North pier", "Subject: Canteen prices").replace("To: Reed, Dana", "To: Lund, Bo")
    (records / "a.txt").write_text(other, encoding="utf-8")
    assert threads(tmp_path, []) == {"a.txt": [(0, ()), (0, ())]}


def test_an_answer_stands_behind_what_it_answers_whatever_the_clocks_say(tmp_path: Path) -> None:
    """Zones and clocks differ by hours; an undated mail stands beside its neighbour."""
    early = eml(1, "Written first, by a fast clock.", Date="Tue, 05 Mar 2019 12:30:00 +0000")
    answer = eml(2, "The answer.", In_Reply_To="<note-1@tollcam.example>", Date="Tue, 05 Mar 2019 11:00:00 +0000")
    undated = eml(3, "One more.", In_Reply_To="<note-2@tollcam.example>", Date="")
    found = threads(tmp_path, [undated, answer, early])
    assert [found[f"{n}.eml"][0][0] for n in (3, 2, 1)] == [1, 2, 3]


def test_copies_of_one_mail_share_a_place(tmp_path: Path) -> None:
    """The mail before a quote is never a copy of the quoted one."""
    one = eml(1, "The pier is closed for the day.")
    answer = eml(2, "Until when?", From=DANA, To=KIM, In_Reply_To="<note-1@tollcam.example>")
    found = threads(tmp_path, [one, f"X-Folder: Sent\n{one}", answer, f"X-Folder: Inbox\n{answer}"])
    assert [found[f"{n}.eml"][0][0] for n in (1, 2, 3, 4)] == [1, 1, 2, 2]


def test_the_order_of_reading_changes_no_thread(tmp_path: Path) -> None:
    """The same mails under other file names make the same threads."""
    mails = [
        eml(1, "The pier is closed for the day.", Subject="North pier", To=DANA),
        eml(2, "Until when?", Subject="RE: North pier", From=DANA, To=KIM),
        eml(3, "Until noon.", Subject="RE: North pier", To=DANA, In_Reply_To="<note-2@tollcam.example>"),
    ]
    places = []
    for name, order in (("a", mails), ("b", mails[::-1])):
        (tmp_path / name).mkdir()
        found = list(threads(tmp_path / name, order).values())
        places.append(found if name == "a" else found[::-1])
    assert places[0] == places[1]


def test_a_quote_stands_beside_its_neighbours(tmp_path: Path) -> None:
    """Sender, date, first words and id of the mails before and after; a mail by itself has no thread."""
    case = make_case(tmp_path / "case", bodies=[])
    records = tmp_path / "more"
    records.mkdir()
    answer = eml(2, "Until when?", From=DANA, To=KIM, In_Reply_To="<note-1@tollcam.example>")
    for number, mail in enumerate((eml(1, "The pier is closed. " * 20), answer, eml(3, "Alone.")), 1):
        (records / f"{number}.eml").write_text(mail, encoding="utf-8")
    with open_index(case.database) as connection:
        ingest(connection, [records], lambda done, total: None)
        derive_threads(connection)
        lookup = Lookup(connection)
        first, second, alone = (thread_ref(lookup, pk) for pk in (1, 2, 3))
    assert alone is None
    assert first is not None
    assert second is not None
    assert (first.previous, second.next) == (None, None)
    assert second.previous is not None
    assert second.previous.from_ is not None
    assert second.previous.from_.address == "kim@tollcam.example"
    assert second.previous.date == "2019-03-06T10:00:00+00:00"
    assert (second.previous.first_words or "").startswith("The pier is closed. The pier")
    assert len(second.previous.first_words or "") <= 162


def test_show_names_the_thread(tmp_path: Path) -> None:
    """`checker show` prints the mail before and after, and gives them under `thread` as JSON."""
    case = make_case(tmp_path / "case", bodies=[])
    records = tmp_path / "more"
    records.mkdir()
    answer = eml(2, "Until when?", From=DANA, To=KIM, In_Reply_To="<note-1@tollcam.example>")
    for number, mail in enumerate((eml(1, "The pier is closed."), answer), 1):
        (records / f"{number}.eml").write_text(mail, encoding="utf-8")
    with open_index(case.database) as connection:
        ingest(connection, [records], lambda done, total: None)
    said = ran("show", case.folder, "note-2@tollcam.example").stdout
    assert "Thread: message 2 of 2, joined by Message-ID" in said
    assert "Kim Vale <kim@tollcam.example>: The pier is closed." in said
    (tree,) = json.loads(ran("show", case.folder, "note-1@tollcam.example", "--json").stdout)
    assert tree["thread"]["next"]["first_words"] == "Until when?"


@pytest.mark.parametrize(
    ("subject", "about", "answers"),
    [
        ("Re: FW: North pier", "northpier", True),
        ("AW: WG: North pier", "northpier", True),
        ("[harbour-list] Re[2]: North pier", "northpier", True),
        ("North pier (fwd)", "northpier", False),
        ("Reports of the pier", "reportsofthepier", False),
        ("Нет связи", "нетсвязи", False),
        (None, "", False),
    ],
)
def test_a_topic_is_a_subject_without_marks(subject: str | None, about: str, *, answers: bool) -> None:
    """Marks of answers and lists are left out, in several languages; words that begin alike stay."""
    assert (topic(subject), is_answer(subject)) == (about, answers)
