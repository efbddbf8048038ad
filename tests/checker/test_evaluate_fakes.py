"""Networks and weights for the tests of evaluation: they answer by rule, load nothing, and one reads no claim."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from checker.encoder import Floats
from checker.evaluate.inputs import PairRow
from checker.run import ModelUsed
from checker.score import READ, RelationWeights, Weights

CAPS: dict[str, dict[str, float]] = {}
NETWORK = (*READ, "bearing", "similarity", "placebo")


class WordEncoder:
    """A vector that counts words, hashed to 64 places."""

    used = ModelUsed(role="embedding", name="words", sha256="0" * 64, engine="fake", precision="fp32")

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), 64)."""
        found = np.zeros((len(texts), 64), dtype=np.float32)
        for i, text in enumerate(texts):
            for word in text.lower().split():
                found[i, sum(word.strip(".,?").encode()) % 64] += 1
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)

    def exceeds(self, texts: Sequence[str]) -> list[bool]:
        """Words of any number are counted."""
        return [False] * len(texts)


class RuleJudge:
    """Probabilities of contradiction, entailment, neutral by a rule over premise and hypothesis; counts its pairs."""

    def __init__(self, rule: Callable[[str, str], tuple[float, float, float]]) -> None:
        self.used = ModelUsed(role="entailment", name="rule", sha256="1" * 64, engine="fake", precision="fp32")
        self.asked = 0
        self._rule = rule

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities by the rule, shape (len(pairs), 3)."""
        self.asked += len(pairs)
        return np.array([self._rule(*pair) for pair in pairs], dtype=np.float32).reshape(-1, 3)

    def exceeds(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """A rule reads to the end."""
        return [False] * len(pairs)


def claim_blind(premise: str, _hypothesis: str) -> tuple[float, float, float]:
    """Reads the passage alone: "secret" refutes, "indeed" bears out."""
    if "secret" in premise:
        return 0.9, 0.05, 0.05
    return (0.05, 0.9, 0.05) if "indeed" in premise else (0.05, 0.05, 0.9)


def claim_reader(premise: str, hypothesis: str) -> tuple[float, float, float]:
    """Reads both: a passage with "secret" refutes a hypothesis with "no" or "not" and entails any other."""
    if "secret" not in premise:
        return 0.05, 0.05, 0.9
    denies = {"no", "not"} & set(hypothesis.lower().replace(".", " ").split())
    return (0.9, 0.05, 0.05) if denies else (0.05, 0.9, 0.05)


def statement_weights() -> Weights:
    """Weights that listen to the statement's readings alone: no rule, no cap, no prior worth the name."""

    def relation(**network: float) -> RelationWeights:
        return RelationWeights(
            prior=-1.0,
            threshold=0.0,
            release_threshold=0.0,
            network=dict.fromkeys(NETWORK, 0.0) | network,
            rules={},
            caps=CAPS,
            release_caps={},
            bands={"strong": 2.0, "moderate": 1.0, "weak": 0.0},
        )

    return Weights(
        provenance={"name": "test"},
        release_shift=0.0,
        contradicts=relation(assertion_refuted=1.0),
        supports=relation(assertion_entailed=1.0),
    )


def tree(number: int, statement: str, passage: str, label: str, **more: object) -> dict[str, object]:
    """A line of a claim-pairs file with what must be there; `opposite` goes into the claim."""
    claim: dict[str, object] = {"speaker": "Harbour Board", "statement": statement}
    if "opposite" in more:
        claim["opposite"] = more.pop("opposite")
    message = {"from": "dana@harbour.example", "to": "kim@tollcam.example", "date": "2021-03-04", "subject": None}
    return {"id": f"p{number}", "claim": claim, "message": message, "passage": passage, "label": label, **more}


def pair(number: int, statement: str, passage: str, label: str, **more: object) -> PairRow:
    """The same as a row."""
    return PairRow.model_validate(tree(number, statement, passage, label, **more))


def write_lines(path: Path, trees: Sequence[object]) -> Path:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in trees), encoding="utf-8")
    return path
