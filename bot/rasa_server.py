"""The Rasa server process: `python -m bot.rasa_server`."""

from __future__ import annotations

import os
import sys

from bot.settings import CREDENTIALS, HOST, MODEL, ROOT, port, prepare_environment

ENDPOINTS = ROOT / "endpoints.yml"


def main() -> None:
    """Serve the channels of `credentials.yml` on loopback, without Rasa's HTTP API."""
    prepare_environment()
    # Bytes; more is refused before it is read. What Teams sends is the largest.
    os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", str(256 * 1024))
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
