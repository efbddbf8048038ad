"""What the records say: released files → indexed passages."""
