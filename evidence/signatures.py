"""Lines of one author → which are the signature: a closing word with a name, a name alone, a block of contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.contact_lines import CONTACT, EXTENSION, LONGEST_LINE, STOPPED, can_sign
from evidence.model import Address
from evidence.sign_offs import carries_name, is_sign_off
from evidence.signers import MOST_NAME_WORDS, Signer, is_company, is_name, is_own_name, is_titled, signer_of
from evidence.vocabulary import entries

MOST_LINES, LONGEST_CONTACTS = 25, 1_000
FEWEST_CONTACTS, LONGEST_LONE, LONGEST_LOWER, DEEPER = 2, 25, 5, 8
FEWEST_DESK_LINES = 3
_URL = re.compile(r"https?://", re.IGNORECASE)
_DELIMITER = re.compile(r"^--\s?$")
_POSTSCRIPT = re.compile(r"^\W{0,3}P\.?\s?P?\.?S\b[.:,\s\u2013-]", re.IGNORECASE)
_DASHED = re.compile(
    r"^(?P<before>[\w ,'!]{0,30}?)\s*[-\u2013\u2014]{1,3}>?\s?(?P<name>[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,2})\s*$"
)
_LETTER = re.compile(r"\w")
_THANKED = re.compile(r"\b(?:thank|regards|cheers)", re.IGNORECASE)


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
    for found in (_signed_off, _named, _contacts, _desk, _lone):
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


def is_postscript(line: str) -> bool:
    """Whether a line begins a postscript: "PS: …"."""
    return _POSTSCRIPT.match(line) is not None


def _above_postscript(lines: Sequence[str], free: Sequence[int]) -> Sequence[int]:
    for place, number in enumerate(free[-MOST_LINES:], max(len(free) - MOST_LINES, 0)):
        if is_postscript(lines[number]):
            return free[:place]
    return free


def _signed_off(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """A closing word with a name below or behind it, and what contacts follow."""
    for place in range(max(len(free) - MOST_LINES, 0), len(free)):
        line = lines[free[place]]
        if not is_sign_off(line):
            continue
        below = lines[free[place + 1]] if place + 1 < len(free) else ""
        whole = all(can_sign(lines[free[n]], signer) for n in range(place + 1, len(free)))
        if below and (is_own_name(below, signer) or _heads_contacts(lines, free, place + 1)):
            return _with_contacts(lines, free, place, signer)
        signed = below and (is_name(below) or is_company(below) or CONTACT.search(below))
        if whole and (signed or carries_name(line)):
            return list(free[place:])
    return []


def _heads_contacts(lines: Sequence[str], free: Sequence[int], place: int) -> bool:
    """Whether a full name stands above numbers and addresses of its own, whoever it is."""
    if signed_name([lines[free[place]]]) is None:
        return False
    told, last = 0, free[place]
    for number in free[place + 1 :]:
        if number - last > 1:
            break
        told, last = told + bool(CONTACT.search(lines[number][:LONGEST_CONTACTS])), number
    return told >= FEWEST_CONTACTS


def _named(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """The author's own name on a line of its own, with nothing but names, titles and contacts below it."""
    start = None
    for place in range(len(free) - 1, max(len(free) - MOST_LINES, 0) - 1, -1):
        if not can_sign(lines[free[place]], signer):
            break
        line = lines[free[place]].strip(" ,")
        beside = start == place + 1 and place > 0 and not any(map(_LETTER.search, lines[free[place] + 1 : free[start]]))
        nicknamed = beside and line.isalpha() and is_name(line) and len(line) < LONGEST_LONE
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
    return named and (len(free) == 1 or told >= FEWEST_CONTACTS or (told > 0 and len(free) > FEWEST_CONTACTS))


def _contacts(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """The last block, where it holds numbers and addresses below a name."""
    block: list[int] = []
    gaps = 0
    for place in range(len(free) - 1, max(len(free) - MOST_LINES, 0) - 1, -1):
        gap = bool(block) and free[block[0]] - free[place] > 1
        gaps += gap
        if not can_sign(lines[free[place]], signer) or (gap and not is_titled(lines[free[place]])):
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


def _desk(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """The name of an office or somebody on a line of its own above an extension: "Parking Desk", "3-7060"."""
    if len(free) < FEWEST_DESK_LINES or not EXTENSION.match(lines[free[-1]]) or free[-1] - free[-2] > 1:
        return []
    name = lines[free[-2]].strip()
    apart = free[-2] - free[-3] > 1 and len(name) <= LONGEST_LONE + LONGEST_LOWER
    return list(free[-2:]) if apart and is_titled(name) and not re.search(r"\d", name) else []


def _lone(lines: Sequence[str], free: Sequence[int], signer: Signer) -> list[int]:
    """A name alone on the last line, or above one line of contacts."""
    for size in (1, 2):
        if len(free) <= size or (size > 1 and not CONTACT.search(lines[free[-1]][:LONGEST_CONTACTS])):
            continue
        line = lines[free[-size]].strip()
        words = re.findall(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*", line)
        bare = re.sub(r"[\s,.~*-]+", " ", line).strip()
        thanked = size == 1 and len(words) == 1 and _THANKED.search(lines[free[-2]]) is not None
        line = line.rstrip(".") if thanked else line
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
    if all(can_sign(lines[free[n]], signer) for n in range(end, len(free))):
        return list(free[start:])
    while end < len(free) and can_sign(lines[free[end]], signer):
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
    closes = all(can_sign(lines[free[n]], signer) for n in range(start, end))
    return closes and (end == len(free) or any(CONTACT.search(t) or is_own_name(t, signer) for t in block))


def _stands_apart(lines: Sequence[str], free: Sequence[int], place: int) -> bool:
    """Whether a line begins anew: behind a blank line, the end of a sentence, or a line much shorter than prose."""
    if place == 0:
        return True
    above = lines[free[place - 1]]
    return free[place] - free[place - 1] > 1 or bool(STOPPED.search(above)) or len(above) < LONGEST_LINE // 2
