"""Replies and forwards as mail programs send them, in many languages. Every name and word is invented."""

# ruff: noqa: RUF001 - letters of other alphabets are what is tested
import pytest

from tests.evidence.mails import eml, only, pieces

ADA, BRAM = "ada@vendor.example", "bram@agency.example"
MAILBOX = f"Bram Otter <{BRAM}>"


def shown(body: str, *, html: bool = False, subject: str = "Re: Pilot") -> list[tuple[str, str | None, str]]:
    """Kind, author and words of each segment of a mail by Ada."""
    extra = "Content-Type: text/html; charset=utf-8\r\n" if html else ""
    return [(p.kind, p.author, p.text) for p in pieces(only(eml(body, extra=extra, subject=subject)))]


@pytest.mark.parametrize(
    ("attribution", "day"),
    [
        (f"Op 4 mrt. 2019, om 09:00 heeft {MAILBOX} het volgende geschreven:", "2019-03-04"),
        (f"No dia 04/03/2019, às 09:00, {MAILBOX} escreveu:", "2019-03-04"),
        (f"пн, 4 мар. 2019 г. в 09:00, {MAILBOX}:", "2019-03-04"),
        (f"4 марта 2019 г., в 09:00, {MAILBOX} написал(а):", "2019-03-04"),
        (f"Понедельник, 4 марта 2019, 9:00 +03:00 от {MAILBOX}:", "2019-03-04"),
        (f'04.03.2019, 09:00, "Bram Otter" <{BRAM}>:', "2019-03-04"),
        (f"2019年3月4日(月) 9:00 {MAILBOX}:", "2019-03-04"),
        (f"{MAILBOX} 于2019年3月4日周一 上午9:00写道：", "2019-03-04"),
        (f"2019년 3월 4일 (월) 오전 9:00, {MAILBOX}님이 작성:", "2019-03-04"),
        (f"{MAILBOX}, 4 Mar 2019 Pzt, 09:00 tarihinde şunu yazdı:", "2019-03-04"),
        (f"Vào 09:00, 04/03/2019, {MAILBOX} đã viết:", "2019-03-04"),
        (f"Στις Δευ, 4 Μαρ 2019 στις 9:00 π.μ., ο χρήστης\n{MAILBOX} έγραψε:", ""),
        (f"* {MAILBOX} [2019-03-04 09:00]:", "2019-03-04"),
        (f"{MAILBOX} wrote on 03/04/2019 09:00:00 AM:", "2019-03-04"),
        (f"---- On Mon, 04 Mar 2019 09:00:00 -0500 {MAILBOX} wrote ----", "2019-03-04"),
        (f"2019/3/4 {MAILBOX}", "2019-03-04"),
        (f"> Message du 04/03/19 09:00\n> De : {MAILBOX}\n> A : Ada\n> Objet : Pilot\n> ", ""),
    ],
)
def test_whoever_is_named_above_marked_lines_wrote_them(attribution: str, day: str) -> None:
    """In whatever language a line names an address and a day above marked lines, those are that person's."""
    found = pieces(only(eml(f"It does.\n\n{attribution}\n\n> Does it work?\n", subject="Re: Pilot")))
    assert [(p.kind, p.author, p.text) for p in found] == [
        ("own", ADA, "It does."),
        ("quoted", BRAM, "Does it work?"),
    ]
    assert (found[1].date or "").startswith(day)


@pytest.mark.parametrize(
    "words", ["We have forty cars.", "We have 40 cars in 2019.", f"In 2019 we asked {BRAM} twice.", "As of 3/4/2019:"]
)
def test_words_right_above_an_attribution_stay_the_senders(words: str) -> None:
    """What stands on the line above an attribution is no part of it."""
    assert shown(f"{words}\nOn Mon, Mar 4, 2019 at 9:00 AM {MAILBOX} wrote:\n> Does it work?\n") == [
        ("own", ADA, words),
        ("quoted", BRAM, "Does it work?"),
    ]


