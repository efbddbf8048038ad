"""HTML of a mail → its text: blocks break lines, quotations carry "> ", what is hidden is left out.

Nothing is fetched and nothing rendered.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree, html

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset(["script", "style", "head", "meta", "link", "template", "noscript", "object", "svg", "math"])
_STYLE_MARK = re.compile(r"<(/?)style\b", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^<>]{0,1000}>[^<]*", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_QUOTING = re.compile(r"(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|zmail_extra)(?:\s|$)")
# web.de and GMX name it; Outlook draws a blue bar beside what is answered.
_OUTLOOKS_BAR = re.compile(r"border-left\s*:\s*solid blue", re.IGNORECASE)
DEEPEST = 200


def html_to_text(source: str) -> str:
    """The text of an HTML part, lines without trailing white space; "" where there is none."""
    stripped = _style_closed(re.sub(r"^\s*<\?xml[^>]*\?>", "", source.replace("\x00", "")))
    if not stripped.strip():
        return ""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(stripped.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _without_tags(stripped)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return _without_tags(stripped)
    lines = _Lines()
    _walk(root, lines)
    return lines.text()


def _style_closed(source: str) -> str:
    """The source without a style sheet that never ends, which would swallow all words behind it."""
    opened: int | None = None
    for mark in _STYLE_MARK.finditer(source):
        opened = None if mark[1] else mark.start() if opened is None else opened
    return source if opened is None else source[:opened] + _STYLE.sub("", source[opened:])


def _without_tags(source: str) -> str:
    """The words of HTML that cannot be parsed; marked as quoted, for who wrote them is lost with the structure."""
    shown = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", " ", source)
    text = unescape(re.sub(r"<[^>]*>", "\n", shown))
    return "\n".join(f"> {' '.join(line.split())}" for line in text.split("\n") if line.strip())


class _Lines:
    """Lines under construction; a quotation's depth goes before each."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.now = ""
        self.depth = 0
        self.keep_space = 0

    def add(self, text: str) -> None:
        if self.keep_space:
            first, *rest = text.split("\n")
            self.now += first
            for line in rest:
                self.end(force=True)
                self.now += line
            return
        folded = re.sub(r"[ \t\r\n\f]+", " ", text)
        self.now += folded.lstrip(" ") if not self.now or self.now.endswith((" ", "\t")) else folded

    def end(self, *, force: bool = False) -> None:
        if self.now.strip() or force:
            self.done.append("> " * self.depth + self.now.rstrip())
        self.now = ""

    def gap(self) -> None:
        self.end()
        if self.done and self.done[-1].strip("> "):
            self.done.append(("> " * self.depth).rstrip())

    def text(self) -> str:
        self.end()
        return "\n".join(self.done).strip("\n")


def _walk(root: html.HtmlElement, lines: _Lines) -> None:
    # A stack of our own: hostile mail nests deeper than Python recurses.
    stack: list[tuple[html.HtmlElement, str | None]] = [(root, None)]
    while stack:
        element, left = stack.pop()
        if left is not None:
            _leave(left, lines)
            lines.add(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in UNSEEN or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            lines.add(element.tail or "")
            continue
        tag = "blockquote" if _holds_quotation(element, tag, lines.depth) else tag
        _enter(tag, element, lines)
        lines.add(element.text or "")
        stack.append((element, tag))
        stack.extend((child, None) for child in reversed(element))


def _holds_quotation(element: html.HtmlElement, tag: str, depth: int) -> bool:
    """Whether a division is what a mail program puts round a quotation, with no blockquote of its own in it."""
    if tag != "div" or depth:
        return False
    named = element.get("name") == "quote" or _OUTLOOKS_BAR.search(element.get("style") or "")
    marked = named or _QUOTING.search(element.get("class") or "")
    return bool(marked) and element.find(".//blockquote") is None


def _enter(tag: str, element: html.HtmlElement, lines: _Lines) -> None:
    if tag == "br":
        lines.end(force=True)
    elif tag in ("p", "blockquote", "h1", "h2", "h3", "ul", "ol", "table"):
        lines.gap()
    elif tag in BLOCKS:
        lines.end()
    if tag == "blockquote":
        lines.depth = min(lines.depth + 1, DEEPEST)
    elif tag == "pre":
        lines.keep_space += 1
    elif tag == "li":
        lines.now = "- "
    elif tag in ("td", "th") and lines.now.strip():
        lines.now = lines.now.rstrip() + "\t"
    elif tag == "img" and element.get("alt"):
        lines.add(f" {element.get('alt')} ")


def _leave(tag: str, lines: _Lines) -> None:
    if tag == "blockquote":
        lines.end()
        lines.depth = max(lines.depth - 1, 0)
        lines.gap()
    elif tag == "pre":
        lines.keep_space -= 1
        lines.end()
    elif tag in ("p", "h1", "h2", "h3", "ul", "ol", "table"):
        lines.gap()
    elif tag in BLOCKS:
        lines.end()
