"""What a walk takes for itself, whatever the message was taken for: answers, codes, "ja", "nee"."""

from __future__ import annotations

from actions import steps as s
from actions.starting import resume_with
from actions.step_replies import ENOUGH, keep, notice, show
from actions.turn import Events, Turn
from actions.walking import MOVES
from knowledge import procedures as p
from knowledge.choices import picked_option
from knowledge.pauses import find_code
from knowledge.procedures import Walk
from knowledge.records import Option, Procedure, Step


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
            json_message={**notice(procedure), "is_right": bool(option.right)},
        )
    return show(turn, procedure, p.choose(procedure, walk, option))


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
        response="utter_walk_left", title=procedure.title, json_message=notice(procedure)
    )
    return keep(walk, asides=ENOUGH)


def offer(turn: Turn) -> Events:
    """After an answer in between: offer to go on with the walk."""
    procedure, walk = turn.procedure, turn.walk
    if procedure is None or walk is None or walk.is_finished or turn.asides >= ENOUGH:
        return []
    turn.dispatcher.utter_message(
        response="utter_walk_offer",
        title=procedure.title,
        json_message=notice(procedure),
        buttons=[s.HERE, s.STOP],
    )
    return keep(walk, turn.asides + 1)
