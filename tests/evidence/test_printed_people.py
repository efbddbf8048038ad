"""People on printed address lines. All is invented."""

import pytest

from evidence.printed_people import person


@pytest.mark.parametrize(
    "value", ["B6", "  B3 CIA PERS/ORG", "1.4(D)", "B1, 1.4(D)", "B7(C)", "(b)(6)", "[mailto:", ""]
)
def test_a_code_in_the_place_of_a_name_is_nobody(value: str) -> None:
    """What a releasing office prints where it took a name out is no author."""
    assert person(value) is None


def test_a_name_beside_a_code_stays_a_name() -> None:
    """A name that only begins like a code, or stands beside one, is read."""
    assert [person(v) is not None for v in ("B6 Coaches Ltd", "Ada Quill B6", "Baker, B1 Unit")] == [True] * 3
