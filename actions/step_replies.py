"""Showing where a walk is: a step, the rest of what there is to read about it, or the end."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions import steps as s
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.procedures import Walk
from knowledge.records import Option, Procedure, Step, Topic

ENOUGH = 2
"""Answers in between after which the walk is no longer offered; "verder" still goes on."""


def show(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """Show where the walk is now, and remember it."""
    if walk.is_finished:
        _say_end(turn, procedure)
        return keep(walk)
    step = p.present_step(procedure, walk)
    topics = turn.find_topics(step.who)
    referrals = [turn.refer(one) for one in topics]
    head = s.heading(procedure, walk, step)
    lines = list(s.labelled(step, s.contact_words(referrals)))
    shown, rest = s.split(lines, len(head) + len(step.question or ""))
    has_more = bool(rest or step.more)
    turn.dispatcher.utter_message(
        response="utter_step",
        heading=head,
        details=r.block(
            step.question or "",
            *(_option_line(option) for option in step.options if option.hint),
            *shown,
            s.checklist_line(step, walk),
        ),
        json_message=s.step_payload(procedure, walk, step, referrals, has_more),
        buttons=[*s.step_buttons(step, has_more), *contact_buttons(topics)],
    )
    return [*keep(walk), SlotSet("page", f"step/{procedure.key}/{step.key}")]


def _option_line(option: Option) -> str:
    return f"• {option.label}: {option.hint}"


def contact_buttons(topics: Sequence[Topic]) -> list[r.Button]:
    """A button to who goes about the first of these topics."""
    return [{**r.topic_button(topic), "title": f"Contact: {topic.name}"} for topic in topics[:1]]


def say_more_of_step(turn: Turn, procedure: Procedure, step: Step, part: int = 1) -> Events:
    """What did not fit, the background and the sources; in parts when that is long."""
    walk = turn.walk or p.start(procedure)
    head = s.heading(procedure, walk, step)
    _, rest = s.split(list(s.labelled(step, "")), len(head))
    parts = s.in_parts([*rest, step.more or "", s.evidence(step)])
    turn.dispatcher.utter_message(
        response="utter_step",
        heading=step.title,
        details=parts[part - 1] if part <= len(parts) else parts[-1],
        json_message=s.step_payload(procedure, walk, step, (), part < len(parts)),
        buttons=[
            *([s.more_button(procedure, step, part + 1)] if part < len(parts) else []),
            s.NEXT,
            s.BACK,
            s.LATER,
        ],
    )
    return keep(walk) if turn.walk else []


def keep(walk: Walk, asides: int = 0) -> Events:
    """Remember the walk; `asides` counts the answers given in between."""
    return [SlotSet("walk", {**walk.as_dict(), "asides": asides})]


def _say_end(turn: Turn, procedure: Procedure) -> None:
    turn.dispatcher.utter_message(
        response="utter_walk_end",
        title=procedure.title,
        json_message={"type": "notice", "skill": procedure.key, "topics": []},
        buttons=[s.TAKE_AWAY, s.OVERVIEW],
    )


def notice(procedure: Procedure) -> r.Payload:
    """A remark about a walk, for machines."""
    return {"type": "notice", "skill": procedure.key, "topics": []}
