"""What the editors marked as internal is for colleagues alone."""

import asyncio

import pytest
from sqlalchemy import select

from bot.asking import Conversation
from knowledge.models import OwnershipRow, TopicRow
from knowledge.records import Audience, OwnershipRole


@pytest.fixture
def internal_owner(store):
    """Make the owner of a topic internal for the time of a test; gives a question for it."""
    with store.writing() as session:
        own = session.execute(
            select(OwnershipRow)
            .join(TopicRow, TopicRow.id == OwnershipRow.topic_id)
            .where(TopicRow.key == "stadslandbouw_moestuin")
            .where(OwnershipRow.role == OwnershipRole.OWNER)
        ).scalar_one()
        own.audience = Audience.INTERNAL
    yield "wie gaat er over stadslandbouw"
    with store.writing() as session:
        session.get(OwnershipRow, own.id).audience = Audience.PUBLIC


def shows_the_owner(conversation, question):
    answer = asyncio.run(conversation.ask(question))
    return "beheerder groen" in answer["replies"][0]["text"]


def test_what_is_internal_is_shown_to_those_whom_the_channel_vouches_for(agent, internal_owner):
    assert not shows_the_owner(Conversation(agent, "voorbeeldstad"), internal_owner)
    assert shows_the_owner(Conversation(agent, "voorbeeldstad", "internal"), internal_owner)


@pytest.mark.parametrize(
    ("about", "sees"),
    [
        ({}, True),
        ({"scope": "groupChat"}, False),
        ({"scope": "channel"}, False),
        ({"known_as": {"userRole": "guest"}}, False),
        ({"known_as": {"userPrincipalName": "jan#EXT#@voorbeeldstad.example"}}, False),
        ({"known_as": {"tenantId": "44444444-4444-4444-8444-444444444444"}}, False),
    ],
    ids=["staff", "in a group", "in a channel", "a guest", "an outside account", "elsewhere"],
)
def test_in_teams_staff_in_a_personal_chat_alone_see_what_is_internal(
    rooms, internal_owner, about, sees
):
    conversation = rooms.conversation("voorbeeldstad", **about)
    assert shows_the_owner(conversation, internal_owner) is sees
