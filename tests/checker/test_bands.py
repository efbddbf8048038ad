"""What bands were worth where they were measured → the table of a report."""

from __future__ import annotations

from checker.report.bands import Bands, MeasuredOn, bands_told, shipped_bands
from checker.run import ModelUsed

HELD = {"contradicts": {"strong": (9, 10), "moderate": (3, 6), "weak": (0, 0)}}
BANDS = Bands(entailment_sha256="ab", measured=(MeasuredOn(on="pairs", held=HELD), MeasuredOn(on="mail", held={})))


def _models(sha256: str) -> list[ModelUsed]:
    made = {"name": "net", "engine": "onnxruntime", "precision": "fp32"}
    return [
        ModelUsed(role="embedding", sha256="ab", **made),
        ModelUsed(role="entailment", sha256=sha256, **made),
    ]


def test_a_report_tells_how_often_passages_of_a_band_held() -> None:
    """Each band has its count and share, and a band that nothing was said in has none."""
    told = bands_told(_models("ab"), BANDS)
    assert told is not None
    assert told.on == ("pairs", "mail")
    assert told.rows == (
        ("appears to contradict, strong", ("9 of 10 (90%)", "none")),
        ("appears to contradict, moderate", ("3 of 6 (50%)", "none")),
        ("appears to contradict, weak", ("none", "none")),
    )


def test_another_network_has_no_measured_bands() -> None:
    """What was measured with one network is not claimed of another, nor of an embedding model of that name."""
    assert bands_told(_models("cd"), BANDS) is None


def test_shipped_bands_are_of_the_three_ranges() -> None:
    """The file that ships has counts that can be: no more right than said."""
    for measured in shipped_bands().measured:
        for by_band in measured.held.values():
            assert all(0 <= right <= said for right, said in by_band.values())
