"""A linear intent classifier whose confidence means something."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import scipy.sparse as sp
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from bot.nlu.sharpening import sharpness


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression whose chances are sharpened until they hold.

    A penalty strong enough for few examples makes it too modest. So its scores are
    multiplied by one number (temperature scaling), found by cross-validation, which leaves
    their order as it is. Reads the sparse sentence features of all featurizers before it.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that should be included in the pipeline before this component."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {"C": 20.0, "tolerance": 0.02, "calibration_folds": 3, "ranking_length": 10}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Make a classifier that knows nothing yet."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)  # (features, intents)
        self._offsets = np.zeros(0)  # weights and offsets are sharpened already

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Create a new component (see parent class for full docstring)."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples that have an intent.

        Intents with fewer examples than folds cannot be calibrated; the number
        of folds is lowered for them, down to two.
        """
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        intents = np.array([one.get(INTENT) for one in examples])
        names, numbers = np.unique(intents, return_counts=True)
        if len(names) < 2:
            return self._resource
        if numbers.min() == 1:
            single = ", ".join(names[numbers == 1])
            raise ValueError(f"An intent needs at least two examples: {single}")
        folds = max(2, min(self._config["calibration_folds"], numbers.min()))
        vectors, machine = _features(examples), self._new_machine()
        factor = sharpness(machine, vectors, intents, folds)
        self._take_over(machine.fit(vectors, intents), factor)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the likeliest intent and the ranking on each message, in place."""
        for message in messages:
            ranking = self._rank(message)
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(
                INTENT_RANKING_KEY, ranking[: self._config["ranking_length"]], add_to_output=True
            )
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Load a fitted component; an empty one when there was nothing to learn from."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                intents = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
                with np.load(folder / "classifier.npz", allow_pickle=False) as arrays:
                    component._weights = arrays["weights"]
                    component._offsets = arrays["offsets"]
        except json.JSONDecodeError:
            raise
        except ValueError:  # nothing was kept
            return component
        component._intents = intents
        return component

    def _new_machine(self) -> LogisticRegression:
        """An untrained one; every intent counts as much as every other, however many examples."""
        return LogisticRegression(
            C=self._config["C"],
            class_weight="balanced",
            multi_class="multinomial",
            solver="sag",  # a few passes are enough: a quarter of the time of the usual solver
            tol=self._config["tolerance"],
            max_iter=1000,
            random_state=0,
        )

    def _take_over(self, machine: LogisticRegression, factor: float) -> None:
        weights, offsets = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights, offsets = np.vstack([-weights, weights]), np.array([-offsets[0], offsets[0]])
        self._intents = [str(intent) for intent in machine.classes_]
        self._weights = np.ascontiguousarray(factor * weights.T, dtype=np.float32)
        self._offsets = factor * offsets

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "intents.json").write_text(json.dumps(self._intents), encoding="utf-8")
            np.savez(
                folder / "classifier.npz",
                weights=self._weights,
                offsets=self._offsets,
            )

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        if not self._intents:
            return []
        vector = _features([message]).astype(np.float32)
        if vector.nnz == 0:  # nothing of this text is known: no reason to prefer any intent
            return []
        # A sparse product: a dense one of this size wakes a second thread for nothing.
        chance = softmax(self._offsets + (vector @ self._weights)[0])
        order = np.argsort(-chance, kind="stable")
        return [
            {INTENT_NAME_KEY: self._intents[i], PREDICTED_CONFIDENCE_KEY: float(chance[i])}
            for i in order
        ]


def _features(messages: list[Message]) -> sp.csr_matrix:
    """The messages' sparse sentence features, stacked: (messages, features)."""
    rows = []
    for message in messages:
        _, sentence = message.get_sparse_features(TEXT)
        rows.append(sp.csr_matrix(sentence.features) if sentence else sp.csr_matrix((1, 0)))
    return sp.vstack(rows, format="csr")
