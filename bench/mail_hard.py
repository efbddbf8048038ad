"""Third-party test mails with known truth → per field, how many this program and Python's own parser read wrong.

Run: python -m bench.mail_hard [--json] [DIR]   (DIR: mail-hard.tar.xz unpacked; default: that archive in ../shared)

The other column is `email` with `policy.default` on the same bytes, read generously: every text part counts, HTML goes
through this program's walk, so that only parsing and decoding are compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import email
import email.message
import email.policy
import json
import re
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from evidence.hashing import sha256_hex
from evidence.htmltext import html_to_text
from evidence.model import InputFile, Message
from evidence.readers.detect import read_any

ARCHIVE = Path(__file__).parents[2] / "shared" / "data" / "mail" / "mail-hard.tar.xz"
Truth = Mapping[str, Any]


class Seen(NamedTuple):
    """What a parser made of a mail; None where it read nothing."""

    subject: str | None
    sender: str | None
    sender_name: str | None
    to: tuple[str, ...]
    date: str | None
    message_id: str | None
    text: str
    attachments: tuple[str, ...]


class Tally(NamedTuple):
    """By confidence and field: rows, rows wrong here, rows wrong with the standard library; the files behind them."""

    rows: Counter[tuple[str, str]]
    wrong: Counter[tuple[str, str]]
    wrong_library: Counter[tuple[str, str]]
    failures: dict[str, list[str]]
    unread: list[str]


def main() -> None:
    """Print one table, or JSON."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.folder:
        report(tally(given.folder), as_json=given.json)
        return
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        report(tally(next(Path(folder).rglob("expected.jsonl")).parent), as_json=given.json)


def unpack(folder: Path) -> None:
    """The test mails of other projects, into a folder."""
    with tarfile.open(ARCHIVE) as archive:
        if hasattr(tarfile, "data_filter"):  # Python 3.11.4 and later
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(folder)


def tally(folder: Path) -> Tally:
    """Read every row of `expected.jsonl` twice and compare."""
    found = Tally(Counter(), Counter(), Counter(), defaultdict(list), [])
    for truth in (*truths(folder), *outlook_truths(folder)):
        data = (folder / truth["file"]).read_bytes()
        ours, library = read_here(truth["file"], data), read_with_library(data)
        if ours is None:
            found.unread.append(truth["file"])
        for field in FIELDS.keys() & truth.keys():
            key = (str(truth["confidence"]), field)
            found.rows[key] += 1
            if not (ours and FIELDS[field](ours, truth)):
                found.wrong[key] += 1
                found.failures[f"{key[0]} {field}"].append(truth["file"])
            if not (library and FIELDS[field](library, truth)):
                found.wrong_library[key] += 1
    return found


def truths(folder: Path) -> Iterator[Truth]:
    """The rows of `expected.jsonl`."""
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def outlook_truths(folder: Path) -> Iterator[Truth]:
    """What the text beside the .msg files says of them; not the date, which it prints in its maker's own zone."""
    samples = folder / "msg-extractor" / "example-msg-files"
    for said in sorted(samples.glob("expected-outputs/*/message.text")):
        head, _, body = said.read_text(encoding="utf-8").partition("-----------------")
        fields = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head.splitlines()}
        attached = [path.name for path in said.parent.iterdir() if path != said]
        for file in sorted(samples.rglob("*.msg")):
            if fields["subject"].encode("utf-16-le") in file.read_bytes():
                truth = {"file": str(file.relative_to(folder)), "confidence": "test (.msg)", "attachments": attached}
                to = [fields["to"].partition(" ")[0]]
                yield truth | {"subject": fields["subject"], "to": to, "body_equals_ws": body}


