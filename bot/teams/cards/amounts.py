"""The card of social return and of procurement amounts: the working, with euros at the right."""

from __future__ import annotations

from typing import Any

from bot.teams.cards.elements import (
    Body,
    Element,
    evidence,
    heading,
    labelled,
    paragraph,
    prose,
    row,
    run,
    small,
)
from bot.teams.cards.people import told

Reply = dict[str, Any]

TOTALS = ("Samen telt mee", "Nog te doen", "Meer dan nodig")
WIDEST = 24
"""Characters beside a label; "minder dan € 150.000" fits, a sentence stands under it."""
SMALL = ("Grondslag", "Bron van de waarden", "Regels", "Geldt voor", "Periode", "Aangenomen")
ASK = "Vraag het na bij"


def amounts(reply: Reply) -> Body:
    """What is due, what counts and what remains; whose rules, what was assumed, whom to ask."""
    first, _, rest = reply["text"].partition("\n")
    labels = [one["label"] for one in reply["lines"]]
    shown: Body = [heading(first)]
    for line in rest.split("\n"):
        label = next((one for one in labels if line.startswith(f"{one}: ")), None)
        shown += [_working(label, line)] if label else _line(line, reply)
    return shown


def _working(label: str, line: str) -> Element:
    """One line of the working: how it was computed under its label, the amount at the right."""
    value = line.removeprefix(f"{label}: ")
    formula, _, amount = value.rpartition(" = ")
    if not formula and len(value) > WIDEST:
        formula, amount = value, ""
    told = [paragraph(run(label)), *([small(formula, spacing="None")] if formula else [])]
    return row(told, paragraph(run(amount)), spacing="Small")


def _line(line: str, reply: Reply) -> Body:
    label, _, value = line.partition(": ")
    if label in TOTALS:
        total = paragraph(run(value, weight="Bolder"))
        return [row([paragraph(run(label, weight="Bolder"))], total, separator=True)]
    if label == "Bron":
        return evidence(line, [reply["source"]] if reply["source"] else [])
    if label == ASK:
        return _asked(label, value, reply["contact"])
    if label == "Let op":
        return [labelled(label, value)]
    if label in SMALL:
        return [labelled(label, value, size="Small")]
    return [paragraph(run(line), spacing="Small")] if line.startswith("• ") else prose(line)


def _asked(label: str, value: str, who: dict[str, Any] | None) -> Body:
    """Whom to ask, with the same ways to reach them as links."""
    known = {"Telefoon": who["phone"], "E-mail": who["email"]} if who else {}
    ways = [(name, way) for name, way in known.items() if way and f", {way}" in value]
    for _, way in ways:
        value = value.replace(f", {way}", "")
    facts = told("\n".join(f"{name}: {way}" for name, way in ways), None)
    return [labelled(label, value), *facts]
