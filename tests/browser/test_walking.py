from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions import replies as r
from actions import steps as s
from knowledge.contacts import Referral, Standing
from knowledge.procedures import Walk
from knowledge.records import (
    Audience,
    Evidence,
    Option,
    Procedure,
    Source,
    Step,
    StepKind,
    Topic,
    TopicKind,
    Verification,
)
from tests.bot.chat_server import ChatServer
from tests.bot.test_printing import TAKEAWAY
from tests.browser.chat import ROOT, Chat, complaints
from tests.browser.test_chat_page import ATTACK

EDITORIAL = Evidence(Verification.EDITORIAL, None, None)
TOPIC = Topic("inkoop", "Inkoop", "geld", TopicKind.MUNICIPAL, "Kopen en aanbesteden.")
REFERRAL = Referral(TOPIC, None, Standing.COUNTER)
SOURCE = Source("gids", "Impactpad", "https://impactpad.example/", None)
QUESTION = Step(
    "pad",
    "Wat zoekt u?",
    question="Wat zoekt u? Kies wat past.",
    options=(
        Option("opdracht", "Een opdracht", "de gemeente koopt van mij"),
        Option("plek", "Een plek", None),
    ),
)
MISSION = Step(
    "missie",
    "Maak uw missie scherp",
    purpose="U laat zien wat uw plan oplevert.",
    do="Beschrijf uw keten: wat u inzet en wat u doet.",
    who=("inkoop",),
    who_note="Tips kunt u hier vragen.",
    tip="Noem een doel.",
    checklist=("Onze missie in één zin", "Wat wij nu al bereiken"),
    more="De keten heet ook wel de verandertheorie.",
    sources=(SOURCE,),
    evidence=replace(EDITORIAL, verification=Verification.UNVERIFIED),
)
PITCH = Step("pitch", "Maak uw pitch", number="8a", do="Oefen hardop.")
ROLE = Step(
    "koper", "Opdrachtgever", StepKind.ROLE, do="U koopt in.", dont="U geeft geen subsidie."
)
PROCEDURE = Procedure(
    "routekaart",
    "Routekaart",
    "Stap voor stap.",
    None,
    Audience.PUBLIC,
    "1",
    ("inkoop",),
    (QUESTION, MISSION, PITCH, ROLE),
    EDITORIAL,
)
WALK = Walk("routekaart", "missie", {"pad": "opdracht"}, ticks={"missie": (1,)})


def reply(payload: r.Payload, *lines: str, buttons: list[r.Button] | None = None) -> dict[str, Any]:
    return {"text": "\n".join(lines), "custom": payload, "buttons": buttons or []}


def step_reply(step: Step, *lines: str, contacts: tuple[Referral, ...] = ()) -> dict[str, Any]:
    """A step as the actions give it, with these lines as its text."""
    walk = replace(WALK, at=step.key)
    payload = s.step_payload(PROCEDURE, walk, step, contacts, bool(step.more))
    return reply(payload, *lines, buttons=s.step_buttons(step, bool(step.more)))


def whole_step(step: Step, *contacts: Referral) -> dict[str, Any]:
    """A step of which everything fits."""
    walk = replace(WALK, at=step.key)
    head = s.heading(PROCEDURE, walk, step)
    lines = s.labelled(step, s.contact_words(contacts))
    asked = [step.question] if step.question else []
    ticks = s.checklist_line(step, walk)
    return step_reply(step, head, *asked, *lines, *filter(None, [ticks]), contacts=contacts)


OVERVIEW = reply(
    {
        "type": "overview",
        "topics": [],
        "procedure": {"key": "routekaart", "title": "Routekaart"},
        "steps": [
            {"key": "a", "number": "1", "title": "Missie", "done": True, "is_here": False},
            {"key": "b", "number": "2", "title": "Pitch", "done": False, "is_here": True},
            {"key": "c", "number": "8a", "title": "Aanbod", "done": False, "is_here": False},
        ],
    },
    "Routekaart",
    "✓ 1. Missie",
)
PAGE = {
    "topics": [],
    "page": {"key": "sroi", "title": "Wat is social return?"},
    "body": "Een afspraak bij een opdracht.",
    "source": {"title": "Impactpad", "address": "https://impactpad.example/"},
    "checked_on": "2026-11-21",
    "verification": "verified",
}
ARTICLE = reply(
    {**PAGE, "type": "article", "has_more": False},
    "Wat is social return?",
    "Een afspraak bij een opdracht.",
    "Bron: Impactpad, gecontroleerd op 21 november 2026",
    "Hierover gaat: coördinator social return",
)
EXAMPLE = reply(
    {
        **PAGE,
        "type": "example",
        "worked": "Klein beginnen.",
        "place": None,
        "parties": ["de gemeente", "een ondernemer"],
        "verification": "unverified",
    },
    "Wat is social return?",
)
MENU = reply(
    {
        "type": "procedure_menu",
        "topics": [],
        "procedures": [{"key": "routekaart", "title": "Routekaart", "intro": "Stap voor stap."}],
    },
    "Wat past bij uw vraag?",
    buttons=[{"title": "Routekaart", "payload": '/start_procedure{"option": "routekaart"}'}],
)
PAUSED = reply(
    {"type": "notice", "topics": [], "code": "STAP-7KQM-3XWP"},
    "Met deze code gaat u later verder: STAP-7KQM-3XWP",
    "De code blijft 90 dagen geldig.",
)
EVERYTHING = [
    whole_step(QUESTION),
    whole_step(MISSION, REFERRAL),
    whole_step(ROLE),
    OVERVIEW,
    ARTICLE,
    EXAMPLE,
    MENU,
    PAUSED,
    TAKEAWAY,
]


