"""As much of the Chrome DevTools Protocol as the browser tests need."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import websockets.client

TIMEOUT = 20  # seconds; only a broken test waits that long


async def _connect(address: str) -> Any:
    return await websockets.client.connect(address, max_size=None)


class Tab:
    """One page in the browser; what it reports meanwhile is kept in `events`."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._socket = self._run(_connect(address))
        self._number = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Network.clearBrowserCookies")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._run(self._socket.send(json.dumps(message)))
        answer = self._receive(lambda one: one.get("id") == self._number)
        assert "error" not in answer, answer
        return answer["result"]

    def go(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self._receive(lambda one: one.get("method") == "Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, or of the promise that it gives."""
        given = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = self.call("Runtime.evaluate", **given)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, script: str) -> None:
        """Wait until a JavaScript expression is true."""
        look = f"const look = () => ({script}) ? done() : setTimeout(look, 10); look()"
        self.run(f"new Promise((done) => {{ {look} }})")

    def type(self, text: str) -> None:
        """Type into the focused field; Enter is a key of its own."""
        self.call("Input.insertText", text=text)

    def press_enter(self) -> None:
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self.call("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    def close(self) -> None:
        self._run(self._socket.close())
        self._loop.close()

    def _receive(self, is_wanted: Any) -> dict[str, Any]:
        while True:
            message = json.loads(self._run(self._socket.recv()))
            if is_wanted(message):
                return message
            self.events.append(message)

    def _run(self, waiting: Any) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(waiting, TIMEOUT))
