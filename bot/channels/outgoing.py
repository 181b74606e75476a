"""What every channel does with what Rasa wants to say."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

Reply = dict[str, Any]

APOLOGY = "Er gaat iets mis aan onze kant. Probeer het straks nog eens"


class Collector(OutputChannel):
    """Keeps each reply whole: text, buttons and payload together."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "collector"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        self.replies.append(reply_of(message))


def reply_of(message: dict[str, Any]) -> Reply:
    """A reply as all channels pass it on: type, text, buttons and the payload's own fields."""
    custom = message.get("custom") or {}
    return {
        "type": custom.get("type", "notice"),
        "text": (message.get("text") or "").strip(),
        "buttons": message.get("buttons") or [],
        **{name: value for name, value in custom.items() if name != "type"},
    }


def remark(text: str) -> Reply:
    """A reply of the channel itself, when there is none of the assistant."""
    return {"type": "notice", "text": text, "buttons": [], "topics": []}


def apology(counter_phone: str | None) -> str:
    """What is said when something breaks, with the number to call when it is known."""
    return f"{APOLOGY}, of bel {counter_phone}." if counter_phone else f"{APOLOGY}."
