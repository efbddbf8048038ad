"""Signatures, notices and what a reader takes for them. Every name and word is invented."""

import pytest

from evidence.closings import kinds, reads_as_closing
from evidence.model import Address

ADA = Address(name="Quill, Ada M", address="ada.quill@vendor.example", raw="Quill, Ada M")
WORDS = "The app is working great for us here, and we would like to keep it."


def told(text: str, author: Address | None = ADA) -> dict[str, str]:
    """The lines that are not words, each with its kind."""
    lines = text.split("\n")
    return {line: kind for line, kind in zip(lines, kinds(lines, author), strict=True) if kind and line.strip()}


@pytest.mark.parametrize(
    "closing",
    [
        "Ada",
        "AMQ",
        "aq",
        "Best,\nAda",
        "Mit freundlichen Grüßen\nAda Quill",
        "Cordialement,\nAda",
        "Thanks, Ada",
        "Warmest,\n\nAda\n\nADA QUILL\nHead of Sales\n\nQuill & Marsh\n\n555-010-0100",
        "Ada Quill\nHead of Sales\nOffice of Pilots\n555.010.0100\nada.quill@vendor.example",
        "Cheers\nKiki",
        "Happy days --Ada",
        "Sincerely,\nQuill & Marsh LLC",
        "Kindly,\nAda",
        "Ada x3-9890 (Sales)\nQuill & Marsh",
        "Thanks,\nAda\n58986",
        "Ada Quill, MD\nDirector\nOffice of Pilots\nPhone :            (b) (6)\nE-mail           Cb)(6)",
        "Best,\nAda\n\nquill.com\nquill.com/pilot",
        "Thanks,\nAda\n\nx3-0977",
        "Ada\n3-6595",
        "Pilot & Readers Desk\n3-7060",
        "Thanks and kind regards\nAda",
        "Thanx.\n\nAda Quill\nHead of Sales",
        "--> Ada",
        "Ada Quill\nHead of Sales, Quill & Marsh\nSkype:\n0",
        "Regards,\nAda\n\nAda Quill I Quill & Marsh I 900 Long Street, N.W., Suite 800, Otter Bay, ME 04101 I Direct:",
    ],
)
def test_a_closing_is_signature_from_its_first_word_on(closing: str) -> None:
    """A name, initials, a closing word with a name, and what contacts stand below are the signature."""
    assert told(f"{WORDS}\n\n{closing}") == {line: "signature" for line in closing.split("\n") if line}


@pytest.mark.parametrize(
    "words",
    [
        "Thanks",
        "Thank you very much!",
        "Yes.",
        "Done",
        "Agreed",
        "SELLER_PHONE = 555.010.0100\nSELLER_FAX = 555.010.0101",
        "Resource Name       : Plate Reader\nResource Type       : Camera\nResource Phone      : 555-010-0100",
        "It covers all of them with the exception of:\nForeign Exchange",
        "http://www.example.org/one\nhttp://www.example.org/two",
    ],
)
def test_words_without_a_name_are_no_signature(words: str) -> None:
    """A bare thanks, a one-word answer, a table and a list of links are what somebody wrote."""
    assert told(f"{WORDS}\n\n{words}") == {}


def test_a_strangers_name_above_contacts_signs_below_a_closing_word() -> None:
    """A full name with numbers below it signs, also where the address shows another name and a remark follows."""
    contacts = "Thank You,\nCleo B. Marsh\nSchool of Piloting\nTel: 555-010-0100\nFax: 555-010-0101\n(mark it for Bram)"
    nobody = Address(name=None, address="xy3v@bay.example", raw="xy3v@bay.example")
    found = told(f"{WORDS}\n\n{contacts}\n\nwe move in may, by the way, so write there from then on.", nobody)
    assert found == dict.fromkeys(contacts.split("\n"), "signature")


def test_a_mail_may_be_its_senders_signature_alone() -> None:
    """The full name, an office and a number are a signature; name and office alone may be what was asked for."""
    block = ["Ada Quill", "Head of Sales", "(555) 010-0100"]
    assert told("\n".join(block)) == dict.fromkeys(block, "signature")
    assert told("\n".join(block[:2])) == {}


def test_a_name_with_a_stop_signs_below_thanks() -> None:
    """A lone name signs even where a stop stands behind it, if the line above thanks; another word does not."""
    nobody = Address(name=None, address="xy3v@bay.example", raw="xy3v@bay.example")
    assert told(f"{WORDS}\nOnce again, thank you so very much.\nCleo.", nobody) == {"Cleo.": "signature"}
    assert told(f"{WORDS}\nWe shall meet in the spring.\nPerhaps.", nobody) == {}


