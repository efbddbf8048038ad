"""Every doubt about a quote stands in its flags, and in words beside it on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import escape

from checker.report.flags import FLAG_WORDS, flag_words, is_about_words
from tests.checker.verified_case import case_of, links

CONTRACT = "The contract between the Harbour Board and Tollcam was signed today. The first invoice follows."
CAFE = f"Caf\u00e9. {CONTRACT}".encode()
HEAD = {
    "From": "Kim Vale <kim@tollcam.example>",
    "To": "Dana Reed <dana@harbour.example>",
    "Date": "Tue, 05 Mar 2019 10:00:00 +0000",
    "Subject": "Note",
    "Content-Type": "text/plain; charset=utf-8",
}


def mail(body: bytes = CONTRACT.encode(), **headers: str) -> bytes:
    """A mail; `X_from` and the like add a second header of that name."""
    stated = {**HEAD, **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"{name.removeprefix('X-also-')}: {value}" for name, value in stated.items() if value]
    return "\n".join(lines).encode() + b"\n\n" + body + b"\n"


DOUBTS = {
    "ambiguous-from:several": mail(X_also_From="Dana Reed <dana@harbour.example>"),
    "ambiguous-from:address-in-name": mail(From='"dana@harbour.example" <kim@tollcam.example>'),
    "ambiguous-from:sender-differs": mail(Sender="Pat <pat@tollcam.example>"),
    "ambiguous-from:taken-from-sender": mail(From="", Sender="Kim Vale <kim@tollcam.example>"),
    "sender-not-shown": mail(From="", X_Mailer="none", Message_ID="<a@tollcam.example>"),
    "look-alike-domain:harb0ur.example/harbour.example": mail(From="Dana Reed <dana@harb0ur.example>"),
    "mixed-scripts-domain:h\u0430rbour.example": mail(From="Dana Reed <dana@h\u0430rbour.example>"),
    "charset-guessed:": mail(b"Caf\xe9 \x93open\x94. " + CONTRACT.encode(), Content_Type="text/plain"),
    "charset-unknown:x-none": mail(CAFE, Content_Type="text/plain; charset=x-none"),
    "charset-wrong:us-ascii": mail(CAFE, Content_Type="text/plain; charset=us-ascii"),
    "date-missing": mail(Date=""),
    "date-unparsable": mail(Date="one fine day"),
    "date-twice": mail(X_also_Date="Wed, 06 Mar 2019 10:00:00 +0000"),
    "date-two-digit-year": mail(Date="Tue, 05 Mar 19 10:00:00 +0000"),
    "no-header": CONTRACT.encode(),
}


@pytest.mark.parametrize("flag", DOUBTS)
def test_each_doubt_stands_beside_its_quote(flag: str, tmp_path: Path) -> None:
    """A guess or doubt about charset, date or sender is a flag of the link, and its words stand on the pages."""
    case = case_of(tmp_path, {"mail.eml": DOUBTS[flag]})
    held = [link["flags"] for link in links(case)]
    assert held
    assert all(any(f.startswith(flag) for f in flags) for flags in held), held
    page = (case.reports / "report.html").read_text(encoding="utf-8")
    assert str(escape(flag_words(flag.rstrip(":")))) in page


def test_every_flag_is_in_plain_words() -> None:
    """Each flag has words of its own, that begin small, end without a stop and name no flag."""
    assert len(set(FLAG_WORDS.values())) == len(FLAG_WORDS)
    for words in FLAG_WORDS.values():
        assert re.fullmatch(r"[a-zA-Z].*[^.]", words)
        assert not set(re.findall(r"[a-z]+(?:-[a-z]+)+", words)) & FLAG_WORDS.keys()


def test_a_detail_stands_to_the_letter() -> None:
    """What stands after a flag's colon is shown as it is, and a flag about the subject says so."""
    assert flag_words("charset-guessed:iso-8859-1") == "the character set was guessed: iso-8859-1"
    assert flag_words("look-alike-domain:harb0ur.example/harbour.example").endswith(
        "harb0ur.example, not harbour.example"
    )
    assert flag_words("subject:charset-guessed:cp1252") == "the subject: the character set was guessed: cp1252"


def test_flags_of_attachments_are_not_doubts_about_words() -> None:
    """What a message carries, or what its table's columns are, is no doubt about the words quoted."""
    others = ("attachment:plan.docx", "attached-to:0123456789ab", "inline:x", "columns-named:a → b")
    assert not any(map(is_about_words, others))
    assert is_about_words("ambiguous-from:several")
