from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.channels.web_settings import CHANNEL, WebSettings, check_credentials
from bot.settings import CREDENTIALS, SettingError


def test_without_settings_there_are_defaults() -> None:
    assert WebSettings.read(None) == WebSettings.read({}) == WebSettings()


def test_all_settings_are_read() -> None:
    given = {
        "municipality": "zonnedam",
        "counter_phone": "0999 - 10 00 00",
        "allowed_origins": ["https://www.zonnedam.example", "http://localhost:8080"],
        "messages_per_minute": 5,
        "messages_per_minute_per_address": 50,
    }
    origins = ("https://www.zonnedam.example", "http://localhost:8080")
    assert WebSettings.read(given) == WebSettings("zonnedam", "0999 - 10 00 00", origins, 5, 50)


@pytest.mark.parametrize("name", ["municipality", "allowed_origins", "messages_per_minute"])
def test_a_setting_that_was_left_empty_has_its_default(name: str) -> None:
    assert WebSettings.read({name: None}) == WebSettings()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("zonnedam", "onder het webkanaal hoort een lijst van instellingen."),
        ({"origins": []}, "'origins' is geen instelling van het webkanaal."),
        ({"counter_phone": 140999}, "'counter_phone' moet tekst zijn"),
        ({"municipality": ["a"]}, "'municipality' moet tekst zijn"),
        ({"allowed_origins": "https://www.zonnedam.example"}, "moet een lijst zijn"),
        ({"messages_per_minute": 0}, "'messages_per_minute' moet een geheel getal boven 0 zijn."),
        ({"messages_per_minute": True}, "'messages_per_minute' moet een geheel getal"),
        ({"messages_per_minute_per_address": "veel"}, "moet een geheel getal"),
    ],
)
def test_a_mistake_is_told_in_dutch(given: Any, reason: str) -> None:
    with pytest.raises(SettingError) as told:
        WebSettings.read(given)
    assert str(told.value).startswith("credentials.yml: ")
    assert reason in str(told.value)


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "null",
        "www.zonnedam.example",
        "https://www.zonnedam.example/",
        "https://www.zonnedam.example/chat",
        "https://*.zonnedam.example",
        "https://WWW.zonnedam.example",
        "ftp://www.zonnedam.example",
        "https://",
        "https://a@www.zonnedam.example",
        "https://www.zonnedam.example\n",
        443,
    ],
)
def test_an_origin_must_be_exact(origin: object) -> None:
    with pytest.raises(SettingError, match="Schrijf alleen het begin"):
        WebSettings.read({"allowed_origins": ["https://www.zonnedam.example", origin]})


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "other.Channel: {}\n", f"{CHANNEL}:\n"])
def test_a_file_without_settings_is_right(tmp_path: Path, text: str) -> None:
    path = tmp_path / "credentials.yml"
    path.write_text(text, encoding="utf-8")
    check_credentials(path)


@pytest.mark.parametrize("text", ["a: [", "- a", "a", "\x00", f"{CHANNEL}: {{origins: []}}"])
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "credentials.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match="credentials"):
        check_credentials(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="kan niet worden gelezen"):
        check_credentials(tmp_path / "credentials.yml")


def test_the_file_of_this_repository_is_right() -> None:
    check_credentials(CREDENTIALS)
    assert CHANNEL in CREDENTIALS.read_text(encoding="utf-8")
