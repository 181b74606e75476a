"""Writing `docs/transcripts.md`: what the assistant really says, to be read critically."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.settings import ROOT

if TYPE_CHECKING:
    from rasa.core.agent import Agent

CONVERSATIONS = ROOT / "tests" / "conversations" / "transcripts.yml"
OUTPUT = ROOT / "docs" / "transcripts.md"
HEADER = """# Transcripts

Real conversations with the trained assistant, written by `make transcripts` from
`tests/conversations/transcripts.yml`. Voorbeeldstad does not exist: its contacts are made up.
"""


async def write(agent: Agent, path: Path = OUTPUT) -> None:
    """Hold all conversations and write them down."""
    parts = [HEADER]
    for number, one in enumerate(yaml.safe_load(CONVERSATIONS.read_text("utf-8")), start=1):
        parts.append(await _transcript(agent, number, one))
    path.write_text("\n".join(parts), encoding="utf-8")


async def _transcript(agent: Agent, number: int, one: dict[str, Any]) -> str:
    from bot.asking import Conversation

    conversation = Conversation(agent, one.get("municipality"))
    where = one.get("municipality") or "geen gemeente meegegeven"
    lines = [f"## {number}. {one['title']}", "", f"*{where}*", ""]
    titles: dict[str, str] = {}
    for turn in one["turns"]:
        replies = (await conversation.ask(turn))["replies"]
        lines += [f"**U:** {user_words(turn, titles)}", ""]
        titles |= {
            button["payload"]: button["title"] for one in replies for button in one["buttons"]
        }
        lines += [line for reply in replies for line in (*_quoted(reply), "")]
    return "\n".join(lines)


def user_words(turn: str, titles: Mapping[str, str]) -> str:
    """What the user did: the button that was pressed, or the text that was typed.

    Args:
        titles: of the buttons that were offered so far, by payload.
    """
    return f"[{titles[turn]}]" if turn in titles else f"`{turn}`"


def _quoted(reply: dict[str, Any]) -> Iterator[str]:
    """A reply as a block quote; each line keeps its own place."""
    yield from (f"> {line}  " if line else ">" for line in reply["text"].splitlines())
    if reply["buttons"]:
        yield ">"
        yield "> " + " ".join(f"[{button['title']}]" for button in reply["buttons"])
