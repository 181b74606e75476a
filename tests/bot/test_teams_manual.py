"""What the administrator's guide says agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT
from bot.teams import settings
from tests.teams.certificates import make_certificate
from tests.test_docs import fields, sections

GUIDE = (ROOT / "docs/teams.md").read_text(encoding="utf-8")
HEAVIEST = 150 * 1024


def test_the_guide_names_every_setting_of_the_channel() -> None:
    found, absent = fields(sections(GUIDE, "##")["4. Switch the channel on"], "setting")

    assert found == settings.KNOWN
    assert found - absent == {"app_id", "tenant_id"}


def test_the_guide_names_every_field_of_the_app_package() -> None:
    found, _ = fields(sections(GUIDE, "##")["5. Make the app package"])
    shipped = yaml.safe_load((ROOT / "teams-app.yml").read_text(encoding="utf-8"))

    assert found == set(shipped)


def test_the_guide_names_the_hosts_that_the_channel_needs() -> None:
    named = GUIDE.split("## 1. ")[0]
    addresses = (
        settings.OPENID_METADATA,
        settings.AUTHORITY,
        f"https://{settings.SERVICE_HOSTS[0]}",
    )

    assert all(f"`{address.split('/')[2]}`" in named for address in addresses)


def test_the_example_of_the_guide_is_a_channel_that_starts(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.+?)```", GUIDE, re.DOTALL)
    assert example
    (section,) = yaml.safe_load(example[1]).values()
    key = make_certificate(tmp_path).path
    guid = "11111111-2222-3333-4444-555555555555"

    read = settings.read({**section, "app_id": guid, "tenant_id": guid, "certificate": str(key)})

    assert read.certificate == key


def test_the_links_and_pictures_of_the_guide_are_there() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)]+)\)", GUIDE)
    pages = [target for target in targets if not target.startswith("#")]
    headings = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}

    assert {target[1:] for target in targets if target.startswith("#")} <= anchors
    assert pages
    for page in pages:
        assert (ROOT / "docs" / page).stat().st_size < HEAVIEST


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", GUIDE))))
def test_what_the_guide_says_to_make_can_be_made(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
