"""Questions → opinions or troubles, a few at a time, with retries; after failures in a row no more are asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import count
from queue import Empty, SimpleQueue
from typing import NamedTuple

from checker.opinions.answer import opinion_of
from checker.opinions.model import JudgeServer, Opinion, Question, Trouble

# Trying again may help; a wrong answer comes again, for the judge is asked without chance (temperature 0).
RETRIED = frozenset({"unreachable", "dropped", "slow", "server-error"})
# The server rather than the one question is at fault.
FAILURES = RETRIED | {"certificate", "redirect", "refused"}
FAILURES_IN_A_ROW = 5
LONGEST_PAUSE_S = 20.0


class Effort(NamedTuple):
    """How hard a judge is asked: questions at a time, further tries of each, pause before the first of these."""

    workers: int
    retries: int
    first_pause_s: float


class _Answered(NamedTuple):
    question: Question
    outcome: Opinion | Trouble | Exception


class Asker:
    """Asks one server; its failures in a row are counted over all that it is asked."""

    def __init__(self, server: JudgeServer, effort: Effort) -> None:
        self._server = server
        self._effort = effort
        self._failures = 0

    @property
    def given_up(self) -> bool:
        """Whether the server has failed too often in a row to be asked again in this run."""
        return self._failures >= FAILURES_IN_A_ROW

    def answered(self, questions: Sequence[Question]) -> Iterator[tuple[Question, Opinion | Trouble]]:
        """What became of each question, as it comes in; once the server is given up, the rest is not yielded."""
        waiting: SimpleQueue[Question] = SimpleQueue()
        results: SimpleQueue[_Answered] = SimpleQueue()
        stop = threading.Event()
        for question in questions:
            waiting.put(question)
        # Daemons: Ctrl-C ends the program at once, not when the last answer has come.
        for _ in range(min(self._effort.workers, len(questions))):
            threading.Thread(target=self._work, args=(waiting, results, stop), daemon=True).start()
        try:
            for _ in questions:
                found = results.get()
                if isinstance(found.outcome, Exception):
                    raise found.outcome
                failed = isinstance(found.outcome, Trouble) and found.outcome.kind in FAILURES
                self._failures = self._failures + 1 if failed else 0
                yield found.question, found.outcome
                if self.given_up:
                    return
        finally:
            stop.set()

    def _work(self, waiting: SimpleQueue[Question], results: SimpleQueue[_Answered], stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                question = waiting.get_nowait()
            except Empty:
                return
            outcome: Opinion | Trouble | Exception
            try:
                outcome = self._tried(question, stop)
            except Exception as error:  # noqa: BLE001  a mistake of this program: raised again in the main thread
                outcome = error
            results.put(_Answered(question, outcome))

    def _tried(self, question: Question, stop: threading.Event) -> Opinion | Trouble:
        """Ask until there is an answer, the trouble is not of the kind that passes, or the run has ended."""
        for attempt in count():
            reply = self._server.ask(question)
            outcome = reply if isinstance(reply, Trouble) else opinion_of(reply, question)
            if isinstance(outcome, Opinion) or outcome.kind not in RETRIED or attempt == self._effort.retries:
                break
            stop.wait(max(outcome.wait_s, min(self._effort.first_pause_s * 2**attempt, LONGEST_PAUSE_S)))
            if stop.is_set():
                break
        return outcome
