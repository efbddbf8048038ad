"""A line → whether it is a byline, and in which of the forms that papers and their pages print; a day; a link."""

from __future__ import annotations

import re

TRADES = ("Bureau", "Writer", "Writers", "Reporter", "Reporters", "Correspondent", "Correspondents", "Columnist")
# "Ada Quill, Chronicle Sacramento Bureau", which has no "by".
STAFF = re.compile(
    r"^\s*(?!B[yY] )(?P<who>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){1,3}), (?:of the )?"
    rf"(?P<more>[^\n]{{2,50}}\b(?:{'|'.join(TRADES)}))\s*$"
)
# With the hour and its zone: "Ada Quill, 03.25.09, 12:01 AM ET", "by Ada Quill | May 9, 2012 1:30 AM EDT". A day in
# strokes is that of a reply's lead.
_ZONE = r"\d{1,2}:\d\d ?[AaPp]\.?[Mm]\.? (?:[ECMP][DS]?T|GMT|BST|UTC)"
TIMED = re.compile(
    r"^\s*(?:[Bb][Yy][: ]\s*)?(?P<who>[A-Z][\w'\u2019-]*[a-z](?: [A-Z](?:\.|[\w'\u2019-]*[a-z])){1,3}?)"
    rf"(?:,| [|lI\u2022]) (?:\d\d?\.\d\d?\.\d\d(?:\d\d)?|[A-Z][a-z]{{2,8}}\.? \d\d?, (?:19|20)\d\d),? {_ZONE}\s*$"
)
# As a web page links who wrote it: "Ada Quill <http://www.otterbay.example/profile/adaquill>".
LINKED = re.compile(
    r"^\s*(?P<who>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){1,3}) <https?://\S*/(?:profile|author|columnist)s?/[^>]*>"
    r"(?:$| and [A-Z]| in [A-Z])"
)
# As a library's copy of an article says it.
AUTHORS = re.compile(r"^\s*Author\(s\):\s+(?P<who>[A-Z][\w'\u2019-]*(?: [A-Z][\w.'\u2019-]*){1,3}?)\.?\s*$")
NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december"
    r"|\b(?:close|business|cob|eod|noon|today|tomorrow|end|next|week|month|year|each|all|both|my|our|your)\b",
    re.IGNORECASE,
)
MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[A-Za-z]{0,6}"
BYLINE = re.compile(
    r"^\s*(?:By|BY)[: ]\s*(?P<who>[A-Z][\w.'\u2019-]*(?: (?:and |de |van |von )?[A-Z][\w.'\u2019-]*){1,5})"
    r"(?P<more>[^\n]{0,80})$"
)
_NAME = r"[A-Z][\w'\u2019-]+(?: (?:[A-Z]\.|[A-Z][\w'\u2019-]+)){1,2}"
# No byline: what says who approved something, and a picture's credit.
_DONE = r"(?:ed|(?i:taken|made|held|led|given|seen|sent|photos?|video|illustrations?)) By "
# At the end of the headline's own line, in capitals as papers print it: "What the otters saw By ADA QUILL".
BEHIND_TITLE = re.compile(
    rf"^\s*(?=\S)(?![^\n]*{_DONE})[A-Z\"\u201c'\u2018][^\n]{{0,90}}?[a-z][^\n]{{0,60}}?"
    rf" By (?=[^a-z\n]+$)(?P<who>{_NAME})\s*$"
)
# With its day: "On 05.03.19, By Ada Quill".
ON_DAY = re.compile(rf"^\s*On \d\d?[./]\d\d?[./](?:19|20)?\d\d, [Bb]y (?P<who>{_NAME})\s*$")
# In a release: "STATEMENT BY ADA QUILL, SPOKESPERSON".
STATEMENT = re.compile(
    r"^\s*(?:STATEMENT|REMARKS|Statement|Remarks) (?:BY|By|by|OF) (?!THE\b)"
    r"(?P<who>[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){1,4})\s*(?:,[^\n]{0,80})?$"
)
# Behind the name: "By Ada Quill, Updated: Thursday", "By A. Quill | 6/3/09 3:42 PM EDT", "By Ada Quill on May 3, 2019",
# "By Ada Quill, Friday, May 3, 4:13 PM EDT".
_WHEN = re.compile(
    r"^\W*(?:(?:Last )?(?:Published|Updated|Posted)(?::|\b[^\n]*\d)|\d\d?/\d\d?/\d\d(?:\d\d)? \d\d?:\d\d"
    rf"|on {MONTH} \d{{1,2}}, (?:19|20)\d\d\s*$"
    rf"|(?:(?i:mon|tues|wednes|thurs|fri|satur|sun)day, )?{MONTH} \d{{1,2}},(?: (?:19|20)\d\d,?)? "
    r"\d\d?:\d\d ?[AaPp]\.?[Mm]\b)"
)
_OUTLET = re.compile(r"^, (?:The|THE) [A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){0,2}\s*$")
DAY = re.compile(
    r"^\W*(?:(?:Published|Posted|Updated|Filed|Web posted)\b[^\n]{0,40}?)?"
    r"(?:\d\d?:\d\d ?[AaPp]\.?[Mm]\.?(?: [A-Z]{2,4})?, )?"
    r"(?:(?i:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day|DAY)?,? )?"
    rf"(?:\d{{1,2}}/\d{{1,2}}/(?:19|20)?\d\d|{MONTH}\.? \d{{1,2}},? ?(?:19|20)\d\d|\d\d? {MONTH},? (?:19|20)\d\d)\b"
)
# A run of signs is parted in one way alone, so that a megabyte of stops behind a link costs no more than to read it.
LINK = re.compile(r"^\W{0,20}https?://\S+(?:\s{1,20}[^\w\s]{1,5})?\s*$")


def is_timed(behind: str) -> bool:
    """Whether what stands behind a byline's name says when its story was published or updated."""
    return _WHEN.match(behind) is not None


def names_outlet(behind: str) -> bool:
    """Whether what stands behind a byline's name is "The …", as papers are called, and offices."""
    return _OUTLET.match(behind) is not None
