"""What can be read from what people type: amounts, percentages, durations and working hours.

Every find is a frozen record with an exact value, the text that matched and
where; what is recognised but cannot be used is an `Unusable` that says why.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from knowledge import amount_words as words
from knowledge.number_text import NUMBER, any_of


class Vat(str, enum.Enum):
    """What somebody says about value added tax (btw)."""

    EXCLUDED = "excl"
    INCLUDED = "incl"


class Period(str, enum.Enum):
    """Over what a number of hours was stated."""

    WEEK = "week"
    MONTH = "month"
    DAY = "day"


class Basis(str, enum.Enum):
    """How hours came about; anything but STATED is to be told to the user."""

    STATED = "stated"
    EIGHT_HOUR_DAYS = "eight_hour_days"  # "3 dagen per week": 8 hours a day assumed
    FIFTY_TWO_WEEKS = "fifty_two_weeks"  # "100 uur per maand": a month is 52/12 weeks
    SHARE_OF_FULL_TIME = "share_of_full_time"  # "0,8 fte": depends on the full-time hours


class Problem(str, enum.Enum):
    """Why what somebody typed cannot be used."""

    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_LARGE = "too_large"
    PERCENTAGE = "percentage"  # a percentage where an amount was asked for
    RANGE = "range"  # "2 tot 3 ton": which of the two?
    SEVERAL_PEOPLE = "several_people"  # more than 1 fte is more than one candidate
    HOW_MANY_DAYS = "how_many_days"  # hours a day, without the days a week


@dataclass(frozen=True)
class Span:
    """The text that was read, and its place: `text == original[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Amount(Span):
    """An amount in euros; `vat` is None when nothing is said about it."""

    euros: Decimal
    vat: Vat | None


@dataclass(frozen=True)
class Percentage(Span):
    """A percentage, 5 for "5%"."""

    percent: Decimal


@dataclass(frozen=True)
class Duration(Span):
    """A length of time in months."""

    months: Decimal


@dataclass(frozen=True)
class Hours(Span):
    """Working hours; in a share of full time (`fte`) when that is how they were given."""

    hours: Decimal | None
    fte: Decimal | None = None
    period: Period | None = None  # None when not said: a week, or a total
    basis: Basis = Basis.STATED

    def per_week(self, full_time: Decimal) -> Decimal:
        """Hours a week, for a rule whose full-time week has this many hours."""
        return self.hours if self.hours is not None else (self.fte or Decimal(0)) * full_time


@dataclass(frozen=True)
class Unusable(Span):
    """Recognised, but not to be computed with."""

    problem: Problem


def signed(name: str) -> str:
    """A pattern for a number, and what may stand before it: the start of a range, a minus."""
    between = f"(?:{any_of(words.RANGES)}|[-–/])"
    first = rf"(?:(?P<first>{NUMBER})\s*(?:euro|k)?\s*{between}\s*)?"
    return rf"(?<![\w.,/]){first}(?P<minus>[-−–]\s?|min(?:us)?\s+)?(?P<{name}>{NUMBER})"


_NO_QUANTITY = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d.,€])(?:\+|00)\d[\d ().-]{7,16}\d",  # telephone
        r"(?<![\d.,€])0[1-9](?:[ ().-]{0,3}\d){8}(?!\d)",
        r"(?<![\d.,€])0[89]00[ -]?\d{4,7}(?!\d)",
        r"(?<![\d.,€])(?<!€ )14 ?0\d{1,3}(?!\d)(?!\s*(?:€|eur))",
        r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)",  # dates and times
        r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)",
        r"(?<!\d)\d{1,2}:\d{2}(?!\d)(?:\s*uur)?",
        r"(?<![\d.,])\d{1,2}\.\d{2}\s*uur",
        r"(?<!\w)van\s+\d{1,2}(?:\s*uur)?\s+tot\s+\d{1,2}\s*uur(?!\s*(?:per|p))",
        rf"(?<!\w)(?:{any_of(words.CLOCK)})\s+\d{{1,2}}\s*uur(?!\s*(?:per|p))",
        rf"(?<!\w)(?:{any_of(words.IDENTIFIERS)})[.:]?\s*\d[\d.,]*",
    )
)
_POSTCODE = re.compile(r"(?<![\d.,€])(?<!€ )[1-9]\d{3} ?[A-Z]{2}(?![\w])")


def plain_text(text: str) -> str:
    """Lower case without accents, sign for sign, and what is no quantity left out."""
    text = _POSTCODE.sub(_blank, text)
    plain = "".join(map(_plain_sign, text))
    for pattern in _NO_QUANTITY:
        plain = pattern.sub(_blank, plain)
    return plain


def _plain_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in "½¼¾€²³":
        return sign
    lower = unicodedata.normalize("NFKD", sign).lower()[:1]
    return {"’": "'", "‘": "'"}.get(lower, lower) or " "


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match.group())


def span_of(text: str, start: int, end: int) -> tuple[str, int, int]:
    """What stands in a text between two places, without the white space around it."""
    read = text[start:end]
    start += len(read) - len(read.lstrip())
    end -= len(read) - len(read.rstrip())
    return text[start:end], start, end


def unusable(text: str, match: re.Match[str], problem: Problem) -> Unusable:
    """A match that cannot be computed with."""
    return Unusable(*span_of(text, *match.span()), problem)


def problem_of(match: re.Match[str], value: Decimal, most: Decimal) -> Problem | None:
    """Why a matched value cannot be used; None when it can."""
    groups = match.groupdict()
    if groups.get("first"):
        return Problem.RANGE
    if groups.get("minus") or groups.get("minus2"):
        return Problem.NEGATIVE
    if value == 0:
        return Problem.ZERO
    return Problem.TOO_LARGE if value > most else None
