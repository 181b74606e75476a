from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.featurizer import TfidfFeaturizer
from bot.nlu.tokenizer import DutchTokenizer
from tests.bot.pipeline import Workbench, training_data

EXAMPLES = {
    "ask_contact": ["wie gaat over terrassen", "bij wie moet ik zijn voor een hond"],
    "greet": ["hallo", "goedemorgen allemaal"],
}


def vector(featurizer: TfidfFeaturizer, text: str) -> np.ndarray:
    message = Message(data={TEXT: text})
    featurizer.process([message])
    _, sentence = message.get_sparse_features(TEXT)
    return sentence.features.toarray()[0]


def trained(workbench: Workbench, **config: Any) -> TfidfFeaturizer:
    featurizer = workbench.create(TfidfFeaturizer, **config)
    featurizer.train(training_data(EXAMPLES))
    return featurizer


def test_defaults_are_words_and_pairs_of_words() -> None:
    config = TfidfFeaturizer.get_default_config()
    assert (config["analyzer"], config["min_ngram"], config["max_ngram"]) == ("word", 1, 2)
    TfidfFeaturizer.validate_config(config)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"analyzer": "char"}, "analyzer 'char'"),
        ({"min_ngram": 0}, "min_ngram"),
        ({"min_ngram": 3, "max_ngram": 2}, "max_ngram"),
        ({"weight": 0}, "weight"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused(config: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidConfigException, match=reason):
        TfidfFeaturizer.validate_config(config)


def test_a_vector_has_length_one(workbench: Workbench) -> None:
    found = vector(trained(workbench), "wie gaat over een terras")
    assert np.linalg.norm(found) == pytest.approx(1)


def test_a_vector_is_as_long_as_its_weight(workbench: Workbench) -> None:
    found = vector(trained(workbench, weight=0.7), "wie gaat over een terras")
    assert np.linalg.norm(found) == pytest.approx(0.7)


def test_capitals_accents_and_stretched_letters_make_no_difference(workbench: Workbench) -> None:
    featurizer = trained(workbench)
    assert np.array_equal(vector(featurizer, "HALLÓÓÓÓ"), vector(featurizer, "hallóó"))
    assert np.array_equal(vector(featurizer, "Wíe"), vector(featurizer, "wie"))


def test_unknown_words_give_an_empty_vector(workbench: Workbench) -> None:
    assert not vector(trained(workbench), "xylofoon").any()


def test_letters_see_a_word_inside_a_compound(workbench: Workbench) -> None:
    letters = trained(workbench, analyzer="char_wb", min_ngram=3, max_ngram=5)
    overlap = vector(letters, "terrasvergunning") @ vector(letters, "terras")
    assert overlap > vector(letters, "hallo") @ vector(letters, "terras")


def test_words_can_be_lemmas(workbench: Workbench) -> None:
    tokenizer = workbench.named("tokenizer").create(DutchTokenizer)
    data = training_data(EXAMPLES)
    tokenizer.process_training_data(data)
    featurizer = workbench.create(TfidfFeaturizer, use_lemma=True)
    featurizer.train(data)
    many = Message(data={TEXT: "honden"})
    one = Message(data={TEXT: "hond"})
    tokenizer.process([many, one])
    featurizer.process([many, one])
    (_, first), (_, second) = many.get_sparse_features(TEXT), one.get_sparse_features(TEXT)
    assert np.array_equal(first.features.toarray(), second.features.toarray())


def test_a_loaded_featurizer_gives_identical_vectors(workbench: Workbench) -> None:
    before = trained(workbench)
    after = workbench.load(TfidfFeaturizer)
    for text in ("wie gaat over een terras", "hallo allemaal", "iets heel anders"):
        assert np.array_equal(vector(before, text), vector(after, text))


def test_without_examples_a_message_gets_no_features(workbench: Workbench) -> None:
    workbench.create(TfidfFeaturizer).train(training_data({}))
    message = Message(data={TEXT: "hallo"})
    workbench.load(TfidfFeaturizer).process([message])
    assert message.get_sparse_features(TEXT) == (None, None)


def test_a_damaged_model_is_an_error_and_not_an_empty_featurizer(workbench: Workbench) -> None:
    trained(workbench)
    with workbench.storage.write_to(workbench.resource) as folder:
        (folder / "terms.json").write_text('["half', encoding="utf-8")
    with pytest.raises(ValueError, match="Unterminated string"):
        workbench.load(TfidfFeaturizer)
