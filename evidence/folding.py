"""Text → its letters and digits alone, lower-case: what page layout, quote marks and white space cannot change."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[\W_]+")


def fold(text: str | None) -> str:
    """Letters and digits of any script, lower-case; empty where there are none."""
    return _OTHER.sub("", (text or "").lower())
