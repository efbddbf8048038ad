"""The nouns → the JSON Schema of the claims file, for editors."""

from __future__ import annotations

from typing import Any

from claims.model import ClaimsFile


def claims_schema() -> dict[str, Any]:
    """The JSON Schema of the claims file (docs/claims.schema.json); without what only the program writes."""
    schema = ClaimsFile.model_json_schema(by_alias=True)
    claim = schema["$defs"]["Claim"]
    claim["properties"].pop("drafted")
    claim["description"] = claim["description"].splitlines()[0]
    for noun in (schema, *schema["$defs"].values()):
        noun["properties"] = {name: _nullable(node) for name, node in noun["properties"].items()}
    schema["required"] = ["claims"]
    claims = schema["properties"]["claims"]
    schema["properties"]["claims"] = {**claims.pop("anyOf")[0], "minItems": 1, "description": claims["description"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Claims file of the statement checker",
    }


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    """An optional list or mapping may be null too, which leaves it out; titles only repeat the key."""
    about: dict[str, Any] = {k: v for k, v in node.items() if k in {"description", "default"}}
    kinds = {k: v for k, v in node.items() if k not in {"description", "default", "title"}}
    if "default" not in node or {"type": "null"} in node.get("anyOf", []):
        return {**kinds, **about}
    return {"anyOf": [kinds, {"type": "null"}], **about}
