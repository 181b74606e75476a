"""Danger in one part of a message is found, whatever the rest is about."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import hidden_danger
from bot.nlu.hidden_danger import HiddenDangerDetector, parts
from tests.bot.pipeline import Workbench

DANGERS = (
    "mijn collega ligt bewusteloos op de grond",
    "er ligt een man bewusteloos in de keuken",
    "ze ademt niet meer en ligt op de grond",
    "hij bloedt heel erg uit zijn hoofd",
    "een klant bloedt erg en ligt op de grond",
    "hij valt iemand aan met een mes",
)
ORDINARY = (
    "wie gaat er over het terras voor mijn zaak",
    "ik wil subsidie aanvragen voor een buurtfeest",
    "welke collega weet meer van inkoop",
    "mag ik een bord op de stoep zetten",
    "hoe vraag ik een vergunning aan voor de markt",
    "wij zoeken een pand voor onze kringloop",
)
STORY = "Wij willen een terras voor de zaak. Een klant ligt bewusteloos op de grond, hij bloedt."


def message(text: str, intent: str = "ask_contact") -> Message:
    ranking = [{"name": intent, "confidence": 0.9}]
    return Message(data={TEXT: text, INTENT: ranking[0], "intent_ranking": ranking})


@pytest.fixture
def detector(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(hidden_danger, "ordinary_sentences", lambda: list(ORDINARY))
    examples = [Message(data={TEXT: text, INTENT: "emergency"}) for text in DANGERS]
    examples += [Message(data={TEXT: text, INTENT: "ask_contact"}) for text in ORDINARY]
    workbench.create(HiddenDangerDetector).train(TrainingData(examples))
    return workbench.load(HiddenDangerDetector)


def first(detector: Any, given: Message) -> str:
    detector.process([given])
    assert given.get("intent_ranking")[0] == given.get(INTENT)
    return str(given.get(INTENT)["name"])


def test_danger_in_the_middle_of_a_story_comes_first(detector: Any) -> None:
    given = message(STORY)
    assert first(detector, given) == "possible_emergency"
    assert given.get("intent_ranking")[1]["name"] == "ask_contact"


def test_the_same_story_without_danger_stays_what_it_was(detector: Any) -> None:
    assert first(detector, message("Wij willen een terras voor de zaak. Mag dat?")) == "ask_contact"


def test_what_is_an_emergency_already_stays_that(detector: Any) -> None:
    assert first(detector, message(STORY, "suicide_crisis")) == "suicide_crisis"


@pytest.mark.parametrize("text", ["", "help", "mag dat"])
def test_too_few_words_are_no_danger(detector: Any, text: str) -> None:
    assert detector.chance(text) == 0.0


def test_without_examples_of_danger_nothing_is_found(workbench: Workbench) -> None:
    ordinary = [Message(data={TEXT: text, INTENT: "ask_contact"}) for text in ORDINARY]
    workbench.create(HiddenDangerDetector).train(TrainingData(ordinary))
    assert workbench.load(HiddenDangerDetector).chance(STORY) == 0.0


def test_a_message_is_judged_whole_by_sentence_and_by_clause() -> None:
    found = parts("Ik zoek een pand, maar het moet groot zijn. Mag dat hier?")
    assert found[0].startswith("Ik zoek")
    assert "Ik zoek een pand, maar het moet groot zijn." in found
    assert "maar het moet groot zijn." in found
    assert "Mag dat hier?" in found
    assert len(found) == len(set(found))
