"""Talking to the channel on a terminal."""

from __future__ import annotations

import io

from bot.teams.answering import WELCOME
from tests.bot.chat_server import FakeAssistant
from tests.teams.bot_server import BotServer
from tests.teams.local import Screen

OPTION = '/choose_option{"option": "terrassen"}'


def test_a_developer_is_greeted_types_and_presses_a_button_by_its_number(
    bot_server: BotServer, colleague: FakeAssistant
) -> None:
    colleague.replies = [
        {
            "text": "Waar gaat het over?",
            "buttons": [{"title": "Terrassen", "payload": OPTION}],
            "custom": {"type": "clarification", "topics": [], "skill": "contact"},
        }
    ]
    out = io.StringIO()
    lines = iter(["terras\n", "\n", "2\n", "12\n", ""])
    Screen(bot_server, bot_server.person(), out).talk(lambda: next(lines))
    assert [message.text for message in colleague.messages] == ["/help", "terras", OPTION, "12"]
    assert WELCOME in out.getvalue()
    assert "  2. [Terrassen]" in out.getvalue()
