"""The parts that cards are made of: elements of Adaptive Cards that Teams shows everywhere.

Elements are of version 1.2 (a heading's role is of 1.5): the Teams apps on a phone lag
behind. Colours are the host's own names, so that a card reads in the dark theme too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.teams.cards import markdown

Element = dict[str, Any]
Body = list[Element]

TO_BE_CONFIRMED = "nog te bevestigen door de gemeente"
BAR = 20
"""Longest progress bar, in signs: it must fit on a phone."""
REACH: dict[str, Callable[[str], str | None] | None] = {
    "Telefoon": markdown.phone_address,
    "E-mail": markdown.mail_address,
    "Website": markdown.web_address,
    "Adres": None,
    "Bereikbaar": None,
}
"""The labels of ways to reach somebody, and what makes an address to open of each."""


def element(kind: str, **fields: Any) -> Element:
    """An element or a message of one kind."""
    return {"type": kind, **fields}


def run(text: str, **style: Any) -> Element:
    """Text as it is: a text run knows no Markdown, no HTML and no mentions."""
    return element("TextRun", text=text, **style)


def paragraph(*runs: Element | str, **placing: Any) -> Element:
    """Runs of text after one another, wrapped; a bare string is a run without style."""
    return element("RichTextBlock", inlines=list(runs), **placing)


def prose(text: str) -> Body:
    """A paragraph for every line."""
    return [paragraph(run(line)) for line in text.split("\n") if line.strip()]


def labelled(label: str, text: str, **style: Any) -> Element:
    """One line with its label."""
    return paragraph(run(f"{label}: ", weight="Bolder", **style), run(text, **style))


def heading(text: str, **placing: Any) -> Element:
    """The title of a card; screen readers hear that it is one."""
    return element(
        "TextBlock",
        text=markdown.escaped(text),
        style="heading",
        size="Large",
        weight="Bolder",
        wrap=True,
        **placing,
    )


def title(text: str, **placing: Any) -> Element:
    """The name of a part of a card."""
    return paragraph(run(text, weight="Bolder"), **placing)


def small(text: str, **placing: Any) -> Element:
    """A remark."""
    return paragraph(run(text, size="Small", isSubtle=True), **placing)


def reach(pairs: Iterable[tuple[str, str]]) -> Body:
    """Ways to reach somebody, as links where something opens them.

    Not a FactSet: on a phone that cuts off a long address. Links of Markdown, for Teams
    opens a mail or a call from those, and not from an `Action.OpenUrl`.
    """
    return [
        element(
            "TextBlock", text=f"**{label}:** {_linked(label, value)}", wrap=True, spacing="Small"
        )
        for label, value in pairs
    ]


def _linked(label: str, value: str) -> str:
    address_of = REACH[label]
    return markdown.link(value, address_of(value) if address_of else None)


def open_url(name: str, address: str) -> Element:
    """Opens an address of the web."""
    return element("Action.OpenUrl", title=name, url=address)


def evidence(line: str, sources: Iterable[dict[str, Any]] = ()) -> Body:
    """Where a fact comes from, small; and plainly when nobody has confirmed it."""
    known, _, unsure = line.partition(TO_BE_CONFIRMED)
    told = known.rstrip(", ") if unsure == "" else line
    shown = [] if told in ("", "Bron:") else [_sourced(told, sources)]
    if TO_BE_CONFIRMED not in line:
        return shown
    words = TO_BE_CONFIRMED.capitalize()
    flag = run(f"⚠ {words}", size="Small", weight="Bolder", color="Warning")
    return [*shown, paragraph(flag, spacing="Small")]


def _sourced(line: str, sources: Iterable[dict[str, Any]]) -> Element:
    """The line, with links for the sources that it names."""
    style = {"size": "Small", "isSubtle": True}
    runs: Body = []
    for source in sources:
        address = markdown.web_address(source["address"])
        before, named, after = line.partition(source["title"])
        if named and address:
            runs += [run(before, **style)] if before else []
            runs.append(run(named, **style, selectAction=open_url(named, address)))
            line = after
    runs += [run(line, **style)] if line else []
    return paragraph(*runs, separator=True)


def bar(done: int, total: int) -> Element:
    """How far one is; the words beside it say the same."""
    length = min(total, BAR)
    filled = round(length * min(done, total) / total) if total else 0
    runs = [run("━" * filled, color="Accent", weight="Bolder")] if filled else []
    runs += [run("━" * (length - filled), isSubtle=True)] if filled < length else []
    return paragraph(*runs, spacing="None")


def ticked(items: Iterable[dict[str, Any]]) -> Body:
    """A checklist; its numbers are what one types to tick an item."""
    return [
        paragraph(run(f"{number}. {'☑' if item['done'] else '☐'} {item['text']}"), spacing="Small")
        for number, item in enumerate(items, start=1)
    ]


def row(left: Body, right: Element, **placing: Any) -> Element:
    """Words, and an amount at the right side."""
    amount = element("Column", width="auto", items=[{**right, "horizontalAlignment": "Right"}])
    words = element("Column", width="stretch", items=left)
    return element("ColumnSet", columns=[words, amount], **placing)
