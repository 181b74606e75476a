"""The whole assistant: trained model, real actions, the real content in a store of its own."""

import shutil
from functools import partial

import pytest

from bot.settings import CACHE, MODEL, prepare_environment


@pytest.fixture(scope="session")
def agent(tmp_path_factory):
    if not MODEL.is_file():
        pytest.fail("there is no model; run `make train` first (`make test` does)")
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("assistant")
        patch.setenv("WEGWIJZER_DATABASE_URL", f"sqlite:///{folder / 'wegwijzer.db'}")
        # A copy: the tests edit topics, and must not leave an index of those behind.
        cache = shutil.copytree(CACHE, folder / "cache")
        patch.setenv("WEGWIJZER_CACHE", str(cache))
        prepare_environment()
        from actions.services import services
        from bot.asking import load_agent
        from knowledge.seeding import seed
        from knowledge.store import Store

        services.cache_clear()
        store = Store()
        store.migrate()
        seed(store)
        yield load_agent()
        services().matcher.close()
        services.cache_clear()


@pytest.fixture
def store(agent):
    """The store behind the assistant."""
    from actions.services import services

    return services().store


@pytest.fixture(scope="session")
def rooms(agent, tmp_path_factory):
    """The assistant in Teams."""
    from tests.teams.certificates import make_certificate
    from tests.teams.conversation import teams_rooms
    from tests.teams.stand_in import new_pair, standing_in

    certificate = make_certificate(tmp_path_factory.mktemp("certificate"))
    with standing_in(certificate, new_pair()) as service, teams_rooms(service, agent) as rooms:
        yield rooms


@pytest.fixture(params=["here", "teams"])
def begin(request, agent):
    """Begins a conversation with somebody of a municipality: in this process, or in Teams."""
    from bot.asking import Conversation

    if request.param == "here":
        return partial(Conversation, agent)
    return request.getfixturevalue("rooms").conversation
