"""The replies of the social return skill: no figure without whose it is, base, source and date."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import sroi, sroi_talk
from actions.services import Services
from actions.sroi_words import LONGEST
from actions.turn import Events, Turn
from knowledge.seeding import SEED, seed
from knowledge.store import Store

ROOT = Path(__file__).resolve().parents[2]
RESPONSES = yaml.safe_load((ROOT / "data/responses/sroi.yml").read_text("utf-8"))["responses"]
SCHEMA = json.loads((ROOT / "docs/replies.schema.json").read_text("utf-8"))
FIGURE = re.compile(r"€\s?\d|\d\s?euro")

TOPICS = """
- {key: social_return, name: Social return, kind: municipal, description: Werk via opdrachten.,
   synonyms: [social return, sroi]}
- {key: inkoop_aanbesteding, name: Inkoop en aanbesteden, kind: municipal, description: Leveren.,
   synonyms: [aanbesteding]}
- {key: inkoop_kleine_opdracht, name: Kleine opdrachten, kind: municipal, description: Onderhands.,
   synonyms: [kleine opdracht]}
"""
VOORBEELDSTAD = """
municipality: {key: voorbeeldstad, name: Voorbeeldstad, is_served: true,
  counter_name: Balie, phone: 0999 - 10 00 01}
units:
  - {key: werk, name: Werk}
contact_points:
  - {key: coordinator, unit: werk, function: coördinator social return, phone: 0999 - 10 00 02}
ownerships:
  - {topic: social_return, contact: coordinator, role: owner, verified_on: 2026-05-01,
     valid_until: 2099-12-31, verification: verified, source: redactie, checked_on: 2026-05-01}
"""


@pytest.fixture(scope="session")
def sroi_database(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the seeded social return rules and hardly anything else."""
    folder = tmp_path_factory.mktemp("sroi")
    content = folder / "content"
    for name, text in (
        ("topics/inkoop.yml", TOPICS),
        ("municipalities/voorbeeldstad.yml", VOORBEELDSTAD),
    ):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    shutil.copy(SEED / "sources.yml", content)
    shutil.copy(SEED / "municipalities" / "namen.yml", content / "municipalities")
    shutil.copytree(SEED / "sroi", content / "sroi")
    path = Path(shutil.copy(migrated_database, folder / "store.db"))
    store = Store(f"sqlite:///{path}")
    seed(store, content)
    store.close()
    return path


