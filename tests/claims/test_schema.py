"""The JSON Schema for editors: current, and of one mind with the reader."""

from __future__ import annotations

import json
from pathlib import Path

from claims.model import ClaimsFile
from claims.schema import claims_schema

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_schema_in_the_docs_is_the_programs() -> None:
    """docs/claims.schema.json is what the nouns say today (`make fix` writes it)."""
    saved = (DOCS / "claims.schema.json").read_text(encoding="utf-8")
    assert saved == json.dumps(claims_schema(), ensure_ascii=False, indent=2) + "\n"


def test_every_key_is_explained_and_no_other_allowed() -> None:
    """An editor shows a sentence for each key and underlines an unknown one."""
    schema = claims_schema()
    for noun in (schema, *schema["$defs"].values()):
        assert noun["additionalProperties"] is False
        assert all(node.get("description") for node in noun["properties"].values())
    assert "drafted" not in schema["$defs"]["Claim"]["properties"]
    assert schema["$defs"]["Claim"]["required"] == ["id", "speaker", "statement"]
    assert schema["$defs"]["Party"]["required"] == ["name"]


def test_the_page_explains_every_key() -> None:
    """docs/claims-file.md has each key of each noun."""
    page = (DOCS / "claims-file.md").read_text(encoding="utf-8")
    schema = claims_schema()
    keys = {key for noun in (schema, *schema["$defs"].values()) for key in noun["properties"]}
    assert {key for key in keys if f"`{key}`" not in page} == set()
    allowed = {
        word for noun in schema["$defs"].values() for node in noun["properties"].values() for word in _words(node)
    }
    assert {word for word in allowed if f"`{word}`" not in page} == set()


def _words(node: object) -> set[str]:
    if isinstance(node, dict):
        return {*node.get("enum", ()), *(w for v in node.values() for w in _words(v))}
    return {w for v in node for w in _words(v)} if isinstance(node, list) else set()


def test_a_date_may_be_a_number_and_a_list_null() -> None:
    """What the reader accepts, the schema does not underline."""
    claim = claims_schema()["$defs"]["Claim"]["properties"]
    kinds = json.dumps(claim["made_on"])
    assert '"integer"' in kinds
    assert '"null"' in kinds
    assert {"type": "null"} in claim["counter"]["anyOf"]
    assert ClaimsFile.model_validate({"claims": [{"id": "a", "speaker": "b", "statement": "c", "counter": None}]})
