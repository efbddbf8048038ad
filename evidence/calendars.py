"""Text of a calendar file (.ics) → what a reader of the invitation sees, a line a property.

RFC 5545: folded lines are joined, escapes undone; what only programs read (times of zones, identifiers) is left out.
"""

from __future__ import annotations

import re

SHOWN = (
    "SUMMARY", "DESCRIPTION", "COMMENT", "LOCATION", "ORGANIZER", "ATTENDEE", "CONTACT", "DTSTART", "DTEND", "DUE",
    "STATUS",
)  # fmt: skip
_FOLD = re.compile(r"\n[ \t]")
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)")
_NAME = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\;,nN])")


def is_calendar(text: str) -> bool:
    """Whether a text is such a file."""
    return text.lstrip("\ufeff \n").upper().startswith("BEGIN:VCALENDAR")


def calendar_text(text: str) -> str:
    """Each shown property as "NAME: value" in the order of the file; `text` has LF line ends."""
    lines = []
    zone = False
    for line in _FOLD.sub("", text).split("\n"):
        zone = line.strip().upper() == "BEGIN:VTIMEZONE" or (zone and line.strip().upper() != "END:VTIMEZONE")
        found = _PROPERTY.match(line)
        if zone or not found or found[1].upper() not in SHOWN or not found[3].strip():
            continue
        named = _NAME.search(found[2])
        name = (named[1] or named[2] or "").strip() + " " if named else ""
        lines.append(f"{found[1].capitalize()}: {name}{_plain(found[3])}".rstrip())
    return "\n".join(lines)


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
