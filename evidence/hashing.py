"""Bytes or text → SHA-256 in hex, and the ids made of it."""

from __future__ import annotations

import hashlib


def sha256_hex(data: bytes | str) -> str:
    """SHA-256 in hex; text is hashed as UTF-8, lone surrogates included."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()


def message_id(raw: bytes) -> str:
    """The first 12 hex digits of the SHA-256 of a message's raw bytes or printed block."""
    return sha256_hex(raw)[:12]
