"""Conversations as people hold them, through everything but the network."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from bot.asking import Conversation

HERE = Path(__file__).parent


def scripts(name):
    """The conversations of a file; one that says things in several ways is held in each."""
    for script in yaml.safe_load((HERE / name).read_text(encoding="utf-8")):
        said = [turn["say"] for turn in script["turns"] if isinstance(turn.get("say"), list)]
        for way in range(max(map(len, said), default=1)):
            turns = [one_way(turn, way) for turn in script["turns"]]
            yield pytest.param({**script, "turns": turns}, id=f"{script['name']} ({way + 1})")


def one_way(turn, way):
    say = turn.get("say")
    return {**turn, "say": say[way]} if isinstance(say, list) else turn


def typed(turn, last, before):
    """What goes in: the text, or the payload of a button of the last reply, or of one before it."""
    if "say" in turn:
        return turn["say"]
    buttons = buttons_of(last) if "press" in turn else before
    title = turn.get("press") or turn["press_earlier"]
    assert title in buttons, f"no such button; there were {list(buttons)}"
    return buttons[title]


def buttons_of(answer):
    return {
        button["title"]: button["payload"]
        for reply in answer["replies"]
        for button in reply["buttons"]
    }


def step_shown(answer):
    """The step of a procedure that the user sees now, if any."""
    keys = [reply["step"]["key"] for reply in answer["replies"] if "step" in reply]
    return keys[-1] if keys else None


def differences(turn, answer):
    """Everything in which an answer is not what the turn asks for."""
    said = "\n".join(reply["text"] for reply in answer["replies"])
    found = {
        "outcome": answer["outcome"],
        "first": next(iter(answer["topics"]), None),
        "skill": answer["skill"],
        "type": answer["replies"][0]["type"],
        "step": step_shown(answer),
    }
    wrong = [
        f"{name}: {found[name]} instead of {turn[name]}"
        for name in found
        if name in turn and found[name] != turn[name]
    ]
    wrong += [f"misses '{text}'" for text in turn.get("has", []) if text not in said]
    wrong += [f"says '{text}'" for text in turn.get("not", []) if text in said]
    buttons = buttons_of(answer)
    wrong += [
        f"has no button '{title}'" for title in turn.get("buttons", []) if title not in buttons
    ]
    if "{" in said:
        wrong.append("shows a raw placeholder")
    return [f"{problem}\n{said}" for problem in wrong]


async def hold(conversation, script):
    """Hold a conversation; gives everything in which it went another way than the script says."""
    last, before, problems = {"replies": []}, {}, []
    for turn in script["turns"]:
        text = typed(turn, last, before)
        conversation.offered += before.values()  # a chat keeps its older buttons
        last = await conversation.ask(text)
        before |= buttons_of(last)
        problems += [f"{text!r}: {one}" for one in differences(turn, last)]
    return problems


FILES = ("conversations.yml", "walking.yml", "sroi.yml")
SCRIPTS = [script for name in FILES for script in scripts(name)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_conversation(begin, script):
    problems = asyncio.run(hold(begin(script.get("municipality")), script))
    assert not problems, "\n".join(problems)


def ask(agent, text, municipality="voorbeeldstad", audience="public"):
    return asyncio.run(Conversation(agent, municipality, audience).ask(text))


def soon(is_so, attempts=100):
    """Whether something holds at last, when the index may still be catching up with an edit."""
    return any(is_so() for _ in range(attempts))


def test_a_topic_added_to_the_running_store_is_found_while_it_runs(agent, store):
    from knowledge.models import PhraseRow, TopicRow
    from knowledge.records import PhraseKind, TopicKind

    question = "bij wie kan ik terecht met mijn zeppelin"
    assert "zeppelins" not in ask(agent, question)["topics"]
    with store.writing() as session:
        topic = TopicRow(
            key="zeppelins",
            name="Zeppelins en luchtballonnen",
            cluster="ruimte_vergunningen",
            kind=TopicKind.MUNICIPAL,
            description="Opstijgen en landen met een zeppelin.",
        )
        topic.phrases = [
            PhraseRow(kind=PhraseKind.QUESTION, text=text)
            for text in (
                "waar mag ik landen met een zeppelin",
                "wie gaat over luchtballonnen en zeppelins",
                "ik wil rondvaarten met een zeppelin beginnen",
            )
        ]
        session.add(topic)
    try:
        assert soon(lambda: ask(agent, question)["topics"][0] == "zeppelins")
        with store.writing() as session:
            session.merge(TopicRow(id=topic.id, name="Luchtschepen"))
        assert soon(lambda: "Luchtschepen" in str(ask(agent, question)["replies"]))
    finally:
        with store.writing() as session:
            session.delete(session.get(TopicRow, topic.id))
    assert soon(lambda: "zeppelins" not in ask(agent, question)["topics"])


def test_what_could_not_be_answered_is_written_down_masked(agent, store):
    from sqlalchemy import select

    from knowledge.models import LedgerRow

    text = "wie gaat er over voedselverspilling, mail naar piet@voorbeeld.example"
    ask(agent, text)
    with store.reading() as session:
        rows = session.execute(select(LedgerRow.question)).scalars().all()
    assert any("voedselverspilling" in row and "[e-mail]" in row for row in rows)
    assert not any("piet@" in row for row in rows)


def test_a_message_that_is_too_long_is_refused_and_the_conversation_goes_on(agent):
    async def hold():
        conversation = Conversation(agent, "voorbeeldstad")
        return [await conversation.ask("a" * 10_000), await conversation.ask("hallo")]

    refused, greeted = asyncio.run(hold())
    assert refused["outcome"] == "not_understood" and "te lang" in refused["replies"][0]["text"]
    assert greeted["skill"] == "groet"


def test_a_broken_store_gives_one_apology_and_no_user_text_in_the_log(agent, monkeypatch, caplog):
    from actions.services import services

    def broken(*_):
        raise RuntimeError("the store is gone: geheimwoord")

    monkeypatch.setattr(services().matcher, "index", broken)
    answer = ask(agent, "wie gaat er over geheimwoord")
    assert [reply["type"] for reply in answer["replies"]] == ["notice"]
    assert "Er gaat iets mis" in answer["replies"][0]["text"]
    assert "geheimwoord" not in caplog.text


CODES = {
    "as it was given": str,
    "in lower case": str.lower,
    "with spaces": lambda code: code.replace("-", " "),
    "without anything in between": lambda code: code.replace("-", ""),
    "in a sentence": lambda code: f"hoi, ik kreeg gisteren {code}. kan ik daarmee verder?",
}


async def paused(agent):
    """Walk to the second step, tick an item there and pause; gives the code."""
    conversation = Conversation(agent, "voorbeeldstad")
    for text in ("start het stappenplan van kplusv maar", "volgende stap dan", "vink nummer 1 af"):
        await conversation.ask(text)
    answer = await conversation.ask("ik ga hier morgen mee verder")
    return answer["replies"][0]["code"]


@pytest.mark.parametrize("way", CODES)
def test_a_code_goes_on_at_the_same_place_in_another_conversation(agent, way):
    async def hold_both():
        code = await paused(agent)
        other = Conversation(agent, "voorbeeldstad")
        return [await other.ask(CODES[way](code)), await other.ask("laat de vorige stap weer zien")]

    resumed, before = asyncio.run(hold_both())
    assert step_shown(resumed) == "kv2"
    assert "1 van 6 gedaan" in resumed["replies"][0]["text"]
    assert step_shown(before) == "kv1"


def test_a_code_in_the_middle_of_another_walk_goes_on_where_it_says(agent):
    async def hold_both():
        code = await paused(agent)
        other = Conversation(agent, "voorbeeldstad")
        await other.ask("kun je met mij de routekaart langslopen?")
        return await other.ask(code)

    assert step_shown(asyncio.run(hold_both())) == "kv2"


@pytest.mark.parametrize(
    "text", ["STAP-ZZZZ-ZZZ2", "mijn code is stap zzzz zzz2", "ik wil verder met STAP-ZZZZ-ZZZ2"]
)
def test_an_unknown_code_is_answered_kindly(agent, text):
    answer = ask(agent, text)
    assert "STAP-ZZZZ-ZZZ2 ken ik niet" in answer["replies"][0]["text"]
    assert "Routekaart voor sociaal ondernemers" in buttons_of(answer)


@pytest.mark.parametrize("way", CODES)
def test_an_expired_code_is_answered_kindly(agent, store, way):
    from sqlalchemy import update

    from knowledge.models import PausedWalkRow

    code = asyncio.run(paused(agent))
    with store.writing() as session:
        session.execute(
            update(PausedWalkRow)
            .where(PausedWalkRow.code == code[5:].replace("-", ""))
            .values(expires_on=date.today() - timedelta(days=1))
        )
    answer = ask(agent, CODES[way](code))
    assert f"{code} is verlopen" in answer["replies"][0]["text"]
    assert step_shown(answer) is None


@pytest.mark.parametrize(
    "text",
    ["mag ik dit straks uitprinten?", "stuur me die stappen eens toe", "kan dat ook op papier mee"],
)
def test_the_steps_to_take_away_hold_the_ticks_and_the_local_owners(agent, text):
    async def hold_on():
        conversation = Conversation(agent, "voorbeeldstad")
        for before in (
            "start het stappenplan van kplusv maar",
            "vink nummer 2 af",
            "volgende stap dan",
        ):
            await conversation.ask(before)
        return [await conversation.ask(text), await conversation.ask("waar was ik ook weer")]

    taken, after = asyncio.run(hold_on())
    reply = taken["replies"][0]
    assert reply["type"] == "takeaway"
    lines = reply["markdown"].splitlines()
    assert lines[0].startswith("# Stappenplan") and lines[0].endswith("gemeente Voorbeeldstad")
    assert "- [x] Eén wethouder is opdrachtgever" in lines
    assert "- [ ] De naam en de uren van de voortrekker liggen vast" in lines
    assert any(line.startswith("## ✓ 1. ") for line in lines)
    assert sum(line.startswith("## ") for line in lines) == len(reply["document"]["steps"]) == 12
    owners = [line for line in lines if line.startswith("- **Contact** (")]
    assert owners and all("0999" in line or "niet de gemeente" in line for line in owners)
    assert "{" not in reply["markdown"] and "None" not in reply["markdown"]
    assert step_shown(after) == "kv2"
