"""Questions about amounts: from which amount on something holds, or which procedure is used."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge import procurement as p
from knowledge.amounts import find_amounts
from knowledge.language import simplify
from knowledge.quantities import Amount, plain_text
from knowledge.records import Verification
from knowledge.sroi_case import rules_for
from knowledge.sroi_finds import find_day
from knowledge.sroi_rules import Buyer, Provenance, RuleBook, RuleSet


class About(str, enum.Enum):
    """What a question about amounts is about."""

    EUROPEAN = "european"
    PROCEDURE = "procedure"
    SOCIAL_RETURN = "social_return"


@dataclass(frozen=True)
class AmountQuestion:
    """A question about amounts, as far as it says."""

    about: About
    kinds: tuple[str, ...]  # of purchases; empty: not said
    amount: Decimal | None
    day: date
    buyer: Buyer
    procedure: str | None = None  # the beginning of its key


@dataclass(frozen=True)
class Row:
    """One amount with what it says; None: no amount, or no limit."""

    label: str
    words: str
    amount: Decimal | None


class Verdict(str, enum.Enum):
    """What there is to say."""

    KNOWN = "known"
    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    AT_THE_LIMIT = "at_the_limit"  # the source does not say what happens just there
    NOT_STATED = "not_stated"  # the rules name no threshold
    NO_LOCAL_DATA = "no_local_data"
    OTHER_PERIOD = "other_period"


@dataclass(frozen=True)
class AmountAnswer:
    """The amounts that answer a question, and where they were read."""

    question: AmountQuestion
    verdict: Verdict
    rows: tuple[Row, ...] = ()
    provenance: Provenance | None = None
    name: str | None = None  # whose rules these are; None: of all municipalities
    as_of: str | None = None
    note: str | None = None
    is_fictitious: bool = False


_KINDS = {
    p.SOCIAL_SERVICES: (
        r"\bsociale (?:en|dienst)|\bsociaal domein\b|\bzorg|\bwmo\b|\bjeugd|\bverlicht"
    ),
    p.CONCESSIONS: r"\bconcessie",
    p.WORKS: r"\bwerken\b|\bbouw|\bverbouw|\brenovatie|\baannem|\bweg(?:en)?werk|\briool",
    p.GOODS: r"\blevering|\bgoederen\b|\bspullen\b|\blaptops?\b|\bmeubel",
    p.SERVICES: r"\bdiensten?\b|\bdienstverlening\b|\badvies|\bschoonma|\bcatering\b|\bonderzoek",
}
_SOCIAL_RETURN = re.compile(r"\bsroi\b|\bsocial[ -]?return\b")
_EUROPEAN = re.compile(r"\beurope[e]?s|\beuropa\b|\beu\b|\beu-")
_PROCEDURE = re.compile(
    r"onderhands|enkelvoudig|meervoudig|\bprocedure|\bhoe (?:moet|mag) (?:ik|ons|we|dit)"
    r"|\bnationaal\b|\boffertes?\b|\baanbested"
)
_STATE = re.compile(r"\brijk(?:s\w*)?\b|\bministerie")
_PROCEDURES = {
    "enkelvoudig": r"enkelvoudig|\b(?:een|1) offerte\b|\been ondernemer\b|\bdirect gunnen\b",
    "meervoudig": r"meervoudig|\bdrie offertes\b|\b3 offertes\b",
    "nationaal": r"\bnationaa?l",
}
_LABELS = {
    p.GOODS: "Leveringen", p.SERVICES: "Diensten", p.WORKS: "Werken", p.CONCESSIONS: "Concessies",
    p.SOCIAL_SERVICES: "Sociale en andere specifieke diensten",
}  # fmt: skip


def read_amount_question(text: str, today: date) -> AmountQuestion:
    """What a text asks about amounts."""
    plain = plain_text(text)
    amounts = [one for one in find_amounts(text) if isinstance(one, Amount)]
    kinds = tuple(kind for kind in p.KINDS if re.search(_KINDS[kind], plain))
    named = (name for name, pattern in _PROCEDURES.items() if re.search(pattern, plain))
    return AmountQuestion(
        _about(plain, bool(amounts)),
        kinds[:1] if len(kinds) > 2 else kinds,
        amounts[-1].euros if amounts else None,
        find_day(simplify(text), today) or today,
        Buyer.STATE if _STATE.search(plain) else Buyer.LOCAL,
        next(named, None),
    )


def _about(plain: str, has_amount: bool) -> About:
    if _SOCIAL_RETURN.search(plain):
        return About.SOCIAL_RETURN
    if _EUROPEAN.search(plain):
        return About.EUROPEAN
    is_procedure = _PROCEDURE.search(plain) or has_amount
    return About.PROCEDURE if is_procedure else About.EUROPEAN


def european(book: p.AmountBook, question: AmountQuestion) -> AmountAnswer:
    """The European thresholds of the day, and whether an amount reaches them."""
    kinds = question.kinds or (p.SERVICES, p.WORKS, p.SOCIAL_SERVICES)
    found = [
        one
        for kind in kinds
        if (one := book.european_threshold(kind, question.day, question.buyer))
    ]
    unique = list(dict.fromkeys(found))
    if not unique:
        return AmountAnswer(question, Verdict.OTHER_PERIOD)
    first = unique[0]
    rows = tuple(Row(_kinds_of(one), "Europees vanaf", one.amount) for one in unique)
    return AmountAnswer(
        question,
        _reached(question, first.amount),
        rows,
        first.provenance,
        as_of=f"{first.valid_from.year} en {first.valid_until.year}",
        note=first.note if first.provenance.source is None else None,
    )


def _reached(question: AmountQuestion, limit: Decimal) -> Verdict:
    if question.amount is None or (not question.kinds and question.amount >= limit):
        return Verdict.KNOWN
    return Verdict.APPLIES if question.amount >= limit else Verdict.DOES_NOT_APPLY


def _kinds_of(one: p.Threshold) -> str:
    first, *others = (_LABELS[kind] for kind in one.kinds)
    is_sure = one.provenance.verification is Verification.VERIFIED
    named = " en ".join([first, *(other.lower() for other in others)])
    return named if is_sure else f"{named} (nog te bevestigen)"


def procedure(book: p.AmountBook, question: AmountQuestion, municipality: str) -> AmountAnswer:
    """Which procedure a municipality uses for an amount, or up to which amount each goes."""
    kinds = question.kinds or (p.SERVICES, p.WORKS)
    rows: list[Row] = []
    for kind in kinds:
        rows += _procedure_rows(book, question, municipality, kind)
    tables = [one for one in book.tables if one.municipality == municipality]
    table = next((one for one in tables if one.holds_on(question.day)), None)
    if table is None or not rows:
        verdict = Verdict.OTHER_PERIOD if tables else Verdict.NO_LOCAL_DATA
        national = european(book, question)
        return AmountAnswer(
            question, verdict, national.rows, national.provenance, None, national.as_of
        )
    as_of = f"vanaf {table.valid_from.year}" if table.valid_from else None
    return AmountAnswer(
        question,
        Verdict.KNOWN,
        tuple(rows),
        table.provenance,
        municipality,
        as_of,
        table.note,
        table.is_fictitious,
    )


def _procedure_rows(
    book: p.AmountBook, question: AmountQuestion, municipality: str, kind: str
) -> list[Row]:
    threshold = book.european_threshold(kind, question.day)
    limit = threshold.amount if threshold else None
    if question.amount is not None:
        row = book.procedure(municipality, kind, question.amount, question.day).row
        fitting = [row] if row else []
    else:
        rows = book.limits(municipality, kind, question.day)
        named = question.procedure
        fitting = [one for one in rows if named is None or one.procedure.startswith(named)]
    return [Row(f"{one.label}, {_LABELS[kind].lower()}", *_between(one, limit)) for one in fitting]


def _between(row: p.ProcedureRow, european_limit: Decimal | None) -> tuple[str, Decimal | None]:
    """The limit of a procedure: the upper one, else the lower one."""
    below = european_limit if row.below_european else row.below
    if below is not None:
        return "minder dan", below
    above = european_limit if row.from_european else (row.from_amount or row.above)
    return ("meer dan" if row.above is not None else "vanaf"), above


def social_return(book: RuleBook, question: AmountQuestion, place: str) -> AmountAnswer:
    """From which amount on a municipality asks social return, and whether an amount reaches it."""
    rules = rules_for(book, place, question.day)
    if not isinstance(rules, RuleSet):
        known = rules.nearest is not None
        return AmountAnswer(question, Verdict.OTHER_PERIOD if known else Verdict.NO_LOCAL_DATA)
    limit = rules.threshold
    if limit is None:
        return AmountAnswer(
            question, Verdict.NOT_STATED, (), rules.provenance, rules.name, rules.as_of
        )
    row = Row("Drempel", "meer dan" if limit.included is False else "vanaf", limit.amount)
    return AmountAnswer(
        question,
        _past(question.amount, limit.amount, limit.included),
        (row,),
        rules.provenance,
        rules.name,
        rules.as_of,
        is_fictitious=rules.is_fictitious,
    )


def _past(amount: Decimal | None, limit: Decimal, included: bool | None) -> Verdict:
    if amount is None:
        return Verdict.KNOWN
    if amount == limit and included is None:
        return Verdict.AT_THE_LIMIT
    reached = amount > limit or (amount == limit and included is True)
    return Verdict.APPLIES if reached else Verdict.DOES_NOT_APPLY
