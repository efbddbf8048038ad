"""Figures → tables for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table

from checker.evaluate.figures import (
    CaseFigures,
    Figures,
    LabelFigures,
    NliFigures,
    PairsFigures,
    RetrievalFigures,
)


def tables(figures: Figures) -> list[Table]:
    """The tables of one evaluation."""
    if isinstance(figures, PairsFigures):
        return _pairs(figures)
    if isinstance(figures, NliFigures):
        overall = [("accuracy", figures.accuracy), ("macro-F1", figures.macro_f1)]
        return [_overall(f"nli, {figures.n} rows", overall), _labels(figures.labels.items())]
    return [_nets(figures)] if isinstance(figures, RetrievalFigures) else _case(figures)


def _pairs(figures: PairsFigures) -> list[Table]:
    within = figures.intervals.model_dump()
    overall = Table("figure", "value", "95 % interval", title=_pairs_title(figures), title_justify="left")
    rows = {
        "macro_f1": figures.macro_f1,
        "accuracy": figures.accuracy,
        "ece": figures.ece,
        "average_precision contradicts": figures.average_precision.contradicts,
        "average_precision supports": figures.average_precision.supports,
        "hard_neutral_false_contradicts": figures.hard_neutral_false_contradicts,
    }
    for name, value in rows.items():
        interval = within.get(name)
        overall.add_row(name, _number(value), " to ".join(map(_number, interval)) if interval else "")
    if figures.probes:
        for name, value in figures.probes.model_dump().items():
            overall.add_row(f"probe {name}", _number(value), "")
    matrix = Table("gold ↓ said →", *figures.confusion, title="Confusion", title_justify="left")
    for gold, said in figures.confusion.items():
        matrix.add_row(gold, *map(str, said.values()))
    tags = Table("tag", "rows", "accuracy", title="Phenomena", title_justify="left")
    for tag, found in figures.phenomena.items():
        tags.add_row(tag.replace("[", "\\["), str(found.n), _number(found.accuracy))
    return [overall, _labels(figures.labels.items()), matrix, *([tags] if figures.phenomena else [])]


def _pairs_title(figures: PairsFigures) -> str:
    return f"pairs, {figures.n} rows; {figures.seen_in_training} more seen in training are left out"


def _overall(title: str, rows: Sequence[tuple[str, float | None]]) -> Table:
    table = Table("figure", "value", title=title, title_justify="left")
    for name, value in rows:
        table.add_row(name, _number(value))
    return table


def _labels(labels: Iterable[tuple[str, LabelFigures]]) -> Table:
    table = Table("label", "precision", "recall", "F1", "rows", title="By label", title_justify="left")
    for label, m in labels:
        table.add_row(label, _number(m.precision), _number(m.recall), _number(m.f1), str(m.support))
    return table


def _nets(figures: RetrievalFigures) -> Table:
    table = Table("net", "nDCG@10", "recall@100", title=f"retrieval, {figures.n_queries} queries", title_justify="left")
    for net, found in figures.nets.items():
        table.add_row(net, _number(found.ndcg_at_10), _number(found.recall_at_100))
    return table


def _case(figures: CaseFigures) -> list[Table]:
    claims = Table("claim", "verdict", "gold", "recall@20", "precision@10", "shown", title="case", title_justify="left")
    for c in figures.claims:
        claims.add_row(c.id, c.verdict, str(c.gold), _number(c.recall_at_20), _number(c.precision_at_10), str(c.shown))
    claims.add_row("mean", "", "", _number(figures.recall_at_20), _number(figures.precision_at_10), "")
    misses = Table("claim", "message", "label", "shown as", "quote", title="Missed", title_justify="left")
    for m in figures.misses:
        shown = f"{m.rank}, {m.relation}" if m.rank is not None else "not shown"
        where = (m.message_id or m.bates or "").replace("[", "\\[")
        misses.add_row(m.claim, where, m.label, shown, m.quote.replace("[", "\\["))
    return [claims, *([misses] if figures.misses else [])]


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}"
