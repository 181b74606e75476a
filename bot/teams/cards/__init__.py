"""Replies (`docs/replies.md`) as messages in Teams: an Adaptive Card, or a plain line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.teams.cards.amounts import amounts
from bot.teams.cards.buttons import Reply, Seal, buttons
from bot.teams.cards.elements import Body, Element, element, prose
from bot.teams.cards.keeping import steps_to_keep
from bot.teams.cards.pages import page, remark, words
from bot.teams.cards.people import chat, contact, counter, emergency, plan
from bot.teams.cards.walks import overview, step

VERSION = "1.5"
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
LONGEST_SUMMARY = 120
"""Characters of a notification."""

BODIES: dict[str, Callable[[Reply], Body]] = {
    "contact": contact,
    "contact_plan": plan,
    "clarification": words,
    "article": page,
    "example": page,
    "sroi_result": amounts,
    "procedure_menu": words,
    "step": step,
    "role": step,
    "overview": overview,
    "takeaway": steps_to_keep,
    "not_understood": counter,
    "out_of_scope": counter,
    "emergency": emergency,
    "handover": counter,
    "menu": words,
    "notice": remark,
}
"""What the card of each type of reply shows, above its buttons."""


def activity_of(reply: Reply, seal: Seal) -> dict[str, Any]:
    """The message of one reply.

    Teams shows the text of a message and its card under one another, so a message has
    one of the two: a remark without buttons is plain text, anything else a card. The
    card carries the whole text for clients that cannot show it, and the message a
    summary for the notification.

    Args:
        seal: makes a button's payload usable in this conversation alone.
    """
    text = reply["text"]
    links = chat(reply["contact"]) if reply["type"] == "contact" else []
    shown = [*BODIES.get(reply["type"], words)(reply), *buttons(reply, seal, links)]
    if shown == prose(text):
        return _message(text)
    attachment = {"contentType": CONTENT_TYPE, "content": _card(text, shown)}
    return {**_message(""), "summary": _summary(text), "attachments": [attachment]}


def _message(text: str) -> dict[str, Any]:
    return element("message", text=text, textFormat="plain", locale="nl-NL")


def _card(text: str, body: Body) -> Element:
    return {
        "$schema": SCHEMA,
        **element("AdaptiveCard", version=VERSION),
        "fallbackText": text,
        "speak": _summary(text),
        "body": body,
    }


def _summary(text: str) -> str:
    """The first line, as far as a notification goes."""
    line = next((one for one in text.split("\n") if one.strip()), "")
    if len(line) <= LONGEST_SUMMARY:
        return line
    return line[:LONGEST_SUMMARY].rpartition(" ")[0] + " …"
