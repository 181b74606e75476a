from __future__ import annotations

import json
from datetime import date

from actions import replies as r
from knowledge.contacts import Referral, Standing
from knowledge.records import (
    Audience,
    ContactPoint,
    Evidence,
    Ownership,
    OwnershipRole,
    Reach,
    Source,
    Topic,
    TopicKind,
    Verification,
)
from tests.bot.chat_server import ChatServer
from tests.browser.cdp import SHIFT
from tests.browser.chat import HOST, ROOT, Chat, complaints

TOPIC = Topic("terrassen", "Terrassen", "ruimte", TopicKind.MUNICIPAL, "Tafels op straat.")
EVIDENCE = Evidence(
    Verification.VERIFIED, Source("gids", "Gemeentegids", None, None), date(2026, 11, 1)
)
REACH = Reach(
    phone="0999 - 14 00 01",
    email="vergunningen@voorbeeldstad.example",
    website="https://voorbeeldstad.example/terrassen",
    address="Stadsplein 1, 1234 AB Voorbeeldstad",
    opening_hours="maandag tot en met vrijdag, 9.00 tot 17.00 uur",
)
OWNER = Ownership(
    ContactPoint(
        "vergunningen",
        "casemanager horeca",
        "Vergunningen, toezicht en handhaving",
        REACH,
        Audience.PUBLIC,
        None,
        EVIDENCE,
    ),
    OwnershipRole.OWNER,
    "Besluit over een terras tot 50 vierkante meter.",
    "Een groter terras gaat naar het college.",
    Audience.PUBLIC,
    date(2026, 11, 1),
    None,
    EVIDENCE,
)
REFERRAL = Referral(TOPIC, None, Standing.OWNED, OWNER)
RIGHT = {"title": "Dit klopt", "payload": "/feedback_right"}
CONTACT = {
    "text": "U kunt hiervoor terecht bij de casemanager horeca.\nTelefoon: 0999 - 14 00 01",
    "custom": r.referral_payload(REFERRAL, r.contact_payload(OWNER), ("terras",), ()),
    "buttons": [r.DEPUTY, RIGHT, r.WRONG],
}
PLAN = {
    "text": "Uw vraag raakt meer onderwerpen.",
    "custom": {
        "type": "contact_plan",
        "topics": ["terrassen"],
        "steps": [{**CONTACT["custom"], "prepare": "Een tekening van het terras."}] * 2,
    },
}
CLARIFICATION = {
    "text": "Waar gaat uw vraag over?",
    "custom": {"type": "clarification", "topics": ["terrassen"]},
    "buttons": [*r.topic_buttons([TOPIC]), r.NONE_OF_THESE],
}
ATTACK = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"


