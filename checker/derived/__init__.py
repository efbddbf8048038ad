"""The case's index → what is derived from its messages: persons, acts, threads; kept in its tables (views.sql)."""
