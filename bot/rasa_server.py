"""The Rasa server process: `python -m bot.rasa_server`."""

from __future__ import annotations

import os
import sys

from bot.settings import HOST, MODEL, ROOT, port, prepare_environment

CREDENTIALS = ROOT / "credentials.yml"
ENDPOINTS = ROOT / "endpoints.yml"


def main() -> None:
    """Serve the channels of `credentials.yml` on loopback, without Rasa's HTTP API."""
    prepare_environment()
    os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", "65536")  # bytes; refused before it is read
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]  # TensorFlow looks for it: 2 s
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.quiet import log_to_stderr

    log_to_stderr()
    serve_application(
        model_path=str(MODEL),
        interface=HOST,
        port=port(),
        credentials=str(CREDENTIALS),
        endpoints=AvailableEndpoints.read_endpoints(str(ENDPOINTS)),
        enable_api=False,
        cors=None,
    )


if __name__ == "__main__":
    main()
