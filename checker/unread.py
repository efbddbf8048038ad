"""Scored candidates × models → the same, flagged where a passage is longer than a model reads: no silent cut."""

from __future__ import annotations

from collections.abc import Sequence

from checker.encoder import Encoder
from checker.links import ScoredCandidate
from checker.match import Hypothesis
from checker.nli import Judge
from evidence.lookup import Lookup

EMBEDDING_FLAG = "end-not-read:embedding"
ENTAILMENT_FLAG = "end-not-read:entailment"


def flag_unread_ends(
    scored: Sequence[ScoredCandidate],
    hypotheses: Sequence[Hypothesis],
    lookup: Lookup,
    models: tuple[Encoder, Judge],
) -> tuple[ScoredCandidate, ...]:
    """Flag the candidates that can become links and whose ends a model did not read.

    A function of texts and models alone, so that a reading that was kept is flagged like a fresh one.
    """
    shown = [c for c in scored if c.relation != "neutral"]
    texts = [lookup.distinct_text(c.distinct) for c in shown]
    pairs = [(text, hypotheses[i].text) for text, c in zip(texts, shown, strict=True) for i in c.readings]
    cut_texts = {text for text, cut in zip(texts, models[0].exceeds(texts), strict=True) if cut}
    cut_premises = {pair[0] for pair, cut in zip(pairs, models[1].exceeds(pairs), strict=True) if cut}
    flags = {
        c.distinct: tuple(
            flag for flag, cut in ((EMBEDDING_FLAG, cut_texts), (ENTAILMENT_FLAG, cut_premises)) if text in cut
        )
        for text, c in zip(texts, shown, strict=True)
    }
    return tuple(c._replace(flags=(*c.flags, *flags.get(c.distinct, ()))) for c in scored)
