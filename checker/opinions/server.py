"""Question → body of the reply, over HTTP: the one module of this program that opens a connection.

The standard library's client does what is needed and nothing that is not: no proxy, no redirect, no second request
that nobody asked for (docs/decisions/020-a-judge-of-ones-own.md).
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from checker.errors import BadUsage, JudgeSilent
from checker.opinions.address import Address
from checker.opinions.answer import ANSWER_SCHEMA
from checker.opinions.model import Question, Trouble
from checker.run import JudgeUsed

MOST_REPLY_BYTES = 1 << 20
MOST_ANSWER_TOKENS = 1000
LONGEST_WAIT_S = 30.0
# From the surest form of an answer to none; a server that refuses one is asked with the next.
_FORMS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": ANSWER_SCHEMA}},
    {"type": "json_object"},
    None,
)
_FORM_REFUSED = (400, 422, 501)


def looked_up(address: Address) -> tuple[str, ...]:
    """The IP addresses of a judge's host. They are looked up once, so that what is asked is what was told.

    Raises:
        JudgeSilent: the host has none.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise JudgeSilent(
            f"{address.host} cannot be looked up: {error.strerror or error}", "check the address, or leave --judge out"
        ) from error
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class HttpJudge:
    """A server that speaks OpenAI's chat completions: llama.cpp, Ollama, vLLM and others."""

    def __init__(self, address: Address, ips: Sequence[str], model: str, timeout_s: float) -> None:
        self.url = address.url
        self.used = JudgeUsed(role="judge", name=model, sha256=None, engine="chat completions", precision=None)
        self._address = address
        self._ips = ips
        self._timeout_s = timeout_s
        self._form = 0
        self._headers = _headers()

    def ask(self, question: Question) -> bytes | Trouble:
        """The body of a reply to one question; the server's timeout holds for each try of a form as a whole."""
        while True:
            form = self._form
            status, reply = self._posted(json.dumps(self._body(question, _FORMS[form])).encode("ascii"))
            if status not in _FORM_REFUSED or form + 1 == len(_FORMS):
                return reply
            self._form = max(self._form, form + 1)

    def _body(self, question: Question, form: dict[str, Any] | None) -> dict[str, Any]:
        return {
            "model": self.used.name,
            "messages": [
                {"role": "system", "content": question.instructions},
                {"role": "user", "content": question.data},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": MOST_ANSWER_TOKENS,
            "stream": False,
            **({"response_format": form} if form else {}),
        }

    def _posted(self, body: bytes) -> tuple[int | None, bytes | Trouble]:
        """Status and body; the status is None where no reply arrived whole."""
        connection = _Connection(self._address, self._ips, self._timeout_s)
        late = threading.Event()
        watch = threading.Timer(self._timeout_s, _cut_off, (connection, late))
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", self._address.path, body=body, headers=self._headers)
            response = connection.getresponse()
            data = response.read(MOST_REPLY_BYTES + 1)
            if late.is_set() or (response.length and len(data) <= MOST_REPLY_BYTES):
                raise http.client.IncompleteRead(data)
        except (OSError, http.client.HTTPException) as error:
            return None, trouble_of(error, connected=connection.connected, late=late.is_set())
        finally:
            watch.cancel()
            connection.close()
        return response.status, _checked(response, data)


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked up before; over TLS the certificate must be the host's."""

    def __init__(self, address: Address, ips: Sequence[str], timeout_s: float) -> None:
        super().__init__(address.host, address.port, timeout=timeout_s)
        self.wire: socket.socket | None = None
        self.connected = False
        self._ips = ips
        self._context = ssl.create_default_context() if address.secure else None

    def connect(self) -> None:
        """Connect to the first of the addresses that accepts."""
        for ip in self._ips[:-1]:
            with suppress(OSError):
                self.wire = socket.create_connection((ip, self.port), self.timeout)
                break
        else:
            self.wire = socket.create_connection((self._ips[-1], self.port), self.timeout)
        self.sock = self.wire
        if self._context is not None:
            # Wrapped first, so that a handshake that trickles can be ended as well.
            wrapped = self._context.wrap_socket(self.wire, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.wire = wrapped
            wrapped.do_handshake()
        self.connected = True


def _cut_off(connection: _Connection, late: threading.Event) -> None:
    """End a reply that trickles: a socket's own timeout begins anew with every byte.

    The library lets go of `connection.sock` while a reply is still being read, so the connection keeps it as `wire`.
    """
    late.set()
    if connection.wire is not None:
        with suppress(OSError):
            connection.wire.shutdown(socket.SHUT_RDWR)


def trouble_of(error: OSError | http.client.HTTPException, *, connected: bool, late: bool) -> Trouble:
    """Errors of the socket, TLS and HTTP libraries in this program's words."""
    if late or isinstance(error, TimeoutError):
        return Trouble("slow", "no answer in time")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble("certificate", f"its certificate is not trusted: {error.strerror or error}")
    if not connected:
        reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        return Trouble("unreachable", f"no connection: {reason}")
    return Trouble("dropped", "the connection ended before the reply")


def _checked(response: http.client.HTTPResponse, data: bytes) -> bytes | Trouble:
    if 300 <= response.status < 400:
        return Trouble("redirect", f"status {response.status}: it points to another address, which is not followed")
    if response.status == 429 or response.status >= 500:
        return Trouble("server-error", f"status {response.status}", _wait_s(response.headers.get("Retry-After")))
    if response.status != 200:
        return Trouble("refused", f"status {response.status}: it does not take the question, the model or the key")
    if len(data) > MOST_REPLY_BYTES:
        return Trouble("answer-too-long", f"its reply is longer than {MOST_REPLY_BYTES:,} bytes")
    return data


def _wait_s(stated: str | None) -> float:
    return min(float(stated), LONGEST_WAIT_S) if stated is not None and stated.isdecimal() else 0.0


def _headers() -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "statement-checker"}
    key = os.environ.get("CHECKER_JUDGE_KEY")
    if key and not (key.isascii() and key.isprintable()):
        raise BadUsage("CHECKER_JUDGE_KEY holds characters that no key has", "set it to the key alone")
    return headers | ({"Authorization": f"Bearer {key}"} if key else {})
