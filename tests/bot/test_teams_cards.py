from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from actions import replies as labels
from bot.teams.cards import BODIES, CONTENT_TYPE, activity_of, elements, markdown
from bot.teams.cards.buttons import MOST
from tests.test_docs import RECORDED, TYPES

LARGEST = 28 * 1024
ELEMENTS = {
    "TextBlock": {"text", "wrap"},
    "RichTextBlock": {"inlines"},
    "TextRun": {"text"},
    "Container": {"items"},
    "ColumnSet": {"columns"},
    "Column": {"items", "width"},
    "ActionSet": {"actions"},
    "Action.Submit": {"title", "data"},
    "Action.OpenUrl": {"title", "url"},
    "Action.ToggleVisibility": {"title", "targetElements"},
    "AdaptiveCard": {"version", "body", "fallbackText"},
    "messageBack": {"text", "displayText", "value"},
}
"""What Teams shows on a phone too, and what each needs."""
COLOURS = {"Default", "Accent", "Good", "Warning", "Attention"}
REPLIES = [reply for line in RECORDED for reply in json.loads(line)["replies"]]
NOBODY = {
    "function": None, "unit": "Loket", "person": None, "phone": None, "email": None,
    "website": None, "address": None, "opening_hours": None, "source": None,
    "checked_on": None, "verification": "verified",
}  # fmt: skip
TERRACES = {"key": "terrassen", "name": "Terrassen"}


def seal(payload: str) -> str:
    return f"verzegeld.{payload}"


def card_of(reply: dict[str, Any]) -> dict[str, Any]:
    return activity_of(reply, seal)["attachments"][0]["content"]


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every element and action within a card, in the order in which it is shown."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def kinds(card: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [part for part in parts(card) if part["type"] == kind]


def words(card: dict[str, Any]) -> str:
    """What a card says, without its buttons."""
    runs = [one["text"] for one in parts(card["body"]) if one["type"] in ("TextRun", "TextBlock")]
    return "\n".join(runs)


def reply(kind: str, text: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, "buttons": [], "topics": [], **fields}


def contact(text: str = "Voor Terrassen kunt u terecht bij het loket.", **who: Any) -> Any:
    given = {**NOBODY, **who}
    return reply(
        "contact",
        text,
        topic=TERRACES,
        contact=given,
        because=[],
        alternatives=[],
        standing="owned",
    )


def document(steps: int, text: str) -> dict[str, Any]:
    step = {
        "heading": "1. Begin", "done": False, "contacts": [], "note": None, "checklist": [],
        "lines": [{"label": label, "text": text} for label in ("Doel", "Wat u doet", "Tip")],
        "source": "Bron: Gids, nog te bevestigen door de gemeente",
    }  # fmt: skip
    made = {"title": "Routekaart", "intro": "", "origin": None, "municipality": "Ons Dorp"}
    return {**made, "made_on": "1 oktober 2026", "choices": [], "steps": [step] * steps}


def test_every_type_of_reply_has_a_card() -> None:
    assert set(BODIES) == TYPES


@pytest.mark.parametrize("given", REPLIES, ids=lambda one: one["type"])
def test_a_message_is_a_text_or_a_card_and_fits(given: dict[str, Any]) -> None:
    message = activity_of(given, seal)
    cards = message.get("attachments", [])

    assert bool(message["text"]) != bool(cards)
    assert [one["contentType"] for one in cards] in ([], [CONTENT_TYPE])
    assert (message["type"], message["textFormat"]) == ("message", "plain")
    assert len(json.dumps(message, ensure_ascii=False).encode()) < LARGEST


@pytest.mark.parametrize("given", REPLIES, ids=lambda one: one["type"])
def test_a_card_has_only_what_teams_shows_everywhere(given: dict[str, Any]) -> None:
    for card in activity_of(given, seal).get("attachments", []):
        for part in parts(card["content"]):
            assert ELEMENTS[part["type"]] <= set(part), part
            assert part.get("wrap", True) is True
            assert part.get("color", "Default") in COLOURS
            assert len(part.get("actions", [])) <= MOST
        assert card["content"]["version"] == "1.5"
        assert card["content"]["fallbackText"] == given["text"]


