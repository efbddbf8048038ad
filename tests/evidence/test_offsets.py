from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidence.hashing import sha256_hex
from evidence.model import Message
from evidence.passages import passages
from evidence.segments import segments
from evidence.sentences import LONGEST_SENTENCE, sentences
from tests.evidence.mails import eml, messages

LINES = st.sampled_from(
    [
        "",
        "The trial began in March. We told no one, and Dr. Finch agreed.",
        "> Could you raise my cap? I did 60 searches.",
        ">> deeper still, e.g. in May 2018 ...",
        "On Mon, Mar 4, 2019 at 9:00 AM Bram Otter <bram@agency.example> wrote:",
        "-----Original Message-----",
        "From: Cleo Marsh <cleo@agency.example>",
        "Sent: Monday, March 4, 2019 9:00 AM",
        "To: Ada Quill",
        "Subject: RE: pilot",
        "Regards,",
        "Ada",
        "\u00fcber na\u00efve \U0001f4e7 text\u2026 with marks! And more?",
        "UNCLASSIFIED U.S. Department of Nowhere Case No. F-1 Doc No. C05000001 Date: 01/01/2020",
        "This e-mail and any attachments are confidential.",
        "word " * 200,
    ]
)
BODIES = st.lists(
    st.one_of(LINES, st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)), max_size=25
).map("\n".join)
SPELLINGS = st.sampled_from(["\n", "\r\n", "\r"])


def check_offsets(message: Message) -> None:
    """Every span lies where it must and cuts the quoted text."""
    for body in message.bodies:
        assert body.text.sha256 == sha256_hex(body.text.text)
    taken: dict[int, int] = {}
    for segment in segments(message):
        body = message.bodies[segment.body]
        for start, end in segment.spans:
            assert taken.get(segment.body, 0) <= start < end <= len(body.text.text)
            assert any(s <= start and end <= e for s, e in body.spans)
            taken[segment.body] = end
        for passage in passages(message, segment):
            assert passage.quote == "\n".join(body.text.text[s:e] for s, e in passage.spans)
            assert all(any(s <= a and b <= e for s, e in segment.spans) for a, b in passage.spans)
            assert list(passage.spans) == sorted(passage.spans)


@given(BODIES, SPELLINGS)
def test_mail_offsets_cut_back(body: str, newline: str) -> None:
    """Every span of a mail cuts back to the quoted text, and no two segments share a character."""
    raw = eml(body.replace("\n", newline).encode("utf-8", "replace"))
    for message in messages(raw):
        check_offsets(message)


@given(BODIES, SPELLINGS)
def test_printed_offsets_cut_back(body: str, newline: str) -> None:
    """Every span of a printed release counts in the whole file's text and cuts back to the quoted text."""
    page = f"Release of 2020\nFrom: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada Quill\n\n{body}"
    for message in messages(page.replace("\n", newline).encode("utf-8", "replace")):
        check_offsets(message)


@given(BODIES)
def test_ranges_of_printed_messages_cover_the_file(body: str) -> None:
    """The byte ranges of the messages of a printed file follow each other without a gap and end at its end."""
    data = f"From: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada Quill\n\n{body}".encode("utf-8", "replace")
    found = [m.raw for m in messages(data)]
    assert found[0][0] == 0
    assert found[-1][1] == len(data)
    assert all(before[1] == after[0] for before, after in pairwise(found))


@given(st.text(max_size=3000))
def test_sentences_leave_no_word_out(text: str) -> None:
    """The sentences of a text are in order, do not overlap, are never too long, and leave out white space alone."""
    spans = sentences(text)
    assert spans == sorted(spans)
    assert all(0 < end - start <= LONGEST_SENTENCE for start, end in spans)
    rest, at = "", 0
    for start, end in spans:
        rest += text[at:start]
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not (rest + text[at:]).strip()


def test_no_word_is_lost_between_segments() -> None:
    """What is in no segment of a mail is a header block, an attribution, a quote mark or white space."""
    (found,) = messages(
        eml("Yes.\n\nOn 4 March 2019, Bram Otter <bram@agency.example> wrote:\n> Does it work?\n\nThanks,\nAda\n")
    )
    text = found.bodies[0].text.text
    held = [span for s in segments(found) for span in s.spans]
    rest, at = "", 0
    for start, end in sorted(held):
        rest, at = rest + text[at:start], end
    assert " ".join((rest + text[at:]).split()) == "On 4 March 2019, Bram Otter <bram@agency.example> wrote: >"
