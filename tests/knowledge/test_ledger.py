"""Questions are written down masked, cut, and no longer than needed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from knowledge import models as m
from knowledge.ledger import KEEP_DAYS, LONGEST, Cause, record
from knowledge.store import Store


def now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


def written(store: Store) -> list[m.LedgerRow]:
    with store.reading() as session:
        return list(session.execute(select(m.LedgerRow).order_by(m.LedgerRow.id)).scalars())


def add_old(store: Store, question: str, age: timedelta) -> None:
    with store.writing() as session:
        session.add(m.LedgerRow(recorded_at=now() - age, cause="no_owner", question=question))


@pytest.mark.parametrize("cause", Cause)
def test_a_question_is_kept_with_its_cause_topic_and_municipality(
    empty_store: Store, cause: Cause
) -> None:
    before = now()
    record(empty_store, cause, "Wie regelt dit?", "subsidies", "zonnedam")
    (row,) = written(empty_store)
    assert (row.cause, row.question) == (cause.value, "Wie regelt dit?")
    assert (row.topic_key, row.municipality_key) == ("subsidies", "zonnedam")
    assert before <= row.recorded_at <= now()


def test_a_question_without_topic_or_municipality_is_kept_too(empty_store: Store) -> None:
    record(empty_store, Cause.NOT_UNDERSTOOD, "Wat is dit?")
    (row,) = written(empty_store)
    assert (row.topic_key, row.municipality_key) == (None, None)


def test_the_same_question_twice_is_written_down_twice(empty_store: Store) -> None:
    for _ in range(2):
        record(empty_store, Cause.NOT_UNDERSTOOD, "Wat is dit?")
    assert len(written(empty_store)) == 2


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("mijn bsn is 111222333", "mijn bsn is [bsn]"),
        ("bel 06-12345678", "bel [telefoon]"),
        ("mail jan@wit.example", "mail [e-mail]"),
        ("op NL91ABNA0417164300", "op [iban]"),
    ],
)
def test_personal_data_is_never_written_down(empty_store: Store, question: str, kept: str) -> None:
    record(empty_store, Cause.FEEDBACK_WRONG, question)
    assert [row.question for row in written(empty_store)] == [kept]


@pytest.mark.parametrize(
    ("length", "kept"),
    [(LONGEST - 1, LONGEST - 1), (LONGEST, LONGEST), (LONGEST + 1, LONGEST), (9999, LONGEST)],
)
def test_a_long_question_is_cut(empty_store: Store, length: int, kept: int) -> None:
    record(empty_store, Cause.NOT_UNDERSTOOD, "x" * length)
    assert [len(row.question) for row in written(empty_store)] == [kept]


@pytest.mark.parametrize("start", range(LONGEST - 20, LONGEST + 1, 5))
def test_cutting_leaves_no_part_of_personal_data(empty_store: Store, start: int) -> None:
    record(empty_store, Cause.NOT_UNDERSTOOD, "x " * (start // 2) + "jan@wit.example 0612345678")
    (row,) = written(empty_store)
    assert "jan" not in row.question
    assert "06" not in row.question


def test_entries_that_are_too_old_go_at_the_next_writing(empty_store: Store) -> None:
    add_old(empty_store, "te oud", timedelta(days=KEEP_DAYS, minutes=1))
    add_old(empty_store, "veel te oud", timedelta(days=10 * KEEP_DAYS))
    add_old(empty_store, "net niet te oud", timedelta(days=KEEP_DAYS, minutes=-1))
    record(empty_store, Cause.NO_OWNER, "nieuw")
    assert [row.question for row in written(empty_store)] == ["net niet te oud", "nieuw"]