@pytest.mark.parametrize("given", REPLIES, ids=lambda one: one["type"])
def test_every_button_is_offered_once_and_sealed(given: dict[str, Any]) -> None:
    cards = activity_of(given, seal).get("attachments", [])
    pressed = [one for card in cards for one in kinds(card["content"], "Action.Submit")]
    offered = {(one["title"], seal(one["payload"])) for one in given["buttons"]}
    offered |= {(text, text) for text in given.get("examples", [])}

    assert len(pressed) == len(given["buttons"]) + len(given.get("examples", []))
    for action in pressed:
        message = action["data"]["msteams"]
        assert message["type"] == "messageBack"
        assert message["text"] == message["displayText"] == action["title"]
        value = message["value"]
        assert (action["title"], value.get("payload") or value["text"]) in offered


def test_a_remark_is_plain_text() -> None:
    message = activity_of(reply("notice", "Graag gedaan."), seal)

    assert (message["text"], message.get("attachments")) == ("Graag gedaan.", None)


def test_a_type_from_later_still_shows_its_text_and_buttons() -> None:
    later = reply("iets_nieuws", "Kijk eens.")
    later["buttons"] = [{"title": "Verder", "payload": "/next_step"}]

    card = card_of(later)

    assert words(card) == "Kijk eens."
    assert [one["title"] for one in kinds(card, "Action.Submit")] == ["Verder"]


def test_a_notification_says_the_first_line_and_is_short() -> None:
    message = activity_of(contact("Een zin. " * 30 + "\nTelefoon: 1"), seal)

    assert message["summary"].startswith("Een zin.")
    assert message["summary"].endswith(" …")
    assert len(message["summary"]) <= 122


def test_ways_to_reach_somebody_are_links() -> None:
    text = (
        "Ga naar het loket.\nTelefoon: 0999 - 14 00 00\nE-mail: het_loket@dorp.example\n"
        "Website: https://dorp.example/a (b)\nBereikbaar: elke dag"
    )

    shown = [one["text"] for one in kinds(card_of(contact(text)), "TextBlock")[1:]]

    assert shown == [
        "**Telefoon:** [0999 - 14 00 00](tel:0999140000)",
        r"**E-mail:** [het\_loket@dorp.example](mailto:het_loket@dorp.example)",
        "**Website:** [https://dorp.example/a (b)](https://dorp.example/a%20%28b%29)",
        "**Bereikbaar:** elke dag",
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "www.dorp.example", ""]
)
def test_an_address_that_is_not_of_the_web_is_no_link(address: str) -> None:
    source = {"title": "Gids", "address": address}
    card = card_of(contact(f"Hier.\nWebsite: {address or '-'}\nBron: Gids", source=source))

    assert kinds(card, "Action.OpenUrl") == []
    assert "](" not in words(card)


def test_a_colleague_can_be_asked_in_a_chat() -> None:
    card = card_of(contact(function="casemanager", email="team horeca@dorp.example"))

    (action,) = kinds(card, "Action.OpenUrl")
    assert action["title"] == "Start een chat"
    assert action["url"] == (
        "https://teams.microsoft.com/l/chat/0/0?users=team%20horeca%40dorp.example"
    )


@pytest.mark.parametrize("who", [{"email": "loket@dorp.example"}, {"function": "casemanager"}])
def test_a_counter_or_somebody_without_mail_gets_no_chat(who: dict[str, str]) -> None:
    assert kinds(card_of(contact(**who)), "Action.OpenUrl") == []


def test_what_is_not_confirmed_is_marked() -> None:
    marked = card_of(contact(f"Hier.\nBron: Gids, {labels.TO_BE_CONFIRMED}"))
    sure = card_of(contact("Hier.\nBron: Gids, gecontroleerd op 1 oktober 2026"))

    warnings = [one["text"] for one in parts(marked) if one.get("color") == "Warning"]
    assert warnings == ["⚠ Nog te bevestigen door de gemeente"]
    assert [one for one in parts(sure) if one.get("color") == "Warning"] == []
    assert elements.TO_BE_CONFIRMED == labels.TO_BE_CONFIRMED


def test_nothing_known_of_a_source_is_only_the_mark() -> None:
    card = card_of(contact(f"Hier.\nBron: {labels.TO_BE_CONFIRMED}"))

    assert "Bron" not in words(card)
    assert "⚠ Nog te bevestigen door de gemeente" in words(card)


