"""Amounts, percentages, durations and hours are read in every form in which people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.amounts import find_amounts, find_percentages
from knowledge.quantities import (
    Amount,
    Basis,
    Duration,
    Hours,
    Percentage,
    Period,
    Problem,
    Unusable,
    Vat,
)
from knowledge.working_time import find_durations, find_hours

repeatable = settings(derandomize=True, deadline=None, max_examples=100)


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("€ 250.000,-", "250000"),
        ("€250.000,--", "250000"),
        ("€ 250.000,00", "250000"),
        ("€ 1.234,56", "1234.56"),
        ("250,000.50 euro", "250000.50"),
        ("€ 250 000", "250000"),
        ("250 000 euro", "250000"),
        ("EUR 250000", "250000"),
        ("250000 EUR", "250000"),
        ("250.000 euro's", "250000"),
        ("6000 euro", "6000"),
        ("€5000", "5000"),
        ("vijfhonderd euro", "500"),
        ("250k", "250000"),
        ("€ 250 K", "250000"),
        ("250 duizend", "250000"),
        ("tweehonderdvijftigduizend euro", "250000"),
        ("honderdduizend euro", "100000"),
        ("vijfentwintigduizend", "25000"),
        ("2 mille", "2000"),
        ("een ton", "100000"),
        ("2,5 ton", "250000"),
        ("2.5 ton", "250000"),
        ("2½ ton", "250000"),
        ("2 1/2 ton", "250000"),
        ("twee ton", "200000"),
        ("anderhalve ton", "150000"),
        ("een halve ton", "50000"),
        ("twee en een halve ton", "250000"),
        ("tweeënhalve ton", "250000"),
        ("€ 2,5 ton", "250000"),
        ("1,2 mln", "1200000"),
        ("1,2 mln euro", "1200000"),
        ("€ 1,2M", "1200000"),
        ("anderhalf miljoen", "1500000"),
        ("half miljoen", "500000"),
        ("een kwart miljoen", "250000"),
        ("driekwart miljoen", "750000"),
        ("1 miljoen", "1000000"),
        ("0,25 mln", "250000"),
        ("geldt SROI bij 80.000?", "80000"),
        ("een opdracht van 80000", "80000"),
        ("Opdracht van 2,5 ton in Utrecht, iemand uit de bijstand 24 uur, half jaar", "250000"),
        ("in 2026 krijg ik 120.000 binnen", "120000"),
    ],
)
def test_an_amount_is_understood(typed: str, euros: str) -> None:
    found = find_amounts(typed)
    assert [one.euros for one in found if isinstance(one, Amount)] == [Decimal(euros)]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("8 mnd", "8"),
        ("12 maanden", "12"),
        ("zes maanden", "6"),
        ("3,75 maand", "3.75"),
        ("anderhalve maand", "1.5"),
        ("een kwartaal", "3"),
        ("3 kwartaal", "9"),
        ("3 kwartalen", "9"),
        ("half jaar", "6"),
        ("een halfjaar", "6"),
        ("driekwart jaar", "9"),
        ("kwart jaar", "3"),
        ("1 jr", "12"),
        ("twee jaar", "24"),
        ("anderhalf jaar", "18"),
        ("1½ jaar", "18"),
        ("2,5 jaar", "30"),
        ("twee en een half jaar", "30"),
        ("1 jaar en 3 maanden", "15"),
        ("26 weken", "6"),
        ("looptijd van 20 jaar", "240"),
        ("Opdracht van 2,5 ton in Utrecht, iemand uit de bijstand 24 uur, half jaar", "6"),
    ],
)
def test_a_duration_is_understood(typed: str, months: str) -> None:
    found = find_durations(typed)
    assert [one.months for one in found if isinstance(one, Duration)] == [Decimal(months)]


@pytest.mark.parametrize(
    ("typed", "hours", "period", "basis"),
    [
        ("24 uur per week", "24", Period.WEEK, Basis.STATED),
        ("24 uur p/w", "24", Period.WEEK, Basis.STATED),
        ("24 u p.w.", "24", Period.WEEK, Basis.STATED),
        ("32 u/week", "32", Period.WEEK, Basis.STATED),
        ("16 uur in de week", "16", Period.WEEK, Basis.STATED),
        ("32u", "32", None, Basis.STATED),
        ("7,5 uur", "7.5", None, Basis.STATED),
        ("vierentwintig uur", "24", None, Basis.STATED),
        ("nee, 36 uur", "36", None, Basis.STATED),
        ("een 36-urige werkweek", "36", Period.WEEK, Basis.STATED),
        ("24-uurs contract", "24", Period.WEEK, Basis.STATED),
        ("3 dagen per week", "24", Period.WEEK, Basis.EIGHT_HOUR_DAYS),
        ("drie dagen in de week", "24", Period.WEEK, Basis.EIGHT_HOUR_DAYS),
        ("3 dagen van 6 uur", "18", Period.WEEK, Basis.STATED),
        ("4 uur per dag, 3 dagen per week", "12", Period.WEEK, Basis.STATED),
        ("104 uur per maand", "24", Period.MONTH, Basis.FIFTY_TWO_WEEKS),
    ],
)
def test_hours_are_understood(typed: str, hours: str, period: Period | None, basis: Basis) -> None:
    found = find_hours(typed)
    assert len(found) == 1
    one = found[0]
    assert isinstance(one, Hours)
    assert (one.hours, one.period, one.basis) == (Decimal(hours), period, basis)


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("0,8 fte", "0.8"),
        ("1 fte", "1"),
        ("een halve fte", "0.5"),
        ("fulltime", "1"),
        ("hij werkt full time", "1"),
        ("voltijd", "1"),
        ("een halve baan", "0.5"),
    ],
)
def test_a_share_of_full_time_becomes_hours_by_the_rules(typed: str, share: str) -> None:
    found = find_hours(typed)
    assert len(found) == 1
    one = found[0]
    assert isinstance(one, Hours)
    assert (one.hours, one.basis) == (None, Basis.SHARE_OF_FULL_TIME)
    assert one.per_week(Decimal(40)) == Decimal(share) * 40


@pytest.mark.parametrize(
    "typed",
    [
        "bel 06-12345678",
        "+31 6 12345678",
        "030 - 286 00 00",
        "088 123 45 67",
        "0800-1234567",
        "bel 14 030",
        "01-07-2023",
        "2023-07-01",
        "1 juli 2023",
        "in 2026",
        "van 2024 tot 2027",
        "5%",
        "5 procent van de opdrachtsom",
        "12,5 %",
        "1234 AB Utrecht",
        "3511AB",
        "stap 3",
        "artikel 2.82",
        "2.82",
        "2.82a",
        "art. 1.10 lid 4",
        "verordening 2025/2150",
        "CVDR737914",
        "kvk 12345678",
        "zaaknummer 2026.123",
        "10.000 inwoners",
        "20.000 m2 kantoor",
        "150 medewerkers",
        "om 9.30 uur",
        "ik ben 52 jaar",
        "24 uur per week",
        "drie kandidaten",
        "de ton is vol",
        "KVK-nummer: 12345678",
    ],
)
def test_what_is_no_amount_is_not_read_as_one(typed: str) -> None:
    assert find_amounts(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "ik ben 52 jaar",
        "iemand van 57 jaar oud",
        "jonger dan 27 jaar",
        "24 uur per week",
        "24 uur in een week",
        "per jaar",
        "sinds 2023",
        "stap 3",
        "2,5 ton",
        "in de maand mei",
    ],
)
def test_what_is_no_duration_is_not_read_as_one(typed: str) -> None:
    assert find_durations(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "om 9 uur",
        "om 9.30 uur",
        "van 9 tot 17 uur",
        "binnen 24 uur",
        "14:30 uur",
        "niet fulltime",
        "200 euro per uur",
        "een half jaar",
        "06-12345678",
        "3 dagen",
        "parttime",
    ],
)
def test_what_is_no_hours_is_not_read_as_such(typed: str) -> None:
    assert find_hours(typed) == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-5000 euro", Problem.NEGATIVE),
        ("€ -500", Problem.NEGATIVE),
        ("min 2 ton", Problem.NEGATIVE),
        ("0 euro", Problem.ZERO),
        ("€ 1e15", Problem.TOO_LARGE),
        ("€ 999.999.999.999", Problem.TOO_LARGE),
        ("1000000 miljard", Problem.TOO_LARGE),
        ("2 tot 3 ton", Problem.RANGE),
        ("2 à 3 ton", Problem.RANGE),
        ("200.000 - 250.000 euro", Problem.RANGE),
    ],
)
def test_an_amount_that_cannot_be_used_says_why(typed: str, problem: Problem) -> None:
    assert [one.problem for one in find_amounts(typed) if isinstance(one, Unusable)] == [problem]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-3 maanden", Problem.NEGATIVE),
        ("0 maanden", Problem.ZERO),
        ("600 maanden", Problem.TOO_LARGE),
        ("een looptijd van 90 jaar", Problem.TOO_LARGE),
        ("3 tot 6 maanden", Problem.RANGE),
    ],
)
def test_a_duration_that_cannot_be_used_says_why(typed: str, problem: Problem) -> None:
    assert [one.problem for one in find_durations(typed) if isinstance(one, Unusable)] == [problem]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-8 uur", Problem.NEGATIVE),
        ("0 uur", Problem.ZERO),
        ("400 uur per week", Problem.TOO_LARGE),
        ("24 tot 32 uur", Problem.RANGE),
        ("4 uur per dag", Problem.HOW_MANY_DAYS),
        ("2 fte", Problem.SEVERAL_PEOPLE),
        ("9 dagen per week", Problem.TOO_LARGE),
    ],
)
def test_hours_that_cannot_be_used_say_why(typed: str, problem: Problem) -> None:
    assert [one.problem for one in find_hours(typed) if isinstance(one, Unusable)] == [problem]


@pytest.mark.parametrize(
    ("typed", "vat"),
    [
        ("250000 euro ex btw", Vat.EXCLUDED),
        ("€ 250.000 (excl. btw)", Vat.EXCLUDED),
        ("2,5 ton exclusief btw", Vat.EXCLUDED),
        ("exclusief btw is het 250.000", Vat.EXCLUDED),
        ("€ 302.500 incl. BTW", Vat.INCLUDED),
        ("3 ton inclusief de btw", Vat.INCLUDED),
        ("3 ton", None),
    ],
)
def test_what_is_said_of_btw_is_kept(typed: str, vat: Vat | None) -> None:
    assert [one.vat for one in find_amounts(typed) if isinstance(one, Amount)] == [vat]


def test_a_bare_number_is_an_answer_when_one_is_expected() -> None:
    assert isinstance(find_amounts("2500", expected=True)[0], Amount)
    assert isinstance(find_durations("6", expected=True)[0], Duration)
    hours = find_hours("24", expected=True)[0]
    assert isinstance(hours, Hours)
    assert hours.period is Period.WEEK
    assert find_amounts("2500") == find_durations("6") == find_hours("24") == []


def test_days_are_hours_when_hours_are_expected() -> None:
    found = find_hours("3 dagen", expected=True)[0]
    assert isinstance(found, Hours)
    assert (found.hours, found.basis) == (Decimal(24), Basis.EIGHT_HOUR_DAYS)


def test_a_percentage_where_an_amount_was_asked_is_told() -> None:
    found = find_amounts("5%", expected=True)
    assert [one.problem for one in found if isinstance(one, Unusable)] == [Problem.PERCENTAGE]


@pytest.mark.parametrize(
    ("typed", "percent"), [("5%", "5"), ("5 procent", "5"), ("2,5 %", "2.5"), ("vijf procent", "5")]
)
def test_a_percentage_is_understood(typed: str, percent: str) -> None:
    found = find_percentages(typed)
    assert [one.percent for one in found if isinstance(one, Percentage)] == [Decimal(percent)]


def test_a_percentage_over_a_hundred_is_refused() -> None:
    found = find_percentages("120%")
    assert [one.problem for one in found if isinstance(one, Unusable)] == [Problem.TOO_LARGE]


def test_two_amounts_come_in_order() -> None:
    found = find_amounts("opdracht van 2,5 ton en inkoop voor € 6.000")
    assert [one.text for one in found] == ["2,5 ton", "€ 6.000"]


def test_two_people_with_own_months_are_not_added_up() -> None:
    found = find_durations("de een 6 maanden, de ander 3 maanden")
    assert [one.text for one in found] == ["6 maanden", "3 maanden"]


@repeatable
@given(st.text(max_size=60))
def test_whatever_is_typed_the_places_are_right(typed: str) -> None:
    found = [
        *find_amounts(typed, expected=True),
        *find_percentages(typed),
        *find_durations(typed, expected=True),
        *find_hours(typed, expected=True),
    ]
    assert all(one.text == typed[one.start : one.end] for one in found)


@repeatable
@given(st.integers(1, 9_999_999))
def test_an_amount_written_the_dutch_way_is_read_back(euros: int) -> None:
    written = f"{euros:,}".replace(",", ".")
    for typed in (f"€ {written},-", f"€ {euros}", f"{written} euro", f"over {euros} euro ex btw"):
        found = find_amounts(typed)
        assert [one.euros for one in found if isinstance(one, Amount)] == [Decimal(euros)]


@repeatable
@given(st.text(alphabet="0123456789.,-€ kton%uurjaarwek/½e", max_size=30))
def test_every_usable_find_is_positive(typed: str) -> None:
    assert all(
        one.euros > 0 for one in find_amounts(typed, expected=True) if isinstance(one, Amount)
    )
    assert all(one.months > 0 for one in find_durations(typed) if isinstance(one, Duration))
    assert all(one.per_week(Decimal(36)) > 0 for one in find_hours(typed) if isinstance(one, Hours))
