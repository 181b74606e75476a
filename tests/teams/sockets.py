"""Watching every connection and every look-up of a name that this process makes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_watching: list[list[str]] = []
_hooked: list[bool] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event == "socket.connect" and isinstance(arguments[1], tuple):
        host, port = arguments[1][:2]
        _watching[-1].append(f"{host}:{port}")
    if _watching and event == "socket.getaddrinfo":
        _watching[-1].append(f"{arguments[0]}:{arguments[1]}")


@contextmanager
def watched_sockets() -> Iterator[list[str]]:
    """The hosts that are called or looked up meanwhile, each as `host:port`.

    Python tells of it itself (an audit event), whichever library makes the
    call; a hook cannot be taken away again, so there is one for all tests.
    """
    if not _hooked:
        sys.addaudithook(_note)
        _hooked.append(True)
    called: list[str] = []
    _watching.append(called)
    try:
        yield called
    finally:
        _watching.remove(called)
