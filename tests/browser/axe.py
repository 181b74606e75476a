"""The accessibility rules of axe, run on the page in a tab."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser.cdp import Tab

SOURCE = Path(__file__).resolve().parent.parent / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    if SOURCE.exists():
        return SOURCE.read_text(encoding="utf-8")
    missing = "axe-core is not installed: npm ci --prefix tests"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def violations(tab: Tab) -> list[str]:
    """What breaks WCAG 2.2 AA on the page as it is now, or what axe advises against."""
    tab.run(f"{_source()}; null")
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = tab.run(f"axe.run({json.dumps(options)}).then((result) => result.violations)")
    return [_told(one) for one in found]


def _told(violation: dict[str, Any]) -> str:
    nodes = [f"{node['target']}: {node['failureSummary']}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']}: {violation['help']}", *nodes])
