"""A server on the loopback that speaks chat completions, or misbehaves as it is told; and a fake of the port."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from checker.opinions.model import Question, Trouble
from checker.run import JudgeUsed

Tree = dict[str, Any]
URL = "http://127.0.0.1:8080/v1/chat/completions"


class Reply(NamedTuple):
    """What the stub sends: after `wait_s` seconds, the body whole, cut off, a byte at a time, or nothing at all."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = {}
    wait_s: float = 0.0
    how: str = "whole"


def completion(content: str, **how: Any) -> Reply:
    """A chat completion with this content."""
    tree = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]}
    return Reply(json.dumps(tree).encode(), **how)


def data_of(request: Tree) -> Tree:
    """The JSON object that a request asks about."""
    found: Tree = json.loads(request["messages"][1]["content"])
    return found


def answer(data: Tree, relation: str, spans: list[list[int]] | None = None) -> str:
    """What a good judge answers; without `spans` it names the first piece."""
    first = data["passage"]["pieces"][0]
    rests_on = [[first["start"], first["end"]]] if spans is None else spans
    return json.dumps({"mark": data["mark"], "spans": rests_on, "relation": relation})


def says(relation: str) -> Callable[[Tree], Reply]:
    """A good judge that says the same of every passage."""
    return lambda request: completion(answer(data_of(request), relation))


class Stub:
    """A running server: what it was asked, and how many questions it held at once at most."""

    def __init__(self, rule: Callable[[Tree], Reply]) -> None:
        self.asked: list[Tree] = []
        self.headers: list[Mapping[str, str]] = []
        self.paths: list[str] = []
        self.most_at_once = 0
        self.at_once = 0
        self.rule = rule
        self.url = ""
        self.port = 0
        self.ended = threading.Event()
        self.lock = threading.Lock()


@contextmanager
def judge_server(rule: Callable[[Tree], Reply], certificate: Path | None = None) -> Iterator[Stub]:
    """A server on a free port of the loopback, over TLS where a certificate with its key is given."""
    stub = Stub(rule)

    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(stub))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    stub.port = server.server_address[1]
    stub.url = f"http{'s' if certificate else ''}://localhost:{stub.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_of(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with stub.lock:
                stub.asked.append(request)
                stub.headers.append(dict(self.headers))
                stub.paths.append(self.path)
                stub.at_once += 1
                stub.most_at_once = max(stub.most_at_once, stub.at_once)
            try:
                reply = stub.rule(request)
                stub.ended.wait(reply.wait_s)
            finally:
                # Before the answer goes: whoever has it asks the next question at once.
                with stub.lock:
                    stub.at_once -= 1
            try:
                _send(self, reply)
            except OSError:
                self.close_connection = True  # the other side has left

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Handler


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.close_connection = True
    if reply.how == "nothing":
        return
    handler.send_response(reply.status)
    for name, value in ({"Content-Length": str(len(reply.body))} | dict(reply.headers)).items():
        handler.send_header(name, value)
    handler.end_headers()
    if reply.how == "cut":
        handler.wfile.write(reply.body[: len(reply.body) // 2])
    elif reply.how == "trickle":
        for i in range(len(reply.body)):
            handler.wfile.write(reply.body[i : i + 1])
            handler.wfile.flush()
            time.sleep(0.02)
    else:
        handler.wfile.write(reply.body)


class FakeJudge:
    """The port without a network: answers by a rule over the question's data, and counts."""

    def __init__(self, rule: Callable[[Tree], str | Trouble], name: str = "fake-model") -> None:
        self.used = JudgeUsed(role="judge", name=name, sha256=None, engine="fake", precision=None)
        self.url = URL
        self.asked: list[Tree] = []
        self._rule = rule

    def ask(self, question: Question) -> bytes | Trouble:
        """A chat completion with what the rule says, or the rule's trouble."""
        data = json.loads(question.data)
        self.asked.append(data)
        said = self._rule(data)
        return said if isinstance(said, Trouble) else completion(said).body


def holds(relation: str) -> Callable[[Tree], str]:
    """A rule that says the same of every passage."""
    return lambda data: answer(data, relation)
