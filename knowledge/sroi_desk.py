"""Everything the store knows of amounts, read once per revision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.catalogue import sources
from knowledge.procurement import AmountBook
from knowledge.records import Evidence, Source
from knowledge.sroi_catalogue import amount_book, rule_book
from knowledge.sroi_rules import Provenance, RuleBook
from knowledge.store import Store


@dataclass(frozen=True, eq=False)
class Desk:
    """The rules, the thresholds and the sources that they name."""

    rules: RuleBook
    amounts: AmountBook
    sources: dict[str, Source]

    def evidence(self, provenance: Provenance, stand_in: str | None = None) -> Evidence:
        """What a reply says of where it was read.

        Args:
            stand_in: where it was read, when that is not in the list of sources.
        """
        source = self.sources.get(provenance.source or "")
        if source is None and (stand_in or provenance.source):
            source = Source(
                provenance.source or "", stand_in or provenance.source or "", None, None
            )
        return Evidence(provenance.verification, source, provenance.checked_on)


def desk_of(store: Store) -> Desk:
    """What the store knows now."""
    return _desk(store, store.revision())


@lru_cache(maxsize=4)
def _desk(store: Store, revision: int) -> Desk:
    with store.reading() as session:
        return Desk(rule_book(session), amount_book(session), sources(session))
