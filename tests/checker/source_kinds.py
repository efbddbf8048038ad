"""One invented mail as a source of every kind that `checker` reads: what the tests of verifying read and change."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile

from tests.checker.small_case import eml
from tests.evidence.outlook_files import BRAM, Item, ada_to_bram, msg, tnef
from tests.evidence.pdfs import Page, pdf
from tests.evidence.pst_files import Folder, pst
from tests.evidence.test_pdf_notes import annotation, field, noted

CONTRACT = "The contract between the Harbour Board and Tollcam was signed today. The first invoice follows."
MAIL = eml(1, CONTRACT).encode()
ENVELOPE = b"From kim@tollcam.example Tue Mar  5 10:00:00 2019\n"
PAGE = (
    "From: Kim Vale <kim@tollcam.example>\nSent: Friday, March 1, 2019 8:15 AM\nTo: Dana Reed\nSubject: Terms\n\n"
    f"{CONTRACT}\n"
    "TOLL-000001\n\fThe cameras at the pier run under the contract.\nTOLL-000002\n"
)
THREADS = {
    "names": ["Kim Vale"],
    "emails": [[{"sender": "Kim Vale", "recipients": [], "subject": "x", "time": "2019-03-01", "body": CONTRACT}]],
}
HTML = MAIL.replace(b"text/plain", b"text/html").replace(CONTRACT.encode(), f"<p>{CONTRACT}</p>".encode())
CARRIER = (
    b"From: Dana Reed <dana@harbour.example>\nTo: Kim Vale <kim@tollcam.example>\nSubject: attached\n"
    b'Date: Tue, 12 Mar 2019 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="cut"\n\n'
    b"--cut\nContent-Type: text/plain\n\nSee below.\n--cut\nContent-Type: message/rfc822\n\n" + MAIL + b"\n--cut--\n"
)


def zip_of(**members: bytes) -> bytes:
    """A zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def tar_of(**members: bytes) -> bytes:
    """A packed tar archive."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


TABLE = (
    "From,To,Date,Subject,Body\nKim Vale <kim@tollcam.example>,dana@harbour.example,2019-03-05,Terms,"
    f'"{CONTRACT}\nThe cameras run."\n'
)
PRINTOUT = Page(
    ["From: Kim Vale", "Sent: Friday, March 1, 2019 8:15 AM", "To: Dana Reed", "Subject: Terms", "", CONTRACT]
)
NAMES = {0x0C1A: "Kim Vale", 0x0C1F: "kim@tollcam.example", 0x0037: "Terms", 0x1000: CONTRACT}
ITEM = Item(ada_to_bram() | NAMES, [BRAM])
VALUE = f"/FT /Tx /T (terms) /V ({CONTRACT})"
BY_READER_ALONE = (
    "page.html.eml", "export.csv", "printout.pdf", "form.pdf", "typed.pdf", "mail.msg", "box.pst", "winmail.dat"
)  # fmt: skip
KINDS = {
    "mail.eml": MAIL,
    "box.mbox": b"\xef\xbb\xbf" + ENVELOPE + MAIL + b"\n" + ENVELOPE + MAIL.replace(b"Note 1", b"Note 2"),
    "page.txt": PAGE.encode(),
    "threads.json": json.dumps(THREADS, indent=1).encode(),
    "page.html.eml": HTML,
    "carrier.eml": CARRIER,
    "export.csv": TABLE.encode(),
    "printout.pdf": pdf(PRINTOUT),
    "form.pdf": noted(Page(["Terms of the trial"]), field(VALUE), form=True),
    "typed.pdf": noted(PRINTOUT._replace(lines=PRINTOUT.lines[:5]), annotation("FreeText", f"/Contents ({CONTRACT})")),
    "mail.msg": msg(ITEM),
    "box.pst": pst(Folder("Inbox", [ITEM])),
    "winmail.dat": tnef(ITEM),
    "release.zip": zip_of(inner=MAIL, page=PAGE.encode(), packed=tar_of(deep=MAIL)),
}
