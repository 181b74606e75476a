from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.session import ActionSessionStart

BEGIN = {"event": "session_started", "timestamp": None}
LISTEN = {
    "event": "action",
    "name": "action_listen",
    "policy": None,
    "confidence": None,
    "timestamp": None,
}


def begun(said: list[dict[str, Any]], **slots: Any) -> list[dict[str, Any]]:
    tracker = Tracker("teams-1", slots, {}, said, False, None, {}, "action_listen")
    return list(ActionSessionStart().run(CollectingDispatcher(), tracker, {}))


def test_a_first_session_begins_with_nothing() -> None:
    begin, *kept, listen = begun([])
    assert (begin, listen) == (BEGIN, LISTEN)
    assert [one["value"] for one in kept] == [None, None]


def test_a_walk_and_the_municipality_go_on_and_the_subject_does_not() -> None:
    walk = {"procedure": "routekaart", "step": "stap_2"}
    begin, *kept, listen = begun([], walk=walk, municipality="zonnedam", topic="x", sroi={"a": 1})
    assert (begin, listen) == (BEGIN, LISTEN)
    assert {one["name"]: one["value"] for one in kept} == {"municipality": "zonnedam", "walk": walk}


def test_it_does_not_grow_with_what_was_said_before() -> None:
    said = [{"event": "slot", "name": "walk", "value": {"a": 1}}] * 50
    assert len(begun(said, walk={"a": 1})) == len(begun([]))
