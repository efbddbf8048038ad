"""Invented mails for the tests of `evidence`, and short ways to read them; no person or office in them is real."""

from __future__ import annotations

from typing import NamedTuple

from evidence.hashing import sha256_hex
from evidence.model import Gap, InputFile, Message, Skipped
from evidence.readers.detect import read_any, read_with_gaps
from evidence.segments import segments


class Piece(NamedTuple):
    """A segment with its words, as the tests compare it."""

    kind: str
    author: str | None
    date: str | None
    text: str


def input_file(data: bytes, name: str = "mail") -> InputFile:
    """Bytes as a file that was found."""
    return InputFile(file=name, member=None, data=data, sha256=sha256_hex(data))


def read(data: bytes, name: str = "mail") -> list[Message | Skipped]:
    """Everything that the readers make of some bytes."""
    return [item for _, item in read_any(input_file(data, name))]


def gaps(data: bytes) -> list[Gap]:
    """The bytes that stand in no message."""
    return [item for _, item in read_with_gaps(input_file(data)) if isinstance(item, Gap)]


def messages(data: bytes) -> list[Message]:
    """The messages alone."""
    return [item for item in read(data) if isinstance(item, Message)]


def only(data: bytes) -> Message:
    """The one message in some bytes."""
    (found,) = read(data)
    assert isinstance(found, Message)
    return found


def pieces(message: Message) -> list[Piece]:
    """A message's segments, each with its words; runs of white space within a line are kept."""
    found = []
    for segment in segments(message):
        text = message.bodies[segment.body].text.text
        words = "\n".join(text[s:e] for s, e in segment.spans)
        author = segment.author.address or segment.author.name if segment.author else None
        found.append(Piece(segment.kind, author, segment.date, words.strip()))
    return found


def eml(body: str | bytes, *, extra: str = "", charset: str = "utf-8", subject: str = "Pilot") -> bytes:
    """One plain mail from Ada Quill to Bram Otter."""
    head = (
        "From: Ada Quill <ada@vendor.example>\r\nTo: Bram Otter <bram@agency.example>\r\n"
        f"Date: Tue, 05 Mar 2019 10:00:00 -0500\r\nSubject: {subject}\r\nMessage-ID: <one@vendor.example>\r\n"
        f"MIME-Version: 1.0\r\n{extra}"
    )
    if "content-type" not in extra.lower():
        head += f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
    encoded = body if isinstance(body, bytes) else body.encode("utf-8" if charset == "utf-8" else charset, "replace")
    return head.encode("ascii") + b"\r\n" + encoded


def multipart(kind: str, *parts: str | bytes, boundary: str = "cut", preamble: str = "") -> bytes:
    """A mail of several parts, each given with its own header."""
    joined = b"".join(
        f"--{boundary}\r\n".encode() + (p if isinstance(p, bytes) else p.encode()) + b"\r\n" for p in parts
    )
    body = preamble.encode() + joined + f"--{boundary}--\r\n".encode()
    return eml(body, extra=f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n')


def texts(message: Message) -> list[str]:
    """What each body of a message shows."""
    return [body.text.text for body in message.bodies]
