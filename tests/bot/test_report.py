from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation import Question
from bot.report import (
    CONFUSIONS,
    UNKNOWN_CLUSTER,
    Bin,
    Group,
    Report,
    clusters_of,
    confusions,
    handlings,
    reliability,
    report,
)
from knowledge.store import Store
from tests.bot.evaluated import answer, asked

CLUSTERS = {"a": "geld", "b": "geld", "c": "werk_inkomen"}

Pair = tuple[Question, dict[str, Any]]


def reported(*pairs: Pair) -> Report:
    questions, answers = zip(*pairs, strict=True)
    return report(questions, answers, CLUSTERS)


def split(*pairs: Pair) -> tuple[list[Question], list[dict[str, Any]]]:
    return [one for one, _ in pairs], [given for _, given in pairs]


def part(lines: list[str], title: str) -> list[str]:
    """The lines of a table, without its title, up to the next empty line."""
    rest = lines[lines.index(title) + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def test_a_question_counts_for_the_cluster_of_its_first_expected_topic() -> None:
    found = reported(
        (asked("a"), answer("answered", "a")),
        (asked("b c"), answer("answered", "c")),
        (asked("b"), answer("clarified", "c", "b")),
        (asked("b"), answer("answered", "c")),
        (asked("c"), answer("not_understood")),
    )
    assert found.clusters == (
        Group("werk inkomen", 1, 0.0, 0.0, 0.0),
        Group("geld", 4, 0.5, 0.75, 0.25),
    )


def test_a_topic_that_the_store_does_not_know_is_told_apart() -> None:
    found = reported((asked("weg"), answer("answered", "weg")))
    assert [group.name for group in found.clusters] == [UNKNOWN_CLUSTER]


def test_the_store_says_in_which_cluster_a_topic_lies(store: Store) -> None:
    found = clusters_of(store)
    assert (found["evenementen"], found["subsidies"]) == ("economie", "geld")


def test_groups_come_weakest_first_and_then_by_name() -> None:
    found = reported(
        (asked("a", register="zin"), answer("answered", "a")),
        (asked("a", register="nt2"), answer("answered", "a")),
        (asked("a", register="typo"), answer("answered", "b")),
        (asked("a", register="kort"), answer("clarified", "b", "a")),
    )
    assert [group.name for group in found.registers] == ["typo", "kort", "nt2", "zin"]


def test_questions_without_an_expected_topic_are_in_no_group() -> None:
    found = reported(
        (asked("a", "direct", "zin"), answer("answered", "a")),
        (asked("", "smalltalk", "typo"), answer("smalltalk")),
    )
    assert [group.n for group in (*found.clusters, *found.registers, *found.kinds)] == [1, 1, 1]
    assert found.registers[0].name == "zin"


def test_a_file_without_a_register_has_no_table_for_it() -> None:
    found = reported((asked("a"), answer("answered", "a")))
    assert found.registers == found.kinds == ()
    assert "Per onderwerpgroep, zwakste eerst" in found.lines()
    assert "Per register, zwakste eerst" not in found.lines()


def test_a_register_that_is_missing_here_and_there_is_a_group_of_its_own() -> None:
    found = reported(
        (asked("a", register="zin"), answer("answered", "a")),
        (asked("a"), answer("answered", "b")),
    )
    assert [group.name for group in found.registers] == ["(niet ingevuld)", "zin"]


def test_a_kind_that_is_not_known_here_keeps_its_own_name() -> None:
    found = reported(
        (asked("a", kind="direct"), answer("answered", "a")),
        (asked("a", kind="raadsel"), answer("answered", "b")),
    )
    assert [group.name for group in found.kinds] == ["raadsel", "noemt het onderwerp"]


@pytest.mark.parametrize(
    ("kind", "outcome", "right"),
    [
        ("out_of_scope", "out_of_scope", 1.0),
        ("resident_service", "out_of_scope", 1.0),
        ("emergency", "emergency", 1.0),
        ("smalltalk", "smalltalk", 1.0),
        ("smalltalk", "out_of_scope", 0.0),
        ("emergency", "answered", 0.0),
        ("resident_service", "answered", 0.0),
    ],
)
def test_each_kind_without_a_topic_has_one_right_outcome(
    kind: str, outcome: str, right: float
) -> None:
    found = list(handlings(*split((asked(kind=kind), answer(outcome)))))
    assert [(one.kind, one.n, one.right) for one in found] == [(kind, 1, right)]


def test_what_became_of_a_kind_comes_with_the_largest_share_first() -> None:
    outcomes = ("emergency", "out_of_scope", "smalltalk", "out_of_scope")
    pairs = [(asked(kind="out_of_scope"), answer(outcome)) for outcome in outcomes]
    (found,) = handlings(*split(*pairs, (asked("a", "direct"), answer("answered", "a"))))
    assert found.right == 0.5
    assert found.outcomes == (("out_of_scope", 0.5), ("emergency", 0.25), ("smalltalk", 0.25))


def test_emergencies_count_whether_or_not_a_topic_is_expected() -> None:
    pairs = [
        (asked("politie", "emergency"), answer("emergency", "politie")),
        (asked("", "emergency"), answer("answered", "a")),
    ]
    (found,) = handlings(*split(*pairs))
    assert (found.n, found.right) == (2, 0.5)


def test_confusions_said_with_confidence_come_before_lost_ones_and_those_before_options() -> None:
    pairs = [
        *[(asked("a"), answer("clarified", "b", "a"))] * 3,
        *[(asked("a"), answer("clarified", "c", "b"))] * 2,
        (asked("b"), answer("answered", "a")),
        (asked("b"), answer("answered", "b")),
    ]
    found = confusions(*split(*pairs))
    assert [(one.expected, one.given, one.n, one.confident, one.lost) for one in found] == [
        ("b", "a", 1, 1, 1),
        ("a", "c", 2, 0, 2),
        ("a", "b", 3, 0, 0),
    ]


def test_a_confusion_shows_its_worst_case() -> None:
    pairs = [
        (asked("a"), answer("clarified", "b", "a", text="nog net")),
        (asked("a"), answer("answered", "b", text="fout en zeker")),
        (asked("a"), answer("clarified", "b", text="kwijt")),
    ]
    (found,) = confusions(*split(*pairs))
    assert (found.n, found.confident, found.lost, found.example) == (3, 1, 2, "fout en zeker")


def test_another_topic_that_is_accepted_too_is_no_confusion() -> None:
    assert confusions(*split((asked("a b"), answer("answered", "b")))) == []


def test_an_answer_without_a_topic_is_shown_by_its_outcome() -> None:
    lines = reported((asked("a"), answer("out_of_scope", text="wie?"))).lines()
    assert part(lines, "Verwarringen, de ergste eerst") == [
        "verwacht  kreeg eerst      n  zeker  voorbeeld",
        "a         (niet voor ons)  1      0  wie?",
    ]


def test_no_more_confusions_are_shown_than_somebody_reads() -> None:
    pairs = [(asked(f"a{n}"), answer("answered", "b")) for n in range(CONFUSIONS + 3)]
    table = part(reported(*pairs).lines(), "Verwarringen, de ergste eerst")
    assert len(table) == 1 + CONFUSIONS


def test_confidence_is_compared_with_the_share_that_was_right() -> None:
    pairs = [
        (asked("a"), answer("answered", "a", sure=0.92)),
        (asked("a"), answer("answered", "b", sure=0.98)),
        (asked("a"), answer("clarified", "a", "b", sure=0.4)),
        (asked("b"), answer("clarified", "a", "b", sure=0.4)),
        (asked("b"), answer("clarified", "b", "a", sure=0.4)),
        (asked("c"), answer("clarified", "b", "a", sure=0.4)),
    ]
    found = reliability(*split(*pairs))
    assert found.bins[9] == Bin(0.9, 2, pytest.approx(0.95), 0.5)
    assert found.bins[4] == Bin(0.4, 4, pytest.approx(0.4), 0.5)
    assert found.n == 6
    assert found.error == pytest.approx((2 * 0.45 + 4 * 0.1) / 6)


def test_bins_without_referrals_are_empty_and_weigh_nothing() -> None:
    found = reliability(*split((asked("a"), answer("answered", "a", sure=0.75))))
    assert [one.n for one in found.bins] == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert found.bins[0] == Bin(0.0)
    assert found.error == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("sure", "place"),
    [(0, 0), (0.099, 0), (0.1, 1), (0.3, 3), (0.6, 6), (0.7, 7), (0.999, 9), (1.0, 9)],
)
def test_a_confidence_on_a_border_belongs_to_the_upper_bin_and_one_to_the_last(
    sure: float, place: int
) -> None:
    found = reliability(*split((asked("a"), answer("answered", "a", sure=sure))))
    assert [one.n for one in found.bins].index(1) == place


