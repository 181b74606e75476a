"""What every social return result carries: its working, its assumptions and its questions.

Rounding: nothing is rounded on the way. `to_euros` rounds once, at the end, half up
to whole euros; it first takes away what division leaves behind the twelfth decimal.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from knowledge.sroi_rules import RuleSet

E = TypeVar("E", bound=enum.Enum)
ZERO = Decimal(0)
_TAIL = Decimal("1e-12")


class Assumed(str, enum.Enum):
    """Something that was taken to be so, because neither the rules nor the user said it."""

    AMOUNT_WITHOUT_VAT = "amount_without_vat"
    BASE_IS_THIS_AMOUNT = "base_is_this_amount"  # value: the base of the rules
    BASE_NOT_STATED = "base_not_stated"  # the rules name no base
    PERCENTAGE_FROM_USER = "percentage_from_user"
    PERCENTAGE_IS_MINIMUM = "percentage_is_minimum"
    LABOUR_SHARE_HIGH_ENOUGH = (
        "labour_share_high_enough"  # value: the limit, and the lower percentage
    )
    THRESHOLD_NOT_STATED = "threshold_not_stated"
    EXACTLY_AT_THRESHOLD = "exactly_at_threshold"  # counted as reached; sources differ
    LONG_ENOUGH = "long_enough"  # the minimum duration is met
    VALIDITY_NOT_STATED = "validity_not_stated"  # value: what is known of the date
    FULL_TIME_HOURS_NOT_STATED = "full_time_hours_not_stated"  # value: the hours taken
    HOURS_ABOVE_FULL_TIME = "hours_above_full_time"  # counted as full-time
    MAXIMUM_MONTHS_NOT_STATED = "maximum_months_not_stated"
    BONUS_COUNTED_WHOLE = "bonus_counted_whole"  # value: what it would be pro rata
    BONUS_AT_AGE_LIMIT = "bonus_at_age_limit"  # exactly that age, counted
    BONUS_AGE_UNKNOWN = "bonus_age_unknown"  # not counted
    BONUS_CONDITION_MET = "bonus_condition_met"  # value: the condition
    PURCHASE_COUNTS_WHOLE = "purchase_counts_whole"
    PURCHASE_CONDITION_MET = "purchase_condition_met"  # value: the condition
    KNOWLEDGE_COSTS_COUNT = "knowledge_costs_count"


class Question(str, enum.Enum):
    """Something that must be asked, of the user or of the coordinator, to be sure."""

    AMOUNT_WITHOUT_VAT = "amount_without_vat"
    BASE_AMOUNT = "base_amount"  # the amount of another base is needed
    CONTRACT_VALUE = "contract_value"  # for the threshold
    PERCENTAGE = "percentage"  # the rules name none
    LABOUR_SHARE = "labour_share"
    DURATION = "duration"
    BLOCK_MISSING = "block_missing"  # the rules lack this group
    WHICH_BLOCK = "which_block"  # value: the labels to choose from
    WAGE_SUBSIDY = "wage_subsidy"  # it would lift the maximum
    PURCHASES_NOT_STATED = "purchases_not_stated"
    KNOWLEDGE_NOT_STATED = "knowledge_not_stated"
    DAYS = "days"  # there is a maximum a day


@dataclass(frozen=True)
class Assumption:
    """An assumption and the Dutch-ready values to tell it with."""

    kind: Assumed
    about: str = ""  # label of the candidate, bonus or purchase
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ask:
    """A question and the Dutch-ready values to ask it with."""

    kind: Question
    about: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of working; the amount is not rounded."""

    label: str
    formula: str
    amount: Decimal


@dataclass(frozen=True)
class Result:
    """An amount with how it came about; `exact` None: it cannot be said yet."""

    rules: RuleSet  # with source, date checked and verification
    exact: Decimal | None
    lines: tuple[Line, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    questions: tuple[Ask, ...] = ()

    @property
    def euros(self) -> int | None:
        """The amount in whole euros."""
        return None if self.exact is None else to_euros(self.exact)


def to_euros(amount: Decimal) -> int:
    """Round half up to whole euros; a negative amount rounds like its opposite."""
    clean = amount.quantize(_TAIL)
    return int(clean.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def money(amount: Decimal) -> str:
    """An amount as the Dutch write it: € 40.000, or € 1.234,50 when there are cents."""
    cents = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    shown = f"{cents:,.2f}".removesuffix(".00")
    return "€ " + shown.translate(str.maketrans(",.", ".,"))


def number(value: Decimal) -> str:
    """A number as the Dutch write it, with at most two decimals: 24, 3,75, 0,8."""
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded.normalize():f}".replace(".", ",")
