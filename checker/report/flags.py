"""Flag of a quote → words for a reader: what was guessed, broken or doubtful. The whole vocabulary stands here."""

from __future__ import annotations

from collections.abc import Mapping

# By name, or by name and detail. Of a flag that is known by its name alone, what stands after its colon follows.
FLAG_WORDS: Mapping[str, str] = {
    "alternatives-differ": "the message comes as plain text and as HTML, which do not say the same words",
    "ambiguous-from": "the sender's header is ambiguous",
    "ambiguous-from:address-in-name": "the sender's name holds another address than the one that the message is from",
    "ambiguous-from:sender-differs": "the header names another Sender than the one in From",
    "ambiguous-from:several": "the message names more than one sender in From; the first is shown",
    "ambiguous-from:taken-from-sender": "the message has no From; its Sender is shown",
    "author-unknown": "who wrote these words is not known",
    "base64-broken": "the encoded text is damaged; what could be decoded is shown",
    "bcc": "recipients of a blind copy, who stand among those of the copy; how many",
    "charset-guessed": "the character set was guessed",
    "charset-mended": "some characters are not in the character set named; they were read in the one meant by it",
    "charset-refused": "the character set named in the message can show other words than are written: it was not used",
    "charset-unknown": "the character set named in the message is unknown",
    "charset-wrong": "the text is not in the character set that the message names",
    "columns-guessed": "which column of the table says what was guessed",
    "concession": "shows what the statement concedes",
    "date-guessed": "the date was read from an irregular form",
    "date-guessed:creation-time": "the date is when the message was made, for the record shows none of sending",
    "date-guessed:delivery-time": "the date is when the message was delivered, for the record shows none of sending",
    "date-missing": "the record shows no date",
    "date-ocr-mended": "the date was read past slips of text recognition",
    "date-order-assumed": "day and month could be the other way round",
    "date-order-inferred": "which number is the day was told by other dates of the same table",
    "date-twice": "the record shows more than one date",
    "date-two-digit-year": "the year has two digits in the record",
    "date-unparsable": "the date in the record cannot be read",
    "date-weekday-differs": "the weekday in the record is none of the date's: one of them was misread or misprinted",
    "date-zone-unreadable": "the date's time zone cannot be read",
    "deleted-text-left-out": "the document holds text marked as deleted, which is left out",
    "end-not-read": "longer than the model reads, so that its end did not count",
    "header-columns": "labels and values of the header stand in separate columns and were matched by their order",
    "gap-in-line": "white space stands in the middle of a line: words may have been taken out there",
    "hedge-not-met": "meets the statement only without its qualifier",
    "hidden-text-left-out": "the document holds hidden text, which is left out",
    "item-class": "the item is no plain mail but",
    "letters-unknown": "the page's font does not say which letters some of its signs are",
    "look-alike-domain": "the domain of sender or author resembles another and is not it, by a slip or as a disguise",
    "memorandum": "a memorandum, not a mail: author, addressee and date are those of its head",
    "mime-too-deep": "the message nests too many parts; some were not read",
    "mixed-scripts-domain": "the domain of sender or author mixes letters of two scripts that look alike",
    "msg-cut-off": "the message file is cut off",
    "multipart-boundary-guessed": "the message does not state where its parts begin; that was told by their looks",
    "multipart-without-parts": "the message announces parts and has none; all of its body is shown",
    "no-header": "the text shows no header: who wrote it, to whom and when is not known",
    "not-compared": "the released file was not at hand when this was written: the quote was not compared with it",
    "nul-characters": "the text holds NUL characters",
    "ocr": "read from a scan by text recognition: compare with the page before quoting",
    "ocr-confidence": "text recognition was not sure of this page; its mean confidence in percent",
    "parts-after-end": "parts stand behind the end of the message's parts; other programs may not show them",
    "pages-without-text": "pages of the file that hold no text of their own",
    "notes-on-pages": "notes that somebody put on the pages of the file: no part of any message",
    "pdf-form-field": "filled into a form field of the page; by whom is not known",
    "pdf-note": "a note that somebody put on the page, no part of its text; by whom and when is not known",
    "pdf-notes-unread": "form fields or notes on the pages of the file that could not be read",
    "pdf-typed-on": "typed onto the page after it was made; by whom is not known",
    "property-unreadable": "a property of the message in its mailbox could not be read",
    "purpose-not-stated": "the passage does not state the purpose that the statement names",
    "quoted-date-ocr-mended": "the date of these quoted words was read past slips of text recognition",
    "quoted-date-order-assumed": "day and month of the date of these quoted words could be the other way round",
    "quoted-date-two-digit-year": "the year of these quoted words has two digits in the record",
    "quoted-date-weekday-differs": "the weekday printed with these quoted words is none of their date's",
    "raw-is-transfer-encoded": "the message was attached in encoded form; its byte range is that of the encoded text",
    "raw-is-wide": "the message file is in UTF-16 or UTF-32; its byte range is that of the whole file",
    "recipients-unreadable": "some recipients in the mailbox could not be read",
    "redacted": "words were taken out of this passage before it was released",
    "redacted-by-box": "words on the page lie under a box that hides them and are withheld here",
    "replacement-characters": "some characters could not be read",
    "rtf-broken": "the formatted text is damaged; what could be read is shown",
    "sender-not-shown": "the record does not show who sent the message",
    "subject": "the subject",
    "subject-twice": "the message states more than one subject; the first is shown",
    "tnef-broken": "the attached winmail.dat is damaged",
    "tnef-checksum-wrong": "the attached winmail.dat has a wrong checksum",
    "tnef-cut-off": "the attached winmail.dat is cut off",
    "too-many-recipients": "the message names more recipients than are listed",
    "transfer-encoding-unknown": "the transfer encoding that is named is unknown; the text is shown as it stands",
    "uuencode-broken": "the encoded text is damaged and shown as it stands",
}
# Flags of a message that tell of its attachments, not of the words quoted; the pages name those elsewhere.
_OF_ATTACHMENTS = ("attach", "inline:")
# A table's flag names all its columns; the text's own says whether they were guessed.
_OF_COLUMNS = ("columns-", "raw-in-column:")


def flag_words(flag: str) -> str:
    """A flag in words; a name that is not known here as it is, and what stands after its colon to the letter."""
    if flag in FLAG_WORDS:
        return FLAG_WORDS[flag]
    name, colon, detail = flag.partition(":")
    words = FLAG_WORDS.get(name, name.replace("-", " "))
    if name == "subject":
        return f"{words}: {flag_words(detail)}"
    if name == "look-alike-domain":
        detail = detail.replace("/", ", not ")
    return f"{words}: {detail}" if colon else words


def is_about_words(flag: str) -> bool:
    """Whether a message's flag is a doubt about sender, subject, date or structure, to be shown beside each quote."""
    return not flag.startswith((*_OF_ATTACHMENTS, *_OF_COLUMNS))
