"""A line like "On 5 March 2019, Name <address> wrote:" → who wrote what follows, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from evidence.headers import address_of
from evidence.model import Address, Dated
from evidence.page_furniture import Line
from evidence.printed_dates import MOMENTS, printed_date

MOST_LINES, MOST_NAME_WORDS, LONGEST_WHO, LINES_ABOVE_MARKS, MOST_BROKEN_LINES = 4, 6, 200, 3, 8
# English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Scandinavian, Finnish, Czech, Hungarian,
# Romanian, Russian.
_VERBS = (
    r"(?:wrote|writes|said|schrieb|schreibt|hat geschrieben|a \u00e9crit|\u00e9crit|escribi\u00f3|escribe|ha escrito"
    r"|ha scritto|scrive|schreef|escreveu|napisa\u0142(?:\(a\)|a)?|pisze|skrev|kirjoitti|napsal(?:\(a\)|a)?"
    r"|ezt \u00edrta|\u00edrta|a scris|het volgende geschreven|heeft geschreven"
    r"|\u043d\u0430\u043f\u0438\u0441\u0430\u043b(?:\(\u0430\)|\u0430)?|\u043f\u0438\u0448\u0435\u0442)"
)
_PREPOSITIONS = r"(?:On|Am|Le|El|Il giorno|Il|Op|Em|No dia|W dniu|Dnia|Den|P\u00e5|Dne|\u00cen data(?: de)?|In data|A)"
# A date without a preposition: "pon., 4 mar 2019 o 09:00", "ma 4. maalisk. 2019", "2019. m\u00e1rc. 4."
_DATED = r"(?:\w{2,12}[.,]{0,2}\s+)?\d{1,4}[./ ]"
# More than a printer sets between words would be tried from each of its places on.
_BLANK = r"\s{0,80}"
_WROTE = re.compile(
    rf"[ \t]*(?:-{{2,}}\s*)?"
    rf"(?P<head>(?:{_PREPOSITIONS}\b|At\s|{_DATED}).{{3,400}}?|[^\n]{{0,80}}<[^<>@\n]+@[^<>\n]+>[^\n]{{0,60}}?)"
    # German, Dutch and Scandinavians name the author behind the verb.
    rf"{_BLANK}(?<!\w)(?:{_VERBS}|(?:schrieb|schreef|skrev|escribi\u00f3)\s{_BLANK}(?P<behind>[^:]{{2,150}}?))"
    rf"(?P<moment>{_BLANK}\([^()\n]{{4,60}}\))?{_BLANK}(?::|-{{3,}}(?={_BLANK}(?:\n|$)))",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(rf"[ \t]*(?P<who>[^\n:>]{{2,120}}?),?\s+{_VERBS}\s*:\s*$", re.IGNORECASE)
_AOL = re.compile(
    r"\s*In a message dated (?P<date>.{8,90}?)(?:,\s*|\s+)(?P<who>\S[^,]{1,120}?)\s+writes:", re.IGNORECASE | re.DOTALL
)
_GROUPWISE = re.compile(
    rf"\s*(?:>>>\s*)?(?P<who>\S[^\n]{{1,120}}?)\s+(?P<date>(?:\w{{2,9}},? )?(?:{MOMENTS}))"
    r"\s*(?:>>>|>\u00bb|\u00bb>)\s*$",
    re.IGNORECASE,
)
# "2019-03-04 9:00 GMT+01:00 Name <address>:", which has no verb.
_BARE = re.compile(
    r"\s*(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2}\b[^<>\n]{0,30}?)\s(?P<who>[^\d\n<>]{2,80}<[^<>\n]+@[^<>\n]+>):?\s*$"
)
_BROKEN = re.compile(r"\d{1,2}:\d{2}[^\n]{0,80}[\"<]\s*$")
_DAY_AND_NAME = re.compile(
    r"\s*On (?P<date>[^\n]{6,60}?\d{1,2}:\d{2}(?:\s?[AP]M)?)\s?,\s(?P<who>[^\n:<>]{3,80})$", re.IGNORECASE
)
_MARK_AND_COLON = re.compile(r"\W{0,9}\(?b\)\s?\(\d\)\s?>?\s?(?:wrote)?:\s*$")
_WROTE_ON = re.compile(
    rf"[ \t]*(?P<who>[^\n:>]{{2,80}}(?:<[^<>\n]+>)?)\s+wrote on\s+(?P<date>(?:\w{{2,9}},? )?(?:{MOMENTS}))\s*:\s*$",
    re.IGNORECASE,
)
# The same in other languages; the clock must stand there, for prose names days too.
_WROTE_ON_ELSEWHERE = re.compile(
    r"[ \t]*(?P<who>[^\n:>]{2,80}(?:<[^<>\n]+>)?)\s+"
    r"(?:schrieb am|schreef op|skrev den|a \u00e9crit le|escribi\u00f3 el)\s+"
    r"(?P<date>[^\n:]{6,40}\d{1,2}[:.h]\d{2}(?: Uhr)?)\s*:\s*$",
    re.IGNORECASE,
)
# In any language: a line with an address and a day that ends in a colon, right above marked lines.
_ABOVE_MARKS = re.compile(
    r"(?P<before>[^<>]{0,120}?)(?P<address><[^<>\s]+@[^<>\s]+>)(?P<behind>[^<>]{0,120})[:\uff1a]\s*$", re.DOTALL
)
_ENDED = re.compile(r"[.!?]\s*$")
_NAME_BEHIND = re.compile(r"(?:.*[\d,;:)\]])?[^\w\"']*(?P<name>[^\d,;:)\]]*)$", re.DOTALL)
_BEGINS = re.compile(
    rf"\s*(?:-{{2,}}\s*)?(?:{_PREPOSITIONS}\b.*\d|At \d|{_DATED}.*\d|In a message dated \d)", re.IGNORECASE
)
_ADDRESSED = re.compile(r"<[^<>]+@")
_AFTER_DATE = (
    re.compile(
        r".*\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[AP]\.?M\.?)?"
        r"\s*(?:\(?(?:(?:GMT|UTC)?\s*[+-]\d{1,2}:?\d{2}|(?-i:[A-Z]{2,4}\b))\)?)?\s*[,;]?\s*(?P<who>.*)$",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r".*?\b(?:19|20)\d\d\b\s*[,;.]?\s*(?P<who>.*)$", re.DOTALL),
    re.compile(r".*?\d{1,2}/\d{1,2}/\d{2}\b\s*[,;]?\s*(?P<who>.*)$", re.DOTALL),
)
_ESCAPED_LESS = re.compile(r"&[lI1]t;")
_YOU = re.compile(r"\byou\s*$", re.IGNORECASE)
# What OCR makes of an address that was blacked out behind a name.
_BLACKED = re.compile(r"\s*(?:-{3,}|_{3,}|\(b\)\s*\().*$", re.DOTALL)
# The first line of the mail, which OCR put before the end of the attribution.
_GREETING = re.compile(r"\n[^\n<>@]{1,40}:\s*$")
_IN_MESSAGE = re.compile(r"^in message\s*<[^<>]*>,?\s*", re.IGNORECASE)  # GroupWise
_NOT_NAMES = frozenset(["you", "he", "she", "they", "i", "we"])
_LEADING = re.compile(
    r"^(?:at|um|\u00e0|a las|a la\(s\)|alle(?: ore)?|om|\u00e0s|o|kl\.?|klo|v|uur|ora|uhr|hat|"
    r"(?:GMT|UTC)?[+-]\d{1,4}|u\u017cytkownik|from|heeft|notre ami)\s+",
    re.IGNORECASE,
)


UNDATED = Dated(None, ("date-missing",))


class Attribution(NamedTuple):
    """Who wrote what follows; `last_line` and `column` are where it begins; `to_reader`: "you wrote"."""

    author: Address | None
    dated: Dated
    last_line: int
    column: int
    to_reader: bool = False


def attribution_at(
    lines: Sequence[Line], at: int, *, quotes_below: bool = False, by: str | None = None
) -> Attribution | None:
    """The attribution that begins on a line, running over at most four.

    Args:
        lines: without quote marks.
        at: the line.
        quotes_below: whether marked lines follow; then a name and "wrote:" will do.
        by: ISO 8601, when the mail that quotes was sent.
    """
    text = _plain(lines[at].text)
    if found := _on_one_line(text):
        return Attribution(_author_of(found["who"]), printed_date(found["date"], by), at, len(lines[at].text))
    if not (_BEGINS.match(text) or _ADDRESSED.search(text)):
        found = _NAMED.match(text) if quotes_below else None
        if found and _is_who(found["who"]):
            return Attribution(_author_of(found["who"]), UNDATED, at, len(lines[at].text))
        return _by_address(lines, at, by) if quotes_below else None
    return (
        _blacked(lines, at, by) or _over_lines(lines, at, by) or (_by_address(lines, at, by) if quotes_below else None)
    )


def _over_lines(lines: Sequence[Line], at: int, by: str | None) -> Attribution | None:
    """An attribution that a verb ends, maybe some lines below."""
    # A printer that set each address on a line of its own broke it over more of them.
    most = MOST_BROKEN_LINES if _BROKEN.search(lines[at].text) else MOST_LINES
    window = [_plain(line.text) for line in lines[at : at + most]]
    if "" in (stripped := [w.strip() for w in window]):
        window = window[: stripped.index("")]
    joined = "\n".join(window)
    if found := _AOL.match(joined):
        head, date, author = found[0], found["date"], _author_of(found["who"])
    elif found := _WROTE.match(joined):
        head = " ".join(f"{found['head']} {found['behind'] or ''}".split())
        date, author = f"{head} {found['moment'] or ''}", _author(head)
        if author is None and not printed_date(head).date and not _YOU.search(head):
            return None
    else:
        return None
    last, column = at + found[0].count("\n"), len(found[0].rsplit("\n", 1)[-1])
    return Attribution(author, printed_date(date, by), last, column, author is None and bool(_YOU.search(head)))


def _blacked(lines: Sequence[Line], at: int, by: str | None) -> Attribution | None:
    """The attribution of which address and verb were blacked out: a day and a name above "(b)(6):"."""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    found = _DAY_AND_NAME.match(_plain(lines[at].text)) if _MARK_AND_COLON.match(below) else None
    author = _author_of(found["who"]) if found else None
    return Attribution(author, printed_date(found["date"], by), at + 1, len(below)) if found and author else None


def _on_one_line(text: str) -> re.Match[str] | None:
    """An attribution on a line of its own; each is tried where its marks stand alone, for it searches it all."""
    grouped = _GROUPWISE.match(text) if ">>" in text or "\u00bb" in text else None
    bare = _BARE.match(text) if "@" in text else None
    if " wrote on " in text:
        return grouped or bare or _WROTE_ON.match(text)
    return grouped or bare or (_WROTE_ON_ELSEWHERE.match(text) if text.rstrip().endswith(":") else None)


def _by_address(lines: Sequence[Line], at: int, by: str | None) -> Attribution | None:
    """The attribution, in whatever language, that names an address and a day and ends in a colon above marked lines."""
    for last in range(at, min(at + LINES_ABOVE_MARKS, len(lines))):
        text = "\n".join(_plain(line.text) for line in lines[at : last + 1])
        if last > at and (_ENDED.search(lines[at].text) or _names_day(lines[last].text)):
            # What stands above a whole attribution is somebody's words.
            return None
        if not text.rstrip().endswith((":", "\uff1a")):
            continue
        found = _names_day(text)
        if found is None:
            return None
        told = f"{found['before']} {found['behind']}"
        name = _NAME_BEHIND.match(found["before"])
        words = (name["name"] if name else "").split()
        while words and words[0][0].islower():
            words.pop(0)
        author = _author_of(" ".join([*words, found["address"]]).replace('"', ""))
        return Attribution(author, printed_date(told, by), last, len(lines[last].text))
    return None


def _names_day(text: str) -> re.Match[str] | None:
    """An address with figures beside it, before a colon that ends the text."""
    found = _ABOVE_MARKS.match(_plain(text))
    return found if found and re.search(r"\d", f"{found['before']}{found['behind']}") else None


def _plain(text: str) -> str:
    """A line with the brackets that a printer left escaped, each as long as before so that columns hold."""
    if "&" in text:
        text = _ESCAPED_LESS.sub("   <", text.replace("&gt;", ">   "))
    return text if text.isascii() else text.replace("\u00a0", " ").replace("\u202f", " ")


def _author(head: str) -> Address | None:
    who = head
    begins = re.match(rf"(?:{_PREPOSITIONS}|At)\b|{_DATED}", head, re.IGNORECASE)
    if begins or not re.match(r"[^<]*<[^<>]+@[^<>]+>", head):
        for pattern in _AFTER_DATE:
            if (found := pattern.match(head)) and re.search(r"[^\W\d]", found["who"]):
                who = found["who"]
                break
        else:
            return None
    return _author_of(who)


def _author_of(who: str) -> Address | None:
    who = _GREETING.sub("", _BLACKED.sub("", who)).strip(" ,;")
    while (cut := _LEADING.sub("", who)) != who:
        who = cut.strip(" ,;")
    who = _IN_MESSAGE.sub("", who)
    who = re.sub(r"\s*[,;]\s*$|(?<=>)[^<>]*$", "", who)
    # "Bram Otter (<bram@agency.example>)", and Supercite's '"Bram" == Bram Otter <bram@agency.example>'.
    who = re.sub(r"\((?=<[^<>]*>$)", "", re.sub(r'^"[^"]*"\s*==\s*', "", who))
    if who.lower() in _NOT_NAMES or re.search(r"\byou$", who, re.IGNORECASE):
        return None
    return address_of(who) if re.search(r"[^\W\d]", who) and len(who) <= LONGEST_WHO else None


def _is_who(text: str) -> bool:
    """Whether a text can be a person's name or address: few words, each with a capital."""
    words = re.findall(r"[^\W\d_][\w.'\u2019@-]*", re.sub(r"<[^<>]*>", "", text))
    if "@" in text and len(words) <= MOST_NAME_WORDS:
        return True
    titled = 0 < len(words) <= MOST_NAME_WORDS and all(w[0].isupper() for w in words)
    return titled and words[0].lower() not in _NOT_NAMES
