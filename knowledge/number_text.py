"""Numbers as people write them in Dutch: "250.000,50", "2½", "anderhalf", "tweehonderdvijftig"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from knowledge import amount_words as words


def any_of(options: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "(?:" + "|".join(re.escape(one) for one in sorted(options, key=len, reverse=True)) + ")"


_SMALL = any_of(words.SMALL_NUMBERS)
_WORD = rf"(?:{_SMALL}?honderd(?:en)?{_SMALL}?|{_SMALL})"
_SIGN = any_of(words.FRACTION_SIGNS)
_HALF = r"hal(?:f|ve)"
_FRACTION = rf"(?:een\s+)?{any_of(words.FRACTION_WORDS)}"
_AND_A_HALF = rf"(?:{_SMALL}|\d{{1,3}})\s*en\s*(?:een\s*)?{_HALF}"
_DIGITS = (
    r"(?:\d{1,3}(?:[.' ]\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?"  # 250.000,50
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{2})?(?![\d])"  # 250,000.50
    r"|\d+(?:[.,]\d+)?e\+?\d{1,3}(?!\w)"  # 1e15
    rf"|\d+\s?{_SIGN}|\d+(?:[.,]\d+)?|{_SIGN})"
)
NUMBER = rf"(?:{_AND_A_HALF}|{_FRACTION}|{_DIGITS}|{_WORD})"
"""A pattern for one number, in digits or words; it has no named groups."""


def number_value(text: str) -> Decimal:
    """The value of what `NUMBER` matched.

    A dot or comma before exactly three digits separates thousands, else decimals.
    """
    text = " ".join(text.split())
    if re.fullmatch(_AND_A_HALF, text):
        first = re.split(r"\s*en\s*(?:een\s*)?hal", text)[0]
        return number_value(first) + words.HALF
    if re.fullmatch(_FRACTION, text):
        return words.FRACTION_WORDS[text.removeprefix("een ")]
    if text[0].isdigit() or text in words.FRACTION_SIGNS:
        return _digits_value(text)
    return Decimal(_word_value(text))


def _digits_value(text: str) -> Decimal:
    for sign, value in words.FRACTION_SIGNS.items():
        if text.endswith(sign):
            whole = text[: -len(sign)].strip()
            return Decimal(whole or 0) + value
    if re.fullmatch(r"\d{1,3}(?:[.' ]\d{3})+(?:,\d{1,2})?", text):
        return Decimal(re.sub(r"[.' ]", "", text).replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?", text):
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(",", "."))


def _word_value(text: str) -> int:
    hundreds, found, rest = text.partition("honderd")
    if not found:
        return words.SMALL_NUMBERS[text]
    many = words.SMALL_NUMBERS[hundreds] if hundreds else 1
    return many * 100 + words.SMALL_NUMBERS.get(rest, words.SMALL_NUMBERS.get(rest[2:], 0))
