"""Headers and attributions that a printer or a mail program broke. Every name and word is invented."""

import pytest

from tests.evidence.mails import eml, only, pieces
from tests.evidence.test_segments import ADA, BRAM, CLEO, shown


def test_a_header_run_together_over_broken_lines_is_read() -> None:
    """A header whose addresses stand on lines of their own, with labels glued behind them, tells who wrote below."""
    body = (
        f'Will do.\nFrom: "\n{BRAM}\n" <\n{BRAM}\n>Date: Monday, March 4, 2019 9:34 AMTo: Ada Quill <\n{ADA}\n'
        ">Subject: Pilot\nDoes it work?\n"
    )
    assert shown(body) == [("own", ADA, "Will do."), ("quoted", BRAM, "Does it work?")]


def test_transport_lines_of_a_forwarded_mail_are_nobodys() -> None:
    """Transport lines below a header, folded or cut by a mail program, belong to the header and not to the words."""
    body = (
        f"Look.\n\n----- Forwarded message -----\nFrom: {BRAM}\nDate: Mon, 4 Mar 2019 09:00:00 -0500\nSubject: Pilot\n"
        "X-Track: Serialize by Router on HOUSE(Release 5.0.5\n|September 22, 2000) at 05/24/2001\nMIME-Version: 1.0\n"
        'Content-type: multipart/mixed;\nboundary="one"\n\nIt works.\n'
    )
    assert shown(body) == [("own", ADA, "Look."), ("forwarded", BRAM, "It works.")]


def test_an_apple_forward_run_together_is_its_authors() -> None:
    """Apple's header, its lines run together and its addresses on lines of their own, names who wrote below it."""
    body = (
        f'Have a look.\nBegin forwarded message: From: "\n{BRAM}\n" <\n{BRAM}\n> Subject: Re: Pilot Date: March 4, '
        f"2019 11:13:44 AM EST To: Ada Quill <\n{ADA}\n> Cc: Cleo Marsh <\n{CLEO}\n>\nIt works.\n"
    )
    assert shown(body, subject="Fwd: Pilot") == [("own", ADA, "Have a look."), ("forwarded", BRAM, "It works.")]


@pytest.mark.parametrize(
    "attribution",
    [
        f'On Mar 4, 2019, at 3:15 PM, "\n{BRAM}\n" <\n{BRAM}\n>\nwrote:',
        f'On Mar 4, 2019, at 3:15 PM, "\n{BRAM}\n" <\n{BRAM}\n> wrote:',
    ],
)
def test_an_attribution_broken_at_each_address_is_read(attribution: str) -> None:
    """An attribution whose addresses a printer set on lines of their own names the author all the same."""
    assert shown(f"Fine.\n{attribution}\nDoes it work?\n") == [("own", ADA, "Fine."), ("quoted", BRAM, "Does it work?")]


def test_an_attribution_with_address_and_verb_blacked_out_is_read() -> None:
    """A day and a name above a removed address with a colon begin that person's words."""
    body = "Yes.\nOn Mar 4, 2019, at 11:42 AM, Otter, Bram (AGENCY) [E]\n(b)(6)>:\nDoes it work?\n"
    assert [p.kind for p in pieces(only(eml(body)))] == ["own", "quoted"]
    assert shown(body)[1][1] == "Otter, Bram (AGENCY) [E]"
