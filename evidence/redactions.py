"""Quote of a passage → the same for reading, with what was taken out of the page marked in brackets, and its flags.

What a releasing office leaves where it removes words: a word in brackets, an exemption of the Freedom of Information
Act (5 U.S.C. § 552(b)), blocks, or white space in the middle of a line. The quote itself stays as the record has it.
"""

from __future__ import annotations

import re

STATED, GAP = "redacted", "gap-in-line"
# OCR reads the first bracket as C, and puts blanks between all of it: "C b) (6)".
_EXEMPTION = r"[(C]\s?b\s?\)\s?\(\s?\d\s?\)(?:\s?\(\s?[A-F]\s?\))?"
_WORD = r"[\[(<{]\s?(?:REDACTED|redacted|Redacted|REDACTION|WITHHELD|Withheld)(?:[^\])>}\n]{0,40})[\])>}]|\bREDACTED\b"
_BLOCKS = r"[\u2588\u25a0\u25ac]+(?:[ \t]*[\u2588\u25a0\u25ac]+)*"
# A code of the State Department that the line kept, with the white space of what it stands for.
_CODE = r"(?<=\S)[ \t]{3,}(?:B[1-9]|1\.4 ?\([A-H]\))(?=[ \t]{3,}|[ \t]*(?:\n|$))"
_STATED = re.compile(rf"(?P<code>{_EXEMPTION})|{_WORD}|(?P<blocks>{_BLOCKS})|(?P<margin>{_CODE})")
# A sentence goes on before or behind it; a time, a label or a name in a column has no such neighbour.
_GAP = re.compile(
    r"(?:(?<=[a-z]{2})(?<!\bam)(?<!\bpm)[,;]?(?P<before> {6,})(?=[\w(\"'$\u201c,.;:])"
    r"|(?<=[\w,;:.)\"'\u2019])(?P<behind> {6,})(?=[a-z]{2}|[,.;]))"
)
MOST_GAPS, FEWEST_WORDS = 2, 2


def for_reading(quote: str, *, printed: bool) -> tuple[str, tuple[str, ...]]:
    """A quote with white space folded and removals marked; its flags: "redacted", "gap-in-line".

    Args:
        quote: to the letter.
        printed: whether it was read off a page: elsewhere white space in a line is a table.
    """
    marked, stated = _STATED.subn(_mark, quote)
    shown = "\n".join(_gaps_marked(line) for line in marked.split("\n")) if printed else marked
    flags = ([STATED] if stated else []) + ([GAP] if shown != marked else [])
    return " ".join(shown.split()), tuple(flags)


def _mark(found: re.Match[str]) -> str:
    kept = found["code"] or found["margin"]
    if kept:
        return f" [redacted: {''.join(kept.split()).replace('Cb', '(b')}] "
    return " [redacted] " if found["blocks"] else found[0] if found[0].startswith("[") else "[redacted]"


def _gaps_marked(line: str) -> str:
    """A line of prose whose white space hides words; one with many gaps, or one word before the first, is a table."""
    gaps = list(_GAP.finditer(line))
    if not 0 < len(gaps) <= MOST_GAPS or len(line[: gaps[0].start()].split()) < FEWEST_WORDS:
        return line
    return _GAP.sub(lambda found: found[0].rstrip(" ") + " [gap] ", line)
