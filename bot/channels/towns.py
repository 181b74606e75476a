"""Which municipality a page stands for, as its visitors are told."""

from __future__ import annotations

import logging
from collections.abc import Callable

from knowledge import catalogue
from knowledge.store import Store

logger = logging.getLogger(__name__)

Town = dict[str, str | None]
FindTown = Callable[[str | None], Town]
NOWHERE: Town = {"key": None, "name": None, "counter": None, "phone": None}


def find_in(store: Store) -> FindTown:
    """Look towns up in the knowledge store, by key."""

    def find(key: str | None) -> Town:
        try:
            with store.reading() as session:
                town = catalogue.municipality(session, key or "")
        except Exception as error:  # without a name the page works as well
            logger.error("the municipality could not be looked up: %s", type(error).__name__)
            return NOWHERE
        if town is None:
            return NOWHERE
        return {
            "key": town.key,
            "name": town.name,
            "counter": town.counter_name,
            "phone": town.counter.phone,
        }

    return find
