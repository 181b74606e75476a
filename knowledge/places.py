"""Recognising which municipality somebody means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import catalogue
from knowledge.language import simplify, words
from knowledge.records import Municipality
from knowledge.store import Store

_AROUND = {"de", "en", "gemeente", "in", "nee", "stad", "uit", "voor"}
"""Words that may stand beside a name when nothing else is said."""
_BEFORE = r"(?:gemeente|gemeente is|stad|in|uit)\s+"


@dataclass(frozen=True)
class Gazetteer:
    """Names of municipalities, longest first, each with the municipality it stands for."""

    names: tuple[tuple[re.Pattern[str], Municipality], ...]
    by_key: dict[str, Municipality]

    @classmethod
    def load(cls, store: Store) -> Gazetteer:
        """Read all names from the store."""
        with store.reading() as session:
            return cls.of(catalogue.municipalities(session))

    @classmethod
    def of(cls, rows: Iterable[tuple[Municipality, tuple[str, ...]]]) -> Gazetteer:
        """Prepare names for finding."""
        rows = list(rows)
        named = [(name, town) for town, aliases in rows for name in (town.name, *aliases)]
        named.sort(key=lambda pair: -len(pair[0]))
        return cls(
            tuple((_pattern(name), town) for name, town in named),
            {town.key: town for town, _ in rows},
        )

    def find(self, text: str) -> Municipality | None:
        """The municipality that a text names, or None; a bare name is enough as a whole message."""
        plain = simplify(text)
        for pattern, town in self.names:
            if pattern.search(plain):
                return town
        return None

    def is_alone(self, text: str) -> bool:
        """Whether a text is the name of a municipality and nothing more ("en in Leiden?")."""
        rest = self.without_names(text)
        return rest != text and set(words(rest)) <= _AROUND

    def without_names(self, text: str) -> str:
        """The text without the name of a municipality, for matching what it is about."""
        plain = simplify(text)
        for pattern, _ in self.names:
            if pattern.search(plain):
                return pattern.sub(" ", plain)
        return text


def _pattern(name: str) -> re.Pattern[str]:
    plain = simplify(name)
    word = re.escape(plain)
    if plain in _ordinary_names():
        named = rf"\b{_BEFORE}{word}\b(?!\s+(?:aan|van))"
        alone = rf"^\W*(?:en\s+|nee,?\s+|ik bedoel\s+)?{word}\W*$"
        return re.compile(f"{named}|{alone}")
    return re.compile(rf"(?<![\w-]){word}(?![\w-])")


@cache
def _ordinary_names() -> frozenset[str]:
    """Names that also mean something else: they need "in" or "gemeente" before them.

    Most are ordinary words; "Den Haag" is the government as well.
    """
    path = Path(__file__).parent / "ordinary_names.txt"
    return frozenset(path.read_text(encoding="utf-8").splitlines())
