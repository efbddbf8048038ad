"""Values → YAML lines that read back as the same values in YAML 1.1 and 1.2; one claim → a list item for the file."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from claims.model import Claim

DRAFTED = "  # drafted"
# What YAML 1.1 readers take for a truth value or null, and what any reader takes for a number or date, is quoted.
_SPECIAL = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~)|[-+.\d].*")
_PLAIN = re.compile(r"[A-Za-z(](?:[ \u00a0\u2009\u202f]?[\w.,;()/%$€£'\u2019-])*")
# Characters that JSON allows in a string and YAML does not, or takes for a line break.
_NO_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SHORT = 90


def scalar(value: Any) -> str:
    """One value as it stands after a colon or a dash: plain where that is safe, else in double quotes."""
    if not isinstance(value, str):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return json.dumps(int(value) if whole else value)
    plain = _PLAIN.fullmatch(value) and not _SPECIAL.fullmatch(value)
    return value if plain else flow(value)


def flow(value: Any) -> str:
    """A value on one line, in a form that is JSON too."""
    escaped = json.dumps(value, ensure_ascii=False)
    return _NO_YAML.sub(lambda m: f"\\u{ord(m.group()):04x}", escaped)


def entry(key: str, value: Any, indent: int, note: str = "") -> list[str]:
    """The lines of `key: value` at `indent` spaces; `note` stands at the end of the first."""
    pad = " " * indent
    if value in ([], {}) or not isinstance(value, dict | list):
        return [f"{pad}{key}: {scalar(value) if value not in ([], {}) else flow(value)}{note}"]
    if _is_short(value):
        return [f"{pad}{key}: {_one_line(value)}{note}"]
    return [f"{pad}{key}:{note}", *_block(value, indent + 2)]


def dump_claim_yaml(claim: Claim) -> str:
    """One claim as YAML, as a list item that can stand under `claims:`; what was drafted says so."""
    tree = without_empty(claim.model_dump(mode="json", by_alias=True, exclude={"drafted"}))
    lines = [line for key, value in tree.items() for line in _noted(key, value, claim.drafted)]
    return "  - " + lines[0].lstrip() + "\n" + "".join(f"{line}\n" for line in lines[1:])


def without_empty(value: Any) -> Any:
    """Drops null, [] and {}: in a claims file they say the same as leaving the key out."""
    if isinstance(value, dict):
        kept = {k: without_empty(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, [], {})}
    return [without_empty(v) for v in value] if isinstance(value, list) else value


def _noted(key: str, value: Any, drafted: Collection[str]) -> list[str]:
    if key != "assertion":
        return entry(key, value, 4, DRAFTED if key in drafted else "")
    lines = ["    assertion:"]
    for name, inner in value.items():
        lines.extend(entry(name, inner, 6, DRAFTED if f"assertion.{name}" in drafted else ""))
    return lines


def _block(value: Any, indent: int) -> list[str]:
    if isinstance(value, dict):
        return [line for k, v in value.items() for line in entry(k, v, indent)]
    pad = " " * indent
    return [f"{pad}- {_one_line(v) if isinstance(v, dict | list) else scalar(v)}" for v in value]


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_one_line(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_one_line, value)) + "]"
    text = scalar(value)
    return flow(text) if isinstance(value, str) and text == value and not re.fullmatch(r"[\w.-]+", text) else text


def _is_short(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return (
        all(not isinstance(v, dict | list) for v in inner) and len(_one_line(value)) <= _SHORT and not _is_prose(value)
    )


def _is_prose(value: Any) -> bool:
    """Whether a list holds sentences: each gets a line of its own."""
    return isinstance(value, list) and any(isinstance(v, str) and v.endswith(".") for v in value)
