"""Claim × index → facts over many messages, each with its exact messages and people and its rule in words."""

from checker.patterns.asked import Absent
from checker.patterns.finder import Outcome, PatternFinder
from checker.patterns.kept import keep_links

__all__ = ["Absent", "Outcome", "PatternFinder", "keep_links"]
