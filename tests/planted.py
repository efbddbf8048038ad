"""A seed of planted facts → mailboxes of invented mail, and exactly which messages and people each pattern must find.

Every act carries its own reference in its text ("Reference act17."), so that a test can tell from the released bytes
which act a message witnesses. An act may stand in the release several times: in a second mailbox under other transport
headers, byte for byte again, or as a printed page. All people, bodies and addresses are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from claims.model import Claim, ClaimsFile

END, FIRST_KNEW = "2019-03", "2018-11-15"
CARRIED = "no institutional relationship with Example Vision"
ZONE = dt.timezone(dt.timedelta(hours=-5))
START = dt.datetime(2018, 10, 1, 9, 12, 31, tzinfo=ZONE)
Kind = Literal[
    *("exchange", "answer", "use", "internal", "referral", "forward", "direct", "private", "to_private", "asks"),
    *("signs_both", "figure", "instruction", "missing", "carries", "noise"),
]
KINDS: tuple[Kind, ...] = (
    *("exchange", "answer", "use", "internal", "referral", "forward", "direct", "private", "to_private", "asks"),
    *("signs_both", "figure", "instruction", "missing", "carries", "noise"),
)
Copy = Literal["transport", "bytes", "printed"]


@dataclass(frozen=True)
class Who:
    """An invented person with one mailbox."""

    name: str
    address: str

    @property
    def shown(self) -> str:
        """As a header shows it."""
        return f"{self.name} <{self.address}>"


def _staff(domain: str, *names: str) -> tuple[Who, ...]:
    return tuple(Who(name, f"{name.lower().replace(' ', '.')}@{domain}") for name in names)


POLICE = _staff(
    "police.example.gov", "Dora Vance", "Emil Stroud", "Fay Okello", "Gus Tarrant", "Hal Imber", "Ida Brisk"
)
VENDOR = _staff("vision.example.com", "Ilya Brandt", "Jo Marsh")
BORDER = _staff("border.example.gov", "Rosa Quill", "Sol Varga")
PRIVATE = {w.address: Who(w.name, w.address.split("@")[0].replace(".", "_") + "@gmail.com") for w in POLICE}
NOBODY = Who("Nell Farrow", "nell.farrow@harbour.example.org")


@dataclass(frozen=True)
class Plant:
    """One act to plant: its kind, who of the department, how many days after the start, and its further witnesses."""

    kind: Kind
    officer: int
    day: int
    copies: tuple[Copy, ...] = ()


@dataclass
class Expected:
    """What a pattern must return: acts, people by address, acts by side of the sender."""

    acts: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Act:
    """An act as it is written."""

    number: int
    sender: Who
    to: Who
    moment: dt.datetime
    body: str
    reply_to: str | None = None

    @property
    def day(self) -> str:
        """Its calendar day in its own zone."""
        return self.moment.date().isoformat()


def act_of(number: int, plant: Plant) -> Act:
    """The act that a plant stands for."""
    officer, vendor = POLICE[plant.officer % len(POLICE)], VENDOR[plant.officer % len(VENDOR)]
    agent, private = BORDER[plant.officer % len(BORDER)], PRIVATE[POLICE[plant.officer % len(POLICE)].address]
    moment = START + dt.timedelta(days=plant.day, minutes=number)
    sender, to, said = {
        "exchange": (officer, vendor, "Thank you for the call on Monday."),
        "answer": (vendor, officer, "It was good to talk; the slides will follow."),
        "use": (officer, vendor, "My account works again and I logged in this morning."),
        "internal": (officer, POLICE[0], "Example Vision called about a meeting next week."),
        "referral": (officer, vendor, f"Please meet {agent.name}, who works with us at the port."),
        "forward": (officer, vendor, f"Passing this on.\n\n{_forwarded(agent, moment)}"),
        "direct": (agent, officer, "Could we meet on Thursday about the port?"),
        "private": (private, vendor, "Here is the note that you wanted."),
        "to_private": (vendor, private, "Here is the note that you wanted."),
        "asks": (officer, vendor, "Please write to my personal email from now on."),
        "signs_both": (
            officer,
            vendor,
            f"See you there.\n\n-- \n{officer.name}\nDetective\nBorder Example Agency Task Force",
        ),
        "figure": (officer, vendor, f"Last week our squad ran {40 + number} searches."),
        "instruction": (vendor, officer, "See if you can reach 100 searches by Friday."),
        "missing": (officer, vendor, "That suits us well."),
        "carries": (officer, POLICE[0], f"The line for the press is: we have {CARRIED}."),
        "noise": (NOBODY, vendor, "The harbour regatta begins at noon."),
    }[plant.kind]
    reply = f"gone-{number}@vision.example.com" if plant.kind == "missing" else None
    return Act(number, sender, to, moment, f"Reference act{number}.\n\n{said}\n", reply)


def _forwarded(agent: Who, moment: dt.datetime) -> str:
    earlier = (moment - dt.timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S -0500")
    return (
        "---------- Forwarded message ----------\n"
        f"From: {agent.shown}\nDate: {earlier}\nSubject: Port\nTo: {POLICE[0].shown}\n\nWe would like to hear more."
    )


def expected(plants: list[Plant]) -> dict[str, Expected]:
    """What each pattern must find, from what was planted."""
    found = {kind: Expected() for kind in PATTERNS}
    known = {BORDER[p.officer % len(BORDER)] for p in plants if p.kind in ("direct", "forward")}
    acts = [act_of(number, plant) for number, plant in enumerate(plants)]
    official = {who for act in acts for who in (act.sender, act.to)}
    for number, (plant, act) in enumerate(zip(plants, acts, strict=True)):
        crossing = {act.sender, act.to} & set(POLICE) and {act.sender, act.to} & set(VENDOR)
        kinds = set(_ALWAYS.get(plant.kind, ()))
        kinds |= {"correspondence", "reach"} if crossing else set()
        kinds |= {"after"} if crossing and act.day > "2019-03-31" else set()
        names = plant.kind in ("internal", "carries")
        kinds |= {"before"} if (crossing or names) and act.day < FIRST_KNEW else set()
        # A free-mail address is the department's only under the name of somebody whose official one is released.
        private = plant.kind in ("private", "to_private") and POLICE[plant.officer % len(POLICE)] in official
        kinds |= {"personal_accounts"} if private else set()
        # A name is known as the border agency's only where the release shows the mailbox.
        kinds |= {"third_party"} if plant.kind == "referral" and BORDER[plant.officer % len(BORDER)] in known else set()
        for kind in kinds:
            found[kind].acts.add(number)
            found[kind].people |= {w.address for w in (act.sender, act.to) if _counts(kind, plant, w)}
    # One person is listed once, under the private address that the pattern is about.
    for official, private in PRIVATE.items():
        if private.address in found["personal_accounts"].people:
            found["personal_accounts"].people.discard(official)
    return found


_ALWAYS: dict[str, tuple[str, ...]] = {
    "forward": ("third_party", "silence"),  # the forwarded original is nowhere released
    "direct": ("third_party",),
    "asks": ("personal_accounts",),
    "signs_both": ("dual_affiliation",),
    "figure": ("volume",),
    "missing": ("silence",),
    "carries": ("statements",),
}
PATTERNS = (
    *("correspondence", "after", "before", "third_party", "personal_accounts"),
    *("dual_affiliation", "volume", "reach", "silence", "statements"),
)


def _counts(kind: str, plant: Plant, who: Who) -> bool:
    """Whether somebody on an act is one of the people that a pattern lists."""
    if kind == "third_party":
        return who in BORDER
    if kind == "personal_accounts":
        return who in PRIVATE.values() or (plant.kind == "asks" and who in POLICE)
    return who in POLICE or (kind == "correspondence" and who in VENDOR)


def write(folder: Path, plants: list[Plant], order: list[int]) -> dict[int, int]:
    """Write the mailboxes, their messages in `order`; how many messages of differing bytes witness each act."""
    boxes: dict[str, list[bytes]] = {"department.mbox": [], "vendor.mbox": []}
    witnesses: dict[int, int] = {}
    for number in order:
        act = act_of(number, plants[number])
        raw = _raw(act, "department")
        boxes["department.mbox"].append(raw)
        copies = copies_of(plants[number])
        for copy in copies:
            if copy == "bytes":
                boxes["vendor.mbox"].append(raw)
            elif copy == "transport":
                boxes["vendor.mbox"].append(_raw(act, "vendor"))
            else:
                (folder / f"page-{number}.txt").write_text(_printed(act), encoding="utf-8")
        witnesses[number] = 1 + len({*copies} - {"bytes"})
    for name, messages in boxes.items():
        if messages:
            (folder / name).write_bytes(
                b"".join(b"From - Thu Jan  1 00:00:00 2019\n" + raw + b"\n" for raw in messages)
            )
    return witnesses


def copies_of(plant: Plant) -> tuple[Copy, ...]:
    """The further witnesses of an act; on a printed page the forwarded message would be an act of its own."""
    return tuple(c for c in plant.copies if plant.kind != "forward" or c != "printed")


def _raw(act: Act, box: str) -> bytes:
    reply = f"In-Reply-To: <{act.reply_to}>\n" if act.reply_to else ""
    return (
        f"Received: from relay by {box}.example.net; {act.moment:%d %b %Y %H:%M:%S} -0500\n"
        f"From: {act.sender.shown}\nTo: {act.to.shown}\nDate: {act.moment:%a, %d %b %Y %H:%M:%S} -0500\n"
        f"Subject: Note {act.number}\nMessage-ID: <act{act.number}@example.net>\n{reply}"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{act.body}"
    ).encode()


def _printed(act: Act) -> str:
    clock = act.moment.strftime("%I:%M %p").lstrip("0")
    return (
        f"From: {act.sender.shown}\nSent: {act.moment:%A, %B} {act.moment.day}, {act.moment.year} {clock}\n"
        f"To: {act.to.shown}\nSubject: Note {act.number}\n\n{act.body}"
    )


PARTIES = {
    "police": {"name": "Port Example Police Department", "domains": ["police.example.gov"], "kind": "agency"},
    "vision": {"name": "Example Vision", "domains": ["vision.example.com"], "kind": "vendor"},
    "border": {"name": "Border Example Agency", "domains": ["border.example.gov"], "kind": "agency"},
}
READINGS: dict[str, dict[str, object]] = {
    "correspondence": {
        "predicate": "corresponded with",
        "object": "vision",
        "polarity": "denies",
        "quantifier": "no",
    },
    "after": {"polarity": "affirms", "event": {"kind": "ended", "on": END}},
    "before": {"polarity": "affirms", "event": {"kind": "first_knew", "on": FIRST_KNEW}},
    "third_party": {"predicate": "shares information with", "object": "border", "polarity": "denies"},
    "personal_accounts": {"predicate": "uses official channels", "polarity": "affirms", "quantifier": "only"},
    "dual_affiliation": {"predicate": "works for", "object": "border", "polarity": "denies"},
    "volume": {"polarity": "affirms", "quantifier": "at_most", "quantity": {"value": 50, "of": "searches"}},
    "reach": {"polarity": "affirms", "quantifier": "at_most", "quantity": {"value": 3, "of": "officers"}},
    "silence": {"polarity": "affirms"},
    "statements": {
        "predicate": "has a relationship with",
        "object": "vision",
        "polarity": "denies",
        "quantifier": "no",
    },
}


def claims_file() -> ClaimsFile:
    """One claim for each kind of pattern, each worded so that the pattern bears on it."""
    between = {"third_party": ["police", "border"], "dual_affiliation": ["police", "border"]}
    claims = [
        Claim.model_validate(
            {
                "id": kind,
                "speaker": "police",
                "statement": f"An invented statement about {kind}.",
                "quoted": [CARRIED] if kind == "statements" else [],
                "assertion": {"subject": "police", **reading},
                "patterns": [{"kind": kind, "between": between.get(kind, ["police", "vision"])}],
            }
        )
        for kind, reading in READINGS.items()
    ]
    return ClaimsFile.model_validate({"parties": PARTIES, "claims": [c.model_dump() for c in claims]})
