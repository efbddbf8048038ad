"""Lines → whether somebody speaks in them for himself, or to a reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]{1,600}[\"\u201d]")
_SPEAKS = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]ine|[Yy]ou|[Yy]our|[Ww]e|[Oo]urs?|us)\b")


def speaks(lines: Sequence[str]) -> bool:
    """Whether somebody says "I" or "we" or speaks to a "you" in the lines, outside quotation marks."""
    text = _QUOTED.sub(" ", " ".join(line.strip() for line in lines if line.strip()))
    return _SPEAKS.search(text) is not None
