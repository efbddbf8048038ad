"""Report ⇄ `report.json` (format "checker-report/1"), byte-equal for equal runs but for `run.times`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from checker.errors import BadUsage
from checker.model import Report

FORMAT = get_args(Report.model_fields["format"].annotation)[0]
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_REMEDY = "run `checker check CASE` to write it anew"


def report_json(report: Report) -> str:
    """The report as JSON: two spaces, no key missing, floats with at most four decimals, a newline at the end.

    Fields stand in the order of the nouns, free keys (settings, nets, seconds) in the alphabet's. UTF-8 cannot hold
    lone surrogates: each is written as U+FFFD.
    """
    tree = _in_order(report, report.model_dump(mode="json"))
    text = json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False)
    return _SURROGATES.sub("\ufffd", text) + "\n"


def report_schema() -> dict[str, Any]:
    """JSON Schema of `report.json`, as written in docs/report.schema.json; every key is required."""
    schema = Report.model_json_schema(by_alias=True, mode="serialization")
    for noun in (schema, *schema["$defs"].values()):
        noun["required"] = list(noun["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def load_report(text: str, name: str = "report.json") -> Report:
    """A saved report.

    Args:
        text: what the file holds.
        name: how errors call it.

    Raises:
        BadUsage: the text is no report of this format.
    """
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadUsage(f"{name} is no JSON: {error}", _REMEDY) from error
    found = tree.get("format") if isinstance(tree, dict) else None
    if found != FORMAT:
        raise BadUsage(f"{name} has the format {json.dumps(found)}; this version reads {json.dumps(FORMAT)}", _REMEDY)
    try:
        return Report.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise BadUsage(f"{name} is no report of this version: {where}: {first['msg']}", _REMEDY) from error


def _in_order(value: object, dumped: Any) -> Any:
    """`dumped` with the keys of free mappings sorted; `value` tells those from nouns, whose order is fixed."""
    if isinstance(value, BaseModel):
        fields = ((f.serialization_alias or f.alias or name, name) for name, f in type(value).model_fields.items())
        return {key: _in_order(getattr(value, name), dumped[key]) for key, name in fields}
    if isinstance(value, Mapping):
        return {str(key): _in_order(value[key], dumped[str(key)]) for key in sorted(value, key=str)}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_in_order(one, other) for one, other in zip(value, dumped, strict=True)]
    return dumped
