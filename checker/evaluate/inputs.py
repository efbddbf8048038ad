"""The nouns of evaluation inputs: a labelled pair, an entailment row, a gold or gray passage, a document, a query.

Unknown keys are ignored: the files carry more than the program needs (data formats: docs/evaluate.md).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from checker.evaluate.figures import NliLabel, PairLabel
from checker.model import Relation
from claims.model import IsoPrefix
from claims.timespans import first_day

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
# Ids are written as text or as numbers.
Id = Annotated[Text, BeforeValidator(lambda x: str(x) if isinstance(x, int) else x)]


def _dated(text: str) -> str:
    first_day(text[:10])
    return text


# "2019", "2019-03", "2019-03-05" or a date-time that begins with a day.
MessageDate = Annotated[str, AfterValidator(_dated)]


class InputRow(BaseModel):
    """Frozen; what it does not know it ignores."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class CoversRow(InputRow):
    """The period that a statement speaks of."""

    from_: IsoPrefix | None = Field(default=None, alias="from")
    to: IsoPrefix | None = None


class OppositeRow(InputRow):
    """A statement of the reverse meaning; `not_flipped` are the ids of pairs that it leaves as they are."""

    opposite: Text
    opposite_speaker: Text | None = None
    not_flipped: tuple[Id, ...] = ()


def _opposite(value: object) -> object:
    return {"opposite": value} if isinstance(value, str) else value


class StatementRow(InputRow):
    """A public statement."""

    speaker: Text
    statement: Text
    made_on: IsoPrefix | None = None
    covers: CoversRow | None = None
    opposite: Annotated[OppositeRow | None, BeforeValidator(_opposite)] = None


class PropositionsRow(InputRow):
    """What restates and what would falsify a statement."""

    asserts: tuple[Text, ...] | None = None
    counter: tuple[Text, ...] | None = None


class MessageRow(InputRow):
    """The header of the message that holds the passage."""

    from_: str | None = Field(default=None, alias="from")
    to: Annotated[tuple[str, ...], BeforeValidator(lambda x: (x,) if isinstance(x, str) else x or ())] = ()
    date: MessageDate | None = None
    subject: str | None = None


class PairRow(InputRow):
    """A labelled pair of a claim-pairs file."""

    id: Id | None = None
    domain: str | None = None
    claim: StatementRow
    propositions: PropositionsRow | None = None
    message: MessageRow
    passage: Text
    label: PairLabel
    phenomena: tuple[str, ...] | None = None


class NliRow(InputRow):
    """Premise, hypothesis, label; the premise is read as given."""

    id: Id | None = None
    premise: Text
    hypothesis: Text
    label: NliLabel


class GrayRow(InputRow):
    """A claim and a passage of a released message."""

    claim: Id
    message_id: Text | None = None
    bates: Id | None = None
    quote: Text

    @model_validator(mode="after")
    def _names_a_message(self) -> GrayRow:
        if self.message_id is None and self.bates is None:
            raise ValueError("neither message_id nor bates is there")
        return self


class GoldRow(GrayRow):
    """The same with what the passage does to the claim; `neutral` says only that the claim was judged."""

    label: Relation


class DocumentRow(InputRow):
    """A document of a corpus in BEIR's layout."""

    id: Id = Field(alias="_id")
    title: str | None = None
    text: str


class QueryRow(InputRow):
    """A query in BEIR's layout."""

    id: Id = Field(alias="_id")
    text: Text
