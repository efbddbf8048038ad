"""Text of a claims file and its completed claims → the same text with what was drafted put in, nothing else changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from claims.model import Claim
from claims.yaml_text import DRAFTED, entry, flow, without_empty


class _Edit(NamedTuple):
    """Text to put in place of the characters [start, end)."""

    start: int
    end: int
    text: str


def with_drafts(text: str, claims: Collection[Claim]) -> str:
    """`text` with the drafted fields of `claims` written at the end of each claim, or of its assertion.

    Comments, order and spelling of what stands there are left as they are, in YAML and in JSON; a key that stands there
    with null gets the drafted value.

    Args:
        text: a valid claims file.
        claims: claims of that file, completed.
    """
    nodes = _claim_nodes(text)
    edits = [edit for claim in claims for edit in _edits(text, nodes[claim.id], claim)]
    newline = "\r\n" if "\r\n" in text else "\n"
    # From the end, so that offsets stay true; at one place the later edit goes in first and ends up behind.
    for _, edit in sorted(enumerate(edits), key=lambda e: (e[1].start, e[0]), reverse=True):
        text = text[: edit.start] + edit.text.replace("\n", newline) + text[edit.end :]
    return text


def _claim_nodes(text: str) -> dict[str, MappingNode]:
    root = YAML(typ="safe", pure=True).compose(text)
    found = next(value for key, value in root.value if key.value == "claims")
    return {_item(node, "id")[1].value: node for node in found.value}


def _item(node: MappingNode, key: str) -> Any:
    """The nodes of a key and its value; None where the mapping lacks it."""
    return next((item for item in node.value if item[0].value == key), None)


def _edits(text: str, node: MappingNode, claim: Claim) -> list[_Edit]:
    tree = claim.model_dump(mode="json", by_alias=True)
    names = [p.removeprefix("assertion.") for p in claim.drafted if p.startswith("assertion.")]
    inner = {name: without_empty(tree["assertion"][name]) for name in names}
    outer = {name: without_empty(tree[name]) for name in claim.drafted if "." not in name}
    assertion = _item(node, "assertion")
    if inner and assertion and isinstance(assertion[1], MappingNode) and assertion[1].value:
        return [*_added(text, assertion[1], inner), *_added(text, node, outer)]
    return _added(text, node, {"assertion": inner, **outer} if inner else outer)


def _added(text: str, node: MappingNode, fields: dict[str, Any]) -> list[_Edit]:
    edits = [_filled(text, held, value) for key, value in fields.items() if (held := _item(node, key))]
    new = {key: value for key, value in fields.items() if not _item(node, key)}
    if not new:
        return edits
    if node.flow_style:
        at = len(text[: node.end_mark.index - 1].rstrip())
        comma = " " if text[:at].endswith(",") else ", "
        return [*edits, _Edit(at, at, comma + ", ".join(f'"{k}": {flow(v)}' for k, v in new.items()))]
    indent = node.value[0][0].start_mark.column
    lines = [line for key, value in new.items() for line in _drafted_entry(key, value, indent)]
    at = _end_of_line(text, _end(node))
    block = "".join(f"{line}\n" for line in lines)
    return [*edits, _Edit(at, at, block if text[:at].endswith("\n") else f"\n{block}")]


def _drafted_entry(key: str, value: Any, indent: int) -> list[str]:
    """Each field of a drafted assertion is marked by itself, so that the mark goes where the field is edited."""
    if key != "assertion":
        return entry(key, value, indent, DRAFTED)
    inner = [line for name, v in value.items() for line in entry(name, v, indent + 2, DRAFTED)]
    return [f"{' ' * indent}assertion:", *inner]


def _filled(text: str, item: tuple[Node, Node], value: Any) -> _Edit:
    """The value in place of null, `{}` or nothing."""
    key, held = item
    start, end = int(held.start_mark.index), int(held.end_mark.index)
    if start == end:  # nothing: its mark lies at the next thing in the file, past comments
        colon = text.index(":", key.end_mark.index) + 1
        return _Edit(colon, colon, f" {flow(value)}")
    return _Edit(start, end, flow(value))


def _end(node: Node) -> int:
    """The offset at which the content of `node` ends; a block's own end mark lies past the comments after it."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    if isinstance(node, SequenceNode):
        return _end(node.value[-1])
    key, value = node.value[-1]
    empty = value.start_mark.index == value.end_mark.index
    return int(key.end_mark.index) if empty else _end(value)


def _end_of_line(text: str, at: int) -> int:
    if text[:at].endswith("\n"):  # a block scalar ends where the next line begins
        return at
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline + 1