def report(found: Tally, *, as_json: bool) -> None:
    """The table, then the files that are wrong here."""
    table = [
        {
            "confidence": confidence,
            "field": field,
            "rows": rows,
            "wrong": found.wrong[confidence, field],
            "wrong_policy_default": found.wrong_library[confidence, field],
        }
        for (confidence, field), rows in sorted(found.rows.items(), reverse=True)
    ]
    if as_json:
        print(
            json.dumps({"fields": table, "failures": found.failures, "unread": found.unread}, indent=1, sort_keys=True)
        )
        return
    print(f"{'confidence':18}{'field':22}{'rows':>6}{'wrong':>7}{'policy.default':>16}")
    for row in table:
        print("{confidence:18}{field:22}{rows:6}{wrong:7}{wrong_policy_default:16}".format(**row))
    print(f"not read here at all: {len(found.unread)} files {found.unread}")
    for field, files in sorted(found.failures.items()):
        print(f"wrong here, {field}: {', '.join(sorted(files))}")


def read_here(name: str, data: bytes) -> Seen | None:
    """The mail as this program reads it."""
    whole = InputFile(file=name, member=None, data=data, sha256=sha256_hex(data))
    read = [item for _, item in read_any(whole) if isinstance(item, Message)]
    if not read:
        return None
    first = read[0]
    names = tuple(f.partition(":")[2] for message in read for f in message.flags if f.startswith("attachment:"))
    return Seen(
        first.subject,
        first.sender.address if first.sender else None,
        first.sender.name if first.sender else None,
        tuple(a.address or "" for a in first.to),
        first.date,
        first.message_id,
        "\n".join(body.text.text for message in read for body in message.bodies),
        names,
    )


def read_with_library(data: bytes) -> Seen | None:
    """The mail as `email.policy.default` reads it; None where it raises."""
    try:
        mail = email.message_from_bytes(data, policy=email.policy.default)
        sender = mail["from"].addresses[0] if mail["from"] is not None and mail["from"].addresses else None
        date = mail["date"].datetime if mail["date"] is not None else None
        return Seen(
            mail["subject"],
            sender.addr_spec if sender else None,
            sender.display_name if sender else None,
            tuple(a.addr_spec for a in mail["to"].addresses) if mail["to"] is not None else (),
            date.isoformat() if date else None,
            str(mail["message-id"] or "").strip().strip("<>") or None,
            "\n".join(library_texts(mail)),
            tuple(part.get_filename() or "" for part in mail.walk() if part.get_filename()),
        )
    except Exception:  # noqa: BLE001 - whatever the library raises on a mail, it read nothing
        return None


def library_texts(mail: email.message.EmailMessage) -> Iterator[str]:
    """Every text part as the library decodes it."""
    for part in mail.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            content = str(part.get_content())
            yield html_to_text(content) if part.get_content_subtype() == "html" else content


def folded(text: object) -> str:
    """White space folded away, for the truths differ in it."""
    return re.sub(r"\s+", " ", str(text or "")).strip()


def instant(text: str | None) -> dt.datetime | None:
    """A date as a moment; one without a zone is taken as UTC, on both sides."""
    found = dt.datetime.fromisoformat(text) if text else None
    return found if found is None or found.tzinfo else found.replace(tzinfo=dt.UTC)


def includes(seen: Seen, truth: Truth, field: str) -> bool:
    """Whether every stretch of a truth stands in the text."""
    text = folded(seen.text)
    return all(folded(piece) in text for piece in truth[field])


FIELDS: Mapping[str, Callable[[Seen, Truth], bool]] = {
    "subject": lambda s, t: folded(s.subject) == folded(t["subject"]),
    "from": lambda s, t: (s.sender or "").lower() == t["from"][0].lower(),
    "from_name": lambda s, t: folded(s.sender_name) == folded(t["from_name"]),
    "to": lambda s, t: [a.lower() for a in s.to] == [a.lower() for a in t["to"]],
    "to_contains": lambda s, t: {a.lower() for a in t["to_contains"]} <= {a.lower() for a in s.to},
    "date": lambda s, t: instant(s.date) == instant(t["date"]),
    "message_id": lambda s, t: s.message_id == t["message_id"],
    "body_contains": lambda s, t: includes(s, t, "body_contains"),
    "body_equals_ws": lambda s, t: folded(t["body_equals_ws"]) in folded(s.text),
    "html_text_equals_ws": lambda s, t: folded(t["html_text_equals_ws"]) in folded(s.text),
    "attachments": lambda s, t: set(t["attachments"]) <= set(s.attachments),
}


if __name__ == "__main__":
    main()
