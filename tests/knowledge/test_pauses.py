"""A walk is kept under a short code, for as long as it is valid, and without personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from knowledge import models as m
from knowledge.pauses import ALPHABET, KEPT, LENGTH, VALID, Missing, find_code, pause, resume
from knowledge.procedures import Walk
from knowledge.store import Store

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)
WALK = Walk("plan_maken", "idee", {"wie": "starter"}, ("begin",), ("rest",), {"idee": (0, 2)}, "x")


def kept(store: Store) -> list[m.PausedWalkRow]:
    with store.reading() as session:
        return list(session.execute(select(m.PausedWalkRow)).scalars())


def test_a_walk_goes_on_where_it_was_paused(empty_store: Store) -> None:
    code = pause(empty_store, WALK, TODAY)
    assert resume(empty_store, code, TODAY) == WALK


def test_a_code_can_be_used_again(empty_store: Store) -> None:
    code = pause(empty_store, WALK, TODAY)
    assert resume(empty_store, code, TODAY) == resume(empty_store, code, TODAY) == WALK


def test_every_pause_has_a_code_of_its_own(empty_store: Store) -> None:
    further = Walk("plan_maken", "gesprek")
    first, second = pause(empty_store, WALK, TODAY), pause(empty_store, further, TODAY)
    assert first != second
    assert resume(empty_store, first, TODAY) == WALK
    assert resume(empty_store, second, TODAY) == further


def test_a_code_holds_no_letters_that_look_like_digits(empty_store: Store) -> None:
    prefix, first, second = pause(empty_store, WALK, TODAY).split("-")
    assert prefix == "STAP"
    assert len(first) == len(second) == LENGTH // 2
    assert set(first + second) <= set(ALPHABET)
    assert not set("IO01") & set(ALPHABET)


@pytest.mark.parametrize(
    "text",
    [
        "STAP-7KQM-3XWP",
        "stap-7kqm-3xwp",
        "Stap 7kqm 3xwp",
        "stap7kqm3xwp",
        "STAP 7KQM3XWP",
        "stap - 7kqm - 3xwp",
        "stap-7kqm-3xwp.",
        "ik wil verder met stap-7kqm-3xwp graag",
        "mijn code:\nSTAP-7KQM-3XWP",
    ],
)
def test_a_code_is_found_however_it_is_typed(text: str) -> None:
    assert find_code(text) == "STAP-7KQM-3XWP"


@pytest.mark.parametrize(
    "text",
    [
        "", "stap 3", "ga naar stap 3", "stap-7kqm", "stap-7kqm-3xw", "stap-7kqm-3xwpq",
        "7kqm-3xwp", "voorstap-7kqm-3xwp", "wat is de volgende stap",
    ],
)  # fmt: skip
def test_what_holds_no_code_gives_none(text: str) -> None:
    assert find_code(text) is None


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1), st.sampled_from("- "))
def test_a_code_is_found_in_lower_case_with_any_separator(letters: str, separator: str) -> None:
    code = f"{letters[:3]}7{letters[3:]}"
    typed = separator.join(["stap", code[:4], code[4:]]).lower()
    assert find_code(f"hier is {typed}") == f"STAP-{code[:4]}-{code[4:]}"


def test_a_code_as_somebody_types_it_resumes_the_walk(empty_store: Store) -> None:
    typed = pause(empty_store, WALK, TODAY).lower().replace("-", " ")
    found = find_code(f"verder met {typed}")
    assert found is not None
    assert resume(empty_store, found, TODAY) == WALK


def test_a_code_that_was_never_given_is_unknown(empty_store: Store) -> None:
    pause(empty_store, WALK, TODAY)
    assert resume(empty_store, "STAP-AAAA-AAAA", TODAY) is Missing.UNKNOWN


@pytest.mark.parametrize(
    ("later", "found"),
    [
        (timedelta(0), WALK),
        (VALID - DAY, WALK),
        (VALID, WALK),
        (VALID + DAY, Missing.EXPIRED),
        (VALID + KEPT, Missing.EXPIRED),
    ],
)
def test_a_code_is_valid_until_the_end_of_its_last_day(
    empty_store: Store, later: timedelta, found: Walk | Missing
) -> None:
    code = pause(empty_store, WALK, TODAY)
    assert resume(empty_store, code, TODAY + later) == found


@pytest.mark.parametrize(
    ("later", "found"),
    [(VALID + KEPT, Missing.EXPIRED), (VALID + KEPT + DAY, Missing.UNKNOWN)],
)
def test_a_code_that_expired_long_ago_goes_at_the_next_pause(
    empty_store: Store, later: timedelta, found: Missing
) -> None:
    code = pause(empty_store, WALK, TODAY)
    newer = pause(empty_store, WALK, TODAY + later)
    assert resume(empty_store, code, TODAY + later) is found
    assert resume(empty_store, newer, TODAY + later) == WALK
    assert len(kept(empty_store)) == (2 if found is Missing.EXPIRED else 1)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from (str(name), *_strings(part))
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


def test_what_is_kept_are_keys_of_the_content_and_a_last_day(empty_store: Store) -> None:
    pause(empty_store, WALK, TODAY)
    (row,) = kept(empty_store)
    assert set(m.PausedWalkRow.__table__.columns.keys()) == {"id", "code", "walk", "expires_on"}
    assert row.expires_on == TODAY + VALID
    fields = {"procedure", "at", "answers", "done", "skipped", "ticks", "came_from"}
    keys = {"plan_maken", "idee", "wie", "starter", "begin", "rest", "x"}
    assert set(_strings(row.walk)) == fields | keys


def test_a_pause_changes_no_content(empty_store: Store) -> None:
    before = empty_store.revision()
    pause(empty_store, WALK, TODAY)
    assert empty_store.revision() == before


def test_resuming_writes_nothing(empty_store: Store) -> None:
    code = pause(empty_store, WALK, TODAY)
    resume(empty_store, code, TODAY + VALID + KEPT + KEPT)
    with empty_store.reading() as session:
        assert session.execute(select(func.count(m.PausedWalkRow.id))).scalar_one() == 1
