from __future__ import annotations

import pytest

from bot.channels.incoming import EMPTY, LONGEST, TOO_LONG, Accepted, Refused, receive

OFFERED = '/choose_option{"option": "terrassen"}'


@pytest.mark.parametrize(
    "raw", ["", "   ", "\n\t", "😀", "😀 👍🏽", "?!", "...", "/", "/ / /", "\u200b\u200d", "\x00"]
)
def test_a_message_without_words_is_refused_with_a_reason(raw: str) -> None:
    assert receive(raw) == Refused(EMPTY)


@pytest.mark.parametrize("length", [LONGEST + 1, 10_000])
def test_a_message_that_is_too_long_is_refused_and_never_cut(length: int) -> None:
    assert receive("a" * length) == Refused(TOO_LONG)
    assert str(LONGEST) in TOO_LONG


def test_the_longest_message_passes_whole() -> None:
    assert receive("a" * LONGEST) == Accepted("a" * LONGEST)


def test_characters_that_stand_for_many_count_as_many() -> None:
    assert receive("\ufdfa" * LONGEST) == Refused(TOO_LONG)  # one sign for eighteen


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("wie\x00 gaat\x1b[31m hierover\x7f", "wie gaat [31m hierover"),
        ("wie\r\n\tgaat  hierover ", "wie gaat hierover"),
        ("wie\u200b gaat \u202ehierover", "wie gaat hierover"),
        ("een impact\u00adondernemer", "een impactondernemer"),  # a soft hyphen, pasted along
        ("half \ud83d teken", "half teken"),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("een terras 😀", "een terras 😀"),
    ],
)
def test_a_message_becomes_one_line_without_control_characters(raw: str, text: str) -> None:
    assert receive(raw) == Accepted(text)


@pytest.mark.parametrize(
    "raw",
    [
        OFFERED,
        "/ask_deputy",
        "  /ask_deputy",
        "\n/ask_deputy",
        "//ask_deputy",
        "/ /ask_deputy",
        "\u200b/ask_deputy",
        "\x00/ask_deputy",
        "\uff0fask_deputy",  # a wide slash, which cleaning turns into a plain one
        "/restart",
        "/session_start",
    ],
)
def test_a_typed_command_is_only_text(raw: str) -> None:
    received = receive(raw)
    assert isinstance(received, Accepted)
    assert not received.text.startswith("/")


def test_a_slash_inside_a_message_stays() -> None:
    assert receive("en/of") == Accepted("en/of")


def test_an_offered_payload_passes_as_it_is() -> None:
    assert receive(OFFERED, [OFFERED]) == Accepted(OFFERED)


@pytest.mark.parametrize("raw", [OFFERED.replace("terrassen", "geheim"), f" {OFFERED}"])
def test_a_payload_that_resembles_an_offered_one_does_not(raw: str) -> None:
    received = receive(raw, [OFFERED])
    assert isinstance(received, Accepted)
    assert not received.text.startswith("/")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("mijn bsn is 111222333", "mijn bsn is [bsn]"),
        ("mail naar jan.de.vries@voorbeeld.example", "mail naar [e-mail]"),
        ("bel 06 12345678", "bel [telefoon]"),
        ("stort op NL91 ABNA 0417 1643 00", "stort op [iban]"),
        ("mail jan@\u200bvoorbeeld.example", "mail [e-mail]"),  # an invisible sign inside
    ],
)
def test_personal_data_is_masked(raw: str, text: str) -> None:
    assert receive(raw) == Accepted(text)


@pytest.mark.parametrize(
    "raw",
    [
        "'; DROP TABLE topics; --",
        '" OR "1"="1',
        "{{ 7*7 }} ${7*7} {topic_name} %s",
        "omzet < 5 ton en > 3 fte",
        "wie <3 hier ondernemers",
    ],
)
def test_sql_templates_and_signs_are_ordinary_text(raw: str) -> None:
    assert receive(raw) == Accepted(raw)


@pytest.mark.parametrize(
    ("raw", "received"),
    [
        ("<script>alert(1)</script>", Accepted("alert(1)")),
        ("wie <b>gaat</b><br/> hierover", Accepted("wie gaat hierover")),
        ("<b>/ask_deputy", Accepted("ask_deputy")),
        ('<img src=x onerror="alert(1)">', Refused(EMPTY)),
    ],
)
def test_html_tags_go(raw: str, received: Accepted | Refused) -> None:
    assert receive(raw) == received
