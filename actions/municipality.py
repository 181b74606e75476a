"""Going on in the municipality that a user names."""

from __future__ import annotations

from actions import sroi_talk
from actions.answering import answer_or, say_options
from actions.referrals import say_referral
from actions.turn import Events, Turn
from knowledge.wayfinding import Verdict, find_way


def switch_municipality(turn: Turn) -> Events:
    """Answer again for the named municipality; ask which one when the name is not known."""
    in_case = sroi_talk.continued(turn)
    if in_case is not None:
        return in_case
    town = turn.gazetteer.find(turn.text)
    finding = find_way(turn.gazetteer.without_names(turn.text), turn.match)
    if town is None or (turn.topic is None and finding.verdict in (Verdict.REFER, Verdict.PLAN)):
        return answer_or(turn, "utter_unknown_municipality")
    if turn.topic is None:
        turn.dispatcher.utter_message(
            response="utter_municipality_noted", municipality_name=town.name
        )
        if turn.options:
            say_options(turn, turn.options)
    else:
        say_referral(turn, turn.topic, turn.tracker.get_slot("because") or ())
    return turn.remembered_municipality()


def named_alone(turn: Turn) -> Events | None:
    """A message that is nothing but a municipality, which may look like a question."""
    return switch_municipality(turn) if turn.gazetteer.is_alone(turn.text) else None
