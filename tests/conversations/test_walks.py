"""Every procedure walked to its end on every path, and the ten practice cases for roles."""

import asyncio
from pathlib import Path

import pytest
import yaml

from bot.asking import Conversation
from knowledge import procedures as p
from knowledge.seeding import SEED

LONGEST = 900
"""Characters of one reply: more does not fit a phone."""
PROCEDURES = sorted(path.stem for path in (SEED / "procedures").glob("*.yml"))
CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "role_cases.yml").read_text(encoding="utf-8")
)
every_case = pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])


@pytest.fixture
def library(agent):
    from actions.services import services

    return services().matcher.library()


@pytest.fixture
def topic_keys(agent):
    from actions.services import services

    return set(services().matcher.index().topics)


def every_path(procedure, walk=None):
    """The answers of every walk that leads past other steps, or other answers to the same."""
    walk = walk or p.start(procedure)
    deciding = {key for step in procedure.steps for condition in step.only for key in condition}
    while not walk.is_finished:
        here = p.present_step(procedure, walk)
        if here.is_question:
            options = here.options if here.key in deciding else here.options[:1]
            after = [p.choose(procedure, walk, option) for option in options]
            return [answers for one in after for answers in every_path(procedure, one)]
        walk = p.advance(procedure, walk)
    return [walk.answers]


def button(intent, option=None):
    return f'/{intent}{{"option": "{option}"}}' if option else f"/{intent}"


async def press(conversation, payload):
    """Press a button of the last reply."""
    assert payload in conversation.offered, f"{payload} is none of {conversation.offered}"
    return await conversation.ask(payload)


async def press_elsewhere(conversation, payload):
    """Press a button that stands further up, such as that of another page."""
    conversation.offered.append(payload)
    return await conversation.ask(payload)


def step_shown(answer):
    return next((one["step"]["key"] for one in answer["replies"] if "step" in one), None)


def faults(answer, topic_keys):
    """What is wrong with what a user of a walk sees."""
    for reply in answer["replies"]:
        text = reply["text"]
        if "{" in text or "}" in text or "None" in text:
            yield f"a raw placeholder: {text}"
        if len(text) > LONGEST:
            yield f"{len(text)} characters: {text[:60]}"
        if set(reply["topics"]) - topic_keys:
            yield f"unknown topics: {set(reply['topics']) - topic_keys}"
        if "step" in reply and not reply["buttons"]:
            yield f"a step without buttons: {text[:60]}"
        if "step" in reply and not reply["question"] and len(text.splitlines()) < 2:
            yield f"an empty step: {text}"


def onward(procedure, answers, here, known):
    """The button to press: steps that an earlier walk has shown are jumped over, save the last."""
    if p.find_step(procedure, here).is_question:
        return button("choose_option", f"{here}={answers[here]}")
    steps = p.path(procedure, answers)
    later = steps[[step.key for step in steps].index(here) + 1 :]
    news = (step for step in later if step.is_question or step.key not in known)
    aim = next(news, later[-1] if later else None)
    return button("next_step") if aim in later[:1] or not aim else button("go_to_step", aim.key)


async def walk_to_end(agent, procedure, answers, known, topic_keys):
    """Walk one path with the buttons.

    Returns:
        What was wrong, and the keys of the steps that were shown.
    """
    conversation = Conversation(agent, "voorbeeldstad")
    answer = await press_elsewhere(conversation, button("start_procedure", procedure.key))
    problems, shown = [], []
    for _ in range(2 * len(procedure.steps)):
        here = step_shown(answer)
        problems += [f"{here or 'the end'}: {one}" for one in faults(answer, topic_keys)]
        if here is None:
            return problems, shown
        shown.append(here)
        payload = onward(procedure, answers, here, known)
        is_jump = payload.startswith("/go_to_step")
        answer = await (press_elsewhere if is_jump else press)(conversation, payload)
    return [*problems, f"no end after {shown}"], shown


@pytest.mark.parametrize("key", PROCEDURES)
def test_every_path_of_a_procedure_can_be_walked_to_its_end(agent, library, topic_keys, key):
    procedure = library.procedures[key]
    known, problems = set(), []
    for answers in every_path(procedure):
        wrong, shown = asyncio.run(walk_to_end(agent, procedure, answers, known, topic_keys))
        expected = p.path(procedure, answers)
        problems += wrong
        if shown[-1] != expected[-1].key:
            problems.append(f"{answers}: ended at {shown[-1]} instead of {expected[-1].key}")
        known.update(shown)
    assert not problems, "\n".join(dict.fromkeys(problems))
    assert known == {step.key for step in procedure.steps}


@pytest.mark.parametrize("key", PROCEDURES)
def test_what_more_there_is_to_a_step_can_be_read(agent, library, topic_keys, key):
    async def read_all():
        conversation = Conversation(agent, "voorbeeldstad")
        for step in library.procedures[key].steps:
            if not step.is_question:
                more = button("show_more", f"step/{key}/{step.key}")
                yield step, await press_elsewhere(conversation, more)

    async def problems():
        return [
            f"{step.key}: {problem}"
            async for step, answer in read_all()
            for problem in faults(answer, topic_keys)
        ]

    wrong = asyncio.run(problems())
    assert not wrong, "\n".join(wrong)


@every_case
def test_the_answers_of_a_practice_case_end_at_its_role(agent, case):
    async def hold():
        conversation = Conversation(agent, "voorbeeldstad")
        shown = step_shown(await conversation.ask("welke rol pak ik"))
        asked = []
        while shown in case["answers"]:
            asked.append(shown)
            chosen = button("choose_option", f"{shown}={case['answers'][shown]}")
            shown = step_shown(await press(conversation, chosen))
        return asked, shown

    asked, role = asyncio.run(hold())
    assert asked == list(case["answers"])
    assert role == case["roles"][0]


@every_case
def test_a_practice_case_in_words_never_gives_a_wrong_role(agent, case):
    question = f"welke rol heb ik bij: {case['text']}"
    answer = asyncio.run(Conversation(agent, "voorbeeldstad").ask(question))
    assert step_shown(answer) in {"rol_pet", *case["roles"]}
