"""Social return in euros: hand-computed cases, and what holds for every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.quantities import Vat
from knowledge.sroi import (
    Applies,
    Assignment,
    Balance,
    Case,
    balance,
    compare,
    fulfilment,
    obligation,
)
from knowledge.sroi_candidates import (
    Bought,
    Candidate,
    Shared,
    closing,
    fulfilment_of,
    ways_to_close,
)
from knowledge.sroi_catalogue import rules_of as book_of
from knowledge.sroi_files import read_rule_sets
from knowledge.sroi_rules import Base, Purchase, RuleSet
from knowledge.sroi_working import Assumed, Question, money, number, to_euros

RULES = Path(__file__).parents[2] / "knowledge" / "seed" / "sroi"
CASES = yaml.safe_load((Path(__file__).parents[1] / "data" / "sroi_cases.yml").read_text("utf-8"))
DAY = date(2026, 11, 21)
BOOK = book_of(read_rule_sets(RULES))
NEAR = Decimal("1e-12")

repeatable = settings(derandomize=True, deadline=None, max_examples=60)


def rules_of(key: str) -> RuleSet:
    found = BOOK.for_municipality(key, DAY)
    found = found if isinstance(found, RuleSet) else BOOK.for_key(key, DAY)
    assert isinstance(found, RuleSet)
    return found


UTRECHT, LEIDEN, DELFT = map(rules_of, ("utrecht", "leiden", "delft"))
VOORBEELDSTAD, RIJK = rules_of("voorbeeldstad"), rules_of("rijk")


def dec(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def case_of(row: dict[str, Any]) -> Case:
    assignment = Assignment(
        amount=Decimal(str(row.get("amount", 1_000_000))),
        base=Base(row["base"]) if "base" in row else None,
        contract_value=dec(row.get("contract_value")),
        months=dec(row.get("months")),
        labour_share=dec(row.get("labour_share")),
        percentage=dec(row.get("percentage")),
        vat=Vat(row["vat"]) if "vat" in row else None,
    )
    candidates = (
        Candidate(
            one["block"],
            dec(one.get("hours")),
            Decimal(str(one["months"])),
            dec(one.get("fte")),
            one.get("age"),
            tuple(one.get("bonuses", ())),
            one.get("has_wage_subsidy"),
        )
        for one in row.get("candidates", ())
    )
    purchases = (
        Bought(Decimal(str(one["amount"])), Purchase(one["kind"]) if "kind" in one else None)
        for one in row.get("purchases", ())
    )
    shared = (
        Shared(
            Decimal(str(one.get("hours", 0))),
            dec(one.get("days")),
            Decimal(str(one.get("costs", 0))),
        )
        for one in row.get("shared", ())
    )
    return Case(assignment, tuple(candidates), tuple(purchases), tuple(shared))


def told(result: Balance, row: dict[str, Any]) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "obligation": result.obligation.euros,
        "fulfilment": result.fulfilment.euros,
        "remaining": result.remaining_euros,
        "surplus": result.surplus_euros,
        "applies": result.obligation.applies.value,
    }
    return {name: figures[name] for name in figures if name in row}


def test_there_are_enough_cases_with_their_own_names() -> None:
    assert len(CASES) >= 45
    assert len({row["name"] for row in CASES}) == len(CASES)


@pytest.mark.parametrize("row", CASES, ids=[row["name"] for row in CASES])
def test_a_case_computed_by_hand_gives_the_same_euros(row: dict[str, Any]) -> None:
    result = balance(rules_of(row.get("town") or row["rules"]), case_of(row))
    assert told(result, row) == {name: row[name] for name in told(result, row)}
    assert told(result, row), "a case must expect a figure"
    both = (result.obligation, result.fulfilment)
    assumed = {one.kind.value for part in both for one in part.assumptions}
    asked = [one.kind.value for part in both for one in part.questions]
    assert set(row.get("assumptions", ())) <= assumed
    if "questions" in row:
        expected = set(row["questions"])
        unasked = {"percentage"} if "amount" not in row else set()
        ours = {"labour_share", "duration"} - expected if row["questions"] else set()
        assert set(asked) - unasked - ours == expected


def test_the_working_is_written_in_dutch() -> None:
    result = fulfilment_of(UTRECHT, Candidate("participatiewet", Decimal(24), Decimal(6)))
    assert [line.formula for line in result.lines] == ["€ 40.000 × 24/36 × 6/12"]
    due = obligation(DELFT, Assignment(Decimal(250_000), percentage=Decimal(5)))
    assert due.lines[0].formula == "5% × € 250.000"


def test_the_working_says_when_not_all_months_count() -> None:
    result = fulfilment_of(DELFT, Candidate("ww", Decimal(36), Decimal(18)))
    assert result.lines[0].formula == "€ 20.000 × 36/36 × 12/12 (telt hooguit 12 maanden)"


def test_every_result_names_its_rules() -> None:
    result = balance(rules_of("den_haag"), Case(Assignment(Decimal(400_000))))
    assert result.obligation.rules.provenance.source == "B5"
    assert result.obligation.rules.provenance.checked_on == date(2026, 11, 21)
    assert result.fulfilment.rules.blocks_provenance is not None
    assert result.fulfilment.rules.blocks_provenance.source == "B2"


def test_an_unsettled_bonus_is_told_whole_and_in_part() -> None:
    result = fulfilment_of(UTRECHT, Candidate("ww", Decimal(36), Decimal(6), age=52))
    whole = next(one for one in result.assumptions if one.kind is Assumed.BONUS_COUNTED_WHOLE)
    assert whole.values == ("€ 10.000", "€ 5.000")


def test_a_group_with_two_blocks_is_asked_back_with_their_names() -> None:
    asked = fulfilment_of(LEIDEN, Candidate("participatiewet")).questions[0]
    assert asked.kind is Question.WHICH_BLOCK
    assert len(asked.values) == 2


def test_a_percentage_of_the_contract_goes_before_that_of_the_rules() -> None:
    due = obligation(VOORBEELDSTAD, Assignment(Decimal(200_000), percentage=Decimal(7)))
    assert due.euros == 14_000
    assert Assumed.PERCENTAGE_FROM_USER in {one.kind for one in due.assumptions}


def test_a_price_is_no_invoiced_turnover() -> None:
    rules = replace(VOORBEELDSTAD, bases=(Base.INVOICED,))
    due = obligation(rules, Assignment(Decimal(200_000), Base.CONTRACT_PRICE))
    assert due.applies is Applies.UNKNOWN
    asked = {one.kind: one.values for one in due.questions}
    assert asked[Question.BASE_AMOUNT] == ("gefactureerde omzet",)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999999", 2), ("-0.5", -1), ("-2.5", -3), ("7", 7)],
)
def test_money_is_rounded_half_up(amount: str, rounded: int) -> None:
    assert to_euros(Decimal(amount)) == rounded


def test_what_division_leaves_behind_does_not_decide_the_rounding() -> None:
    assert to_euros(Decimal(1) / 3 * 3 - Decimal("0.5")) == 1


@pytest.mark.parametrize(
    ("value", "shown"), [("40000", "€ 40.000"), ("1234.5", "€ 1.234,50"), ("0", "€ 0")]
)
def test_money_is_written_as_the_dutch_do(value: str, shown: str) -> None:
    assert money(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("24", "24"), ("3.75", "3,75"), ("100", "100")])
def test_numbers_are_written_as_the_dutch_do(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


# --- closing the gap ---------------------------------------------------------


def test_months_that_close_a_gap_are_rounded_up() -> None:
    # 5833.33 / (20000 / 12) = 3.5 months
    found = closing(UTRECHT, Decimal(35_000) / 6, Candidate("ww", Decimal(36)))
    assert found is not None
    assert (found.exact_months.quantize(NEAR), found.months, found.fits) == (
        Decimal("3.5"),
        4,
        True,
    )


def test_a_gap_beyond_the_maximum_takes_more_people() -> None:
    # ww counts 12 months = 20000; 50000 / 20000 = 2.5 people
    found = closing(DELFT, Decimal(50_000), Candidate("ww", Decimal(36)))
    assert found is not None
    assert (found.months, found.maximum, found.fits, found.people) == (30, Decimal(12), False, 3)


def test_a_bonus_shortens_the_time() -> None:
    # 25000 - 10000 = 15000; 15000 / (20000 / 12) = 9 months
    found = closing(UTRECHT, Decimal(25_000), Candidate("ww", Decimal(36), age=55))
    assert found is not None
    assert found.months == 9


def test_no_gap_or_an_unknown_group_closes_nothing() -> None:
    assert closing(UTRECHT, Decimal(0), Candidate("ww")) is None
    assert closing(UTRECHT, Decimal(1000), Candidate("bestaat_niet")) is None


def test_the_quickest_ways_come_first() -> None:
    found = ways_to_close(DELFT, Decimal(12_500), Decimal(36))
    assert found[0].block.key == "banenafspraak"
    assert [one.fits for one in found] == sorted((one.fits for one in found), reverse=True)


# --- properties --------------------------------------------------------------

amounts = st.integers(1, 100_000_000).map(lambda cents: Decimal(cents) / 100)
hours = st.integers(1, 480).map(lambda tenths: Decimal(tenths) / 10)
months = st.integers(0, 480).map(lambda tenths: Decimal(tenths) / 10)
some_rules = st.sampled_from([UTRECHT, LEIDEN, DELFT, VOORBEELDSTAD, rules_of("den_haag")])
groups = st.sampled_from(["ww", "wia", "participatiewet", "banenafspraak", "pro_vso", "mbo_bbl"])
candidates = st.builds(
    Candidate, groups, hours, months, age=st.none() | st.integers(16, 70),
    bonuses=st.sampled_from([(), ("vast_contract",), ("statushouder_taal",)]),
)  # fmt: skip
percentages = st.none() | st.integers(1, 10).map(Decimal)
assignments = st.builds(
    Assignment, amounts, months=st.none() | months, labour_share=st.none() | months,
    percentage=percentages,
)  # fmt: skip
cases = st.builds(
    Case,
    assignments,
    st.lists(candidates, max_size=3).map(tuple),
    st.lists(st.builds(Bought, amounts), max_size=2).map(tuple),
    st.lists(st.builds(Shared, hours, st.none() | hours, amounts), max_size=2).map(tuple),
)


@repeatable
@given(some_rules, assignments, amounts)
def test_a_higher_amount_never_lowers_the_obligation(
    rules: RuleSet, assignment: Assignment, more: Decimal
) -> None:
    less = obligation(rules, assignment).exact
    higher = obligation(rules, replace(assignment, amount=assignment.amount + more)).exact
    if less is not None:
        assert higher is not None
        assert higher >= less


@repeatable
@given(some_rules, candidates, hours, months)
def test_more_hours_or_months_never_lower_the_fulfilment(
    rules: RuleSet, candidate: Candidate, extra_hours: Decimal, extra_months: Decimal
) -> None:
    assert candidate.hours is not None
    before = fulfilment_of(rules, candidate).exact
    longer = replace(candidate, months=candidate.months + extra_months)
    busier = replace(candidate, hours=candidate.hours + extra_hours)
    for more in (longer, busier):
        after = fulfilment_of(rules, more).exact
        assert (before is None) == (after is None)
        assert (after or Decimal(0)) >= (before or Decimal(0))


@repeatable
@given(some_rules, cases)
def test_a_case_is_the_sum_of_its_parts(rules: RuleSet, case: Case) -> None:
    parts = [
        *(Case(case.assignment, candidates=(one,)) for one in case.candidates),
        *(Case(case.assignment, purchases=(one,)) for one in case.purchases),
        *(Case(case.assignment, shared=(one,)) for one in case.shared),
    ]
    total = sum((fulfilment(rules, part).exact or Decimal(0) for part in parts), Decimal(0))
    whole = fulfilment(rules, case)
    assert whole.exact == total
    assert sum((line.amount for line in whole.lines), Decimal(0)) == whole.exact


@repeatable
@given(some_rules, cases)
def test_nothing_is_ever_negative(rules: RuleSet, case: Case) -> None:
    result = balance(rules, case)
    for value in (
        result.obligation.exact,
        result.fulfilment.exact,
        result.remaining,
        result.surplus,
    ):
        assert value is None or value >= 0
    assert not (result.remaining and result.surplus)
    assert (result.remaining is None) == (result.obligation.exact is None)


@repeatable
@given(some_rules, some_rules, cases)
def test_comparing_the_other_way_round_turns_the_signs(
    one: RuleSet, other: RuleSet, case: Case
) -> None:
    there, back = compare(one, other, case), compare(other, one, case)
    for name in ("obligation_difference", "fulfilment_difference", "remaining_difference"):
        forth, turned = getattr(there, name), getattr(back, name)
        assert (forth is None and turned is None) or forth == -turned


@repeatable
@given(some_rules, candidates, st.integers(1, 200_000).map(Decimal))
def test_the_months_found_close_the_gap_when_they_fit(
    rules: RuleSet, candidate: Candidate, gap: Decimal
) -> None:
    found = closing(rules, gap, candidate)
    if found is not None and found.fits:
        filled = fulfilment_of(rules, replace(candidate, months=Decimal(found.months))).exact
        assert found.result.exact is not None
        assert found.result.exact >= gap - NEAR
        assert filled is not None
        assert filled >= gap - NEAR


def test_a_comparison_says_how_much_more_is_due_and_counts() -> None:
    case = Case(
        Assignment(Decimal(250_000), percentage=Decimal(5)),
        (Candidate("ww", Decimal(36), Decimal(6)),),
    )
    result = compare(UTRECHT, LEIDEN, case)
    assert result.obligation_difference == 0
    assert result.fulfilment_difference == Decimal(-2500)
    assert result.remaining_difference == Decimal(2500)
