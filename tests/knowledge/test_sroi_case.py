"""Collecting a social return case from what people type, and what is still needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.places import Gazetteer
from knowledge.quantities import Problem
from knowledge.records import Evidence, Municipality, Reach, Verification
from knowledge.sroi_answers import (
    TYPICAL_PRICE,
    Lack,
    Outcome,
    Typical,
    next_question,
    outcomes,
    wants_obligation,
)
from knowledge.sroi_case import Draft, Field, Person, Wish, after_button, rules_for
from knowledge.sroi_catalogue import rules_of
from knowledge.sroi_files import read_rule_sets
from knowledge.sroi_finds import find_places
from knowledge.sroi_reading import Reading, read
from knowledge.sroi_rules import Base, Purchase, RuleBook, RuleSet

TODAY = date(2026, 11, 22)
BOOK = rules_of(read_rule_sets(Path(__file__).parents[2] / "knowledge" / "seed" / "sroi"))
NAMES = (
    "Utrecht", "Leiden", "Voorbeeldstad", "Den Haag", "Delft", "Westland", "Houten", "Groningen",
    "Leidschendam-Voorburg",
)  # fmt: skip


def town(name: str) -> Municipality:
    key = name.lower().replace(" ", "_").replace("-", "_")
    nothing = Evidence(Verification.VERIFIED, None, None)
    return Municipality(key, name, False, None, Reach(), nothing)


GAZETTEER = Gazetteer.of((town(name), ()) for name in NAMES)


def rules_in(place: str) -> RuleSet:
    found = rules_for(BOOK, place, TODAY)
    assert isinstance(found, RuleSet)
    return found


def heard(text: str, draft: Draft | None = None) -> Reading:
    before = draft or Draft()
    places = find_places(text, GAZETTEER, BOOK, before.awaiting is Field.MUNICIPALITY)
    return read(text, before, BOOK, places, TODAY)


def after(*texts: str) -> Draft:
    """The case after a conversation; what is asked in between is remembered."""
    draft = Draft()
    for text in texts:
        draft = heard(text, draft).draft
        need = next_question(draft, BOOK, TODAY)
        draft = replace(
            draft,
            awaiting=need.field if need else None,
            focus=need.person if need else draft.focus,
        )
    return draft


def lack(*texts: str) -> Lack | None:
    need = next_question(after(*texts), BOOK, TODAY)
    return need.lack if need else None


def result(*texts: str) -> Outcome:
    draft = after(*texts)
    assert next_question(draft, BOOK, TODAY) is None
    return outcomes(draft, BOOK, TODAY)[0]


def figures(*texts: str) -> tuple[int | None, int | None, int | None, int | None]:
    balance = result(*texts).balance
    due = balance.obligation.euros, balance.fulfilment.euros
    return (*due, balance.remaining_euros, balance.surplus_euros)


ALL_IN_ONE = "opdracht van 2,5 ton in Utrecht, iemand uit de bijstand 24 uur, half jaar"


# -- all in one sentence


@pytest.mark.parametrize(
    ("text", "place", "price"),
    [
        ("opdracht van 2,5 ton in Utrecht", "utrecht", 250_000),
        ("wij hebben een klus van € 250.000,- voor de gemeente Utrecht", "utrecht", 250_000),
        ("250k in Den Haag", "den_haag", 250_000),
        ("een kwart miljoen, Voorbeeldstad", "voorbeeldstad", 250_000),
        ("contract 250000 euro ex btw gemeente Delft", "delft", 250_000),
        ("in Westland een aanneemsom van 1,2 mln", "westland", 1_200_000),
        ("hoeveel sroi bij 3 ton voor het Rijk", "rijk", 300_000),
    ],
)
def test_the_municipality_and_the_amount_stand_in_any_order(
    text: str, place: str, price: int
) -> None:
    draft = heard(text).draft
    assert (draft.place, draft.price) == (place, Decimal(price))


@pytest.mark.parametrize(
    ("text", "words", "hours", "months"),
    [
        ("iemand uit de bijstand 24 uur, half jaar", "uit de bijstand", 24, 6),
        ("een ww'er voor 32 uur per week, 9 maanden", "ww'er", 32, 9),
        ("wajonger, anderhalf jaar, 20u", "wajonger", 20, 18),
        ("voor 3 kwartaal een bbl'er van 28 uur", "bbl'er", 28, 9),
        ("3 dagen per week iemand met een wia-uitkering, een jaar", "wia-uitkering", 24, 12),
        ("36 uur, 1 jaar en 3 maanden, garantiebaan", "garantiebaan", 36, 15),
    ],
)
def test_a_candidate_is_read_from_one_sentence(
    text: str, words: str, hours: int, months: int
) -> None:
    (person,) = heard(text).draft.people
    assert person.words == (words,)
    assert (person.hours, person.months) == (Decimal(hours), Decimal(months))


def test_a_share_of_full_time_stays_a_share() -> None:
    (person,) = heard("wajonger 0,8 fte een jaar in Utrecht").draft.people
    assert (person.hours, person.fte) == (None, Decimal("0.8"))


def test_all_in_one_sentence_needs_only_what_the_rules_do_not_say() -> None:
    assert lack(ALL_IN_ONE) is Lack.PERCENTAGE
    assert figures(ALL_IN_ONE, "5%") == (12_500, 13_333, 0, 833)


def test_several_candidates_stand_in_one_sentence() -> None:
    text = "twee mensen uit de bijstand 24 uur en een wajonger 32 uur, allebei een half jaar"
    one, other = heard(text).draft.people
    assert (one.count, one.hours, one.months) == (2, Decimal(24), Decimal(6))
    assert (other.count, other.hours, other.months) == (1, Decimal(32), Decimal(6))


def test_candidates_keep_their_own_hours_and_months() -> None:
    text = "een ww'er 24 uur 3 maanden en een stagiair 32 uur 5 maanden"
    pairs = [(one.hours, one.months) for one in heard(text).draft.people]
    assert pairs == [(Decimal(24), Decimal(3)), (Decimal(32), Decimal(5))]


def test_a_purchase_is_not_the_amount_of_the_contract() -> None:
    text = "opdracht van 250.000 in Utrecht, ik koop voor 6.000 in bij een sociale onderneming, 5%"
    draft = heard(text).draft
    assert draft.price == Decimal(250_000)
    assert [(one.amount, one.kind) for one in draft.purchases] == [
        (Decimal(6000), Purchase.SOCIAL_ENTERPRISE)
    ]
    assert figures(text) == (12_500, 6000, 6500, 0)


def test_the_length_of_the_contract_is_not_that_of_the_work() -> None:
    draft = heard("opdracht van 3 ton met een looptijd van 2 jaar in Voorbeeldstad").draft
    assert (draft.months, draft.people) == (Decimal(24), ())


def test_the_base_is_taken_from_its_name() -> None:
    assert heard("inschrijfsom 4 ton Den Haag").draft.price_base is Base.BID_PRICE


# -- one at a time, in any order

PIECES = {
    "municipality": "Utrecht",
    "amount": "250.000",
    "percentage": "5 procent",
    "group": "iemand uit de bijstand",
    "hours": "24 uur per week",
    "months": "een half jaar",
}


@pytest.mark.parametrize(
    "order",
    [
        ("municipality", "amount", "percentage", "group", "hours", "months"),
        ("group", "hours", "months", "municipality", "amount", "percentage"),
        ("hours", "months", "group", "amount", "municipality", "percentage"),
        ("months", "hours", "amount", "group", "percentage", "municipality"),
        ("amount", "group", "municipality", "percentage", "months", "hours"),
    ],
)
def test_one_thing_at_a_time_in_any_order_gives_the_same(order: tuple[str, ...]) -> None:
    said = [PIECES[name] for name in order]
    if order[0] == "months":  # on its own it may as well be the contract's
        said[0] = "de kandidaat werkt fulltime een half jaar"
    assert figures(*said) == (12_500, 13_333, 0, 833)


@pytest.mark.parametrize(
    ("texts", "needed"),
    [
        (("reken mijn social return uit",), Lack.MUNICIPALITY),
        (("hoeveel moet ik doen in Voorbeeldstad",), Lack.AMOUNT),
        (("hoeveel moet ik doen in Voorbeeldstad", "300.000"), None),
        (("hoeveel moet ik doen in Voorbeeldstad bij 80.000",), None),  # below the threshold
        (("opdracht van 3 ton in Utrecht",), Lack.PERCENTAGE),
        (("opdracht van 3 ton voor het rijk",), Lack.BASE),
        (("opdracht van 2 ton voor het rijk",), None),  # below the threshold
        (("wat levert een ww'er op in Utrecht",), Lack.HOURS),
        (("wat levert een ww'er op in Utrecht", "24"), Lack.MONTHS),
        (("wat levert een ww'er op in Utrecht", "24", "6"), None),
        (("voor hoeveel telt een kandidaat mee in Utrecht",), Lack.GROUP),
        (("iemand uit de bijstand in Leiden 24 uur een jaar",), Lack.WHICH_BLOCK),
        (("bbl'er in Delft 24 uur een jaar",), Lack.WHICH_BLOCK),
        (("wat is een ww'er waard in Houten",), Lack.NO_BLOCKS),
        (("opdracht van 206.000 inclusief btw in Voorbeeldstad",), Lack.AMOUNT_WITHOUT_VAT),
    ],
)
def test_only_what_the_result_needs_is_asked(texts: tuple[str, ...], needed: Lack | None) -> None:
    assert lack(*texts) is needed


def test_what_somebody_counts_for_needs_no_amount() -> None:
    said = ("wat levert een ww'er op in Utrecht", "24 uur", "half jaar")
    assert not wants_obligation(after(*said))
    assert result(*said).balance.fulfilment.euros == 6667


def test_the_wage_bill_of_a_contract_for_the_state_is_asked_and_used() -> None:
    assert figures("opdracht van 3 ton voor het rijk", "120.000") == (6000, 0, 6000, 0)


# -- corrections and what-if


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("nee, 36 uur", (12_500, 20_000, 0, 7500)),
        ("nee 3 maanden", (12_500, 6667, 5833, 0)),
        ("sorry, de opdracht is 5 ton", (25_000, 13_333, 11_667, 0)),
        ("nee, 4%", (10_000, 13_333, 0, 3333)),
        ("nee, iemand uit de ww", (12_500, 6667, 5833, 0)),
        ("en met een vast contract?", (12_500, 23_333, 0, 10_833)),
        ("en als ze 52 is?", (12_500, 23_333, 0, 10_833)),
        ("en als ze 50+ is?", (12_500, 23_333, 0, 10_833)),
        ("en met twee mensen?", (12_500, 26_667, 0, 14_167)),
        ("en ook nog een ww'er 24 uur 6 maanden", (12_500, 20_000, 0, 7500)),
        ("en als het fulltime is?", (12_500, 20_000, 0, 7500)),
        ("ik koop ook voor 1.000 euro in bij een sociaal bedrijf", (12_500, 14_333, 0, 1833)),
    ],
)
def test_a_correction_or_what_if_changes_one_thing(
    correction: str, expected: tuple[int, int, int, int]
) -> None:
    assert figures(ALL_IN_ONE, "5%", correction) == expected


def test_a_denied_bonus_is_taken_away() -> None:
    said = (ALL_IN_ONE, "5%", "met vast contract", "en zonder vast contract?")
    assert figures(*said) == (12_500, 13_333, 0, 833)


def test_another_municipality_counts_the_same_case_by_its_own_rules() -> None:
    said = (ALL_IN_ONE, "5%", "en in Leiden?")
    assert lack(*said) is Lack.WHICH_BLOCK
    assert figures(*said, "zonder beperking") == (12_500, 10_000, 2500, 0)


def test_the_percentage_of_one_contract_is_not_that_of_another_municipality() -> None:
    said = ("opdracht van 2 ton in Utrecht", "7%", "en in Voorbeeldstad?")
    assert figures(*said) == (10_000, 0, 10_000, 0)


def test_50_plus_says_nothing_of_a_bonus_from_55_on() -> None:
    said = ("een ww'er van 50+ in Delft", "36 uur", "12 maanden")
    assert result(*said).balance.fulfilment.euros == 20_000


def test_two_municipalities_are_compared() -> None:
    text = "vergelijk Utrecht en Leiden voor een WW'er 36 uur 6 maanden"
    draft = after(text)
    assert next_question(draft, BOOK, TODAY) is None
    done = {one.place: one.balance.fulfilment.euros for one in outcomes(draft, BOOK, TODAY)}
    assert done == {"utrecht": 10_000, "leiden": 7500}


def test_a_comparison_asks_for_what_one_of_the_two_lacks() -> None:
    assert lack("vergelijk Voorbeeldstad en Utrecht voor een opdracht van 3 ton") is Lack.PERCENTAGE


def test_months_that_close_the_gap_are_computed_for_whom_was_named() -> None:
    text = (
        "hoeveel maanden moet een ww'er van 36 uur werken bij een opdracht van 2 ton in Delft, 5%"
    )
    (way,) = result(text).ways
    assert (way.block.key, way.months) == ("ww", 6)


def test_without_a_group_several_ways_are_shown() -> None:
    found = result("ik heb nog 10.000 euro sroi open in Utrecht")
    assert len(found.ways) > 2
    assert found.balance.obligation.euros is None


# -- "weet ik niet"


def test_unknown_hours_give_a_range_from_half_to_full_time() -> None:
    found = result("een ww'er in Utrecht een half jaar", "weet ik niet")
    assert found.balance.fulfilment.euros == 5000
    assert found.high is not None
    assert found.high.fulfilment.euros == 10_000
    assert [kind for kind, _ in found.typical] == [Typical.HOURS]


def test_unknown_months_give_a_range() -> None:
    found = result("een ww'er in Utrecht 36 uur", "geen idee")
    assert found.high is not None
    assert (found.balance.fulfilment.euros, found.high.fulfilment.euros) == (10_000, 20_000)


def test_an_unknown_amount_gives_an_example_that_is_marked() -> None:
    found = result("hoeveel moet ik doen in Voorbeeldstad", "dat weet ik nog niet")
    assert found.typical == ((Typical.PRICE, TYPICAL_PRICE),)
    assert found.balance.obligation.euros == 12_500


def test_an_unknown_percentage_gives_the_usual_one_marked() -> None:
    found = result("opdracht van 2 ton in Utrecht", "weet ik niet")
    assert found.typical == ((Typical.PERCENTAGE, Decimal(5)),)
    assert found.balance.obligation.euros == 10_000


def test_an_unknown_kind_of_group_gives_a_range() -> None:
    found = result("iemand uit de bijstand in Leiden 36 uur een jaar", "weet ik niet")
    assert found.high is not None
    assert (found.balance.fulfilment.euros, found.high.fulfilment.euros) == (30_000, 50_000)


def test_an_unknown_municipality_gives_no_figure() -> None:
    assert lack("reken sroi uit", "weet ik niet") is Lack.MUNICIPALITY_UNKNOWN


def test_what_was_unknown_is_forgotten_once_it_is_said() -> None:
    found = result("een ww'er in Utrecht een half jaar", "weet ik niet", "toch 24 uur")
    assert (found.high, found.balance.fulfilment.euros) == (None, 6667)


# -- bad input


@pytest.mark.parametrize(
    ("asked", "text", "field", "problem"),
    [
        (("in Voorbeeldstad hoeveel moet ik",), "-250.000", Field.AMOUNT, Problem.NEGATIVE),
        (("in Voorbeeldstad hoeveel moet ik",), "0", Field.AMOUNT, Problem.ZERO),
        (("in Voorbeeldstad hoeveel moet ik",), "€ 1e15", Field.AMOUNT, Problem.TOO_LARGE),
        (("in Voorbeeldstad hoeveel moet ik",), "2 tot 3 ton", Field.AMOUNT, Problem.RANGE),
        (("een ww'er in Utrecht",), "400 uur", Field.HOURS, Problem.TOO_LARGE),
        (("een ww'er in Utrecht",), "400 uur per week", Field.HOURS, Problem.TOO_LARGE),
        (("een ww'er in Utrecht",), "-24 uur", Field.HOURS, Problem.NEGATIVE),
        (("een ww'er in Utrecht",), "0 uur", Field.HOURS, Problem.ZERO),
        (("een ww'er in Utrecht",), "1,5 fte", Field.HOURS, Problem.SEVERAL_PEOPLE),
        (("een ww'er in Utrecht",), "8 uur per dag", Field.HOURS, Problem.HOW_MANY_DAYS),
        (("een ww'er in Utrecht 24 uur",), "900 maanden", Field.MONTHS, Problem.TOO_LARGE),
        (("opdracht van 2 ton in Utrecht",), "500%", Field.PERCENTAGE, Problem.TOO_LARGE),
        (("opdracht van 2 ton in Utrecht",), "0%", Field.PERCENTAGE, Problem.ZERO),
    ],
)
def test_what_cannot_be_used_is_told_and_what_was_collected_stays(
    asked: tuple[str, ...], text: str, field: Field, problem: Problem
) -> None:
    before = after(*asked)
    reading = heard(text, before)
    assert [(one.field, one.problem) for one in reading.troubles] == [(field, problem)]
    assert (reading.draft.place, reading.draft.price) == (before.place, before.price)
    assert [one.words for one in reading.draft.people] == [one.words for one in before.people]


def test_a_percentage_is_no_amount() -> None:
    reading = heard("5%", after("hoeveel moet ik in Voorbeeldstad"))
    assert reading.stray_percentage
    assert reading.draft.price is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opdracht van 2 ton in Groningen", Lack.NO_RULES),
        ("opdracht van 2 ton in Voorbeeldstad gegund in 2024", Lack.NOT_YET),
        ("opdracht van 2 ton, gegund op 1 januari 2020 in Delft", Lack.NOT_YET),
        ("een jongere zonder startkwalificatie in Utrecht 24 uur 6 maanden", Lack.BLOCK_MISSING),
    ],
)
def test_what_the_rules_do_not_cover_is_said(text: str, expected: Lack) -> None:
    assert lack(text) is expected


def test_a_date_after_every_rule_set_is_said_with_the_last_rules() -> None:
    ended = replace(rules_in("voorbeeldstad"), valid_until=date(2026, 6, 30))
    need = next_question(
        heard("opdracht van 2 ton in Voorbeeldstad").draft, RuleBook((ended,)), TODAY
    )
    assert need is not None
    assert (need.lack, need.nearest) == (Lack.NO_LONGER, ended)


def test_after_an_unknown_municipality_the_amount_stays() -> None:
    said = ("opdracht van 2 ton in Groningen", "Voorbeeldstad dan")
    assert figures(*said) == (10_000, 0, 10_000, 0)


def test_a_later_date_repairs_a_date_without_rules() -> None:
    said = ("opdracht van 3 ton in Voorbeeldstad gegund in 2024", "nee, in 2026")
    assert figures(*said) == (15_000, 0, 15_000, 0)


@pytest.mark.parametrize("text", ["hallo", "wat is een bouwblok?", "dank je", "wie gaat hierover"])
def test_small_talk_and_other_questions_hold_nothing_for_the_case(text: str) -> None:
    assert heard(text, after(ALL_IN_ONE)).found <= {"wishes"}


# -- keeping it between turns


@pytest.mark.parametrize(
    "texts",
    [
        (ALL_IN_ONE, "5%", "en als ze 50+ is?"),
        ("aanneemsom 4 ton ex btw in Den Haag per 1 maart 2026", "weet ik niet"),
        ("opdracht van 3 ton voor het rijk, loonsom 90.000, looptijd 2 jaar",),
        ("ik koop voor 6.000 euro in bij een sw-bedrijf in Leiden",),
        ("vergelijk Utrecht en Leiden voor een ww'er van 3 dagen per week",),
    ],
)
def test_a_case_survives_being_kept(texts: tuple[str, ...]) -> None:
    draft = after(*texts)
    assert Draft.from_dict(draft.as_dict()) == draft


def test_a_kept_case_holds_no_text_of_the_user() -> None:
    kept = str(after("mijn neef Piet uit de bijstand, 24 uur, half jaar, in Utrecht").as_dict())
    assert "Piet" not in kept
    assert "neef" not in kept


def test_an_empty_case_needs_no_space() -> None:
    assert Draft.from_dict(Draft().as_dict()) == Draft()
    assert Person().has_hours is False


# -- buttons

TWO = Draft(people=(Person(words=("ww'er",)), Person(words=("bbl'er",))), focus=1)


def test_a_button_picks_the_group_of_the_candidate_at_hand() -> None:
    assert [one.block for one in after_button(TWO, "block=bbl_3").people] == [None, "bbl_3"]


def test_a_button_that_belongs_to_no_candidate_changes_nothing() -> None:
    assert after_button(Draft(), "block=ww") == Draft()


def test_what_the_user_does_not_know_is_no_longer_asked() -> None:
    waiting = Draft(awaiting=Field.AMOUNT)
    assert after_button(after_button(waiting, "unknown"), "unknown").unknown == (Field.AMOUNT,)


def test_not_knowing_something_that_was_not_asked_changes_nothing() -> None:
    assert after_button(Draft(), "unknown") == Draft()


def test_a_wish_is_added_once() -> None:
    wished = after_button(after_button(Draft(wishes=(Wish.OBLIGATION,)), "ways"), "ways")
    assert wished.wishes == (Wish.OBLIGATION, Wish.WAYS)


def test_going_on_leaves_the_case_as_it_is() -> None:
    assert after_button(TWO, "on") == TWO
