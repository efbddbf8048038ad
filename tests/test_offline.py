"""Nothing leaves the machine unasked: one module opens connections, `--judge` alone loads it, a run opens none."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OPENS_CONNECTIONS = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "huggingface_hub",
}
# Loaded where `--judge` names a server, and nowhere else; an import contract holds that.
ASKS_A_JUDGE = Path("checker/opinions/server.py")
CLAIMS = """
parties:
  harbour: {name: "Harbour Office", domains: ["harbour.example"], kind: agency}
  dredger: {name: "Dredger Company", domains: ["dredger.example"], kind: vendor}
claims:
  - {id: no-contract, speaker: harbour, statement: "The Harbour Office has no contract with the Dredger Company."}
"""
MAIL = """From: Clerk <clerk@harbour.example>
To: Sales <sales@dredger.example>
Date: Tue, 5 Mar 2019 10:00:00 +0000
Subject: Contract
Message-ID: <1@harbour.example>

We signed the contract with the Dredger Company this morning. Invented mail.
"""
# Python tells an audit hook of every connection and every look-up of a name before it is made.
WATCHED = """
import sys
def refuse(event, arguments):
    if event == "import" and arguments[0] == "checker.opinions.server":
        sys.stderr.write("connection: the client of --judge is loaded\\n")
        raise SystemExit(99)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        sys.stderr.write(f"connection: {event} {arguments[-1]}\\n")
        raise SystemExit(99)
sys.addaudithook(refuse)
sys.argv = ["checker", *sys.argv[1:]]
from checker.cli import main
main()
"""


def test_no_module_opens_connections() -> None:
    """But for the client of `--judge` nothing is imported that speaks to a network; the models' library could."""
    found = []
    for path in (p for package in ("claims", "evidence", "checker") for p in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            speaks = [n for n in names if n in OPENS_CONNECTIONS or n.split(".")[0] in OPENS_CONNECTIONS]
            found += [path.relative_to(ROOT) for _ in speaks]
    assert set(found) == {ASKS_A_JUDGE}


@pytest.mark.model
def test_a_run_opens_no_connection(tmp_path: Path) -> None:
    """Ingest, check and search with the packaged models never so much as look a host up, without any setting."""
    case, mail = tmp_path / "case", tmp_path / "mail.eml"
    case.mkdir()
    (case / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    mail.write_text(MAIL, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HF_")} | {"CHECKER_CACHE": str(tmp_path)}
    for words in (["ingest", str(case), str(mail)], ["check", str(case), "--json"], ["search", str(case), "contract"]):
        command = [sys.executable, "-c", WATCHED, *words]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert "connection:" not in ran.stderr
        assert ran.returncode == 0, ran.stderr
    assert (case / "reports" / "report.json").is_file()


def test_the_watch_sees_connections() -> None:
    """The watch of the test above is awake: a look-up ends the process."""
    script = WATCHED.partition("sys.argv")[0] + "import socket; socket.getaddrinfo('host.example', 80)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.split()[0]) == (99, "connection:")
