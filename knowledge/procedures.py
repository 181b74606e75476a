"""Walking through a procedure: pure functions from one place to the next.

A procedure is one list of steps. A step may be a question; a step with
conditions applies only after the answers they name. So walking is going down
the list past what does not apply: it cannot loop, and it always ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.records import Audience, Option, Procedure, Step

Answers = Mapping[str, str]

DEFAULTS = {Audience.PUBLIC: "routekaart", Audience.INTERNAL: "stappenplan_gemeente"}
"""The procedure that is meant when somebody speaks of a step without naming one."""


@dataclass(frozen=True)
class Walk:
    """Where somebody is in a procedure, and what they did so far; holds no personal data."""

    procedure: str
    at: str  # key of a step
    answers: dict[str, str] = field(default_factory=dict)  # question key -> option key
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    ticks: dict[str, tuple[int, ...]] = field(default_factory=dict)  # step key -> places, from 0
    came_from: str = ""  # the step to go on after, when a question was asked out of its turn
    is_finished: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a slot or a database; what is empty is left out."""
        ticks = {step: list(places) for step, places in self.ticks.items() if places}
        state = {
            "procedure": self.procedure,
            "at": self.at,
            "answers": dict(self.answers),
            "done": list(self.done),
            "skipped": list(self.skipped),
            "ticks": ticks,
            "came_from": self.came_from,
            "is_finished": self.is_finished,
        }
        return {name: value for name, value in state.items() if value}

    @classmethod
    def from_dict(cls, state: Mapping[str, Any]) -> Walk:
        """Read what `as_dict` gave."""
        return cls(
            procedure=str(state["procedure"]),
            at=str(state["at"]),
            answers=dict(state.get("answers") or {}),
            done=tuple(state.get("done") or ()),
            skipped=tuple(state.get("skipped") or ()),
            ticks={key: tuple(places) for key, places in (state.get("ticks") or {}).items()},
            came_from=str(state.get("came_from") or ""),
            is_finished=bool(state.get("is_finished")),
        )


@dataclass(frozen=True)
class Progress:
    """How far a walk is: the label of the present step, and the place among all that apply."""

    label: str  # "3", or "8a" where the procedure numbers its own steps
    last_label: str
    place: int  # from 1
    total: int


def start(procedure: Procedure) -> Walk:
    """Begin at the first step."""
    return Walk(procedure.key, procedure.steps[0].key)


def present_step(procedure: Procedure, walk: Walk) -> Step:
    """The step where the walk is; the first when an editor took that step away."""
    return find_step(procedure, walk.at) or procedure.steps[0]


def find_step(procedure: Procedure, key: str) -> Step | None:
    """A step by its key."""
    return next((step for step in procedure.steps if step.key == key), None)


def applies(step: Step, answers: Answers) -> bool:
    """Whether a step belongs to the path that these answers chose."""
    if not step.only:
        return True
    return any(
        all(answers.get(question) in allowed for question, allowed in condition.items())
        for condition in step.only
    )


def path(procedure: Procedure, answers: Answers) -> list[Step]:
    """The steps that apply after these answers, questions included."""
    return [step for step in procedure.steps if applies(step, answers)]


def advance(procedure: Procedure, walk: Walk) -> Walk:
    """Finish the present step and go to the next; an unanswered question is not passed by."""
    here = present_step(procedure, walk)
    if here.is_question and here.key not in walk.answers:
        return walk
    done = walk.done if here.is_question else _with(walk.done, here.key)
    skipped = tuple(key for key in walk.skipped if key != here.key)
    return _to_next(procedure, replace(walk, done=done, skipped=skipped), here)


def skip(procedure: Procedure, walk: Walk) -> Walk:
    """Leave the present step for what it is and go to the next; a question may be skipped too."""
    here = present_step(procedure, walk)
    skipped = _with(walk.skipped, here.key)
    came_from = find_step(procedure, walk.came_from)
    return _to_next(procedure, replace(walk, skipped=skipped, came_from=""), came_from or here)


def go_back(procedure: Procedure, walk: Walk) -> Walk:
    """Go to the step before; at the first step, stay there."""
    if walk.is_finished:
        return replace(walk, is_finished=False)
    if find_step(procedure, walk.came_from):
        return replace(walk, at=walk.came_from, came_from="")
    here = present_step(procedure, walk)
    before = [step for step in _until(procedure, here) if applies(step, walk.answers)]
    return replace(walk, at=before[-1].key) if before else walk


def jump(walk: Walk, step: Step) -> Walk:
    """Go to a step that the user names; the walk goes on from there."""
    came_from = walk.came_from if step.key == walk.at else ""
    return replace(walk, at=step.key, came_from=came_from, is_finished=False)


