"""Head of a table → what each column says: named by a person, or guessed from a vocabulary and shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from evidence.vocabulary import entries

ROLES = (
    "sender", "sender-name", "sender-address", "to", "to-name", "to-address", "cc", "cc-name", "cc-address", "bcc",
    "bcc-name", "bcc-address", "date", "time", "subject", "body", "html", "raw", "message-id", "in-reply-to",
    "references", "bates", "bates-end", "attachments",
)  # fmt: skip
_NEXT = re.compile(rf",(?=(?:{'|'.join(map(re.escape, ROLES))})=)")
LONGEST_HEAD = 80
# Labels of mails in English; and those of other languages that are English words as well.
_ENGLISH = frozenset(
    ["from", "author", "sent", "date", "to", "cc", "bcc", "subject", "subj", "reply", "attachments", "attachment"]
)
_IN_ENGLISH_TOO = frozenset(["a", "an", "do", "da", "data", "till", "de", "importance", "priority", "sensitivity"])


class Columns(NamedTuple):
    """Which column (by its place) says what, and how that is known; `heads` are all names as they stand in the file."""

    heads: tuple[str, ...]
    places: Mapping[str, int]
    guessed: bool

    @property
    def hold_mail(self) -> bool:
        """Whether a row can be a mail: raw mail, or words with a sender, a recipient or a subject."""
        who = {"sender", "sender-name", "sender-address", "to", "to-name", "to-address", "subject"}
        return "raw" in self.places or bool({"body", "html"} & self.places.keys() and who & self.places.keys())

    @property
    def flag(self) -> str:
        """The flag of each message read so, as the option of `ingest` is written: "columns-guessed:sender=From"."""
        shown = ",".join(f"{role}={self.heads[at]}" for role, at in sorted(self.places.items(), key=lambda x: x[1]))
        return f"columns-{'guessed' if self.guessed else 'named'}:{shown}"


def pairs_in(text: str) -> list[tuple[str, str]]:
    """Role and head of each pair of "sender=From,date=Sent"; a comma before no role is part of a name.

    Raises:
        ValueError: a piece names no column, or a role that is not known; the piece.
    """
    pairs = []
    for piece in _NEXT.split(text):
        role, _, head = piece.partition("=")
        if role not in ROLES or not head.strip():
            raise ValueError(piece)
        pairs.append((role, head.strip()))
    return pairs


@cache
def _vocabulary() -> Mapping[str, str]:
    return dict(tuple(part.strip() for part in line.split("=", 1)) for line in entries("table-columns"))  # type: ignore[misc]


def guessed(heads: Sequence[str]) -> Columns:
    """What the names of the columns say; of two that say the same the first is taken."""
    places: dict[str, int] = {}
    for at, head in enumerate(heads):
        role = _vocabulary().get(folded(head))
        if role is not None:
            places.setdefault(role, at)
    if "date-received" in places:
        places.setdefault("date", places.pop("date-received"))
        places.pop("date-received", None)
    return Columns(tuple(heads), places, guessed=True)


def named(heads: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Columns:
    """What a person says of the columns; those that the table lacks are left out, the rest is guessed no more."""
    at = {folded(head): place for place, head in reversed(list(enumerate(heads)))}
    return Columns(tuple(heads), {role: at[folded(head)] for role, head in pairs if folded(head) in at}, guessed=False)


def missing(heads: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Columns that a person names and the table lacks."""
    known = {folded(head) for head in heads}
    return [head for _, head in pairs if folded(head) not in known]


def in_other_language(heads: Sequence[str]) -> bool:
    """Whether the names of the columns are in another language than English, as the labels of mails tell."""
    labels = dict(entry.partition(" =")[::2] for entry in entries("header-labels"))
    names = [folded(head) for head in heads]
    return any(n in labels and n not in _IN_ENGLISH_TOO and not _ENGLISH & set(n.split()) for n in names)


def folded(head: str) -> str:
    """A column's name as the vocabulary writes it."""
    return " ".join(re.findall(r"[^\W_]+", head.lower()))


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row can be the head of a table: short names, none twice, none empty but at the end."""
    names = [folded(c) for c in cells]
    while names and not names[-1]:
        names.pop()
    shown = [c.strip() for c in cells if c.strip()]
    return (
        len(names) > 1
        and all(names)
        and len(set(names)) == len(names)
        and all(len(c) <= LONGEST_HEAD and "\n" not in c and not re.fullmatch(r"[\d.,:/ -]+", c) for c in shown)
    )
