from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import tokenizer
from bot.nlu.tokenizer import DutchTokenizer, WrongLanguageModelError
from knowledge.language import Dutch, dutch
from tests.bot.pipeline import Workbench


def tokens(workbench: Workbench, text: str) -> list[tuple[str, int]]:
    found = workbench.create(DutchTokenizer).tokenize(Message(data={TEXT: text}), TEXT)
    return [(token.text, token.start) for token in found]


def test_splits_into_words_with_their_places(workbench: Workbench) -> None:
    assert tokens(workbench, "Wie gaat erover?") == [("Wie", 0), ("gaat", 4), ("erover", 9)]


def test_leaves_punctuation_and_emoji_out(workbench: Workbench) -> None:
    assert tokens(workbench, "?! 😀 -") == []


def test_lemmas_have_no_capitals_or_accents(workbench: Workbench) -> None:
    found = workbench.create(DutchTokenizer).tokenize(Message(data={TEXT: "Coördinator"}), TEXT)
    assert [token.lemma for token in found] == ["coordinator"]


def test_intents_stay_whole_by_default() -> None:
    assert DutchTokenizer.get_default_config()["intent_tokenization_flag"] is False


def test_loads_with_the_pipeline_it_was_trained_with(workbench: Workbench) -> None:
    workbench.create(DutchTokenizer).train(TrainingData())
    loaded = workbench.load(DutchTokenizer)
    found = loaded.tokenize(Message(data={TEXT: "een terras"}), TEXT)
    assert [token.text for token in found] == ["een", "terras"]


def test_a_model_of_another_dutch_pipeline_is_refused_with_the_way_out(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench.create(DutchTokenizer).train(TrainingData())
    monkeypatch.setattr(tokenizer, "dutch", lambda: Dutch("nl_other-9.9", dutch().nlp))
    with pytest.raises(WrongLanguageModelError) as refusal:
        workbench.load(DutchTokenizer)
    for part in (dutch().name, "nl_other-9.9", "make train"):
        assert part in str(refusal.value)
