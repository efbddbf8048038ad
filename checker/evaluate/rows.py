"""Plain or gzipped lines → checked rows; every bad line is named at once, with what to do about it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from checker.errors import BadUsage

_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
Row = TypeVar("Row", bound=BaseModel)

# What to do about a mistake, by pydantic's name for it.
_REMEDIES = {
    "missing": "add it",
    "literal_error": "write one of the values named",
    "string_type": "write it in quotation marks",
    "string_too_short": "write it out",
    "model_type": "write an object in braces",
    "model_attributes_type": "write an object in braces",
    "tuple_type": "write a list in brackets",
}


class Problem(NamedTuple):
    """One mistake: its line, what is wrong, what to do."""

    line: int
    what: str
    remedy: str


class Numbered(NamedTuple):
    """A line that is not blank, with its number from 1; `text` is None where it is not UTF-8."""

    number: int
    text: str | None


def read_rows(path: Path, kind: type[Row]) -> list[tuple[int, Row]]:
    """The rows of a JSON-lines file with their line numbers.

    Blank lines are passed over, keys that `kind` does not know are ignored.

    Raises:
        BadUsage: the file cannot be read, holds no row, or has bad lines: all of them are named.
    """
    found: list[tuple[int, Row]] = []
    problems: list[Problem] = []
    for line in read_lines(path):
        tree, problem = _tree(line)
        if problem:
            problems.append(problem)
            continue
        try:
            found.append((line.number, kind.model_validate(tree)))
        except ValidationError as error:
            problems.extend(_problems(line.number, error))
    refuse(path, problems)
    if not found:
        raise BadUsage(f"{path} holds no row", "name a file with one JSON object a line")
    return found


def refuse(path: Path, problems: Sequence[Problem]) -> None:
    """Say every problem of a file at once.

    Raises:
        BadUsage: there is any.
    """
    if not problems:
        return
    lines = len({p.line for p in problems})
    listed = "\n".join(f"  line {p.line}: {p.what}: {p.remedy}" for p in sorted(problems))
    raise BadUsage(
        f"{path}: {lines} bad {'line' if lines == 1 else 'lines'}\n{listed}", "mend them and run the command again"
    )


def read_lines(path: Path) -> Iterator[Numbered]:
    """The lines of a file that are not blank.

    Raises:
        BadUsage: it cannot be read or unpacked.
    """
    try:
        data = path.read_bytes()
        data = gzip.decompress(data) if data.startswith(_GZIP_MAGIC) else data
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadUsage(
            f"{path} cannot be unpacked: {error}", "fetch the file again: it is cut off or damaged"
        ) from error
    except OSError as error:
        raise BadUsage(f"{path} cannot be read: {error.strerror}", "name a file that is there") from error
    for number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), 1):
        if line.strip():
            try:
                yield Numbered(number, line.decode("utf-8").rstrip("\r"))
            except UnicodeDecodeError:
                yield Numbered(number, None)


def not_utf8(line: Numbered) -> Problem:
    """What to say of a line without text."""
    return Problem(line.number, "not UTF-8", "save the file as UTF-8")


def _tree(line: Numbered) -> tuple[object, Problem | None]:
    if line.text is None:
        return None, not_utf8(line)
    try:
        tree = json.loads(line.text)
        json.dumps(tree, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return None, Problem(line.number, "half a surrogate pair in a text", "write the character itself")
    except (ValueError, RecursionError) as error:
        return None, Problem(line.number, f"no JSON ({error})", "write one JSON object a line")
    if not isinstance(tree, dict):
        return None, Problem(line.number, "no JSON object", "write an object in braces")
    return tree, None


def _problems(number: int, error: ValidationError) -> Iterator[Problem]:
    for mistake in error.errors(include_url=False):
        where = ".".join(str(part) for part in mistake["loc"]) or "the row"
        message = mistake["msg"].removeprefix("Value error, ")
        what = f"{where} is missing" if mistake["type"] == "missing" else f"{where}: {message}"
        yield Problem(number, what, _REMEDIES.get(mistake["type"], "mend it"))
