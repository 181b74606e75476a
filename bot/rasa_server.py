"""The Rasa server process: `python -m bot.rasa_server`."""

from __future__ import annotations

import sys
from asyncio import AbstractEventLoop
from functools import partial
from typing import TYPE_CHECKING

from bot.settings import (
    CREDENTIALS,
    ENDPOINTS,
    HOST,
    MODEL,
    SettingError,
    port,
    prepare_environment,
)

if TYPE_CHECKING:
    from rasa.core.utils import AvailableEndpoints
    from sanic import Sanic


def main() -> int:
    """Serve the channels of `credentials.yml` on loopback, and nothing else."""
    prepare_environment()
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]  # TensorFlow looks for it: 2 s
    from rasa.core.utils import AvailableEndpoints, number_of_sanic_workers

    from bot.quiet import log_to_stderr

    log_to_stderr()
    endpoints = AvailableEndpoints.read_endpoints(str(ENDPOINTS))
    try:
        app = build(endpoints)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 1
    app.run(host=HOST, port=port(), workers=number_of_sanic_workers(endpoints.lock_store))
    return 0


def build(endpoints: AvailableEndpoints) -> Sanic:
    """The application with the channels' routes, and none of Rasa's own.

    Raises:
        SettingError: `credentials.yml` is not right.
    """
    from rasa.core.channels.channel import register
    from rasa.core.run import close_resources, create_http_input_channels, load_agent_on_start

    from bot.web_app import make_app

    app = make_app()
    channels = create_http_input_channels(None, str(CREDENTIALS))
    register(channels, app, route="/webhooks/")
    load = partial(load_agent_on_start, str(MODEL), endpoints, None)
    app.register_listener(load, "before_server_start")
    app.register_listener(keep_house, "after_server_start")
    app.register_listener(stop_housekeeping, "before_server_stop")
    app.register_listener(close_resources, "after_server_stop")
    return app


async def keep_house(app: Sanic, loop: AbstractEventLoop) -> None:
    """Begin to delete conversations when their time has come."""
    from bot.conversations import Conversations, forget_regularly

    agent = app.ctx.agent
    conversations = Conversations(agent.tracker_store, agent.lock_store)
    app.ctx.housekeeping = loop.create_task(forget_regularly(conversations))


async def stop_housekeeping(app: Sanic, loop: AbstractEventLoop) -> None:
    """Stop it before the event loop does."""
    app.ctx.housekeeping.cancel()


if __name__ == "__main__":
    sys.exit(main())
