"""A transcript shows what the user did, not what went over the line."""

from __future__ import annotations

from bot.transcripts import user_words

TITLES = {"/next_step": "Volgende stap", '/choose_option{"option": "wie=starter"}': "Ik begin"}


def test_a_pressed_button_is_shown_by_its_title() -> None:
    assert user_words('/choose_option{"option": "wie=starter"}', TITLES) == "[Ik begin]"


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    assert user_words("de tweede graag", TITLES) == "`de tweede graag`"


def test_a_payload_that_was_never_offered_is_shown_as_it_is() -> None:
    assert user_words("/previous_step", TITLES) == "`/previous_step`"
