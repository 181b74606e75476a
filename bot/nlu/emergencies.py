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

from knowledge.safety import Danger, assess

INTENTS = {
    Danger.DANGER: "emergency",
    Danger.SUICIDE: "suicide_crisis",
    Danger.DOMESTIC_VIOLENCE: "domestic_violence",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyDetector(IntentClassifier, GraphComponent):
    """Sets an emergency intent when the rules of `knowledge.safety` find one in the text.

    The classifier before it may still name an emergency by itself, but only
    when it is surer than `threshold`; below that its next best intent counts.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that should be included in the pipeline before this component."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {"threshold": 0.6}

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the configuration."""
        self._threshold = config["threshold"]

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
            ranking = list(message.get(INTENT_RANKING_KEY) or [])
            alarm = assess(message.get(TEXT) or "")
            if alarm:
                found = {INTENT_NAME_KEY: INTENTS[alarm.danger], PREDICTED_CONFIDENCE_KEY: 1.0}
                ranking = [found, *_without(ranking, {INTENTS[alarm.danger]})]
            elif ranking and self._is_guess(ranking[0]):
                ranking = _without(ranking, set(INTENTS.values()))
            if ranking:
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _is_guess(self, intent: dict[str, Any]) -> bool:
        unsure = intent[PREDICTED_CONFIDENCE_KEY] < self._threshold
        return unsure and intent[INTENT_NAME_KEY] in INTENTS.values()


def _without(ranking: list[dict[str, Any]], names: set[str]) -> list[dict[str, Any]]:
    return [one for one in ranking if one[INTENT_NAME_KEY] not in names]