def start_after(procedure: Procedure, walk: Walk, step: Step) -> Walk:
    """Go to the step after one that is done already ("stap 1 is gedaan, wat nu?")."""
    before = [one for one in _until(procedure, step) if applies(one, walk.answers)]
    steps = [one.key for one in (*before, step) if not one.is_question]
    done = tuple(dict.fromkeys((*walk.done, *steps)))
    skipped = tuple(key for key in walk.skipped if key not in steps)
    walk = replace(walk, done=done, skipped=skipped, is_finished=False)
    return _to_next(procedure, walk, step)


def choose(procedure: Procedure, walk: Walk, option: Option) -> Walk:
    """Answer the present question; another answer than before drops those to later questions."""
    here = present_step(procedure, walk)
    answers = dict(walk.answers)
    if answers.get(here.key, option.key) != option.key:
        earlier = {step.key for step in _until(procedure, here)}
        answers = {key: value for key, value in answers.items() if key in earlier}
    answered = replace(
        walk,
        answers={**answers, here.key: option.key},
        skipped=tuple(key for key in walk.skipped if key != here.key),
    )
    came_from = find_step(procedure, walk.came_from)
    return _to_next(procedure, replace(answered, came_from=""), came_from or here)


def tick(procedure: Procedure, walk: Walk, place: int, is_done: bool = True) -> Walk:
    """Tick an item of the present checklist (from 0), or take its tick away."""
    here = present_step(procedure, walk)
    if not 0 <= place < len(here.checklist):
        return walk
    others = set(walk.ticks.get(here.key, ())) - {place}
    after = tuple(sorted(others | {place} if is_done else others))
    return replace(walk, ticks={**walk.ticks, here.key: after})


def progress(procedure: Procedure, walk: Walk) -> Progress:
    """How far the walk is, among the steps that are no question."""
    steps = [step for step in path(procedure, walk.answers) if not step.is_question]
    here = present_step(procedure, walk)
    if here not in steps and not here.is_question:  # looked up outside the chosen path
        steps = [step for step in procedure.steps if step in steps or step == here]
    before = {step.key for step in _until(procedure, here)}
    place = sum(step.key in before for step in steps) + 1
    place = min(place, len(steps))
    return Progress(
        label=here.number or str(place),
        last_label=(steps[-1].number if steps else None) or str(len(steps)),
        place=place,
        total=len(steps),
    )


def labels(steps: Sequence[Step]) -> list[str]:
    """The number of each step in a list of them; empty where it is that of the step before."""
    numbers = [step.number or str(place) for place, step in enumerate(steps, start=1)]
    pairs = zip(["", *numbers], numbers, strict=False)
    return ["" if number == before else number for before, number in pairs]


def numbered(procedure: Procedure, walk: Walk, number: str) -> Step | None:
    """The step that the user calls "stap <number>", on the present path if it can be."""
    steps = [step for step in path(procedure, walk.answers) if not step.is_question]
    named = [*steps, *(step for step in procedure.steps if not step.is_question)]
    wanted = number.lower().lstrip("0") or "0"
    if any(step.number for step in procedure.steps):
        exact = (step for step in named if (step.number or "").lower() == wanted)
        return next(exact, None) or next(
            (step for step in named if _is_part((step.number or "").lower(), wanted)), None
        )
    place = int(wanted) if wanted.isdigit() else 0
    return steps[place - 1] if 1 <= place <= len(steps) else None


def _is_part(number: str, wanted: str) -> bool:
    """Whether "8a" is a part of "8"; "10" is none of "1"."""
    return number.startswith(wanted) and not number[len(wanted) :][:1].isdigit()


def _to_next(procedure: Procedure, walk: Walk, here: Step) -> Walk:
    following = next(_after(procedure, walk, here), None)
    if following is None:
        return replace(walk, at=here.key, is_finished=True)
    is_out_of_turn = following in _until(procedure, here)
    return replace(walk, at=following.key, came_from=here.key if is_out_of_turn else "")


def _after(procedure: Procedure, walk: Walk, here: Step) -> Iterator[Step]:
    """What comes after a step: steps that apply, and a question passed by that now matters."""
    open_questions = {
        step.key: step
        for step in path(procedure, walk.answers)
        if step.is_question and step.key not in walk.answers and step.key not in walk.skipped
    }
    places = [step.key for step in procedure.steps]
    for step in procedure.steps[places.index(here.key) + 1 :]:
        if applies(step, walk.answers):
            yield step
            continue
        waiting = (
            key
            for condition in step.only
            if all(
                key not in walk.skipped and walk.answers.get(key, allowed[0]) in allowed
                for key, allowed in condition.items()
            )
            for key in condition
            if key in open_questions
        )
        asked = next(waiting, None)
        if asked and asked != here.key:
            yield open_questions[asked]


def _until(procedure: Procedure, here: Step) -> list[Step]:
    places = [step.key for step in procedure.steps]
    return list(procedure.steps[: places.index(here.key)])


def _with(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return keys if key in keys else (*keys, key)
