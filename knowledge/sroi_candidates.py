"""What candidates, purchases and shared knowledge are worth by a set of social return rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from knowledge.sroi_rules import Block, BonusRule, Purchase, RuleSet
from knowledge.sroi_working import (
    ZERO,
    Ask,
    Assumed,
    Assumption,
    Line,
    Question,
    Result,
    money,
    number,
)

USUAL_FULL_TIME = Decimal(36)
"""Taken when the rules do not say how many hours full-time is; always told as an assumption."""
YEAR = Decimal(12)


@dataclass(frozen=True)
class Candidate:
    """Somebody who gets work: who, how many hours a week, how many months."""

    block: str  # key of a block or of a group of blocks
    hours: Decimal | None = None  # a week; None with a share of full time
    months: Decimal = YEAR
    fte: Decimal | None = None  # instead of hours; without both: full-time
    age: int | None = None
    bonuses: tuple[str, ...] = ()  # keys of bonuses that the user names
    has_wage_subsidy: bool | None = None


@dataclass(frozen=True)
class Bought:
    """A purchase without btw; `kind` None: from whom was not said."""

    amount: Decimal
    kind: Purchase | None = None


@dataclass(frozen=True)
class Shared:
    """Knowledge shared or a project supported: hours of employees, days, or costs."""

    hours: Decimal = ZERO
    days: Decimal | None = None
    costs: Decimal = ZERO


@dataclass(frozen=True)
class Closing:
    """How long one candidate of a block must work to fill a gap."""

    block: Block
    hours: Decimal
    exact_months: Decimal
    months: int  # whole months, rounded up
    maximum: Decimal | None  # None: none, or not stated
    fits: bool  # within the maximum
    people: int  # how many candidates it takes within the maximum
    result: Result  # what `exact_months` of this candidate gives


def fulfilment_of(rules: RuleSet, candidate: Candidate) -> Result:
    """Block × hours / full-time × months / 12 within the maximum, plus bonuses."""
    blocks = rules.named(candidate.block)
    if len(blocks) != 1:
        return Result(rules, None, questions=(_which(candidate.block, blocks),))
    block = blocks[0]
    full_time, assumed = _full_time(rules)
    hours, more = _counted_hours(candidate, block, full_time)
    months, maximum, asks = _counted_months(rules, block, candidate)
    share = hours * months / (full_time * YEAR)
    formula = (
        f"{money(block.value)} × {number(hours)}/{number(full_time)} × {number(months)}/{YEAR}"
    )
    if months < candidate.months:
        formula += f" (telt hooguit {number(months)} maanden)"
    lines = [Line(block.label, formula, block.value * hours * months / (full_time * YEAR))]
    assumptions = [*assumed, *more, *maximum]
    for bonus in rules.bonuses:
        line, told = _bonus(bonus, block, candidate, share)
        lines += line
        assumptions += told
    total = sum((line.amount for line in lines), ZERO)
    return Result(rules, total, tuple(lines), tuple(assumptions), tuple(asks))


def purchase_of(rules: RuleSet, bought: Bought) -> Result:
    """What a purchase counts for; nothing when the rules do not say that it counts."""
    fitting = [one for one in rules.purchases if bought.kind in (None, one.key)]
    if not fitting:
        ask = Ask(Question.PURCHASES_NOT_STATED, values=(money(bought.amount),))
        return Result(rules, None, questions=(ask,))
    rule = fitting[0]
    told = []
    if rule.requires:
        told.append(Assumption(Assumed.PURCHASE_CONDITION_MET, rule.label, (rule.requires,)))
    if rule.percent is None:
        told.append(Assumption(Assumed.PURCHASE_COUNTS_WHOLE, rule.label))
    percent = rule.percent or Decimal(100)
    shown = money(bought.amount)
    formula = shown if percent == 100 else f"{shown} × {number(percent)}%"
    line = Line(rule.label, formula, bought.amount * percent / 100)
    return Result(rules, line.amount, (line,), tuple(told))


def knowledge_of(rules: RuleSet, shared: Shared) -> Result:
    """What sharing knowledge counts for: hours × rate plus costs, within the maximum a day."""
    rule = rules.knowledge
    if rule is None or (shared.hours and not rule.hourly_rate):
        return Result(rules, None, questions=(Ask(Question.KNOWLEDGE_NOT_STATED),))
    rate = rule.hourly_rate or ZERO
    told, asks = [], []
    if shared.costs and rule.costs_count is None:
        told.append(Assumption(Assumed.KNOWLEDGE_COSTS_COUNT, values=(money(shared.costs),)))
    costs = ZERO if rule.costs_count is False else shared.costs
    amount = shared.hours * rate + costs
    parts = [f"{number(shared.hours)} uur × {money(rate)}"] if shared.hours else []
    parts += [f"{money(costs)} kosten"] if costs else []
    formula = " + ".join(parts) or money(ZERO)
    if rule.day_maximum is not None:
        if shared.days is None:
            asks.append(Ask(Question.DAYS, values=(money(rule.day_maximum),)))
        days = Decimal(1) if shared.days is None else shared.days
        if amount > days * rule.day_maximum:
            amount = days * rule.day_maximum
            formula += f", hooguit {number(days)} × {money(rule.day_maximum)}"
    line = Line("Kennis delen of activiteit", formula, amount)
    return Result(rules, amount, (line,), tuple(told), tuple(asks))


def closing(rules: RuleSet, gap: Decimal, candidate: Candidate) -> Closing | None:
    """How many months of a candidate fill a gap; None when the block is unknown or unclear."""
    blocks = rules.named(candidate.block)
    if len(blocks) != 1 or gap <= 0:
        return None
    block = blocks[0]
    full_time, _ = _full_time(rules)
    hours, _ = _counted_hours(candidate, block, full_time)
    maximum = maximum_of(rules, block, candidate)
    per_month = block.value * hours / (full_time * YEAR)
    once = ZERO
    for bonus in rules.bonuses:
        if _earns(bonus, block, candidate, ZERO):
            each = bonus.value * hours / (full_time * YEAR)
            per_month += each if bonus.pro_rata else ZERO
            once += ZERO if bonus.pro_rata else bonus.value
    exact = max(ZERO, (gap - once) / per_month)
    whole = max(1, int(exact.quantize(Decimal("1e-12")).to_integral_value(ROUND_CEILING)))
    fits = maximum is None or exact <= maximum
    most = None if maximum is None else per_month * maximum + once
    people = 1 if fits or most is None else int((gap / most).to_integral_value(ROUND_CEILING))
    filled = fulfilment_of(rules, replace(candidate, months=exact))
    return Closing(block, hours, exact, whole, maximum, fits, people, filled)


def ways_to_close(rules: RuleSet, gap: Decimal, hours: Decimal | None = None) -> list[Closing]:
    """For every block, how many months fill a gap; the quickest first."""
    found = (closing(rules, gap, Candidate(block.key, hours)) for block in rules.blocks)
    return sorted((one for one in found if one), key=lambda one: (not one.fits, one.exact_months))


def maximum_of(rules: RuleSet, block: Block, candidate: Candidate) -> Decimal | None:
    """How many months a candidate counts at most; None when there is none or it is not stated."""
    lifted = candidate.has_wage_subsidy and rules.wage_subsidy_lifts_maximum
    if block.always_counts or lifted:
        return None
    return block.maximum_months or rules.maximum_months


def _which(name: str, blocks: tuple[Block, ...]) -> Ask:
    if not blocks:
        return Ask(Question.BLOCK_MISSING, name)
    return Ask(Question.WHICH_BLOCK, name, tuple(block.label for block in blocks))


def _full_time(rules: RuleSet) -> tuple[Decimal, list[Assumption]]:
    if rules.full_time_hours:
        return rules.full_time_hours, []
    told = Assumption(Assumed.FULL_TIME_HOURS_NOT_STATED, values=(number(USUAL_FULL_TIME),))
    return USUAL_FULL_TIME, [told]


def _counted_hours(
    candidate: Candidate, block: Block, full_time: Decimal
) -> tuple[Decimal, list[Assumption]]:
    share = Decimal(1) if candidate.fte is None else candidate.fte
    hours = full_time * share if candidate.hours is None else candidate.hours
    if hours <= full_time:
        return hours, []
    values = (number(hours), number(full_time))
    return full_time, [Assumption(Assumed.HOURS_ABOVE_FULL_TIME, block.label, values)]


def _counted_months(
    rules: RuleSet, block: Block, candidate: Candidate
) -> tuple[Decimal, list[Assumption], list[Ask]]:
    maximum = maximum_of(rules, block, candidate)
    if maximum is None:
        is_stated = block.always_counts or rules.has_no_maximum or rules.maximum_months
        kind = Assumed.MAXIMUM_MONTHS_NOT_STATED
        return candidate.months, [] if is_stated else [Assumption(kind, block.label)], []
    if candidate.months <= maximum:
        return candidate.months, [], []
    might = rules.wage_subsidy_lifts_maximum and candidate.has_wage_subsidy is None
    asks = [Ask(Question.WAGE_SUBSIDY, block.label, (number(maximum),))] if might else []
    return maximum, [], asks


def _bonus(
    bonus: BonusRule, block: Block, candidate: Candidate, share: Decimal
) -> tuple[list[Line], list[Assumption]]:
    if not _earns(bonus, block, candidate, candidate.months):
        is_open = bonus.minimum_age and candidate.age is None and _is_for(bonus, block)
        return [], [Assumption(Assumed.BONUS_AGE_UNKNOWN, bonus.label)] if is_open else []
    told = []
    is_at_limit = candidate.age is not None and candidate.age == bonus.minimum_age
    if is_at_limit and bonus.age_included is None and bonus.key not in candidate.bonuses:
        told.append(Assumption(Assumed.BONUS_AT_AGE_LIMIT, bonus.label, (str(candidate.age),)))
    if bonus.condition:
        told.append(Assumption(Assumed.BONUS_CONDITION_MET, bonus.label, (bonus.condition,)))
    in_part = bonus.value * share
    if bonus.pro_rata:
        formula = f"{money(bonus.value)} naar rato van uren en maanden"
        return [Line(bonus.label, formula, in_part)], told
    if bonus.pro_rata is None and share != 1:
        values = (money(bonus.value), money(in_part))
        told.append(Assumption(Assumed.BONUS_COUNTED_WHOLE, bonus.label, values))
    return [Line(bonus.label, money(bonus.value), bonus.value)], told


def _earns(bonus: BonusRule, block: Block, candidate: Candidate, months: Decimal) -> bool:
    if not _is_for(bonus, block):
        return False
    if bonus.key in candidate.bonuses:
        return True
    if bonus.minimum_age is None and not (bonus.minimum_months and bonus.only_for):
        return False  # somebody has to name it
    long_enough = bonus.minimum_months is None or months >= bonus.minimum_months
    return long_enough and _is_old_enough(bonus, candidate.age)


def _is_old_enough(bonus: BonusRule, age: int | None) -> bool:
    if bonus.minimum_age is None:
        return True
    if age is None:
        return False
    return age > bonus.minimum_age or (age == bonus.minimum_age and bonus.age_included is not False)


def _is_for(bonus: BonusRule, block: Block) -> bool:
    return not bonus.only_for or block.key in bonus.only_for


def joined(rules: RuleSet, results: Iterable[Result]) -> Result:
    """The sum of the parts that are known, with everything there is to tell, each told once."""
    parts = list(results)
    return Result(
        rules,
        sum((part.exact or ZERO for part in parts), ZERO),
        tuple(line for part in parts for line in part.lines),
        tuple(dict.fromkeys(one for part in parts for one in part.assumptions)),
        tuple(dict.fromkeys(one for part in parts for one in part.questions)),
    )
