"""The chat component as a visitor meets it, whichever page it is on."""

from __future__ import annotations

import json
from typing import Any

from tests.browser.cdp import Tab

HOST = "document.querySelector('wegwijzer-chat')"
ROOT = f"{HOST}.shadowRoot"
REPLIES = f"{ROOT}.querySelectorAll('.message.bot:not(.greeting, .note, .trouble)').length"
FAILURES = f"{ROOT}.querySelectorAll('.failed').length"
RESTING = """
async (root, title) => {
  const label = (one) => (one.querySelector("span:first-child") ?? one).textContent;
  const node = [...root.querySelectorAll("button:enabled")].findLast((one) => label(one) === title);
  node.scrollIntoView({ block: "center", behavior: "instant" });
  const place = () => [node.getBoundingClientRect().x, node.getBoundingClientRect().y].join();
  for (let before = ""; before !== place(); ) {
    before = place();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  const box = node.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}
"""


class Chat:
    """The component on a page that is open in a tab."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def appears(self) -> Chat:
        """Wait until there is something to see."""
        self.tab.wait_for(f"{HOST}?.shadowRoot && !{ROOT}.querySelector('[title]').hidden")
        return self

    def greets(self) -> Chat:
        """Wait until it is open, and knows what was said before."""
        self.appears()
        self.tab.wait_for(f"{ROOT}.querySelector('.log[aria-busy=false] .greeting')")
        self.settles()
        return self

    def settles(self) -> None:
        """Wait until every animation has ended, so that colours and places are final."""
        animations = f"[...document.getAnimations(), ...{ROOT}.getAnimations()]"
        self.tab.run(
            f"Promise.all({animations}.map((one) => one.finished.catch(() => null)))"
            ".then(() => null)"
        )

    def run(self, selector: str, script: str) -> Any:
        """The value of an expression about `node`, the first that a selector finds."""
        return self.tab.run(f"((node) => {script})({ROOT}.querySelector({json.dumps(selector)}))")

    def wait_for(self, selector: str) -> None:
        self.tab.wait_for(f"{ROOT}.querySelector({json.dumps(selector)})")

    def wait_until_gone(self, selector: str) -> None:
        self.tab.wait_for(f"!{ROOT}.querySelector({json.dumps(selector)})")

    def count(self, selector: str) -> int:
        return self.tab.run(f"{ROOT}.querySelectorAll({json.dumps(selector)}).length")

    def texts(self, selector: str) -> list[str]:
        """The text of everything that a selector finds."""
        found = f"{ROOT}.querySelectorAll({json.dumps(selector)})"
        return self.tab.run(f"[...{found}].map((one) => one.textContent)")

    def rows(self) -> dict[str, str]:
        """Labels and values of the cards."""
        return dict(zip(self.texts(".card dt"), self.texts(".card dd"), strict=True))

    def said(self) -> list[str]:
        """What the visitor said."""
        return self.texts(".message.user p:not(.error)")

    def comes_back(self) -> None:
        """Open the page again."""
        self.tab.reload()
        self.greets()

    def value(self) -> str:
        """What stands in the field."""
        return self.run("textarea", "node.value")

    def focus(self) -> str:
        """What has the focus: the text of a button or link, or the name of the node."""
        return self.tab.run(
            f"((node) => !node ? '' : /^(BUTTON|A)$/.test(node.tagName) ? node.textContent"
            f" : node.tagName.toLowerCase())({ROOT}.activeElement)"
        )

    def ask(self, text: str = "wie gaat over terrassen?") -> None:
        """Type a question, press Enter, and wait for an answer or a failure."""
        self.run("textarea", "node.focus()")
        before = self._outcomes()
        self.tab.type(text)
        self.tab.press("Enter")
        self._wait_after(before)

    def choose(self, title: str) -> None:
        """Press the last button with this title, and wait for what comes of it."""
        before = self._outcomes()
        self.click(title)
        self._wait_after(before)

    def click(self, title: str) -> None:
        """Press the last button with this title, by mouse, once it has come to rest."""
        self.tab.click(*self.tab.run(f"({RESTING})({ROOT}, {json.dumps(title)})"))

    def _outcomes(self) -> list[int]:
        return self.tab.run(f"[{REPLIES}, {FAILURES}]")

    def _wait_after(self, before: list[int]) -> None:
        replies, failures = before
        self.tab.wait_for(f"{REPLIES} > {replies} || {FAILURES} > {failures}")


def complaints(tab: Tab) -> list[dict[str, Any]]:
    """Errors that the page or the browser reported, broken security policies included."""
    return [event for event in tab.events if _is_complaint(event["method"], event["params"])]


def _is_complaint(method: str, told: dict[str, Any]) -> bool:
    if method == "Runtime.consoleAPICalled":
        return told["type"] in ("error", "warning", "assert")
    if method == "Log.entryAdded":
        return told["entry"]["level"] in ("error", "warning")
    return method == "Runtime.exceptionThrown"
