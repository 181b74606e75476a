"""One turn of a conversation as the actions see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from knowledge.contacts import Referral, refer
from knowledge.guides import visible_procedures
from knowledge.ledger import Cause, record
from knowledge.library import Library
from knowledge.matching import Match, TopicIndex
from knowledge.places import Gazetteer
from knowledge.privacy import without_masks
from knowledge.procedures import Walk
from knowledge.records import Audience, Municipality, Procedure, Topic
from knowledge.scope import leaning
from knowledge.sroi_desk import Desk, desk_of

Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Turn:
    """The user's message with what the conversation remembers, and a way to answer."""

    tracker: Tracker
    dispatcher: CollectingDispatcher
    services: Services

    @property
    def text(self) -> str:
        """What the user typed; empty for a button."""
        text = self.tracker.latest_message.get("text") or ""
        return "" if text.startswith("/") else text

    @cached_property
    def subject(self) -> str:
        """The text without what tells nothing of its subject: a municipality, what was masked."""
        return self.gazetteer.without_names(without_masks(self.text))

    @property
    def intent(self) -> str:
        """The intent's name."""
        return str((self.tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def may_be_danger(self) -> bool:
        """Whether the emergency numbers were given just now, in case this is about danger."""
        return self.intent == "possible_emergency"

    @property
    def confidence(self) -> float:
        """The chance that the intent is right; 1 for a button."""
        return float((self.tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def chances(self) -> dict[str, float]:
        """The chance of each intent that the classifier considered."""
        ranking = self.tracker.latest_message.get("intent_ranking") or []
        return {one["name"]: one["confidence"] for one in ranking}

    @property
    def leaning(self) -> float:
        """How much the kind of question leans to "not for us" (`knowledge.scope`)."""
        return leaning(self.chances)

    @property
    def topic(self) -> Topic | None:
        """The topic that the conversation is about now."""
        return self.find_topic(self.tracker.get_slot("topic"))

    @property
    def options(self) -> list[Topic]:
        """The topics that were offered as buttons last time and still exist."""
        return self.find_topics(self.tracker.get_slot("options") or [])

    @cached_property
    def municipality(self) -> Municipality | None:
        """The municipality named now or before, else the one the channel stands for."""
        named = self.gazetteer.find(self.text) if self.text else None
        if named:
            return named
        metadata = self.tracker.latest_message.get("metadata") or {}
        key = self.tracker.get_slot("municipality") or metadata.get("municipality")
        return self.gazetteer.by_key.get(key or "")

    @property
    def counter(self) -> Municipality | None:
        """The municipality, when there is a way to reach its general counter."""
        town = self.municipality
        return town if town and not town.counter.is_empty else None

    @cached_property
    def index(self) -> TopicIndex:
        """The topics, the same during the whole turn."""
        return self.services.matcher.index()

    @cached_property
    def library(self) -> Library:
        """What there is to read, the same during the whole turn."""
        return self.services.matcher.library()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of municipalities, the same during the whole turn."""
        return self.services.gazetteer

    @cached_property
    def desk(self) -> Desk:
        """Rules and amounts of social return and procurement, the same during the whole turn."""
        return desk_of(self.services.store)

    @cached_property
    def procedures(self) -> dict[str, Procedure]:
        """The procedures that this user may see."""
        return visible_procedures(self.library, self.audience)

    @property
    def walk(self) -> Walk | None:
        """Where the user is in a procedure."""
        state = self.tracker.get_slot("walk")
        return Walk.from_dict(state) if state else None

    @property
    def asides(self) -> int:
        """How many answers were given in between since the last step was shown."""
        state = self.tracker.get_slot("walk") or {}
        return int(state.get("asides") or 0)

    @property
    def procedure(self) -> Procedure | None:
        """The procedure that the user is walking."""
        walk = self.walk
        return self.library.procedures.get(walk.procedure) if walk else None

    @property
    def audience(self) -> Audience:
        """Internal only when the channel vouches for the user."""
        metadata = self.tracker.latest_message.get("metadata") or {}
        return Audience.INTERNAL if metadata.get("audience") == "internal" else Audience.PUBLIC

    def entity(self, name: str) -> str | None:
        """The value that a button carries."""
        found = (one for one in self.tracker.latest_message.get("entities") or [])
        return next((one.get("value") for one in found if one.get("entity") == name), None)

    def match(self, text: str) -> Match:
        """What a text is about."""
        return self.index.match(text)

    def find_topic(self, key: str | None) -> Topic | None:
        """A topic of the store by its key."""
        return self.index.topics.get(key or "")

    def find_topics(self, keys: Iterable[str]) -> list[Topic]:
        """Those of these topics that still exist."""
        return [topic for key in keys if (topic := self.find_topic(key))]

    def refer(self, topic: Topic, town: Municipality | None = None) -> Referral:
        """Who goes about a topic, in this municipality or in another, as far as this user may see.

        Args:
            town: another municipality than that of the conversation.
        """
        return refer(self.services.store, topic, town or self.municipality, self.audience)

    def note(self, cause: Cause, question: str, topic: Topic | None = None) -> None:
        """Write down for the editors what could not be answered, or what was said of an answer."""
        town = self.municipality
        record(
            self.services.store,
            cause,
            question,
            topic.key if topic else None,
            town.key if town else None,
        )

    def remembered_municipality(self) -> Events:
        """Keep the municipality for the next turns."""
        town = self.municipality
        return [SlotSet("municipality", town.key)] if town else []
