"""Settings of a run → what its pages and the command line say of the judge that it asked, if it asked one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

TROUBLE_WORDS: Mapping[str, str] = {
    "unreachable": "no connection",
    "certificate": "certificate not trusted",
    "dropped": "connection dropped",
    "slow": "no answer in time",
    "redirect": "redirected elsewhere, not followed",
    "refused": "question, model or key not taken",
    "server-error": "the server failed",
    "answer-too-long": "reply too long",
    "nonsense": "answer not as asked for",
    "wrong-mark": "answer without the question's mark",
    "wrong-offsets": "offsets outside the passage",
    "not-asked": "not asked, as the judge had failed too often in a row",
}


class JudgeTold(NamedTuple):
    """What a page says of the judge; `banner` is None where nothing left the machine."""

    banner: str | None
    method: str


def judge_told(settings: Mapping[str, object]) -> JudgeTold | None:
    """What the pages say; None for a run that asked no judge."""
    if "judge" not in settings:
        return None
    model, url, place = settings["judge_model"], settings["judge"], settings["judge_place"]
    banner = {
        "private network": f"statements and passages were sent to another machine on a private network: {url}",
        "elsewhere": f"statements and passages of the mail left the machine: they were sent to {url}, which is neither"
        " that machine nor its private network",
    }.get(str(place))
    method = (
        f"A language model, {model} at {url}, was also asked about the best passages of each statement; it judged"
        f" {settings['judge_answers']}. {_unjudged(settings) or 'None stayed unjudged.'} Its answer is one more term of"
        " the score, “judge”. The weight of that term is set by hand, not fitted, and bounded: alone it makes no"
        " passage strong. Its name is what the server was asked for; nobody here has seen its weights."
    )
    return JudgeTold(banner, method)


def unjudged_words(settings: Mapping[str, object]) -> str | None:
    """The line of those that stayed unjudged; None where there are none."""
    told = _unjudged(settings)
    return f"Judge: {settings['judge_answers']} passages judged. {told} Run again to ask about these." if told else None


def _unjudged(settings: Mapping[str, object]) -> str | None:
    found = settings.get("judge_unjudged")
    if not isinstance(found, Mapping) or not found:
        return None
    why = ", ".join(f"{TROUBLE_WORDS.get(kind, kind)}: {n}" for kind, n in found.items())
    return f"Passages not judged, and scored without it: {sum(found.values())} ({why})."
