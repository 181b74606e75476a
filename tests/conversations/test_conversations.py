"""Conversations as people hold them, through everything but the network."""

import asyncio
from pathlib import Path

import pytest
import yaml

from bot.asking import Conversation

CONVERSATIONS = yaml.safe_load(
    (Path(__file__).parent / "conversations.yml").read_text(encoding="utf-8")
)


def typed(turn, last):
    """What goes in: the text, or the payload of a button of the reply before."""
    if "press" not in turn:
        return turn["say"]
    buttons = {
        button["title"]: button["payload"]
        for reply in last["replies"]
        for button in reply["buttons"]
    }
    assert turn["press"] in buttons, f"no such button; there were {list(buttons)}"
    return buttons[turn["press"]]


def differences(turn, answer):
    """Everything in which an answer is not what the turn asks for."""
    said = "\n".join(reply["text"] for reply in answer["replies"])
    found = {
        "outcome": answer["outcome"],
        "first": next(iter(answer["topics"]), None),
        "skill": answer["skill"],
        "type": answer["replies"][0]["type"],
    }
    wrong = [
        f"{name}: {found[name]} instead of {turn[name]}"
        for name in found
        if name in turn and found[name] != turn[name]
    ]
    wrong += [f"misses '{text}'" for text in turn.get("has", []) if text not in said]
    wrong += [f"says '{text}'" for text in turn.get("not", []) if text in said]
    if "{" in said:
        wrong.append("shows a raw placeholder")
    return [f"{problem}\n{said}" for problem in wrong]


@pytest.mark.parametrize("script", CONVERSATIONS, ids=lambda script: script["name"])
def test_conversation(agent, script):
    async def hold():
        conversation = Conversation(agent, script.get("municipality"))
        last, problems = {"replies": []}, []
        for turn in script["turns"]:
            last = await conversation.ask(typed(turn, last))
            problems += [
                f"{turn.get('say', turn.get('press'))!r}: {one}" for one in differences(turn, last)
            ]
        return problems

    problems = asyncio.run(hold())
    assert not problems, "\n".join(problems)


def ask(agent, text, municipality="voorbeeldstad", audience="public"):
    return asyncio.run(Conversation(agent, municipality, audience).ask(text))


def test_a_topic_added_to_the_running_store_is_found_by_the_next_message(agent, store):
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
        assert ask(agent, question)["topics"][0] == "zeppelins"
        with store.writing() as session:
            session.merge(TopicRow(id=topic.id, name="Luchtschepen"))
        assert any("Luchtschepen" in str(reply) for reply in ask(agent, question)["replies"])
    finally:
        with store.writing() as session:
            session.delete(session.get(TopicRow, topic.id))
    assert "zeppelins" not in ask(agent, question)["topics"]


def test_what_is_internal_is_shown_to_verified_colleagues_alone(agent, store):
    from sqlalchemy import select

    from knowledge.models import OwnershipRow, TopicRow
    from knowledge.records import Audience, OwnershipRole

    with store.writing() as session:
        own = session.execute(
            select(OwnershipRow)
            .join(TopicRow, TopicRow.id == OwnershipRow.topic_id)
            .where(TopicRow.key == "stadslandbouw_moestuin")
            .where(OwnershipRow.role == OwnershipRole.OWNER)
        ).scalar_one()
        own.audience = Audience.INTERNAL
    try:
        question = "wie gaat er over stadslandbouw"
        assert "beheerder groen" not in ask(agent, question)["replies"][0]["text"]
        internal = ask(agent, question, audience="internal")
        assert "beheerder groen" in internal["replies"][0]["text"]
    finally:
        with store.writing() as session:
            session.get(OwnershipRow, own.id).audience = Audience.PUBLIC


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

    monkeypatch.setattr(services().matcher, "match", broken)
    answer = ask(agent, "wie gaat er over geheimwoord")
    assert [reply["type"] for reply in answer["replies"]] == ["notice"]
    assert "Er gaat iets mis" in answer["replies"][0]["text"]
    assert "geheimwoord" not in caplog.text
