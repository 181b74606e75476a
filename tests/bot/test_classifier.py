from __future__ import annotations

import random

import pytest
from rasa.engine.storage.resource import Resource

from bot.nlu.classifier import LinearIntentClassifier
from tests.bot.pipeline import Understanding, Workbench, load, train, training_data

EXAMPLES = {
    "ask_contact": [
        "bij wie moet ik zijn voor een terras",
        "wie gaat over vergunningen",
        "welke collega weet van social return",
        "wie is de accountmanager",
        "met wie bespreek ik een subsidie",
        "wie gaat er over de markt",
    ],
    "greet": ["hallo", "goedemorgen", "goedemiddag", "hoi daar", "dag allemaal", "hallo daar"],
    "thank": ["dank u wel", "bedankt", "dankjewel", "hartelijk dank", "dank je", "veel dank"],
}
UNKNOWN = "ωψφ ξζ"
SUBJECTS = [f"{thing}{place}" for thing in ("boom", "weg", "markt") for place in range(20)]


def told_apart_in_seven_of_ten() -> dict[str, list[str]]:
    """Red is warm and blue is cold, but in three of ten examples it is the other way round.

    Every example has a word of its own besides, by which it can be learnt by heart.
    """
    dice = random.Random(1)
    examples: dict[str, list[str]] = {"warm": [], "cold": []}
    for place in range(400):
        colour, usual, other = (("rood", "warm", "cold"), ("blauw", "cold", "warm"))[place % 2]
        intent = usual if place % 20 < 14 else other
        examples[intent].append(f"{colour} {made_up_word(dice)}")
    return examples


def made_up_word(dice: random.Random) -> str:
    return "".join(dice.choices("acdefghijklmnopqrstuvwxyz", k=6))


@pytest.fixture
def understanding(workbench: Workbench) -> Understanding:
    return train(workbench, EXAMPLES)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("wie gaat over terrassen", "ask_contact"),
        ("goeiemorgen allemaal", "greet"),
        ("heel erg bedankt", "thank"),
    ],
)
def test_finds_the_intent_of_new_words(
    understanding: Understanding, text: str, intent: str
) -> None:
    assert understanding.rank(text)[0][0] == intent


@pytest.mark.parametrize("text", ["wie gaat over terrassen", "dank", "hallo wie bent u"])
def test_probabilities_sum_to_one_and_come_in_order(
    understanding: Understanding, text: str
) -> None:
    ranking = understanding.rank(text)
    chances = [chance for _, chance in ranking]
    assert {name for name, _ in ranking} == set(EXAMPLES)
    assert sum(chances) == pytest.approx(1)
    assert chances == sorted(chances, reverse=True)


def test_the_intent_is_the_top_of_the_ranking(understanding: Understanding) -> None:
    message = understanding.process("bedankt")
    assert message.get("intent") == message.get("intent_ranking")[0]


def test_text_without_anything_known_gets_no_intent(understanding: Understanding) -> None:
    message = understanding.process(UNKNOWN)
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []


def test_a_loaded_pipeline_ranks_identically(
    workbench: Workbench, understanding: Understanding
) -> None:
    loaded = load(workbench)
    for text in ("wie gaat over terrassen", "dag", "dank u voor het terras", UNKNOWN):
        assert loaded.rank(text) == understanding.rank(text)


def test_two_intents_work_and_survive_loading(workbench: Workbench) -> None:
    two = {name: EXAMPLES[name] for name in ("greet", "thank")}
    fresh = train(workbench, two)
    for understanding in (fresh, load(workbench)):
        for text, intent in (("goedemorgen daar", "greet"), ("bedankt hoor", "thank")):
            ranking = understanding.rank(text)
            assert ranking[0][0] == intent
            assert sum(chance for _, chance in ranking) == pytest.approx(1)


def test_the_first_and_the_second_of_two_intents_change_places_with_their_names(
    workbench: Workbench,
) -> None:
    swapped = train(workbench, {"z_greet": EXAMPLES["greet"], "a_thank": EXAMPLES["thank"]})
    assert swapped.rank("goedemorgen daar")[0][0] == "z_greet"
    assert swapped.rank("bedankt hoor")[0][0] == "a_thank"


def test_one_intent_is_nothing_to_choose_from(workbench: Workbench) -> None:
    understanding = train(workbench, {"greet": EXAMPLES["greet"]})
    assert understanding.rank("hallo") == []
    assert load(workbench).rank("hallo") == []


def test_nothing_to_learn_from_is_no_error(workbench: Workbench) -> None:
    workbench.create(LinearIntentClassifier).train(training_data({}))
    assert workbench.load(LinearIntentClassifier) is not None


def test_an_intent_with_fewer_examples_than_folds_lowers_the_folds(workbench: Workbench) -> None:
    few = {**EXAMPLES, "help": ["wat kan ik hier vragen", "hoe werkt dit"]}
    assert train(workbench, few).rank("hoe werkt dit")[0][0] == "help"


def test_an_intent_with_one_example_is_named_in_the_error(workbench: Workbench) -> None:
    with pytest.raises(ValueError, match="help"):
        train(workbench, {**EXAMPLES, "help": ["hoe werkt dit"]})


def test_a_confidence_is_the_chance_that_it_is_right(workbench: Workbench) -> None:
    understanding = train(workbench, told_apart_in_seven_of_ten())
    dice = random.Random(2)
    rankings = [dict(understanding.rank(f"rood {made_up_word(dice)}")) for _ in range(50)]
    chances = [ranking["warm"] for ranking in rankings]
    assert sum(chances) / len(chances) == pytest.approx(0.7, abs=0.1)


def test_an_intent_with_many_examples_does_not_swallow_a_small_one(workbench: Workbench) -> None:
    same_four = ("de kaart", "De kaart", "DE kaart", "de Kaart")
    same_three = ("DE KAART", "De KAART", "de KAART")
    large = [*(f"wie gaat over {subject}" for subject in SUBJECTS), *same_four]
    understanding = train(workbench, {"large": large, "small": same_three})
    assert understanding.rank("de kaart")[0][0] == "small"


def test_the_ranking_is_as_long_as_configured(workbench: Workbench) -> None:
    assert len(train(workbench, EXAMPLES, ranking_length=2).rank("hallo")) == 2


def test_training_twice_gives_the_same_model(workbench: Workbench) -> None:
    first = train(workbench, EXAMPLES).rank("wie gaat over de markt")
    assert train(workbench, EXAMPLES).rank("wie gaat over de markt") == first


def test_a_damaged_model_is_an_error_and_not_an_empty_classifier(workbench: Workbench) -> None:
    train(workbench, EXAMPLES)
    with workbench.storage.write_to(Resource("classifier")) as folder:
        (folder / "intents.json").write_text('["half', encoding="utf-8")
    with pytest.raises(ValueError, match="Unterminated string"):
        load(workbench)
