"""Emergencies come first: rules that overrule the classifier, and a brake on its guesses."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from knowledge.language import is_telling, words
from knowledge.safety import Danger, assess

INTENTS = {
    Danger.DANGER: "emergency",
    Danger.SUICIDE: "suicide_crisis",
    Danger.DOMESTIC_VIOLENCE: "domestic_violence",
}
POSSIBLE = "possible_emergency"

_ASKING = {"wie", "welke"}
_FEWEST_TELLING_WORDS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyDetector(IntentClassifier, GraphComponent):
    """Sets an emergency intent when rules or classifier are sure, a possible one when in doubt.

    The rules of `knowledge.safety` know what must never be missed; the
    classifier before this component knows what is said in other words. From
    `possible` on its doubt counts, from `question` on when something is asked:
    the user then gets 112 first, and the answer to the question after it. Doubt
    has to lead every other intent by `lead`.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that should be included in the pipeline before this component."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {"sure": 0.8, "possible": 0.4, "question": 0.65, "lead": 0.05}

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the configuration."""
        self._sure, self._possible = config["sure"], config["possible"]
        self._question, self._lead = config["question"], config["lead"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyDetector:
        """Create a new component (see parent class for full docstring)."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set, keep or drop an emergency intent on each message, in place."""
        for message in messages:
            ranking = self._judge(message)
            if ranking:
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _judge(self, message: Message) -> list[dict[str, Any]]:
        text = message.get(TEXT) or ""
        ranking = list(message.get(INTENT_RANKING_KEY) or [])
        dangers = [one for one in ranking if one[INTENT_NAME_KEY] in INTENTS.values()]
        others = [one for one in ranking if one[INTENT_NAME_KEY] not in INTENTS.values()]
        if alarm := assess(text):
            return [as_intent(INTENTS[alarm.danger], 1.0), *others]
        if not dangers or _is_one_word(text):  # too little for anything but the rules
            return others
        likeliest = dangers[0][INTENT_NAME_KEY]
        chance = _total(dangers)
        if chance >= self._sure:
            return [as_intent(likeliest, chance), *others]
        if chance >= self._least(text, likeliest) and chance - _total(others[:1]) >= self._lead:
            rest = [one for one in others if one[INTENT_NAME_KEY] != POSSIBLE]
            return [as_intent(POSSIBLE, 1.0), *rest]
        return others

    def _least(self, text: str, danger: str) -> float:
        """From which chance a doubt counts; suicide is spoken of in few and plain words."""
        if danger == INTENTS[Danger.SUICIDE]:
            return self._possible
        if sum(map(is_telling, words(text))) < _FEWEST_TELLING_WORDS:
            return self._sure
        return self._question if _asks(text) else self._possible


def as_intent(name: str, confidence: float) -> dict[str, Any]:
    """An intent as it stands in a ranking."""
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}


def _is_one_word(text: str) -> bool:
    return len(text.split()) < 2


def _asks(text: str) -> bool:
    return "?" in text or not _ASKING.isdisjoint(words(text))


def _total(intents: list[dict[str, Any]]) -> float:
    return sum(one[PREDICTED_CONFIDENCE_KEY] for one in intents)
