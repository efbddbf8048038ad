"""The client of `--judge` against a server on the loopback that misbehaves in every way that it can."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from checker.errors import BadUsage, JudgeSilent
from checker.opinions.address import Place, parsed, place_of
from checker.opinions.asking import FAILURES_IN_A_ROW, Asker, Effort
from checker.opinions.model import Opinion, Question, Trouble
from checker.opinions.opening import judge_settings, open_asked_judge, warning
from checker.opinions.server import MOST_REPLY_BYTES, HttpJudge, looked_up, trouble_of
from checker.settings import JudgeSettings
from tests.checker.judge_stub import FakeJudge, Reply, Stub, Tree, completion, judge_server

CONTENT = '{"mark": "abc123", "spans": [[0, 4]], "relation": "supports"}'
ASKED = Question("k" * 64, "read", '{"mark": "abc123"}', "abc123", 40)
EAGER = Effort(workers=2, retries=2, first_pause_s=0.01)


def judge(url: str, timeout_s: float = 5.0) -> HttpJudge:
    """A client of the server at `url`."""
    address = parsed(url)
    return HttpJudge(address, looked_up(address), "tiny", timeout_s)


def kind(outcome: object) -> str:
    """The kind of a trouble."""
    assert isinstance(outcome, Trouble), outcome
    return outcome.kind


def good(_: Tree) -> Reply:
    """A good answer."""
    return completion(CONTENT)


def tried(server: HttpJudge | FakeJudge, number: int = 1, effort: Effort = EAGER) -> list[Opinion | Trouble]:
    """What became of so many questions."""
    questions = [ASKED._replace(key=str(i)) for i in range(number)]
    return [outcome for _, outcome in Asker(server, effort).answered(questions)]


def test_a_question_is_one_request_without_chance() -> None:
    """Instructions and data are messages of their own, temperature and seed are zero, the schema is named."""
    with judge_server(good) as stub:
        assert judge(f"{stub.url}/v1").ask(ASKED) == completion(CONTENT).body
    request = stub.asked[0]
    assert stub.paths == ["/v1/chat/completions"]
    assert [(m["role"], m["content"]) for m in request["messages"]] == [("system", "read"), ("user", ASKED.data)]
    assert (request["model"], request["temperature"], request["seed"], request["stream"]) == ("tiny", 0, 0, False)
    assert request["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    ("refused", "last"), [({"json_schema"}, "json_object"), ({"json_schema", "json_object"}, None)]
)
def test_a_server_that_refuses_a_form_is_asked_with_the_next(refused: set[str], last: str | None) -> None:
    """Schema, then any JSON, then plain text; what was refused once is not tried again."""

    def rule(request: Tree) -> Reply:
        form = request.get("response_format", {}).get("type")
        return Reply(b"{}", status=400) if form in refused else completion(CONTENT)

    with judge_server(rule) as stub:
        client = judge(stub.url)
        assert client.ask(ASKED) == client.ask(ASKED) == completion(CONTENT).body
    forms = [request.get("response_format", {}).get("type") for request in stub.asked]
    assert len(forms) == len(refused) + 2
    assert forms[-2:] == [last, last]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(b"", status=500), "server-error"),
        (Reply(b"", status=429), "server-error"),
        (Reply(b"no such model", status=404), "refused"),
        (Reply(b"", status=400), "refused"),
        (Reply(b"", status=204), "refused"),
        (Reply(b"", how="nothing"), "dropped"),
        (Reply(b"x" * 1000, how="cut"), "dropped"),
        (Reply(b"x" * (MOST_REPLY_BYTES + 2)), "answer-too-long"),
        (completion(CONTENT, wait_s=5.0), "slow"),
        (completion(CONTENT, how="trickle"), "slow"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_misbehaviour_has_its_name(reply: Reply, expected: str) -> None:
    """A server that fails, drops, floods or dawdles costs a passage its opinion, with the reason."""
    with judge_server(lambda _: reply) as stub:
        began = time.monotonic()
        assert kind(judge(stub.url, timeout_s=0.5).ask(ASKED)) == expected
        assert time.monotonic() - began < 3


def test_a_redirect_is_not_followed() -> None:
    """The mail goes to the address that was given and told, to no other."""
    with judge_server(good) as other:
        reply = Reply(b"", status=307, headers={"Location": f"{other.url}/v1/chat/completions"})
        with judge_server(lambda _: reply) as stub:
            assert kind(judge(stub.url).ask(ASKED)) == "redirect"
        assert other.asked == []


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would read the mail; the judge is on the user's own machine or network."""
    with judge_server(good) as proxy, judge_server(good) as stub:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert judge(stub.url).ask(ASKED) == completion(CONTENT).body
        assert proxy.asked == []


