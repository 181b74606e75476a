"""The shape of what an editor may state to be read: articles, examples and procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import constr, root_validator, validator

from knowledge.records import Audience, StepKind, Verification
from knowledge.schema import Entry, Fact, Key, Line, Prose, SourceKey

if TYPE_CHECKING:
    Label = str
    Title = str
else:
    Label = constr(strip_whitespace=True, min_length=1, max_length=60)
    Title = constr(strip_whitespace=True, min_length=1, max_length=90)

MOST_WORDS = 90
"""Of an article or an example: what somebody reads in half a minute on a phone."""
MOST_CHARACTERS = 800
"""Of what is shown of a step at once, so that it fits a phone with the contacts under it."""
CORE = ("title", "purpose", "do", "prepare", "who_note", "pitfall", "tip", "done_when",
        "instruments", "basis", "dont", "decides")  # fmt: skip
"""The parts of a step that are shown at once; `more` and the checklist are not."""

Condition = dict[Key, tuple[Key, ...]]


def _short_enough(text: str) -> str:
    if len(text.split()) > MOST_WORDS:
        raise ValueError(f"deze tekst is langer dan {MOST_WORDS} woorden; zet de rest in more")
    return text


def _each_once(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        raise ValueError("noem elk onderwerp één keer")
    return value


class PageEntry(Fact):
    """Something to read, and how people ask for it."""

    key: Key
    title: Title
    topics: tuple[Key, ...]
    audience: Audience = Audience.PUBLIC
    phrasings: tuple[Prose, ...] = ()

    @validator("topics")
    def needs_a_topic(cls, value: tuple[str, ...]) -> tuple[str, ...]:  # noqa: N805
        if not value:
            raise ValueError("noem minstens één onderwerp: daar hoort het contact bij")
        return _each_once(value)


class ArticleEntry(PageEntry):
    """A short answer to one question, with more for who wants it."""

    body: Prose
    more: Prose | None = None

    _body = validator("body", allow_reuse=True)(_short_enough)


class ExampleEntry(PageEntry):
    """Something that worked elsewhere."""

    theme: Line
    place: Line
    parties: tuple[Line, ...] = ()
    story: Prose
    worked: Prose | None = None

    _story = validator("story", allow_reuse=True)(_short_enough)


class OptionEntry(Entry):
    """One answer to a question of a procedure; `right` and `feedback` make it a quiz."""

    key: Key
    label: Label
    hint: Line | None = None
    phrases: tuple[Line, ...] = ()
    right: bool | None = None
    feedback: Prose | None = None


class AskEntry(Entry):
    """A question of a procedure, whose answer decides which steps follow."""

    text: Prose
    options: tuple[OptionEntry, ...]

    @validator("options")
    def options_differ(cls, value: tuple[OptionEntry, ...]) -> tuple[OptionEntry, ...]:  # noqa: N805
        keys = [option.key for option in value]
        if len(value) < 2 or len(set(keys)) < len(keys):
            raise ValueError("een vraag heeft minstens twee keuzes, elk met een eigen key")
        return value


class StepEntry(Fact):
    """One step of a procedure: a question, or something to do."""

    key: Key
    title: Title
    kind: StepKind = StepKind.STEP
    number: Label | None = None
    only: tuple[Condition, ...] = ()
    ask: AskEntry | None = None
    purpose: Prose | None = None
    do: Prose | None = None
    prepare: Prose | None = None
    who: tuple[Key, ...] = ()
    who_note: Line | None = None
    pitfall: Prose | None = None
    tip: Prose | None = None
    done_when: Prose | None = None
    instruments: Prose | None = None
    basis: Prose | None = None
    dont: Prose | None = None
    decides: Prose | None = None
    checklist: tuple[Line, ...] = ()
    more: Prose | None = None
    phrases: tuple[Prose, ...] = ()
    sources: tuple[SourceKey, ...] = ()
    verification: Verification = Verification.EDITORIAL

    _who = validator("who", allow_reuse=True)(_each_once)

    @validator("only", pre=True)
    def one_condition_is_enough(cls, value: Any) -> Any:  # noqa: N805
        return (value,) if isinstance(value, dict) else value

    @root_validator(skip_on_failure=True)
    def asks_or_tells(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        if not (values.get("ask") or values.get("do") or values.get("purpose")):
            raise ValueError("een stap heeft een vraag (ask) of een tekst (purpose, do) nodig")
        length = sum(len(values.get(name) or "") for name in CORE)
        if length > MOST_CHARACTERS:
            raise ValueError(
                f"deze stap is {length} tekens lang, hooguit {MOST_CHARACTERS}; zet de rest in more"
            )
        if sum(len(item) for item in values["checklist"]) > MOST_CHARACTERS:
            raise ValueError(
                f"de checklist is langer dan {MOST_CHARACTERS} tekens; deel de stap op"
            )
        return values


class ProcedureEntry(Fact):
    """A procedure: one list of steps, some of which apply only after certain answers."""

    key: Key
    title: Title
    intro: Prose
    origin: Prose | None = None
    audience: Audience = Audience.PUBLIC
    version: Line
    topics: tuple[Key, ...] = ()
    phrasings: tuple[Prose, ...] = ()
    steps: tuple[StepEntry, ...]

    _topics = validator("topics", allow_reuse=True)(_each_once)

    @root_validator(pre=True)
    def steps_were_checked_together(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        steps, day = values.get("steps"), values.get("checked_on")
        if isinstance(steps, list) and day:
            values["steps"] = [
                {"checked_on": day, **step} if isinstance(step, dict) else step for step in steps
            ]
        return values

    @validator("steps")
    def every_step_can_be_reached(cls, value: tuple[StepEntry, ...]) -> tuple[StepEntry, ...]:  # noqa: N805
        asked: dict[str, StepEntry] = {}
        seen: set[str] = set()
        for step in value:
            if step.key in seen:
                raise ValueError(f"stap {step.key} staat er twee keer")
            seen.add(step.key)
            for condition in step.only:
                problem = _problem_with(condition, asked)
                if problem:
                    raise ValueError(f"stap {step.key} kan nooit bereikt worden: {problem}")
            if step.ask:
                asked[step.key] = step
        if not any(step.ask is None for step in value):
            raise ValueError("een procedure heeft minstens één stap die geen vraag is")
        return value


def _problem_with(condition: Condition, asked: dict[str, StepEntry]) -> str | None:
    """Why a condition can never be met; None when it can."""
    if not condition or not all(condition.values()):
        return "noem in only minstens één vraag, met minstens één keuze"
    for question, answers in condition.items():
        ask = asked[question].ask if question in asked else None
        known = {option.key for option in ask.options} if ask else set()
        unknown = set(answers) - known
        if unknown:
            return (
                f"{question} is geen vraag van een eerdere stap met de keuze {sorted(unknown)[0]}"
            )
        if not _can_be_asked(asked[question], condition):
            return f"{question} wordt dan niet gesteld"
    return None


def _can_be_asked(question: StepEntry, condition: Condition) -> bool:
    """Whether a question is on some path that also meets this condition."""
    return not question.only or any(
        all(
            set(answers) & set(condition[other])
            for other, answers in one.items()
            if other in condition
        )
        for one in question.only
    )
