"""Corners of procedures, codes and content errors that once went wrong."""

from __future__ import annotations

import pytest
from test_library import CHECK, PLAN
from test_pages import ARTICLES as ARTICLE_FILE
from test_pages import DO, PROCEDURE, change, mistake
from test_procedures import FORKED, STRAIGHT, TWO_QUESTIONS, ask, at, choose, procedure, step, todo

from knowledge import procedures as p
from knowledge.choices import named_number
from knowledge.content import read_content
from knowledge.library import Library, Shelf
from knowledge.pauses import find_code
from knowledge.records import Audience
from knowledge.seeding import digest, seed

# -- test_pauses.py


@pytest.mark.parametrize(
    "text",
    [
        "stap voor stap",
        "leg het stap voor stap uit",
        "stap twee doen we later",
        "stap drie gaat over geld",
        "stap acht kwam te laat",
    ],
)
def test_ordinary_words_after_stap_are_no_code(text):
    assert find_code(text) is None


# -- test_procedures.py


@pytest.mark.parametrize(
    "text", ["een stap verder", "nog een stap", "ga een stap terug", "één stap terug"]
)
def test_a_stap_is_no_number(text):
    assert named_number(text) is None


def test_a_bare_number_with_a_letter_names_a_step():  # the docstring of named_number promises it
    assert named_number("8a") == "8a"


def _passed():
    """At "weg", asked out of turn after "samen"."""
    return p.advance(FORKED, p.jump(p.start(FORKED), step(FORKED, "samen")))


LONG = procedure(ask("weg"), todo("een"), todo("twee"), todo("drie", {"weg": ("a",)}), todo("vier"))


def test_a_question_asked_out_of_turn_that_is_skipped_goes_on_after_the_place_it_came_from():
    asked = p.advance(LONG, p.jump(p.start(LONG), step(LONG, "twee")))
    assert asked.at == "weg"
    assert p.skip(LONG, asked).at == "vier"


def test_a_jump_forgets_the_place_an_unanswered_question_came_from():
    two = procedure(ask("q1"), todo("a"), todo("b", {"q1": ("a",)}), ask("q2"), todo("c"))
    asked = p.advance(two, p.jump(p.start(two), step(two, "a")))
    assert (asked.at, asked.came_from) == ("q1", "a")
    jumped = p.jump(asked, step(two, "q2"))
    assert choose(two, jumped, "a").at == "c"  # now: q2 again, from "a" on


def test_going_back_from_a_question_asked_out_of_turn_shows_the_step_it_came_from():
    assert p.go_back(FORKED, _passed()).at == "samen"


def test_a_first_answer_out_of_turn_keeps_later_answers():
    passed = procedure(ask("q1"), ask("q2"), todo("a"), todo("b", {"q1": ("a",)}))
    walk = choose(passed, p.jump(p.start(passed), step(passed, "q2")), "b")
    asked = p.advance(passed, walk)
    assert asked.at == "q1"
    assert choose(passed, asked, "a").answers == {"q1": "a", "q2": "b"}


def test_the_same_answer_again_keeps_later_answers():
    walk = at(TWO_QUESTIONS, "eerst", answers={"eerst": "a", "daarna": "b"})
    assert choose(TWO_QUESTIONS, walk, "a").answers == {"eerst": "a", "daarna": "b"}


def test_a_question_whose_answer_cannot_matter_is_not_asked():
    two = procedure(
        ask("q1"), ask("q2"), todo("a"), todo("b", {"q1": ("a",), "q2": ("b",)}), todo("c")
    )
    walk = at(two, "a", answers={"q1": "b"})  # b can never apply now, whatever q2 is
    assert p.advance(two, walk).at == "c"


def test_a_walk_that_ends_after_a_question_out_of_turn_ends_where_it_was():
    ended = choose(FORKED, _passed(), "b")
    assert (ended.at, ended.is_finished) == ("samen", True)


