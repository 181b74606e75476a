"""What a turn costs in a long walk: `python -m tests.benchmarks.walking`.

Forty turns in one conversation, the same five things said eight times over: the
last five may take at most 1.5 times what the first five took. Measured with the
actions in this process, and with the action server over HTTP as `make start`
runs it, to which Rasa posts the whole conversation each turn. Every figure is
the median of a few conversations; the store must be filled (`make start`).
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from bot.settings import HOST, MODEL, ROOT, prepare_environment

if TYPE_CHECKING:
    from rasa.core.agent import Agent

START = "start het stappenplan van kplusv maar"
ROUND = ("volgende stap", "vink 2 af", "laat alle stappen zien", "wat was stap 3", "vorige stap")
ROUNDS = 8
CONVERSATIONS = 3
MOST = 1.5
"""Times the first round that the last round may take."""
PATIENCE = 180
"""Seconds that the action server gets to index its topics."""


async def measure(agent: Agent) -> list[float]:
    """Milliseconds of each round of five turns, in one conversation."""
    from bot.asking import Conversation

    conversation = Conversation(agent, "voorbeeldstad")
    await conversation.ask(START)
    rounds = []
    for _ in range(ROUNDS):
        rounds.append(sum([(await conversation.ask(text))["ms"] for text in ROUND]))
    return rounds


def report(name: str, agent: Agent, out: TextIO) -> bool:
    """Print the rounds; says whether the last is quick enough."""
    asyncio.run(measure(agent))  # the first conversation pays for what is loaded once
    held = [asyncio.run(measure(agent)) for _ in range(CONVERSATIONS)]
    rounds = [statistics.median(one) for one in zip(*held, strict=True)]
    ratio = rounds[-1] / rounds[0]
    figures = "".join(f"{one:>7.0f}" for one in rounds)
    print(f"{name:<14}{figures}{ratio:>11.2f}", file=out, flush=True)
    return ratio <= MOST


@contextmanager
def action_server() -> Iterator[str]:
    """The action server as a process of its own; gives the address that Rasa posts to."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.action_server"],
        cwd=ROOT,
        env={**os.environ, "WEGWIJZER_ACTION_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(process, f"http://{HOST}:{port}/health")
        yield f"http://{HOST}:{port}/webhook"
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise SystemExit("the action server did not start")


def main() -> int:
    from bot.quiet import quiet_output

    prepare_environment()
    with quiet_output() as out:
        from rasa.core.agent import Agent
        from rasa.utils.endpoints import EndpointConfig

        from bot.asking import load_agent

        heads = "".join(f"{5 * (one + 1):>7}" for one in range(ROUNDS))
        print(f"{'ms per 5 turns':<14}{heads}{'last/first':>11}", file=out, flush=True)
        is_quick = [report("in process", load_agent(), out)]
        with action_server() as address:
            remote = Agent.load(str(MODEL), action_endpoint=EndpointConfig(url=address))
            is_quick.append(report("over HTTP", remote, out))
    return 0 if all(is_quick) else 1


if __name__ == "__main__":
    sys.exit(main())
