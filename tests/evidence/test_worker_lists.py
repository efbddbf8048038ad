"""Items that were read → the lists that are sent to the process that asked."""

from __future__ import annotations

from types import SimpleNamespace

from evidence import worker
from evidence.reading import ReadMessage


def _item(text: str) -> tuple[None, ReadMessage]:
    body = SimpleNamespace(text=SimpleNamespace(text=text))
    return None, ReadMessage(SimpleNamespace(bodies=[body]), ())


def test_messages_of_a_long_printout_share_a_list(monkeypatch) -> None:
    """A text longer than a list may be is sent with all messages that stand in it, not once with each."""
    monkeypatch.setattr(worker, "BATCH_SECONDS", 60.0)
    text = "x" * (worker.BATCH_CHARACTERS + 1)
    assert [len(found) for found in worker._batches(iter([_item(text) for _ in range(50)]))] == [50]


def test_texts_of_their_own_fill_a_list(monkeypatch) -> None:
    """Texts that nothing shares are sent before too many characters have come together."""
    monkeypatch.setattr(worker, "BATCH_SECONDS", 60.0)
    texts = [str(n) * (worker.BATCH_CHARACTERS // 2) for n in range(1, 10)]
    assert max(len(found) for found in worker._batches(iter([_item(t) for t in texts]))) <= 3
