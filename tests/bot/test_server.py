from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from bot import server
from bot.server import StartError, serve
from bot.settings import HOST

READY = """\
import http.server, os, pathlib, sys

ACTIONS = sys.argv[2] == "bot.action_server"
PORT = int(os.environ["WEGWIJZER_ACTION_PORT" if ACTIONS else "WEGWIJZER_PORT"])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *parts):
        pass


pathlib.Path(__file__).with_name(sys.argv[2]).write_text(str(os.getpid()))
site = http.server.HTTPServer(("127.0.0.1", PORT), Handler)
site.handle_request()
"""
SERVING = READY + "site.serve_forever()\n"
STOPPED_FROM_OUTSIDE = READY + "ACTIONS or os.kill(os.getppid(), 15)\nsite.serve_forever()\n"


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Free ports, a log of its own, and a store and model that are always ready."""
    monkeypatch.setenv("WEGWIJZER_PORT", str(free_port()))
    monkeypatch.setenv("WEGWIJZER_ACTION_PORT", str(free_port()))
    monkeypatch.setattr(server, "LOG", tmp_path / "log" / "wegwijzer.log")
    monkeypatch.setattr(server, "prepare", lambda **_: 0)
    return tmp_path


def run_as_python(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let every process that is started run this program instead of its module."""
    script, python = folder / "server.py", folder / "python"
    script.write_text(program, encoding="utf-8")
    python.write_text(f'#!/bin/sh\nexec {sys.executable} {script} "$@"\n', encoding="utf-8")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))


@pytest.mark.parametrize("variable", ["WEGWIJZER_PORT", "WEGWIJZER_ACTION_PORT"])
def test_a_port_in_use_gives_one_line_that_says_what_to_do(
    installation: Path,
    variable: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.create_server((HOST, 0)) as taken:
        number = taken.getsockname()[1]
        monkeypatch.setenv(variable, str(number))
        assert serve() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() == (
        f"Poort {number} is al in gebruik. Stop het andere programma, "
        f"of kies een andere poort met {variable}=…"
    )


@pytest.mark.parametrize("number", ["vijf", "70000", "-1"])
def test_a_port_that_does_not_exist_gives_one_line_that_says_so(
    installation: Path,
    number: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WEGWIJZER_PORT", number)
    assert serve() == 1
    assert "WEGWIJZER_PORT" in capsys.readouterr().err


def test_a_mistake_in_the_credentials_gives_one_line_that_says_so(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = installation / "credentials.yml"
    path.write_text("bot.channels.web.WebChannel: {allowed_origins: ['*']}", encoding="utf-8")
    monkeypatch.setattr(server, "CREDENTIALS", path)
    assert serve() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip().startswith("credentials.yml: '*' in 'allowed_origins' kan niet.")


def test_without_a_store_or_model_nothing_is_started(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_python(installation, monkeypatch, SERVING)
    monkeypatch.setattr(server, "prepare", lambda **_: 1)
    assert serve() == 1
    assert not (installation / "bot.action_server").exists()


def test_a_server_that_dies_at_once_is_named_with_the_log(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_as_python(installation, monkeypatch, "print('what went wrong')\nraise SystemExit(3)\n")
    assert serve() == 1
    log = installation / "log" / "wegwijzer.log"
    assert f"De actieserver stopte meteen weer. Kijk in {log}" in capsys.readouterr().err
    assert "what went wrong" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_a_server_that_dies_later_stops_the_other(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_as_python(installation, monkeypatch, READY + "ACTIONS and site.serve_forever()\n")
    assert serve() == 1
    assert "De chatserver is gestopt." in capsys.readouterr().err
    assert not is_running(installation / "bot.action_server")


def test_a_stop_from_outside_stops_everything_politely(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_as_python(installation, monkeypatch, STOPPED_FROM_OUTSIDE)
    assert serve() == 0
    assert "De wegwijzer is gestopt." in capsys.readouterr().out
    assert not is_running(installation / "bot.action_server")
    assert not is_running(installation / "bot.rasa_server")


def test_a_server_that_never_answers_is_given_up(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_as_python(installation, monkeypatch, "import signal; signal.pause()\n")
    monkeypatch.setattr(server, "PATIENCE", 0)
    assert serve() == 1
    assert "De actieserver is na 0 seconden nog niet klaar." in capsys.readouterr().err


def test_a_start_error_is_told_apart_from_other_mistakes() -> None:
    assert issubclass(StartError, RuntimeError)


def is_running(written: Path) -> bool:
    """Whether the process that wrote its number here still runs."""
    try:
        os.kill(int(written.read_text(encoding="utf-8")), 0)
    except ProcessLookupError:
        return False
    return True
