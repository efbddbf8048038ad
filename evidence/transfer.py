"""A MIME part → its bytes after transfer decoding, leniently, and what was broken."""

from __future__ import annotations

import base64
import binascii
import email.message
import quopri
import re


def transfer_decoded(part: email.message.Message) -> tuple[bytes, tuple[str, ...]]:
    """The decoded bytes of a part that holds no other parts, and flags."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b"", ()
    raw = (
        payload.encode("ascii", "surrogateescape")
        if payload.isascii() or _escaped(payload)
        else payload.encode("utf-8", "replace")
    )
    encoding = str(part.get("Content-Transfer-Encoding") or "").strip().strip("\"'").lower()
    if encoding == "base64":
        return _base64(raw)
    if encoding == "quoted-printable":
        return quopri.decodestring(raw), ()
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uuencoded(raw)
    return raw, ()


def _escaped(payload: str) -> bool:
    return all(ord(c) < 128 or 0xDC80 <= ord(c) <= 0xDCFF for c in payload)


def _base64(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw.split(b"=", 1)[0] if b"=" in raw.strip()[:-3] else raw)
    clean = re.fullmatch(rb"[A-Za-z0-9+/\s]*={0,2}\s*", raw) is not None
    if len(letters) % 4 == 1:
        letters, clean = letters[:-1], False
    try:
        data = base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return raw, ("base64-broken",)
    return data, () if clean else ("base64-broken",)


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
