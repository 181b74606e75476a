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
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import LinearSVC


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Linear support vector machine with probabilities (Platt scaling, cross-validated).

    Reads the sparse sentence features of all featurizers before it.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that should be included in the pipeline before this component."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {"C": 0.5, "calibration_folds": 3, "ranking_length": 10}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Make a classifier that knows nothing yet."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)  # (features, intents)
        self._offsets = np.zeros(0)
        self._slopes = np.zeros((2, 0))  # per intent a and b of 1 / (1 + exp(a·d + b))

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
        intents = [one.get(INTENT) for one in examples]
        if len(set(intents)) < 2:
            return self._resource
        single = sorted(intent for intent in set(intents) if intents.count(intent) == 1)
        if single:
            raise ValueError(f"An intent needs at least two examples: {', '.join(single)}")
        rarest = min(intents.count(intent) for intent in set(intents))
        folds = max(2, min(self._config["calibration_folds"], rarest))
        machine = CalibratedClassifierCV(
            LinearSVC(C=self._config["C"], class_weight="balanced", random_state=0),
            cv=folds,
            ensemble=False,
        )
        machine.fit(_features(examples), np.array(intents))
        self._take_over(machine)
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
                    component._slopes = arrays["slopes"]
        except json.JSONDecodeError:
            raise
        except ValueError:  # nothing was kept
            return component
        component._intents = intents
        return component

    def _take_over(self, machine: CalibratedClassifierCV) -> None:
        calibrated = machine.calibrated_classifiers_[0]
        linear, curves = calibrated.base_estimator, calibrated.calibrators
        weights, offsets = linear.coef_, linear.intercept_
        slopes = np.array([[curve.a_ for curve in curves], [curve.b_ for curve in curves]])
        if len(machine.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights, offsets = np.vstack([-weights, weights]), np.array([-offsets[0], offsets[0]])
            slopes = np.array([[slopes[0, 0]] * 2, [-slopes[1, 0], slopes[1, 0]]])
        self._intents = [str(intent) for intent in machine.classes_]
        self._weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self._offsets, self._slopes = offsets, slopes

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "intents.json").write_text(json.dumps(self._intents), encoding="utf-8")
            np.savez(
                folder / "classifier.npz",
                weights=self._weights,
                offsets=self._offsets,
                slopes=self._slopes,
            )

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        if not self._intents:
            return []
        vector = _features([message])
        if vector.nnz == 0:  # nothing of this text is known: no reason to prefer any intent
            return []
        distance = self._offsets + vector.data @ self._weights[vector.indices]
        chance = 1 / (1 + np.exp(self._slopes[0] * distance + self._slopes[1]))
        chance /= chance.sum()
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