def get(chat: Chat, server: ChatServer, *replies: dict[str, Any]) -> None:
    """Ask something that gets these replies."""
    server.assistant.replies = list(replies)
    chat.ask()


# --- a step --------------------------------------------------------------------------------------


def test_a_step_shows_its_progress_its_parts_and_its_source(chat: Chat, server: ChatServer) -> None:
    get(chat, server, whole_step(MISSION, REFERRAL))
    assert chat.texts(".card h3") == ["Maak uw missie scherp"]
    assert chat.texts(".progress") == ["Stap 1 van 3"]
    bar = f"{ROOT}.querySelector('progress')"
    assert chat.tab.run(f"[{bar}.value, {bar}.max, {bar}.getAttribute('aria-label')]") == [
        1,
        3,
        "Stap 1 van 3",
    ]
    assert chat.rows() == {
        "Doel": "U laat zien wat uw plan oplevert.",
        "Wat u doet": "Beschrijf uw keten: wat u inzet en wat u doet.",
        "Bij de gemeente": "Wie gaat over InkoopTips kunt u hier vragen.",
        "Tip": "Noem een doel.",
    }
    assert chat.texts(".source") == ["Bron: Impactpad, nog te bevestigen door de gemeente"]
    assert chat.run(".source a", "node.href") == SOURCE.address


def test_what_a_step_does_not_tell_yet_waits_for_more(chat: Chat, server: ChatServer) -> None:
    get(chat, server, step_reply(MISSION, "Stap 1 van 3: Maak uw missie scherp", "Doel: Kort."))
    assert chat.rows() == {"Doel": "Kort."}
    assert chat.texts(".checklist") == []


def test_more_of_a_step_shows_the_rest_and_no_progress(chat: Chat, server: ChatServer) -> None:
    more = [MISSION.title, "Tip: Noem een doel.", str(MISSION.more), s.evidence(MISSION)]
    get(chat, server, step_reply(MISSION, *more))
    assert chat.texts(".progress") == []
    assert chat.rows() == {"Tip": "Noem een doel."}
    assert chat.texts(".card > p:not(.source)") == [MISSION.more]
    assert len(chat.texts(".source")) == 1


def test_a_checklist_tells_in_words_what_is_done(chat: Chat, server: ChatServer) -> None:
    walk = replace(WALK, at="missie")
    lines = ["Afvinklijst bij: Maak uw missie scherp", *s.checklist_lines(MISSION, walk)]
    get(chat, server, step_reply(MISSION, *lines, "Noem de nummers die klaar zijn."))
    assert chat.texts(".card h4") == ["Afvinklijst: 1 van 2 gedaan"]
    assert chat.texts(".checklist li") == [
        "Nog te doen: Onze missie in één zin",
        "Gedaan: Wat wij nu al bereiken",
    ]
    assert chat.texts(".checklist .ticked") == ["Gedaan: Wat wij nu al bereiken"]
    assert chat.texts(".card > p:not(.source)") == ["Noem de nummers die klaar zijn."]


def test_a_line_that_the_page_does_not_know_is_shown_as_it_is(
    chat: Chat, server: ChatServer
) -> None:
    get(chat, server, step_reply(PITCH, "Stap 8a van 3: Maak uw pitch", "Nieuw: iets anders"))
    assert chat.texts(".card > p:not(.source, .progress)") == ["Nieuw: iets anders"]
    assert chat.texts(".source") == ["Bron: eigen uitwerking van de redactie"]


def test_a_question_explains_every_answer_on_its_button(chat: Chat, server: ChatServer) -> None:
    get(chat, server, whole_step(QUESTION))
    assert chat.texts(".card") == ["Wat zoekt u?Kies wat past."]
    assert chat.texts(".step .option") == ["Een opdrachtde gemeente koopt van mij", "Een plek"]
    assert chat.texts(".option small") == ["de gemeente koopt van mij"]
    server.assistant.replies = [{"text": "Goed."}]
    chat.choose("Een opdracht")
    assert server.assistant.messages[-1].text == '/choose_option{"option": "pad=opdracht"}'
    assert chat.texts(".message.user p")[-1] == "Een opdracht"


def test_a_role_is_a_card_without_progress(chat: Chat, server: ChatServer) -> None:
    get(chat, server, whole_step(ROLE))
    assert chat.texts(".message.role .card h3") == ["Opdrachtgever"]
    assert chat.texts(".progress") == []
    assert chat.rows() == {"Wat u doet": "U koopt in.", "Wat u niet doet": "U geeft geen subsidie."}