def test_the_title_of_a_file_is_no_nickname() -> None:
    """A word above the name of an attached file is not part of the signature below it."""
    files = "Report\n <<May3.doc>>\nArticle\n <<May4.txt>>"
    assert told(f"{WORDS}\n\n{files}\n\n\nAda Quill\nHead of Sales") == dict.fromkeys(
        ["Ada Quill", "Head of Sales"], "signature"
    )


def test_words_below_a_signature_are_words() -> None:
    """A postscript, a list of recipients and the names of attachments are not the signature above them."""
    for below in ("P.S. We have forty users now.", "Distribution:\nPolicy Committee", " - Plan of the pilot.doc"):
        assert told(f"{WORDS}\n\nRegards,\nAda\n\n{below}") == {"Regards,": "signature", "Ada": "signature"}


@pytest.mark.parametrize(
    "notice",
    [
        "This is a private communication. If you are not the intended recipient, delete it.",
        "The foregoing was sent by a law firm and may be privileged.\nPlease notify us if you received it in error.",
        "Do You Yahoo!?\nMake calls for little money.",
        "To stop receiving these mails, write to us.",
        "Ce message et ses pièces jointes sont confidentiels.\nSi vous l'avez reçu par erreur, merci de le supprimer.",
        "The informat ion in this e-ma il and any of its attachm ents is confidential.\nDelet e it, please.",
        "It should not be used by anyone who is not the original intended recip ie nt . Pleas e delete it.",
        "This message is for the named person's use only. It may contain secrets.",
        "Florida has a very broad public records law. Most mail is open to the press.",
        "Internet Email Confidentiality Footer",
        "Information in the headers for this message suggests that it may be spoofed.",
    ],
)
def test_a_notice_is_known_by_its_phrases(notice: str) -> None:
    """What only notices say makes a paragraph a disclaimer, however it begins or recognition broke it."""
    assert told(f"{WORDS}\n\n{notice}") == dict.fromkeys(notice.split("\n"), "disclaimer")


def test_what_is_said_about_secrets_is_no_notice() -> None:
    """A mail about what is confidential or who unsubscribed is not a notice."""
    assert (
        told("Please treat the contract as confidential and privileged.\n\nI had to unsubscribe from their list.") == {}
    )


def test_a_notice_glued_to_words_leaves_the_words() -> None:
    """Where a printer set words and notice in one paragraph, the lines above the notice stay words."""
    notice = "If you are not the intended recipient, you have received this message in error."
    assert told(f"{WORDS}\nWe have forty users.\n{notice}\nPlease delete it.") == {
        notice: "disclaimer",
        "Please delete it.": "disclaimer",
    }


@pytest.mark.parametrize(
    "line",
    ["Sent from my phone", "Envoyé de mon téléphone", "Von meinem Telefon gesendet", "Enviado desde mi móvil",
     "Inviato da un telefono", "Verzonden vanaf mijn telefoon", "Skickat från min telefon", "Odesláno z telefonu"],
)  # fmt: skip
def test_lines_of_devices_are_signature(line: str) -> None:
    """What a device adds below a mail is no word of its sender, in any of the languages."""
    assert told(f"{WORDS}\n\n{line}") == {line: "signature"}


def test_a_short_beginning_in_the_middle_of_a_passage_says_nothing() -> None:
    """A passage is read as a notice by how it begins or by its phrases, not by one word within it."""
    assert reads_as_closing("They asked us to unsubscribe everybody who had left the office by then.") is None
    assert reads_as_closing("If you are not the intended recipient, please delete it.") == "disclaimer"


def test_a_banner_above_words_takes_none_of_them() -> None:
    """A warning that stands in one paragraph with the words below it ends where somebody speaks."""
    banner = "CAUTION: This email originated from outside the agency.\nDo not click links or open attachments."
    words = "Dear Bram,\nI have put forty cars on the list, and my people will drive them from Monday on."
    assert told(f"{banner}\n{words}\n{WORDS}") == dict.fromkeys(banner.split("\n"), "disclaimer")


def test_contacts_above_a_notice_are_no_part_of_it() -> None:
    """Numbers that a printer set in one paragraph with a notice stay the signature."""
    contacts = "Ada Quill\nHead of Sales\nPhone: 555-010-0100\nFax: 555-010-0101"
    notice = (
        "unless stated otherwise, what this holds is confidential; if you are not the intended recipient, delete it."
    )
    found = told(f"{WORDS}\n\n{contacts}\n{notice}")
    assert found == {**dict.fromkeys(contacts.split("\n"), "signature"), notice: "disclaimer"}


