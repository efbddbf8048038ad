"""A package of XML parts in a zip archive (.docx, .xlsx, .odt, .ods) → its parts, read safely, and a document's text.

Nothing is unpacked to disk, fetched or run, and no entity resolved.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from lxml import etree

from evidence.errors import Unreadable
from evidence.model import PageMark, Span

LARGEST_PART_BYTES = 20 * 1024**2
MOST_ENTRIES = 10_000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)


class DocumentText(NamedTuple):
    """The words of a document, what it holds beside them, its pages, and which stretches are no page furniture.

    `spans` None: all of it.
    """

    text: str
    flags: tuple[str, ...]
    pages: tuple[PageMark, ...] = ()
    spans: tuple[Span, ...] | None = None


@contextmanager
def opened_package(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive.

    Raises:
        Unreadable: damaged, encrypted, or of more parts than a document has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.namelist()) > MOST_ENTRIES:
                raise Unreadable("too many parts", "open the document and look at it")
            yield archive
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable("damaged", "ask for the file again") from error


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked.

    Raises:
        Unreadable: encrypted, or larger than 20 MiB.
    """
    # The directory may state less than the member holds: no more than the cap is ever unpacked.
    if archive.getinfo(name).flag_bits & 1:
        raise Unreadable("encrypted", "save it without its password")
    with archive.open(name) as stream:
        data = stream.read(LARGEST_PART_BYTES + 1)
    if len(data) > LARGEST_PART_BYTES:
        reason = f"a part unpacks to more than {LARGEST_PART_BYTES:,} bytes"
        raise Unreadable(reason, "open the document with care and save its words as text")
    return data


def xml_root(data: bytes) -> etree._Element:
    """The root of a part in XML.

    Raises:
        Unreadable: it is no whole XML.
    """
    # Without `huge_tree` libxml2 itself caps depth (256) and the length of a text (10 MB).
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("damaged", "ask for the file again") from error


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace; empty where it is not there."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")
