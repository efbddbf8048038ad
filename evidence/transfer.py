"""A MIME part's raw bytes and its transfer encoding → the bytes that were sent, read leniently; and what was broken."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import string

IDENTITY = frozenset(["", "7bit", "8bit", "binary"])
# A line with two spaces between words, or a rule of dashes.
_PROSE = re.compile(rb"^(?:[^\r\n]*[^\s] +[^\s]+ +[^\s][^\r\n]*|-{2,}[ \t]*\r?)$", re.MULTILINE)
_LETTERS, _SPACE = (string.ascii_letters + string.digits + "+/").encode(), b" \t\n\r\x0b\x0c"
_NO_LETTERS = bytes(set(range(256)) - set(_LETTERS))
# A soft line break may have blanks behind it that a transport put there (RFC 2045, 6.7).
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
# Texts encoded one by one and put together: each has its padding.
_NEXT_CODED = re.compile(rb"=*\s*([A-Za-z0-9+/\s]{4,}={0,2})")
_UUENCODED = frozenset(["x-uuencode", "uuencode", "x-uue", "uue"])


def transfer_decoded(raw: bytes, encoding: str) -> tuple[bytes, tuple[str, ...]]:
    """Decode `raw`; an encoding that is not known leaves it as it is, flagged."""
    if encoding == "base64":
        return _base64(raw)
    if encoding == "quoted-printable":
        return quopri.decodestring(_SOFT_BREAK.sub(b"=", raw)), ()
    if encoding in _UUENCODED:
        return _uuencoded(raw)
    return raw, () if encoding in IDENTITY else (f"transfer-encoding-unknown:{encoding[:40]}",)


def _base64(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    # What was encoded ends at its padding, or where prose begins: a list's footer, or a mail that was never encoded.
    prose = _PROSE.search(raw) if b" " in raw or b"--" in raw else None
    coded, _, rest = (raw[: prose.start()] if prose else raw).partition(b"=")
    if prose and not coded.strip():
        return raw, ("base64-broken",)
    rest += raw[prose.start() :] if prose else b""
    letters = coded.translate(None, _NO_LETTERS)
    clean = not coded.translate(None, _LETTERS + _SPACE) and not rest.strip(b"= \t\r\n")
    if len(letters) % 4 == 1:
        letters, clean = letters[:-1], False
    try:
        data = base64.b64decode(letters + b"=" * (-len(letters) % 4)) + _further(rest)
    except (binascii.Error, ValueError):
        return raw, ("base64-broken",)
    return data, () if clean else ("base64-broken",)


def _further(rest: bytes) -> bytes:
    """What stands encoded behind the padding of what was encoded first; nothing of what may be prose."""
    found = b""
    while more := _NEXT_CODED.match(rest):
        letters = b"".join(more[1].split())
        if len(letters) % 4:
            break
        found += base64.b64decode(letters)
        rest = rest[more.end() :]
    return found


def _uuencoded(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    lines = raw.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    out = []
    for line in lines[start + 1 :]:
        if line.strip() == b"end":
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            return raw, ("uuencode-broken",)
    return b"".join(out), ()
