"""Texts or text pairs → rows of an ONNX graph's output, in the order given.

Rows are sorted by length and cut into batches by a token budget, so that little is spent on padding; batches run on
one thread each. A row's result does not depend on the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf
from tokenizers import Encoding, Tokenizer

from checker.errors import ModelDamaged

TOKENS_A_BATCH = 768
ROWS_A_BATCH = 8
Floats = NDArray[np.float32]
Inputs = Sequence[str] | Sequence[tuple[str, str]]


class OnnxEngine:
    """One graph with its tokenizer; what is longer than `max_tokens` is read up to there, which `exceeds` tells."""

    def __init__(self, graph: Path, tokenizer: Path, max_tokens: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ModelDamaged(
                f"{graph} is damaged: {str(error).splitlines()[0]}", "delete that file: the next run makes it anew"
            ) from error
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        self._threads = max(
            1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        )

    def exceeds(self, inputs: Inputs) -> list[bool]:
        """Which inputs are longer than the model reads."""
        return [bool(e.overflowing) for e in self._tokenizer.encode_batch(list(inputs))]

    def run(self, inputs: Inputs) -> Floats:
        """The graph's output, shape (len(inputs), columns)."""
        encoded = self._tokenizer.encode_batch(list(inputs))
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        batches = _batches(order, [len(e.ids) for e in encoded])
        with ThreadPoolExecutor(self._threads) as pool:
            done = list(pool.map(lambda batch: self._batch([encoded[i] for i in batch]), batches))
        if not done:
            return np.zeros((0, 0), dtype=np.float32)
        sorted_rows = np.concatenate(done)
        rows = np.empty_like(sorted_rows)
        rows[[i for batch in batches for i in batch]] = sorted_rows
        return rows

    def _batch(self, encoded: Sequence[Encoding]) -> Floats:
        width = max(len(e.ids) for e in encoded)
        feed = {
            name: np.zeros((len(encoded), width), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, e in enumerate(encoded):
            n = len(e.ids)
            feed["input_ids"][row, :n] = e.ids
            feed["attention_mask"][row, :n] = 1
            feed["token_type_ids"][row, :n] = e.type_ids
        output: Floats = self._session.run(None, feed)[0]
        return output


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    batches: list[list[int]] = []
    for i in order:
        batch = batches[-1] if batches else None
        # Sorted by length, so that the newest row is the widest.
        if batch is None or len(batch) >= ROWS_A_BATCH or lengths[i] * (len(batch) + 1) > TOKENS_A_BATCH:
            batches.append([i])
        else:
            batch.append(i)
    return batches
