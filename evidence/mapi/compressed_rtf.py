"""PidTagRtfCompressed → the RTF in it, and what was broken. Method: [MS-OXRTFCP]."""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_PRELOAD = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


class Unpacked(NamedTuple):
    """RTF, and flags for what was not as stored."""

    rtf: bytes
    flags: tuple[str, ...]


def unpacked(data: bytes) -> Unpacked:
    """Decompress; what can be had of broken data is given, flagged. Output is at most nine times as long as input."""
    if len(data) < 16:
        return Unpacked(b"", ("rtf-broken",))
    stored, size, kind, checksum = struct.unpack("<II4sI", data[:16])
    if kind == _PLAIN:
        return Unpacked(data[16 : 16 + size], ())
    if kind != _COMPRESSED:
        return Unpacked(b"", ("rtf-broken",))
    packed = data[16 : 4 + stored]
    rtf = _decompressed(packed)
    # The checksum is CRC-32 with neither the first nor the last inversion.
    whole = size <= len(rtf) and (zlib.crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF) == checksum
    return Unpacked(rtf, () if whole else ("rtf-broken",))


def _decompressed(packed: bytes) -> bytes:
    window = bytearray(_PRELOAD.ljust(_WINDOW, b"\x00"))
    write, at, out = len(_PRELOAD), 0, bytearray()
    while at < len(packed):
        control, at = packed[at], at + 1
        for bit in range(8):
            if not control >> bit & 1:
                run = packed[at : at + 1]
                at += 1
            elif at + 2 > len(packed):
                return bytes(out)
            else:
                offset, length = divmod(int.from_bytes(packed[at : at + 2], "big"), 16)
                at += 2
                if offset == write:
                    return bytes(out)
                run = _copied(window, offset, write, length + 2)
            for byte in run:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += run
    return bytes(out)


def _copied(window: bytearray, offset: int, write: int, length: int) -> bytes:
    """`length` bytes from `offset` on; where that runs into what is being written, it repeats."""
    known = (write - offset) % _WINDOW
    seen = bytes(window[(offset + i) % _WINDOW] for i in range(min(length, known)))
    return (seen * (length // len(seen) + 1))[:length]
