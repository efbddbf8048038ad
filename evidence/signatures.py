"""Lines of one author → which are the signature: a closing word with a name, a name alone, a block of contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidence.model import Address
from evidence.signers import MOST_NAME_WORDS, Signer, is_company, is_name, is_own_name, is_titled, signer_of
from evidence.vocabulary import entries

MOST_LINES, LONGEST_LINE, LONGEST_CONTACTS = 25, 95, 1_000
FEWEST_CONTACTS, LONGEST_LONE, LONGEST_LOWER, DEEPER = 2, 25, 5, 8
AFTER_SIGN_OFF = frozenset(["again", "all", "everyone", "so", "much", "very", "in", "advance", "team", "both", "and"])
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
_URL = re.compile(r"https?://", re.IGNORECASE)
_DELIMITER = re.compile(r"^--\s?$")
_POSTSCRIPT = re.compile(r"^\W{0,3}P\.?\s?P?\.?S\b[.:,\s\u2013-]", re.IGNORECASE)
# An extension alone, and what OCR leaves of a number or an address that was blacked out.
_EXTENSION = re.compile(r"^\W*(?:x|ext\.?)?\s*\d{4,6}\W*$", re.IGNORECASE)
_MARK = re.compile(r"[(C]?\s?b\s?\)?\s?\(\s?\d\s?[)l}]?|\(\d\)")
_COLUMN = re.compile(r"^\s*\w[\w ]{1,30}?\s{2,}:\s")
_DASHED = re.compile(
    r"^(?P<before>[\w ,'!]{0,30}?)\s*[-\u2013\u2014]{1,3}\s?(?P<name>[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,2})\s*$"
)
_STOPPED = re.compile(r"[.!?:;)\u2026\"\u201d]\s*$")


def signature_lines(lines: Sequence[str], free: Sequence[int], author: Address | None) -> list[list[int]]:
    """The numbers of the signature's lines, in runs without gaps among `free`: one, or one more below a postscript.

    Args:
        lines: of one author.
        free: numbers of the lines with words that are no notice, no device's line and no name of an attachment.
        author: whose name signs.
    """
    for place, number in enumerate(free):
        if _DELIMITER.match(lines[number]) and len(free) - place <= MOST_LINES + 1:
            return [list(free[place:])]
    signer = signer_of(author)
    above = _above_postscript(lines, free)
    return [run for part in (above, free[len(above) :]) if part and (run := _run(lines, part, signer))]


def _run(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    for found in (_signed_off, _named, _contacts, _lone):
        if run := found(lines, free, signer):
            return run
    return []


def signed_name(signature: Sequence[str]) -> str | None:
    """The full name with which a signature begins, behind its closing word; None where it begins otherwise."""
    first = next(
        (line.strip(" -\u2013\u2014,") for line in signature if re.search(r"\w", line) and not is_sign_off(line)), ""
    )
    words = re.findall(r"[^\W\d_][\w.'\u2019-]*", first)
    named = is_name(first) and 1 < len(words) < MOST_NAME_WORDS and not first.isupper()
    return first if named and not any(w.lower().strip(".") in entries("lone-words") for w in words) else None


def is_sign_off(line: str) -> bool:
    """Whether a line closes a mail: "Thanks again, Ann", but not "Thanks for the trial"."""
    found = _sign_off().match(line)
    rest = re.findall(r"[\w'-]+", found["rest"]) if found else []
    return found is not None and all(word[0].isupper() or word.lower() in AFTER_SIGN_OFF for word in rest)


@cache
def _sign_off() -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in sorted(entries("sign-offs"), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{words})(?!\w)(?P<rest>[\s,.!;-]*(?:[\w.'-]+[\s,.!]*){{0,3}})$", re.IGNORECASE)


def _above_postscript(lines: Sequence[str], free: Sequence[int]) -> Sequence[int]:
    for place, number in enumerate(free[-MOST_LINES:], max(len(free) - MOST_LINES, 0)):
        if _POSTSCRIPT.match(lines[number]):
            return free[:place]
    return free


def _signed_off(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """A closing word with a name below or behind it, and what contacts follow."""
    for place in range(max(len(free) - MOST_LINES, 0), len(free)):
        line = lines[free[place]]
        if not is_sign_off(line):
            continue
        below = lines[free[place + 1]] if place + 1 < len(free) else ""
        whole = all(_closes(lines, free, n, signer) for n in range(place + 1, len(free)))
        if below and is_own_name(below, signer):
            return _with_contacts(lines, free, place, signer)
        signed = below and (is_name(below) or is_company(below) or CONTACT.search(below))
        if whole and (signed or _carries_name(line)):
            return list(free[place:])
    return []


def _named(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """The author's own name on a line of its own, with nothing but names, titles and contacts below it."""
    start = None
    for place in range(len(free) - 1, max(len(free) - MOST_LINES, 0) - 1, -1):
        if not _closes(lines, free, place, signer):
            break
        line = lines[free[place]].strip(" ,")
        nicknamed = start == place + 1 and place > 0 and line.isalpha() and is_name(line) and len(line) < LONGEST_LONE
        led = nicknamed and lines[free[place - 1]].rstrip().endswith(",")
        if (is_own_name(line, signer) or nicknamed) and (led or _stands_apart(lines, free, place)):
            start = place
    if start is None and free and (found := _DASHED.match(lines[free[-1]])):
        start = len(free) - 1 if not found["before"] or is_own_name(found["name"], signer) else None
        start = start or None
    if start == 0 and not _is_all_signature(lines, free, signer):
        return []
    return list(free[start:]) if start is not None else []