BULK = (
    "The pilot in Otter Bay has begun.\n\nHome - Sports - Style - Travel - Wireless\n\n[IMAGE]\n\n"
    "Gift Guide - Brought to you by Quill\nSurprise her with a reader. Click here.\n\n"
    "The second pilot starts in May.\n\nTo unsubscribe, click here.\n"
)


def test_advertising_in_bulk_mail_is_no_word_of_its_sender() -> None:
    """In mail to a list, rows of links, pictures and praise of goods are notices; what it reports is not."""
    kept = [line for line in BULK.split("\n") if line.strip() and line not in told(BULK)]
    assert kept == ["The pilot in Otter Bay has begun.", "The second pilot starts in May."]


FRAME = "*" * 40


@pytest.mark.parametrize(
    "foot",
    [
        "Mail by us may be stopped at no cost to you by\na reply with the subject: Remove.",
        "If you'd rather not receive such mail, use this link:\nhttp://quill.example/out",
        "Please click on the link below to indicate you have received this\nemail.\n\nhttp://quill.example/seen?u=1",
        f"{FRAME}\nPilots of the year: REGISTER ONLINE TODAY at http://quill.example\n** Two days\n{FRAME}\n"
        "To make changes to your quill.example profile go to:\nhttp://quill.example/me\n\n"
        "This message is confidential and may be privileged.",
    ],
)
def test_what_a_list_adds_at_its_foot_is_a_notice(foot: str) -> None:
    """How to leave, how to tell that a mail came, links to an account and a framed offer above them are notices."""
    said = told(f"{WORDS}\n\nIt has forty users.\n\n{WORDS}\n\n{foot}")
    found = {line: kind for line, kind in said.items() if line.strip(" *")}
    assert found == dict.fromkeys([t for t in foot.split("\n") if t.strip(" *")], "disclaimer")


@pytest.mark.parametrize(
    "words",
    [
        "To change your account, go to http://quill.example/me and wait for my call.",
        f"{FRAME}\nRegister today if you want the reader.\n{FRAME}",
    ],
)
def test_words_about_accounts_above_no_foot_are_words(words: str) -> None:
    """Who writes how to change an account, or frames what he offers, has written it."""
    assert told(f"{WORDS}\n\nIt has forty users.\n\n{WORDS}\n\n{words}\n") == {}


def test_words_like_advertising_in_a_persons_mail_are_theirs() -> None:
    """Where no list can be left, offers and rows of names are what somebody wrote."""
    assert told(BULK.replace("To unsubscribe, click here.", "Do You Yahoo!?").partition("[IMAGE]")[0]) == {}


def test_a_signature_below_a_postscript_is_one_more() -> None:
    """The name above a postscript and the contacts below it are both signature, the postscript is not."""
    contacts = "Ada Quill\nHead of Sales\n555-010-0100\nada.quill@vendor.example"
    found = told(f"{WORDS}\n\nAda\n\np.s. We have forty users.\n\n{contacts}")
    assert found == dict.fromkeys(["Ada", *contacts.split("\n")], "signature")


def test_a_rule_below_a_signature_cuts_nothing() -> None:
    """A line of underscores or signs of equality between signature and notice belongs to neither."""
    contacts = "Ada Quill\nHead of Sales\n555-010-0100\nada.quill@vendor.example"
    found = told(f"{WORDS}\n\n{contacts}\n________________\nThis e-mail and any files are confidential.")
    assert [line for line, kind in found.items() if kind == "signature"] == contacts.split("\n")


def test_what_notes_leaves_of_attachments_is_no_signature() -> None:
    """Names of files that Lotus Notes took out do not hide the signature above them."""
    left = '[attachment "Plan.doc" deleted by Bram Otter/OAG] [attachment\n"List.xls" deleted by Bram Otter/OAG]'
    assert told(f"{WORDS}\n\nRegards,\nAda\n{left}") == {"Regards,": "signature", "Ada": "signature"}


def test_a_mail_that_is_only_a_signature_is_one() -> None:
    """Where nothing but the author's name and contacts was written, they are the signature all the same."""
    contacts = "Ada Quill\nHead of Sales\n555-010-0100\nada.quill@vendor.example"
    assert told(contacts) == dict.fromkeys(contacts.split("\n"), "signature")
