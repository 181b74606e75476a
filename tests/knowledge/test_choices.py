"""Picking one of a few shown options in one's own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.choices import chosen, meant_items, picked_option, takes_back
from knowledge.records import Option

OPTIONS = ["Subsidies", "Evenementenvergunning aanvragen", "Inkoop en aanbesteden"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0), ("2", 1), ("3", 2),
        ("1.", 0), ("(2)", 1), ("nummer 3", 2), ("optie 2 graag", 1), ("doe maar 3!", 2),
        ("1e", 0), ("2e", 1), ("1ste", 0), ("3de", 2), ("de 2e", 1),
    ],
)  # fmt: skip
def test_a_number_picks_an_option(text: str, place: int) -> None:
    assert chosen(text, OPTIONS) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("eerste", 0), ("de eerste", 0), ("De EERSTE graag", 0), ("de bovenste", 0), ("een", 0),
        ("tweede", 1), ("ik bedoel de tweede", 1), ("twee", 1),
        ("de middelste", 1), ("in het midden", 1),
        ("derde", 2), ("drie", 2), ("de laatste", 2), ("onderste", 2), ("eéérste", 0),
    ],
)  # fmt: skip
def test_an_ordinal_picks_an_option(text: str, place: int) -> None:
    assert chosen(text, OPTIONS) == place


@pytest.mark.parametrize(
    ("text", "place"), [("a", 0), ("B", 1), ("c.", 2), ("optie b", 1), ("antwoord C", 2)]
)
def test_a_letter_picks_an_option(text: str, place: int) -> None:
    assert chosen(text, OPTIONS) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("subsidies", 0),
        ("SUBSIDIES!", 0),
        ("het gaat over subsidies", 0),
        ("inkoop", 2),
        ("dat van aanbesteden", 2),
        ("aanvragen", 1),
        ("die evenementenvergunning", 1),
        ("Inkoop en aanbesteden", 2),
    ],
)
def test_a_word_of_the_option_picks_it(text: str, place: int) -> None:
    assert chosen(text, OPTIONS) == place


@pytest.mark.parametrize(
    ("text", "place"), [("de eerste: inkoop", 2), ("2 subsidies", 0), ("een subsidies-vraag", 0)]
)
def test_a_word_of_the_option_goes_before_a_number(text: str, place: int) -> None:
    assert chosen(text, OPTIONS) == place


def test_the_option_that_shares_most_words_is_picked() -> None:
    options = ["Subsidie voor cultuur", "Subsidie voor sport", "Subsidie voor sport en cultuur"]
    assert chosen("subsidie voor sport en cultuur", options) == 2


def test_a_word_that_several_options_share_picks_none() -> None:
    assert chosen("subsidie", ["Subsidie voor cultuur", "Subsidie voor sport"]) is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "🙂", "geen van deze", "nee", "iets anders", "weet ik niet", "0", "4", "9", "10",
     "123", "de vierde", "d", "van de en", "paspoort"],
)  # fmt: skip
def test_what_names_no_option_picks_none(text: str) -> None:
    assert chosen(text, OPTIONS) is None


@pytest.mark.parametrize(
    ("text", "count", "place"),
    [
        ("de laatste", 1, 0),
        ("de laatste", 2, 1),
        ("de laatste", 4, 3),
        ("de middelste", 3, 1),
        ("de vierde", 4, 3),
        ("de derde", 2, None),
        ("4", 4, 3),
    ],
)
def test_the_place_depends_on_how_many_options_there_are(
    text: str, count: int, place: int | None
) -> None:
    assert chosen(text, [f"Keuze{letter}" for letter in "abcd"[:count]]) == place


def test_of_no_options_none_is_picked() -> None:
    assert chosen("subsidies", []) is None
    assert chosen("1", []) is None


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(), st.lists(st.text(), max_size=4))
def test_a_pick_is_always_one_of_the_options(text: str, options: list[str]) -> None:
    place = chosen(text, options)
    assert place is None or 0 <= place < len(options)


# -- the answer to a question of a procedure

ROADS = (
    Option("geld", "Geld", phrases=("er is geen geld", "budget")),
    Option("geld_lenen", "Geld lenen", phrases=("een lening",)),
    Option("pand", "Een pand of grond", phrases=("ruimte om te werken",)),
)


def picked(text: str) -> str | None:
    option = picked_option(text, ROADS)
    return option.key if option else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("geld", "geld"),
        ("Geld!", "geld"),
        ("vooral budget, denk ik", "geld"),
        ("we zoeken een pand", "pand"),
        ("ruimte om te werken", "pand"),
        ("2", "geld_lenen"),
        ("de laatste", "pand"),
    ],
)
def test_an_answer_picks_an_option_by_its_name_its_words_or_its_place(text: str, key: str) -> None:
    assert picked(text) == key


def test_the_longest_name_that_is_said_in_full_is_the_one_meant() -> None:
    assert picked("ik wil geld lenen") == "geld_lenen"


def test_an_answer_that_fits_several_options_picks_none() -> None:
    twins = (Option("a", "Subsidie voor sport"), Option("b", "Subsidie voor cultuur"))
    assert picked_option("subsidie", twins) is None


@pytest.mark.parametrize(
    "text",
    [
        "wie gaat er over geld lenen",
        "en waar vind ik een pand?",
        "ik zoek geld, kan dat?",
        "bij wie vraag ik budget aan",
    ],
)
def test_a_question_of_the_users_own_is_no_answer(text: str) -> None:
    assert picked(text) is None


@pytest.mark.parametrize(("text", "key"), [("budget?", "geld"), ("een lening dan?", "geld_lenen")])
def test_a_few_words_with_a_question_mark_are_an_answer(text: str, key: str) -> None:
    assert picked(text) == key


def test_a_question_without_options_has_no_answer() -> None:
    assert picked_option("geld", ()) is None


# -- items of a checklist

LIST = ("Het plan past op een pagina", "De begroting klopt", "Iemand heeft meegelezen")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("alles is gedaan", [0, 1, 2]),
        ("1 en 3", [0, 2]),
        ("de eerste twee", [0, 1]),
        ("de begroting", [1]),
        ("er heeft iemand meegelezen", [2]),
        ("laat de lijst zien", []),
        ("", []),
    ],
)
def test_items_are_meant_all_at_once_by_number_or_by_name(text: str, places: list[int]) -> None:
    assert meant_items(text, LIST) == places


@pytest.mark.parametrize("text", ["haal 2 weer weg", "1 is toch niet af", "punt 3 nog niet"])
def test_a_tick_is_taken_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize("text", ["1 en 3", "vink alles af", "de begroting is klaar"])
def test_a_tick_is_set(text: str) -> None:
    assert not takes_back(text)
