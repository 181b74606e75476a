from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain

from tests.bot.chat_server import ChatServer, FakeAssistant, serving
from tests.bot.pipeline import Workbench
from tests.teams.bot_server import BotServer, bot_serving
from tests.teams.certificates import Certificate, make_certificate
from tests.teams.people import Person
from tests.teams.stand_in import SigningPair, StandIn, new_pair, standing_in


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench(
        LocalModelStorage.create(tmp_path),
        Resource("component"),
        ExecutionContext(GraphSchema({}), node_name="component"),
    )


@pytest.fixture
def conversations() -> TrackerStore:
    """Where the chat keeps what was said; a test that minds keeps it elsewhere."""
    return InMemoryTrackerStore(Domain.empty())


@pytest.fixture
def server(conversations: TrackerStore) -> Iterator[ChatServer]:
    with serving(store=conversations) as running:
        yield running


@pytest.fixture
def assistant(server: ChatServer) -> FakeAssistant:
    return server.assistant


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def signing_pair() -> SigningPair:
    """A key to sign with; making one takes a while."""
    return new_pair()


@pytest.fixture
def teams(certificate: Certificate, signing_pair: SigningPair) -> Iterator[StandIn]:
    with standing_in(certificate, signing_pair) as running:
        yield running


@pytest.fixture
def colleague() -> FakeAssistant:
    """What answers behind the Teams channel."""
    return FakeAssistant(InMemoryTrackerStore(Domain.empty()))


@pytest.fixture
def bot_server(teams: StandIn, colleague: FakeAssistant) -> Iterator[BotServer]:
    with bot_serving(teams, colleague.answer) as running:
        yield running


@pytest.fixture
def person(bot_server: BotServer) -> Person:
    return bot_server.person()
