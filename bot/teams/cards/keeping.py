"""The card of the steps to keep: Teams has no page to print, so they all stand in one card."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from bot.teams.cards.elements import (
    TO_BE_CONFIRMED,
    Body,
    Element,
    element,
    heading,
    paragraph,
    prose,
    run,
    small,
)

Reply = dict[str, Any]

ROOM = 25_000
"""Bytes of the steps: Teams takes 28 KB for a message, with its buttons and envelope."""
LEFT_OUT = ((), ("Tip",), ("Tip", "Doel"), ("Tip", "Doel", "Let op", "Bereid voor"))
"""What is left out of the steps, in turn, until they fit."""
SHORTENED = (
    "Niet alles past in één bericht. Ga in dit gesprek naar een stap en kies "
    "'Meer hierover' voor de rest."
)
OPEN = "Laat zien of verberg"


def steps_to_keep(reply: Reply) -> Body:
    """The steps, each to be opened; shorter when they are too long for one message."""
    document = reply["document"]
    head = [*prose(reply["text"]), *_head(document)]
    for left_out in LEFT_OUT:
        steps = [
            part
            for number, step in enumerate(document["steps"], start=1)
            for part in _step(number, step, left_out)
        ]
        note = [small(SHORTENED, separator=True)] if left_out else []
        card = [*head, *steps, *note, *_sources(document)]
        if _size(card) <= ROOM:
            break
    return card


def _size(body: Body) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _head(document: dict[str, Any]) -> Body:
    town = f"Gemeente {document['municipality']}, " if document["municipality"] else ""
    made = small(f"{town}gemaakt op {document['made_on']}", spacing="None")
    choices = [part for one in document["choices"] for part in _choice(one)]
    return [heading(document["title"]), made, *choices]


def _choice(one: dict[str, str]) -> Body:
    return [small(one["question"]), paragraph(run(one["answer"]), spacing="None")]


def _step(number: int, step: dict[str, Any], left_out: Collection[str]) -> Body:
    """The heading, which opens and closes what stands under it."""
    tick = [run("✓ ", color="Good", weight="Bolder")] if step["done"] else []
    return _opened(f"stap-{number}", step["heading"], paragraph(*_inside(step, left_out)), *tick)


def _opened(key: str, name: str, inside: Element, *before: Element) -> Body:
    """A name to press, and what then stands under it."""
    top = paragraph(*before, run(name, color="Accent", weight="Bolder"))
    toggle = element("Action.ToggleVisibility", title=f"{OPEN}: {name}", targetElements=[key])
    return [
        element("Container", items=[top], selectAction=toggle, separator=True),
        {**inside, "id": key, "isVisible": False},
    ]


def _inside(step: dict[str, Any], left_out: Collection[str]) -> Iterator[Element | str]:
    """All lines in one paragraph: an element for every line would not fit."""
    for one in step["lines"]:
        if one["label"] not in left_out:
            yield from _line(one["label"], one["text"])
    for one in step["contacts"]:
        ways = (one["who"], one["phone"], one["email"])
        yield from _line(f"Contact ({one['subject']})", ", ".join(way for way in ways if way))
    note = [step["note"]] if step["note"] else []
    items = [f"{'☑' if one['done'] else '☐'} {one['text']}" for one in step["checklist"]]
    yield "\n".join([*note, *items]) or " "
    if TO_BE_CONFIRMED in step["source"]:
        yield run(f"\n⚠ {TO_BE_CONFIRMED.capitalize()}", color="Warning", weight="Bolder")


def _line(label: str, text: str) -> Iterator[Element | str]:
    yield run(f"{label}: ", weight="Bolder")
    yield f"{text}\n"


def _sources(document: dict[str, Any]) -> Body:
    """Who made the steps, and what they rest on: each source once."""
    lines = (step["source"].removeprefix("Bron: ") for step in document["steps"])
    known = (line.removesuffix(TO_BE_CONFIRMED).removesuffix(", ") for line in lines)
    titles = dict.fromkeys(title for line in known for title in line.split("; ") if title)
    origin = [small(document["origin"], separator=True)] if document["origin"] else []
    named = _opened("bronnen", "Bronnen", paragraph(run("\n".join(titles), size="Small")))
    return [*origin, *(named if titles else [])]
