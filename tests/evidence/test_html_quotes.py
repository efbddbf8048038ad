"""Quotations in HTML mail, as mail programs build them. Every name and word is invented."""

import pytest

from tests.evidence.mails import eml, only, pieces

ADA, BRAM = "ada@vendor.example", "bram@agency.example"
WROTE = "On Mon, Mar 4, 2019 at 9:00 AM Bram Otter &lt;bram@agency.example&gt; wrote:"
BLOCK = (
    "<b>From:</b> Bram Otter &lt;bram@agency.example&gt;<br><b>Sent:</b> Monday, March 4, 2019 9:00 AM<br>"
    "<b>To:</b> Ada<br><b>Subject:</b> Pilot<br>"
)
RULE = "\u2010" * 7


@pytest.mark.parametrize(
    "quotation",
    [
        f'<div class="gmail_quote"><div>{WROTE}<br></div><blockquote class="gmail_quote">We use it.</blockquote></div>',
        f'<div class="yahoo_quoted"><div>{WROTE}</div><div>We use it.</div></div>',
        f'<div class="moz-cite-prefix">{WROTE}<br></div><blockquote type="cite">We use it.</blockquote>',
        f"<div>{RULE} Original Message {RULE}<br>{WROTE}<br><blockquote>We use it.</blockquote></div>",
        f'<blockquote type="cite"><div>{WROTE}</div><br><div>We use it.</div></blockquote>',
        f'<hr style="width:98%"><div id="divRplyFwdMsg">{BLOCK}</div><div>We use it.</div>',
        f'<div style="border:none;border-top:solid #E1E1E1"><p class="MsoNormal">{BLOCK}</p></div><p>We use it.</p>',
        f'<div class="OutlookMessageHeader"><hr>{BLOCK}</div>We use it.',
        f'<hr id="zwchr"><div>{BLOCK}</div><div>We use it.</div>',
        f"<div>-----Original Message-----<br>{BLOCK}</div><div>We use it.</div>",
        '<div class="gmail_quote">We use it.</div>',
    ],
)
def test_what_html_mail_quotes_is_not_the_senders(quotation: str) -> None:
    """However a program builds a quotation, its words are the quoted author's, or nobody's that is named."""
    mail = only(eml(f"<html><body><div>Good news.</div>{quotation}</body></html>", extra="Content-Type: text/html\r\n"))
    found = [(p.kind, p.author, p.text.strip("> ")) for p in pieces(mail)]
    assert found[0] == ("own", ADA, "Good news.")
    assert [(kind, text) for kind, _, text in found[1:]] == [("quoted", "We use it.")]
    assert found[1][1] == (BRAM if "Bram" in quotation else None)
