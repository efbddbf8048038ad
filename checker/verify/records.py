"""Messages and gaps of a file in the case × in the source → where they differ, and which bytes neither accounts for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.verify.ledger import Kept, KeptGap, LedgerSource
from checker.verify.model import Difference
from evidence.model import Span
from evidence.readers.gaps import NOT_READ

AGAIN = "ingest the file into a new case and check again; the case's database was changed, or another version read it"
MOST_A_FILE = 10


class Held(NamedTuple):
    """Messages and gaps of a file."""

    messages: Sequence[Kept]
    gaps: Sequence[KeptGap]


def record_differences(
    source: LedgerSource, kept: Held, found: Held, sizes: Mapping[str | None, int]
) -> list[Difference]:
    """Where the case and the source differ about the messages of a file, and bytes that neither accounts for.

    Args:
        source: the file.
        kept: what the case holds of it.
        found: what the source holds.
        sizes: bytes of the file (key None) and of each member.
    """
    told = [*_messages(kept, found), *_cover(kept, sizes)]
    shown = [_difference(source, member, place, what) for member, place, what in told[:MOST_A_FILE]]
    if len(told) > MOST_A_FILE:
        shown.append(_difference(source, None, "the whole file", f"{len(told) - MOST_A_FILE} more differences in it"))
    return shown


def _difference(source: LedgerSource, member: str | None, place: str, what: str) -> Difference:
    return Difference(file=source.file, member=member, place=place, what=what, remedy=AGAIN)


def _messages(kept: Held, found: Held) -> Iterator[tuple[str | None, str, str]]:
    in_case = {(m.member, m.raw, m.id): m for m in kept.messages}
    in_source = {(m.member, m.raw, m.id): m for m in found.messages}
    for key, message in in_case.items():
        other = in_source.get(key)
        if other is None:
            yield message.member, _place(message), "the case holds a message that the source does not hold there"
        elif other != message:
            fields = [name for name in Kept._fields if getattr(other, name) != getattr(message, name)]
            told = "; ".join(f"{n} {getattr(message, n)!r}, in the source {getattr(other, n)!r}" for n in fields)
            yield message.member, _place(message), f"the case has {told}"
    lost = [(g.member, g.raw) for g in kept.gaps if g.why == NOT_READ]
    for key, message in in_source.items():
        given_up = any(m == message.member and a <= message.raw[0] and message.raw[1] <= b for m, (a, b) in lost)
        if key not in in_case and not given_up:
            yield message.member, _place(message), "the source holds a message that the case does not"
    if len(in_case) != len(kept.messages):
        yield None, "the whole file", "the case holds a message of it twice"


def _place(message: Kept) -> str:
    return f"message {message.id}, bytes {message.raw[0]}–{message.raw[1]}"


def _cover(kept: Held, sizes: Mapping[str | None, int]) -> Iterator[tuple[str | None, str, str]]:
    """Every byte of each member must be in one message or one gap; an attached message lies inside its carrier."""
    ranges: dict[str | None, list[tuple[Span, bool]]] = {member: [] for member in sizes}
    for message in kept.messages:
        ranges.setdefault(message.member, []).append((message.raw, True))
    for gap in kept.gaps:
        ranges.setdefault(gap.member, []).append((gap.raw, False))
    for member, placed in ranges.items():
        size = sizes.get(member)
        if size is None:
            yield member, "the whole member", "the case holds a member that the source does not"
        elif fault := _fault(placed, size):
            yield member, *fault


def _fault(placed: Sequence[tuple[Span, bool]], size: int) -> tuple[str, str] | None:
    at, carrier = 0, (0, 0)
    for (start, end), is_message in sorted(placed, key=lambda p: (p[0][0], -p[0][1], not p[1])):
        if start > at:
            return f"bytes {at}–{start}", "they are in no message and in no recorded gap"
        if start < at and not (is_message and carrier[0] <= start and end <= carrier[1]):
            return f"bytes {start}–{min(at, end)}", "they are in more than one message or gap"
        if start == at and end > at:
            carrier = (start, end) if is_message else (0, 0)
        at = max(at, end)
    if at == size:
        return None
    if at > size:
        return f"bytes {size}–{at}", "they are not in the source"
    return f"bytes {at}–{size}", "they are in no message and in no recorded gap"
