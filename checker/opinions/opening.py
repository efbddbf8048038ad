"""Options of the command line → the judge that a run asks, and what a person must be told before it is asked."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from checker.errors import BadUsage
from checker.opinions.address import Place, parsed, place_of
from checker.opinions.asking import Effort
from checker.opinions.hearing import AskedJudge
from checker.settings import JudgeSettings

FIRST_PAUSE_S = 0.5


class Opened(NamedTuple):
    """A judge, and the line that must be read before anything is sent; None where nothing leaves the machine."""

    judge: AskedJudge
    warning: str | None


def open_asked_judge(settings: JudgeSettings) -> Opened:
    """The judge that `settings` name. Nothing is sent yet; its host is looked up.

    Raises:
        BadUsage: no usable address.
        JudgeSilent: its host cannot be found.
    """
    address = parsed(settings.judge)
    # What opens connections is imported only where a judge is asked for.
    server = import_module("checker.opinions.server")
    ips = server.looked_up(address)
    place = place_of(ips)
    judge = server.HttpJudge(address, ips, settings.judge_model, settings.judge_timeout_s)
    effort = Effort(settings.judge_workers, settings.judge_retries, FIRST_PAUSE_S)
    return Opened(AskedJudge(judge, settings, place, effort), warning(address.origin, ips, place))


def warning(origin: str, ips: tuple[str, ...], place: Place) -> str | None:
    """What a person must know before released mail is sent to `origin`."""
    if place == "this machine":
        return None
    sent = f"--judge sends statements and passages of the mail to {origin} ({', '.join(ips)})"
    unsealed = "" if origin.startswith("https:") else ", unencrypted"
    if place == "private network":
        return f"Note: {sent} on your private network{unsealed}: they leave this machine."
    return (
        f"WARNING: {sent}, which is NEITHER THIS MACHINE NOR YOUR PRIVATE NETWORK{unsealed}: THE MAIL LEAVES YOUR"
        " HANDS. Stop with Ctrl-C if that is not what you want."
    )


def judge_settings(judge: str | None, model: str | None, top: int, timeout_s: float) -> JudgeSettings | None:
    """The options as settings; None where no judge is asked for.

    Raises:
        BadUsage: one of address and model is given without the other.
    """
    if judge is None and model is None:
        return None
    if judge is None:
        raise BadUsage("--judge-model is given without --judge", "name the server with --judge URL, or leave it out")
    if not model or not model.isprintable():
        raise BadUsage("--judge needs the model's name", "name it with --judge-model, as the server knows it")
    return JudgeSettings(judge=judge, judge_model=model, judge_top=top, judge_timeout_s=timeout_s)
