"""Where things are and how this installation is configured (environment variables)."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOG = VAR / "log" / "wegwijzer.log"
CACHE = VAR / "cache"
CREDENTIALS = ROOT / "credentials.yml"
MODELS = ROOT / "models"
MODEL = MODELS / "wegwijzer.tar.gz"
DEFAULT_MUNICIPALITY = "voorbeeldstad"
CREDENTIALS = ROOT / "credentials.yml"
ENDPOINTS = ROOT / "endpoints.yml"
HOST = "127.0.0.1"


class SettingError(ValueError):
    """A setting cannot be used; the message says which, in Dutch."""


def port() -> int:
    """Port of the chat page (`WEGWIJZER_PORT`)."""
    return _port("WEGWIJZER_PORT", "5005")


def action_port() -> int:
    """Port of the action server (`WEGWIJZER_ACTION_PORT`)."""
    return _port("WEGWIJZER_ACTION_PORT", "5055")


def _port(variable: str, default: str) -> int:
    given = os.environ.get(variable, default)
    if not (given.isdecimal() and 0 < int(given) < 65536):
        raise SettingError(f"{variable} is '{given}', maar een poort is een getal tot 65536.")
    return int(given)


def prepare_environment() -> None:
    """Set what Rasa and TensorFlow read from the environment, before they are imported.

    Rasa sends no telemetry; TensorFlow is not used but loaded by Rasa, and would
    fill the log; the stores and the cache lie in this folder wherever we are started.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    os.environ.setdefault("WEGWIJZER_DATABASE_URL", f"sqlite:///{VAR / 'wegwijzer.db'}")
    os.environ.setdefault("WEGWIJZER_CONVERSATIONS_URL", f"sqlite:///{VAR / 'conversations.db'}")
    os.environ.setdefault("WEGWIJZER_CACHE", str(CACHE))
    os.environ.setdefault("WEGWIJZER_ACTION_URL", f"http://{HOST}:{action_port()}/webhook")
