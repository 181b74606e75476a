"""What the actions need from the knowledge room, opened once per process."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from knowledge.matching import Matcher
from knowledge.places import Gazetteer
from knowledge.store import Store

CACHE_VARIABLE = "WEGWIJZER_CACHE"


class Services:
    """The store and what was built on it."""

    def __init__(self, store: Store, cache_folder: Path | None = None) -> None:
        self.store = store
        self.matcher = Matcher(store, cache_folder)
        self._gazetteer: tuple[int, Gazetteer] | None = None

    @property
    def gazetteer(self) -> Gazetteer:
        """The names of municipalities, read again when the content has changed."""
        revision = self.matcher.index().revision
        if self._gazetteer is None or self._gazetteer[0] != revision:
            self._gazetteer = (revision, Gazetteer.load(self.store))
        return self._gazetteer[1]


@cache
def services() -> Services:
    """The services of this process; the first call opens the store and indexes its topics."""
    return Services(Store(), Path(os.environ.get(CACHE_VARIABLE, "var/cache")))
