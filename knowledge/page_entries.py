"""How articles, examples and procedures become rows, and rows an entry again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge import models as m
from knowledge.page_schema import ArticleEntry, AskEntry, ExampleEntry, ProcedureEntry, StepEntry
from knowledge.rows import FACT, all_rows, copy_values, existing, ids_by_key, source_of, values
from knowledge.schema import Entry

PAGE = ("key", "title", "audience", *FACT)
ARTICLE = (*PAGE, "body", "more")
ARTICLE_LISTS = ("topics", "phrasings")
EXAMPLE = (*PAGE, "theme", "place", "story", "worked")
EXAMPLE_LISTS = (*ARTICLE_LISTS, "parties")
PROCEDURE = (*PAGE, "intro", "origin", "version")
STEP = (
    "key", "title", "kind", "number", "purpose", "do", "prepare", "who_note", "pitfall", "tip",
    "done_when", "instruments", "basis", "dont", "decides", "more", *FACT,
)  # fmt: skip
STEP_LISTS = ("who", "checklist", "phrases", "sources")

Writer = Callable[[Any], None]


def read_articles(session: Session) -> dict[str, Entry]:
    """All articles as entries, by key."""
    return {
        row.key: ArticleEntry(source=source_of(row), **values(row, *ARTICLE, *ARTICLE_LISTS))
        for row in all_rows(session, m.ArticleRow)
    }


def article_writer(session: Session) -> Writer:
    """Writes one article."""
    return _page_writer(session, m.ArticleRow, ARTICLE, ARTICLE_LISTS)


def read_examples(session: Session) -> dict[str, Entry]:
    """All examples as entries, by key."""
    return {
        row.key: ExampleEntry(source=source_of(row), **values(row, *EXAMPLE, *EXAMPLE_LISTS))
        for row in all_rows(session, m.ExampleRow)
    }


def example_writer(session: Session) -> Writer:
    """Writes one example."""
    return _page_writer(session, m.ExampleRow, EXAMPLE, EXAMPLE_LISTS)


def read_procedures(session: Session) -> dict[str, Entry]:
    """All procedures with their steps as entries, by key."""
    return {
        row.key: ProcedureEntry(
            source=source_of(row),
            steps=tuple(_step_entry(step) for step in row.steps),
            **values(row, *PROCEDURE, *ARTICLE_LISTS),
        )
        for row in all_rows(session, m.ProcedureRow)
    }


def procedure_writer(session: Session) -> Writer:
    """Writes one procedure; its steps are replaced as a whole."""
    sources = ids_by_key(session, m.SourceRow)
    write_page = _page_writer(session, m.ProcedureRow, PROCEDURE, ARTICLE_LISTS)

    def write(entry: ProcedureEntry) -> None:
        write_page(entry)
        session.flush()
        number = session.execute(
            select(m.ProcedureRow.id).where(m.ProcedureRow.key == entry.key)
        ).scalar_one()
        session.execute(delete(m.StepRow).where(m.StepRow.procedure_id == number))
        for position, step in enumerate(entry.steps):
            session.add(_step_row(step, number, position, sources))

    return write


def _page_writer(
    session: Session, model: Any, plain: tuple[str, ...], lists: tuple[str, ...]
) -> Writer:
    ids, sources = ids_by_key(session, model), ids_by_key(session, m.SourceRow)

    def write(entry: Any) -> None:
        row = existing(session, model, ids.get(entry.key))
        copy_values(entry, row, *plain)
        for name in lists:
            setattr(row, name, list(getattr(entry, name)))
        row.source_id = sources.get(entry.source or "")

    return write


def _step_row(step: StepEntry, procedure: int, position: int, sources: dict[str, int]) -> m.StepRow:
    ask = step.ask
    return m.StepRow(
        procedure_id=procedure,
        position=position,
        source_id=sources.get(step.source or ""),
        question=ask.text if ask else None,
        options=[option.dict(exclude_none=True) for option in ask.options] if ask else [],
        only=[dict(condition) for condition in step.only],
        **{name: getattr(step, name) for name in STEP},
        **{name: list(getattr(step, name)) for name in STEP_LISTS},
    )


def _step_entry(row: m.StepRow) -> StepEntry:
    ask = AskEntry(text=row.question, options=tuple(row.options)) if row.options else None
    return StepEntry(
        source=source_of(row), only=row.only, ask=ask, **values(row, *STEP, *STEP_LISTS)
    )
