"""Texts → those that are readings of one text: found by MinHash over their letters, confirmed word by word.

MinHash with banding (Broder 1997; Leskovec et al., Mining of Massive Datasets, 3.4) finds nearly every pair whose runs
of five letters agree by half; `same_text` decides. Each text is held against the first of a group alone, so that small
differences cannot add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rensa import RMinHash

from checker.derived.sameness import same_text, words
from evidence.folding import fold

RUN = 5  # letters a shingle
HASHES, ROWS = 64, 4  # 16 bands of four: nine in ten pairs that agree by .6, all but one in a thousand at .8
SEED = 11
MOST_IN_BAND = 12  # groups of one band that a text is held against; phrases of a form letter share bands
WORTH_COMPARING = 80  # of 100: letters that agree
BLOCK = 20_000  # texts hashed at once


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first that it is a reading of; its own where there is none before it.

    Texts of fewer than five letters are readings of nothing. The order of `texts` decides which stands for a group.
    """
    folded = [fold(text) for text in texts]
    found = list(range(len(texts)))
    bands: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, keys in _sharing(folded):
        if len(folded[place]) < RUN:
            continue
        known = dict.fromkeys(c for key in keys for c in bands.get(key, ()))
        twin = next((c for c in known if _are_one(texts, folded, c, place)), None)
        if twin is not None:
            found[place] = twin
            continue
        for key in keys:
            if len(bands[key]) < MOST_IN_BAND:
                bands[key].append(place)
    return found


def _sharing(folded: Sequence[str]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Each text that shares a band with another, in order, with those bands."""
    blocks = [_band_keys(folded[start : start + BLOCK]) for start in range(0, len(folded), BLOCK)]
    if not blocks:
        return
    keys = np.concatenate(blocks)
    shared: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for band in range(keys.shape[1]):
        _, where, counts = np.unique(keys[:, band], return_inverse=True, return_counts=True)
        for place in np.flatnonzero(counts[where] > 1):
            shared[int(place)].append((band, int(keys[place, band])))
    yield from sorted(shared.items())


def _are_one(texts: Sequence[str], folded: Sequence[str], one: int, other: int) -> bool:
    if not fuzz.ratio(folded[one], folded[other], score_cutoff=WORTH_COMPARING):
        return False
    return same_text(words(texts[one]), words(texts[other]))


def _band_keys(folded: Sequence[str]) -> NDArray[np.uint64]:
    """For each text a number a band; texts that agree in a band have the same."""
    hashes, offsets = _shingles(folded)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, HASHES, SEED)
    rows: NDArray[np.uint64] = np.array(matrix.to_rows(), dtype=np.uint64).reshape(len(folded), HASHES // ROWS, ROWS)
    mixed = rows[:, :, 0]
    for column in range(1, ROWS):
        mixed = mixed * np.uint64(0x100000001B3) ^ rows[:, :, column]
    return mixed


def _shingles(folded: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[Any]]:
    """Hashes of every run of five letters, text after text, and where each text's begin; a short text has one."""
    padded = [text.ljust(RUN, "\0") for text in folded]
    lengths = np.array([len(text) for text in padded])
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    whole = len(codes) - RUN + 1
    hashes = np.zeros(whole, dtype=np.uint64)
    for n in range(RUN):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[n : n + whole]
    ends = np.cumsum(lengths)
    inside = np.ones(whole, dtype=bool)
    for back in range(1, RUN):
        across = ends[:-1] - back
        inside[across[across < whole]] = False
    return hashes[inside], np.concatenate(([0], np.cumsum(lengths - RUN + 1)))
