"""The buttons of a reply: choices as rows, ways to go on as buttons, feedback small and last."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.teams.cards.elements import Body, Element, element, paragraph, run, small

Reply = dict[str, Any]
Button = dict[str, str]
Seal = Callable[[str], str]

MOST = 6
"""Buttons that Teams shows in one set; it leaves out what comes after."""
CHOICES = (
    "/choose_option",
    "/ask_example",
    "/start_procedure",
    "/none_of_these",
    '/compute_sroi{"option": "block=',
)
"""What a button asks when its name is long: the name of a topic, a procedure, an answer."""
OTHERWISE = "Bedoelt u iets anders?"
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
FEEDBACK = ("/feedback_right", "/feedback_wrong")


def buttons(reply: Reply, seal: Seal, links: Body) -> Body:
    """All buttons of a reply, the kind first that the reply names first; feedback last.

    Args:
        links: actions of the card itself, that stand before the ways to go on.
    """
    offered = reply["buttons"]
    chosen = [one for one in offered if _asks(one, CHOICES)]
    judging = [one for one in offered if _asks(one, FEEDBACK)]
    going_on = [one for one in offered if one not in chosen and one not in judging]
    hints = _hints(reply)
    rows = [_choice(one["title"], _payload(one, seal), hints.get(one["title"])) for one in chosen]
    rows += [_choice(text, {"text": text}) for text in reply.get("examples") or []]
    if rows and reply.get("alternatives"):
        rows.insert(0, small(OTHERWISE))
    sets = _sets([*links, *(_submit(one["title"], _payload(one, seal)) for one in going_on)])
    is_question = not links and offered[:1] == chosen[:1]
    both = [*rows, *sets] if is_question else [*sets, *rows]
    return [*both, *_feedback(judging, seal)]


def _asks(button: Button, commands: tuple[str, ...]) -> bool:
    return button["payload"].startswith(commands)


def _payload(button: Button, seal: Seal) -> dict[str, str]:
    return {"payload": seal(button["payload"])}


def _hints(reply: Reply) -> dict[str, str]:
    """What to say under the name of a choice: an answer's hint, a procedure's introduction."""
    answers = {one["label"]: one["hint"] for one in reply.get("options") or [] if one.get("hint")}
    procedures = {one["title"]: _opening(one["intro"]) for one in reply.get("procedures") or []}
    return {**answers, **procedures}


def _opening(text: str) -> str:
    """The first two sentences."""
    return " ".join(_SENTENCE.split(text)[:2])


def _choice(name: str, value: dict[str, str], hint: str | None = None) -> Element:
    """A row to press: a long name keeps its whole text, where a button would cut it off."""
    told = [paragraph(run(name, color="Accent", weight="Bolder"))]
    told += [small(hint, spacing="None")] if hint else []
    action = _submit(name, value)
    return element("Container", style="emphasis", spacing="Small", items=told, selectAction=action)


def _sets(actions: Body) -> Body:
    """Buttons, in as many sets as it takes to show them all."""
    return [
        element("ActionSet", actions=actions[start : start + MOST], spacing="Medium")
        for start in range(0, len(actions), MOST)
    ]


def _feedback(offered: list[Button], seal: Seal) -> Body:
    if not offered:
        return []
    columns = [
        element(
            "Column",
            width="auto",
            items=[paragraph(run(one["title"], size="Small", color="Accent"))],
            selectAction=_submit(one["title"], _payload(one, seal)),
        )
        for one in offered
    ]
    return [element("ColumnSet", columns=columns, separator=True, spacing="Medium")]


def _submit(name: str, value: dict[str, str]) -> Element:
    """Sends `value` to us, and shows in the chat what was pressed."""
    message = element("messageBack", displayText=name, text=name, value=value)
    return element("Action.Submit", title=name, data={"msteams": message})
