"""A Chromium to look at pages with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.browser.cdp import Tab

PROGRAMS = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--lang=nl",
)


def find_chromium() -> str | None:
    """The browser that is there: the one named in CHROMIUM first."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def browser(program: str, profile: Path) -> Iterator[str]:
    """Run Chromium with an empty profile; yields the address of its debugger."""
    command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = (re.search(r"listening on ws://([^/]+)/", line) for line in process.stderr)
            yield next(f"http://{match[1]}" for match in found if match)
        finally:
            process.terminate()


@contextmanager
def opened_tab(debugger: str) -> Iterator[Tab]:
    """A new tab of a running browser, without cookies."""
    page = httpx.put(f"{debugger}/json/new?about:blank").json()
    tab = Tab(page["webSocketDebuggerUrl"])
    try:
        yield tab
    finally:
        tab.close()
