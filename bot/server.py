"""Starting everything: store, model, action server, Rasa; and stopping them together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bot.channels import web_settings
from bot.preparing import prepare, progress
from bot.settings import CREDENTIALS, HOST, LOG, ROOT, SettingError, action_port, port
from bot.teams import settings as teams_settings

PATIENCE = 180  # seconds; a slow machine loads Rasa in half a minute
GRACE = 10  # seconds that a process gets to stop by itself


class StartError(RuntimeError):
    """Something is in the way; the message says what to do, in Dutch."""


def serve() -> int:
    """Run until Ctrl-C; the exit status is 0 after that, 1 when it could not start or broke."""
    started = time.monotonic()
    try:
        web_settings.check_credentials(CREDENTIALS)
        teams_settings.check_credentials(CREDENTIALS)
        for number, name in ((port(), "WEGWIJZER_PORT"), (action_port(), "WEGWIJZER_ACTION_PORT")):
            _require_free(number, name)
        if prepare(refine=False) != 0:
            return 1
        with _stopping_on_signals(), _processes() as running:
            for name, process, address in running:
                with progress(f"De {name} starten"):
                    _wait_until_ready(name, process, address)
            seconds = time.monotonic() - started
            print(f"\nDe wegwijzer staat klaar ({seconds:.0f} s): http://localhost:{port()}/chat/")
            print("Stoppen: Ctrl-C", flush=True)
            return _watch(running)
    except (StartError, SettingError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nDe wegwijzer is gestopt.")
        return 0


Running = list[tuple[str, subprocess.Popen[bytes], str]]


@contextmanager
def _processes() -> Iterator[Running]:
    """Both servers, started side by side, logging to one file, stopped on the way out."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    wanted = (
        ("actieserver", "bot.action_server", f"http://{HOST}:{action_port()}/health"),
        ("chatserver", "bot.rasa_server", f"http://{HOST}:{port()}/chat/"),
    )
    with _log_file() as log:
        running = [(name, _start(module, log), address) for name, module, address in wanted]
        try:
            yield running
        finally:
            for _, process, _ in running:
                process.terminate()
            for _, process, _ in running:
                _end(process)


@contextmanager
def _log_file() -> Iterator[int]:
    descriptor = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _start(module: str, log: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=Path(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _require_free(number: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as error:
            raise StartError(
                f"Poort {number} is al in gebruik. Stop het andere programma, "
                f"of kies een andere poort met {variable}=…"
            ) from error


def _wait_until_ready(name: str, process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StartError(f"De {name} stopte meteen weer. Kijk in {LOG}")
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise StartError(f"De {name} is na {PATIENCE} seconden nog niet klaar. Kijk in {LOG}")


def _watch(running: Running) -> int:
    """Wait for Ctrl-C; when one server stops by itself the other has no use."""
    while True:
        for name, process, _ in running:
            if process.poll() is not None:
                raise StartError(f"De {name} is gestopt. Kijk in {LOG}")
        time.sleep(0.5)


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Treat a polite stop from outside (SIGTERM) as Ctrl-C."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
