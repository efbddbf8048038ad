"""Header and passage → premise; moved."""

from evidence.premise import header_line, premise

__all__ = ["header_line", "premise"]
