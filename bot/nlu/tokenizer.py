"""Dutch tokens with lemmas, from the product's one spaCy pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.language import dutch


class WrongLanguageModelError(RasaException):
    """The model was trained with another Dutch pipeline than the one that is installed."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class DutchTokenizer(Tokenizer):
    """Splits a message into words with lemmas and remembers by which pipeline."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Take the installed pipeline; `train` writes its name into the model."""
        super().__init__(config)
        self._model_storage = model_storage
        self._resource = resource
        self._dutch = dutch()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DutchTokenizer:
        """Create a new component (see parent class for full docstring)."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Nothing to learn, but the model must remember which pipeline made its tokens."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "pipeline.txt").write_text(self._dutch.name, encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DutchTokenizer:
        """Load the component.

        Raises:
            WrongLanguageModelError: the installed pipeline is not the one it was trained with.
        """
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            trained_with = (folder / "pipeline.txt").read_text(encoding="utf-8")
        if trained_with != component._dutch.name:
            raise WrongLanguageModelError(
                f"This model was trained with the Dutch pipeline '{trained_with}', but "
                f"'{component._dutch.name}' is installed. Train again: make train"
            )
        return component

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one attribute of a message, in order."""
        text = message.get(attribute)
        return [
            Token(token.text, token.start, lemma=token.lemma) for token in self._dutch.tokens(text)
        ]
