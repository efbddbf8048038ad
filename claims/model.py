"""The nouns of a public statement: Records, Party, Claim and its structured Assertion."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from claims.timespans import as_iso_prefix

PartyKind = Literal["agency", "vendor", "person", "press", "other"]
Wording = Literal["verbatim", "reported", "paraphrase"]
Polarity = Literal["affirms", "denies"]
Quantifier = Literal["no", "some", "all", "only", "at_least", "at_most", "exactly"]
Modality = Literal["fact", "policy", "belief"]
EventKind = Literal["started", "ended", "first_knew"]
PatternKind = Literal[
    "correspondence",
    "after",
    "before",
    "third_party",
    "personal_accounts",
    "dual_affiliation",
    "volume",
    "reach",
    "silence",
    "statements",
]

# A prefix of an ISO date: "2019", "2019-03" or "2019-03-05". Accepts str, int and date.
IsoPrefix = Annotated[str, BeforeValidator(as_iso_prefix)]


class Noun(BaseModel):
    """Frozen, without input or output of its own; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class Period(Noun):
    """A span of time, each end as precise as known; None means open or not stated.

    In YAML the keys are `from` and `to`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    from_: IsoPrefix | None = Field(default=None, alias="from")
    to: IsoPrefix | None = None


class Records(Noun):
    """What was released: printed above the verdicts."""

    body: str | None = None
    request: str | None = None
    received_on: IsoPrefix | None = None
    period: Period | None = None
    withheld_pages: Annotated[int, Field(ge=0)] | None = None


class Party(Noun):
    """An agency, vendor or person under its names and mail domains (subdomains included)."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: PartyKind = "other"


class StatementSource(Noun):
    """Where the statement was published; what is unknown stays null."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    archived: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    note: str | None = None


class Quantity(Noun):
    """A bound on a count or measure: `value` in `unit`, of what."""

    value: float
    unit: str | None = None
    of: str | None = None


class Event(Noun):
    """A dated event that the statement asserts."""

    kind: EventKind
    on: IsoPrefix | None = None


class Assertion(Noun):
    """The structured reading of one statement."""

    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    polarity: Polarity | None = None
    quantifier: Quantifier | None = None
    quantity: Quantity | None = None
    modality: Modality | None = None
    hedges: tuple[str, ...] = ()
    purpose: str | None = None
    event: Event | None = None
    covers: Period = Period()
    concedes: tuple[str, ...] = ()


class PatternRequest(Noun):
    """A fact over many messages that the claim should be held against."""

    kind: PatternKind
    between: tuple[str, ...] = ()
    date: IsoPrefix | None = None
    minimum: Annotated[int, Field(ge=1)] | None = None


class Response(Noun):
    """What the speaker answered when asked about the finding."""

    asked_on: IsoPrefix | None = None
    received_on: IsoPrefix | None = None
    text: str | None = None


class Claim(Noun):
    """One public statement by one party.

    `drafted` lists the field paths that a rule filled in because the claims file left them out.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    speaker: str
    statement: Annotated[str, Field(min_length=1)]
    wording: Wording | None = None
    quoted: tuple[str, ...] = ()
    made_on: IsoPrefix | None = None
    source: StatementSource = StatementSource()
    assertion: Assertion = Assertion()
    asserts: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    patterns: tuple[PatternRequest, ...] = ()
    response: Response = Response()
    drafted: tuple[str, ...] = ()


class ClaimsFile(Noun):
    """The whole claims file: what was released, who is who, what was said."""

    records: Records = Records()
    parties: dict[str, Party] = {}
    claims: tuple[Claim, ...] = ()
