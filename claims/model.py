"""The nouns of a public statement: Records, Party, Claim and its structured Assertion."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

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
_DATE_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ]
}
IsoPrefix = Annotated[str, BeforeValidator(as_iso_prefix), WithJsonSchema(_DATE_SCHEMA, mode="validation")]


class Noun(BaseModel):
    """Frozen, without input or output of its own; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _null_leaves_out(cls, given: Any) -> Any:
        """Null for an optional list or mapping leaves it out: `quoted:` with nothing after it is no mistake."""
        if not isinstance(given, dict):
            return given
        droppable = {n for n, f in cls.model_fields.items() if not f.is_required() and f.default is not None}
        return {k: v for k, v in given.items() if v is not None or k not in droppable}


class Period(Noun):
    """A span of time, each end as precise as known; None means open or not stated.

    In YAML the keys are `from` and `to`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    from_: IsoPrefix | None = Field(default=None, alias="from", description="2018, 2018-10 or 2018-10-05; null: open.")
    to: IsoPrefix | None = Field(default=None, description="2020, 2020-02 or 2020-02-29; null: open.")


class Records(Noun):
    """What was released: printed above the verdicts."""

    body: str | None = Field(default=None, description="The body whose records were released.")
    request: str | None = Field(default=None, description="Request number, scope, custodians.")
    received_on: IsoPrefix | None = Field(default=None, description="When the records came: a year, month or day.")
    period: Period | None = Field(default=None, description="The time that the release spans.")
    withheld_pages: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Pages withheld; null where it is not known."
    )


class Party(Noun):
    """An agency, vendor or person under its names and mail domains (subdomains included)."""

    name: str = Field(description="The full name.")
    aliases: tuple[str, ...] = Field(default=(), description="Other names and abbreviations.")
    domains: tuple[str, ...] = Field(default=(), description="Of its mail addresses; subdomains are included.")
    kind: PartyKind = Field(default="other", description="What it is.")


class StatementSource(Noun):
    """Where the statement was published; what is unknown stays null."""

    outlet: str | None = Field(default=None, description="Who published it.")
    title: str | None = Field(default=None, description="Under which title.")
    url: str | None = Field(default=None, description="Where.")
    archived: str | None = Field(default=None, description="Where a copy is kept.")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="SHA-256 of the copy, 64 lower-case hex digits."
    )
    note: str | None = Field(default=None, description="Anything else that a reader must know about the source.")


class Quantity(Noun):
    """A bound on a count or measure: `value` in `unit`, of what."""

    value: float = Field(description="The number.")
    unit: str | None = Field(default=None, description="percent, day, $ …; null for a plain count.")
    of: str | None = Field(default=None, description="What is counted.")


class Event(Noun):
    """A dated event that the statement asserts."""

    kind: EventKind = Field(description="Whether something began, ended or became known.")
    on: IsoPrefix | None = Field(default=None, description="When, as precise as stated.")


class Assertion(Noun):
    """The structured reading of one statement."""

    subject: str | None = Field(default=None, description="Who or what it is about: a party key or free text.")
    predicate: str | None = Field(default=None, description="What is said of it, written positively.")
    object: str | None = Field(default=None, description="Of or to whom: a party key or free text.")
    polarity: Polarity | None = Field(default=None, description="Whether subject, predicate, object are denied.")
    quantifier: Quantifier | None = Field(default=None, description="How many cases it speaks of, if stated.")
    quantity: Quantity | None = Field(default=None, description="The number of at_least, at_most, exactly.")
    modality: Modality | None = Field(default=None, description="What is so, what is the rule, or what is believed.")
    hedges: tuple[str, ...] = Field(default=(), description="Qualifiers in the statement, such as formally.")
    purpose: str | None = Field(default=None, description="The purpose that it names: in furtherance of …")
    event: Event | None = Field(default=None, description="A dated event that it asserts.")
    covers: Period = Field(default=Period(), description="When it is true or false; default: up to made_on.")
    concedes: tuple[str, ...] = Field(default=(), description="Sentences that the statement admits.")


class PatternRequest(Noun):
    """A fact over many messages that the claim should be held against."""

    kind: PatternKind = Field(description="Which pattern.")
    between: tuple[str, ...] = Field(default=(), description="Party keys.")
    date: IsoPrefix | None = Field(default=None, description="For after and before: the day that divides.")
    minimum: Annotated[int, Field(ge=1)] | None = Field(default=None, description="How many make the pattern.")


class Response(Noun):
    """What the speaker answered when asked about the finding."""

    asked_on: IsoPrefix | None = Field(default=None, description="When the speaker was asked.")
    received_on: IsoPrefix | None = Field(default=None, description="When the answer came.")
    text: str | None = Field(default=None, description="The answer to the letter.")


class Claim(Noun):
    """One public statement by one party.

    `drafted` lists the field paths that a rule filled in because the claims file left them out.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")] = Field(
        description="The claim's name: letters, digits, dot, underscore, hyphen."
    )
    speaker: str = Field(description="The key of the party that made the statement.")
    statement: Annotated[str, Field(min_length=1)] = Field(description="What was said.")
    wording: Wording | None = Field(default=None, description="How near the statement is to the words on record.")
    quoted: tuple[str, ...] = Field(default=(), description="Phrases that are on record to the letter.")
    made_on: IsoPrefix | None = Field(default=None, description="When it was said: a year, month or day.")
    source: StatementSource = Field(default=StatementSource(), description="Where it was published.")
    assertion: Assertion = Field(default=Assertion(), description="The structured reading; drafted where left out.")
    asserts: tuple[str, ...] = Field(default=(), description="Plain sentences that restate it.")
    counter: tuple[str, ...] = Field(default=(), description="Positive sentences, any of which makes it false.")
    patterns: tuple[PatternRequest, ...] = Field(default=(), description="Facts over many messages to hold it against.")
    response: Response = Field(default=Response(), description="What the speaker answered when asked.")
    drafted: tuple[str, ...] = Field(default=(), description="Paths of the fields that the program filled in.")


class ClaimsFile(Noun):
    """The whole claims file: what was released, who is who, what was said."""

    records: Records = Field(default=Records(), description="What was released.")
    parties: dict[str, Party] = Field(default={}, description="Who is who, under keys of your own.")
    claims: tuple[Claim, ...] = Field(default=(), description="What was said.")
