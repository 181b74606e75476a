"""Walking through a procedure: every move goes where it should, and every walk ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from knowledge import procedures as p
from knowledge.choices import named_number
from knowledge.procedures import Walk
from knowledge.records import Audience, Evidence, Option, Procedure, Step, Verification

UNPROVEN = Evidence(Verification.EDITORIAL, None, None)
Only = tuple[dict[str, tuple[str, ...]], ...]


def todo(key: str, *only: dict[str, tuple[str, ...]], **fields: object) -> Step:
    return Step(key=key, title=key, only=only, do=f"Doe {key}.", **fields)  # type: ignore[arg-type]


def ask(key: str, *only: dict[str, tuple[str, ...]], options: str = "ab") -> Step:
    choices = tuple(Option(one, one) for one in options)
    return Step(key=key, title=key, only=only, question=f"Welke {key}?", options=choices)


def procedure(*steps: Step) -> Procedure:
    return Procedure(
        key="proef",
        title="Proef",
        intro="Een proef.",
        origin=None,
        audience=Audience.PUBLIC,
        version="1",
        topics=(),
        steps=steps,
        evidence=UNPROVEN,
    )


def choose(walked: Procedure, walk: Walk, answer: str) -> Walk:
    options = {option.key: option for option in p.present_step(walked, walk).options}
    return p.choose(walked, walk, options[answer])


def step(walked: Procedure, key: str) -> Step:
    found = p.find_step(walked, key)
    assert found is not None
    return found


def at(walked: Procedure, key: str, **state: object) -> Walk:
    return replace(p.start(walked), at=key, **state)  # type: ignore[arg-type]


STRAIGHT = procedure(todo("een"), todo("twee", checklist=("x", "y", "z")), todo("drie"))
FORKED = procedure(
    todo("begin"),
    ask("weg"),
    todo("links", {"weg": ("a",)}),
    todo("rechts", {"weg": ("b",)}),
    todo("samen"),
    todo("slot_links", {"weg": ("a",)}),
)
TWO_QUESTIONS = procedure(
    ask("eerst"),
    todo("na_eerst", {"eerst": ("a",)}),
    ask("daarna"),
    todo("na_daarna", {"daarna": ("b",)}),
    todo("einde"),
)
NESTED = procedure(
    ask("buiten"),
    ask("binnen", {"buiten": ("a",)}),
    todo("tussen"),
    todo("diep", {"buiten": ("a",), "binnen": ("b",)}),
    todo("einde"),
)
NUMBERED = procedure(
    ask("weg"),
    todo("een", number="1"),
    todo("twee_links", {"weg": ("a",)}, number="2a"),
    todo("twee_rechts", {"weg": ("b",)}, number="2a"),
    todo("twee_b", number="2b"),
    todo("drie", number="3"),
)


# -- one move at a time


def test_a_walk_starts_at_the_first_step() -> None:
    walk = p.start(FORKED)
    assert (walk.procedure, walk.at, walk.is_finished) == ("proef", "begin", False)


def test_a_step_that_an_editor_took_away_leaves_the_walk_at_the_first() -> None:
    assert p.present_step(FORKED, at(FORKED, "verdwenen")).key == "begin"


def test_a_step_is_found_by_its_key() -> None:
    assert p.find_step(FORKED, "links") is FORKED.steps[2]
    assert p.find_step(FORKED, "nergens") is None


@pytest.mark.parametrize(
    ("only", "answers", "expected"),
    [
        ((), {}, True),
        (({"q": ("a",)},), {}, False),
        (({"q": ("a",)},), {"q": "a"}, True),
        (({"q": ("a",)},), {"q": "b"}, False),
        (({"q": ("a", "b")},), {"q": "b"}, True),
        (({"q": ("a",), "r": ("c",)},), {"q": "a"}, False),
        (({"q": ("a",), "r": ("c",)},), {"q": "a", "r": "c"}, True),
        (({"q": ("a",)}, {"r": ("c",)}), {"r": "c"}, True),
        (({"q": ("a",)}, {"r": ("c",)}), {"q": "b", "r": "d"}, False),
    ],
)
def test_a_step_applies_when_one_of_its_conditions_is_met_entirely(
    only: Only, answers: dict[str, str], expected: bool
) -> None:
    assert p.applies(todo("stap", *only), answers) is expected


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({}, ["begin", "weg", "samen"]),
        ({"weg": "a"}, ["begin", "weg", "links", "samen", "slot_links"]),
        ({"weg": "b"}, ["begin", "weg", "rechts", "samen"]),
    ],
)
def test_the_path_holds_what_applies_in_order(answers: dict[str, str], keys: list[str]) -> None:
    assert [one.key for one in p.path(FORKED, answers)] == keys


def test_advancing_finishes_a_step_and_goes_to_the_next() -> None:
    walk = p.advance(STRAIGHT, p.start(STRAIGHT))
    assert (walk.at, walk.done, walk.is_finished) == ("twee", ("een",), False)


def test_advancing_past_the_last_step_ends_the_walk_there() -> None:
    walk = p.advance(STRAIGHT, at(STRAIGHT, "drie"))
    assert (walk.at, walk.done, walk.is_finished) == ("drie", ("drie",), True)


def test_a_question_without_an_answer_is_not_passed_by() -> None:
    walk = at(FORKED, "weg")
    assert p.advance(FORKED, walk) is walk


def test_an_answered_question_is_passed_by_and_is_no_step_that_was_done() -> None:
    walk = p.advance(FORKED, at(FORKED, "weg", answers={"weg": "b"}))
    assert (walk.at, walk.done) == ("rechts", ())


def test_a_step_that_was_skipped_and_done_after_all_is_no_longer_skipped() -> None:
    walk = p.advance(STRAIGHT, at(STRAIGHT, "een", skipped=("een", "drie")))
    assert (walk.done, walk.skipped) == (("een",), ("drie",))


def test_a_step_that_is_done_twice_counts_once() -> None:
    assert p.advance(STRAIGHT, at(STRAIGHT, "een", done=("een",))).done == ("een",)


def test_skipping_leaves_a_step_undone() -> None:
    walk = p.skip(STRAIGHT, p.start(STRAIGHT))
    assert (walk.at, walk.done, walk.skipped) == ("twee", (), ("een",))


def test_after_a_skipped_question_only_steps_without_a_choice_follow() -> None:
    walk = p.skip(FORKED, at(FORKED, "weg"))
    assert walk.at == "samen"
    assert p.advance(FORKED, walk).is_finished


def test_an_answer_to_a_skipped_question_makes_it_count_after_all() -> None:
    walk = choose(FORKED, at(FORKED, "weg", skipped=("weg",)), "a")
    assert (walk.at, walk.skipped) == ("links", ())


@pytest.mark.parametrize(("answer", "following"), [("a", "links"), ("b", "rechts")])
def test_an_answer_chooses_the_path(answer: str, following: str) -> None:
    walk = choose(FORKED, at(FORKED, "weg"), answer)
    assert (walk.at, walk.answers) == (following, {"weg": answer})


def test_another_answer_drops_the_answers_to_later_questions() -> None:
    walk = at(TWO_QUESTIONS, "eerst", answers={"eerst": "a", "daarna": "b"})
    assert choose(TWO_QUESTIONS, walk, "b").answers == {"eerst": "b"}


def test_another_answer_keeps_the_answers_to_earlier_questions() -> None:
    walk = at(TWO_QUESTIONS, "daarna", answers={"eerst": "a", "daarna": "b"})
    assert choose(TWO_QUESTIONS, walk, "a").answers == {"eerst": "a", "daarna": "a"}


@pytest.mark.parametrize(
    ("here", "answers", "before"),
    [
        ("begin", {}, "begin"),
        ("weg", {}, "begin"),
        ("samen", {"weg": "a"}, "links"),
        ("samen", {"weg": "b"}, "rechts"),
        ("samen", {}, "weg"),
    ],
)
def test_going_back_goes_to_the_step_before_on_the_path(
    here: str, answers: dict[str, str], before: str
) -> None:
    assert p.go_back(FORKED, at(FORKED, here, answers=answers)).at == before


def test_going_back_from_the_end_shows_the_last_step_again() -> None:
    ended = p.advance(STRAIGHT, at(STRAIGHT, "drie"))
    walk = p.go_back(STRAIGHT, ended)
    assert (walk.at, walk.is_finished) == ("drie", False)


def test_a_jump_goes_to_a_step_and_the_walk_goes_on_from_there() -> None:
    walk = p.jump(p.start(STRAIGHT), step(STRAIGHT, "twee"))
    assert (walk.at, walk.done) == ("twee", ())
    assert p.advance(STRAIGHT, walk).at == "drie"


def test_a_jump_reopens_a_walk_that_was_finished() -> None:
    ended = p.advance(STRAIGHT, at(STRAIGHT, "drie"))
    assert not p.jump(ended, step(STRAIGHT, "een")).is_finished


def test_a_question_passed_by_in_a_jump_is_asked_when_its_answer_matters() -> None:
    walk = p.jump(p.start(FORKED), step(FORKED, "samen"))
    asked = p.advance(FORKED, walk)
    assert (asked.at, asked.came_from, asked.is_finished) == ("weg", "samen", False)


def test_after_such_a_question_the_walk_goes_on_after_the_place_it_came_from() -> None:
    asked = p.advance(FORKED, p.jump(p.start(FORKED), step(FORKED, "samen")))
    walk = choose(FORKED, asked, "a")
    assert (walk.at, walk.came_from, walk.is_finished) == ("slot_links", "", False)


def test_an_answer_after_which_nothing_follows_ends_the_walk() -> None:
    asked = p.advance(FORKED, p.jump(p.start(FORKED), step(FORKED, "samen")))
    assert choose(FORKED, asked, "b").is_finished


def test_of_two_nested_questions_passed_by_both_are_asked_before_going_on() -> None:
    jumped = p.jump(p.start(NESTED), step(NESTED, "tussen"))
    outer = p.advance(NESTED, jumped)
    inner = choose(NESTED, outer, "a")
    assert (outer.at, inner.at, inner.came_from) == ("buiten", "binnen", "tussen")
    assert choose(NESTED, inner, "b").at == "diep"
    assert choose(NESTED, inner, "a").at == "einde"


def test_a_nested_question_that_no_longer_matters_is_not_asked() -> None:
    outer = p.advance(NESTED, p.jump(p.start(NESTED), step(NESTED, "tussen")))
    assert choose(NESTED, outer, "b").at == "einde"


def test_a_question_passed_by_that_was_skipped_is_not_asked_again() -> None:
    walk = at(FORKED, "samen", skipped=("weg",))
    assert p.advance(FORKED, walk).is_finished


def test_starting_after_a_step_that_is_done_marks_what_came_before_as_done() -> None:
    walk = p.start_after(STRAIGHT, p.start(STRAIGHT), step(STRAIGHT, "twee"))
    assert (walk.at, walk.done) == ("drie", ("een", "twee"))


def test_starting_after_a_step_counts_no_question_as_done() -> None:
    walk = p.start_after(FORKED, p.start(FORKED), step(FORKED, "samen"))
    assert "weg" not in walk.done
    assert walk.at == "weg"  # slot_links depends on it


def test_starting_after_the_last_step_ends_the_walk() -> None:
    assert p.start_after(STRAIGHT, p.start(STRAIGHT), step(STRAIGHT, "drie")).is_finished


def test_starting_after_a_step_reopens_a_walk_that_was_finished() -> None:
    ended = p.advance(STRAIGHT, at(STRAIGHT, "drie"))
    assert not p.start_after(STRAIGHT, ended, step(STRAIGHT, "een")).is_finished


def test_an_item_is_ticked_and_the_tick_is_taken_away_again() -> None:
    ticked = p.tick(STRAIGHT, p.tick(STRAIGHT, at(STRAIGHT, "twee"), 2), 0)
    assert ticked.ticks == {"twee": (0, 2)}
    assert p.tick(STRAIGHT, ticked, 2, is_done=False).ticks == {"twee": (0,)}


@pytest.mark.parametrize("is_done", [True, False])
def test_ticking_an_item_twice_is_ticking_it_once(is_done: bool) -> None:
    once = p.tick(STRAIGHT, at(STRAIGHT, "twee", ticks={"twee": (0,)}), 0, is_done)
    assert p.tick(STRAIGHT, once, 0, is_done) == once


@pytest.mark.parametrize("place", [-1, 3, 99])
def test_an_item_that_is_not_there_is_not_ticked(place: int) -> None:
    walk = at(STRAIGHT, "twee")
    assert p.tick(STRAIGHT, walk, place) is walk


def test_a_step_without_a_checklist_has_nothing_to_tick() -> None:
    walk = p.start(STRAIGHT)
    assert p.tick(STRAIGHT, walk, 0) is walk


@pytest.mark.parametrize(
    ("here", "answers", "place", "total"),
    [
        ("begin", {}, 1, 2),
        ("samen", {}, 2, 2),
        ("links", {"weg": "a"}, 2, 4),
        ("samen", {"weg": "a"}, 3, 4),
        ("slot_links", {"weg": "a"}, 4, 4),
        ("samen", {"weg": "b"}, 3, 3),
    ],
)
def test_progress_counts_the_steps_of_the_chosen_path(
    here: str, answers: dict[str, str], place: int, total: int
) -> None:
    found = p.progress(FORKED, at(FORKED, here, answers=answers))
    assert (found.place, found.total) == (place, total)
    assert (found.label, found.last_label) == (str(place), str(total))


def test_a_step_looked_up_outside_the_path_counts_as_one_of_it() -> None:
    found = p.progress(FORKED, at(FORKED, "rechts", answers={"weg": "a"}))
    assert (found.place, found.total) == (3, 5)


def test_a_procedure_that_numbers_its_steps_is_counted_by_its_own_numbers() -> None:
    found = p.progress(NUMBERED, at(NUMBERED, "twee_rechts", answers={"weg": "b"}))
    assert (found.label, found.last_label) == ("2a", "3")
    assert (found.place, found.total) == (2, 4)


@pytest.mark.parametrize(
    ("number", "key"),
    [("1", "begin"), ("01", "begin"), ("2", "rechts"), ("3", "samen")],
)
def test_a_number_means_the_place_on_the_path(number: str, key: str) -> None:
    found = p.numbered(FORKED, at(FORKED, "weg", answers={"weg": "b"}), number)
    assert found is step(FORKED, key)


@pytest.mark.parametrize("number", ["0", "00", "4", "99", "2a"])
def test_a_number_beyond_the_path_means_no_step(number: str) -> None:
    assert p.numbered(FORKED, at(FORKED, "weg", answers={"weg": "b"}), number) is None


@pytest.mark.parametrize(
    ("number", "answer", "key"),
    [
        ("1", "a", "een"),
        ("2a", "a", "twee_links"),
        ("2a", "b", "twee_rechts"),
        ("2A", "b", "twee_rechts"),
        ("02b", "a", "twee_b"),
        ("2", "b", "twee_rechts"),
        ("3", "a", "drie"),
    ],
)
def test_a_procedure_that_numbers_its_steps_is_asked_by_its_own_numbers(
    number: str, answer: str, key: str
) -> None:
    walk = at(NUMBERED, "een", answers={"weg": answer})
    assert p.numbered(NUMBERED, walk, number) is step(NUMBERED, key)


@pytest.mark.parametrize("number", ["0", "4", "2c", "twee"])
def test_a_number_that_such_a_procedure_does_not_use_means_no_step(number: str) -> None:
    assert p.numbered(NUMBERED, p.start(NUMBERED), number) is None


def test_a_walk_that_has_only_begun_is_kept_in_two_fields() -> None:
    assert p.start(FORKED).as_dict() == {"procedure": "proef", "at": "begin"}


def test_a_walk_read_back_from_json_is_the_same() -> None:
    walk = Walk(
        "proef", "twee", {"q": "a"}, ("een",), ("drie",), {"twee": (0, 2)}, "een", is_finished=True
    )
    assert Walk.from_dict(json.loads(json.dumps(walk.as_dict()))) == walk


# -- the number of a step in somebody's own words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("stap 3", "3"), ("Ga naar stap 3", "3"), ("stap3", "3"), ("STAP 12!", "12"),
        ("stap 0", "0"), ("stap 8a", "8a"), ("wat was stap 8B ook alweer", "8b"),
        ("stapnummer 4", "4"), ("stap nr. 4", "4"), ("stap nummer 4", "4"), ("stapje 2", "2"),
        ("stap drie", "3"), ("stap één", "1"), ("stap twaalf is klaar", "12"),
        ("de derde stap", "3"), ("de eerste stap is gedaan", "1"), ("de 3e stap", "3"),
        ("de 8ste stap", "8"), ("de 2de stap graag", "2"),
        ("stap 3 en dan stap 4", "3"), ("stap voor stap, nu stap 5", "5"),
    ],
)  # fmt: skip
def test_a_step_is_named_by_its_number_in_figures_or_words(text: str, number: str) -> None:
    assert named_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "volgende", "de volgende stap", "stap voor stap", "3", "ik heb 3 stappen gedaan",
     "stap 100", "de laatste stap", "stapel 3", "stap", "twee stappen verder"],
)  # fmt: skip
def test_a_text_that_names_no_step_gives_no_number(text: str) -> None:
    assert named_number(text) is None


# -- any procedure, any walk


Blueprint = list[tuple[bool, int]]
"""Per step: whether it is a question, and a number from which its conditions follow."""


def built(blueprint: Blueprint) -> Procedure:
    """A procedure in which questions decide what follows; its last step is no question."""
    steps: list[Step] = []
    for number, (is_question, seed) in enumerate(blueprint):
        only = _conditions([one for one in steps if one.is_question], seed)
        if is_question and number < len(blueprint) - 1:
            steps.append(ask(f"vraag{number}", *only, options="abc" if seed % 3 else "ab"))
        else:
            steps.append(todo(f"stap{number}", *only, checklist=("x", "y")))
    return procedure(*steps)


def _conditions(questions: list[Step], seed: int) -> Only:
    """None, one or two conditions, each naming one or two questions."""
    found = []
    for _ in range(seed % 3 if questions else 0):
        seed, named = divmod(seed, 2)
        condition = {}
        for _ in range(named + 1):
            seed, which = divmod(seed, len(questions))
            seed, answer = divmod(seed, len(questions[which].options))
            condition[questions[which].key] = (questions[which].options[answer].key,)
        found.append(condition)
    return tuple(found)


procedures = st.lists(st.tuples(st.booleans(), st.integers(0, 9999)), min_size=2, max_size=8).map(
    built
)
Move = tuple[str, int]
FORWARD = ("forward", "skip")


def moves(*names: str, **size: int) -> st.SearchStrategy[list[Move]]:
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 23)), **size)


MOVES = moves(*FORWARD, "back", "jump", "start_after", "tick", max_size=12)
IN_TURN = moves(*FORWARD, "back", "tick", max_size=12)


def forward(walked: Procedure, walk: Walk, number: int) -> Walk:
    """What somebody does who goes on: answer a question, or finish a step."""
    here = p.present_step(walked, walk)
    if here.is_question and (here.key not in walk.answers or number % 2):
        return p.choose(walked, walk, here.options[number % len(here.options)])
    return p.advance(walked, walk)


def move(walked: Procedure, walk: Walk, made: Move) -> Walk:
    name, number = made
    target = walked.steps[number % len(walked.steps)]
    made_by: dict[str, Callable[[], Walk]] = {
        "forward": lambda: walk if walk.is_finished else forward(walked, walk, number),
        "skip": lambda: walk if walk.is_finished else p.skip(walked, walk),
        "back": lambda: p.go_back(walked, walk),
        "jump": lambda: p.jump(walk, target),
        "start_after": lambda: p.start_after(walked, walk, target),
        "tick": lambda: p.tick(walked, walk, number % 3, is_done=number % 2 == 0),
    }
    return made_by[name]()


def walked_by(walked: Procedure, made: list[Move]) -> Walk:
    walk = p.start(walked)
    for one in made:
        walk = move(walked, walk, one)
    return walk


def place(walked: Procedure, key: str) -> int:
    return [one.key for one in walked.steps].index(key)


any_walk = settings(
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@any_walk
@given(procedures, MOVES, moves(*FORWARD, min_size=16, max_size=16))
def test_going_forward_always_ends(walked: Procedure, made: list[Move], then: list[Move]) -> None:
    walk = walked_by(walked, made)
    for one in then[: 2 * len(walked.steps)]:
        walk = move(walked, walk, one)
    assert walk.is_finished


@any_walk
@given(procedures, IN_TURN)
def test_going_back_after_going_on_shows_the_same_step_again(
    walked: Procedure, made: list[Move]
) -> None:
    walk = walked_by(walked, made)
    gone_on = p.advance(walked, walk)
    assume(gone_on != walk)
    assert p.go_back(walked, gone_on).at == walk.at


@any_walk
@given(procedures, MOVES, st.sampled_from(["forward", "skip", "back"]), st.integers(0, 23))
def test_every_step_that_a_move_leads_to_applies(
    walked: Procedure, made: list[Move], name: str, number: int
) -> None:
    before = walked_by(walked, made)
    after = move(walked, before, (name, number))
    assume(after.at != before.at)
    assert p.applies(p.present_step(walked, after), after.answers)


@any_walk
@given(procedures, MOVES)
def test_any_walk_can_be_kept_and_read_back(walked: Procedure, made: list[Move]) -> None:
    walk = walked_by(walked, made)
    read = Walk.from_dict(json.loads(json.dumps(walk.as_dict())))
    ticked = {key: places for key, places in walk.ticks.items() if places}
    assert read == replace(walk, ticks=ticked)


@any_walk
@given(procedures, MOVES)
def test_the_place_is_always_within_the_total(walked: Procedure, made: list[Move]) -> None:
    found = p.progress(walked, walked_by(walked, made))
    assert min(1, found.total) <= found.place <= found.total <= len(walked.steps)


@any_walk
@given(procedures, MOVES, st.integers(0, 7))
def test_a_walk_goes_on_from_where_it_jumped_to(
    walked: Procedure, made: list[Move], number: int
) -> None:
    target = walked.steps[number % len(walked.steps)]
    jumped = p.jump(walked_by(walked, made), target)
    assume(not target.is_question)
    after = p.advance(walked, jumped)
    is_later = place(walked, after.at) > place(walked, target.key)
    is_asked = p.present_step(walked, after).is_question and after.came_from == target.key
    assert is_later or is_asked or after.is_finished


@any_walk
@given(procedures, st.integers(0, 7), st.integers(0, 2))
def test_an_answer_asked_out_of_turn_never_leads_back_before_the_place_it_came_from(
    walked: Procedure, number: int, answer: int
) -> None:
    target = walked.steps[number % len(walked.steps)]
    walk = p.advance(walked, p.jump(p.start(walked), target))
    while walk.came_from and not walk.is_finished:
        came_from = walk.came_from
        options = p.present_step(walked, walk).options
        walk = p.choose(walked, walk, options[answer % len(options)])
        is_later = place(walked, walk.at) > place(walked, came_from)
        assert is_later or walk.came_from == came_from or walk.is_finished


@any_walk
@given(procedures, st.integers(0, 7), st.integers(0, 2))
def test_an_answer_that_changes_leaves_no_answer_to_a_later_question(
    walked: Procedure, number: int, answer: int
) -> None:
    questions = [one for one in walked.steps if one.is_question]
    assume(questions)
    walk = p.start(walked)
    for one in questions:
        walk = p.choose(walked, p.jump(walk, one), one.options[0])
    target = questions[number % len(questions)]
    other = target.options[1 + answer % (len(target.options) - 1)]
    after = p.choose(walked, p.jump(walk, target), other)
    assert after.answers[target.key] == other.key
    assert list(after.answers) == [one.key for one in questions[: questions.index(target) + 1]]


# -- the numbers in a list of steps


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((), []),
        ((None, None), ["1", "2"]),
        (("7", "8a", "8a", "8a", "9"), ["7", "8a", "", "", "9"]),
    ],
)
def test_a_number_that_repeats_is_shown_once(
    numbers: tuple[str | None, ...], shown: list[str]
) -> None:
    steps = [todo(f"stap{place}", number=number) for place, number in enumerate(numbers)]
    assert p.labels(steps) == shown