class Talk:
    """A conversation with the skill; every reply is kept, with its text."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.slots: dict[str, Any] = {}
        self.replies: list[dict[str, Any]] = []

    def say(self, text: str, action: Callable[[Turn], Events | None], intent: str = "") -> bool:
        """Whether the action took the message."""
        return self._turn({"text": text, "intent": {"name": intent}}, action)

    def compute(self, *texts: str) -> dict[str, Any]:
        """The last reply to these messages."""
        for text in texts:
            self.say(text, sroi.ActionComputeSroi().answer)
        return self.replies[-1]

    def threshold(self, text: str) -> dict[str, Any]:
        self.say(text, sroi.ActionGiveThreshold().answer)
        return self.replies[-1]

    def press(self, title: str) -> dict[str, Any]:
        payload = next(
            one["payload"] for one in self.replies[-1]["buttons"] if one["title"] == title
        )
        option = json.loads(payload.partition("{")[1] + payload.partition("{")[2])["option"]
        entities = [{"entity": "option", "value": option}]
        message = {"text": payload, "intent": {"name": "compute_sroi"}, "entities": entities}
        self._turn(message, sroi.ActionComputeSroi().answer)
        return self.replies[-1]

    def _turn(self, message: dict[str, Any], action: Callable[[Turn], Events | None]) -> bool:
        tracker = Tracker("someone", self.slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = action(Turn(tracker, dispatcher, self.services))
        for event in events or []:
            self.slots[event["name"]] = event["value"]
        self.replies += map(as_reply, dispatcher.messages)
        return events is not None


def as_reply(message: dict[str, Any]) -> dict[str, Any]:
    """What the user gets: the text of the response with its placeholders filled."""
    text = RESPONSES[message["response"]][0]["text"].format(**message).strip()
    return {**message["custom"], "text": text, "buttons": message["buttons"]}


@pytest.fixture
def talk(open_copy: Callable[[Path], Store], sroi_database: Path) -> Iterator[Talk]:
    services = Services(open_copy(sroi_database))
    yield Talk(services)
    services.matcher.close()


CASES = [
    ["opdracht van 2,5 ton in Utrecht, iemand uit de bijstand 24 uur, half jaar", "5%"],
    [
        "reken mijn social return uit",
        "Voorbeeldstad",
        "250.000",
        "een ww'er",
        "24 uur",
        "6 maanden",
    ],
    ["opdracht van 80.000 in Voorbeeldstad"],
    ["opdracht van 3 ton in Voorbeeldstad", "en wat telt dan?"],
    [
        "opdracht van 3 ton in Den Haag met een wajonger van 56, 0,8 fte, 3 jaar",
        "en in Delft?",
        "5%",
    ],
    ["vergelijk Utrecht en Leiden voor een ww'er 36 uur 6 maanden"],
    ["opdracht van 3 ton voor het rijk", "weet ik niet", "120.000"],
    ["een ww'er in Leiden", "weet ik niet", "weet ik niet"],
    ["hoeveel moet ik in Voorbeeldstad", "weet ik niet"],
    ["hoeveel moet ik in Utrecht", "3 ton", "weet ik niet", "en twee stagiairs 20 uur 5 maanden"],
    ["opdracht 2 ton in Groningen", "Voorbeeldstad", "-3 ton", "400 uur", "1e15 euro", "0 euro"],
    [
        "hoeveel moet ik in Voorbeeldstad",
        "5%",
        "tussen 2 en 3 ton",
        "250k incl btw",
        "206.000 ex btw",
    ],
    ["opdracht 3 ton in Voorbeeldstad gegund in 2024", "in 2026"],
    ["een bbl'er in Delft 24 uur een jaar", "niveau 3 en hoger"],
    ["iemand zonder startkwalificatie in Utrecht", "jongere zonder startkwalificatie"],
    ["ik koop voor 6.000 in bij een sociale onderneming in Utrecht en voor 1.000 in Lopik"],
    ["opdracht van 4 ton in Leidschendam-Voorburg, arbeidsaandeel 20%"],
    ["opdracht van 2 ton in Houten", "en een ww'er 24 uur een jaar"],
    ["geen idee", "Voorbeeldstad", "geen idee", "geen idee"],
    ["ik heb nog 10.000 euro sroi open in Voorbeeldstad"],
]
QUESTIONS = [
    "hoe hoog mag een enkelvoudig onderhandse opdracht zijn in Voorbeeldstad",
    "hoe hoog mag een enkelvoudig onderhandse opdracht zijn in Utrecht",
    "hoe hoog mag een enkelvoudig onderhandse opdracht zijn",
    "wat is de Europese drempel in 2026",
    "wat was de Europese drempel in 2023",
    "wat was de Europese drempel in 2019",
    "moet 230.000 aan diensten Europees",
    "geldt SROI bij 80.000 in Voorbeeldstad",
    "geldt SROI bij 100.000 in Voorbeeldstad",
    "geldt SROI bij 80.000 in Utrecht",
    "geldt SROI bij 250.000 bij het rijk",
    "geldt SROI bij 80.000 in Groningen",
    "welke procedure hoort bij 140.000 voor werken in Voorbeeldstad",
    "onderhands in Het Hogeland, tot welk bedrag",
]


def problems_with(reply: dict[str, Any]) -> list[str]:
    """What a reply with a figure lacks; a question back shows no figure at all."""
    if not FIGURE.search(reply["text"]):
        return []
    if reply["type"] != "sroi_result":
        return [f"a figure in a {reply['type']}"]
    checked = date.fromisoformat(reply["checked_on"]) if reply["checked_on"] else None
    shown = f"{checked.day} " if checked else "no date"
    return [
        name
        for name, is_there in {
            "municipality": reply["municipality"] and reply["rule_set"],
            "base": reply["base"] and f"Grondslag: {reply['base']}" in reply["text"],
            "source": reply["source"] and reply["source"]["title"] in reply["text"],
            "date": checked and f"gecontroleerd op {shown}" in reply["text"],
            "whose": any(
                name in reply["text"] for name in (reply["rule_set"], reply["municipality"])
            ),
        }.items()
        if not is_there
    ]


def test_every_reply_with_a_figure_says_whose_by_what_base_source_and_date(talk: Talk) -> None:
    for case in CASES:
        talk.slots.clear()
        talk.compute(*case)
        while any(one["title"] == "Alle aannames" for one in talk.replies[-1]["buttons"]):
            talk.press("Alle aannames")
    for question in QUESTIONS:
        talk.slots.clear()
        talk.threshold(question)
    assert len([one for one in talk.replies if FIGURE.search(one["text"])]) > 30
    assert [(one["text"], missing) for one in talk.replies if (missing := problems_with(one))] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:40])
def test_replies_fit_a_phone_and_the_schema(talk: Talk, case: list[str]) -> None:
    talk.compute(*case)
    part = {**SCHEMA["definitions"]["reply"], "definitions": SCHEMA["definitions"]}
    for reply in talk.replies:
        assert len(reply["text"]) <= LONGEST, reply["text"]
        Draft7Validator(part).validate(reply)
        assert "{" not in reply["text"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_amounts_fit_a_phone_and_the_schema(talk: Talk, question: str) -> None:
    reply = talk.threshold(question)
    part = {**SCHEMA["definitions"]["reply"], "definitions": SCHEMA["definitions"]}
    Draft7Validator(part).validate(reply)
    assert len(reply["text"]) <= LONGEST


def test_the_result_shows_its_working_line_by_line(talk: Talk) -> None:
    text = talk.compute(*CASES[0])["text"]
    assert "5% × € 250.000 = € 12.500" in text
    assert "Participatiewet: € 40.000 × 24/36 × 6/12 = € 13.333" in text
    assert "Meer dan nodig: € 833" in text
    assert "De gemeente of opdrachtgever beslist." in text


def test_the_coordinator_is_named_where_there_is_one(talk: Talk) -> None:
    reply = talk.compute("opdracht van 3 ton in Voorbeeldstad")
    assert reply["contact"]["phone"] == "0999 - 10 00 02"
    assert "coördinator social return (Werk), 0999 - 10 00 02" in reply["text"]
    assert "verzonnen" in reply["text"]


def test_candidates_of_one_kind_are_one_line(talk: Talk) -> None:
    reply = talk.compute("drie ww'ers in Voorbeeldstad 36 uur 12 maanden")
    assert [(line["label"], line["euros"]) for line in reply["lines"]] == [("3 × WW", 54_000)]


@pytest.mark.parametrize(
    ("said", "asks_for"),
    [
        (["reken sroi uit"], "municipality"),
        (["reken sroi uit", "Voorbeeldstad"], "amount"),
        (["opdracht van 2 ton in Utrecht"], "percentage"),
        (["opdracht van 3 ton voor het rijk"], "base"),
        (["voor hoeveel telt een kandidaat mee in Utrecht"], "group"),
        (["een ww'er in Utrecht"], "hours"),
        (["een ww'er in Utrecht", "24"], "months"),
        (["opdracht 3 ton in Voorbeeldstad gegund in 2024"], "date"),
        (["opdracht 2 ton in Groningen"], "municipality"),
    ],
)
def test_a_question_back_says_what_it_asks_for(talk: Talk, said: list[str], asks_for: str) -> None:
    reply = talk.compute(*said)
    assert (reply["type"], reply["asks_for"]) == ("clarification", asks_for)


@pytest.mark.parametrize(
    "text",
    ["250.000", "24 uur per week", "en in Leiden?", "nee, 36 uur", "iemand uit de ww", "en 50+?"],
)
def test_a_free_message_is_taken_for_the_open_case(talk: Talk, text: str) -> None:
    talk.compute(*CASES[0])
    assert talk.say(text, sroi_talk.continued)


@pytest.mark.parametrize(
    "text",
    [
        "bij wie moet ik zijn voor een evenement van 200 mensen",
        "wie gaat er over social return in Utrecht",
        "wat is de participatiewet?",
        "dank u wel",
    ],
)
def test_another_question_is_left_to_others(talk: Talk, text: str) -> None:
    talk.compute(*CASES[0])
    assert not talk.say(text, sroi_talk.continued)


def test_without_a_case_nothing_is_taken(talk: Talk) -> None:
    assert not talk.say("24 uur per week", sroi_talk.continued)


def test_after_an_answer_in_between_the_case_is_offered_again_and_goes_on(talk: Talk) -> None:
    talk.compute("reken sroi uit", "Voorbeeldstad")
    talk.say("wie gaat over evenementen", sroi_talk.offer)
    assert "Wilt u verder?" in talk.replies[-1]["text"]
    assert talk.say("ja", sroi_talk.confirmed)
    assert talk.replies[-1]["asks_for"] == "amount"


def test_a_finished_case_is_not_offered_and_a_municipality_is_then_no_what_if(talk: Talk) -> None:
    talk.compute("opdracht van 3 ton in Voorbeeldstad")
    before = len(talk.replies)
    talk.say("wie gaat over evenementen", sroi_talk.offer)
    assert len(talk.replies) == before
    assert not talk.say("en in Utrecht?", sroi_talk.continued)


def test_no_after_the_offer_leaves_the_case(talk: Talk) -> None:
    talk.compute("reken sroi uit", "Voorbeeldstad")
    talk.say("wie gaat over evenementen", sroi_talk.offer)
    assert talk.say("nee", sroi_talk.declined)
    assert talk.slots["sroi"] is None


def test_a_new_case_does_not_keep_the_candidates_of_the_last(talk: Talk) -> None:
    talk.compute(*CASES[0])
    reply = talk.compute("hoeveel moet ik bij een opdracht van 3 ton in Voorbeeldstad")
    assert (reply["obligation"], reply["fulfilment"]) == (15_000, None)


def test_a_button_fills_the_rest(talk: Talk) -> None:
    talk.compute("opdracht van 3 ton in Voorbeeldstad")
    reply = talk.press("Hoe vul ik de rest in?")
    assert reply["ways"][0]["label"] == "Banenafspraak (doelgroepregister)"
    assert "maanden" in reply["text"]


def test_unknown_hours_show_both_ends_of_what_is_too_much_and_of_how_long_it_takes(
    talk: Talk,
) -> None:
    talk.compute("opdracht van 2,5 ton in Voorbeeldstad, een wajonger, hoe lang duurt dat?")
    reply = talk.compute("weet ik niet")
    assert [way["hours"] for way in reply["ways"]] == [18.0, 36.0]
    assert "Samen telt mee" not in reply["text"]
    assert "Meer dan nodig: € 3.500 tot € 19.500" in talk.compute("8 maanden")["text"]


def test_a_button_picks_the_group(talk: Talk) -> None:
    talk.compute("een bbl'er in Delft 36 uur een jaar")
    reply = talk.press("Leerwerkbaan mbo bbl niveau 3 en hoger")
    assert reply["fulfilment"] == 15_000


def test_without_local_data_the_national_frame_is_given(talk: Talk) -> None:
    reply = talk.threshold("hoe hoog mag een enkelvoudig onderhandse opdracht zijn in Utrecht")
    assert "216.000" in reply["text"]
    assert "ken ik de eigen grensbedragen" in reply["text"]
    assert reply["topics"][0] == "inkoop_kleine_opdracht"


@pytest.mark.parametrize(
    ("question", "has"),
    [
        (QUESTIONS[0], ["€ 60.000", "€ 150.000", "verzonnen"]),
        ("wat is de Europese drempel in 2026", ["€ 216.000", "€ 5.404.000", "2026 en 2027"]),
        ("geldt SROI bij 80.000 in Voorbeeldstad", ["Nee", "€ 100.000"]),
        ("geldt SROI bij 100.000 in Voorbeeldstad", ["Ja", "€ 100.000"]),
        ("geldt SROI bij 80.000 in Utrecht", ["noemen geen drempel"]),
        ("moet 230.000 aan diensten Europees", ["Ja", "€ 216.000"]),
    ],
)
def test_amounts_are_answered_from_the_data(talk: Talk, question: str, has: list[str]) -> None:
    text = talk.threshold(question)["text"]
    assert [part for part in has if part not in text] == []
