"""Keeping standard output for answers: all other noise goes to the log file."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.settings import LOG


@contextmanager
def quiet_output() -> Iterator[TextIO]:
    """Send standard output and error to the log file; yields the real standard output.

    Done on the level of file descriptors, because TensorFlow writes past Python.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    sink = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.close(sink)
    log_to_stderr()
    try:
        with os.fdopen(os.dup(kept[0]), "w", encoding="utf-8") as real:
            yield real
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for descriptor, original in zip((1, 2), kept, strict=True):
            os.dup2(original, descriptor)
            os.close(original)


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Plain log lines on standard error, from Rasa's structured loggers too.

    Below WARNING Rasa logs what users type, so that is never switched on here.
    """
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        stream=sys.stderr,
        level=level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )
