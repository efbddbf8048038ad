"""Lines that say who wrote what follows, in many languages and programs. Every name and word is invented."""

import pytest

from evidence.attribution import attribution_at
from evidence.page_furniture import Line
from tests.evidence.mails import eml, only, pieces


def read(text: str, *, quotes_below: bool = False) -> tuple[str | None, str | None] | None:
    """Author and day of the attribution with which a text begins."""
    lines = [Line(0, len(line), line) for line in text.split("\n")]
    found = attribution_at(lines, 0, quotes_below=quotes_below)
    if found is None:
        return None
    author = found.author.address or found.author.name if found.author else None
    return author, (found.dated.date or "")[:10] or None


@pytest.mark.parametrize(
    "text",
    [
        "On Mon, 4 Mar 2019, 09:00 Bram Otter, <bram@agency.example> wrote:",
        "Am Mo., 4. März 2019 um 09:00 Uhr schrieb Bram Otter <bram@agency.example>:",
        "Am 04.03.2019 um 09:00 schrieb Bram Otter <bram@agency.example>:",
        "Le lun. 4 mars 2019 à 09:00, Bram Otter <bram@agency.example> a écrit :",
        "El lun, 4 mar 2019 a las 9:00, Bram Otter (<bram@agency.example>) escribió:",
        "El 4 de marzo de 2019, 9:00, Bram Otter <bram@agency.example> escribió:",
        "Il giorno lun 4 mar 2019 alle ore 09:00 Bram Otter <bram@agency.example> ha scritto:",
        "Op ma 4 mrt. 2019 om 09:00 schreef Bram Otter <bram@agency.example>:",
        "Em seg., 4 de mar. de 2019 às 09:00, Bram Otter <bram@agency.example> escreveu:",
        "pon., 4 mar 2019 o 09:00 Bram Otter <bram@agency.example> napisał(a):",
        "W dniu 4 marca 2019 09:00 użytkownik Bram Otter <bram@agency.example> napisał:",
        "Den mån 4 mars 2019 kl 09:00 skrev Bram Otter <bram@agency.example>:",
        "man. 4. mar. 2019 kl. 09:00 skrev Bram Otter <bram@agency.example>:",
        "ma 4. maaliskuuta 2019 klo 9.00 Bram Otter (bram@agency.example) kirjoitti:",
        "po 4. března 2019 v 9:00 odesílatel Bram Otter <bram@agency.example> napsal:",
        "Bram Otter <bram@agency.example> ezt írta (időpont: 2019. márc. 4., H, 9:00):",
        "În lun., 4 mar. 2019 la 09:00, Bram Otter <bram@agency.example> a scris:",
        "--- On Mon, 3/4/2019, Bram Otter <bram@agency.example> wrote:",
        "2019-03-04 9:00 GMT+01:00 Bram Otter <bram@agency.example>:",
        "In a message dated 3/4/2019 9:00:00 A.M. Eastern Standard Time, bram@agency.example writes:",
        ">>> Bram Otter <bram@agency.example> 03/04/19 9:00 AM >>>",
        "On Mar 4, 2019, at 9:00 AM, Bram Otter\n<bram@agency.example>\nwrote:",
    ],
)
def test_attributions_of_many_languages_name_author_and_day(text: str) -> None:
    """Whatever language the mail program speaks, author and day of what follows are read."""
    assert read(text) == ("bram@agency.example", "2019-03-04")


def test_a_name_alone_attributes_where_quotes_follow() -> None:
    """A name and "wrote:" are an attribution only above marked lines; elsewhere they may be prose."""
    assert read("Otter, Bram J wrote:", quotes_below=True) == ("Otter, Bram J", None)
    assert read("Otter, Bram J wrote:") is None
    assert read("This is what he once wrote:", quotes_below=True) is None


def test_what_you_wrote_has_no_name() -> None:
    """A line that says only "you" begins a quotation by nobody that it names."""
    assert read("At 10:03 AM 3/4/2019 -0600, you wrote:") == (None, "2019-03-04")


@pytest.mark.parametrize(
    "text", ["On the other hand, nobody wrote: it was quiet.", "Section 5. She writes: we agree.", "A deal is a deal."]
)
def test_prose_is_no_attribution(text: str) -> None:
    """A sentence with a verb of writing but no date and no address leaves the words the sender's."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        (
            "-----Ursprüngliche Nachricht-----\nVon: Bram Otter\nGesendet: 4. März 2019 09:00\nAn: Ada\nBetreff: X",
            "quoted",
        ),
        (
            "-----Message d'origine-----\nDe : Bram Otter\nEnvoyé : lundi 4 mars 2019 09:00\nÀ : Ada\nObjet : X",
            "quoted",
        ),
        ("De: Bram Otter\nEnviado: lunes, 4 de marzo de 2019 9:00\nPara: Ada\nAsunto: X", "quoted"),
        ("Da: Bram Otter\nInviato: lunedì 4 marzo 2019 09:00\nA: Ada\nOggetto: X", "quoted"),
        ("Van: Bram Otter\nVerzonden: maandag 4 maart 2019 09:00\nAan: Ada\nOnderwerp: X", "quoted"),
        ("De: Bram Otter\nEnviada: segunda-feira, 4 de março de 2019 09:00\nPara: Ada\nAssunto: X", "quoted"),
        ("Od: Bram Otter\nWysłano: poniedziałek, 4 marca 2019 09:00\nDo: Ada\nTemat: X", "quoted"),
        ("Från: Bram Otter\nSkickat: den 4 mars 2019 09:00\nTill: Ada\nÄmne: X", "quoted"),
        ("Fra: Bram Otter\nSendt: 4. marts 2019 09:00\nTil: Ada\nEmne: X", "quoted"),
        ("Lähettäjä: Bram Otter\nLähetetty: 4. maaliskuuta 2019 9:00\nVastaanottaja: Ada\nAihe: X", "quoted"),
        ("Od: Bram Otter\nOdesláno: 4. března 2019 9:00\nKomu: Ada\nPředmět: X", "quoted"),
        ("Feladó: Bram Otter\nElküldve: 2019. március 4. 9:00\nCímzett: Ada\nTárgy: X", "quoted"),
        ("De la: Bram Otter\nTrimis: 4 martie 2019 09:00\nCătre: Ada\nSubiect: X", "quoted"),
        (
            "Anfang der weitergeleiteten Nachricht:\n\nVon: Bram Otter\nDatum: 4. März 2019\nAn: Ada\nBetreff: X",
            "forwarded",
        ),
        (
            "---------- Forwarded message ---------\nFrom: Bram Otter\nDate: Mon, Mar 4, 2019\nSubject: X\nTo: Ada",
            "forwarded",
        ),
        (
            "-------- Message transféré --------\nSujet : X\nDate : Mon, 4 Mar 2019 09:00\nDe : Bram Otter\nPour : Ada",
            "forwarded",
        ),
    ],
)
def test_header_blocks_of_many_languages_are_read(lead: str, kind: str) -> None:
    """Outlook's and others' blocks in the main European languages give the words below to their author."""
    found = pieces(only(eml(f"See below.\n\n{lead}\n\nWe use it.\n")))
    assert [(p.kind, p.author, p.text) for p in found] == [
        ("own", "ada@vendor.example", "See below."),
        (kind, "Bram Otter", "We use it."),
    ]
    assert (found[1].date or "").startswith("2019-03-04")
