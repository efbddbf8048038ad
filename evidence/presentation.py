"""Bytes of a PowerPoint presentation (.pptx) → the text of its slides and notes, a line a paragraph, slide by slide.

An own walk over ECMA-376, part 1, chapters 19 and 21. Hidden slides are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from evidence.packages import DocumentText, attribute, local_name, opened_package, part_bytes, xml_root

MOST_SLIDES = 2_000
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml$")
_NOTES = re.compile(rb"Target=\"\.\./(notesSlides/notesSlide\d{1,6}\.xml)\"")


def presentation_text(data: bytes) -> DocumentText:
    """Read a presentation; its slides in the order of their numbers, each with the speaker's notes behind it.

    Raises:
        Unreadable: damaged, encrypted, or larger than 20 MiB a part once unpacked.
    """
    lines: list[str] = []
    flags: list[str] = []
    with opened_package(data) as archive:
        names = frozenset(archive.namelist())
        slides = sorted((int(found[1]), name) for name in names if (found := _SLIDE.match(name)))
        for number, name in slides[:MOST_SLIDES]:
            slide = xml_root(part_bytes(archive, name))
            if attribute(slide, "show") in ("0", "false"):
                flags.append("hidden-text-left-out")
                continue
            lines += ["", *_lines(slide)]
            beside = f"ppt/slides/_rels/slide{number}.xml.rels"
            notes = _NOTES.search(part_bytes(archive, beside)) if beside in names else None
            if notes and (part := f"ppt/{notes[1].decode('ascii')}") in names:
                lines += _lines(xml_root(part_bytes(archive, part)))
    return DocumentText("\n".join(lines).strip("\n"), tuple(dict.fromkeys(flags)))


def _lines(root: etree._Element) -> Iterator[str]:
    """Each paragraph that says something; the slide's own number, which notes repeat, is a field and left out."""
    for row in (e for e in root.iter() if local_name(e) in ("p", "tr")):
        inside = [local_name(e) for e in row.iterancestors()]
        if local_name(row) == "tr":
            yield "\t".join("".join(_runs(cell)) for cell in row if local_name(cell) == "tc")
        elif "tc" not in inside and (text := "".join(_runs(row)).strip()):
            yield text


def _runs(element: etree._Element) -> Iterator[str]:
    for part in element.iter():
        if local_name(part) == "br":
            yield "\n"
        parent = part.getparent()
        if local_name(part) == "t" and parent is not None and local_name(parent) == "r":
            yield part.text or ""