def test_the_page_knows_every_label_that_the_actions_use(chat: Chat, server: ChatServer) -> None:
    steps = []
    for kind, fields in s.FIELDS.items():
        said_of = {name: f"Over {name}." for name, _ in fields if name != "who"}
        steps.append(Step("missie", "Alles", kind, who_note="Over wie.", **said_of))
    get(chat, server, *(whole_step(step) for step in steps))
    labels = [label for fields in s.FIELDS.values() for _, label in fields]
    assert chat.texts(".card dt") == labels
    assert len(chat.texts(".card > p:not(.source, .progress)")) == 0


# --- the other types -----------------------------------------------------------------------------


def test_an_overview_tells_the_state_of_every_step_in_words(chat: Chat, server: ChatServer) -> None:
    get(chat, server, OVERVIEW)
    assert chat.texts(".card h3") == ["Routekaart"]
    assert chat.texts(".progress") == ["1 van 3 stappen gedaan"]
    assert chat.texts("ol .number") == ["1", "2", "8a"]
    assert chat.texts("ol .state") == ["gedaan", "hier bent u", "nog te doen"]
    assert chat.texts("[aria-current=step] .number") == ["2"]


def test_an_article_shows_its_body_its_source_and_who_to_go_to(
    chat: Chat, server: ChatServer
) -> None:
    get(chat, server, ARTICLE)
    assert chat.texts(".card h3") == ["Wat is social return?"]
    assert chat.texts(".card p") == [
        "Een afspraak bij een opdracht.",
        "Hierover gaat: coördinator social return",
        "Bron: Impactpad, gecontroleerd op 21 november 2026",
    ]
    assert chat.run(".source a", "node.href") == SOURCE.address


def test_an_example_tells_what_worked_and_who_took_part(chat: Chat, server: ChatServer) -> None:
    get(chat, server, EXAMPLE)
    assert chat.rows() == {
        "Wat werkte": "Klein beginnen.",
        "Partijen": "de gemeente, een ondernemer",
    }
    assert chat.texts(".source")[0].endswith("nog te bevestigen door de gemeente")


def test_a_source_that_is_no_web_address_is_no_link(chat: Chat, server: ChatServer) -> None:
    source = {"title": "Kwaad", "address": "javascript:window.broken=1"}
    get(chat, server, reply({**ARTICLE["custom"], "source": source}, "x"))
    assert chat.texts(".source")[0].startswith("Bron: Kwaad")
    assert chat.texts(".source a") == []


def test_a_menu_introduces_each_procedure(chat: Chat, server: ChatServer) -> None:
    get(chat, server, MENU)
    assert chat.texts(".procedure_menu > p") == ["Wat past bij uw vraag?"]
    assert chat.texts(".option small") == ["Stap voor stap."]


def test_a_code_stands_apart_and_is_selected_whole(chat: Chat, server: ChatServer) -> None:
    get(chat, server, PAUSED)
    assert chat.texts(".message.notice p") == [
        "Met deze code gaat u later verder: ",
        "STAP-7KQM-3XWP",
        "De code blijft 90 dagen geldig.",
    ]
    assert chat.run(".code", "getComputedStyle(node).userSelect") == "all"


def test_a_type_that_the_page_does_not_know_shows_its_text(chat: Chat, server: ChatServer) -> None:
    get(chat, server, reply({"type": "from_the_future", "topics": []}, "Een", "Twee"))
    assert chat.texts(".from_the_future p") == ["Een", "Twee"]


def attacked(value: Any) -> Any:
    """The same replies with an attack in every text that is shown."""
    if isinstance(value, dict):
        kept = ("type", "payload", "print_path", "checked_on", "address")
        return {key: one if key in kept else attacked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [attacked(one) for one in value]
    return f"{value}{ATTACK}" if isinstance(value, str) else value


def test_a_script_in_any_text_stays_text(chat: Chat, server: ChatServer) -> None:
    get(chat, server, *attacked(EVERYTHING))
    chat.wait_for(".takeaway")
    assert chat.count("script, img") == 0
    assert chat.tab.run("window.broken === undefined")
    assert all(ATTACK in title for title in chat.texts(".card h3"))


def test_the_browser_has_nothing_to_complain_about(chat: Chat, server: ChatServer) -> None:
    get(chat, server, *EVERYTHING)
    assert complaints(chat.tab) == []


def test_on_a_narrow_phone_nothing_has_to_be_scrolled_sideways(
    chat: Chat, server: ChatServer
) -> None:
    chat.tab.resize(320, 640, mobile=True)
    get(chat, server, *EVERYTHING)
    for selector in (".log", ".message.overview .card", ".message.step .card", ".takeaway"):
        assert chat.run(selector, "node.scrollWidth <= node.clientWidth"), selector
    assert chat.tab.run("document.documentElement.scrollWidth <= innerWidth")
    assert chat.tab.run("innerWidth") == 320


def test_what_only_a_screen_reader_gets_makes_the_page_no_longer(
    chat: Chat, server: ChatServer
) -> None:
    height = "document.documentElement.scrollHeight"
    before = chat.tab.run(height)
    get(chat, server, *EVERYTHING)
    assert chat.tab.run(height) == before
