"""Walking through a procedure: every turn in which the user says where to go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions import steps as s
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.choices import meant_items, named_number, picked_option, takes_back
from knowledge.guides import (
    find_named_step,
    find_procedure,
    rank_procedures,
    says_done,
    wants_to_go_on,
)
from knowledge.pauses import Missing, find_code, pause, resume
from knowledge.procedures import DEFAULTS, Walk
from knowledge.records import Option, Procedure, Step, Topic


def start(turn: Turn) -> Events:
    """Begin a procedure: the one on the button, or the one that the text asks for."""
    procedure = turn.procedures.get(turn.entity("option") or "") or asked_for(turn)
    return begin(turn, procedure) if procedure else say_menu(turn)


def begin(turn: Turn, procedure: Procedure) -> Events:
    """Introduce a procedure and show its first step."""
    turn.dispatcher.utter_message(
        response="utter_procedure_intro",
        title=procedure.title,
        intro=procedure.intro,
        origin=procedure.origin or "",
        json_message={
            "type": "notice",
            "skill": procedure.key,
            "topics": list(procedure.topics),
        },
    )
    return show(turn, procedure, p.start(procedure))


def asked_for(turn: Turn) -> Procedure | None:
    """The procedure that stands out for this text."""
    return find_procedure(turn.library, turn.text, turn.audience)


def say_menu(turn: Turn) -> Events:
    """Which procedures there are."""
    procedures = rank_procedures(turn.library, turn.text, turn.audience)
    turn.dispatcher.utter_message(
        response="utter_procedure_menu",
        json_message={
            "type": "procedure_menu",
            "skill": "hulp_menu",
            "topics": [],
            "procedures": [
                {"key": one.key, "title": one.title, "intro": one.intro} for one in procedures
            ],
        },
        buttons=[start_button(one) for one in procedures],
    )
    return []


def start_button(procedure: Procedure) -> r.Button:
    """A button that starts a procedure."""
    return {
        "title": procedure.title,
        "payload": f'/start_procedure{{"option": "{procedure.key}"}}',
    }


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
        buttons=[*s.step_buttons(step, has_more), *_contact_button(topics)],
    )
    return [*keep(walk), SlotSet("page", f"step/{procedure.key}/{step.key}")]


def _option_line(option: Option) -> str:
    return f"• {option.label}: {option.hint}"


def _contact_button(topics: Sequence[Topic]) -> list[r.Button]:
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


# -- what the user can say while walking


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
    lines = [_overview_line(place, step, walk) for place, step in enumerate(steps, start=1)]
    turn.dispatcher.utter_message(
        response="utter_overview",
        title=procedure.title,
        details="\n".join(lines),
        json_message={
            "type": "overview",
            "skill": procedure.key,
            "topics": list(procedure.topics),
            "procedure": {"key": procedure.key, "title": procedure.title},
            "steps": [
                {
                    "key": step.key,
                    "number": step.number or str(place),
                    "title": step.title,
                    "done": step.key in walk.done,
                    "is_here": step.key == walk.at,
                }
                for place, step in enumerate(steps, start=1)
            ],
        },
        buttons=[s.HERE, s.TAKE_AWAY],
    )
    return keep(walk)


def _overview_line(place: int, step: Step, walk: Walk) -> str:
    mark = "✓" if step.key in walk.done else "→" if step.key == walk.at else "–"
    return f"{mark} {step.number or place}. {step.title}"


def tick(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """Tick items of the checklist by number or by name; without either, show it."""
    step = p.present_step(procedure, walk)
    if not step.checklist:
        turn.dispatcher.utter_message(
            response="utter_no_checklist", json_message=_notice(procedure), buttons=[s.NEXT, s.BACK]
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
        json_message={**_notice(procedure), "code": code},
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


def _notice(procedure: Procedure) -> r.Payload:
    return {"type": "notice", "skill": procedure.key, "topics": []}


ENOUGH = 2
"""Answers in between after which the walk is no longer offered; "verder" still goes on."""

CODES = {Missing.UNKNOWN: "utter_code_unknown", Missing.EXPIRED: "utter_code_expired"}

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


def resume_with(turn: Turn, code: str) -> Events:
    """Go on where a code says; an unknown or expired code is answered kindly."""
    found = resume(turn.services.store, code, date.today())
    if isinstance(found, Missing):
        turn.dispatcher.utter_message(
            response=CODES[found],
            code=code,
            json_message={"type": "notice", "skill": "hulp_menu", "topics": []},
            buttons=[start_button(one) for one in _offered(turn)],
        )
        return []
    procedure = turn.procedures.get(found.procedure)
    if procedure is None:
        return say_menu(turn)
    return show(turn, procedure, found)


def _offered(turn: Turn) -> list[Procedure]:
    default = turn.library.procedures.get(DEFAULTS[turn.audience])
    return [default] if default else []


def start_in_the_middle(turn: Turn) -> Events:
    """ "Stap 1 is gedaan, wat nu?" from somebody who is in no walk yet."""
    number = named_number(turn.text)
    procedure = asked_for(turn) or next(iter(_offered(turn)), None)
    if number is None or procedure is None:
        return say_menu(turn)
    walk = p.start(procedure)
    step = p.numbered(procedure, walk, number)
    if step is None:
        return say_menu(turn)
    is_done = turn.intent == "next_step" or says_done(turn.text)
    walk = p.start_after(procedure, walk, step) if is_done else p.jump(walk, step)
    turn.dispatcher.utter_message(
        response="utter_procedure_taken_up",
        title=procedure.title,
        json_message={**_notice(procedure), "topics": list(procedure.topics)},
    )
    return show(turn, procedure, walk)


def answered_first(turn: Turn) -> Events | None:
    """What a walk takes for itself, whatever kind of message it was taken for.

    That is a code to go on with, a button of a question, also an older one, and
    the answer to the question at hand in the user's own words.
    """
    code = find_code(turn.text)
    if code:
        return resume_with(turn, code)
    pressed = turn.entity("option") or ""
    if turn.intent == "choose_option" and "=" in pressed:
        return _answer_button(turn, *pressed.split("=", 1))
    is_move = turn.intent in MOVES or turn.intent in {"take_away", "show_more"}
    return None if is_move or not turn.text else _answer_in_words(turn)


def _answer_in_words(turn: Turn) -> Events | None:
    """Take the message as the answer to the question at hand, if it picks one of its options."""
    if turn.procedure is None or turn.walk is None or turn.walk.is_finished or turn.asides:
        return None
    step = p.present_step(turn.procedure, turn.walk)
    option = picked_option(turn.text, step.options)
    return _choose(turn, turn.procedure, turn.walk, step, option) if option else None


def _answer_button(turn: Turn, question: str, answer: str) -> Events | None:
    """A button of a question; it may be an older one, further up in the conversation."""
    for procedure in (turn.procedure, *turn.procedures.values()):
        step = p.find_step(procedure, question) if procedure else None
        option = next((one for one in step.options if one.key == answer), None) if step else None
        if procedure and step and option:
            is_own = turn.walk is not None and turn.walk.procedure == procedure.key
            walk = turn.walk if is_own and turn.walk else p.start(procedure)
            return _choose(turn, procedure, p.jump(walk, step), step, option)
    return None


def _choose(turn: Turn, procedure: Procedure, walk: Walk, step: Step, option: Option) -> Events:
    if option.feedback:
        turn.dispatcher.utter_message(
            response="utter_quiz_right" if option.right else "utter_quiz_wrong",
            feedback=option.feedback,
            json_message={**_notice(procedure), "is_right": bool(option.right)},
        )
    return show(turn, procedure, p.choose(procedure, walk, option))


def offer(turn: Turn) -> Events:
    """After an answer in between: offer to go on with the walk."""
    procedure, walk = turn.procedure, turn.walk
    if procedure is None or walk is None or walk.is_finished or turn.asides >= ENOUGH:
        return []
    turn.dispatcher.utter_message(
        response="utter_walk_offer",
        title=procedure.title,
        json_message=_notice(procedure),
        buttons=[s.HERE, s.STOP],
    )
    return keep(walk, turn.asides + 1)


def confirm(turn: Turn) -> Events | None:
    """A bare "ja" while walking: go on."""
    procedure, walk = turn.procedure, turn.walk
    if procedure is None or walk is None or walk.is_finished:
        return None
    if turn.asides:
        return show(turn, procedure, walk)
    return show(turn, procedure, p.advance(procedure, walk))


def decline(turn: Turn) -> Events | None:
    """A bare "nee" while walking: none of the options, or not going on now."""
    procedure, walk = turn.procedure, turn.walk
    if procedure is None or walk is None or walk.is_finished:
        return None
    step = p.present_step(procedure, walk)
    if step.is_question and not turn.asides:
        return show(turn, procedure, p.skip(procedure, walk))
    turn.dispatcher.utter_message(
        response="utter_walk_left", title=procedure.title, json_message=_notice(procedure)
    )
    return keep(walk, asides=ENOUGH)