def _is_all_signature(lines: Sequence[str], free: Sequence[int], signer: Signer) -> bool:
    """Whether nothing but the author's full name was written, alone or with contacts below it."""
    named = is_own_name(lines[free[0]], signer) and len(lines[free[0]].split()) > 1
    told = sum(bool(CONTACT.search(lines[n])) for n in free[1:])
    return named and (len(free) == 1 or told >= FEWEST_CONTACTS)


def _contacts(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """The last block, where it holds numbers and addresses below a name."""
    block: list[int] = []
    gaps = 0
    for place in range(len(free) - 1, max(len(free) - MOST_LINES, 0) - 1, -1):
        gap = bool(block) and free[block[0]] - free[place] > 1
        gaps += gap
        if not _closes(lines, free, place, signer) or (gap and not is_titled(lines[free[place]])):
            break
        # One block above another is the name above the address, where numbers stand below.
        told = sum(len(CONTACT.findall(lines[free[n]])) for n in block)
        if (gap and (gaps > 1 or told < FEWEST_CONTACTS)) or (
            told >= FEWEST_CONTACTS and _is_set_off(lines, free, place)
        ):
            break
        block.insert(0, place)
    found = [c for n in block for c in CONTACT.findall(lines[free[n]]) if not _URL.match(c)]
    while block and (re.search(r"\d", lines[free[block[0]]]) or not is_titled(lines[free[block[0]]])):
        block.pop(0)
    enough = len(found) >= FEWEST_CONTACTS and 1 < len(block) < len(free)
    return [free[n] for n in block] if enough else []


def _is_set_off(lines: Sequence[str], free: Sequence[int], place: int) -> bool:
    """Whether a line is indented far more than the one below it: then that one begins a block."""
    above, below = (len(t) - len(t.lstrip()) for t in (lines[free[place]], lines[free[place + 1]]))
    return above - below >= DEEPER


def _lone(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """A name alone on the last line, or above one line of contacts."""
    for size in (1, 2):
        if len(free) <= size or (size > 1 and not CONTACT.search(lines[free[-1]][:LONGEST_CONTACTS])):
            continue
        line = lines[free[-size]].strip()
        words = re.findall(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*", line)
        bare = re.sub(r"[\s,.~*-]+", " ", line).strip()
        short = 0 < len(words) <= 2 and len(line) <= LONGEST_LONE and not re.search(r"[\d?!:;/]|\w{2}\.$", line)
        cased = all(w[0].isupper() for w in words) or (len(words) == 1 and len(bare) <= LONGEST_LOWER)
        common = any(w.lower() in entries("lone-words") for w in words)
        apart = _stands_apart(lines, free, len(free) - size) and not _ends_list(lines, free, len(free) - size)
        if (
            short
            and cased
            and not common
            and apart
            and bare == " ".join(words).replace(".", " ").replace("-", " ").strip()
        ):
            return list(free[-size:])
    return []


def _ends_list(lines: Sequence[str], free: Sequence[int], place: int) -> bool:
    """Whether a line stands right below a colon: then it is what was announced."""
    return lines[free[place - 1]].rstrip().endswith(":") and free[place] - free[place - 1] == 1


def _with_contacts(lines: Sequence[str], free: Sequence[int], start: int, signer: Signer) -> list[int]:
    """From the closing word over the name to the last line that belongs to it; further blocks need contacts."""
    end = start + 2
    if all(_closes(lines, free, n, signer) for n in range(end, len(free))):
        return list(free[start:])
    while end < len(free) and _closes(lines, free, end, signer):
        if free[end] - free[end - 1] > 1 and not _block_signs(lines, free, end, signer):
            break
        end += 1
    return list(free[start:end])


def _block_signs(lines: Sequence[str], free: Sequence[int], start: int, signer: Signer) -> bool:
    """Whether the block that begins here is names, titles and contacts, with a contact or the author's name in it."""
    end = start + 1
    while end < len(free) and free[end] - free[end - 1] == 1:
        end += 1
    block = [lines[free[n]] for n in range(start, end)]
    closes = all(_closes(lines, free, n, signer) for n in range(start, end))
    return closes and (end == len(free) or any(CONTACT.search(t) or is_own_name(t, signer) for t in block))


def _closes(lines: Sequence[str], free: Sequence[int], place: int, signer: Signer) -> bool:
    """Whether a line can stand in a signature."""
    text = lines[free[place]].strip()
    if len(text) > LONGEST_LINE or re.search(r"\w\s*=\s", text) or text.endswith("=") or _COLUMN.match(text):
        return False
    if _EXTENSION.match(text) or _is_blacked(text) or is_company(text):
        return True
    if CONTACT.search(text):
        return not _STOPPED.search(text) or len(text.split()) <= MOST_NAME_WORDS or is_titled(text.rstrip(".!):"))
    return is_sign_off(text) or is_titled(text) or is_own_name(text, signer)


def _is_blacked(text: str) -> bool:
    """Whether a line is a removed number or address with no more than a word beside it: "(b)(6) (mobile)"."""
    rest, marks = _MARK.subn(" ", text)
    return marks > 0 and len(re.findall(r"[^\W\d_]{2,}", rest)) <= 1


def _carries_name(line: str) -> bool:
    """Whether a closing word has a name behind it: "Thanks, Ann"."""
    found = _sign_off().match(line)
    rest = re.findall(r"[\w'-]+", found["rest"]) if found else []
    return any(w.lower() not in AFTER_SIGN_OFF for w in rest)


def _stands_apart(lines: Sequence[str], free: Sequence[int], place: int) -> bool:
    """Whether a line begins anew: behind a blank line, the end of a sentence, or a line much shorter than prose."""
    if place == 0:
        return True
    above = lines[free[place - 1]]
    return free[place] - free[place - 1] > 1 or bool(_STOPPED.search(above)) or len(above) < LONGEST_LINE // 2
