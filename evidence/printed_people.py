"""A printed address line → the people on it."""

from __future__ import annotations

import re

from evidence.headers import address_of, split_mailboxes
from evidence.model import Address

# What a releasing office prints in the place of a name: "B6", "B7(C)", "(b)(6)", "B3 CIA PERS/ORG", "1.4(D)".
_CODE = r"(?:[Bb][ .]?[1-9](?:\([A-F]\))?|\([Bb]\) ?\(\d\)(?:\([A-F]\))?|1\.4 ?\([A-H]\))"
_TAKEN_OUT = re.compile(rf"^\W*{_CODE}(?:\s+CIA PERS/ORG)?(?:[\s,]+{_CODE})*\W*$")


def people(value: str) -> tuple[Address, ...]:
    """The people of a printed address line; semicolons part them, commas only where the parts are addresses."""
    parts = value.split(";") if ";" in value else _at_commas(value)
    found = (address_of(part.strip(" ,\u2022|")) for part in parts if re.search(r"\w", part))
    return tuple(found)


def _at_commas(value: str) -> list[str]:
    parts = split_mailboxes(value)
    addressed = sum("@" in p for p in parts)
    # "Mills, Cheryl D" is one person; "a@x.gov, b@x.gov" are two.
    return parts if addressed > 1 and addressed >= len(parts) - 1 else [value]


def person(value: str) -> Address | None:
    """The one person of a printed `From:` line; of "A on behalf of B" it is B. None where nobody is shown."""
    value = re.split(r"\bon behalf of\b", value, maxsplit=1, flags=re.IGNORECASE)[-1].strip(" \u2022|;")
    told = re.search(r"\w", re.sub(r"\b(?:mailto|smtp)\b", "", value)) and not _TAKEN_OUT.match(value)
    return address_of(value) if told else None
