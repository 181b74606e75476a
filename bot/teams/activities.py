"""What Teams tells us: one activity, such as a message or a press of a button."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from pydantic import BaseModel, Field, StrictStr, ValidationError, constr

Identifier = constr(strict=True, min_length=1, max_length=1000)
PERSONAL = "personal"
_MENTION = re.compile(r"<at\b[^<>]{0,200}>[^<>]{0,200}</at>", re.IGNORECASE)


class MalformedActivityError(ValueError):
    """A body that is no activity."""


class _Part(BaseModel):
    """A part of an activity; fields that we have no use for are left out."""

    class Config:
        frozen = True
        allow_population_by_field_name = True

        @staticmethod
        def alias_generator(name: str) -> str:
            first, *others = name.split("_")
            return first + "".join(other.capitalize() for other in others)


class Account(_Part):
    """A person or the bot."""

    id: Identifier  # type: ignore[valid-type]


class Conversation(_Part):
    """A chat of one person, of a group, or a thread in a channel of a team."""

    id: Identifier  # type: ignore[valid-type]
    conversation_type: StrictStr | None = None
    tenant_id: StrictStr | None = None


class Tenant(_Part):
    """An organisation in Microsoft 365."""

    id: StrictStr


class ChannelData(_Part):
    """What Teams adds to the Bot Framework's own fields."""

    tenant: Tenant | None = None


class Entity(_Part):
    """Something in a text, such as a mention of somebody."""

    type: StrictStr | None = None
    mentioned: dict[str, Any] | None = None


class Activity(_Part):
    """One thing that happened in a conversation."""

    type: StrictStr
    id: StrictStr | None = Field(None, max_length=1000)
    channel_id: StrictStr
    service_url: StrictStr
    conversation: Conversation
    sender: Account = Field(alias="from")
    recipient: Account
    text: StrictStr | None = None
    value: Any = None
    action: StrictStr | None = None
    entities: tuple[Entity, ...] | None = None
    members_added: tuple[Account, ...] | None = None
    channel_data: ChannelData | None = None

    @property
    def tenants(self) -> set[str]:
        """The tenants that it names; Teams names one, in one place or in two."""
        data = self.channel_data.tenant if self.channel_data else None
        return {one.lower() for one in (self.conversation.tenant_id, data and data.id) if one}

    @property
    def is_personal(self) -> bool:
        """Whether nobody else reads along."""
        return self.conversation.conversation_type == PERSONAL

    @property
    def is_for_us(self) -> bool:
        """Whether a message is meant for the assistant: in company only when it is mentioned."""
        return self.is_personal or self.is_press or self.mentions_us

    @property
    def mentions_us(self) -> bool:
        """Whether the assistant was called by its name."""
        mentions = (one.mentioned for one in self.entities or () if one.type == "mention")
        return any(one and one.get("id") == self.recipient.id for one in mentions)

    @property
    def is_press(self) -> bool:
        """Whether a button of a card was pressed."""
        return isinstance(self.value, (dict, str)) and bool(self.value)

    @property
    def is_installation(self) -> bool:
        """Whether the assistant has just come into the conversation."""
        if self.type == "installationUpdate":
            return self.action == "add"
        added = {one.id for one in self.members_added or ()}
        return self.type == "conversationUpdate" and self.recipient.id in added

    @property
    def words(self) -> str:
        """The text as plain text, without who was mentioned: names are of no use to us."""
        return html.unescape(_MENTION.sub(" ", self.text or ""))

    def pressed(self, name: str) -> str | None:
        """What the pressed button carries; Teams gives it as an object or as its JSON."""
        value = self.value
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return None
        carried = value.get(name) if isinstance(value, dict) else None
        return carried if isinstance(carried, str) else None


def read(body: Any) -> Activity:
    """The activity in the body of a request.

    Raises:
        MalformedActivityError: it is none.
    """
    try:
        activity: Activity = Activity.parse_obj(body)
    except (ValidationError, RecursionError) as error:
        raise MalformedActivityError from error
    if activity.type == "message" and not activity.id:
        raise MalformedActivityError  # it could be handled twice, and not be answered in its thread
    return activity
