"""Understanding the durations and working hours that people type in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from knowledge import amount_words as words
from knowledge.number_text import NUMBER, any_of, number_value
from knowledge.quantities import (
    Basis,
    Duration,
    Hours,
    Period,
    Problem,
    Span,
    Unusable,
    plain_text,
    problem_of,
    signed,
    span_of,
    unusable,
)

MOST_MONTHS = Decimal(480)
MOST_HOURS_A_WEEK = Decimal(60)
MOST_HOURS = Decimal(100_000)
"""Of a total, such as hours spent on sharing knowledge."""
HOURS_A_DAY = Decimal(8)
"""What a working day is taken to be when somebody says "3 dagen per week"; always reported."""
YOUNGEST = 15
"""From this number on, "52 jaar" is read as an age, unless it is said of a contract."""

_DURATION = re.compile(
    rf"{signed('num')}[\s-]*(?P<unit>{any_of(words.MONTHS_PER_UNIT)})(?![\w'])(?!\s+oud\b)"
    rf"|(?<![\w-])(?:een\s+)?(?P<alone>halfjaar|kwartaal)(?!\w)"
)
_PERIOD = (
    rf"(?:(?P<week>{'|'.join(words.WEEKLY)})|(?P<month>{'|'.join(words.MONTHLY)})"
    rf"|(?P<day>{'|'.join(words.DAILY)}))(?!\w)"
)
_HOURS = re.compile(
    rf"{signed('num')}\s?-?(?:(?P<unit>{any_of(words.HOURS)}|uurs|urige?)(?!\w)\.?"
    rf"(?:\s*-?\s*{_PERIOD})?|(?P<fte>{any_of(words.FTE)})(?!\w))"
)
_DAYS = re.compile(
    rf"{signed('num')}\s*(?:dagen|dag)(?!\w)(?:\s+(?:per|in\s+de)\s+week|\s*/\s*(?:week|wk))?"
    rf"(?:\s*,?\s*(?:van|a|x)\s+(?P<each>{NUMBER})\s*(?:uur|u)(?!\w))?"
    r"(?P<weekly>\s*(?:(?:per|in\s+de)\s+week|/\s*(?:week|wk)))?"
)
_SHARES = re.compile(
    rf"(?<!\w)(?:(?P<full>{any_of(words.FULL_TIME)})|(?P<half>{any_of(words.HALF_TIME)}))(?!\w)"
)


def find_durations(text: str, *, expected: bool = False) -> list[Duration | Unusable]:
    """The lengths of time in a text, in order; "1 jaar en 3 maanden" is one.

    Args:
        expected: the text answers a question for months, so that a bare number is months.
    """
    plain = plain_text(text)
    found: list[Duration | Unusable] = []
    for match in _DURATION.finditer(plain):
        if not (_is_age(plain, match) or _is_rate(plain, match)):
            _add_duration(found, text, plain, match)
    if not found and expected:
        bare = re.fullmatch(rf"\s*{signed('num')}\s*", plain)
        if bare:
            found.append(_duration(text, bare, number_value(bare["num"])))
    return found


def find_hours(text: str, *, expected: bool = False) -> list[Hours | Unusable]:
    """The working hours in a text, in order: hours, days a week, fte or "fulltime".

    Args:
        expected: the text answers a question for hours a week, so that a bare
            number, and a number of days, is that.
    """
    plain = plain_text(text)
    found = [_hours(text, match, expected) for match in _HOURS.finditer(plain)]
    days = [match for match in _DAYS.finditer(plain) if expected or _is_weekly(match)]
    if days and _hours_each_day(found):
        found = []
        each = number_value(next(iter(_HOURS.finditer(plain)))["num"])
        found += [_days(text, match, each) for match in days]
    else:
        spans = [_days(text, match, None) for match in days]
        found = [one for one in found if not any(_touch(one, day) for day in spans)] + spans
    found += [
        Hours(*span_of(text, *match.span()), None, *_share(match))
        for match in _SHARES.finditer(plain)
        if not re.search(r"\b(?:niet|geen)\s+(?:\w+\s+)?$", plain[: match.start()])
        and not any(_touches(match, one) for one in found)
    ]
    if not found and expected:
        bare = re.fullmatch(rf"\s*{signed('num')}\s*", plain)
        found += [_whole_hours(text, bare, Period.WEEK)] if bare else []
    return sorted(found, key=lambda one: one.start)


def _is_age(plain: str, match: re.Match[str]) -> bool:
    if match["unit"] not in words.YEARS or number_value(match["num"]) < YOUNGEST:
        return False
    before = plain[max(0, match.start() - 30) : match.start()]
    return not any(word in before for word in words.ABOUT_A_CONTRACT)


def _is_rate(plain: str, match: re.Match[str]) -> bool:
    """ "24 uur in een week" names no duration."""
    return bool(re.search(r"(?:uur|uren|u|dagen)\s+(?:per|in|in de)\s*$", plain[: match.start()]))


def _add_duration(
    found: list[Duration | Unusable], text: str, plain: str, match: re.Match[str]
) -> None:
    number = number_value(match["num"]) if match["num"] else Decimal(1)
    unit = match["unit"] or match["alone"]
    weeks = unit in words.WEEKS
    months = number * 12 / 52 if weeks else number * words.MONTHS_PER_UNIT[unit]
    new = _duration(text, match, months)
    last = found[-1] if found else None
    if isinstance(last, Duration) and isinstance(new, Duration):
        between = plain[last.end : new.start]
        is_rest = last.text.lower().split()[-1].endswith(words.YEARS) and unit not in words.YEARS
        if is_rest and re.fullmatch(r"\s*(?:en|,|\+)?\s*", between):
            whole = span_of(text, last.start, new.end)
            found[-1] = Duration(*whole, last.months + new.months)
            return
    found.append(new)


def _duration(text: str, match: re.Match[str], months: Decimal) -> Duration | Unusable:
    problem = problem_of(match, months, MOST_MONTHS)
    if problem:
        return unusable(text, match, problem)
    return Duration(*span_of(text, *match.span()), months)


def _hours(text: str, match: re.Match[str], expected: bool) -> Hours | Unusable:
    if match["fte"]:
        return _fte(text, match)
    if match["day"]:
        return unusable(text, match, Problem.HOW_MANY_DAYS)
    if match["month"]:
        return _whole_hours(text, match, Period.MONTH)
    weekly = match["week"] or match["unit"] in ("uurs", "urig", "urige") or expected
    return _whole_hours(text, match, Period.WEEK if weekly else None)


def _fte(text: str, match: re.Match[str]) -> Hours | Unusable:
    share = number_value(match["num"])
    problem = problem_of(match, share, Decimal(1))
    if problem:
        several = problem is Problem.TOO_LARGE
        return unusable(text, match, Problem.SEVERAL_PEOPLE if several else problem)
    span = span_of(text, *match.span())
    return Hours(*span, None, share, Period.WEEK, Basis.SHARE_OF_FULL_TIME)


def _whole_hours(text: str, match: re.Match[str], period: Period | None) -> Hours | Unusable:
    hours = number_value(match["num"])
    monthly = period is Period.MONTH
    per_week = hours * 12 / 52 if monthly else hours
    most = MOST_HOURS_A_WEEK if period else MOST_HOURS
    problem = problem_of(match, per_week, most)
    if problem:
        return unusable(text, match, problem)
    basis = Basis.FIFTY_TWO_WEEKS if monthly else Basis.STATED
    return Hours(*span_of(text, *match.span()), per_week, None, period, basis)


def _is_weekly(match: re.Match[str]) -> bool:
    return bool(re.search(r"week|wk", match.group()) or match["each"])


def _hours_each_day(found: Iterable[Hours | Unusable]) -> bool:
    return any(isinstance(one, Unusable) and one.problem is Problem.HOW_MANY_DAYS for one in found)


def _days(text: str, match: re.Match[str], each: Decimal | None) -> Hours | Unusable:
    days = number_value(match["num"])
    stated = number_value(match["each"]) if match["each"] else each
    problem = problem_of(match, days, Decimal(7))
    hours = days * (stated or HOURS_A_DAY)
    if problem or hours > MOST_HOURS_A_WEEK:
        return unusable(text, match, problem or Problem.TOO_LARGE)
    basis = Basis.STATED if stated else Basis.EIGHT_HOUR_DAYS
    return Hours(*span_of(text, *match.span()), hours, None, Period.WEEK, basis)


def _share(match: re.Match[str]) -> tuple[Decimal, Period, Basis]:
    share = Decimal(1) if match["full"] else words.HALF
    return share, Period.WEEK, Basis.SHARE_OF_FULL_TIME


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _touches(match: re.Match[str], one: Span) -> bool:
    return match.start() < one.end and one.start < match.end()
