"""Danger inside a longer story: every sentence and clause of a message is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import LinearSVC

from bot.nlu.emergencies import INTENTS, POSSIBLE, as_intent
from knowledge.content import read_content
from knowledge.seeding import SEED
from knowledge.vectors import count, rarity, weigh

_SENTENCE = re.compile(r"(?<=[.?!;])\s+|\n+")
_CLAUSE = re.compile(r",\s+|\s+(?:maar|want|en toen|nu)\s+")
_SHORTEST_SENTENCE, _SHORTEST_CLAUSE = 3, 4  # words
EVERY = 3
"""Of the topics' questions this part is read, for the ordinary sentences in them."""
FILE = "hidden_danger.npz"


def parts(text: str) -> list[str]:
    """A message, its sentences, and their clauses, each long enough to mean something."""
    found = [text]
    for sentence in _SENTENCE.split(text):
        if len(sentence.split()) >= _SHORTEST_SENTENCE:
            found.append(sentence)
        clauses = _CLAUSE.split(sentence)
        found += [one for one in clauses if len(one.split()) >= _SHORTEST_CLAUSE]
    return list(dict.fromkeys(found))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HiddenDangerDetector(IntentClassifier, GraphComponent):
    """Sets a possible emergency when one part of a message is surely about danger.

    Learns from the emergency examples against all other examples and the
    sentences of ordinary questions about the topics.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """None: while training it reads text alone (`config.yml` puts it after the classifiers)."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {"sure": 0.6, "C": 0.5}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Make a detector that knows nothing yet."""
        self._config = config
        self._model_storage, self._resource = model_storage, resource
        self._idf = np.zeros(0, dtype=np.float32)
        self._weights = np.zeros(0, dtype=np.float32)
        self._curve = np.zeros(3)  # offset, and a and b of 1 / (1 + exp(a·d + b))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HiddenDangerDetector:
        """Create a new component (see parent class for full docstring)."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples and on the sentences of ordinary questions."""
        examples = [one for one in training_data.intent_examples if one.get(INTENT) != POSSIBLE]
        dangers = [one.get(TEXT) for one in examples if one.get(INTENT) in INTENTS.values()]
        ordinary = [one.get(TEXT) for one in examples if one.get(INTENT) not in INTENTS.values()]
        if not dangers or not ordinary:
            return self._resource
        self._fit(dangers, [*ordinary, *ordinary_sentences()])
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / FILE, idf=self._idf, weights=self._weights, curve=self._curve)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Put a possible emergency first on each message that holds one, in place."""
        for message in messages:
            ranking = list(message.get(INTENT_RANKING_KEY) or [])
            is_known = ranking and ranking[0][INTENT_NAME_KEY] in (*INTENTS.values(), POSSIBLE)
            if not is_known and self.chance(message.get(TEXT) or "") >= self._config["sure"]:
                first = as_intent(POSSIBLE, 1.0)
                message.set(INTENT, first, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [first, *ranking], add_to_output=True)
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> HiddenDangerDetector:
        """Load a fitted component; an empty one when there was nothing to learn from."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                component._read(folder / FILE)
        except ValueError:  # nothing was kept
            return component
        return component

    def chance(self, text: str) -> float:
        """The chance, 0..1, that the most alarming part of a text is about danger."""
        if not self._weights.size or len(text.split()) < _SHORTEST_SENTENCE:
            return 0.0
        offset, slope, shift = self._curve
        distance = weigh(count(parts(text)), self._idf) @ self._weights + offset
        return float((1 / (1 + np.exp(slope * distance + shift))).max())

    def _read(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            self._idf, self._weights = arrays["idf"], arrays["weights"]
            self._curve = arrays["curve"]

    def _fit(self, dangers: Sequence[str], ordinary: Sequence[str]) -> None:
        counts = count([*dangers, *ordinary])
        self._idf = rarity(counts)
        labels = np.arange(counts.shape[0]) < len(dangers)
        machine = CalibratedClassifierCV(
            LinearSVC(C=self._config["C"], class_weight="balanced", random_state=0),
            cv=3,
            ensemble=False,
        ).fit(weigh(counts, self._idf), labels)
        fitted = machine.calibrated_classifiers_[0]
        curve, linear = fitted.calibrators[0], fitted.base_estimator
        self._weights = linear.coef_[0].astype(np.float32)
        self._curve = np.array([linear.intercept_[0], curve.a_, curve.b_])


def ordinary_sentences() -> list[str]:
    """Sentences and clauses out of the topics' questions: personal and plain, but no danger."""
    questions = [text for topic in read_content(SEED).topics for text in topic.questions]
    return [part for text in questions[::EVERY] for part in parts(text)[1:]]
