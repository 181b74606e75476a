"""Finding out what a message is about, and answering it with an article, a contact or a plan."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions.pages import article_button, say_article
from actions.referrals import counter_words, say_plan, say_referral, say_unknown
from actions.starting import asked_for, begin
from actions.turn import Events, Turn
from knowledge.answers import ArticleMatch, find_article
from knowledge.ledger import Cause
from knowledge.matching import Candidate
from knowledge.records import Procedure, Topic
from knowledge.wayfinding import Finding, Verdict, find_way

SHORT = 6
"""Words up to which a message after a clarification may be an addition to the question."""
FEWEST = 4
"""Words below which such a message says too little to be one."""
PERHAPS_A_PROCEDURE = 0.15
"""Chance from which a message that is about no clear topic may ask for a procedure."""
WORTH_AN_ANSWER = 0.6
"""Coverage from which a message that seemed to follow on something is a question of its own."""
PLAIN = 0.9
"""Chance of its kind from which such a message ("ok top") is not taken for something else."""


def answer_question(turn: Turn) -> Events:
    """Answer a message that is a question of its own."""
    question, finding = look_up(turn)
    if turn.may_be_danger and finding.verdict not in (Verdict.REFER, Verdict.PLAN, Verdict.ASK):
        return []  # the emergency numbers were given; nothing to add
    procedure = _procedure(turn, finding)
    if procedure:
        return begin(turn, procedure)
    found = find_answer(turn, finding)
    if found and found.is_answer:
        return say_article(turn, found.article, finding.match)
    offered = [article_button(found.article)] if found and found.is_worth_a_button else []
    return respond(turn, question, finding, offered)


def _procedure(turn: Turn, finding: Finding) -> Procedure | None:
    """The procedure that may be meant, when nothing else is."""
    is_lost = finding.verdict in (Verdict.OUT_OF_SCOPE, Verdict.UNKNOWN)
    if not is_lost or turn.chances.get("start_procedure", 0.0) < PERHAPS_A_PROCEDURE:
        return None
    return asked_for(turn)


def look_up(turn: Turn) -> tuple[str, Finding]:
    """What this message, or this message with the question before it, is about."""
    text = turn.subject
    finding = find_way(text, turn.match, turn.leaning)
    pending = turn.tracker.get_slot("question")
    unclear = finding.verdict not in (Verdict.REFER, Verdict.PLAN, Verdict.RESIDENT_SERVICE)
    if unclear and pending and turn.options and len(turn.text.split()) <= SHORT:
        together = f"{pending} {text}"
        return together, find_way(together, turn.match)
    return turn.text, finding


def find_answer(turn: Turn, finding: Finding) -> ArticleMatch | None:
    """The article for this message; none for what is not ours, or for several questions."""
    if finding.verdict in (Verdict.PLAN, Verdict.RESIDENT_SERVICE):
        return None
    if finding.match is None:
        return None
    return find_article(turn.library, turn.subject, finding.match, turn.chances, turn.audience)


def respond(turn: Turn, question: str, finding: Finding, more: Sequence[r.Button] = ()) -> Events:
    """Say what was found, and remember what a next turn may refer to.

    Args:
        more: buttons for what can be read about it.
    """
    shown: Sequence[Candidate] = finding.candidates
    if finding.verdict is Verdict.REFER:
        lead = finding.candidates[0]
        say_referral(turn, lead.topic, lead.because, finding.also, finding.confidence, more)
        return _remember(turn, question, lead.topic, finding.also, lead.because)
    if finding.verdict is Verdict.PLAN:
        say_plan(turn, finding.candidates, finding.also, finding.confidence)
        return _remember(turn, question, shown[0].topic, shown, shown[0].because)
    if finding.verdict is Verdict.ASK:
        topics = [one.topic for one in finding.candidates]
        say_options(turn, topics, finding.confidence, more)
        return _remember(turn, question, None, finding.candidates, ())
    if finding.verdict is Verdict.RESIDENT_SERVICE:
        _say_resident_service(turn, finding)
        return turn.remembered_municipality()
    if finding.verdict is Verdict.OUT_OF_SCOPE:
        turn.dispatcher.utter_message(response="utter_out_of_scope")
        return turn.remembered_municipality()
    say_unknown(turn, finding.also)
    turn.note(Cause.NOT_UNDERSTOOD, question)
    return turn.remembered_municipality()


def say_options(
    turn: Turn,
    topics: Sequence[Topic],
    confidence: float | None = None,
    more: Sequence[r.Button] = (),
) -> None:
    """Ask back with at most three topics, what can be read, and a way out."""
    turn.dispatcher.utter_message(
        response="utter_clarify",
        json_message={
            "type": "clarification",
            **r.sureness(confidence),
            "skill": "contact",
            "topics": [topic.key for topic in topics],
            "options": [r.topic_payload(topic) for topic in topics],
        },
        buttons=[*r.topic_buttons(topics), *more, r.NONE_OF_THESE],
    )


def _say_resident_service(turn: Turn, finding: Finding) -> None:
    topic = finding.candidates[0].topic if finding.candidates else None
    town = turn.counter
    turn.dispatcher.utter_message(
        response="utter_resident_service_with_counter" if town else "utter_resident_service",
        advice=(topic.advice or "") if topic else "",
        json_message={
            "type": "out_of_scope",
            "topics": [],
            "service": r.topic_payload(topic) if topic else None,
            "contact": r.counter_payload(town) if town else None,
        },
        **counter_words(town),
    )


def _remember(
    turn: Turn,
    question: str,
    topic: Topic | None,
    options: Sequence[Candidate],
    because: Sequence[str],
) -> Events:
    return [
        SlotSet("topic", topic.key if topic else None),
        SlotSet("options", [one.topic.key for one in options]),
        SlotSet("question", question),
        SlotSet("because", list(because)),
        *turn.remembered_municipality(),
    ]


def answer_or(turn: Turn, response: str) -> Events:
    """Take a message that follows on nothing as a question of its own, or ask what it is about."""
    if turn.options and not turn.topic:  # asked while choosing: the choice comes first
        say_options(turn, turn.options)
        return turn.remembered_municipality()
    question, finding = look_up(turn)
    is_long = len(turn.text.split()) > SHORT
    covered = finding.match.coverage if finding.match else 0.0
    tells = covered >= WORTH_AN_ANSWER and len(turn.text.split()) >= FEWEST
    is_worth_asking = finding.verdict is Verdict.ASK and (is_long or tells)
    is_outside = turn.leaning > 0 and turn.confidence < PLAIN and finding.verdict in _NOT_OURS
    if finding.verdict in (Verdict.REFER, Verdict.PLAN) or is_worth_asking or is_outside:
        return respond(turn, question, finding)
    turn.dispatcher.utter_message(response=response)
    return turn.remembered_municipality()


_NOT_OURS = (Verdict.RESIDENT_SERVICE, Verdict.OUT_OF_SCOPE)
