"""Vocabulary files (claims/vocab/*.txt) → tuples of lines; one entry a line, # starts a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def entries(name: str, package: str = "claims") -> tuple[str, ...]:
    """The entries of `vocab/<name>.txt` of a package, in file order, lower-case as written there.

    Raises:
        FileNotFoundError: no such vocabulary.
    """
    text = files(package).joinpath("vocab", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
