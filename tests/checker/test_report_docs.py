"""docs/report-format.md and docs/report.schema.json against the program."""

from __future__ import annotations

import json
import re
from pathlib import Path

from checker.report.as_json import report_schema

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _nouns() -> dict[str, set[str]]:
    schema = report_schema()
    return {name: set(node["properties"]) for name, node in schema["$defs"].items()} | {
        "Report": set(schema["properties"])
    }


def test_the_format_page_describes_every_field_and_no_other() -> None:
    """A field without a row, or a row without a field, fails."""
    sections = re.split(r"^### ", (DOCS / "report-format.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    described = {s.splitlines()[0]: set(re.findall(r"^\| `([^`]+)` \| \S", s, re.MULTILINE)) for s in sections}
    assert described == _nouns()


def test_links_of_the_format_page_arrive() -> None:
    """Each noun that the page links to has its section."""
    text = (DOCS / "report-format.md").read_text(encoding="utf-8")
    headings = {h.lower() for h in re.findall(r"^#{3,4} (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\(#([a-z]+)\)", text)) <= headings


def test_the_schema_in_the_docs_is_the_programs() -> None:
    """docs/report.schema.json is what the nouns say today."""
    saved = (DOCS / "report.schema.json").read_text(encoding="utf-8")
    assert json.loads(saved) == json.loads(json.dumps(report_schema()))


def test_every_key_is_required_by_the_schema() -> None:
    """A key is never missing: null where unknown."""
    schema = report_schema()
    for node in (schema, *schema["$defs"].values()):
        assert set(node["required"]) == set(node["properties"])
