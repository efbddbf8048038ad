"""One module a format: input file → messages."""
