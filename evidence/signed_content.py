"""Bytes of an S/MIME part → the MIME entity that was signed, where it stands in them in clear.

That is CMS SignedData (RFC 5652). Only the way to the content is read, in BER: no signature is checked.
"""

from __future__ import annotations

from typing import NamedTuple

KINDS = frozenset(["application/pkcs7-mime", "application/x-pkcs7-mime"])
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
SEQUENCE, SET, INTEGER, OBJECT, CONTEXT, OCTETS, CONSTRUCTED_OCTETS = 0x30, 0x31, 0x02, 0x06, 0xA0, 0x04, 0x24
MOST_PIECES = 1_000_000
_HEADER_FOLLOWS = b":"


class _Value(NamedTuple):
    """A value's tag, where its content begins, and where it ends; None for an end that only a mark tells."""

    tag: int
    start: int
    end: int | None


def signed_content(data: bytes, kind: str) -> bytes | None:
    """The entity inside an opaque signature; None where the part is none, is encrypted, or is damaged."""
    if kind not in KINDS or SIGNED_DATA not in data[:40]:
        return None
    try:
        content = _content(data)
    except (IndexError, ValueError):
        return None
    return content if _HEADER_FOLLOWS in content[:200] else None


def _content(data: bytes) -> bytes:
    at = _expect(data, _expect(data, 0, SEQUENCE).start, OBJECT)
    signed = _expect(data, _expect(data, _end(at), CONTEXT).start, SEQUENCE)
    version = _expect(data, signed.start, INTEGER)
    algorithms = _expect(data, _end(version), SET)
    held = _expect(data, _end(algorithms), SEQUENCE)
    kind = _expect(data, held.start, OBJECT)
    octets = _value(data, _expect(data, _end(kind), CONTEXT).start)
    if octets.tag == OCTETS:
        return data[octets.start : _end(octets)]
    if octets.tag != CONSTRUCTED_OCTETS:
        raise ValueError(octets.tag)
    return b"".join(_pieces(data, octets))


def _pieces(data: bytes, octets: _Value) -> list[bytes]:
    found: list[bytes] = []
    at = octets.start
    while octets.end is None or at < octets.end:
        piece = _value(data, at)
        if piece.tag == 0 or len(found) > MOST_PIECES:
            break
        if piece.tag != OCTETS:
            raise ValueError(piece.tag)
        found.append(data[piece.start : _end(piece)])
        at = _end(piece)
    return found


def _expect(data: bytes, at: int, tag: int) -> _Value:
    found = _value(data, at)
    if found.tag != tag:
        raise ValueError(found.tag)
    return found


def _end(value: _Value) -> int:
    if value.end is None:
        raise ValueError(value.tag)
    return value.end


def _value(data: bytes, at: int) -> _Value:
    """Tag and length at `at` (X.690, 8.1)."""
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length == 0x80:
        return _Value(tag, start, None)
    if length > 0x80:
        size = length & 0x7F
        start += size
        length = int.from_bytes(data[at + 2 : start], "big")
    if start + length > len(data):
        raise ValueError(length)
    return _Value(tag, start, start + length)
