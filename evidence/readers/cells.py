"""Cells of a table's row → people and dates, as exports of mail programs and load files write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from evidence.headers import address_of
from evidence.mail_dates import parse_date
from evidence.model import Address, Dated
from evidence.printed_dates import printed_date
from evidence.printed_people import people, person

DayOrder = Literal["day-first", "month-first", "day-first-assumed", "unknown"]
_LISTED = re.compile(r"^\s*(?:frozenset\(\s*)?[\[{(](.*)[\]})]\s*\)?\s*$", re.DOTALL)
_ITEM = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NUMERIC = re.compile(r"^\s*(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})\b(.*)$", re.DOTALL)
_YEAR_FIRST = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^\s*((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\s|T|$)")
_EPOCH = re.compile(r"^\s*(\d{10}|\d{13})(?:\.\d+)?\s*$")
_UTC = re.compile(r"(?<=\d)\s*Z\s*$")
_DIRECTORY = re.compile(r"^\s*/o=", re.IGNORECASE)


def day_order(values: Iterable[str]) -> DayOrder:
    """Which number of "3/4/2019" is the day, as other dates of the same table tell; unknown where none or both do."""
    first = second = False
    for value in values:
        if found := _NUMERIC.match(value):
            first, second = first or int(found[1]) > 12, second or int(found[3]) > 12
    return "unknown" if first == second else "day-first" if first else "month-first"


def cell_date(value: str, order: DayOrder) -> Dated:
    """A date as a table writes it; what was taken from other rows or is a count of seconds is flagged."""
    text = value.strip()
    if not text:
        return Dated(None, ("date-missing",))
    if found := _EPOCH.match(text):
        moment = dt.datetime.fromtimestamp(int(found[1][:10]), tz=dt.UTC)
        return Dated(moment.isoformat(), ("date-guessed",))
    text = _UTC.sub("+00:00", text)
    text = _YEAR_FIRST.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", text)
    text = _COMPACT.sub(r"\1-\2-\3", text)
    flags: tuple[str, ...] = ()
    if found := _NUMERIC.match(text):
        day, month = (found[1], found[3]) if order.startswith("day-first") else (found[3], found[1])
        told = int(found[1]) > 12 or int(found[3]) > 12
        stops = found[2] == "."
        if order != "unknown" and int(month) <= 12 and not (stops and order == "day-first-assumed"):
            text = f"{found[4]}-{int(month):02}-{int(day):02}{found[5]}"
            doubt = "date-order-assumed" if order == "day-first-assumed" else "date-order-inferred"
            flags = () if told else (doubt,)
        else:
            # With stops the day comes first, whatever the language.
            mark = "." if stops else "/"
            text = f"{found[1]}{mark}{found[3]}{mark}{found[4]}{found[5]}"
    dated = printed_date(text)
    if dated.date is None:
        dated = parse_date(text)
    return Dated(dated.date, (*flags, *dated.flags))


def cell_people(value: str) -> tuple[Address, ...]:
    """Everybody on a cell: parted by semicolons or line breaks, by commas between addresses, or as a printed list."""
    return people(_unlisted(value))


def cell_person(value: str) -> Address | None:
    """The one person of a sender's cell."""
    return person(_unlisted(value))


def paired(names: str, addresses: str) -> tuple[Address, ...]:
    """People whose names stand in one cell and whose addresses in another, in one order."""
    shown, stated = _parts(names), _parts(addresses)
    if not stated or (shown and len(shown) != len(stated)):
        return cell_people(names) if shown else ()
    return tuple(_both(n, a) for n, a in zip(shown or [""] * len(stated), stated, strict=True))


def _both(name: str, address: str) -> Address:
    if _DIRECTORY.match(address) or "@" not in address:
        # An entry of an Exchange directory is no mail address.
        return Address(name=name or address, address=None, raw=f"{name} <{address}>" if name else address)
    return address_of(f"{name} <{address}>" if name and name != address else address)


def _parts(value: str) -> list[str]:
    return [p.strip() for p in re.split(r"[;\n]", _unlisted(value)) if p.strip()]


def _unlisted(value: str) -> str:
    """A list as a program prints it ("['a@x.example', 'b@x.example']") or one with line breaks, with semicolons."""
    listed = _LISTED.match(value)
    items = [a or b for a, b in _ITEM.findall(listed[1])] if listed else []
    if "|" in value and all("@" in piece for piece in value.split("|")):
        items = [piece.strip() for piece in value.split("|")]
    return "; ".join(items) if items else re.sub(r"\s*\n\s*", "; ", value.strip())
