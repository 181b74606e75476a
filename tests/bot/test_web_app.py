"""What Sanic itself says and writes down, and whose address it believes."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sanic.exceptions import SanicException

from bot.channels.headers import PRIVATE
from bot.channels.web_settings import WebSettings
from bot.web_app import WithoutText, make_app
from tests.bot.chat_server import ChatServer, post, serving
from tests.bot.raw_http import send

HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /chat/messages HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
SECRET = "mijn-geheime-vraag"


@pytest.fixture(scope="module")
def shared() -> Iterator[ChatServer]:
    with serving() as running:
        yield running


# --- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", "/", 404, "Deze pagina bestaat niet."),
        ("GET", "/version", 404, "Deze pagina bestaat niet."),
        ("POST", "/model/parse", 404, "Deze pagina bestaat niet."),
        ("POST", "/webhooks/rest/webhook", 404, "Deze pagina bestaat niet."),
        ("GET", "/conversations/web-1/tracker", 404, "Deze pagina bestaat niet."),
        ("GET", "/chat/messages", 405, "Dit kan hier niet."),
        ("PUT", "/chat/conversation", 405, "Dit kan hier niet."),
        ("TRACE", "/chat/messages", 405, "Dit kan hier niet."),
        ("POST", "/chat/", 405, "Dit kan hier niet."),
    ],
)
def test_an_error_is_one_dutch_sentence_with_the_security_headers(
    shared: ChatServer, method: str, path: str, status: int, reason: str
) -> None:
    with shared.client() as client:
        answer = client.request(method, path)
    assert (answer.status_code, answer.json()) == (status, {"error": reason})
    assert {name: answer.headers[name] for name in PRIVATE} == PRIVATE
    assert "server" not in answer.headers


class WrongError(SanicException):
    status_code = 500


@pytest.mark.parametrize("error", [WrongError(SECRET), ValueError(SECRET)])
@pytest.mark.parametrize("debug", [True, False])
def test_a_mistake_of_ours_shows_and_logs_no_text(
    error: Exception, debug: bool, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app("broken")
    app.debug = debug
    answer = app.error_handler.default(FakeRequest(), error)  # type: ignore[arg-type]
    assert answer.status == 500
    assert SECRET not in (answer.body or b"").decode()
    assert type(error).__name__ in caplog.text
    assert SECRET not in caplog.text


class FakeRequest:
    method = "GET"


def test_sanics_own_log_lines_lose_the_text_of_an_exception(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = logging.getLogger("test of a filter")
    log.addFilter(WithoutText())
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        log.exception(error)
    log.warning("stopped")
    assert "ValueError" in caplog.text
    assert "stopped" in caplog.text
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text


# --- malformed HTTP ------------------------------------------------------------------------------

SMUGGLED = b"0\r\n\r\nGET /" + SECRET.encode() + b" HTTP/1.1\r\n\r\n"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + SECRET.encode() + b" with spaces HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + SECRET.encode() + b"\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n" + HOST + b"\r\n",
        POST + b"Content-Length: " + SECRET.encode() + b"\r\n\r\n{}",
        POST + b"Content-Length: -1\r\n\r\n{}",
        POST + b"Content-Length: +2\r\n\r\n{}",
        POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: gzip\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n" + SECRET.encode() + b"\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
        POST + b"Content-Length: 99999999999\r\n\r\n{}",
        POST + b"Expect: " + SECRET.encode() + b"\r\nContent-Length: 2\r\n\r\n{}",
        POST + b"Cookie: " + b"a" * 20_000 + b"\r\n\r\n",
        POST + b"Connection: close\r\nCookie: wegwijzer=\xff; =; ;;\r\nContent-Length: 2\r\n\r\n{}",
        b"A" * 70_000,
    ],
)
def test_malformed_http_is_refused_and_leaves_no_text_in_the_log(
    shared: ChatServer, request_bytes: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = send(shared.address, request_bytes)
    assert 400 <= answer.status < 500
    assert_silent(answer.head, answer.body, caplog.text)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"",
        b"GET /" + SECRET.encode(),
        POST + b"Content-Length: 100\r\n\r\n{" + SECRET.encode(),
        POST + b"Transfer-Encoding: chunked\r\n\r\n50\r\n" + SECRET.encode(),
        b"GET /" + SECRET.encode() + b"\xff HTTP/1.1\r\n" + HOST + b"\r\n",  # Sanic hangs up
    ],
)
def test_who_hangs_up_halfway_breaks_nothing(
    shared: ChatServer, request_bytes: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = send(shared.address, request_bytes, hang_up=True)
    assert answer.status < 500
    assert_silent(answer.head, answer.body, caplog.text)
    with shared.client() as client:
        assert client.get("/chat/").status_code == 200


def assert_silent(*told: str) -> None:
    assert not any(SECRET in one or "Traceback" in one for one in told)


def test_a_body_in_pieces_is_taken(shared: ChatServer) -> None:
    body = b'{"id": "12345678", "text": "dag"}'
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:9], body[9:], b""))
    request = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces
    assert send(shared.address, request).status == 200


# --- behind a proxy ------------------------------------------------------------------------------

FORWARDED = {
    "X-Forwarded-For": "192.0.2.1",
    "X-Real-IP": "192.0.2.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "chat.zonnedam.example",
    "Forwarded": "for=192.0.2.1;proto=https",
}
TWO = WebSettings(messages_per_minute_per_address=2)


def statuses(server: ChatServer, name: str) -> list[int]:
    """Three messages that say to come from three addresses, by way of one proxy."""
    found = []
    for number in range(3):
        with server.client(**{name: f"192.0.2.{number}"}) as client:
            found.append(post(client, text="dag").status_code)
    return found


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP"])
def test_an_address_that_a_client_makes_up_is_not_believed(name: str) -> None:
    with serving(settings=TWO) as server:
        assert statuses(server, name) == [200, 200, 429]


def test_scheme_and_host_that_a_client_makes_up_are_not_believed(server: ChatServer) -> None:
    with server.client(**FORWARDED) as client:
        assert "secure" not in post(client, text="dag").headers["set-cookie"].lower()
    with server.client(**FORWARDED, Origin="https://chat.zonnedam.example") as client:
        assert post(client, text="dag").status_code == 403


@pytest.mark.parametrize(
    ("variable", "value", "name"),
    [
        ("SANIC_PROXIES_COUNT", "1", "X-Forwarded-For"),
        ("SANIC_REAL_IP_HEADER", "x-real-ip", "X-Real-IP"),
    ],
)
def test_the_proxy_is_believed_when_the_operator_says_there_is_one(
    variable: str, value: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with serving(settings=TWO) as server:
        assert statuses(server, name) == [200, 200, 200]
        headers = {name: "192.0.2.9", "X-Forwarded-Proto": "https"}
        with server.client(**headers) as client:
            assert "secure" in post(client, text="dag").headers["set-cookie"].lower()


def test_what_a_client_adds_in_front_of_the_proxys_address_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    with serving(settings=TWO) as server:
        found = []
        for number in range(3):
            forwarded = f"198.51.100.{number}, 192.0.2.1"
            with server.client(**{"X-Forwarded-For": forwarded}) as client:
                found.append(post(client, text="dag").status_code)
    assert found == [200, 200, 429]
