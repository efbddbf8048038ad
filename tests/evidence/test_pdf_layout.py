"""How lines of a PDF's pages become text: columns, heads and feet, web mail. Every word is invented."""

import pytest

from evidence.page_furniture import read_pages
from evidence.pdf.text import pdf_text
from evidence.running_heads import running_heads
from tests.evidence.mails import messages, pieces
from tests.evidence.pdfs import LEFT, Page, pdf, text_at

NEWS = (
    (
        "The city has no contract with the",
        "company, a spokesman said on",
        "Tuesday, although residents have",
        "seen its cars with cameras since",
        "the winter, and he did not know",
        "who had paid for them or for",
    ),
    (
        "the equipment that was put into",
        "two patrol cars. Asked about a",
        "trial, he said that he would look",
        "into it. A member of the council",
        "said that she had asked for a",
        "list and got no answer.",
    ),
)


def columns(order: str) -> str:
    """Drawing commands for the two columns, line by line or column by column."""
    places = [(side, n) for side in (0, 1) for n in range(6)]
    if order == "rows":
        places.sort(key=lambda place: place[1])
    return "".join(text_at(LEFT + 240 * side, 3 + n, NEWS[side][n]) for side, n in places)


@pytest.mark.parametrize("order", ["rows", "columns"])
def test_columns_of_running_text_are_read_one_after_the_other(order: str) -> None:
    """Text set in columns is read down each column, whatever the order in which it was drawn."""
    title, foot = text_at(LEFT + 140, 0, "A title across both of them"), text_at(LEFT + 225, 14, "17")
    text = pdf_text(pdf(Page((), over=foot + columns(order) + title))).pages[0].text
    assert text.split() == f"A title across both of them {' '.join([*NEWS[0], *NEWS[1]])} 17".split()
    assert "\nwho had paid for them or for\nthe equipment" in text


def test_a_table_is_read_row_by_row() -> None:
    """Cells that stand side by side are no running text: each row stays a line."""
    cells = [(f"Otter Street {n}, Harborton", f"Permit {n} was given in May") for n in range(8)]
    drawn = "".join(text_at(LEFT, n, a) + text_at(LEFT + 240, n, b) for n, (a, b) in enumerate(cells))
    lines = pdf_text(pdf(Page((), over=drawn))).pages[0].text.split("\n")
    assert [line.split("   ")[0] for line in lines] == [a for a, _ in cells]
    assert [line.split("   ")[-1].strip() for line in lines] == [b for _, b in cells]


def test_text_aslant_or_upright_on_the_edge_interrupts_nothing() -> None:
    """A mark across the page and a stamp up its edge come after the text, so that they part no sentence."""
    lines = ("We gave access to nine of our detectives, who have been", "using it for some weeks now.")
    across = "q 0.7 0.7 -0.7 0.7 100 600 cm BT /F1 40 Tf 0 0 Td (DRAFT) Tj ET Q\n"
    edge = "q 0 1 -1 0 600 400 cm BT /F1 9 Tf 0 0 Td (Produced in part) Tj ET Q\n"
    text = pdf_text(pdf(Page(lines, under=across + edge))).pages[0].text
    assert text.split("\n\n")[0] == "\n".join(lines)
    assert sorted(text.split("\n\n")[1:]) == ["DRAFT", "Produced in part"]


def webmail(*, browser: bool) -> bytes:
    """A conversation as web mail prints it."""
    head = text_at(24, -3, "11/26/2026, 2:22 AM") + text_at(250, -3, "Mail - Plate readers") if browser else ""
    foot = text_at(24, 46, "https://mail.example/u/0?view=pt") + text_at(560, 46, "1/1") if browser else ""
    lines = ["Mail", "Plate readers", "2 messages", "", "", "To: Bram Otter <bram@agency.example>", "See if it helps."]
    lines += ["", "", "", "To: Ada Quill <ada@vendor.example>", "It does. We signed for it today."]
    drawn = text_at(LEFT + 250, 0, "Bram Otter <bram@agency.example>")
    for n, who, when in ((4, "Ada Quill <ada@vendor.example>", "Thu, Jan 17, 2019 at 8:05 AM"),
                         (9, "Bram Otter <bram@agency.example>", "Thu, Jan 17, 2019 at 9:47 PM")):  # fmt: skip
        drawn += text_at(LEFT, n, who) + text_at(LEFT + 300, n, when)
    return pdf(Page(lines, over=head + drawn + foot))


