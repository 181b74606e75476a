"""People in Teams: what they do there arrives at the bot as Teams posts it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.bot.chat_server import TIMEOUT
from tests.teams.stand_in import APP_ID, TENANT, StandIn

BOT = f"28:{APP_ID}"
MESSAGES = "/teams/messages"


def some_id() -> str:
    return uuid.uuid4().hex


def member(user: str, **changed: Any) -> dict[str, Any]:
    """What Teams says of a colleague with an account of the municipality itself."""
    return {
        "id": user,
        "objectId": "33333333-3333-4333-8333-333333333333",
        "name": "Anna de Vries",
        "userPrincipalName": "anna@voorbeeldstad.example",
        "tenantId": TENANT,
        "userRole": "user",
        **changed,
    }


@dataclass
class Person:
    """Somebody in one conversation with the bot."""

    service: StandIn
    bot: str  # address of the server with the Teams channel
    conversation: str = field(default_factory=lambda: f"a:{some_id()}")
    scope: str = "personal"
    id: str = field(default_factory=lambda: f"29:{some_id()}")
    tenant: str = TENANT

    def activity(self, **fields: Any) -> dict[str, Any]:
        """An activity as Teams makes it; a field set to None is left out."""
        usual = {
            "type": "message",
            "id": some_id(),
            "timestamp": "2026-10-01T09:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.service.service_url,
            "from": {"id": self.id, "name": "Anna de Vries", "aadObjectId": some_id()},
            "recipient": {"id": BOT, "name": "Wegwijzer"},
            "conversation": {
                "id": self.conversation,
                "conversationType": self.scope,
                "tenantId": self.tenant,
            },
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": "nl-NL",
        }
        return {name: one for name, one in {**usual, **fields}.items() if one is not None}

    def post(self, activity: Any, token: str | None = None, **headers: str) -> httpx.Response:
        """Post an activity to the bot, signed unless another token is given."""
        bearer = token if token is not None else self.service.sign(self.service.claims())
        body = activity if isinstance(activity, (str, bytes)) else json.dumps(activity)
        usual = {
            "Authorization": f"Bearer {bearer}",
            "Content-Type": "application/json; charset=utf-8",
        }
        sent = {name: one for name, one in {**usual, **headers}.items() if one}
        where = f"{self.bot}{MESSAGES}"
        return httpx.post(where, content=body, headers=sent, timeout=TIMEOUT, verify=False)

    def say(self, text: str, **fields: Any) -> httpx.Response:
        """Type a message."""
        return self.post(self.activity(text=text, textFormat="plain", **fields))

    def mention(self, text: str) -> httpx.Response:
        """Type a message that calls the bot by its name, as one must in company."""
        return self.post(
            self.activity(
                text=f"<at>Wegwijzer</at> {text}",
                entities=[
                    {"type": "mention", "text": "<at>Wegwijzer</at>", "mentioned": {"id": BOT}}
                ],
            )
        )

    def press(self, action: dict[str, Any]) -> httpx.Response:
        """Press a button of a card: Teams makes a message of it, without `displayText`."""
        data = dict(action["data"])
        back = data.pop("msteams")
        assert back["type"] == "messageBack"
        given = back.get("value") or {}
        carried = json.loads(given) if isinstance(given, str) else given
        return self.post(self.activity(text=back.get("text", ""), value={**data, **carried}))

    def install(self) -> list[httpx.Response]:
        """Add the bot to the conversation: Teams tells of it twice."""
        return [
            self.post(self.activity(type="conversationUpdate", membersAdded=[{"id": BOT}])),
            self.post(self.activity(type="installationUpdate", action="add")),
        ]


def actions_of(activity: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message, in the order in which they stand."""
    return [one for one in _objects(activity) if one.get("type") == "Action.Submit"]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _objects(part)
