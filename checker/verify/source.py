"""One file of the ledger × the reports that cite it → where they differ; the file is read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from checker.verify.cited import Cited
from checker.verify.ledger import Kept, KeptGap, LedgerSource, as_kept, as_kept_gap
from checker.verify.model import Difference, Verified
from checker.verify.quote import differences, different, second_differences
from checker.verify.records import Held, record_differences
from checker.verify.reread import member_data, reread
from evidence.hashing import message_id, sha256_hex
from evidence.model import Gap, InputFile, Message

READ_AGAIN = "put the file back as it was released, or ingest it as it is now into a new case and check again"
# A smaller file is read whole before a report is written; of a bigger one the cited mails alone, where they can be.
BIG = 1_000_000
# What is cited, by member, byte range and id of the message.
Key = tuple[str | None, tuple[int, int], str]


class Compared(NamedTuple):
    """What was compared of a file, and where it differs."""

    verified: Verified
    differences: tuple[Difference, ...]


class Anew(NamedTuple):
    """A file read anew: messages and gaps as the ledger keeps them, sizes and hashes of members, cited messages."""

    held: Held
    sizes: dict[str | None, int]
    hashes: dict[str | None, str]
    cited: dict[Key, Message]


def compare_source(
    source: LedgerSource, file: InputFile, kept: Held, cited: Sequence[Cited], *, records: bool
) -> Compared:
    """Compare one file with what was read of it.

    Args:
        source: its row in the ledger.
        file: the file as it lies now.
        kept: its messages and gaps in the case.
        cited: the places in it that reports cite.
        records: whether its messages and gaps are compared too, not its bytes and the cited places alone.
    """
    verified = Verified(files=1, bytes=len(file.data))
    if file.sha256 != source.sha256:
        return Compared(verified, (_changed(source, file, kept, cited),))
    if not records and not cited:
        return Compared(verified, ())
    anew = (None if records else _cited_alone(file, cited)) or _read_anew(file, frozenset(map(_key, cited)))
    found = [d for place in cited for d in _quote_differences(place, anew)]
    twice, more = _again(file, cited, anew)
    counted = Verified(
        quotes=sum(c.link is not None for c in cited),
        copies=sum(c.link is None for c in cited),
        derived_twice=twice,
        by_reader_alone=len(cited) - twice,
    )
    if records:
        more += record_differences(source, kept, anew.held, anew.sizes)
        counted = counted.plus(Verified(messages=len(kept.messages), gaps=len(kept.gaps)))
    return Compared(verified.plus(counted), (*found, *more))


def _key(cited: Cited) -> Key:
    return (cited.locator.member, cited.locator.raw, cited.message.id)


def _read_anew(file: InputFile, wanted: frozenset[Key]) -> Anew:
    messages: list[Kept] = []
    gaps: list[KeptGap] = []
    anew = Anew(Held(messages, gaps), {}, {}, {})
    for member, item in reread(file):
        anew.sizes[member.name], anew.hashes[member.name] = member.size, member.sha256
        if isinstance(item, Gap):
            gaps.append(as_kept_gap(member, item))
        elif isinstance(item, Message):
            messages.append(as_kept(member, item))
            if (key := (member.name, item.raw, item.id)) in wanted:
                anew.cited[key] = item
    return anew


def _cited_alone(file: InputFile, cited: Sequence[Cited]) -> Anew | None:
    """The cited messages of a big mailbox, each read out of its own bytes; None where not each can be had so."""
    if len(file.data) < BIG or any(c.locator.member is not None for c in cited):
        return None
    found: dict[Key, Message] = {}
    for place in cited:
        start, end = place.locator.raw
        data = file.data[start:end]
        alone = InputFile(file=file.file, member=None, data=data, sha256=sha256_hex(data), columns=file.columns)
        for _, item in reread(alone) if (start, end) != (0, len(file.data)) else ():
            if not isinstance(item, Message) or item.id != place.message.id:
                continue
            if any(body.text.sha256 == place.locator.text_sha256 for body in item.bodies):
                found[_key(place)] = item.model_copy(update={"raw": (start, end)})
    return Anew(Held((), ()), {}, {}, found) if len(found) == len(set(map(_key, cited))) else None


def _quote_differences(place: Cited, anew: Anew) -> list[Difference]:
    message = anew.cited.get(_key(place))
    if message is None:
        return [different(place, "the source holds no such message at these bytes")]
    return differences(place, message)


def _again(file: InputFile, cited: Sequence[Cited], anew: Anew) -> tuple[int, list[Difference]]:
    """How many places the standard library alone gave as well, and where it gave something else."""
    members = frozenset(c.locator.member for c in cited if c.locator.member is not None)
    data: dict[str | None, bytes] = {None: file.data}
    data.update(member_data(file, members).items())
    judged, found = 0, []
    for place in cited:
        message = anew.cited.get(_key(place))
        if message is None or place.locator.member not in data or "raw-is-transfer-encoded" in message.flags:
            continue
        did, told = second_differences(place, data[place.locator.member], message)
        judged += did
        # Where the readers disagree with the report, the standard library would only say so once more.
        found += told if not differences(place, message) else []
    return judged, found


def _changed(source: LedgerSource, file: InputFile, kept: Held, cited: Sequence[Cited]) -> Difference:
    """One difference for a changed file: where the change lies, and which quotes rest on the file."""
    size = f", {source.size:,} bytes then and {len(file.data):,} now" if len(file.data) != source.size else ""
    member, place = _place_of_change(source, file, kept)
    resting = sorted({f"{c.link_id} of {c.report}" for c in cited})
    rest = f"; quotes that rest on it: {', '.join(resting)}" if resting else "; no quote rests on it"
    what = f"the file is not what was read: SHA-256 {source.sha256[:12]}… then, {file.sha256[:12]}… now{size}{rest}"
    return Difference(file=source.file, member=member, place=place, what=what, remedy=READ_AGAIN)


def _place_of_change(source: LedgerSource, file: InputFile, kept: Held) -> tuple[str | None, str]:
    """Member and place of the first change that can be told; the ledger keeps a hash for each message and member."""
    direct = [m for m in kept.messages if m.member is None]
    for message in direct:
        if message_id(file.data[slice(*message.raw)]) != message.id:
            return None, f"from message {message.id} on, bytes {message.raw[0]}–{message.raw[1]}"
    if direct:
        if len(file.data) > source.size:
            return None, f"after byte {source.size}"
        return None, "outside every message: in an envelope line or another gap"
    if {m.member for m in kept.messages}:
        now = _read_anew(file, frozenset()).hashes
        for message in kept.messages:
            if now.get(message.member) != message.sha256:
                return message.member, "the member"
        return None, "outside the members that hold mail"
    return None, "the whole file"
