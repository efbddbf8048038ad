"""The base of this package's nouns: frozen, closed, floats as reports print them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

# Floats in reports have at most four decimals; -0.0 is written as 0.0.
Rounded = Annotated[float, PlainSerializer(lambda x: round(x, 4) + 0.0, return_type=float)]
Span = tuple[int, int]


class Noun(BaseModel):
    """Frozen, without input or output of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
