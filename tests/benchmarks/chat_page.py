"""What the chat costs a visitor: bytes, time to the greeting, time from Enter to the answer."""

from __future__ import annotations

import argparse
import csv
import gzip
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from tests.browser.cdp import Tab
from tests.browser.chat import ROOT, Chat
from tests.browser.chromium import browser, find_chromium, opened_tab

QUESTIONS = Path("tests/questions/heldout.tsv")
A_SESSION = 15  # messages; a session may send twenty in a minute
WATCH_THE_GREETING = """
const look = () => {
  const greeting = document.querySelector("wegwijzer-chat")?.shadowRoot?.querySelector(".greeting");
  if (greeting?.checkVisibility()) window.greetedAt = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
WATCH_THE_ANSWERS = f"""
window.times = [];
{ROOT}.addEventListener("keydown", ({{ key, timeStamp }}) => {{
  if (key !== "Enter") return;
  const look = new MutationObserver(() => {{
    if (!{ROOT}.querySelector(".log > .bot:last-child")) return;
    look.disconnect();
    requestAnimationFrame(() => window.times.push(performance.now() - timeStamp));
  }});
  look.observe({ROOT}.querySelector(".log"), {{ childList: true }});
}}, true);
"""

SERVED = """
performance.getEntriesByType("resource")
  .filter(({ name }) => name.endsWith("/messages")).map(({ duration }) => duration)
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure a wegwijzer that stands ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="for example http://localhost:5005")
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--openings", type=int, default=20)
    given = parser.parse_args(arguments)
    page = f"{given.address}/chat/"
    httpx.get(page).raise_for_status()
    program = find_chromium()
    if program is None:
        parser.exit(1, "no Chromium found: install chromium or set CHROMIUM\n")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        browser(program, Path(profile)) as debugger,
        opened_tab(debugger) as tab,
    ):
        tab.before_load(WATCH_THE_GREETING)
        tab.call("Network.setCacheDisabled", cacheDisabled=True)
        report(
            "first visit, ms to the greeting", [opening(tab, page) for _ in range(given.openings)]
        )
        show_sizes(tab)
        tab.call("Network.setCacheDisabled", cacheDisabled=False)
        report(
            "next visit, ms to the greeting", [opening(tab, page) for _ in range(given.openings)]
        )
        told = list(answers(tab, page, given.messages))
        report("ms from Enter to the answer", [shown for shown, _ in told])
        report("of which for the server", [served for _, served in told])


def opening(tab: Tab, page: str) -> float:
    """Milliseconds from the start of the navigation until the greeting is there."""
    tab.go(page)
    tab.wait_for("window.greetedAt")
    return tab.run("greetedAt")


def show_sizes(tab: Tab) -> None:
    """Print what the component loads, compressed as a web server does it."""
    names = tab.run(
        "performance.getEntriesByType('resource').map((one) => one.name)"
        ".filter((name) => /wegwijzer-[a-z]+[.](js|css)$/.test(name))"
    )
    sizes = {name.rpartition("/")[2]: compressed(name) for name in sorted(set(names))}
    for name, size in sizes.items():
        print(f"{name:28}{size:>8,} bytes")
    print(f"{'all':28}{sum(sizes.values()):>8,} bytes")


def compressed(address: str) -> int:
    """Bytes of a file after gzip."""
    return len(gzip.compress(httpx.get(address).content, 9))


def answers(tab: Tab, page: str, most: int) -> Iterator[tuple[float, float]]:
    """For one question after another: milliseconds from Enter until the answer is drawn.

    The second figure is how much of that the request took.
    """
    for questions in sessions(most):
        tab.go(page)
        tab.run("sessionStorage.clear()")
        tab.call("Network.clearBrowserCookies")
        tab.go(page)
        chat = Chat(tab).greets()
        tab.run(f"{WATCH_THE_ANSWERS}; null")
        for question in questions:
            chat.ask(question)
        tab.wait_for(f"times.length === {len(questions)}")
        yield from zip(tab.run("times"), tab.run(SERVED), strict=True)


def sessions(most: int) -> Iterator[list[str]]:
    """Questions of the held-out set, a session at a time."""
    with QUESTIONS.open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter="\t")][:most]
    for place in range(0, len(texts), A_SESSION):
        yield texts[place : place + A_SESSION]


def report(what: str, times: list[float]) -> None:
    """Print the middle and the slow end of what was measured."""
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    print(f"{what}: p50 {cuts[9]:.0f}, p95 {cuts[18]:.0f} ({len(times)} times)")


if __name__ == "__main__":
    main()
