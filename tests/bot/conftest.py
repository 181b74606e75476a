from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from tests.bot.chat_server import ChatServer, FakeAssistant, serving
from tests.bot.pipeline import Workbench


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench(
        LocalModelStorage.create(tmp_path),
        Resource("component"),
        ExecutionContext(GraphSchema({}), node_name="component"),
    )


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as running:
        yield running


@pytest.fixture
def assistant(server: ChatServer) -> FakeAssistant:
    return server.assistant
