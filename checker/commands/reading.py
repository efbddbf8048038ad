"""A case and words or a name → the passages and messages that it holds: `checker search` and `checker show`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from checker.case import existing_case, held
from checker.console import Screen, write_json
from checker.derived.tables import derive_threads
from checker.errors import NotFound
from checker.links import representative
from checker.match import Matcher
from checker.model import ThreadMail, ThreadRef
from checker.models import open_encoder
from checker.parties import PartyBook
from checker.refs import locator_of, message_ref, thread_ref
from checker.report.flags import flag_words
from checker.report.words import came_as, date_words, joined_words, person_words
from checker.settings import Settings
from checker.vectors import encode_missing, missing_vectors
from evidence.index import open_index
from evidence.lookup import Lookup
from evidence.stored import MessageRow, PassageRow, SegmentRow


class Shown(NamedTuple):
    """A message with its segments and its thread."""

    message: MessageRow
    segments: list[SegmentRow]
    thread: ThreadRef | None


class Hit(NamedTuple):
    """A passage that a search found, the message that is shown for it, and how many others hold the same words."""

    passage: PassageRow
    message: MessageRow
    others: int


def search_case(folder: Path, words: str, top: int, settings: Settings, *, as_json: bool, quiet: bool) -> None:
    """`checker search`."""
    case, screen = existing_case(folder, ingested=True), Screen(quiet=quiet)
    with open_index(case.database) as connection:
        held(connection)
        encoder, lookup = open_encoder(settings), Lookup(connection)
        with screen.progress() as bar:
            bar.stage("Encoding passages", missing_vectors(connection, encoder))
            encode_missing(connection, encoder, bar.step)
        matcher = Matcher(connection, encoder, PartyBook({}, lookup), settings)
        hits = [_hit(lookup, distinct) for distinct in matcher.search(words, top)]
    if as_json:
        write_json([_hit_tree(hit) for hit in hits])
        return
    for rank, hit in enumerate(hits, 1):
        _show_hit(screen, rank, hit)
    if not hits:
        screen.say("Nothing was found.")


def _thread(connection: sqlite3.Connection, screen: Screen) -> None:
    """Bring the threads up to date; where the case may not be written, say so and go on with what it holds."""
    try:
        derive_threads(connection)
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
        screen.warn("The case may not be written: its threads are not up to date, and some may be missing here.")


def show_message(folder: Path, name: str, *, as_json: bool) -> None:
    """`checker show`."""
    case, screen = existing_case(folder, ingested=True), Screen(quiet=False)
    with open_index(case.database) as connection:
        lookup, found = Lookup(connection), Lookup(connection).find_messages(name)
        if found:
            _thread(connection, screen)
        shown = [Shown(lookup.message(pk), lookup.segments(pk), thread_ref(lookup, pk)) for pk in found]
    if not shown:
        raise NotFound(f"no message {name} in {folder}", "give an id from a report, a Message-ID or a Bates number")
    if as_json:
        write_json([_message_tree(each) for each in shown])
        return
    for each in shown:
        _show_message(screen, each)


def _hit(lookup: Lookup, distinct: int) -> Hit:
    places = lookup.passages_of(distinct)
    passage = representative(places)
    others = {p.message for p in places} - {passage.message}
    return Hit(passage, lookup.message(passage.message), len(others))


def _hit_tree(hit: Hit) -> dict[str, object]:
    return {
        "quote": hit.passage.quote,
        "flags": list(hit.passage.text_flags),
        "message": message_ref(hit.message).model_dump(mode="json"),
        "locator": locator_of(hit.passage, hit.message).model_dump(mode="json"),
    }


def _show_hit(screen: Screen, rank: int, hit: Hit) -> None:
    message = hit.message
    sender = message.sender.raw if message.sender else "sender not shown"
    head = f"{rank}. {message.id}, {(message.date or 'undated')[:10]}, {sender}"
    screen.write(f"{head}: {message.subject}" if message.subject else head, style="bold")
    screen.write(" ".join(hit.passage.quote.split()), indent=3)
    also = f"; the same words in {hit.others} more" if hit.others else ""
    locator = locator_of(hit.passage, message)
    inside = f", {came_as(locator.part)} “{hit.passage.attachment}”" if hit.passage.attachment else ""
    pages = locator.page
    on_page = f", {'page' if len(pages) == 1 else 'pages'} {', '.join(map(str, pages))}" if pages else ""
    screen.write(_place(message) + on_page + inside + also, indent=3, style="dim")
    for flag in hit.passage.text_flags:
        screen.write(flag_words(flag), indent=3, style="dim")


def _message_tree(shown: Shown) -> dict[str, object]:
    message, thread = shown.message, shown.thread.model_dump(mode="json") if shown.thread else None
    tree = message_ref(message).model_dump(mode="json")
    segments = [s._asdict() for s in shown.segments]
    return tree | {"file": message.file, "flags": message.flags, "thread": thread, "segments": segments}


def _show_message(screen: Screen, shown: Shown) -> None:
    message = shown.message
    screen.write(f"{message.id}  {_place(message)}", style="bold")
    for label, people in (
        ("From", (message.sender,) if message.sender else ()),
        ("To", message.to),
        ("Cc", message.cc),
    ):
        screen.write(f"{label}: {'; '.join(a.raw for a in people) or 'not shown'}")
    screen.write(f"Date: {message.date or 'not shown'}")
    screen.write(f"Subject: {message.subject or 'not shown'}")
    for line in _attachments(message.flags):
        screen.write(line)
    _show_thread(screen, shown.thread)
    for s in shown.segments:
        kind = f"{s.kind} “{s.attachment}”" if s.attachment else s.kind
        screen.write(f"\n── {kind}, {s.author or 'author unknown'}{f', {s.date}' if s.date else ''}", style="dim")
        screen.write(s.text)


def _attachments(flags: Iterable[str]) -> list[str]:
    """A line for each file that came with a message, and why it was not read where it was not."""
    unread = dict(f.partition(":")[2].rpartition(":")[::2] for f in flags if f.startswith("attachment-unread:"))
    names = [f.partition(":")[2] for f in flags if f.startswith("attachment:")]
    return [f"Attachment: {name}" + (f" (not read: {unread[name]})" if name in unread else "") for name in names]


def _show_thread(screen: Screen, thread: ThreadRef | None) -> None:
    if thread is None:
        screen.write("Thread: no other message found")
        return
    screen.write(f"Thread: message {thread.position} of {thread.messages}, {joined_words(thread.joined_by)}")
    for label, mail in (("before it", thread.previous), ("after it", thread.next)):
        if mail is not None:
            screen.write(f"{label}: {_mail_line(mail)}", indent=2)


def _mail_line(mail: ThreadMail) -> str:
    head = f"{mail.id}, {date_words(mail.date) or 'undated'}, {person_words(mail.from_)}"
    return f"{head}: {mail.first_words}" if mail.first_words else head


def _place(message: MessageRow) -> str:
    parts = [message.file, message.member, f"Bates {message.bates}" if message.bates else None]
    return ", ".join(part for part in parts if part)
