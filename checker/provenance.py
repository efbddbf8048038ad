"""This installation → what a report says of it: version, commit, Python."""

from __future__ import annotations

import platform
from pathlib import Path

import checker


def version() -> str:
    """The program's version."""
    return checker.__version__


def python_version() -> str:
    """The interpreter's version."""
    return platform.python_version()


def commit() -> str | None:
    """The commit of the checkout that the program runs from; None where it runs from an installed wheel."""
    git = Path(__file__).resolve().parent.parent / ".git"
    head = git / "HEAD"
    if not head.is_file():
        return None
    text = head.read_text(encoding="ascii").strip()
    if not text.startswith("ref: "):
        return text
    ref = text.removeprefix("ref: ")
    if (git / ref).is_file():
        return (git / ref).read_text(encoding="ascii").strip()
    packed = git / "packed-refs"
    lines = packed.read_text(encoding="ascii").splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {ref}")), None)