@pytest.mark.parametrize(
    "lead",
    [
        f">>> On 3/4/2019 at 9:00 AM, in message <5C7D@agency.example>, Bram Otter\n<{BRAM}> wrote:",
        f">>> On 3/4/2019 at 9:00 AM, in message\n<5C7D@agency.example>, {MAILBOX} wrote:",
        f">>> {MAILBOX} 3/4/2019 9:00 AM >>>",
        f"-----{MAILBOX} wrote: -----\n\nTo: Ada\nFrom: {MAILBOX}\nDate: 03/04/2019 09:00AM\nSubject: Pilot",
        f"________________________________\n From: {MAILBOX}\nTo: Ada\nSent: Monday, March 4, 2019 9:00 AM\nSubject: X",
        f"\n*From:* {MAILBOX}\n*Sent:* Monday, March 4, 2019 9:00 AM\n*To:* Ada\n*Subject:* Pilot",
        f"From: {BRAM}\nSent: \u200eMonday\u200e, \u200eMarch\u200e \u200e4\u200e, \u200e2019\nTo: Ada\nSubject: X",
        f"Gesendet: Montag, 04. März 2019 um 09:00 Uhr\nVon: {MAILBOX}\nAn: Ada\nBetreff: Pilot",
        f"On Mon, Mar 4, 2019 at 9:00 AM, {MAILBOX.replace(' <', '<')} wrote:",
    ],
)
def test_unmarked_words_below_a_lead_are_its_authors(lead: str) -> None:
    """Programs that put no mark before what is answered still say whose it is, and it is never the sender's."""
    found = pieces(only(eml(f"It does.\n\n{lead}\n\nDoes it work?\n", subject="Re: Pilot")))
    assert [(p.kind, p.author, p.text) for p in found] == [
        ("own", ADA, "It does."),
        ("quoted", BRAM, "Does it work?"),
    ]
    assert (found[1].date or "").startswith("2019-03-04")


@pytest.mark.parametrize("mark", ["BO> ", "Bram> ", "| "])
def test_lines_behind_a_name_or_a_bar_are_quoted(mark: str) -> None:
    """Initials, a name or a bar before each line mark it as quoted where an attribution stands above."""
    body = f"On Mon, 4 Mar 2019, Bram Otter wrote:\n\n{mark}Does it work?\n{mark}Really?\n\nYes.\n"
    assert shown(body) == [("quoted", "Bram Otter", "Does it work?\nReally?"), ("own", ADA, "Yes.")]


def test_such_marks_alone_are_words() -> None:
    """A prompt or a letter with a sign behind it is no mark of quotation by itself."""
    assert shown("SQL> select 1\nA> dir\n") == [("own", ADA, "SQL> select 1\nA> dir")]


@pytest.mark.parametrize(
    "line",
    ["Sent from a magnificent torch of pixels", "Get the new AOL app: mail.mobile.aol.com",
     "Sent from my BlackBerry 10", "Diese Nachricht wurde von meinem Telefon mit WEB.DE Mail gesendet."],
)  # fmt: skip
def test_what_a_program_adds_is_signature(line: str) -> None:
    """Lines that a device or its program adds are no words of the sender."""
    found = shown(f"It does.\n\n{line}\n\nOn Mon, Mar 4, 2019 at 9:00 AM {MAILBOX} wrote:\n\n> Does it work?\n")
    assert found == [("own", ADA, "It does."), ("signature", ADA, line), ("quoted", BRAM, "Does it work?")]


@pytest.mark.parametrize(
    "below",
    [
        f"<div name='quote'><div><b>Gesendet:</b> Montag, 04. März 2019 um 09:00 Uhr<br><b>Von:</b> {BRAM}<br>"
        "<b>An:</b> Ada<br><b>Betreff:</b> Pilot</div><div name='quoted-content'>Does it work?</div></div>",
        f"<div style='border:none;border-left:solid blue 1.5pt'><div><b>From:</b> {BRAM}<br><b>Sent:</b> Monday, "
        "March 4, 2019 9:00 AM<br><b>To:</b> Ada<br><b>Subject:</b> Pilot</div><p>Does it work?</p></div>",
    ],
)
def test_answers_below_a_quoted_division_are_the_senders(below: str) -> None:
    """Where a program draws a bar beside what is answered, words below the bar are the sender's again."""
    found = shown(f"<html><body><div>Hello.</div>{below}<div>It does.</div></body></html>", html=True)
    assert [(kind, author, text) for kind, author, text in found] == [
        ("own", ADA, "Hello."),
        ("quoted", BRAM, "Does it work?"),
        ("own", ADA, "It does."),
    ]


def test_a_forward_of_which_the_header_alone_is_marked_is_its_authors() -> None:
    """Where a program puts marks round the header of a forward alone, the words below are still not the sender's."""
    head = f"---------- Forwarded message ---------<br>From: {BRAM}<br>Date: Mon, Mar 4, 2019<br>Subject: X<br>To: Ada"
    body = f"<html><body>Look.<div class='gmail_quote'>{head}</div><br><div>It works.</div></body></html>"
    assert shown(body, html=True, subject="Fwd: X") == [("own", ADA, "Look."), ("forwarded", BRAM, "It works.")]
