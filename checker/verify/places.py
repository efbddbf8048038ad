"""A file of the ledger × paths given → where it is now: at the path that was ingested, or where it was moved to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.verify.ledger import LedgerSource
from evidence.model import InputFile
from evidence.readers.files import FoundFile


def found_file(source: LedgerSource, given: Sequence[Path]) -> FoundFile | None:
    """The file as it lies now; None where it is in none of the places.

    Args:
        source: its row in the ledger.
        given: folders (or files) to look in instead of the place where it was read; a folder may be the one that was
            ingested or the one above it. Where several hold a file of its name, the one with its bytes is meant.
    """
    candidates = [FoundFile(p, source.root, source.file, p.stat().st_size) for p in _places(source, given)]
    if len(candidates) > 1:
        return next((c for c in candidates if _has_its_bytes(c, source)), candidates[0])
    return candidates[0] if candidates else None


def _has_its_bytes(found: FoundFile, source: LedgerSource) -> bool:
    loaded = found.load()
    return isinstance(loaded, InputFile) and loaded.sha256 == source.sha256


def _places(source: LedgerSource, given: Sequence[Path]) -> Iterator[Path]:
    if not given:
        yield from _existing(Path(source.root), source.file)
        return
    for path in given:
        if path.is_file():
            yield from [path] if path.name == Path(source.file).name else []
        else:
            yield from _existing(path, source.file)
            yield from _existing(path / Path(source.root).name, source.file)


def _existing(root: Path, file: str) -> Iterator[Path]:
    path = root / file
    if path.is_file():
        yield path
    elif "\ufffd" in file and path.parent.is_dir():
        # The ledger shows a name that is no UTF-8 with its odd bytes replaced.
        yield from (p for p in sorted(path.parent.iterdir()) if p.is_file() and _shown(p.name) == path.name)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
