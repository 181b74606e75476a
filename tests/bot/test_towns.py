from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.towns import NOWHERE, find_in
from knowledge.store import Store


def test_a_town_is_told_with_its_counter(store: Store) -> None:
    assert find_in(store)("zonnedam") == {
        "key": "zonnedam",
        "name": "Zonnedam",
        "counter": "Gemeentebalie Zonnedam",
        "phone": "0999 - 10 00 00",
    }


@pytest.mark.parametrize("key", [None, "", "onbekend", "' OR 1=1"])
def test_an_unknown_town_has_nothing(store: Store, key: str | None) -> None:
    assert find_in(store)(key) == NOWHERE


def test_without_a_store_the_page_still_works(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    find = find_in(Store(f"sqlite:///{tmp_path / 'empty.db'}"))
    assert find("zonnedam") == NOWHERE
    assert "OperationalError" in caplog.text
    assert "zonnedam" not in caplog.text
