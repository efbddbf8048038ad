"""Header blocks beyond Latin letters, and attributions that begin with a name, give the words below to their writer."""

from __future__ import annotations

import pytest

from tests.evidence.mails import eml, only, pieces

ADA, BRAM = "ada@vendor.example", "bram@agency.example"
CHINESE = "\u53d1\u4ef6\u4eba \u53d1\u9001\u65f6\u95f4 \u6536\u4ef6\u4eba \u4e3b\u9898"
JAPANESE = "\u5dee\u51fa\u4eba \u9001\u4fe1\u65e5\u6642 \u5b9b\u5148 \u4ef6\u540d"
RUSSIAN = (
    "\u041e\u0442 \u041e\u0442\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u043e "
    "\u041a\u043e\u043c\u0443 \u0422\u0435\u043c\u0430"
)
VALUES = ("Bram Otter <bram@agency.example>", "2019-03-04 10:00", "Ada Quill <ada@vendor.example>", "Pilot")


@pytest.mark.parametrize("labels", [CHINESE, JAPANESE, RUSSIAN, "Kimden G\u00f6nderildi Kime Konu"])
@pytest.mark.parametrize("lead", ["", "------------------ \u539f\u59cb\u90ae\u4ef6 ------------------\n"])
def test_a_header_block_leads_in_its_writer(lead: str, labels: str) -> None:
    """What stands below the block is the words of who stands in it, with its date, never the sender's."""
    block = "\n".join(f"{label}: {value}" for label, value in zip(labels.split(), VALUES, strict=True))
    found = pieces(only(eml(f"Yes.\n\n{lead}{block}\n\nDo we go on?")))
    assert [(p.author, p.text) for p in found] == [(ADA, "Yes."), (BRAM, "Do we go on?")]
    assert found[1].date == "2019-03-04T10:00:00"


@pytest.mark.parametrize(
    "lead",
    [
        "Bram Otter schrieb am 04.03.2019 um 10:00:",
        "Bram Otter <bram@agency.example> schrieb am 4. M\u00e4rz 2019 um 10:00 Uhr:",
        "Bram Otter <bram@agency.example> schreef op 4 maart 2019 om 10:00:",
        "Bram Otter a \u00e9crit le 04/03/2019 \u00e0 10h00 :",
    ],
)
def test_a_name_before_the_verb_and_its_date_leads_in_a_quotation(lead: str) -> None:
    """Where the writer stands before the verb and the date behind it, the clock's colon ends no attribution."""
    found = pieces(only(eml(f"Ja.\n\n{lead}\n> Gekauft?\n")))
    assert [p.text for p in found] == ["Ja.", "Gekauft?"]
    assert found[1].author in (BRAM, "Bram Otter")
    assert (found[1].date or "")[:10] == "2019-03-04"