@pytest.mark.parametrize("browser", [False, True])
def test_web_mail_that_was_printed_is_read(browser: bool) -> None:
    """A conversation printed from web mail yields its mails with the subject that stands above them all."""
    first, second = messages(webmail(browser=browser))
    assert first.sender is not None
    assert second.sender is not None
    assert (first.sender.address, first.date) == ("ada@vendor.example", "2019-01-17T08:05:00")
    assert (second.sender.address, second.date) == ("bram@agency.example", "2019-01-17T21:47:00")
    assert first.subject == second.subject == "Plate readers"
    assert [p.text for m in (first, second) for p in pieces(m)] == [
        "See if it helps.",
        "It does. We signed for it today.",
    ]


def test_a_line_that_heads_every_page_is_no_mails_words() -> None:
    """What stands atop every page, and a numbered foot, are furniture; a labelled line, or one said once, is not."""
    pages = [f"Otter, Bram\n\nFrom: Ada Quill\nWords {n}.\n\nThanks\n{n} of them in file 77\n" for n in "abc"]
    assert running_heads("\f".join(pages)) == {"Otter, Bram"}
    numbered = [f"From: Ada Quill\nWords {n}.\n\nOffice of Records, page {n}\n" for n in (1, 2, 3)]
    assert running_heads("\f".join(numbered)) == {f"Office of Records, page {n}" for n in (1, 2, 3)}
    assert running_heads("\f".join(["The only line"] * 4)) == frozenset()
    assert running_heads("Otter, Bram\n\nFrom: Ada Quill\n") == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "We trained {n} clerks in the annex this week.",
        "Captain Otter asked for {n} keys",
        "WE TRAINED {n} CLERKS",
        "Signed for {n}.",
        "See https://files.example/{n} before they move",
        "the other {n} doors, as",
    ],
)
def test_what_can_be_a_sentence_heads_no_page(line: str) -> None:
    """A line that can be somebody's words is never furniture, however often its like stands atop or below a page."""
    said = [line.format(n=n) for n in (4, 7, 11)]
    assert running_heads("\f".join(f"{one}\nMore {n}" for n, one in zip("abc", said, strict=True))) == frozenset()
    assert running_heads("\f".join(f"More {n}\n{one}" for n, one in zip("abc", said, strict=True))) == frozenset()


def test_a_sentence_that_begins_like_a_release_mark_is_kept() -> None:
    """A release mark is left out; what somebody wrote in the same words is not."""
    text = "RELEASE IN PART B6\nProduced by the annex alone, it was late.\nReleased in full after we had asked.\n"
    assert [line.text for line in read_pages(text).lines if line.text] == text.split("\n")[1:3]


@pytest.mark.parametrize("gap", ["\t", " ", "      "])
def test_web_mail_pasted_as_text_is_read(gap: str) -> None:
    """However far the moment stands behind the name, and without a blank line below the head, each mail is read."""
    head = "To: {0}\n{1}\n"
    text = (
        f"Ada Quill <ada@vendor.example>\nTrial\n2 messages\nAda Quill <ada@vendor.example>{gap}"
        "Tue, Mar 5, 2019 at 9:15 AM\n"
        + head.format("Bram Otter <bram@agency.example>", "We signed.")
        + f"Bram Otter <bram@agency.example>{gap}Tue, Mar 5, 2019 at 10:15 AM\n"
        + head.format("Ada Quill <ada@vendor.example>", "Well done.")
    )
    assert [p.text for m in messages(text.encode()) for p in pieces(m)] == ["We signed.", "Well done."]


def test_a_number_above_a_stamp_is_the_pages_where_it_counts_up() -> None:
    """Numbers that count the pages above their stamps are furniture; a number that does not stays what it says."""
    pages = ["The office has\n{0}\nMOOR-000{0}\f", "cars, and the annex\n{1}\nMOOR-000{1}\f", "has none.\nMOOR-00099\n"]
    kept = [line.text for line in read_pages("".join(pages).format(41, 42)).lines if line.text]
    assert kept == ["The office has", "cars, and the annex", "has none."]
    kept = [line.text for line in read_pages("".join(pages).format(41, 55)).lines if line.text]
    assert kept == ["The office has", "41", "cars, and the annex", "55", "has none."]
