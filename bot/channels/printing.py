"""The steps that a visitor takes along, as a page to print or to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from rasa.shared.core.events import BotUttered, Event

PATH = "/chat/stappen"
TEMPLATE = "stappen.html"

Document = dict[str, Any]


def last_document(events: Sequence[Event]) -> Document | None:
    """The document of the newest `takeaway` reply in a conversation; None when there is none."""
    given = (
        event.data.get("custom") for event in reversed(events) if isinstance(event, BotUttered)
    )
    return next((one["document"] for one in given if one and one.get("type") == "takeaway"), None)


class Printer:
    """Writes the page; whatever the text holds, it stays text."""

    def __init__(self, folder: Path) -> None:
        environment = Environment(
            loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters.update(asked=asked, dialled=dialled)
        self._template = environment.get_template(TEMPLATE)

    def steps(self, document: Document) -> str:
        """The page with the steps."""
        done = sum(step["done"] for step in document["steps"])
        return self._template.render(document=document, done=done)

    def instead(self, reason: str) -> str:
        """The page that says why there are no steps to show, or what to do."""
        return self._template.render(document=None, reason=reason)


def asked(question: str) -> str:
    """A question without what follows it: how to answer is of no use on paper."""
    before, mark, _ = question.partition("?")
    return before + mark


def dialled(phone: str) -> str:
    """A phone number as a telephone takes it."""
    return re.sub(r"[^\d+]", "", phone)