def test_the_reply_with_the_confidence_is_judged_not_what_came_before_it() -> None:
    given = answer("emergency", "politie", "a")
    given["replies"] = [
        {"type": "emergency", "topics": ["politie"]},
        {"type": "contact", "topics": ["a"], "confidence": 0.95},
    ]
    assert reliability([asked("a")], [given]).bins[9].right == 1.0


def test_a_referral_for_a_question_that_asks_for_no_topic_is_wrong() -> None:
    found = reliability(*split((asked(kind="out_of_scope"), answer("answered", "a", sure=0.9))))
    assert found.bins[9] == Bin(0.9, 1, 0.9, 0.0)


def test_questions_of_which_nothing_is_known_say_nothing_about_reliability() -> None:
    assert reliability(*split((asked(), answer("answered", "a", sure=0.9)))).n == 0


def test_the_reliability_is_told_per_bin_with_the_mean_difference() -> None:
    table = part(
        reported((asked("a"), answer("answered", "a", sure=0.75))).lines(), "Klopt de zekerheid?"
    )
    assert table[0].split() == ["zekerheid", "n", "gemiddeld", "goed"]
    assert table[1].split() == ["0%", "-", "10%", "0", "-", "-"]
    assert table[8].split() == ["70%", "-", "80%", "1", "75.0%", "100.0%"]
    assert table[-1] == "gemiddeld verschil (calibratiefout) 25.0% over 1 doorverwijzingen"


