"""Text of the type text/enriched (RFC 1896) → its words without commands; quotations carry "> "."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"<<|<(/?)([A-Za-z0-9-]{1,60})>|\n+")


def enriched_to_text(source: str) -> str:
    """The text as shown: one line break of the source is a space, of more the first is; parameters are left out."""
    shown: list[str] = [""]
    depth, kept, hidden, end = 0, 0, 0, 0
    for mark in _COMMAND.finditer(source):
        shown[-1] += "" if hidden else source[end : mark.start()]
        end = mark.end()
        name = (mark[2] or "").lower()
        if name == "param":
            hidden = max(0, hidden + (-1 if mark[1] else 1))
        elif hidden:
            continue
        elif name == "nofill":
            kept = max(0, kept + (-1 if mark[1] else 1))
        elif name == "excerpt":
            depth = max(0, depth + (-1 if mark[1] else 1))
            shown.append("> " * depth)
        elif mark[0] == "<<":
            shown[-1] += "<"
        elif not name and not kept and mark[0] == "\n":
            shown[-1] += " "
        elif not name:
            shown += ["> " * depth] * (len(mark[0]) - (0 if kept else 1))
    shown[-1] += "" if hidden else source[end:]
    return "\n".join(line.rstrip() for line in shown).strip("\n")
