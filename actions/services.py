"""What the actions need from the knowledge room, opened once per process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.matching import Matcher
from knowledge.places import Gazetteer
from knowledge.store import Store

CACHE_VARIABLE = "WEGWIJZER_CACHE"


@dataclass(frozen=True)
class Services:
    """The store and what was built on it."""

    store: Store
    matcher: Matcher
    gazetteer: Gazetteer


@cache
def services() -> Services:
    """The services of this process; the first call opens the store and indexes its topics."""
    store = Store()
    cache_folder = Path(os.environ.get(CACHE_VARIABLE, "var/cache"))
    return Services(store, Matcher(store, cache_folder), Gazetteer.load(store))
