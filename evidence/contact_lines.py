"""A line → whether it can stand in a signature: a number, an address, a name, an office, or what OCR left of them."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.sign_offs import is_sign_off
from evidence.signers import MOST_NAME_WORDS, Signer, is_company, is_own_name, is_titled

LONGEST_LINE, LONGEST_BARRED, FEWEST_BARS, NAME_WORDS = 95, 300, 2, 3
CONTACT = re.compile(
    r"\(?\d{3}\)?\s?[-. /]{0,3}\s?\d{3}\s?[-. ]\s?\d{4}|^\W*\d[\d\s()./+-]{6,}\d\W*$"
    r"|\+\d[\d ()./-]{7,}\d|\bwww\.|https?://|[\w.+-]+@[\w-]+\.\w"
    r"|\b[A-Z]{2},? {1,2}\d{5}\b|^\W*(?:o|c|m|p|t|f|d|w|e|h)\s*[.:]\s*[+(]?\d"
    r"|^\W*(?:tel|ph|phone|cell|mobile|mob|office|fax|direct|desk|voice|pager|e-?mail|web|website|skype|twitter)\.?\s*[.:]"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|mil|eu|de|fr|es|it|nl|uk|us|ca|at|ch|pl|io)(?:/\S*)?$"
    r"|\b(?:street|avenue|suite|floor|room|p\.?o\.? box)\b|^@\w{2,}$"
    r"|^\W*\(?\d{3}\)?[-. ]\d{4}\b|\b(?:cell|phone|tel|fax|mobile|office|direct|e-?mail|web)\s*:\W*$",
    re.IGNORECASE,
)
# An extension alone, and what OCR leaves of a number or an address that was blacked out.
EXTENSION = re.compile(r"^\W*(?:x|ext\.?)?\s*(?:\d-)?\d{4,6}\W*$", re.IGNORECASE)
# A sign that OCR makes of nothing, alone on a line.
_SPECK = re.compile(r"^\W{0,3}\w\W{0,3}$")
# Name, office and numbers side by side on one long line, bars or what OCR makes of them between.
_BAR = re.compile(r"\s(?:[|\u2022\u00b7]\s|I\s(?=[A-Z0-9(]))")
_MARK = re.compile(r"[(C]?\s?b\s?\)?\s?\(\s?\d\s?[)l}]?|\(\d\)")
_COLUMN = re.compile(r"^\s*\w[\w ]{1,30}?\s{2,}:\s")
STOPPED = re.compile(r"[.!?:;)\u2026\"\u201d]\s*$")


def can_sign(line: str, signer: Signer) -> bool:
    """Whether a line can stand in a signature."""
    return _remembered(line, signer) if len(line) <= LONGEST_BARRED else _can_sign(line, signer)


def _can_sign(line: str, signer: Signer) -> bool:
    text = line.strip()
    if _is_barred(text) or _SPECK.match(text) or (text[:1] == "(" and text[-1:] == ")" and len(text) <= LONGEST_LINE):
        return True
    if len(text) > LONGEST_LINE or re.search(r"\w\s*=\s", text) or text.endswith("=") or _COLUMN.match(text):
        return False
    if EXTENSION.match(text) or _is_blacked(text) or is_company(text):
        return True
    if CONTACT.search(text):
        return not STOPPED.search(text) or len(text.split()) <= MOST_NAME_WORDS or is_titled(text.rstrip(".!):"))
    return is_sign_off(text) or is_titled(text) or is_own_name(text, signer)


# Several ways to sign ask about the same lines.
_remembered = lru_cache(maxsize=2048)(_can_sign)


def _is_barred(text: str) -> bool:
    """Whether a line holds name, office and numbers side by side."""
    told = len(text) <= LONGEST_BARRED and len(_BAR.findall(text)) >= FEWEST_BARS
    return told and CONTACT.search(text) is not None and is_titled(" ".join(text.split()[:NAME_WORDS]))


def _is_blacked(text: str) -> bool:
    """Whether a line is a removed number or address with no more than a word beside it: "(b)(6) (mobile)"."""
    rest, marks = _MARK.subn(" ", text)
    return marks > 0 and len(re.findall(r"[^\W\d_]{2,}", rest)) <= 1