def test_a_question_gives_a_card_with_links_to_phone_and_mail(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.texts(".message.user p") == ["wie gaat over terrassen?"]
    assert chat.texts(".card h3") == ["Casemanager horeca, Vergunningen, toezicht en handhaving"]
    links = chat.tab.run(f"[...{ROOT}.querySelectorAll('.card a')].map((one) => one.href)")
    assert links == [
        "tel:0999140001",
        "mailto:vergunningen@voorbeeldstad.example",
        "https://voorbeeldstad.example/terrassen",
    ]
    rows = chat.rows()
    assert rows["Bereikbaar"] == REACH.opening_hours
    assert rows["Bevoegdheid"].startswith("Besluit over een terras")
    assert rows["Waarom"] == "in uw vraag staat ‘terras’"
    assert rows["Bron"] == "Gemeentegids, gecontroleerd op 1 november 2026"
    assert chat.value() == ""


def test_the_subject_of_a_card_is_shown(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.rows()["Onderwerp"] == "Terrassen"


def test_a_contact_that_nobody_confirmed_says_so(chat: Chat, server: ChatServer) -> None:
    unsure = {**CONTACT["custom"]["contact"], "verification": "unverified"}
    custom = {**CONTACT["custom"], "contact": unsure, "standing": "unconfirmed"}
    server.assistant.replies = [{**CONTACT, "custom": custom}]
    chat.ask()
    assert chat.texts(".card .badge") == ["Nog niet bevestigd"]
    assert chat.texts(".card .unsure") == ["nog te bevestigen door de gemeente"]


def test_a_plan_shows_a_card_for_every_step(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [PLAN]
    chat.ask()
    assert chat.texts("ol.plan > li > strong") == ["Terrassen", "Terrassen"]
    assert len(chat.texts(".plan .card")) == 2
    assert "Een tekening van het terras." in chat.texts(".plan dd")


def test_the_counter_that_helps_on_is_a_card_and_can_be_called_from_the_text(
    chat: Chat, server: ChatServer
) -> None:
    counter = {**CONTACT["custom"]["contact"], "function": None, "unit": "De balie"}
    server.assistant.replies = [
        {"text": "U spreekt een mens.", "custom": {"type": "handover", "contact": counter}},
        {
            "text": f"Dat weet ik niet. Bel {REACH.phone}.",
            "custom": {"type": "not_understood", "contact": counter},
        },
    ]
    chat.ask()
    assert chat.texts(".handover .card h3") == ["De balie"]
    assert chat.texts(".not_understood p") == [f"Dat weet ik niet. Bel {REACH.phone}."]
    assert chat.run(".not_understood a", "node.href") == "tel:0999140001"


def test_emergency_numbers_can_be_called_from_the_text(chat: Chat, server: ChatServer) -> None:
    numbers = [{"name": "Alarmnummer", "phone": "112"}, {"name": "Politie", "phone": "0900-8844"}]
    custom = {"type": "emergency", "topics": [], "numbers": numbers}
    server.assistant.replies = [{"text": "Bel 112.\nOf 0900-8844.", "custom": custom}]
    chat.ask("brand!")
    assert chat.texts(".emergency p") == ["Bel 112.", "Of 0900-8844."]
    assert chat.texts(".emergency a") == ["112", "0900-8844"]


# --- choices -------------------------------------------------------------------------------------


def test_a_button_posts_its_sealed_payload(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    chat.ask()
    chat.choose("Terrassen")
    pressed = server.assistant.messages[-1]
    assert pressed.text == '/choose_option{"option": "terrassen"}'
    assert pressed.sender_id == server.assistant.messages[0].sender_id
    assert chat.texts(".message.user p")[-1] == "Terrassen"


def test_choices_stay_readable_and_the_chosen_one_is_marked(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    chat.ask()
    server.assistant.replies = [{"text": "Goed."}]
    chat.choose("Geen van deze")
    assert chat.texts(".clarification .option") == ["Terrassen", "Geen van deze (gekozen)"]
    assert chat.texts(".clarification .option.chosen") == ["Geen van deze (gekozen)"]


def test_a_subject_can_still_be_picked_later_but_none_of_these_cannot(
    chat: Chat, server: ChatServer
) -> None:
    options = [{"key": "terrassen", "name": "Terrassen"}]
    server.assistant.replies = [
        {**CLARIFICATION, "custom": {**CLARIFICATION["custom"], "options": options}}
    ]
    chat.ask()
    server.assistant.replies = [{"text": "Goed."}]
    chat.ask("iets anders")
    assert chat.texts(".clarification .option:enabled") == ["Terrassen"]
    chat.choose("Terrassen")
    assert server.assistant.messages[-1].text == '/choose_option{"option": "terrassen"}'


def test_whether_a_referral_is_right_is_asked_apart_from_the_options(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.texts(".contact .options .option") == ["Wie vervangt?"]
    assert chat.texts(".feedback .option") == ["Dit klopt", "Dit klopt niet"]
    server.assistant.replies = [{"text": "Dank u wel."}]
    chat.choose("Dit klopt niet")
    assert server.assistant.messages[-1].text == "/feedback_wrong"
    assert chat.texts(".feedback .chosen") == ["Dit klopt niet (gekozen)"]
    assert chat.count(".feedback .option:enabled") == 0


def test_examples_can_be_asked_with_one_click(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [
        {"text": "Bijvoorbeeld:", "custom": {"type": "menu", "examples": ["Wie doet markten?"]}}
    ]
    chat.ask("help")
    chat.choose("Wie doet markten?")
    assert server.assistant.messages[-1].text == "Wie doet markten?"


# --- the greeting --------------------------------------------------------------------------------


def test_the_greeting_says_what_it_is_what_it_does_with_data_and_how_to_reach_a_person(
    chat: Chat,
) -> None:
    said = " ".join(chat.texts(".greeting p"))
    assert "digitale assistent, geen mens" in said
    assert "Geef geen persoonlijke gegevens" in said
    assert "30 minuten na uw laatste bericht verwijderd" in said
    assert "Bel Gemeentebalie Zonnedam: 0999 - 10 00 00" in said
    assert chat.run(".greeting a", "node.href") == "tel:0999100000"


def test_a_suggestion_can_be_asked_at_once(chat: Chat, server: ChatServer) -> None:
    chat.choose("Wie gaat er over terrassen?")
    assert server.assistant.messages[-1].text == "Wie gaat er over terrassen?"


def test_civil_servants_get_other_suggestions_than_entrepreneurs(launcher: Chat) -> None:
    launcher.click("Stel uw vraag")
    launcher.greets()
    entrepreneur = launcher.texts(".greeting .option")
    launcher.tab.run(
        "(() => { const other = document.createElement('wegwijzer-chat');"
        "other.setAttribute('group', 'ambtenaar'); other.setAttribute('inline', '');"
        f"{HOST}.replaceWith(other) }})()"
    )
    launcher.greets()
    assert not set(launcher.texts(".greeting .option")) & set(entrepreneur)


# --- safety --------------------------------------------------------------------------------------


def test_a_script_in_a_reply_or_a_question_is_shown_as_text(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [
        {"text": ATTACK, "buttons": [{"title": ATTACK, "payload": "/ask_why"}]}
    ]
    chat.ask(ATTACK)
    shown = ".message:last-child p, .message.user p, .message:last-child .option"
    assert chat.texts(shown) == [ATTACK] * 3
    assert chat.count("script, img") == 0
    assert chat.tab.run("window.broken === undefined")


def test_a_script_as_website_is_no_link(chat: Chat, server: ChatServer) -> None:
    contact = {**CONTACT["custom"]["contact"], "website": "javascript:window.broken=1"}
    server.assistant.replies = [
        {"text": "Zie", "custom": {**CONTACT["custom"], "contact": contact}}
    ]
    chat.ask()
    assert "javascript:window.broken=1" in chat.texts(".card dd")
    assert chat.count("a[href^=javascript]") == 0


def test_the_browser_has_nothing_to_complain_about(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CONTACT, PLAN, CLARIFICATION]
    chat.ask()
    chat.wait_for(".plan")
    assert complaints(chat.tab) == []


def test_an_inline_script_is_stopped_by_the_security_policy(chat: Chat) -> None:
    chat.tab.run(
        "(() => { const script = document.createElement('script');"
        "script.textContent = 'window.broken = 1'; document.body.append(script) })()"
    )
    assert chat.tab.run("window.broken === undefined")
    assert "Content Security Policy" in json.dumps(complaints(chat.tab))


# --- typing --------------------------------------------------------------------------------------


def test_shift_enter_and_an_empty_field_send_nothing(chat: Chat, server: ChatServer) -> None:
    chat.tab.press("Enter")
    chat.tab.type("een")
    chat.tab.press("Enter", SHIFT)
    chat.tab.type("twee")
    assert chat.value() == "een\ntwee"
    assert server.assistant.messages == []


def test_the_field_has_the_focus_before_and_after_a_question(chat: Chat) -> None:
    assert chat.focus() == "textarea"
    chat.ask()
    assert chat.focus() == "textarea"


def test_a_long_question_is_cut_at_the_limit_and_counted_towards_it(chat: Chat) -> None:
    chat.tab.type("a" * 700)
    assert chat.texts(".counter") == [""]
    chat.tab.type("a" * 299)
    assert chat.texts(".counter") == ["Tekens over: 1"]
    chat.tab.type("aaa")
    assert chat.texts(".counter") == ["Tekens over: 0"]
    assert len(chat.value()) == 1000


def test_while_an_answer_takes_its_time_the_assistant_is_said_to_type(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.may_answer.clear()
    chat.tab.type("wie gaat over terrassen?")
    chat.tab.press("Enter")
    chat.wait_for("[role=status] span")
    assert chat.texts("[role=status]") == ["De wegwijzer typt …"]
    server.assistant.may_answer.set()
    chat.wait_until_gone("[role=status] span")


def test_messages_that_are_sent_while_waiting_are_answered_in_their_order(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.may_answer.clear()
    for text in ("een", "twee"):
        chat.tab.type(text)
        chat.tab.press("Enter")
    server.assistant.may_answer.set()
    chat.tab.wait_for(f"{ROOT}.querySelectorAll('.message.notice').length === 2")
    assert [one.text for one in server.assistant.messages] == ["een", "twee"]


# --- where a question is asked --------------------------------------------------------------------


def test_the_municipality_of_the_page_goes_with_every_message(
    chat: Chat, server: ChatServer
) -> None:
    chat.tab.run(f"{HOST}.setAttribute('municipality', 'leiden')")
    chat.ask()
    assert server.assistant.messages[-1].metadata["municipality"] == "leiden"


def test_dates_follow_the_variant_of_dutch(chat: Chat, server: ChatServer) -> None:
    chat.tab.run(f"{HOST}.lang = 'nl-BE'")
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.rows()["Bron"].endswith("1 november 2026")


def test_the_title_can_be_changed(chat: Chat) -> None:
    chat.tab.run(f"{HOST}.title = 'Vraag het de gemeente'")
    assert chat.texts("h2") == ["Vraag het de gemeente"]
