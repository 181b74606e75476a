"""Which procurement procedure fits an amount, and which European threshold holds on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.procurement import KINDS, NoProcedure
from knowledge.sroi_catalogue import amounts_of
from knowledge.sroi_files import read_amounts
from knowledge.sroi_rules import Buyer
from knowledge.yaml_files import ContentError

BOOK = amounts_of(*read_amounts(Path(__file__).parents[2] / "knowledge" / "seed" / "sroi"))
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("kind", "day", "buyer", "amount"),
    [
        ("diensten", date(2022, 1, 1), Buyer.LOCAL, 215_000),
        ("leveringen", date(2024, 1, 1), Buyer.LOCAL, 221_000),
        ("diensten", date(2025, 12, 31), Buyer.LOCAL, 221_000),
        ("diensten", date(2026, 1, 1), Buyer.LOCAL, 216_000),
        ("diensten", date(2026, 1, 1), Buyer.STATE, 140_000),
        ("diensten", date(2025, 6, 1), Buyer.STATE, 143_000),
        ("werken", date(2027, 12, 31), Buyer.LOCAL, 5_404_000),
        ("concessies", date(2026, 6, 1), Buyer.STATE, 5_404_000),
        ("werken", date(2023, 6, 1), Buyer.LOCAL, 5_382_000),
        ("sociale_diensten", date(2024, 6, 1), Buyer.LOCAL, 750_000),
    ],
)
def test_the_threshold_of_a_day_holds(kind: str, day: date, buyer: Buyer, amount: int) -> None:
    found = BOOK.european_threshold(kind, day, buyer)
    assert found is not None
    assert found.amount == amount


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2028, 1, 1)])
def test_outside_all_periods_no_threshold_is_known(day: date) -> None:
    assert BOOK.european_threshold("diensten", day) is None


@pytest.mark.parametrize(
    ("kind", "amount", "procedure"),
    [
        ("diensten", 59_999, "enkelvoudig_onderhands"),
        ("diensten", 60_000, "meervoudig_onderhands"),
        ("leveringen", 215_999, "meervoudig_onderhands"),
        ("leveringen", 216_000, "europees"),
        ("werken", 149_999, "enkelvoudig_onderhands"),
        ("werken", 1_499_999, "meervoudig_onderhands"),
        ("werken", 1_500_000, "nationaal_openbaar"),
        ("werken", 5_404_000, "europees"),
        ("sociale_diensten", 300_000, "meervoudig_onderhands"),
        ("sociale_diensten", 750_000, "sociaal_licht"),
    ],
)
def test_an_amount_has_one_procedure(kind: str, amount: int, procedure: str) -> None:
    found = BOOK.procedure("voorbeeldstad", kind, Decimal(amount), DAY)
    assert found.row is not None
    assert found.row.procedure == procedure
    assert found.table is not None
    assert found.table.is_fictitious


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("amount", [1, 59_999, 60_000, 216_000, 750_000, 5_404_000, 10**9])
def test_every_amount_fits_exactly_one_row_of_a_complete_table(kind: str, amount: int) -> None:
    european = BOOK.european_threshold(kind, DAY)
    assert european is not None
    rows = BOOK.limits("voorbeeldstad", kind, DAY)
    assert len([row for row in rows if row.fits(Decimal(amount), european.amount)]) == 1


def test_a_limit_moves_with_the_european_threshold_and_is_unknown_without_one() -> None:
    later = BOOK.procedure("voorbeeldstad", "diensten", Decimal(300_000), date(2029, 1, 1))
    assert later.missing is NoProcedure.NO_THRESHOLD


def test_an_example_of_another_period_is_not_used_but_shown() -> None:
    found = BOOK.procedure("het_hogeland", "diensten", Decimal(40_000), DAY)
    assert (found.row, found.missing) == (None, NoProcedure.OTHER_PERIOD)
    assert found.table is not None
    assert found.table.valid_until == date(2021, 12, 31)


def test_exactly_on_a_limit_that_the_source_leaves_open_nothing_is_chosen() -> None:
    day = date(2021, 1, 1)
    below = BOOK.procedure("het_hogeland", "werken", Decimal(149_999), day)
    at_limit = BOOK.procedure("het_hogeland", "werken", Decimal(150_000), day)
    assert below.row is not None
    assert below.row.procedure == "enkelvoudig_onderhands"
    assert at_limit.missing is NoProcedure.NOT_IN_TABLE


def test_a_municipality_without_a_table_is_said_to_have_none() -> None:
    found = BOOK.procedure("leiden", "diensten", Decimal(40_000), DAY)
    assert (found.row, found.table, found.missing) == (None, None, NoProcedure.NO_TABLE)
    assert BOOK.limits("leiden", "diensten", DAY) == ()


def test_an_unknown_part_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "drempels.yml").write_text("iets_anders: []", encoding="utf-8")
    with pytest.raises(ContentError, match="europese_drempels"):
        read_amounts(tmp_path)
