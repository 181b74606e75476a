"""Whatever is posted gets an answer that is no server error, and never becomes a command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.incoming import LONGEST
from bot.channels.web_settings import WebSettings
from tests.bot.chat_server import ChatServer, new_id, post, serving

PATIENT = WebSettings(messages_per_minute=10**6, messages_per_minute_per_address=10**6)
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def patient() -> Iterator[ChatServer]:
    """A server that takes as many messages as it is sent."""
    with serving(settings=PATIENT) as running:
        yield running


@given(text=st.text(st.characters(), max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_becomes_a_command(patient: ChatServer, text: str) -> None:
    heard = len(patient.assistant.messages)
    with patient.client() as client:
        body = json.dumps({"id": new_id(), "text": f"/{text}"})
        answer = client.post("/chat/messages", content=body, headers=JSON)
    assert answer.status_code in (200, 400)
    assert not any(one.text.startswith("/") for one in patient.assistant.messages[heard:])


NAMES = st.sampled_from(["id", "text", "payload", "municipality", "sender", "__proto__"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@given(body=VALUES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_gets_an_answer_that_is_no_server_error(patient: ChatServer, body: Any) -> None:
    assert_handled(patient, json.dumps(body).encode())


@given(body=st.binary(max_size=300))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_get_an_answer_that_is_no_server_error(patient: ChatServer, body: bytes) -> None:
    assert_handled(patient, body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "12345678", "text": "' + b"a" * 9000 + b'"}',
        b"[" * 8000,
        b'{"id": "12345678", "text": ' + b"9" * 8000 + b"}",
        b'{"id": "12345678", "text": NaN}',
        b'{"id": "12345678", "text": 1e999}',
        rb'{"id": "12345678", "text": "\ud83d"}',
        b'{"id": "12345678", "text": "a\x00b"}',
        b'{"id": "12345678", "id": "87654321", "text": "a", "text": 1}',
        b"\xef\xbb\xbf{}",
        b"\x00" * 100,
        "dag".encode("utf-16"),
    ],
)
def test_a_body_made_to_break_something_gets_an_answer(patient: ChatServer, body: bytes) -> None:
    assert_handled(patient, body)


def assert_handled(server: ChatServer, body: bytes) -> None:
    with server.client() as client:
        answer = client.post("/chat/messages", content=body, headers=JSON)
    assert answer.status_code in (200, 400, 413)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json().keys() in ({"replies"}, {"error"})
    assert "Traceback" not in answer.text


def test_a_text_may_be_as_long_as_is_said_in_any_script(patient: ChatServer) -> None:
    with patient.client() as client:
        for sign in ("a", "é", "ж", "中"):
            assert post(client, text=sign * LONGEST).status_code == 200
            assert post(client, text=sign * (LONGEST + 1)).status_code == 400
