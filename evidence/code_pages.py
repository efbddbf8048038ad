"""Number of a Windows code page → the charset that it is."""

from __future__ import annotations

from functools import cache

from evidence.vocabulary import entries


def charset_of(code_page: int | None) -> str | None:
    """The charset; None where no page is stated, a name that no charset has where the number is not known."""
    return None if not code_page else _charsets().get(code_page, f"code-page-{code_page}")


@cache
def _charsets() -> dict[int, str]:
    return {int(page): name for page, _, name in (entry.partition(" ") for entry in entries("code-pages"))}
