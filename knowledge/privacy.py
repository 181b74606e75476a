"""Finding and masking personal data before text is stored, logged or passed on."""

from __future__ import annotations

import re
from collections.abc import Callable

BSN_MASK, IBAN_MASK, EMAIL_MASK, PHONE_MASK = "[bsn]", "[iban]", "[e-mail]", "[telefoon]"

_MASKS = re.compile("|".join(map(re.escape, (BSN_MASK, IBAN_MASK, EMAIL_MASK, PHONE_MASK))))
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b",
    re.IGNORECASE | re.ASCII,
)
_BSN = re.compile(  # unbroken, or in the groups in which people write it; never a date or an amount
    r"(?<![\d.,/€-])(?<!€ )(?:\d{8,9}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{4}[ .-]\d{2}[ .-]\d{3})"
    r"(?![\d/-])(?![.,]\d)(?!\s*(?:euro|eur)\b)",
    re.IGNORECASE,
)
# Dutch numbers (+31, 0031 or a leading 0, ten digits) and other numbers written with a +.
_PHONE = re.compile(
    r"(?<![\d\w])(?:(?:\+|00)31[ -]?(?:\(0\)[ -]?)?|0)[1-9](?:[ ().-]{0,3}\d){8}(?!\d)"
    r"|(?<![\d\w])(?:\+|00)[1-9]\d(?:[ ().-]{0,2}\d){7,11}(?!\d)"
)


def mask(text: str) -> str:
    """Replace BSN, IBAN, e-mail addresses and phone numbers by a label in square brackets.

    A number counts as BSN when it passes the "elfproef" (the check in the
    citizen service number, Besluit BSN), as IBAN when its check digits are
    right (ISO 13616); amounts and dates stay as they are.
    """
    text = _EMAIL.sub(EMAIL_MASK, text)
    text = _IBAN.sub(_when(is_iban, IBAN_MASK), text)
    text = _PHONE.sub(PHONE_MASK, text)
    return _BSN.sub(_when(is_bsn, BSN_MASK), text)


def without_masks(text: str) -> str:
    """The text without the labels that `mask` left: they say nothing about its subject."""
    return _MASKS.sub(" ", text)


def is_bsn(text: str) -> bool:
    """Whether the digits in `text` pass the elfproef: 9·a + 8·b + … + 2·h − i divides by 11."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) not in (8, 9) or not any(digits):
        return False
    digits = [0] * (9 - len(digits)) + digits
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0


def is_iban(text: str) -> bool:
    """Whether `text` is an IBAN with right check digits (modulo 97 is 1)."""
    compact = "".join(text.split()).upper()
    if not 15 <= len(compact) <= 34:
        return False
    rearranged = compact[4:] + compact[:4]
    return int("".join(str(int(sign, 36)) for sign in rearranged)) % 97 == 1


def _when(check: Callable[[str], bool], replacement: str) -> Callable[[re.Match[str]], str]:
    return lambda match: replacement if check(match.group()) else match.group()
