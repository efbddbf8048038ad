"""The rows that the shipped weights were fitted on, by hash, so that no figure rests on them."""

from __future__ import annotations

from importlib.resources import files

from checker.errors import ModelDamaged
from evidence.hashing import sha256_hex

HASH_DIGITS = 16


def shipped_seen() -> frozenset[str]:
    """The hashes of checker/weights/seen.txt.

    Raises:
        ModelDamaged: the file is missing; without it a figure could rest on training rows unnoticed.
    """
    source = files("checker").joinpath("weights", "seen.txt")
    if not source.is_file():
        raise ModelDamaged(
            "checker/weights/seen.txt is missing: nobody can tell which pairs the weights were fitted on",
            "reinstall the program",
        )
    return frozenset(source.read_text(encoding="utf-8").split())


def seen_hash(statement: str, passage: str) -> str:
    """The hash by which a labelled pair is known."""
    return sha256_hex(f"{statement}\x1f{passage}")[:HASH_DIGITS]
