"""The action server process: `python -m bot.action_server`."""

from __future__ import annotations

import logging

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from bot.settings import HOST, action_port, prepare_environment

logger = logging.getLogger(__name__)


def create() -> Sanic:
    """Rasa SDK's app with our actions, on loopback, whose errors never repeat what users typed."""
    from rasa_sdk.endpoint import create_app

    app = create_app("actions", cors_origins=[])

    @app.exception(Exception)
    async def hide_details(request: Request, error: Exception) -> HTTPResponse:
        logger.error("%s %s failed: %s", request.method, request.path, type(error).__name__)
        return json({"error": type(error).__name__}, status=500)

    return app


def main() -> None:
    """Serve until stopped; the topics are indexed before the port opens."""
    prepare_environment()
    from actions.services import services
    from bot.quiet import log_to_stderr

    log_to_stderr()
    services().matcher.index()
    create().run(HOST, action_port(), access_log=False)


if __name__ == "__main__":
    main()
