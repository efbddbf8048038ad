"""The report of a demo → the block of README.md that shows it.

    python docs/paste_demo.py demo/reports/report.json

Run it after `make demo` where weights, rules or the example changed; a test holds the pasted verdicts against those
that the example must have.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from checker.console import verdict_table
from checker.model import Finding, Report
from checker.report.as_json import load_report

README = Path(__file__).resolve().parents[1] / "README.md"


def main() -> None:
    """Renew the block."""
    report = load_report(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[1])
    text = README.read_text(encoding="utf-8")
    block = f"<!-- demo -->\n{shown(report)}<!-- end -->"
    README.write_text(re.sub(r"<!-- demo -->.*?<!-- end -->", lambda _: block, text, flags=re.DOTALL), encoding="utf-8")


def shown(report: Report) -> str:
    """The table as a terminal of 80 columns shows it, and one passage."""
    screen = io.StringIO()
    Console(file=screen, width=80).print(verdict_table(report.findings))
    table = "\n".join(line.rstrip() for line in screen.getvalue().splitlines())
    return f"\n```\n{table}\n```\n\n{strongest(report.findings)}\n"


def strongest(findings: Sequence[Finding]) -> str:
    """The strongest link that contradicts: quote, who wrote it, when, where."""
    against = [(f, link) for f in findings for link in f.links if link.relation == "contradicts"]
    finding, link = max(against, key=lambda pair: pair[1].score)
    author = link.segment.author
    who = (author.name or author.raw) if author else "an author who is not shown"
    kind = "" if link.segment.kind == "own" else f" ({link.segment.kind})"
    when = link.segment.date or "undated"
    return (
        f"Its strongest contradiction, of `{finding.claim.id}`:\n\n"
        f"> {link.quote_display}\n>\n"
        f"> {who}{kind}, {when[:10]}, `{link.locator.file}`\n"
    )


if __name__ == "__main__":
    main()
