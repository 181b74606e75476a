"""Starting a procedure: at its first step, in the middle, or where a code says."""

from __future__ import annotations

from datetime import date

from actions import replies as r
from actions.step_replies import notice, show
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.choices import named_number
from knowledge.guides import find_procedure, rank_procedures, says_done
from knowledge.pauses import Missing, resume
from knowledge.procedures import DEFAULTS
from knowledge.records import Procedure

CODES = {Missing.UNKNOWN: "utter_code_unknown", Missing.EXPIRED: "utter_code_expired"}


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
        json_message={**notice(procedure), "topics": list(procedure.topics)},
    )
    return show(turn, procedure, walk)


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
