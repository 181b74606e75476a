"""The app package that an administrator uploads to Teams: `python -m bot.teams.package`."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from bot.settings import ROOT, SettingError
from bot.teams.settings import CHANNEL

APP = Path(__file__).resolve().parent / "app"
ICONS = ("color.png", "outline.png")
LONGEST = {"name": 30, "organisation": 32}
"""Characters that Teams takes."""
ADDRESSES = ("website", "privacy", "terms")
FIXED_DAY = (2026, 1, 1, 0, 0, 0)
"""The same settings give the same file, byte for byte."""
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_MADE_UP = re.compile(r"\.example(/|$)")


@dataclass(frozen=True)
class App:
    """What differs between installations."""

    app_id: str
    version: str
    name: str
    organisation: str
    host: str
    website: str
    privacy: str
    terms: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the package; the exit status is 0 when it went well."""
    options = _parser().parse_args(arguments)
    try:
        app = read(options.settings, options.credentials, options.version)
        write(app, options.out)
    except (SettingError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Gemaakt: {options.out} ({app.name} {app.version}, app {app.app_id}, {app.host})")
    print("Upload het bestand in het Teams-beheercentrum; docs/teams.md zegt hoe.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.teams.package", description="Maak het app-pakket voor Microsoft Teams"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "wegwijzer-teams.zip")
    parser.add_argument("--settings", type=Path, default=ROOT / "teams-app.yml")
    parser.add_argument("--credentials", type=Path, default=ROOT / "credentials.yml")
    parser.add_argument("--version", help="hoger dan de vorige die u uploadde, zoals 1.2.0")
    return parser


def read(settings: Path, credentials: Path, version: str | None = None) -> App:
    """What the package says about this installation.

    Raises:
        SettingError: something is missing or cannot be used; the message says what, in Dutch.
    """
    given = _mapping(settings)
    texts = {name: _text(settings, given, name) for name in LONGEST}
    addresses = {name: _address(settings, given, name) for name in ADDRESSES}
    host = _required(settings, given, "host")
    if not _HOST.fullmatch(host):
        raise _wrong(settings, "'host' is een naam zoals wegwijzer.gemeente.nl, zonder https://.")
    for name, value in {"host": host, **addresses}.items():
        if _MADE_UP.search(value):
            raise _wrong(settings, f"'{name}' is nog van het voorbeeld; vul dat van u in.")
    return App(
        app_id=_app_id(credentials), version=_version(version), host=host, **texts, **addresses
    )


def write(app: App, path: Path) -> None:
    """Write the package: the manifest and its icons."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files = {"manifest.json": json.dumps(manifest(app), ensure_ascii=False, indent=2).encode()}
    files |= {name: (APP / name).read_bytes() for name in ICONS}
    with ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(ZipInfo(name, FIXED_DAY), content, ZIP_DEFLATED)


def manifest(app: App) -> dict[str, Any]:
    """The manifest of one installation.

    It asks for no permissions, and names one domain: our own.
    """
    fixed = json.loads((APP / "manifest.json").read_text(encoding="utf-8"))
    (bot,) = fixed.pop("bots")
    return {
        **fixed,
        "version": app.version,
        "id": app.app_id,
        "name": {"short": app.name, "full": f"{app.name} {app.organisation}"},
        "developer": {
            "name": app.organisation,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy,
            "termsOfUseUrl": app.terms,
        },
        "bots": [{"botId": app.app_id, **bot}],
        "validDomains": [app.host],
    }


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingError(f"{path} is er niet; docs/teams.md zegt wat erin moet.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is geen geldige YAML.") from error
    if not isinstance(given, dict):
        raise SettingError(f"{path} heeft regels nodig als 'naam: waarde'; zie docs/teams.md.")
    return given


def _required(path: Path, given: Mapping[str, Any], name: str) -> str:
    value = str(given.get(name) or "").strip()
    if not value:
        raise _wrong(path, f"'{name}' ontbreekt.")
    return value


def _text(path: Path, given: Mapping[str, Any], name: str) -> str:
    value = _required(path, given, name)
    if len(value) > LONGEST[name]:
        raise _wrong(path, f"'{name}' is langer dan {LONGEST[name]} tekens: {value}")
    return value


def _address(path: Path, given: Mapping[str, Any], name: str) -> str:
    value = _required(path, given, name)
    if not re.fullmatch(r"https://[^\s/]+\S*", value):
        raise _wrong(path, f"'{name}' is een adres dat begint met https://.")
    return value


def _app_id(path: Path) -> str:
    section = _mapping(path).get(CHANNEL)
    if not isinstance(section, dict):
        raise _wrong(path, f"zet het Teams-kanaal aan: haal de # weg voor {CHANNEL}.")
    value = os.path.expandvars(str(section.get("app_id") or ""))
    if "$" in value:
        raise _wrong(path, f"de omgevingsvariabele in 'app_id' is niet gezet: {value}")
    try:
        return str(uuid.UUID(value))
    except ValueError as error:
        raise _wrong(path, "'app_id' is de toepassings-id uit Microsoft Entra.") from error


def _version(asked: str | None) -> str:
    product = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    version = asked or str(product["softwareVersion"])
    if not _VERSION.fullmatch(version):
        raise SettingError(f"'{version}' is geen versie zoals 1.2.0.")
    return version


def _wrong(path: Path, what: str) -> SettingError:
    return SettingError(f"{path.name}: {what}")


if __name__ == "__main__":
    sys.exit(main())
