"""Files that stand as lines in a plain text are attachments, not words of the sender."""

from __future__ import annotations

import binascii

import pytest

from evidence.model import Message
from tests.evidence.mails import eml, only, pieces, read
from tests.evidence.test_offsets import check_offsets


def uuencoded(name: str, data: bytes) -> str:
    """A file as uuencode writes it."""
    lines = [binascii.b2a_uu(data[i : i + 45]).decode("ascii") for i in range(0, len(data), 45)]
    return f"begin 644 {name}\n{''.join(lines)}`\nend\n"


def test_a_uuencoded_file_is_read_as_an_attachment() -> None:
    """Its words are an attachment's, the lines around it the sender's, and no line of its code anybody's."""
    coded = uuencoded("plan.txt", b"The plan names forty harbour cameras.\n" * 3)
    found = only(eml(f"See the plan.\n{coded}Paid in May.\n{uuencoded('b.txt', b'Second file.')}"))
    check_offsets(found)
    shown = [(p.kind, p.author, p.text.split("\n")[0]) for p in pieces(found)]
    assert shown == [
        ("own", "ada@vendor.example", "See the plan."),
        ("attachment", None, "The plan names forty harbour cameras."),
        ("attachment", None, "Second file."),
    ]
    assert {"attachment:plan.txt", "attachment:b.txt"} <= set(found.flags)


@pytest.mark.parametrize(
    "text",
    ["We begin 100 trials.\nbegin 100 trials\nend of it\nend\nDone.", "begin 644 a.txt\n" + "M" * 61 + "\nCut off."],
)
def test_words_that_look_like_the_start_of_a_file_are_kept(text: str) -> None:
    """What never ends as a file, or is no code, stays the sender's."""
    assert only(eml(text)).bodies[0].spans == ((0, len(text)),)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("-----BEGIN PGP MESSAGE-----\n\nhQEMA1\n=ab12\n-----END PGP MESSAGE-----", "PGP message:encrypted"),
        ("-----BEGIN PGP SIGNATURE-----\n\niD8D\n-----END PGP SIGNATURE-----", "PGP signature:signature"),
        ("=ybegin line=128 size=3 name=a.bin\nxyz\n=yend size=3", "a.bin:yEnc file"),
    ],
)
def test_codes_that_cannot_be_read_are_named_and_are_no_words(block: str, reason: str) -> None:
    """An armoured or yEnc block is flagged as an attachment that was not read; the words around it stay."""
    found = only(eml(f"Before it.\n\n{block}\n\nBehind it.\n"))
    assert "".join(p.text for p in pieces(found)).split() == ["Before", "it.", "Behind", "it."]
    assert f"attachment-unread:{reason}" in found.flags


def test_the_head_of_a_signed_text_is_no_sentence() -> None:
    """What OpenPGP writes above a text in clear is cut off it."""
    found = only(eml("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWe paid.\n"))
    assert [p.text for p in pieces(found)] == ["We paid."]


def test_a_mail_in_a_uuencoded_file_is_a_mail_of_its_own() -> None:
    """A raw mail named .msg that stands uuencoded in a text has its own sender."""
    inner = eml("Inner words.").replace(b"Ada Quill <ada@vendor.example>", b"Cleo <cleo@agency.example>")
    found = read(eml(f"See it.\n{uuencoded('old.msg', inner)}"))
    senders = [item.sender.address for item in found if isinstance(item, Message) and item.sender]
    assert senders == ["ada@vendor.example", "cleo@agency.example"]
