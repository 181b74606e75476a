"""What docs/embedding.md tells a webmaster and an operator agrees with the code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import yaml

from bot.channels.exchange import MOST_TURNS
from bot.channels.incoming import LONGEST
from bot.channels.outgoing import APOLOGY
from bot.channels.pages import FOLDER
from bot.channels.posted import LARGEST_BODY
from bot.channels.web import COOKIE
from bot.channels.web_settings import CHANNEL, WebSettings
from bot.conversations import WEB_KEPT
from bot.settings import ROOT

PAGE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return re.split(r"^#+ ", PAGE.split(f"# {heading}\n", 1)[1], flags=re.MULTILINE)[0]


def first_column(text: str) -> list[str]:
    return re.findall(r"^\| `([\w-]+)`", text, re.MULTILINE)


def test_the_settings_are_those_of_the_channel() -> None:
    assert first_column(section("Settings")) == [field.name for field in fields(WebSettings)]


def test_the_example_of_the_settings_can_be_used() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", section("Settings"), re.DOTALL)
    read = WebSettings.read(yaml.safe_load(example)[CHANNEL])
    assert read.messages_per_minute == WebSettings().messages_per_minute
    assert read.messages_per_minute_per_address == WebSettings().messages_per_minute_per_address


def test_the_figures_are_those_of_the_code() -> None:
    assert f"{LARGEST_BODY // 1024} KB, a text at most {LONGEST:,} characters" in PAGE
    assert f"at most {MOST_TURNS} messages" in PAGE
    assert f"until {WEB_KEPT // 60} minutes after the last message" in PAGE
    assert f"session cookie `{COOKIE}`" in PAGE
    assert f'"{APOLOGY.split(".")[0]}."' in PAGE


def test_the_attributes_are_those_of_the_component() -> None:
    script = "".join(path.read_text(encoding="utf-8") for path in scripts())
    for name in first_column(section("Attributes")):
        assert re.search(rf'"{name}"|\b{name}\b', script), name


def test_the_tokens_are_those_of_the_styles() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("wegwijzer-*.css"))
    used = set(re.findall(r"var\((--(?:utrecht|nl)-[\w-]+)", styles))
    assert set(re.findall(r"`(--[\w-]+)`", section("Looks"))) == used


def scripts() -> list[Path]:
    return sorted(FOLDER.glob("wegwijzer-*.js"))
