"""The actions by which a procedure is started, walked, left and taken away, and pages are read."""

from __future__ import annotations

from actions import pages, starting, step_replies, walking
from actions.answering import answer_or, answer_question
from actions.base import ConversationAction
from actions.sroi_talk import case_of, set_aside
from actions.takeaway import take_away
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.guides import find_role, names_a_role
from knowledge.library import Shelf
from knowledge.records import Procedure, Topic
from knowledge.wayfinding import sure_topic

ROLE_PROCEDURE = "rol_kiezen"
SURE_MOVE = 0.55
"""Chance from which "volgende" and the like are taken as such by somebody who walks nothing."""
SURE_ENOUGH = 0.4
"""Chance below which a question about roles is rather taken as one about a subject."""
SURE_DESPITE_A_SUBJECT = 0.55
"""The same for a question that has a clear subject of its own. In `dev.tsv`, those who wanted to
know who goes about something were below it, those who asked for a role above."""


class ActionStartProcedure(ConversationAction):
    """Begin the procedure that was asked for; a menu when that is not clear."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_start_procedure"

    def answer(self, turn: Turn) -> Events:
        """Introduce it and show its first step."""
        return starting.start(turn)


class ActionWalk(ConversationAction):
    """Do what the user says to the walk: next, back, skip, jump, pause, stop and so on."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_walk"

    def answer(self, turn: Turn) -> Events:
        """Go there; without a walk, start one or offer what there is."""
        if turn.procedure is None or turn.walk is None:
            return self._without_walk(turn)
        if turn.intent == "take_away":
            return take_away(turn, turn.procedure, turn.walk)
        return walking.MOVES[turn.intent](turn, turn.procedure, turn.walk)

    @staticmethod
    def _without_walk(turn: Turn) -> Events:
        if turn.confidence < SURE_MOVE:
            return answer_question(turn)
        if turn.intent == "stop_walk":
            turn.dispatcher.utter_message(response="utter_begin_again")
            return []
        if turn.intent == "resume_walk":
            turn.dispatcher.utter_message(response="utter_ask_code")
            return []
        return starting.start_in_the_middle(turn)


class ActionShowMore(ConversationAction):
    """More about what was shown last, or about the page on the button."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_show_more"

    def answer(self, turn: Turn) -> Events:
        """The rest of an article or a step; without either, ask what it is about."""
        kind, _, key = (turn.entity("option") or turn.tracker.get_slot("page") or "").partition("/")
        key, _, part = key.partition("/")
        part, _, number = part.partition("/")
        article = turn.library.articles.get(key) if kind == Shelf.ARTICLES.value else None
        if article:
            is_body = part == "body"
            return (pages.say_article if is_body else pages.say_more_of_article)(turn, article)
        procedure = turn.procedures.get(key) if kind == Shelf.STEPS.value else None
        step = p.find_step(procedure, part) if procedure else None
        if procedure and step:
            return step_replies.say_more_of_step(turn, procedure, step, int(number or 1))
        return answer_or(turn, "utter_which_contact")


class ActionGiveExample(ConversationAction):
    """What worked elsewhere."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_example"

    def answer(self, turn: Turn) -> Events:
        """The nearest example, and others like it."""
        return pages.find_examples(turn)


class ActionChooseRole(ConversationAction):
    """Which role a civil servant takes: at once when the situation says it, else by questions."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_choose_role"

    def answer(self, turn: Turn) -> Events:
        """Show the role that the situation calls for, or start the role helper."""
        subject = sure_topic(turn.match(turn.subject)) if turn.text else None
        least = SURE_DESPITE_A_SUBJECT if subject else SURE_ENOUGH
        if turn.confidence < least and not names_a_role(turn.text):
            return answer_question(turn)
        procedure = turn.procedures.get(ROLE_PROCEDURE)
        if procedure is None:
            return starting.say_menu(turn)
        role = find_role(turn.library, procedure, turn.text, turn.audience)
        if subject and subject.key not in (*procedure.topics, *(role.who if role else ())):
            self._say_subject(turn, procedure, subject)
        if role is None:
            return starting.begin(turn, procedure)
        return step_replies.show(turn, procedure, p.jump(p.start(procedure), role))

    @staticmethod
    def _say_subject(turn: Turn, procedure: Procedure, topic: Topic) -> None:
        """Who goes about the subject of the question, which the role does not name."""
        turn.dispatcher.utter_message(
            response="utter_role_subject",
            topic_name=topic.name,
            json_message={**step_replies.notice(procedure), "topics": [topic.key]},
            buttons=step_replies.contact_buttons([topic]),
        )


class ActionOfferWalk(ConversationAction):
    """After small talk: offer to go on with the walk, if there is one."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_offer_walk"

    def answer(self, turn: Turn) -> Events:
        """Nothing to say of its own; the offer comes with every action."""
        return []


class ActionSetWalkAside(ConversationAction):
    """After an emergency: say nothing, and let "verder" show the step again later."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_set_walk_aside"

    def respond(self, turn: Turn) -> Events:
        """Let nothing follow on the emergency numbers: no step, no offer."""
        return self.answer(turn)

    def answer(self, turn: Turn) -> Events:
        """Count the emergency as an answer in between, for a walk and for a social return case."""
        walk, case = turn.walk, case_of(turn)
        return [
            *(step_replies.keep(walk, turn.asides + 1) if walk else []),
            *(set_aside(case) if case else []),
        ]
