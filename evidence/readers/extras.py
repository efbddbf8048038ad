"""An optional library → whether it is installed, and what to do where it is not."""

from __future__ import annotations

from importlib.util import find_spec

OUTLOOK = "pypff"
INSTALL = "pip install 'statement-checker[outlook]'"
_INSTALL = {OUTLOOK: INSTALL}


def installed(library: str) -> bool:
    """Whether a library can be imported."""
    return find_spec(library) is not None


def remedy(library: str, member: str | None) -> str:
    """How to install it, and how its file is read then; what lies in an archive has to be taken out of it."""
    again = "ingest the file again" if member is None else "take this out of the archive and ingest it"
    return f"{_INSTALL[library]}, then {again}"


def can_be_read_now(told: str | None) -> bool:
    """Whether a file that was refused with this remedy can be read, because the library that it needs is there now."""
    return any(told == remedy(library, None) and installed(library) for library in _INSTALL)