def test_nobody_there_is_unreachable() -> None:
    """A refused connection is told as one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = judge(f"http://127.0.0.1:{port}").ask(ASKED)
    assert kind(outcome) == "unreachable"


def test_a_key_goes_into_the_header_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that want a key get it from the environment; one that cannot be a key is refused."""
    monkeypatch.setenv("CHECKER_JUDGE_KEY", "sesame")
    with judge_server(good) as stub:
        judge(stub.url).ask(ASKED)
    assert stub.headers[0]["Authorization"] == "Bearer sesame"
    assert "sesame" not in json.dumps(stub.asked)
    monkeypatch.setenv("CHECKER_JUDGE_KEY", "two\r\nlines")
    with pytest.raises(BadUsage, match="CHECKER_JUDGE_KEY"):
        judge(stub.url)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that nobody has signed but itself, with its key."""
    path = tmp_path / "own.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    command = ["openssl", *words.split(), "-addext", "subjectAltName=DNS:localhost", "-keyout", str(path)]
    try:
        made = subprocess.run([*command, "-out", "-"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl that makes certificates")
    with path.open("ab") as file:
        file.write(made.stdout)
    return path


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over https nothing is sent before the certificate is proven; one's own authority can be named."""
    with judge_server(good, certificate) as stub:
        assert kind(judge(stub.url).ask(ASKED)) == "certificate"
        assert stub.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert judge(stub.url).ask(ASKED) == completion(CONTENT).body
        wrong_name = stub.url.replace("localhost", "127.0.0.1")
        assert kind(judge(wrong_name).ask(ASKED)) == "certificate"


@pytest.mark.parametrize(
    ("error", "connected", "late", "expected"),
    [
        (TimeoutError(), False, False, "slow"),
        (ConnectionResetError(), True, True, "slow"),
        (ssl.SSLCertVerificationError(), False, False, "certificate"),
        (ssl.SSLError(), False, False, "unreachable"),
        (ConnectionRefusedError(), False, False, "unreachable"),
        (ConnectionResetError(), True, False, "dropped"),
        (BrokenPipeError(), True, False, "dropped"),
        (http.client.RemoteDisconnected(), True, False, "dropped"),
        (http.client.BadStatusLine("x"), True, False, "dropped"),
        (http.client.IncompleteRead(b""), True, False, "dropped"),
        (http.client.LineTooLong("header"), True, False, "dropped"),
    ],
)
def test_every_error_of_the_libraries_has_its_words(
    error: OSError | http.client.HTTPException, connected: bool, late: bool, expected: str
) -> None:
    """The map of foreign errors is whole: whatever is raised while asking becomes a trouble."""
    assert trouble_of(error, connected=connected, late=late).kind == expected


@pytest.mark.parametrize("fails", [Trouble("server-error", "status 500"), Trouble("slow", "no answer in time")])
def test_what_may_pass_is_tried_again(fails: Trouble) -> None:
    """A server that stumbles twice and then answers has answered."""
    left = [fails, fails]
    server = FakeJudge(lambda _: left.pop() if left else CONTENT)
    assert tried(server) == [Opinion("supports", ((0, 4),))]
    assert len(server.asked) == 3


@pytest.mark.parametrize("said", [Trouble("refused", "status 404"), "nonsense", CONTENT.replace("4", "400")])
def test_what_does_not_pass_is_asked_once(said: str | Trouble) -> None:
    """A wrong answer comes again, and a question refused is refused."""
    server = FakeJudge(lambda _: said)
    assert isinstance(tried(server)[0], Trouble)
    assert len(server.asked) == 1


def test_a_server_that_asks_to_wait_is_left_alone_that_long() -> None:
    """Retry-After is heeded."""
    left = [Reply(b"", status=503, headers={"Retry-After": "1"})]
    with judge_server(lambda _: left.pop() if left else completion(CONTENT)) as stub:
        began = time.monotonic()
        assert tried(judge(stub.url)) == [Opinion("supports", ((0, 4),))]
        assert time.monotonic() - began >= 1


def test_after_failures_in_a_row_no_more_is_asked() -> None:
    """A dead server costs five questions, not all of a release; the count goes on over claims."""
    server = FakeJudge(lambda _: Trouble("unreachable", "no connection"))
    asker = Asker(server, Effort(workers=1, retries=0, first_pause_s=0.0))
    first = list(asker.answered([ASKED._replace(key=str(i)) for i in range(3)]))
    second = list(asker.answered([ASKED._replace(key=str(i)) for i in range(9)]))
    assert (len(first), len(second), asker.given_up) == (3, FAILURES_IN_A_ROW - 3, True)


