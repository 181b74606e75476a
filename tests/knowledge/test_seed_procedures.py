"""The procedures of the product: every path can be walked to its end, and every step is on one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge import catalogue
from knowledge import procedures as p
from knowledge.content import Content
from knowledge.page_schema import CORE, MOST_CHARACTERS, ProcedureEntry
from knowledge.procedures import DEFAULTS, Walk
from knowledge.records import Procedure, StepKind
from knowledge.schema import SourceEntry
from knowledge.seeding import SEED, apply
from knowledge.store import Store
from knowledge.yaml_files import entries, load, parse_entries

FILES = sorted((SEED / "procedures").glob("*.yml"))
CASES: list[dict[str, Any]] = load(Path(__file__).parents[1] / "data" / "role_cases.yml")
every_procedure = pytest.mark.parametrize("key", [path.stem for path in FILES])


@pytest.fixture(scope="module")
def procedures(
    migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Procedure]:
    """The procedures as the store hands them out."""
    path = tmp_path_factory.mktemp("procedures") / "store.db"
    path.write_bytes(migrated_database.read_bytes())
    store = Store(f"sqlite:///{path}")
    content = Content(
        sources=list(entries(SEED / "sources.yml", SourceEntry)),
        procedures=[
            entry
            for file in FILES
            for entry in parse_entries(str(file), [load(file)], ProcedureEntry)
        ],
    )
    with store.writing() as session:
        apply(session, content)
    with store.reading() as session:
        found = {one.key: one for one in catalogue.procedures(session)}
    store.close()
    return found


@pytest.fixture(scope="module")
def topic_keys() -> set[str]:
    return {row["key"] for path in (SEED / "topics").glob("*.yml") for row in load(path)}


def moves(procedure: Procedure, walk: Walk) -> Iterator[Walk]:
    """Every way to go on: each answer to a question, or finishing the step."""
    here = p.present_step(procedure, walk)
    if not here.is_question:
        yield p.advance(procedure, walk)
    for option in here.options:
        yield p.choose(procedure, walk, option)


def forgetful(procedure: Procedure, walk: Walk) -> Walk:
    """The walk with only those answers on which a later step depends.

    Two walks that are the same in this go on in the same way, so a quiz of ten
    questions does not have to be walked a million times.
    """
    later = procedure.steps[procedure.steps.index(p.present_step(procedure, walk)) :]
    asked = {question for step in later for condition in step.only for question in condition}
    answers = {key: value for key, value in walk.answers.items() if key in asked}
    return replace(walk, answers=answers, done=())


def all_walks(procedure: Procedure) -> list[Walk]:
    """Every walk that differs in where it is or in how it can go on."""
    waiting = [p.start(procedure)]
    seen: dict[str, Walk] = {}
    while waiting:
        walk = forgetful(procedure, waiting.pop())
        name = repr(walk.as_dict())
        if name not in seen:
            seen[name] = walk
            waiting += () if walk.is_finished else moves(procedure, walk)
    return list(seen.values())


def test_every_file_holds_the_procedure_that_it_is_named_after(
    procedures: dict[str, Procedure],
) -> None:
    assert set(procedures) == {path.stem for path in FILES}
    assert set(DEFAULTS.values()) <= set(procedures)


@every_procedure
def test_every_answer_leads_on_to_the_end(procedures: dict[str, Procedure], key: str) -> None:
    procedure = procedures[key]
    places = {step.key: place for place, step in enumerate(procedure.steps)}
    walks = all_walks(procedure)
    assert any(walk.is_finished for walk in walks)
    for walk in walks:
        for after in moves(procedure, walk) if not walk.is_finished else ():
            assert after.is_finished or places[after.at] > places[walk.at]


@every_procedure
def test_every_step_is_reached_on_some_path(procedures: dict[str, Procedure], key: str) -> None:
    procedure = procedures[key]
    reached = {walk.at for walk in all_walks(procedure)}
    assert {step.key for step in procedure.steps} - reached == set()


@every_procedure
def test_every_walk_leads_past_a_step_that_is_no_question(
    procedures: dict[str, Procedure], key: str
) -> None:
    procedure = procedures[key]
    for walk in all_walks(procedure):
        if walk.is_finished:
            assert not p.present_step(procedure, walk).is_question
            assert p.progress(procedure, walk).total > 0


@every_procedure
def test_what_is_shown_of_a_step_fits_a_phone(procedures: dict[str, Procedure], key: str) -> None:
    for step in procedures[key].steps:
        assert sum(len(getattr(step, name) or "") for name in CORE) <= MOST_CHARACTERS, step.key
        assert sum(map(len, step.checklist)) <= MOST_CHARACTERS, step.key


@every_procedure
def test_every_topic_that_a_procedure_names_exists(
    procedures: dict[str, Procedure], topic_keys: set[str], key: str
) -> None:
    procedure = procedures[key]
    named = {topic for step in procedure.steps for topic in step.who} | set(procedure.topics)
    assert named - topic_keys == set()
    assert procedure.topics


def test_there_are_ten_cases_to_choose_a_role_in() -> None:
    assert len(CASES) == 10


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_the_answers_of_a_case_lead_to_its_first_role(
    procedures: dict[str, Procedure], case: dict[str, Any]
) -> None:
    procedure = procedures["rol_kiezen"]
    walk = p.start(procedure)
    asked = []
    while (here := p.present_step(procedure, walk)).is_question:
        asked.append(here.key)
        options = {option.key: option for option in here.options}
        walk = p.choose(procedure, walk, options[case["answers"][here.key]])
    assert asked == list(case["answers"])
    assert here.kind is StepKind.ROLE
    assert here.key == case["roles"][0]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_every_accepted_role_of_a_case_exists(
    procedures: dict[str, Procedure], case: dict[str, Any]
) -> None:
    roles = {step.key for step in procedures["rol_kiezen"].steps if step.kind is StepKind.ROLE}
    assert set(case["roles"]) <= roles
