"""Which procedure, step or role a text means, and when it is not sure enough to say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import procedures as p
from knowledge.guides import (
    find_named_step,
    find_procedure,
    find_role,
    names_a_role,
    rank_procedures,
    says_done,
    visible_procedures,
    wants_to_go_on,
)
from knowledge.library import Library
from knowledge.records import (
    Audience,
    Evidence,
    Option,
    Procedure,
    Step,
    StepKind,
    Verification,
)

EVIDENCE = Evidence(Verification.EDITORIAL, None, None)
PUBLIC, INTERNAL = Audience.PUBLIC, Audience.INTERNAL


def procedure(
    key: str, title: str, *steps: Step, audience: Audience = PUBLIC, phrasings: tuple[str, ...] = ()
) -> Procedure:
    intro = f"Over {title}."
    return Procedure(key, title, intro, None, audience, "1", (), steps, EVIDENCE, phrasings)


def role(key: str, title: str, purpose: str, *phrases: str) -> Step:
    return Step(key, title, kind=StepKind.ROLE, purpose=purpose, phrases=phrases)


PLAN = procedure(
    "plan",
    "Een ondernemingsplan maken",
    Step("wie", "Wie bent u?", question="Wie?", options=(Option("a", "A"), Option("b", "B"))),
    Step("idee", "Idee opschrijven", do="Schrijf het idee op.", phrases=("mijn inval noteren",)),
    Step("cijfers", "Jaarrekening lezen", only=({"wie": ("b",)},), phrases=("cijfers ordenen",)),
    Step("gesprek", "Gesprek aanvragen", do="Bel de accountmanager.", phrases=("bellen",)),
    phrasings=("help mij met mijn ondernemingsplan",),
)
PITCH = procedure(
    "pitch",
    "Een pitch oefenen",
    Step("verhaal", "Verhaal vertellen", do="Vertel waarom."),
    phrasings=("pitch van twee minuten",),
)
CHECK = procedure(
    "toets",
    "Een offerte toetsen",
    Step("criteria", "Criteria nalopen", do="Loop de criteria na."),
    audience=INTERNAL,
    phrasings=("offerte van een leverancier toetsen",),
)
ROLES = procedure(
    "rol",
    "Welke rol past bij mij?",
    Step("vraag", "De vraag", question="Wat?", options=(Option("a", "A"), Option("b", "B"))),
    role(
        "verbinder",
        "Verbinder",
        "Twee partijen kennen elkaar niet.",
        "partijen aan elkaar voorstellen",
        "ondernemer en wijkteam kennen elkaar niet",
    ),
    role(
        "financier",
        "Financier",
        "Er is geld nodig.",
        "subsidie verlenen aan een onderneming",
        "lening of garantie geven",
    ),
    phrasings=("welke rol neem ik", "help mij mijn rol kiezen"),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.of((), (), (PLAN, PITCH, CHECK, ROLES), None)


@pytest.mark.parametrize(
    ("audience", "keys"),
    [(PUBLIC, {"plan", "pitch", "rol"}), (INTERNAL, {"plan", "pitch", "rol", "toets"})],
)
def test_an_internal_procedure_is_for_colleagues_alone(
    library: Library, audience: Audience, keys: set[str]
) -> None:
    assert set(visible_procedures(library, audience)) == keys
    assert {one.key for one in rank_procedures(library, "offerte", audience)} == keys


def test_the_nearest_procedure_is_ranked_first(library: Library) -> None:
    assert rank_procedures(library, "een pitch oefenen", PUBLIC)[0] is PITCH


def test_without_a_text_all_procedures_are_ranked(library: Library) -> None:
    assert len(rank_procedures(library, "", PUBLIC)) == 3


@pytest.mark.parametrize(
    ("text", "key"),
    [("help mij met mijn ondernemingsplan", "plan"), ("pitch van twee minuten", "pitch")],
)
def test_the_procedure_that_stands_out_is_found(library: Library, text: str, key: str) -> None:
    found = find_procedure(library, text, PUBLIC)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("text", ["", "goedemorgen", "help mij met mijn stappen"])
def test_no_procedure_is_found_when_none_stands_out(library: Library, text: str) -> None:
    assert find_procedure(library, text, PUBLIC) is None


def test_the_only_procedure_there_is_stands_out() -> None:
    alone = Library.of((), (), (PLAN,), None)
    assert find_procedure(alone, "begin maar", PUBLIC) is PLAN


def named(library: Library, text: str, answer: str = "a") -> str | None:
    walk = replace(p.start(PLAN), answers={"wie": answer})
    step = find_named_step(library, PLAN, walk, text, PUBLIC)
    return step.key if step else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ga naar stap 2", "gesprek"),
        ("de eerste stap", "idee"),
        ("mijn inval noteren", "idee"),
        ("gesprek aanvragen", "gesprek"),
    ],
)
def test_a_step_is_named_by_its_number_or_its_subject(
    library: Library, text: str, key: str
) -> None:
    assert named(library, text) == key


@pytest.mark.parametrize("text", ["ga naar stap 9", "zonnebrand"])
def test_what_names_no_step_finds_none(library: Library, text: str) -> None:
    assert named(library, text) is None


def test_a_step_off_the_chosen_path_is_not_the_one_named(library: Library) -> None:
    assert named(library, "jaarrekening lezen", answer="b") == "cijfers"
    assert named(library, "jaarrekening lezen", answer="a") is None


def role_for(library: Library, text: str) -> str | None:
    found = find_role(library, ROLES, text, INTERNAL)
    return found.key if found else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("welke rol neem ik als ondernemer en wijkteam elkaar niet kennen", "verbinder"),
        ("wij willen een subsidie verlenen aan een onderneming", "financier"),
    ],
)
def test_a_situation_calls_for_a_role(library: Library, text: str, key: str) -> None:
    assert role_for(library, text) == key


@pytest.mark.parametrize("text", ["welke rol neem ik", "help mij kiezen", "", "help mij!"])
def test_asking_for_a_role_alone_tells_of_no_situation(library: Library, text: str) -> None:
    assert role_for(library, text) is None


def test_a_situation_that_fits_two_roles_calls_for_neither(library: Library) -> None:
    text = "partijen aan elkaar voorstellen en een subsidie verlenen aan een onderneming"
    assert role_for(library, text) is None


def test_a_situation_that_fits_no_role_calls_for_none(library: Library) -> None:
    assert role_for(library, "het regent in de straat") is None


@pytest.mark.parametrize("text", ["stap 1 is gedaan", "Klaar!", "dat heb ik al gehad"])
def test_something_is_said_to_be_done(text: str) -> None:
    assert says_done(text)
    assert not wants_to_go_on(text)


@pytest.mark.parametrize("text", ["verder", "laten we doorgaan", "ga maar door"])
def test_going_on_is_with_the_present_step(text: str) -> None:
    assert wants_to_go_on(text)
    assert not says_done(text)


@pytest.mark.parametrize("text", ["door naar de volgende", "ja", "klaar, ga verder", "vorige"])
def test_going_to_another_step_is_not_going_on_with_this_one(text: str) -> None:
    assert not wants_to_go_on(text)


@pytest.mark.parametrize("text", ["Welke rol heb ik bij een offerte?", "welke pet zet ik op"])
def test_somebody_may_ask_for_a_role_in_so_many_words(text: str) -> None:
    assert names_a_role(text)


@pytest.mark.parametrize("text", ["", "wie controleert dat", "een rolstoel en een petitie"])
def test_a_word_that_only_begins_like_it_names_no_role(text: str) -> None:
    assert not names_a_role(text)
