"""Cards to read: an article, an example, a remark, a pause code."""

from __future__ import annotations

from typing import Any

from bot.teams.cards.elements import Body, evidence, heading, labelled, paragraph, prose, run

Reply = dict[str, Any]

LABELS = ("Wat werkte", "Plaats", "Partijen", "Hierover gaat")


def page(reply: Reply) -> Body:
    """An article or an example: its title, what it says, and where that was read."""
    name = reply["page"]["title"]
    body = reply["body"].split("\n")
    sources = [reply["source"]] if reply["source"] else []
    read: Body = []
    source: Body = []
    for line in reply["text"].split("\n"):
        label, _, value = line.partition(": ")
        if line in body:
            read += prose(line)
        elif line == name:
            read.append(heading(name))
        elif label == "Bron":
            source = evidence(line, sources)
        else:
            read += [labelled(label, value)] if label in LABELS else prose(line)
    return [*read, *source]


def remark(reply: Reply) -> Body:
    """A remark; a pause code stands by itself, to read out or to copy."""
    code = reply.get("code")
    if not code:
        return prose(reply["text"])
    before, _, after = reply["text"].partition(code)
    shown = run(code, size="Large", weight="Bolder", fontType="Monospace")
    return [*prose(before), paragraph(shown), *prose(after)]


def words(reply: Reply) -> Body:
    """What is only said."""
    return prose(reply["text"])
