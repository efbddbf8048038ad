"""Report → one Markdown page, every text escaped so that the words of a mail cannot make markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined

from checker.model import Report
from checker.report.view import MOST_INPUTS, report_view
from checker.report.visible import folded, rendered

# CommonMark lets any ASCII punctuation be escaped; `www.` and `:` keep bare addresses from becoming links.
_MARKUP = re.compile(
    r"[\\`*_\[\]<>|~&$^:@#!={}]|(?<=www)\.|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]", re.IGNORECASE
)
_QUOTED = re.compile("“([^“”]*)”")


class Made(NamedTuple):
    """Markdown that this module made of escaped text."""

    text: str

    def __str__(self) -> str:
        return self.text


def report_markdown(report: Report, names: Mapping[str, str] | None = None) -> str:
    """The report as Markdown (CommonMark with tables).

    Args:
        report: the report.
        names: of the parties, by key; the report itself knows the keys alone.
    """
    view = report_view(report, names or {})
    page = _environment().get_template("report.md.j2").render(view=view, most_inputs=MOST_INPUTS)
    return re.sub(r"\n{3,}", "\n\n", page).strip() + "\n"


def shown(value: object) -> str:
    """Any value as Markdown text on one line. Every expression of the template ends here."""
    return value.text if isinstance(value, Made) else _escaped(str(value))


def kept(text: str) -> Made:
    """`text` escaped, with a blank at either end kept: for stretches that stand next to each other."""
    return Made(_escaped(text, edges=True))


def set_apart(text: str) -> Made:
    """`text` with what stands in quotation marks in italics: only what a source quotes stands in quotation marks."""
    parts = _QUOTED.split(text)
    return Made("".join(_escaped(p, edges=True) if i % 2 == 0 else _italic(p) for i, p in enumerate(parts)))


def _italic(text: str) -> str:
    escaped = _escaped(text)
    return f"*{escaped}*" if escaped else ""


def _escaped(text: str, *, edges: bool = False) -> str:
    """`text` on one line with every character that could be markup escaped.

    Args:
        text: any text.
        edges: keep a blank at either end.
    """
    one_line = folded(text)
    if edges:
        one_line = " " * text[:1].isspace() + one_line + " " * (bool(one_line) and text[-1:].isspace())
    return rendered(one_line, lambda part: _MARKUP.sub(r"\\\g<0>", part), str)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: files("checker.report").joinpath(name).read_text(encoding="utf-8")),
        autoescape=False,  # HTML's escaping is the wrong one here; `finalize` escapes for Markdown
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"set_apart": set_apart, "kept": kept, "made": Made}
    return environment
