"""As much of the Chrome DevTools Protocol as the browser tests need."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import websockets.client

TIMEOUT = 20  # seconds; only a broken test waits that long
SHIFT = 8
KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, None),
    "Tab": ("Tab", 9, None),
    " ": ("Space", 32, " "),
}


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
        # A headless page has no window to be active in; without this it shows no focus.
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

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

    def reload(self) -> None:
        self.call("Page.reload")
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

    def before_load(self, script: str) -> None:
        """Run a script in every page that is opened from now on, before its own."""
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def type(self, text: str) -> None:
        """Type into the focused field; keys such as Enter are pressed."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, modifiers: int = 0) -> None:
        """Press a key of the keyboard and let it go."""
        code, number, text = KEYS[key]
        given = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.call("Input.dispatchKeyEvent", **down, **given)
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def press_enter(self) -> None:
        self.press("Enter")

    def click(self, x: float, y: float) -> None:
        """Press and release the mouse at a place in the window."""
        given = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mousePressed", **given)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", **given)

    def resize(self, width: int, height: int, mobile: bool = False) -> None:
        """Give the window a size in CSS pixels; half of them is a zoom of 200 %."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def prefer(self, media: str = "", **features: str) -> None:
        """Set media features, with `_` for `-`: `prefer(prefers_color_scheme="dark")`."""
        told = [{"name": key.replace("_", "-"), "value": value} for key, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=told)

    def lose_connection(self, is_lost: bool = True) -> None:
        """Cut the page off from the network, or connect it again."""
        open_end = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.call("Network.emulateNetworkConditions", offline=is_lost, **open_end)

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

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
