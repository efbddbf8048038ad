"""Report → one HTML page that needs nothing else: no script, no resource from outside, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from checker.model import Report
from checker.report.view import MOST_INPUTS, report_view
from checker.report.visible import rendered

_UNSAFE_IN_ANCHOR = re.compile(r"[^A-Za-z0-9.-]")
_QUOTED = re.compile("“([^“”]*)”")


def report_html(report: Report, names: Mapping[str, str] | None = None) -> str:
    """The report as a page that prints on A4.

    Args:
        report: the report.
        names: of the parties, by key; the report itself knows the keys alone.
    """
    css = _packaged("report.css")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # The one style sheet is allowed by its hash; everything else is forbidden, should markup ever slip through.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    template = _environment().get_template("report.html.j2")
    return template.render(
        view=report_view(report, names or {}), css=Markup(css), policy=Markup(policy), most_inputs=MOST_INPUTS
    )


def shown(value: object) -> Markup:
    """Any value as text of the page: escaped, hidden characters named. Every expression of the template ends here."""
    if isinstance(value, Markup):
        return value
    return Markup(rendered(str(value), lambda text: str(escape(text)), _hidden))


def anchor(text: str) -> Markup:
    """An id made of safe characters alone; different ids stay different."""
    return Markup(_UNSAFE_IN_ANCHOR.sub(lambda found: f"_{ord(found[0]):x}_", text))


def set_apart(text: str) -> Markup:
    """`text` with what stands in quotation marks in italics: only what a source quotes stands in quotation marks."""
    parts = _QUOTED.split(text)
    return Markup("").join(
        shown(p) if i % 2 == 0 else Markup("<i>{}</i>").format(shown(p)) for i, p in enumerate(parts)
    )


def _hidden(name: str) -> str:
    return f'<span class="hidden-character">{escape(name)}</span>'


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_packaged),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"anchor": anchor, "set_apart": set_apart}
    return environment


def _packaged(name: str) -> str:
    return files("checker.report").joinpath(name).read_text(encoding="utf-8")
