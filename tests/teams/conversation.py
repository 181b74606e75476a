"""A conversation with the whole assistant through Teams, held as `bot.asking.Conversation` is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.asking import Answer, answer_of
from bot.channels.incoming import Refused, receive
from bot.channels.outgoing import Reply
from tests.teams.bot_server import BotServer, bot_serving
from tests.teams.people import Person, actions_of, member
from tests.teams.stand_in import StandIn


@dataclass
class Recorder:
    """Stands beside the channel, and keeps what the assistant heard and said."""

    agent: Agent
    heard: list[UserMessage] = field(default_factory=list)

    async def handle(self, message: UserMessage) -> None:
        """Let the assistant answer."""
        self.heard.append(message)
        await self.agent.handle_message(message)

    async def last(self) -> tuple[UserMessage, dict[str, Any], list[Reply]]:
        """The last message, the kind of question that it was, and the replies."""
        message = self.heard[-1]
        tracker = await self.agent.tracker_store.retrieve(message.sender_id)
        assert tracker and tracker.latest_message
        return message, tracker.latest_message.intent, message.output_channel.replies


@dataclass
class TeamsConversation:
    """One colleague's conversation, from the press of Enter to the card that arrives."""

    server: BotServer
    recorder: Recorder
    scope: str = "personal"
    known_as: dict[str, Any] = field(default_factory=dict)  # where Teams says something else
    offered: list[str] = field(default_factory=list)
    seen: int = 0
    actions: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def person(self) -> Person:
        """A colleague with an account of the municipality, unless Teams says otherwise."""
        person = self.server.person(scope=self.scope)
        self.server.service.members[person.id] = member(person.id, **self.known_as)
        return person

    async def ask(self, text: str) -> Answer:
        """Type something, or press the button with this payload."""
        heard = len(self.recorder.heard)
        pressed = self.actions.get(text) if text in self.offered else None
        say = self.person.say if self.scope == "personal" else self.person.mention
        posted = self.person.press(pressed) if pressed else say(text)
        assert posted.status_code == 200
        self.server.finish()
        if len(self.recorder.heard) == heard:
            return self._refused(text)
        message, intent, replies = await self.recorder.last()
        self._receive(replies)
        confidence = float(intent.get("confidence") or 0.0)
        return answer_of(message.text or "", intent.get("name"), confidence, replies, 0.0)

    def _refused(self, text: str) -> Answer:
        """What cannot be taken never reaches the assistant; the reason comes back."""
        refusal = receive(text)
        assert isinstance(refusal, Refused)
        replies = [{"type": "notice", "text": refusal.reason, "buttons": [], "topics": []}]
        self._receive(replies)
        return answer_of(text, None, 0.0, replies, 0.0, outcome="not_understood")

    def _receive(self, replies: list[Reply]) -> None:
        """Each reply must have arrived: once, in order, with its text and its buttons."""
        arrived = self.server.service.messages(self.person.conversation)[self.seen :]
        self.seen += len(arrived)
        assert [text_of(one) for one in arrived] == [reply["text"] for reply in replies]
        for reply, message in zip(replies, arrived, strict=True):
            buttons = {one["title"]: one["payload"] for one in reply["buttons"]}
            actions = {one["title"]: one for one in actions_of(message)}
            assert sorted(actions) == sorted([*buttons, *(reply.get("examples") or [])])
            self.actions |= {payload: actions[title] for title, payload in buttons.items()}
        self.offered = [one["payload"] for reply in replies for one in reply["buttons"]]


def text_of(message: dict[str, Any]) -> str:
    """The whole text of a message: a card carries it for clients that cannot show cards."""
    cards = message.get("attachments") or []
    return str(cards[0]["content"]["fallbackText"] if cards else message["text"])


class TeamsRooms:
    """A server for each municipality that conversations are held in, started when asked for."""

    def __init__(self, service: StandIn, agent: Agent, running: ExitStack) -> None:
        self._service, self._running = service, running
        self._recorder = Recorder(agent)
        self._servers: dict[str | None, BotServer] = {}

    def conversation(self, municipality: str | None = None, **about: Any) -> TeamsConversation:
        """A new conversation of a new person."""
        if municipality not in self._servers:
            server = bot_serving(self._service, self._recorder.handle, municipality=municipality)
            self._servers[municipality] = self._running.enter_context(server)
        return TeamsConversation(self._servers[municipality], self._recorder, **about)


@contextmanager
def teams_rooms(service: StandIn, agent: Agent) -> Iterator[TeamsRooms]:
    """Rooms that are closed in the end."""
    with ExitStack() as running:
        yield TeamsRooms(service, agent, running)
