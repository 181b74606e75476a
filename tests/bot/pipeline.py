"""Training and loading one graph component, or the whole Dutch pipeline, on a few examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import LinearIntentClassifier
from bot.nlu.featurizer import TfidfFeaturizer
from bot.nlu.tokenizer import DutchTokenizer

Ranking = list[tuple[str, float]]

WORDS = {"analyzer": "word"}
LETTERS = {"analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4}


@dataclass(frozen=True)
class Workbench:
    """What Rasa gives a component: storage, a name in it, and a context."""

    storage: ModelStorage
    resource: Resource
    context: ExecutionContext

    def named(self, name: str) -> Workbench:
        """The same storage under another name."""
        return Workbench(
            self.storage,
            Resource(name),
            ExecutionContext(self.context.graph_schema, node_name=name),
        )

    def create(self, kind: type[GraphComponent], **config: Any) -> Any:
        """A new component."""
        return kind.create(self._config(kind, config), self.storage, self.resource, self.context)

    def load(self, kind: type[GraphComponent], **config: Any) -> Any:
        """The component as it was trained before."""
        return kind.load(self._config(kind, config), self.storage, self.resource, self.context)

    @staticmethod
    def _config(kind: type[GraphComponent], config: dict[str, Any]) -> dict[str, Any]:
        return {**kind.get_default_config(), **config}


@dataclass(frozen=True)
class Understanding:
    """Tokenizer, featurizers and classifier in a row, as in `config.yml`."""

    parts: Sequence[Any]

    def rank(self, text: str) -> Ranking:
        """The intents of a text with their probabilities, the likeliest first."""
        found = self.process(text).get("intent_ranking")
        return [(one["name"], one["confidence"]) for one in found]

    def process(self, text: str) -> Message:
        """A text with everything the pipeline found in it."""
        message = Message(data={TEXT: text})
        for part in self.parts:
            part.process([message])
        return message


def training_data(examples: Mapping[str, Sequence[str]]) -> TrainingData:
    """Examples by intent, as Rasa passes them to a component."""
    return TrainingData(
        [
            Message(data={TEXT: text, INTENT: intent})
            for intent, texts in examples.items()
            for text in texts
        ]
    )


def train(
    workbench: Workbench, examples: Mapping[str, Sequence[str]], **classifier: Any
) -> Understanding:
    """A trained pipeline."""
    data = training_data(examples)
    parts = [
        _part(workbench, "tokenizer", DutchTokenizer),
        _part(workbench, "words", TfidfFeaturizer, **WORDS),
        _part(workbench, "letters", TfidfFeaturizer, **LETTERS),
        _part(workbench, "classifier", LinearIntentClassifier, **classifier),
    ]
    for part in parts:
        part.train(data)
        if not isinstance(part, LinearIntentClassifier):
            part.process_training_data(data)
    return Understanding(parts)


def load(workbench: Workbench, **classifier: Any) -> Understanding:
    """The pipeline as `train` left it in storage."""
    return Understanding(
        [
            workbench.named("tokenizer").load(DutchTokenizer),
            workbench.named("words").load(TfidfFeaturizer, **WORDS),
            workbench.named("letters").load(TfidfFeaturizer, **LETTERS),
            workbench.named("classifier").load(LinearIntentClassifier, **classifier),
        ]
    )


def _part(workbench: Workbench, name: str, kind: type[GraphComponent], **config: Any) -> Any:
    return workbench.named(name).create(kind, **config)
