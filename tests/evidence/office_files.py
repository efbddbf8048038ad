"""Invented office documents for the tests of attachments, made from their XML; nothing in them is real."""

from __future__ import annotations

import base64
import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def paragraph(text: str, properties: str = "") -> str:
    """One paragraph of one run."""
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose body holds `body`; `parts` are further word/NAME.xml with their content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        for name, content in {"document": f"<w:body>{body}</w:body>", **parts}.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{content}</w:{name}>')
    return packed.getvalue()


def zipped(**members: bytes) -> bytes:
    """A zip archive; a name's "__" stands for its full stop."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


def attached(name: str, data: bytes, kind: str = "application/octet-stream", disposition: str = "attachment") -> str:
    """A part of a mail that carries a file in base64."""
    coded = base64.encodebytes(data).decode("ascii").replace("\n", "\r\n")
    return (
        f'Content-Type: {kind}; name="{name}"\r\nContent-Disposition: {disposition}; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{coded}"
    )


OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def opendocument(kind: str, body: str, styles: str = "") -> bytes:
    """An OpenDocument file of a kind ("text", "spreadsheet") that shows `body`; `styles` has heads and feet."""
    spaces = " ".join(f'xmlns:{n}="{OPEN}:{n}:1.0"' for n in ("office", "text", "table", "draw", "style"))
    content = (
        f"<office:document {spaces}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )
    beside = f"<office:styles {spaces}>{styles}</office:styles>"
    return zipped(content__xml=content.encode(), styles__xml=beside.encode())


def workbook(sheets: dict[str, str], strings: str = "", formats: str = "", more: str = "", **parts: str) -> bytes:
    """An .xlsx with these sheets (rows as XML by name; "!" before a name hides it); `more` stands in the workbook."""
    listed, related = "", ""
    packed = dict(parts)
    for n, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name.startswith("!") else ""
        listed += f'<sheet name="{name.lstrip("!")}" sheetId="{n}" r:id="r{n}"{state}/>'
        related += f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>'
        packed[f"xl/worksheets/sheet{n}__xml"] = (
            f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
        )
    packed["xl/workbook__xml"] = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATED}">{more}<sheets>{listed}</sheets></workbook>'
    )
    packed["xl/_rels/workbook__xml__rels"] = f"<Relationships>{related}</Relationships>"
    packed["xl/sharedStrings__xml"] = f'<sst xmlns="{SPREADSHEET}">{strings}</sst>'
    packed["xl/styles__xml"] = f'<styleSheet xmlns="{SPREADSHEET}">{formats}</styleSheet>'
    return zipped(**{name: text.encode() for name, text in packed.items()})
