"""The nouns of verifying: Difference, Verified, Verification."""

from __future__ import annotations

from typing import Literal

from checker.noun import Noun


class Difference(Noun):
    """A place where a source, the case and its reports do not agree, and what to do about it.

    `report` and `link` name the quote that is touched, where it is one.
    """

    file: str
    member: str | None
    place: str
    what: str
    remedy: str
    report: str | None = None
    link: str | None = None


def difference_line(difference: Difference) -> str:
    """File, member, place and what differs, for a reader; the report first, where it is one's quote."""
    where = ", ".join(filter(None, (difference.file, difference.member, difference.place)))
    if difference.link and difference.report != difference.file:
        where = f"{difference.report}, quote {difference.link} from {where}"
    return f"{where}: {difference.what}"


class Verified(Noun):
    """How much was compared. `derived_twice` counts places that the standard library alone gives as well."""

    files: int = 0
    bytes: int = 0
    not_read: int = 0
    messages: int = 0
    gaps: int = 0
    reports: int = 0
    quotes: int = 0
    copies: int = 0
    derived_twice: int = 0
    by_reader_alone: int = 0

    def plus(self, other: Verified) -> Verified:
        """Both together."""
        mine, more = self.model_dump(), other.model_dump()
        return Verified(**{name: mine[name] + more[name] for name in mine})


class Verification(Noun):
    """What `checker verify --json` prints. `missing` names the sources that are not where they are looked for."""

    format: Literal["checker-verify/1"] = "checker-verify/1"
    verified: Verified
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    differences: tuple[Difference, ...]
