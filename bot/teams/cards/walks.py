"""Cards of a procedure: a step, a role, all steps at a glance, and the steps to keep."""

from __future__ import annotations

from typing import Any

from bot.teams.cards.elements import (
    Body,
    Element,
    bar,
    evidence,
    heading,
    labelled,
    paragraph,
    prose,
    run,
    small,
    ticked,
)

Reply = dict[str, Any]

AT_THE_TOWN = "Bij de gemeente"


def step(reply: Reply) -> Body:
    """One step or role: what its text says, each line for what it is."""
    name = reply["step"]["title"]
    shown: Body = []
    for line in reply["text"].split("\n"):
        shown += _line(line, name, reply)
    return shown


def _line(line: str, name: str, reply: Reply) -> Body:
    label, _, value = line.partition(": ")
    if line == name:
        return [heading(name)]
    if line.startswith("Stap ") and value == name:
        return _place(label, name, reply["progress"])
    if label == "Bron" and value:
        return evidence(line, reply["sources"])
    if line.startswith("• ") or _is_item(line):
        return _listed(line, reply)
    if label == "Afvinklijst" and value:
        return [labelled(label, value), *ticked(reply["checklist"])]
    if value and label in {one["label"] for one in reply["fields"]} | {AT_THE_TOWN}:
        return [labelled(label, value)]
    return [heading(line)] if line == f"Afvinklijst bij: {name}" else prose(line)


def _place(label: str, name: str, progress: dict[str, Any]) -> Body:
    """Which step this is, in words and as a bar."""
    return [
        small(label),
        bar(progress["place"], progress["total"]),
        heading(name, spacing="Small"),
    ]


def _is_item(line: str) -> bool:
    number, _, rest = line.partition(". ")
    return number.isdigit() and rest.startswith(("☑", "☐"))


def _listed(line: str, reply: Reply) -> Body:
    """A line of a list; an answer is left out, for it stands in the row to press."""
    answer = line.removeprefix("• ").partition(":")[0]
    if answer in {one["label"] for one in reply["options"]}:
        return []
    return [paragraph(run(line), spacing="Small")]


def overview(reply: Reply) -> Body:
    """All steps on the path, and where one is."""
    steps = reply["steps"]
    done = sum(one["done"] for one in steps)
    return [
        heading(reply["procedure"]["title"]),
        small(f"{done} van {len(steps)} stappen gedaan", spacing="Small"),
        bar(done, len(steps)),
        *(_step_of_overview(one) for one in steps),
    ]


def _step_of_overview(one: dict[str, Any]) -> Element:
    name = f"{one['number']}. {one['title']}"
    if one["is_here"]:
        here = run("  hier bent u", size="Small", color="Accent")
        return paragraph(run(f"→ {name}", weight="Bolder", color="Accent"), here, spacing="Small")
    if one["done"]:
        return paragraph(run("✓ ", color="Good", weight="Bolder"), run(name), spacing="Small")
    return paragraph(run(f"– {name}", isSubtle=True), spacing="Small")
