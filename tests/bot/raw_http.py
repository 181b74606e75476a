"""HTTP as no client would write it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bot.chat_server import TIMEOUT


@dataclass(frozen=True)
class RawAnswer:
    """What came back; `status` is 0 when the connection was closed without a word."""

    status: int
    head: str
    body: str


def send(address: str, request: bytes, hang_up: bool = False) -> RawAnswer:
    """Send bytes and read until the server closes; `hang_up` tells it that no more will come."""
    where = urlsplit(address)
    with socket.create_connection((where.hostname or "", where.port or 0), TIMEOUT) as connection:
        connection.sendall(request)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        try:
            answer = connection.makefile("rb").read().decode(errors="replace")
        except ConnectionResetError:
            answer = ""
    head, _, body = answer.partition("\r\n\r\n")
    return RawAnswer(int(head.split(" ", 2)[1]) if head else 0, head, body)


def get(address: str, path: str) -> RawAnswer:
    """Ask for a path that no client has tidied up."""
    host = urlsplit(address).netloc
    return send(
        address, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    )
