from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.emergencies import INTENTS, EmergencyDetector
from knowledge.safety import Danger, assess
from tests.bot.pipeline import Workbench

STORY = "de buurman van mijn werkplaats kwam vanmorgen binnen"
QUESTION = "wie gaat over het terras van mijn buurman"


def judge(
    workbench: Workbench, text: str, ranking: dict[str, float], **config: float
) -> dict[str, Any]:
    """What the detector makes of a classifier's ranking."""
    rows = [{"name": name, "confidence": chance} for name, chance in ranking.items()]
    best = rows[0] if rows else {"name": None, "confidence": 0.0}
    message = Message(data={TEXT: text, "intent": best, "intent_ranking": rows})
    workbench.create(EmergencyDetector, **config).process([message])
    return message.as_dict()


def test_possible_lies_below_sure_by_default() -> None:
    config = EmergencyDetector.get_default_config()
    assert 0 < config["possible"] <= config["question"] < config["sure"] <= 1


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("er is brand in mijn winkel", Danger.DANGER),
        ("ik wil niet meer leven", Danger.SUICIDE),
        ("mijn man slaat mij", Danger.DOMESTIC_VIOLENCE),
    ],
)
def test_a_rule_overrules_a_sure_classifier(
    workbench: Workbench, text: str, danger: Danger
) -> None:
    found = judge(workbench, text, {"ask_contact": 0.99, "greet": 0.01})
    assert assess(text).danger is danger
    assert found["intent"] == {"name": INTENTS[danger], "confidence": 1.0}
    assert found["intent_ranking"][0] == found["intent"]
    assert found["intent_ranking"][1]["name"] == "ask_contact"


def test_a_rule_works_without_any_ranking(workbench: Workbench) -> None:
    assert judge(workbench, "er is brand", {})["intent"]["name"] == "emergency"


def test_a_rule_decides_which_danger_it_is(workbench: Workbench) -> None:
    found = judge(workbench, "ik wil niet meer leven", {"emergency": 0.9, "suicide_crisis": 0.1})
    assert [one["name"] for one in found["intent_ranking"]] == ["suicide_crisis"]


@pytest.mark.parametrize(
    ("chance", "intent"),
    [
        (1.0, "emergency"),
        (0.8, "emergency"),
        (0.79, "possible_emergency"),
        (0.35, "possible_emergency"),
        (0.34, "ask_contact"),
        (0.0, "ask_contact"),
    ],
)
def test_the_classifier_alone_is_sure_in_doubt_or_overruled(
    workbench: Workbench, chance: float, intent: str
) -> None:
    ranking = {"emergency": chance, "ask_contact": 1 - chance}
    found = judge(workbench, STORY, ranking, sure=0.8, possible=0.35, lead=-1.0)
    assert found["intent"]["name"] == intent


@pytest.mark.parametrize(
    ("chance", "intent"),
    [(0.79, "possible_emergency"), (0.65, "possible_emergency"), (0.64, "ask_contact")],
)
@pytest.mark.parametrize("text", [QUESTION, "de buurman kwam binnen, en nu?"])
def test_a_question_takes_more_than_a_story(
    workbench: Workbench, text: str, chance: float, intent: str
) -> None:
    ranking = {"emergency": chance, "ask_contact": 1 - chance}
    found = judge(workbench, text, ranking, possible=0.35, question=0.65)
    assert found["intent"]["name"] == intent


@pytest.mark.parametrize(("other", "intent"), [(0.39, "possible_emergency"), (0.41, "ask_contact")])
def test_doubt_leads_every_other_intent(workbench: Workbench, other: float, intent: str) -> None:
    ranking = {"emergency": 0.45, "ask_contact": other}
    assert judge(workbench, STORY, ranking, possible=0.4, lead=0.05)["intent"]["name"] == intent


@pytest.mark.parametrize("text", ["hij pakt niet op", "ik ben weg", "de rechterknop"])
def test_a_message_of_small_words_takes_certainty(workbench: Workbench, text: str) -> None:
    doubt = judge(workbench, text, {"emergency": 0.79, "goodbye": 0.21})
    assert doubt["intent"]["name"] == "goodbye"
    certainty = judge(workbench, text, {"emergency": 0.8, "goodbye": 0.2})
    assert certainty["intent"]["name"] == "emergency"


@pytest.mark.parametrize("text", ["weg met mij", "wie mist mij straks?"])
def test_thoughts_of_suicide_are_heard_in_small_words_and_questions(
    workbench: Workbench, text: str
) -> None:
    found = judge(workbench, text, {"suicide_crisis": 0.45, "emergency": 0.05, "ask_contact": 0.3})
    assert found["intent"]["name"] == "possible_emergency"


def test_one_word_is_left_to_the_rules(workbench: Workbench) -> None:
    found = judge(workbench, "kelder", {"emergency": 0.99, "ask_contact": 0.01})
    assert found["intent"]["name"] == "ask_contact"


def test_doubt_between_dangers_adds_up(workbench: Workbench) -> None:
    ranking = {"domestic_violence": 0.45, "emergency": 0.4, "ask_contact": 0.15}
    found = judge(workbench, STORY, ranking)
    assert found["intent"]["name"] == "domestic_violence"
    assert found["intent"]["confidence"] == pytest.approx(0.85)


def test_thresholds_can_be_configured(workbench: Workbench) -> None:
    ranking = {"emergency": 0.6, "ask_contact": 0.4}
    assert judge(workbench, STORY, ranking, sure=0.5)["intent"]["name"] == "emergency"
    cautious = judge(workbench, STORY, ranking, sure=0.9, possible=0.7)
    assert cautious["intent"]["name"] == "ask_contact"


def test_a_dropped_danger_leaves_the_ranking(workbench: Workbench) -> None:
    found = judge(workbench, STORY, {"emergency": 0.3, "greet": 0.25, "thank": 0.2})
    assert [one["name"] for one in found["intent_ranking"]] == ["greet", "thank"]


def test_no_intent_occurs_twice_in_the_ranking(workbench: Workbench) -> None:
    ranking = {"emergency": 0.5, "possible_emergency": 0.3, "ask_contact": 0.2}
    names = [one["name"] for one in judge(workbench, STORY, ranking)["intent_ranking"]]
    assert names == ["possible_emergency", "ask_contact"]


def test_text_without_an_intent_stays_without_one(workbench: Workbench) -> None:
    assert judge(workbench, STORY, {})["intent"] == {"name": None, "confidence": 0.0}
