"""Settings of the Teams channel: what is wrong is said before anything starts, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.settings import SettingError
from bot.teams.settings import CHANNEL, SERVICE_HOSTS, check_credentials, read
from tests.teams.stand_in import APP_ID, TENANT

GIVEN = {"app_id": APP_ID, "tenant_id": TENANT, "app_password": "of this test"}
WRITTEN = """
bot.channels.web.WebChannel:
  municipality: voorbeeldstad
bot.channels.teams.TeamsChannel:
  app_id: ${{TEAMS_APP_ID}}
  tenant_id: {tenant}
  app_password: {password}
"""


def test_little_must_be_said() -> None:
    settings = read(GIVEN)
    assert settings.tenants == {TENANT}
    assert settings.service_hosts == set(SERVICE_HOSTS)
    assert settings.openid_metadata.startswith("https://login.botframework.com/")
    assert settings.authority == "https://login.microsoftonline.com"


def test_a_secret_does_not_show() -> None:
    assert "of this test" not in repr(read(GIVEN))


def test_ids_may_be_written_in_capitals() -> None:
    other = "ABCDEF00-2222-4222-8222-222222222222"
    settings = read({**GIVEN, "other_tenants": [other]})
    assert settings.tenants == {TENANT, other.lower()}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"app_id": None}, "'app_id' moet een ID zijn"),
        ({"app_id": "wegwijzer"}, "'app_id' moet een ID zijn"),
        ({"tenant_id": "common"}, "'tenant_id' moet een ID zijn"),
        ({"tenant_id": "botframework.com"}, "'tenant_id' moet een ID zijn"),
        ({"other_tenants": "x"}, "'other_tenants' is een lijst"),
        ({"other_tenants": ["x"]}, "'other_tenants' moet een ID zijn"),
        ({"app_password": None}, "geef één van: app_password, certificate, managed_identity"),
        ({"app_password": ""}, "geef één van"),
        ({"managed_identity": True}, "geef één van"),
        ({"app_password": None, "managed_identity": "ja"}, "'managed_identity' is 'true'"),
        ({"app_password": None, "certificate": "/nergens.pem"}, "het bestand bij 'certificate'"),
        ({"ca_file": "/nergens.pem"}, "het bestand bij 'ca_file' is er niet: /nergens.pem"),
        (
            {"service_hosts": ["https://smba.trafficmanager.net"]},
            "in 'service_hosts' moet een naam",
        ),
        ({"service_hosts": ["*.trafficmanager.net"]}, "in 'service_hosts' moet een naam"),
        ({"service_hosts": "smba.trafficmanager.net"}, "'service_hosts' is een lijst"),
        ({"openid_metadata": "http://login.example/"}, "'openid_metadata' is een adres"),
        ({"authority": "login.example"}, "'authority' is een adres"),
        ({"app_pasword": "x"}, "de instelling 'app_pasword' ken ik niet"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_named(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(SettingError) as wrong:
        read({**GIVEN, **changed})
    assert str(wrong.value).startswith("credentials.yml, Teams: ")
    assert reason in str(wrong.value)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize(
    "written", ["", "-----BEGIN CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----"]
)
def test_a_certificate_needs_its_key_in_the_same_file(tmp_path: Path, written: str) -> None:
    path = tmp_path / "half.pem"
    path.write_text(written)
    with pytest.raises(SettingError, match="een geheime sleutel en een certificaat"):
        read({**GIVEN, "app_password": None, "certificate": str(path)})


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.trafficmanager.net/emea/22222222-2222-4222-8222-222222222222/", True),
        ("https://smba.trafficmanager.net", True),
        ("https://evil.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.elders.example/", False),
        ("https://smba.trafficmanager.net@elders.example/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net\\@elders.example/", False),
        ("https://smba.trafficmanager.net/\n", False),
        ("http://smba.trafficmanager.net/", False),
        ("//smba.trafficmanager.net/", False),
        ("", False),
    ],
)
def test_only_the_hosts_of_teams_may_be_called(address: str, may: bool) -> None:
    assert read(GIVEN).may_call(address) is may


# --- the file ------------------------------------------------------------------------------------


def credentials(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "credentials.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_APP_ID", APP_ID)
    monkeypatch.setenv("TEAMS_APP_PASSWORD", "of this test")


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    "text",
    [
        WRITTEN.format(tenant=TENANT, password="${TEAMS_APP_PASSWORD}"),
        "bot.channels.web.WebChannel:\n  municipality: voorbeeldstad\n",
        "",
    ],
    ids=["with Teams", "without Teams", "empty"],
)
def test_a_file_that_can_be_used_is_let_through(tmp_path: Path, text: str) -> None:
    check_credentials(credentials(tmp_path, text))


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WRITTEN.format(tenant=TENANT, password="geheim"), "niet in het bestand"),
        (WRITTEN.format(tenant=TENANT, password="${NERGENS}"), "NERGENS is niet gezet"),
        (WRITTEN.format(tenant="x", password="${TEAMS_APP_PASSWORD}"), "'tenant_id'"),
        (f"{CHANNEL}:\n", "'tenant_id'"),
        (f"{CHANNEL}: x\n", "op een eigen regel"),
        ("a: [", "geen geldige YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_before_the_start(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(SettingError, match=reason):
        check_credentials(credentials(tmp_path, text))


def test_the_example_in_the_credentials_of_this_product_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("APP_ID", APP_ID), ("TENANT_ID", TENANT), ("APP_PASSWORD", "x")):
        monkeypatch.setenv(f"TEAMS_{name}", value)
    shipped = (Path(__file__).parents[2] / "credentials.yml").read_text(encoding="utf-8")
    uncommented = shipped.replace(f"# {CHANNEL}", CHANNEL).replace("\n#   ", "\n  ")
    assert CHANNEL in uncommented.splitlines()[-6]
    check_credentials(credentials(tmp_path, uncommented))
