"""Walking through a procedure: every move that the user can make in words or with a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rasa_sdk.events import SlotSet

from actions import steps as s
from actions.step_replies import ENOUGH, keep, notice, show
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.choices import meant_items, named_number, takes_back
from knowledge.guides import find_named_step, says_done, wants_to_go_on
from knowledge.pauses import pause
from knowledge.procedures import Walk
from knowledge.records import Procedure, Step


def go_on(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """ "Volgende", or "stap 1 is gedaan, wat nu?"."""
    number = named_number(turn.text)
    step = p.numbered(procedure, walk, number) if number else None
    if step is not None:
        return show(turn, procedure, p.start_after(procedure, walk, step))
    if turn.asides and wants_to_go_on(turn.text):
        return show(turn, procedure, walk)
    return show(turn, procedure, p.advance(procedure, walk))


def skip(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """ "Sla over"."""
    return show(turn, procedure, p.skip(procedure, walk))


def go_back(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """ "Vorige"."""
    return show(turn, procedure, p.go_back(procedure, walk))


def go_to(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """ "Wat was stap 3", "ga naar de pitch"."""
    step = p.find_step(procedure, turn.entity("option") or "") or find_named_step(
        turn.library, procedure, walk, turn.text, turn.audience
    )
    if step is None:
        return overview(turn, procedure, walk)
    if says_done(turn.text):
        return show(turn, procedure, p.start_after(procedure, walk, step))
    return show(turn, procedure, p.jump(walk, step))


def where(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """ "Waar was ik": the present step again."""
    return show(turn, procedure, walk)


def overview(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """All steps on the chosen path, with what was done."""
    steps = [step for step in p.path(procedure, walk.answers) if not step.is_question]
    labelled = list(zip(p.labels(steps), steps, strict=True))
    turn.dispatcher.utter_message(
        response="utter_overview",
        title=procedure.title,
        details="\n".join(_overview_line(label, step, walk) for label, step in labelled),
        json_message={
            "type": "overview",
            "skill": procedure.key,
            "topics": list(procedure.topics),
            "procedure": {"key": procedure.key, "title": procedure.title},
            "steps": [
                {
                    "key": step.key,
                    "number": label,
                    "title": step.title,
                    "done": step.key in walk.done,
                    "is_here": step.key == walk.at,
                }
                for label, step in labelled
            ],
        },
        buttons=[s.HERE, s.TAKE_AWAY],
    )
    return keep(walk)


def _overview_line(label: str, step: Step, walk: Walk) -> str:
    mark = "✓" if step.key in walk.done else "→" if step.key == walk.at else "–"
    return f"{mark} {label}. {step.title}" if label else f"{mark} {step.title}"


def tick(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """Tick items of the checklist by number or by name; without either, show it."""
    step = p.present_step(procedure, walk)
    if not step.checklist:
        turn.dispatcher.utter_message(
            response="utter_no_checklist", json_message=notice(procedure), buttons=[s.NEXT, s.BACK]
        )
        return keep(walk)
    is_done = not takes_back(turn.text)
    for place in meant_items(turn.text, step.checklist):
        walk = p.tick(procedure, walk, place, is_done)
    turn.dispatcher.utter_message(
        response="utter_checklist",
        title=step.title,
        details="\n".join(s.checklist_lines(step, walk)),
        json_message=s.step_payload(procedure, walk, step, (), False),
        buttons=[s.NEXT, s.HERE],
    )
    return keep(walk)


def pause_here(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """Give a code with which to go on later or elsewhere."""
    code = pause(turn.services.store, walk, date.today())
    turn.dispatcher.utter_message(
        response="utter_walk_paused",
        title=procedure.title,
        code=code,
        json_message={**notice(procedure), "code": code},
        buttons=[s.HERE, s.TAKE_AWAY],
    )
    return keep(walk, asides=ENOUGH)


def stop(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """Leave the procedure."""
    turn.dispatcher.utter_message(
        response="utter_walk_stopped",
        title=procedure.title,
        json_message={"type": "notice", "skill": "stoppen", "topics": []},
    )
    return [SlotSet("walk", None)]


MOVES: dict[str, Callable[[Turn, Procedure, Walk], Events]] = {
    "next_step": go_on,
    "skip_step": skip,
    "previous_step": go_back,
    "go_to_step": go_to,
    "where_was_i": where,
    "resume_walk": where,
    "show_overview": overview,
    "tick_item": tick,
    "pause_walk": pause_here,
    "stop_walk": stop,
}