def test_a_source_is_a_link_within_its_line() -> None:
    source = {"title": "Gids", "address": "https://dorp.example/gids"}
    card = card_of(contact("Hier.\nBron: Gids, gecontroleerd op 1 oktober 2026", source=source))

    (action,) = kinds(card, "Action.OpenUrl")
    assert action["url"] == "https://dorp.example/gids"
    assert words(card).endswith("Bron: \nGids\n, gecontroleerd op 1 oktober 2026")


def test_feedback_comes_last_whatever_its_place() -> None:
    given = contact()
    given["buttons"] = [
        {"title": "Dit klopt", "payload": "/feedback_right"},
        {"title": "Dit klopt niet", "payload": "/feedback_wrong"},
        {"title": "Wie vervangt?", "payload": "/ask_deputy"},
        {"title": "Markten", "payload": '/choose_option{"option": "markten"}'},
    ]

    card = card_of(given)

    order = [one["title"] for one in kinds(card, "Action.Submit")]
    assert order == ["Wie vervangt?", "Markten", "Dit klopt", "Dit klopt niet"]
    assert [one["selectAction"]["title"] for one in card["body"][-1]["columns"]] == order[2:]


def test_more_buttons_than_teams_shows_stand_in_several_sets() -> None:
    given = reply("notice", "Kies.")
    given["buttons"] = [{"title": str(one), "payload": f"/{one}"} for one in range(2 * MOST + 1)]

    sets = kinds(card_of(given), "ActionSet")

    assert [len(one["actions"]) for one in sets] == [MOST, MOST, 1]


def test_an_emergency_begins_with_its_numbers_as_big_as_can_be() -> None:
    numbers = [{"name": "Alarmnummer", "phone": "112"}]
    card = card_of(reply("emergency", "Is er nu gevaar? Bel direct 112.", numbers=numbers))

    first = card["body"][0]
    assert (first["text"], first["size"]) == ("[112](tel:112)", "ExtraLarge")


def test_a_sum_has_its_amounts_at_the_right() -> None:
    given = next(one for one in REPLIES if one["type"] == "sroi_result" and one["obligation"])

    rows = kinds(card_of(given), "ColumnSet")

    right = [words({"body": one["columns"][1]}) for one in rows]
    assert right == ["€ 15.000", "€ 12.000", "€ 3.000"]
    assert all(one["columns"][1]["items"][0]["horizontalAlignment"] == "Right" for one in rows)


def test_steps_to_keep_are_all_there_when_they_fit() -> None:
    kept = reply("takeaway", "Uw stappen.", document=document(3, "Doe dit."), markdown="")

    card = card_of(kept)

    assert json.dumps(card).count("Tip") == 3
    assert "Niet alles past" not in words(card)


def test_steps_that_do_not_fit_say_that_they_are_shorter() -> None:
    kept = reply("takeaway", "Uw stappen.", document=document(18, "Doe dit. " * 50), markdown="")

    message = activity_of(kept, seal)

    card = message["attachments"][0]["content"]
    assert len(json.dumps(message, ensure_ascii=False).encode()) < LARGEST
    assert "Niet alles past in één bericht" in words(card)
    assert json.dumps(card).count("Wat u doet") == 18


def test_a_step_to_keep_is_opened_by_its_heading() -> None:
    kept = reply("takeaway", "Uw stappen.", document=document(2, "Doe dit."), markdown="")

    card = card_of(kept)

    ids = {one["id"]: one["isVisible"] for one in parts(card) if "id" in one}
    toggled = [
        name for one in kinds(card, "Action.ToggleVisibility") for name in one["targetElements"]
    ]
    assert toggled == list(ids)
    assert set(ids.values()) == {False}


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        ("Opdracht: doe uw aanbod", "Opdracht: doe uw aanbod"),
        ("0999 - 14 00 00", "0999 - 14 00 00"),
        ("+31 6 00", "+31 6 00"),
        ("Werk & Inkomen", "Werk & Inkomen"),
        ("*a* _b_ [c](d)", r"\*a\* \_b\_ \[c\](d)"),
        ("1. Begin", r"1\. Begin"),
        ("# Begin", r"\# Begin"),
        ("- Begin\n- Verder", r"\- Begin - Verder"),
        ("<at>Jan</at>", r"\<at>Jan\</at>"),
        ("&lt;", r"\&lt;"),
    ],
)
def test_only_what_markdown_would_act_on_is_escaped(given: str, escaped: str) -> None:
    assert markdown.escaped(given) == escaped
