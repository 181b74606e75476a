"""Understanding the amounts of euros and the percentages that people type in Dutch.

`knowledge.working_time` reads durations and hours; the words are in `knowledge.amount_words`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge import amount_words as words
from knowledge.number_text import NUMBER, any_of, number_value
from knowledge.quantities import (
    Amount,
    Percentage,
    Problem,
    Unusable,
    Vat,
    plain_text,
    problem_of,
    signed,
    span_of,
    unusable,
)

MOST_EUROS = Decimal(10_000_000_000)
FEWEST_DIGITS = 5
"""A bare number in running text is an amount from five digits on; fewer may be a year."""
MOST_DIGITS = 8

_CURRENCY = any_of(words.CURRENCY)
_VAT = (
    rf"(?:(?P<ex>{any_of(words.VAT_EXCLUDED)})|(?P<inc>{any_of(words.VAT_INCLUDED)}))"
    rf"\b\.?\s*(?:de\s+)?(?:{'|'.join(words.VAT)})(?!\w)"
)
_VAT_MENTION = re.compile(rf"(?<!\w){_VAT}")
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?:(?P<first>{NUMBER})\s*(?:euro|k)?\s*(?:{any_of(words.RANGES)}|[-–])\s*)?"
    rf"(?P<minus>[-−–]\s?|min(?:us)?\s+)?(?P<cur>{_CURRENCY})?\s?(?P<minus2>[-−–]\s?)?"
    rf"(?P<num>{NUMBER})(?:\s?(?P<scale>{any_of(words.SCALES)}|(?<=\d)m)(?!\w))?"
    rf"(?P<nocents>{any_of(words.NO_CENTS)})?(?:\s?(?P<cur2>{_CURRENCY})(?!\w))?"
    rf"(?:\s*[,(]?\s*{_VAT}\)?)?(?P<after>\s*(?:%|\w+[²³]?)?)"
)
_PERCENT = re.compile(rf"{signed('num')}\s?(?:%|procent|percent|pct)(?!\w)")


def find_amounts(text: str, *, expected: bool = False) -> list[Amount | Unusable]:
    """The amounts of money in a text, in order.

    Args:
        expected: the text answers a question for an amount, so that a bare
            number is one, and a percentage is a mistake worth telling.
    """
    plain = plain_text(text)
    found: list[Amount | Unusable] = []
    for match in _AMOUNT.finditer(plain):
        if match["after"].strip() in ("%", "procent", "percent", "pct"):
            if expected:
                found.append(unusable(text, match, Problem.PERCENTAGE))
        elif _is_money(match, expected):
            found.append(_amount(text, plain, match))
    return found


def find_percentages(text: str) -> list[Percentage | Unusable]:
    """The percentages in a text, in order."""
    found: list[Percentage | Unusable] = []
    for match in _PERCENT.finditer(plain_text(text)):
        percent = number_value(match["num"])
        problem = problem_of(match, percent, Decimal(100))
        found.append(
            unusable(text, match, problem)
            if problem
            else Percentage(*span_of(text, match.start("num"), match.end()), percent)
        )
    return found


def _is_money(match: re.Match[str], expected: bool) -> bool:
    number, after = match["num"], match["after"].strip()
    if match["cur"] or match["cur2"] or match["nocents"]:
        return True
    if match["scale"]:
        return match["scale"] != "m" and after not in words.NOT_MONEY
    if after in words.NOT_MONEY or not number[0].isdigit():
        return False
    if expected:
        return True
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{2})?", number)
    plain = number.isdigit() and FEWEST_DIGITS <= len(number) <= MOST_DIGITS and number[0] != "0"
    return bool(grouped or plain or "e" in number)


def _amount(text: str, plain: str, match: re.Match[str]) -> Amount | Unusable:
    scale = words.MILLION if match["scale"] == "m" else words.SCALES.get(match["scale"] or "")
    value = number_value(match["num"]) * (scale or 1)
    problem = problem_of(match, value, MOST_EUROS)
    start, end = match.start(), match.start("after")
    if problem:
        return Unusable(*span_of(text, start, end), problem)
    return Amount(*span_of(text, start, end), value, _vat(match) or _only_vat(plain))


def _vat(match: re.Match[str]) -> Vat | None:
    if match["ex"]:
        return Vat.EXCLUDED
    return Vat.INCLUDED if match["inc"] else None


def _only_vat(plain: str) -> Vat | None:
    """What the whole text says about btw, when it does so once."""
    mentions = list(_VAT_MENTION.finditer(plain))
    return _vat(mentions[0]) if len(mentions) == 1 else None
