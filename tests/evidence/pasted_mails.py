"""Mails into which somebody pasted something, and what their segments come to. All is invented but the agencies."""

from __future__ import annotations

from evidence.segments import segments
from tests.evidence.mails import eml, only

ADA = "ada@vendor.example"
STORY = (
    "The council of Otter Bay said on Friday that it had paused its use of plate readers until a review is\n"
    "finished. A spokesman said that no account had been opened for the department since the spring, and that\n"
    "the readers would be taken down by the end of the month.\n"
)


def voices(body: str, sender: str = f"Ada Quill <{ADA}>") -> list[tuple[str, str | None, str]]:
    """Kind, author as printed and words of each segment of a mail."""
    message = only(eml(body).replace(f"Ada Quill <{ADA}>".encode(), sender.encode()))
    found: list[tuple[str, str | None, str]] = []
    for segment in segments(message):
        text = message.bodies[segment.body].text.text
        words = "\n".join(text[s:e] for s, e in segment.spans)
        found.append((segment.kind, segment.author.raw if segment.author else None, words.strip()))
    return found
