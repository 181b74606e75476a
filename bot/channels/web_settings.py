"""The web channel's settings, as they stand in `credentials.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from bot.settings import SettingError

CHANNEL = "bot.channels.web.WebChannel"
"""How the web channel is called in `credentials.yml`."""
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?")


@dataclass(frozen=True)
class WebSettings:
    """What an operator can choose."""

    municipality: str | None = None
    counter_phone: str | None = None
    allowed_origins: tuple[str, ...] = ()
    messages_per_minute: int = 20
    messages_per_minute_per_address: int = 120

    @classmethod
    def read(cls, given: Mapping[str, Any] | None) -> WebSettings:
        """Check what was filled in.

        Raises:
            SettingError: something cannot be used; the message says what, in Dutch.
        """
        if not isinstance(given or {}, Mapping):
            raise _wrong("onder het webkanaal hoort een lijst van instellingen.")
        given = {name: value for name, value in (given or {}).items() if value is not None}
        unknown = set(given) - {field.name for field in fields(cls)}
        if unknown:
            raise _wrong(f"'{sorted(unknown)[0]}' is geen instelling van het webkanaal.")
        for name in ("municipality", "counter_phone"):
            if not isinstance(given.get(name, ""), str):
                raise _wrong(f"'{name}' moet tekst zijn; zet er aanhalingstekens om.")
        for name in ("messages_per_minute", "messages_per_minute_per_address"):
            _require_number(name, given.get(name, 1))
        return cls(**{**given, "allowed_origins": _origins(given.get("allowed_origins", ()))})


def check_credentials(path: Path) -> None:
    """Tell what is wrong in the file before a server starts that cannot use it.

    Raises:
        SettingError: something cannot be used; the message says what, in Dutch.
    """
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        web = given.get(CHANNEL)
    except (OSError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise SettingError(f"{path.name} kan niet worden gelezen: {error}") from error
    WebSettings.read(web)


def _origins(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list | tuple):
        raise _wrong("'allowed_origins' moet een lijst zijn.")
    for origin in given:
        if not (isinstance(origin, str) and _ORIGIN.fullmatch(origin)):
            raise _wrong(
                f"'{origin}' in 'allowed_origins' kan niet. Schrijf alleen het begin van het "
                "adres, in kleine letters en zonder schuine streep aan het eind: "
                "https://www.gemeente.nl"
            )
    return tuple(given)


def _require_number(name: str, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _wrong(f"'{name}' moet een geheel getal boven 0 zijn.")


def _wrong(reason: str) -> SettingError:
    return SettingError(f"credentials.yml: {reason}")
