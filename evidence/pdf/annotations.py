"""A page of an open PDF → its annotations as stored (ISO 32000-1, 12.5): kind, place, words, the field of a form."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pypdfium2 import PdfDocument, PdfPage, raw

from evidence.htmltext import html_to_text
from evidence.pdf.geometry import Box, Frame

MOST_ANNOTATIONS, MOST_OPTIONS = 5_000, 10_000
# Bit 14 of a text field's flags (ISO 32000-1, table 228).
PASSWORD = 1 << 13
_TICKED = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_CHOSEN = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_LETTERED, _SIGNATURE = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP), raw.FPDF_FORMFIELD_SIGNATURE
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


class Annotation(NamedTuple):
    """One annotation. `kind` is the engine's number of its subtype; `box` is on the upright page.

    `words` are its contents, or the value of the field that it shows; `name` is the field's, or of whoever is stated to
    have made it. `is_hidden`: no reader sees it. `draws_words`: it may show words that it does not store (a stamp).
    """

    kind: int
    box: Box
    words: str
    name: str
    is_hidden: bool
    draws_words: bool


@contextmanager
def form_of(document: PdfDocument) -> Iterator[Any]:
    """The engine's handle of a document's form, without which it tells no values; None where there is no form.

    It is never shown to the pages: they are read and drawn as without it.
    """
    if raw.FPDF_GetFormType(document) == raw.FORMTYPE_NONE:
        yield None
        return
    wanted = raw.FPDF_FORMFILLINFO(version=2)
    form = raw.FPDFDOC_InitFormFillEnvironment(document, wanted)
    try:
        yield form or None
    finally:
        if form:
            raw.FPDFDOC_ExitFormFillEnvironment(form)


def is_xfa(document: PdfDocument) -> bool:
    """Whether the document is a form whose fields are all in XFA, which the engine does not read."""
    return bool(raw.FPDF_GetFormType(document) == raw.FORMTYPE_XFA_FULL)


def annotations_of(page: PdfPage, frame: Frame, form: Any) -> Iterator[Annotation]:
    """Each annotation of a page, in its order, up to `MOST_ANNOTATIONS`; `form` is what `form_of` gives."""
    rect = raw.FS_RECTF()
    for index in range(min(max(0, raw.FPDFPage_GetAnnotCount(page)), MOST_ANNOTATIONS)):
        found = raw.FPDFPage_GetAnnot(page, index)
        if not found:
            continue
        try:
            box = frame.upright(rect) if raw.FPDFAnnot_GetRect(found, rect) else Box(0, 0, 0, 0)
            kind = raw.FPDFAnnot_GetSubtype(found)
            is_field = kind == raw.FPDF_ANNOT_WIDGET
            name, words = _field(found, form) if is_field else (_string(found, b"T"), _contents(found))
            hidden = bool(raw.FPDFAnnot_GetFlags(found) & _HIDDEN) or (is_field and _is_password(found, form))
            drawn = _draws_words(found, kind, form) and not words
        finally:
            raw.FPDFPage_CloseAnnot(found)
        yield Annotation(kind, box, words.strip(), " ".join(name.split()), hidden, drawn)


def _contents(found: Any) -> str:
    """What an annotation says; its rich text (XHTML) where it has no plain one."""
    return _string(found, b"Contents") or html_to_text(_string(found, b"RC"))


def _field(found: Any, form: Any) -> tuple[str, str]:
    """Name and value of the field that a widget shows: a choice's labels, a box's value where it is ticked."""
    if form is None:
        return "", ""
    name = _asked(raw.FPDFAnnot_GetFormFieldAlternateName, form, found)
    name = name or _asked(raw.FPDFAnnot_GetFormFieldName, form, found).rpartition(".")[2]
    kind = _type(found, form)
    if kind in _TICKED:
        state = _string(found, b"AS") or _asked(raw.FPDFAnnot_GetFormFieldValue, form, found)
        return name, "" if state == "Off" else state
    if kind in _CHOSEN:
        chosen = [n for n in range(_options(found, form)) if raw.FPDFAnnot_IsOptionSelected(form, found, n)]
        labels = [_asked(raw.FPDFAnnot_GetOptionLabel, form, found, n) for n in chosen]
        return name, "; ".join(filter(None, labels)) or _asked(raw.FPDFAnnot_GetFormFieldValue, form, found)
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD:
        return name, _asked(raw.FPDFAnnot_GetFormFieldValue, form, found)
    return name, ""


def _draws_words(found: Any, kind: int, form: Any) -> bool:
    """Whether an annotation has an appearance in which words may stand."""
    is_signature = kind == raw.FPDF_ANNOT_WIDGET and form is not None and _type(found, form) == _SIGNATURE
    return (kind in _LETTERED or is_signature) and bool(raw.FPDFAnnot_HasKey(found, b"AP"))


def _type(found: Any, form: Any) -> int:
    return int(raw.FPDFAnnot_GetFormFieldType(form, found))


def _options(found: Any, form: Any) -> int:
    return min(max(0, int(raw.FPDFAnnot_GetOptionCount(form, found))), MOST_OPTIONS)


def _is_password(found: Any, form: Any) -> bool:
    is_text = form is not None and _type(found, form) == raw.FPDF_FORMFIELD_TEXTFIELD
    return is_text and bool(raw.FPDFAnnot_GetFormFieldFlags(form, found) & PASSWORD)


def _string(found: Any, key: bytes) -> str:
    return _asked(raw.FPDFAnnot_GetStringValue, found, key)


def _asked(ask: Callable[..., int], *about: Any) -> str:
    """A string of the engine's, which gives UTF-16 and ends it with a NUL; line ends as one newline."""
    size = ask(*about, None, 0)
    if size <= 2:
        return ""
    held = (ctypes.c_ushort * (size // 2))()
    ask(*about, held, size)
    text = bytes(held).decode("utf-16-le", "replace").rstrip("\0").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("\ufffd", text)
