"""Computing social return: what is due, what counts towards it, and what remains.

Pure and exact: see `knowledge.sroi_working` for rounding. What a rule set does not say
comes back as an assumption or a question, never as a silent choice.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from knowledge.quantities import Vat
from knowledge.sroi_candidates import (
    Bought,
    Candidate,
    Shared,
    fulfilment_of,
    joined,
    knowledge_of,
    purchase_of,
)
from knowledge.sroi_rules import Base, PercentageRule, RuleSet
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
    to_euros,
)


@dataclass(frozen=True)
class Assignment:
    """The contract, as far as known; `percentage` is what the contract itself says."""

    amount: Decimal
    base: Base | None = None  # which amount it is; None when not said
    contract_value: Decimal | None = None  # for the threshold, when `amount` is no price
    months: Decimal | None = None
    labour_share: Decimal | None = None  # percent of the price that is labour
    percentage: Decimal | None = None
    vat: Vat | None = None


@dataclass(frozen=True)
class Case:
    """A contract, and what is done for it."""

    assignment: Assignment
    candidates: tuple[Candidate, ...] = ()
    purchases: tuple[Bought, ...] = ()
    shared: tuple[Shared, ...] = ()


class Applies(str, enum.Enum):
    """Whether there is an obligation by these rules."""

    YES = "yes"
    BELOW_THRESHOLD = "below_threshold"
    TOO_SHORT = "too_short"
    UNKNOWN = "unknown"  # a question has to be answered first


@dataclass(frozen=True)
class Obligation(Result):
    """What is due; zero when the rules ask nothing of this contract."""

    applies: Applies = Applies.UNKNOWN
    percent: Decimal | None = None
    base: Base | None = None


@dataclass(frozen=True)
class Balance:
    """What is due, what counts, and the difference; never negative."""

    obligation: Obligation
    fulfilment: Result
    remaining: Decimal | None  # None: the obligation is not known
    surplus: Decimal | None

    @property
    def remaining_euros(self) -> int | None:
        """What is still to be done, in whole euros."""
        return None if self.remaining is None else to_euros(self.remaining)

    @property
    def surplus_euros(self) -> int | None:
        """What is done beyond what is due, in whole euros."""
        return None if self.surplus is None else to_euros(self.surplus)


@dataclass(frozen=True)
class Comparison:
    """The same case by two rule sets; a difference is the other's amount minus the one's."""

    one: Balance
    other: Balance

    @property
    def obligation_difference(self) -> Decimal | None:
        """How much more is due by the other rules."""
        return _difference(self.one.obligation.exact, self.other.obligation.exact)

    @property
    def fulfilment_difference(self) -> Decimal | None:
        """How much more the same effort counts by the other rules."""
        return _difference(self.one.fulfilment.exact, self.other.fulfilment.exact)

    @property
    def remaining_difference(self) -> Decimal | None:
        """How much more remains by the other rules."""
        return _difference(self.one.remaining, self.other.remaining)


class _Working:
    """Assumptions and questions, collected on the way."""

    def __init__(self) -> None:
        self.assumptions: list[Assumption] = []
        self.questions: list[Ask] = []

    def assume(self, kind: Assumed, *values: str) -> None:
        self.assumptions.append(Assumption(kind, values=values))

    def ask(self, kind: Question, *values: str) -> None:
        self.questions.append(Ask(kind, values=values))


def obligation(rules: RuleSet, assignment: Assignment) -> Obligation:
    """Percentage × base, when the contract is large and long enough for these rules."""
    work = _Working()
    if rules.valid_from is None:
        work.assume(Assumed.VALIDITY_NOT_STATED, rules.as_of or "")
    base = _base(rules, assignment, work)
    applies = _applies(rules, assignment, base, work)
    if applies in (Applies.BELOW_THRESHOLD, Applies.TOO_SHORT):
        line = Line("Verplichting", _no_obligation(rules, applies), ZERO)
        return Obligation(rules, ZERO, (line,), tuple(work.assumptions), (), applies, None, base)
    percent = _percent(rules, assignment, work)
    if base is None or percent is None or applies is Applies.UNKNOWN:
        questions = tuple(work.questions)
        told = tuple(work.assumptions)
        return Obligation(rules, None, (), told, questions, Applies.UNKNOWN, percent, base)
    exact = assignment.amount * percent / 100
    formula = f"{number(percent)}% × {money(assignment.amount)}"
    line = Line(f"Verplichting over de {base.label}", formula, exact)
    told, questions = tuple(work.assumptions), tuple(work.questions)
    return Obligation(rules, exact, (line,), told, questions, Applies.YES, percent, base)


def fulfilment(rules: RuleSet, case: Case) -> Result:
    """What candidates, purchases and shared knowledge count for together."""
    candidates = [fulfilment_of(rules, one) for one in case.candidates]
    purchases = [purchase_of(rules, one) for one in case.purchases]
    shared = [knowledge_of(rules, one) for one in case.shared]
    return joined(rules, [*candidates, *purchases, *shared])


def balance(rules: RuleSet, case: Case) -> Balance:
    """What is due, what counts towards it, and what remains or is too much."""
    due, done = obligation(rules, case.assignment), fulfilment(rules, case)
    if due.exact is None:
        return Balance(due, done, None, None)
    difference = due.exact - (done.exact or ZERO)
    return Balance(due, done, max(difference, ZERO), max(-difference, ZERO))


def compare(one: RuleSet, other: RuleSet, case: Case) -> Comparison:
    """The same case by two rule sets."""
    return Comparison(balance(one, case), balance(other, case))


def _base(rules: RuleSet, assignment: Assignment, work: _Working) -> Base | None:
    """The base of the amount; None when the amount of another base is needed."""
    if assignment.vat is Vat.INCLUDED:
        work.ask(Question.AMOUNT_WITHOUT_VAT, money(assignment.amount))
        return None
    if assignment.vat is None:
        work.assume(Assumed.AMOUNT_WITHOUT_VAT)
    if not rules.bases:
        base = assignment.base or Base.CONTRACT_PRICE
        work.assume(Assumed.BASE_NOT_STATED, base.label)
        return base
    if assignment.base in rules.bases:
        return assignment.base
    is_price = assignment.base is None or assignment.base.is_price
    for base in rules.bases:
        if is_price and base.is_price:
            work.assume(Assumed.BASE_IS_THIS_AMOUNT, base.label)
            return base
    work.ask(Question.BASE_AMOUNT, rules.bases[0].label)
    return None


def _applies(rules: RuleSet, assignment: Assignment, base: Base | None, work: _Working) -> Applies:
    if rules.minimum_months is not None:
        if assignment.months is not None and assignment.months < rules.minimum_months:
            return Applies.TOO_SHORT
        if assignment.months is None:
            work.assume(Assumed.LONG_ENOUGH, number(rules.minimum_months))
            work.ask(Question.DURATION, number(rules.minimum_months))
    if rules.threshold is None:
        work.assume(Assumed.THRESHOLD_NOT_STATED)
        return Applies.YES
    limit = rules.threshold
    is_price = assignment.base is None or assignment.base.is_price
    value = assignment.contract_value or (assignment.amount if is_price else None)
    if value is None:
        work.ask(Question.CONTRACT_VALUE, money(limit.amount))
        return Applies.UNKNOWN
    if assignment.vat is Vat.INCLUDED:
        return Applies.UNKNOWN
    if value == limit.amount and limit.included is None:
        work.assume(Assumed.EXACTLY_AT_THRESHOLD, money(limit.amount))
    reached = value > limit.amount or (value == limit.amount and limit.included is not False)
    return Applies.YES if reached else Applies.BELOW_THRESHOLD


def _no_obligation(rules: RuleSet, applies: Applies) -> str:
    if applies is Applies.TOO_SHORT and rules.minimum_months is not None:
        return f"korter dan {number(rules.minimum_months)} maanden: geen verplichting"
    if rules.threshold is None:
        return "geen verplichting"
    word = "niet meer dan" if rules.threshold.included is False else "lager dan"
    return f"{word} de drempel van {money(rules.threshold.amount)}: geen verplichting"


def _percent(rules: RuleSet, assignment: Assignment, work: _Working) -> Decimal | None:
    if assignment.percentage is not None:
        work.assume(Assumed.PERCENTAGE_FROM_USER, f"{number(assignment.percentage)}%")
        return assignment.percentage
    usual = next((one for one in rules.percentages if one.labour_share_below is None), None)
    if usual is None:
        work.ask(Question.PERCENTAGE)
        return None
    rule = _lower(rules, assignment, work) or usual
    if rule.is_minimum:
        work.assume(Assumed.PERCENTAGE_IS_MINIMUM, f"{number(rule.percent)}%")
    return rule.percent


def _lower(rules: RuleSet, assignment: Assignment, work: _Working) -> PercentageRule | None:
    """The percentage for little labour, when it is known to hold."""
    for rule in rules.percentages:
        limit = rule.labour_share_below
        if limit is None:
            continue
        if assignment.labour_share is None:
            values = (f"{number(limit)}%", f"{number(rule.percent)}%")
            work.assume(Assumed.LABOUR_SHARE_HIGH_ENOUGH, *values)
            work.ask(Question.LABOUR_SHARE, *values)
        elif assignment.labour_share < limit:
            return rule
    return None


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else other - one
