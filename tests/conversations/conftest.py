"""The whole assistant: trained model, real actions, the real content in a store of its own."""

import shutil

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
