"""Cards about who to go to: a contact, a plan, the counter, an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.teams.cards import markdown
from bot.teams.cards.elements import (
    REACH,
    TO_BE_CONFIRMED,
    Body,
    Element,
    element,
    evidence,
    heading,
    labelled,
    open_url,
    paragraph,
    prose,
    reach,
    run,
    small,
    title,
)

Reply = dict[str, Any]

CHAT = "Start een chat"
LABELS = ("Onderwerp", "Bevoegdheid", "Waarom", "Bereid voor", "Vaak is dat", "Vraag naar")
SHORTLY = ("Telefoon", "E-mail", "Website")
NO_CONTACT = "Hiervoor ken ik geen contact. Bel het algemene nummer."


def contact(reply: Reply) -> Body:
    """Who owns a topic, how to reach them, what they may decide and why we think so."""
    who = reply["contact"]
    lead, _, rest = reply["text"].partition("\n")
    shown = [*prose(lead), *(_name(who, separator=True) if who else [])]
    return [*shown, *told(rest, who)]


def plan(reply: Reply) -> Body:
    """Who first and who next, each with how to reach them."""
    lead = reply["text"].partition("\n")[0]
    steps = [
        part
        for number, step in enumerate(reply["steps"], start=1)
        for part in _step_of_plan(number, step)
    ]
    return [*prose(lead), *steps]


def counter(reply: Reply) -> Body:
    """The general counter, with what cannot be answered here."""
    who = reply.get("contact")
    lead, _, rest = reply["text"].partition("\n")
    if not who:
        return prose(reply["text"])
    known = told(rest, who) or reach(way for way in _ways(who) if way[0] in SHORTLY)
    return [*prose(lead), *_name(who, separator=True), *known]


def emergency(reply: Reply) -> Body:
    """The numbers first, as big as a card allows."""
    numbers = [part for one in reply["numbers"] for part in _number(one)]
    return [*numbers, *prose(reply["text"])]


def told(text: str, who: dict[str, Any] | None) -> Body:
    """The lines of a contact: ways to reach as links, the rest with their labels."""
    pairs = [line.partition(": ")[::2] for line in text.split("\n") if line.strip()]
    facts = [(label, value) for label, value in pairs if value and label in REACH]
    source = [who["source"]] if who and who["source"] else []
    others = [
        part for label, value in pairs if (label, value) not in facts
        for part in _line(label, value, source)
    ]  # fmt: skip
    return [*reach(facts), *others]


def _line(label: str, value: str, sources: list[dict[str, Any]]) -> Body:
    if label == "Bron":
        return evidence(f"{label}: {value}", sources)
    if label in LABELS:
        return [labelled(label, value)]
    return prose(f"{label}: {value}" if value else label)


def _name(who: dict[str, Any], **placing: Any) -> Body:
    """The function, a published name, and the department; or the organisation."""
    first = who["function"] or who["unit"] or ""
    under = [who["person"], who["unit"] if who["function"] else None]
    known = ", ".join(part for part in under if part)
    name = heading(first[:1].upper() + first[1:], **placing)
    return [name, *([small(known, spacing="None")] if known else [])]


def chat(who: dict[str, Any] | None) -> Body:
    """A chat with a colleague: somebody of the municipality, not a counter or another body."""
    if not (who and who["function"] and who["email"]):
        return []
    return [open_url(CHAT, markdown.chat_address(who["email"]))]


def _ways(who: dict[str, Any]) -> Iterator[tuple[str, str]]:
    fields = ("phone", "email", "website", "address", "opening_hours")
    for label, field in zip(REACH, fields, strict=True):
        if who[field]:
            yield label, who[field]


def _step_of_plan(number: int, step: dict[str, Any]) -> Iterator[Element]:
    yield title(f"{number}. {step['topic']['name']}", separator=True, spacing="Medium")
    who = step["contact"]
    if who is None:
        yield from prose(NO_CONTACT)
        return
    parts = (who["function"], who["person"], who["unit"])
    yield paragraph(run(", ".join(part for part in parts if part)), spacing="None")
    yield from reach(way for way in _ways(who) if way[0] in SHORTLY)
    if who.get("advice"):
        yield labelled("Let op", who["advice"], size="Small")
    if step["because"]:
        because = " en ".join(f"'{word}'" for word in step["because"])
        yield labelled("Waarom", f"in uw vraag staat {because}", size="Small")
    if step["prepare"]:
        yield labelled("Bereid voor", step["prepare"], size="Small")
    if who["verification"] != "verified":
        yield from evidence(TO_BE_CONFIRMED)
    if actions := chat(who):
        yield element("ActionSet", actions=actions)


def _number(one: dict[str, str]) -> Body:
    linked = markdown.link(one["phone"], markdown.phone_address(one["phone"]))
    style = {"size": "ExtraLarge", "weight": "Bolder", "color": "Attention", "wrap": True}
    return [
        element("TextBlock", text=linked, spacing="Medium", **style),
        small(one["name"], spacing="None"),
    ]
