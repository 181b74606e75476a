"""How the Teams channel is set up in `credentials.yml`, checked before anything starts."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.settings import SettingError

CHANNEL = "bot.channels.teams.TeamsChannel"
OPENID_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
AUTHORITY = "https://login.microsoftonline.com"
SERVICE_HOSTS = ("smba.trafficmanager.net", "smba.onyx.prod.teams.trafficmanager.net")
"""Where Teams takes our replies, in Microsoft's public cloud. Whole names: anybody can have a
name that ends in trafficmanager.net."""
CREDENTIALS = ("app_password", "certificate", "managed_identity")
KNOWN = {
    *CREDENTIALS,
    "app_id",
    "tenant_id",
    "other_tenants",
    "municipality",
    "counter_phone",
    "service_hosts",
    "openid_metadata",
    "authority",
    "ca_file",
}
_SERVICE = re.compile(r"https://([a-z0-9.-]+(?::\d+)?)(?:/[^\s?#\\]*)?")
"""An address of which no two readers can think that it leads to different hosts."""
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class TeamsSettings:
    """Settings that can be used as they are."""

    app_id: str
    tenant_id: str
    tenants: frozenset[str]
    """Tenants whose people may talk to us; ours is one of them."""
    app_password: str | None = field(default=None, repr=False)
    certificate: Path | None = None
    managed_identity: bool = False
    municipality: str | None = None
    counter_phone: str | None = None
    service_hosts: frozenset[str] = frozenset(SERVICE_HOSTS)
    openid_metadata: str = OPENID_METADATA
    authority: str = AUTHORITY
    ca_file: Path | None = None
    """Certificates to trust instead of the usual ones, as behind a proxy that reads along."""

    def may_call(self, address: str) -> bool:
        """Whether an address is one where our token and our replies may go."""
        found = _SERVICE.fullmatch(address)
        return found is not None and found.group(1) in self.service_hosts


def read(given: Mapping[str, Any] | None) -> TeamsSettings:
    """Settings from a section of `credentials.yml`.

    Raises:
        SettingError: one cannot be used; the message says which and what to do, in Dutch.
    """
    section = dict(given or {})
    for name in section:
        if name not in KNOWN:
            raise _wrong(
                f"de instelling '{name}' ken ik niet. Kies uit: {', '.join(sorted(KNOWN))}."
            )
    tenant = _guid(section, "tenant_id")
    return TeamsSettings(
        app_id=_guid(section, "app_id"),
        tenant_id=tenant,
        tenants=frozenset({tenant, *_other_tenants(section)}),
        municipality=_text(section, "municipality"),
        counter_phone=_text(section, "counter_phone"),
        service_hosts=_hosts(section),
        openid_metadata=_address(section, "openid_metadata", OPENID_METADATA),
        authority=_address(section, "authority", AUTHORITY).rstrip("/"),
        ca_file=_file(section, "ca_file"),
        **_credential(section),
    )


def check_credentials(path: Path) -> None:
    """Refuse a `credentials.yml` with which the Teams channel could not start.

    Looks at the file as it was written, so that a secret that stands in it, or a
    variable that is not set, is seen.

    Raises:
        SettingError: something must be changed first; the message says what, in Dutch.
    """
    section = _written(path)
    if section is None:
        return
    secret = section.get("app_password")
    if secret is not None and not _VARIABLE.fullmatch(str(secret)):
        raise _wrong("zet 'app_password' niet in het bestand, maar schrijf ${TEAMS_APP_PASSWORD}.")
    read({name: _resolved(value) for name, value in section.items()})


def _written(path: Path) -> dict[str, Any] | None:
    """The section as it stands in the file; None when there is no Teams channel."""
    try:
        channels = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SettingError(f"{path.name} kan niet worden gelezen: geen geldige YAML.") from error
    if not isinstance(channels, dict) or CHANNEL not in channels:
        return None
    section = channels[CHANNEL] or {}
    if not isinstance(section, dict):
        raise _wrong("schrijf elke instelling op een eigen regel, als 'naam: waarde'.")
    return section


def _resolved(value: Any) -> Any:
    """A value with its environment variables filled in, as Rasa does it."""
    if isinstance(value, list):
        return [_resolved(one) for one in value]
    return _VARIABLE.sub(_variable, value) if isinstance(value, str) else value


def _variable(found: re.Match[str]) -> str:
    value = os.environ.get(found.group(1))
    if not value:
        raise _wrong(f"de omgevingsvariabele {found.group(1)} is niet gezet.")
    return value


def _credential(section: Mapping[str, Any]) -> dict[str, Any]:
    """The one way in which we prove who we are."""
    chosen = [name for name in CREDENTIALS if section.get(name)]
    if len(chosen) != 1:
        raise _wrong(f"geef één van: {', '.join(CREDENTIALS)}.")
    if chosen == ["certificate"]:
        return {"certificate": _certificate(section)}
    if chosen == ["managed_identity"]:
        if section["managed_identity"] is not True:
            raise _wrong("'managed_identity' is 'true', of wordt weggelaten.")
        return {"managed_identity": True}
    return {"app_password": _text(section, "app_password")}


def _certificate(section: Mapping[str, Any]) -> Path | None:
    path = _file(section, "certificate")
    written = path.read_text(encoding="ascii", errors="replace") if path else ""
    if not ("PRIVATE KEY-----" in written and "BEGIN CERTIFICATE-----" in written):
        raise _wrong(f"in {path} horen een geheime sleutel en een certificaat te staan (PEM).")
    return path


def _text(section: Mapping[str, Any], name: str) -> str | None:
    value = section.get(name)
    return None if value is None else str(value).strip() or None


def _guid(section: Mapping[str, Any], name: str) -> str:
    return _as_guid(section.get(name), name)


def _as_guid(value: Any, name: str) -> str:
    try:
        return str(uuid.UUID(str(value)))
    except ValueError as error:
        raise _wrong(
            f"'{name}' moet een ID zijn als 00000000-0000-0000-0000-000000000000; "
            "u vindt het bij de registratie in Microsoft Entra."
        ) from error


def _other_tenants(section: Mapping[str, Any]) -> list[str]:
    return [_as_guid(one, "other_tenants") for one in _list(section, "other_tenants")]


def _hosts(section: Mapping[str, Any]) -> frozenset[str]:
    hosts = _list(section, "service_hosts")
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", str(host)):
            raise _wrong(f"'{host}' in 'service_hosts' moet een naam zijn als {SERVICE_HOSTS[0]}.")
    return frozenset(hosts or SERVICE_HOSTS)


def _list(section: Mapping[str, Any], name: str) -> list[Any]:
    value = section.get(name) or []
    if not isinstance(value, list):
        raise _wrong(f"'{name}' is een lijst, met een streepje voor elke regel.")
    return value


def _address(section: Mapping[str, Any], name: str, usual: str) -> str:
    value = _text(section, name) or usual
    if not re.match(r"https://[^/\s]+", value):
        raise _wrong(f"'{name}' is een adres dat begint met https://.")
    return value


def _file(section: Mapping[str, Any], name: str) -> Path | None:
    value = _text(section, name)
    if value is None:
        return None
    path = Path(value)
    if not path.is_file():
        raise _wrong(f"het bestand bij '{name}' is er niet: {path}")
    return path


def _wrong(what: str) -> SettingError:
    return SettingError(f"credentials.yml, Teams: {what}")
