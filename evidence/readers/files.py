"""Paths → every file under them, in order, each loaded when its turn comes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from evidence.model import InputFile, Skipped
from evidence.readers.mapped import MAPPED_FROM, input_file, mapped

# Mailboxes of some ten gigabytes are usual.
LARGEST = 64 * 1024**3


class FoundFile(NamedTuple):
    """A file as found: `file` is its name relative to the folder `root`: the ingested path, or a lone file's folder.

    `columns` says what the columns of a table are, where a person does: pairs of role and head. `ocr` asks for the text
    of its pictures.
    """

    path: Path
    root: str
    file: str
    size: int
    columns: tuple[tuple[str, str], ...] = ()
    ocr: bool = False

    def load(self) -> InputFile | Skipped:
        """The file's bytes, or why they cannot be had."""
        try:
            found = self.path.stat()
            if not stat.S_ISREG(found.st_mode):
                return _refused("it is a device, socket or pipe, not a file")
            if found.st_size > LARGEST:
                return _refused(f"it has {found.st_size:,} bytes; {LARGEST:,} is the limit")
            with self.path.open("rb") as stream:
                data = mapped(stream) if found.st_size >= MAPPED_FROM else stream.read()
        except OSError as error:
            return _refused(f"it cannot be read: {error.strerror or error}")
        return input_file(self.file, None, data).model_copy(update={"ocr": self.ocr, "columns": self.columns})


def _refused(reason: str) -> Skipped:
    return Skipped(member=None, status="refused", reason=reason, remedy="make it a readable file and ingest it again")


def input_files(paths: Sequence[Path]) -> Iterator[FoundFile]:
    """Every file under `paths`, sorted within each; nothing is passed over. Links to folders are not followed.

    Paths come in the order of their names, not as given: of two equal files the first is read, the other its duplicate.
    """
    for path in sorted(paths, key=lambda p: (p.resolve().name, str(p.resolve()))):
        if not path.is_dir():
            yield _found(path, str(path.resolve().parent), path.name)
            continue
        root = str(path.resolve())
        for folder, folders, names in os.walk(path):
            folders.sort()
            links = [f for f in folders if (Path(folder) / f).is_symlink()]
            for name in sorted([*names, *links]):
                inside = Path(folder) / name
                yield _found(inside, root, inside.relative_to(path).as_posix())


def _found(path: Path, root: str, file: str) -> FoundFile:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    # A name that is not valid UTF-8 is shown with its odd bytes replaced; the file is read all the same.
    return FoundFile(path, root, file.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), size)