def test_an_answer_between_failures_starts_the_count_anew() -> None:
    """A server that works now and then is asked to the end."""
    turn = iter(range(100))
    server = FakeJudge(lambda _: CONTENT if next(turn) % 4 == 3 else Trouble("slow", "no answer in time"))
    outcomes = tried(server, 20, Effort(workers=1, retries=0, first_pause_s=0.0))
    assert [isinstance(o, Opinion) for o in outcomes].count(True) == 5


def test_few_questions_are_asked_at_once() -> None:
    """A laptop's server is not flooded."""
    with judge_server(lambda _: completion(CONTENT, wait_s=0.05)) as stub:
        outcomes = tried(judge(stub.url), 8)
    assert len(outcomes) == 8
    assert stub.most_at_once == 2


def test_a_mistake_of_the_program_is_raised_where_the_run_sees_it() -> None:
    """A thread that breaks does not leave the run waiting."""
    with pytest.raises(ZeroDivisionError):
        tried(FakeJudge(lambda _: str(1 // 0)))


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("http://localhost:8080", "/v1/chat/completions"),
        ("http://localhost:8080/", "/v1/chat/completions"),
        ("http://localhost:8080/v1", "/v1/chat/completions"),
        ("http://localhost:8080/v1/chat/completions", "/v1/chat/completions"),
        ("http://localhost:8080/models/tiny/v1/", "/models/tiny/v1/chat/completions"),
        ("http://localhost:8080/api/v3/chat/completions", "/api/v3/chat/completions"),
    ],
)
def test_an_address_may_be_given_long_or_short(given: str, path: str) -> None:
    """A root, its /v1 and the whole path mean the same."""
    address = parsed(given)
    assert (address.path, address.port, address.url) == (path, 8080, f"http://localhost:8080{path}")


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8080",
        "ftp://judge.example",
        "http://",
        "http://judge.example:99999",
        "http://" + "u:p@judge.example",
        "http://judge.example?key=1",
        "http://judge.example/#x",
        "http://judge.example/a b",
        "http://[::1",
        "http://" + "x..example",
    ],
)
def test_what_is_no_address_is_bad_usage(url: str) -> None:
    """A password or key in the address would end in the report."""
    with pytest.raises(BadUsage, match="--judge"):
        parsed(url)


@pytest.mark.parametrize(
    ("ips", "place"),
    [
        (("127.0.0.1",), "this machine"),
        (("::1", "127.0.0.1"), "this machine"),
        (("::ffff:127.0.0.1",), "this machine"),
        (("192.168.1.5",), "private network"),
        (("10.0.0.1", "127.0.0.1"), "private network"),
        (("fe80::1%eth0",), "private network"),
        (("fd00::1",), "private network"),
        (("172.32.0.1",), "elsewhere"),
        (("100.64.0.1",), "elsewhere"),
        (("203.0.113.5",), "elsewhere"),
        (("0.0.0.0",), "elsewhere"),
        (("127.0.0.1", "2001:db8::1"), "elsewhere"),
    ],
)
def test_the_farthest_address_decides_the_place(ips: tuple[str, ...], place: Place) -> None:
    """Mail that may leave the machine is told as leaving it."""
    assert place_of(ips) == place


def test_the_warning_is_loud_where_the_mail_leaves() -> None:
    """Nothing for the loopback, a note for a private network, capitals for anything else."""
    assert warning("http://judge.example", ("127.0.0.1",), "this machine") is None
    near = warning("http://judge.example", ("10.0.0.1",), "private network") or ""
    far = warning("https://judge.example", ("203.0.113.5",), "elsewhere") or ""
    assert "private network, unencrypted: they leave this machine" in near
    assert "NEITHER THIS MACHINE" in far
    assert "203.0.113.5" in far
    assert "unencrypted" not in far


def test_a_host_that_does_not_exist_is_told_before_anything_is_read() -> None:
    """The name is looked up when the judge is opened."""
    with pytest.raises(JudgeSilent, match="cannot be looked up"):
        open_asked_judge(JudgeSettings(judge="http://judge.invalid", judge_model="m"))


def test_address_and_model_belong_together() -> None:
    """Either alone is bad usage; none of them is no judge."""
    assert judge_settings(None, None, 20, 120.0) is None
    for url, model in (("http://localhost", None), ("http://localhost", ""), (None, "m"), ("http://localhost", "a\nb")):
        with pytest.raises(BadUsage, match="--judge"):
            judge_settings(url, model, 20, 120.0)


def test_the_stub_is_on_the_loopback() -> None:
    """The tests leave the machine no more than the program does."""
    with judge_server(good) as stub:
        assert isinstance(stub, Stub)
        opened = open_asked_judge(JudgeSettings(judge=stub.url, judge_model="m"))
    assert (opened.warning, opened.judge.place) == (None, "this machine")
