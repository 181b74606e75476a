from __future__ import annotations

import json
import os
import struct
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from jsonschema import Draft4Validator

from bot.settings import ROOT
from bot.teams import package
from bot.teams.settings import CHANNEL

SCHEMAS = ROOT / "tests/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
APP_ID = "11111111-2222-3333-4444-555555555555"
SETTINGS = {
    "name": "Wegwijzer",
    "organisation": "Gemeente Ons Dorp",
    "host": "wegwijzer.onsdorp.nl",
    "website": "https://onsdorp.nl",
    "privacy": "https://onsdorp.nl/privacy",
    "terms": "https://onsdorp.nl/voorwaarden",
}


class Folder:
    """An administrator's settings, and the package that they give."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.out = path / "dist" / "app.zip"
        self.settings(SETTINGS)
        self.credentials({CHANNEL: {"app_id": APP_ID}})

    def settings(self, given: Any) -> None:
        (self._path / "teams-app.yml").write_text(yaml.safe_dump(given), encoding="utf-8")

    def credentials(self, given: Any) -> None:
        (self._path / "credentials.yml").write_text(yaml.safe_dump(given), encoding="utf-8")

    def make(self, *options: str) -> int:
        where = ["--settings", str(self._path / "teams-app.yml")]
        where += ["--credentials", str(self._path / "credentials.yml"), "--out", str(self.out)]
        return package.main([*where, *options])

    def manifest(self) -> dict[str, Any]:
        with ZipFile(self.out) as made:
            return json.loads(made.read("manifest.json"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_manifest_is_what_microsoft_s_schema_asks(folder: Folder) -> None:
    assert folder.make() == 0
    manifest = folder.manifest()
    schema = SCHEMAS / f"v{manifest['manifestVersion']}" / "MicrosoftTeams.schema.json"
    if not schema.exists():
        missing = "no schema of Teams apps found: npm ci --prefix tests"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)

    validator = Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))

    assert [error.message for error in validator.iter_errors(manifest)] == []
    assert manifest["$schema"].endswith(f"/v{manifest['manifestVersion']}/{schema.name}")
    assert not validator.is_valid({**manifest, "id": "geen id"})


def test_the_manifest_says_what_the_administrator_set(folder: Folder) -> None:
    folder.make("--version", "1.2.3")

    manifest = folder.manifest()

    (bot,) = manifest["bots"]
    assert (manifest["id"], bot["botId"], manifest["version"]) == (APP_ID, APP_ID, "1.2.3")
    assert manifest["name"]["short"] == "Wegwijzer"
    assert manifest["developer"] == {
        "name": "Gemeente Ons Dorp",
        "websiteUrl": "https://onsdorp.nl",
        "privacyUrl": "https://onsdorp.nl/privacy",
        "termsOfUseUrl": "https://onsdorp.nl/voorwaarden",
    }
    assert manifest["validDomains"] == ["wegwijzer.onsdorp.nl"]


def test_the_app_asks_for_no_more_than_a_conversation(folder: Folder) -> None:
    folder.make()

    manifest = folder.manifest()

    (bot,) = manifest["bots"]
    assert bot["scopes"][0] == manifest["defaultInstallScope"] == "personal"
    assert not any(bot[name] for name in ("supportsFiles", "supportsCalling", "supportsVideo"))
    asking = {"permissions", "devicePermissions", "webApplicationInfo", "authorization"}
    assert asking & set(manifest) == set()


def test_the_package_holds_the_icons_that_teams_asks_for(folder: Folder) -> None:
    folder.make()

    with ZipFile(folder.out) as made:
        assert sorted(made.namelist()) == ["color.png", "manifest.json", "outline.png"]
        colour, outline = made.read("color.png"), made.read("outline.png")
    assert struct.unpack(">II", colour[16:24]) == (192, 192)
    assert struct.unpack(">II", outline[16:24]) == (32, 32)


def test_the_same_settings_give_the_same_bytes(folder: Folder, tmp_path: Path) -> None:
    folder.make()
    first = folder.out.read_bytes()
    folder.make("--out", str(tmp_path / "again.zip"))

    assert (tmp_path / "again.zip").read_bytes() == first


def test_the_version_is_that_of_the_product(folder: Folder) -> None:
    folder.make()

    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{folder.manifest()["version"]}"\n' in pyproject


def test_the_app_id_may_come_from_the_environment(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.credentials({CHANNEL: {"app_id": "${TEAMS_APP_ID}"}})
    monkeypatch.setenv("TEAMS_APP_ID", APP_ID.upper())

    assert folder.make() == 0

    assert folder.manifest()["id"] == APP_ID


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"privacy": None}, "'privacy' ontbreekt"),
        ({"name": "W" * 31}, "'name' is langer dan 30 tekens"),
        ({"organisation": "G" * 33}, "'organisation' is langer dan 32 tekens"),
        ({"host": "https://wegwijzer.onsdorp.nl"}, "'host' is een naam zoals"),
        ({"host": "localhost"}, "'host' is een naam zoals"),
        ({"terms": "http://onsdorp.nl"}, "begint met https://"),
        ({"host": "wegwijzer.voorbeeldstad.example"}, "'host' is nog van het voorbeeld"),
        ({"website": "https://voorbeeldstad.example/a"}, "'website' is nog van het voorbeeld"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_in_one_line(
    folder: Folder, change: dict[str, Any], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.settings({**SETTINGS, **change})

    assert folder.make() == 1

    said = capsys.readouterr().err
    assert reason in said
    assert said.count("\n") == 1
    assert not folder.out.exists()


@pytest.mark.parametrize(
    ("credentials", "reason"),
    [
        ({}, "heeft regels nodig"),
        ({"bot.channels.web.WebChannel": {}}, "zet het Teams-kanaal aan"),
        ({CHANNEL: {}}, "'app_id' is de toepassings-id"),
        ({CHANNEL: {"app_id": "iets"}}, "'app_id' is de toepassings-id"),
        ({CHANNEL: {"app_id": "${TEAMS_NOT_SET}"}}, "is niet gezet: ${TEAMS_NOT_SET}"),
    ],
)
def test_an_app_id_that_is_missing_is_said_in_one_line(
    folder: Folder, credentials: Any, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.credentials(credentials or "")

    assert folder.make() == 1

    assert reason in capsys.readouterr().err


def test_settings_that_are_not_there_are_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "teams-app.yml"

    assert package.main(["--settings", str(missing)]) == 1

    assert capsys.readouterr().err == f"{missing} is er niet; docs/teams.md zegt wat erin moet.\n"


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "nieuw"])
def test_a_version_that_teams_would_refuse_is_refused(folder: Folder, version: str) -> None:
    assert folder.make("--version", version) == 1


def test_the_settings_that_come_along_have_every_field() -> None:
    shipped = yaml.safe_load((ROOT / "teams-app.yml").read_text(encoding="utf-8"))

    assert set(shipped) == set(SETTINGS)