def test_starting_after_a_step_counts_no_step_of_another_path_as_done():
    walk = at(FORKED, "links", answers={"weg": "a"})
    assert "rechts" not in p.start_after(FORKED, walk, step(FORKED, "samen")).done


def test_starting_after_a_skipped_step_no_longer_counts_it_as_skipped():
    walk = at(STRAIGHT, "twee", skipped=("een",))
    assert p.start_after(STRAIGHT, walk, step(STRAIGHT, "twee")).skipped == ()


def test_one_is_not_ten():
    ten = procedure(todo("negen", number="9"), todo("tien", number="10"))
    assert p.numbered(ten, p.start(ten), "1") is None


# -- test_pages.py


@pytest.mark.parametrize("field", ["who", "checklist"])
def test_another_order_in_a_step_is_noticed(pages_folder, field):
    (before,) = read_content(pages_folder).procedures
    idea = before.steps[1]
    turned = idea.copy(update={field: getattr(idea, field)[::-1]})
    after = before.copy(update={"steps": (before.steps[0], turned, *before.steps[2:])})
    assert digest(after) != digest(before)


def test_another_first_topic_is_noticed(pages_store, pages_folder):
    change(
        pages_folder,
        ARTICLE_FILE,
        "[subsidies, sociaal_ondernemen]",
        "[sociaal_ondernemen, subsidies]",
    )
    assert seed(pages_store, pages_folder).updated == ["article/subsidie_aanvragen"]


@pytest.mark.parametrize("only", ["{wie: []}", "{onzin: []}", "[{}]"])
def test_a_condition_without_an_answer_is_refused(pages_folder, only):
    change(pages_folder, PROCEDURE, "{wie: [starter]}", only)
    assert "stap idee" in mistake(pages_folder)


def test_a_condition_on_a_question_of_another_path_is_refused(pages_folder):
    """q2 is asked of starters only; a step for the others that waits for q2 is never reached."""
    change(
        pages_folder,
        PROCEDURE,
        "- key: cijfers",
        """- key: meer
  title: Meer?
  only: {wie: [starter]}
  ask: {text: Meer?, options: [{key: ja_, label: Ja}, {key: nee_, label: Nee}]}
- key: cijfers""".replace("ja_", "wel").replace("nee_", "niet"),
    )
    change(
        pages_folder, PROCEDURE, "only: [{wie: [ervaren]}]", "only: {wie: [ervaren], meer: [wel]}"
    )
    assert "stap cijfers" in mistake(pages_folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("only: {wie: [starter]}", "only: {wie: starter}"),
        ("only: {wie: [starter]}", "only: wie"),
        ("who: [sociaal_ondernemen, subsidies]", "who: subsidies"),
        ("topics: [sociaal_ondernemen]", "topics: sociaal_ondernemen"),
        (DO, "do: [een, twee]"),
        ("right: true", "right: misschien"),
    ],
)
def test_no_mistake_is_reported_in_english(pages_folder, old, new):
    change(pages_folder, PROCEDURE, old, new)
    message = mistake(pages_folder)
    assert not any(word in message for word in ("value", "valid", "expected"))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [(DO, f"do: {'x' * 799}", "idee"), (DO, f"{DO}\n  kind: taak", "idee")],
)
def test_a_mistake_in_a_step_names_the_step(pages_folder, old, new, where):
    change(pages_folder, PROCEDURE, old, new)
    message = mistake(pages_folder)
    assert f"steps.{where}" in message
    assert "__root__" not in message


def test_the_source_of_a_step_is_named_by_its_own_field(pages_folder):
    change(pages_folder, PROCEDURE, "source: gids", "source: weg")
    assert "veld source:" in mistake(pages_folder)


# -- test_library.py


def test_steps_of_an_internal_procedure_are_not_found_by_the_public():
    library = Library.of((), (), (PLAN, CHECK), None)
    found = {one.key for one in library.search("cijfers", Shelf.STEPS, Audience.PUBLIC)}
    assert found == {"plan/idee", "plan/cijfers"}
    assert library.search("cijfers", Shelf.STEPS, Audience.PUBLIC, within="toets") == []
