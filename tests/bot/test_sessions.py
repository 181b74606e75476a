from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.channels.sessions import SECRET_VARIABLE, Session, Sessions, read_secret

PAYLOAD = '/choose_option{"option": "terrassen"}'


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(b"a secret")


def test_an_issued_cookie_is_recognised(sessions: Sessions) -> None:
    session = sessions.issue()
    assert sessions.check(session.cookie) == session


def test_every_session_is_another(sessions: Sessions) -> None:
    cookies = {sessions.issue().cookie for _ in range(100)}
    assert len(cookies) == 100


def test_a_session_survives_a_restart_with_the_same_secret(sessions: Sessions) -> None:
    session = sessions.issue()
    assert Sessions(b"a secret").check(session.cookie) == session


def test_a_cookie_is_too_random_to_guess(sessions: Sessions) -> None:
    token, _, _ = sessions.issue().cookie.partition(".")
    assert len(token) >= 43  # 256 bits in base64


def test_the_name_that_rasa_knows_does_not_give_the_cookie_away(sessions: Sessions) -> None:
    session = sessions.issue()
    token, _, signature = session.cookie.partition(".")
    assert token not in session.sender
    assert signature not in session.sender
    assert sessions.check(session.sender) is None


@pytest.mark.parametrize(
    "cookie", [None, "", ".", "abc", "abc.", ".abc", "abc.def", "a.b.c", "é.è", "abc.é", "\udcff.a"]
)
def test_a_made_up_cookie_is_no_session(sessions: Sessions, cookie: str | None) -> None:
    assert sessions.check(cookie) is None


def test_a_changed_cookie_is_no_session(sessions: Sessions) -> None:
    cookie = sessions.issue().cookie
    for changed in (cookie[1:], cookie[:-1], "x" + cookie, cookie + "x", cookie.swapcase()):
        assert sessions.check(changed) is None


def test_the_signature_of_one_session_does_not_fit_another(sessions: Sessions) -> None:
    one, other = sessions.issue(), sessions.issue()
    mixed = f"{one.cookie.partition('.')[0]}.{other.cookie.partition('.')[2]}"
    assert sessions.check(mixed) is None


def test_a_cookie_of_another_server_is_no_session(sessions: Sessions) -> None:
    assert sessions.check(Sessions(b"another secret").issue().cookie) is None


def test_a_sealed_payload_opens_in_its_own_session(sessions: Sessions) -> None:
    session = sessions.issue()
    assert sessions.unseal(session, sessions.seal(session, PAYLOAD)) == PAYLOAD


def test_a_payload_with_a_point_in_it_stays_whole(sessions: Sessions) -> None:
    session = sessions.issue()
    assert sessions.unseal(session, sessions.seal(session, '/a{"b": "1.2"}')) == '/a{"b": "1.2"}'


def test_a_payload_of_another_session_does_not_open(sessions: Sessions) -> None:
    sealed = sessions.seal(sessions.issue(), PAYLOAD)
    assert sessions.unseal(sessions.issue(), sealed) is None


@pytest.mark.parametrize(
    "sealed", ["", ".", PAYLOAD, f".{PAYLOAD}", f"x.{PAYLOAD}", f"é.{PAYLOAD}", "x.\ud800"]
)
def test_a_made_up_payload_does_not_open(sessions: Sessions, sealed: str) -> None:
    assert sessions.unseal(sessions.issue(), sealed) is None


def test_a_changed_payload_does_not_open(sessions: Sessions) -> None:
    session = sessions.issue()
    sealed = sessions.seal(session, PAYLOAD)
    assert sessions.unseal(session, sealed.replace("terrassen", "geheim")) is None


def test_a_cookies_signature_opens_no_payload(sessions: Sessions) -> None:
    session = sessions.issue()
    token, _, signature = session.cookie.partition(".")
    assert sessions.unseal(Session(session.cookie, "cookie"), f"{signature}.{token}") is None


def test_the_secret_comes_from_the_environment_when_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, "given")
    assert read_secret(tmp_path / "secret") == b"given"
    assert not (tmp_path / "secret").exists()


def test_the_secret_is_made_once_and_kept_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_VARIABLE, raising=False)
    path = tmp_path / "var" / "secret"
    first = read_secret(path)
    assert len(first) >= 32
    assert read_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_secret_file_is_not_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_VARIABLE, raising=False)
    path = tmp_path / "secret"
    path.touch()  # the disk was full, or the machine stopped while it was written
    assert len(read_secret(path)) >= 32
