"""TF-IDF over words or over the letters inside them, as sparse sentence features."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.language import simplify

ANALYZERS = ("word", "char_wb")
WORDS = r"(?u)\b\w+\b|[?!]"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TfidfFeaturizer(SparseFeaturizer, GraphComponent):
    """Gives a message one TF-IDF vector; use it twice, for words and for letters.

    Features: shape (1, vocabulary), as long as `weight` says: what is longer counts more
    beside the vectors of other featurizers. Words are lemmas, letters are
    taken inside word boundaries, so that compounds and typos still overlap.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that should be included in the pipeline before this component."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {
            **SparseFeaturizer.get_default_config(),
            "analyzer": "word",
            "min_ngram": 1,
            "max_ngram": 2,
            "use_lemma": False,
            "weight": 1.0,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse an analyzer or a range of n-grams that does not exist."""
        if config.get("analyzer", "word") not in ANALYZERS:
            raise InvalidConfigException(
                f"TfidfFeaturizer: analyzer '{config['analyzer']}' should be one of {ANALYZERS}."
            )
        if not 1 <= config.get("min_ngram", 1) <= config.get("max_ngram", 2):
            raise InvalidConfigException("TfidfFeaturizer: expected 1 <= min_ngram <= max_ngram.")
        if config.get("weight", 1.0) <= 0:
            raise InvalidConfigException("TfidfFeaturizer: weight should be more than 0.")

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Make an unfitted featurizer."""
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizer: TfidfVectorizer | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TfidfFeaturizer:
        """Create a new component (see parent class for full docstring)."""
        return cls(config, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn vocabulary and rarity from the examples that have an intent."""
        texts = [self._text(example) for example in training_data.intent_examples]
        if texts:
            self._vectorizer = self._new_vectorizer().fit(texts)
            self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to all training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to messages, in place."""
        if self._vectorizer is None:
            return messages
        texts = [self._text(message) for message in messages]
        rows = self._vectorizer.transform(texts)
        rows.data *= self._config["weight"]
        for message, row in zip(messages, rows, strict=True):
            message.add_features(
                Features(row.tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
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
    ) -> TfidfFeaturizer:
        """Load a fitted component; an unfitted one when there was nothing to learn from."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
                rarity = np.load(folder / "rarity.npy", allow_pickle=False)
        except json.JSONDecodeError:
            raise
        except ValueError:  # nothing was kept
            return component
        vectorizer = component._new_vectorizer({term: number for number, term in enumerate(terms)})
        vectorizer.idf_ = rarity
        component._vectorizer = vectorizer
        return component

    def _persist(self) -> None:
        assert self._vectorizer is not None
        with self._model_storage.write_to(self._resource) as folder:
            terms = self._vectorizer.get_feature_names_out().tolist()
            (folder / "terms.json").write_text(
                json.dumps(terms, ensure_ascii=False), encoding="utf-8"
            )
            np.save(folder / "rarity.npy", self._vectorizer.idf_, allow_pickle=False)

    def _new_vectorizer(self, vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer=self._config["analyzer"],
            ngram_range=(self._config["min_ngram"], self._config["max_ngram"]),
            token_pattern=WORDS if self._config["analyzer"] == "word" else None,
            lowercase=False,
            sublinear_tf=True,
            vocabulary=vocabulary,
        )

    def _text(self, message: Message) -> str:
        if self._config["use_lemma"]:
            tokens = message.get(TOKENS_NAMES[TEXT]) or []
            return " ".join(token.lemma for token in tokens)
        return simplify(message.get(TEXT) or "")
