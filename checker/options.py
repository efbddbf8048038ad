"""The options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CaseFolder = Annotated[Path, typer.Argument(help="The case's folder.", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no tables on stderr.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable result on stdout.")]
EmbeddingOption = Annotated[
    str | None, typer.Option("--embedding-model", help="Any sentence-transformers model: a folder or hub name.")
]
NliOption = Annotated[
    str | None, typer.Option("--nli-model", help="Any three-way entailment cross-encoder: a folder or hub name.")
]
JudgeOption = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="URL",
        help="Also ask a language model on this server (llama.cpp, Ollama, vLLM …): passages are sent to it.",
    ),
]
JudgeModelOption = Annotated[str | None, typer.Option("--judge-model", help="The model's name on that server.")]
JudgeTopOption = Annotated[
    int, typer.Option("--judge-top", min=1, help="How many passages of each claim it is asked about.")
]
JudgeTimeoutOption = Annotated[
    float, typer.Option("--judge-timeout", min=0.1, help="Seconds that it may take for one answer.")
]
DeviceOption = Annotated[str | None, typer.Option("--device", help="cpu, cuda, mps … for the models.")]
