"""The nouns of asking a judge: Question, Opinion, Trouble, and the port to the server that answers."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from checker.run import JudgeUsed
from evidence.model import Span

OpinionRelation = Literal["contradicts", "supports", "neither"]
TroubleKind = Literal[
    "unreachable",
    "certificate",
    "dropped",
    "slow",
    "redirect",
    "refused",
    "server-error",
    "answer-too-long",
    "nonsense",
    "wrong-mark",
    "wrong-offsets",
    "not-asked",
]


class Question(NamedTuple):
    """What is asked of one passage. The answer must repeat `mark`; `length` bounds the offsets that it may name.

    `key` is the SHA-256 of address, model and both texts: under it the answer is kept.
    """

    key: str
    instructions: str
    data: str
    mark: str
    length: int


class Opinion(NamedTuple):
    """A checked answer; `spans` are [start, end) code points of the passage."""

    relation: OpinionRelation
    spans: tuple[Span, ...]


class Trouble(NamedTuple):
    """Why a passage stays unjudged; `wait_s` is how long the server asks to be left alone, in seconds."""

    kind: TroubleKind
    told: str
    wait_s: float = 0.0


class JudgeServer(Protocol):
    """What asking needs of a server. It is called from several threads."""

    @property
    def used(self) -> JudgeUsed:
        """The model as the report names it."""

    @property
    def url(self) -> str:
        """The address that questions go to."""

    def ask(self, question: Question) -> bytes | Trouble:
        """The body of a reply to one question, asked once."""


class OpinionStore(Protocol):
    """Where opinions are kept between runs, by the key of their question."""

    def get(self, keys: list[str]) -> dict[str, Opinion]:
        """Those that are known."""

    def put(self, key: str, opinion: Opinion) -> None:
        """Keep one."""
