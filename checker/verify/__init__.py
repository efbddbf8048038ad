"""Whether a case says what its sources say: every quote, every message, every byte derived again from the files."""