def test_answers_that_tell_no_confidence_leave_the_reliability_unknown() -> None:
    found = reported((asked("a"), answer("answered", "a")))
    assert found.reliability.error == 0.0
    assert found.lines()[-1] == "Onbekend: geen antwoord noemt een zekerheid."


def test_the_tables_are_in_dutch_and_their_columns_stand_straight() -> None:
    lines = reported(
        (asked("a", "direct", "zin"), answer("answered", "a")),
        (asked("a", "direct", "zin"), answer("answered", "b")),
        (asked("c", "direct", "verhaal"), answer("clarified", "a", "c")),
        (asked(kind="resident_service"), answer("out_of_scope")),
    ).lines()
    assert part(lines, "Per register, zwakste eerst") == [
        "         n  eerste  in drie  fout en zeker",
        "verhaal  1    0.0%   100.0%           0.0%",
        "zin      2   50.0%    50.0%          50.0%",
    ]
    assert part(lines, "Zonder onderwerp")[1] == (
        "inwonerszaken  1            100.0%  niet voor ons 100.0%"
    )


def test_nothing_to_judge_leaves_only_the_reliability() -> None:
    assert reported((asked(), answer("answered", "a"))).lines() == [
        "",
        "Klopt de zekerheid?",
        "Onbekend: geen antwoord noemt een zekerheid.",
    ]
