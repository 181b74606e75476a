"""Personal data is masked before anything else sees it; ordinary numbers stay readable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.privacy import (
    BSN_MASK,
    EMAIL_MASK,
    IBAN_MASK,
    PHONE_MASK,
    is_bsn,
    is_iban,
    mask,
    without_masks,
)

MASKS = (BSN_MASK, EMAIL_MASK, IBAN_MASK, PHONE_MASK)
repeatable = settings(derandomize=True, deadline=None, max_examples=60)


@pytest.mark.parametrize("bsn", ["111222333", "123456782", "10000008", "010000008"])
def test_a_number_that_passes_the_elfproef_is_a_bsn(bsn: str) -> None:
    assert is_bsn(bsn)


@pytest.mark.parametrize(
    "number",
    ["123456789", "111222334", "000000000", "00000000", "1234567", "1112223330", "", "abc"],
)
def test_a_number_that_fails_the_elfproef_is_no_bsn(number: str) -> None:
    assert not is_bsn(number)


@pytest.mark.parametrize(
    "text",
    ["{}", "mijn bsn is {}", "bsn:{}.", "({})", "BSN {}, graag hulp", "nummer {}!", "een {} twee"],
)
@pytest.mark.parametrize(
    "bsn", ["111222333", "111 222 333", "111.222.333", "1112.22.333", "111-222-333", "10000008"]
)
def test_a_bsn_is_masked_however_it_is_written(text: str, bsn: str) -> None:
    assert mask(text.format(bsn)) == text.format(BSN_MASK)


@pytest.mark.parametrize(
    "text",
    ["123456789", "KvK 12345678", "dossier 1112223334444", "111222333-4", "zaak 20/111222333"],
)
def test_a_number_that_is_no_bsn_stays(text: str) -> None:
    assert mask(text) == text


IBANS = [
    "NL91ABNA0417164300",
    "NL91 ABNA 0417 1643 00",
    "nl91abna0417164300",
    "DE89370400440532013000",
]


@pytest.mark.parametrize("iban", [*IBANS, "BE68539007547034", "GB82 WEST 1234 5698 7654 32"])
def test_right_check_digits_make_an_iban(iban: str) -> None:
    assert is_iban(iban)


@pytest.mark.parametrize("text", ["NL92ABNA0417164300", "NL91ABNA0417164301", "NL91", "", "A" * 40])
def test_wrong_check_digits_make_no_iban(text: str) -> None:
    assert not is_iban(text)


@pytest.mark.parametrize(
    "text", ["{}", "rekening {} op mijn naam", "({})", "iban:{}.", "{}, graag"]
)
@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_is_masked(text: str, iban: str) -> None:
    assert mask(text.format(iban)) == text.format(IBAN_MASK)


@pytest.mark.parametrize("text", ["NL92ABNA0417164300", "zaaknummer AB12CDEF345678"])
def test_what_only_looks_like_an_iban_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["{}", "mail {} graag", "<{}>", "mailto:{}", "{}, of bel"])
@pytest.mark.parametrize(
    "address",
    [
        "jan@bedrijf.example",
        "jan.de.wit+werk@post.bedrijf.example",
        "J_Wit-2@BEDRIJF.EXAMPLE",
        "rené@café.example",
    ],
)
def test_an_email_address_is_masked(text: str, address: str) -> None:
    assert mask(text.format(address)) == text.format(EMAIL_MASK)


@pytest.mark.parametrize("text", ["@zonnedam", "volg ons @ het plein", "jan@bedrijf", "10@ 5 euro"])
def test_what_only_has_an_at_sign_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["{}", "bel {} graag", "tel:{}", "{}, na zes uur", "({})"])
@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06-12345678",
        "06 12345678",
        "06 12 34 56 78",
        "06 - 12 34 56 78",
        "06.12.34.56.78",
        "071-5165165",
        "071 516 51 65",
        "0172-123456",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "+31-71-5165165",
        "0031612345678",
        "0031 6 12 34 56 78",
        "+32 475 12 34 56",
        "+49 30 1234567",
        "0999 - 14 00 00",
    ],
)
def test_a_phone_number_is_masked_however_it_is_written(text: str, number: str) -> None:
    assert mask(text.format(number)) == text.format(PHONE_MASK)


@pytest.mark.parametrize(
    "number", ["0900-8844", "0900 8844", "0900-1234567", "0800-0543", "14 071", "112"]
)
def test_a_service_number_is_nobodys_personal_data(number: str) -> None:
    assert mask(f"ik heb {number} gebeld") == f"ik heb {number} gebeld"


@pytest.mark.parametrize(
    "text",
    [
        "€ 12.345,67",
        "25.000 euro",
        "een opdracht van 1.250.000 euro",
        "€ 221.000,- zonder btw",
        "5 % van de loonsom",
        "2,5%",
        "07-12-2026",
        "2026-05-01",
        "1 mei 2026",
        "van 2024 tot 2026",
        "om 10.30 uur",
        "artikel 2.82",
        "36 uur per week",
        "2312 AB",
        "Raadhuisplein 1",
        "50-plussers",
    ],
)
def test_amounts_dates_and_percentages_stay(text: str) -> None:
    assert mask(text) == text


def test_everything_in_one_message_is_masked() -> None:
    text = (
        "Ik ben Jan (bsn 111222333), bel 06-12345678 of mail jan@wit.example, NL91ABNA0417164300."
    )
    masked = mask(text)
    assert masked == "Ik ben Jan (bsn [bsn]), bel [telefoon] of mail [e-mail], [iban]."


@pytest.mark.parametrize("label", MASKS)
def test_a_mask_can_be_left_out_of_what_a_text_is_about(label: str) -> None:
    assert without_masks(f"mijn {label} klopt niet").split() == ["mijn", "klopt", "niet"]
    assert without_masks("mijn [brief] klopt niet") == "mijn [brief] klopt niet"


def test_two_of_a_kind_are_both_masked() -> None:
    assert mask("0612345678 en 06-87654321") == f"{PHONE_MASK} en {PHONE_MASK}"


WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def check_digit(first: str) -> int:
    return sum(weight * int(sign) for weight, sign in zip(WEIGHTS, first, strict=True)) % 11


# A leading zero could make the number a telephone number with its check digit.
first_eight = st.from_regex(r"[1-9][0-9]{7}", fullmatch=True)


@repeatable
@given(
    first_eight.filter(lambda first: check_digit(first) < 10), st.sampled_from(["", " ", ".", "-"])
)
def test_every_right_bsn_is_masked(first: str, mark: str) -> None:
    digits = f"{first}{check_digit(first)}"
    written = mark.join((digits[:3], digits[3:6], digits[6:]))
    assert mask(f"bsn {written} graag") == f"bsn {BSN_MASK} graag"


@repeatable
@given(first_eight, st.integers(0, 9))
def test_every_wrong_bsn_is_left(first: str, last: int) -> None:
    number = f"{first}{last}"
    assert (mask(number) == number) is (check_digit(first) != last)


@repeatable
@given(st.from_regex(r"(06|0[1-57][0-9]|\+316|00316)[0-9]{8}", fullmatch=True))
def test_hardly_a_digit_of_a_long_number_is_left(number: str) -> None:
    left = mask(f"bel {number}")
    assert left in (f"bel {PHONE_MASK}", f"bel {number}")
    assert (left == f"bel {PHONE_MASK}") or len(number) not in (10, 12)


PIECES = st.sampled_from(
    ["111222333", "0612345678", "+31 6 12345678", "NL91ABNA0417164300", "jan@wit.example", " ", "-",
     ".", ",", "/", "(", ")", "+", "00", "06", "31", "@", "€", "12", "2026", "[", "]",
     "nl", "é", "\n",
     *MASKS]
)  # fmt: skip
messages = st.one_of(st.text(), st.lists(PIECES).map("".join), st.text("0123456789 .-+()/@,[]anNL"))


@repeatable
@given(messages)
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@repeatable
@given(st.text(st.characters(blacklist_categories=("Nd",), blacklist_characters="@")))
def test_a_text_without_digits_and_at_signs_stays(text: str) -> None:
    assert mask(text) == text
